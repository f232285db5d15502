import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import { lineUnderSlip } from '../../../server/features/vouchers/added-line.rules.ts'
import type { VoucherFileView, VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { PictureStrip } from '../../components/picture-strip.tsx'
import { createDraft } from '../../offline/draft.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'
import type { Claims } from './create-claims.ts'
import { filePictureHref } from './picture-hrefs.ts'

/**
 * The slips that lack the payer's name: those that show an amount, or else the first picture. None when any slip shows a
 * payer, or while one is being read.
 */
export function slipsWithoutPayer(voucher: Pick<VoucherView, 'files'>): VoucherFileView[] {
  const { files } = voucher
  const shows = (file: VoucherFileView, name: string) => file.fields.some((field) => field.name === name)
  if (files.some((file) => file.state === 'received' || file.state === 'compressed')) return []
  if (files.some((file) => shows(file, 'payerName'))) return []
  const pictures = files.filter((file) => file.hasPicture)
  const slips = pictures.filter((file) => shows(file, 'amountFen'))
  return slips.length > 0 ? slips : pictures.slice(0, 1)
}

export type AddedLine = ReturnType<typeof createAddedLine>

/** 手动添加: the payer's full name and the kind of fee as a line under the picture, where the bank left them out. */
export function createAddedLine(voucher: () => VoucherView, claims: Claims) {
  const { draft, setDraft } = createDraft<{ wanted: boolean }>(`voucher-line-${voucher().id}`, { wanted: true })
  const add = api.vouchers.addLine.use({ stale: [api.vouchers.get.key()] })
  const slips = createMemo(() => slipsWithoutPayer(voucher()))
  const text = () => lineUnderSlip(claims.value('payerName'), voucher().order.kind)
  const written = () => voucher().files.filter((file) => file.addedText !== null)
  const put = async (files: readonly VoucherFileView[], line: string) => {
    for (const file of files) await add.mutateAsync({ voucherId: voucher().id, fileId: file.id, text: line })
  }
  return {
    offered: () => slips().length > 0 || written().length > 0,
    wanted: () => draft.wanted,
    want: (wanted: boolean) => setDraft({ wanted }),
    /** What it will say; null while no payer was named. */
    text,
    written,
    /** Writes what is wanted and not there yet; true when a picture is being made anew. Throws what the server says. */
    async write(line: string | null): Promise<boolean> {
      const missing = line === null || !draft.wanted ? [] : slips().filter((file) => file.addedText !== line)
      if (line !== null) await put(missing, line)
      return missing.length > 0
    },
    async takeAway() {
      setDraft({ wanted: false })
      await put(written(), '').catch(() => {})
    },
    get busy() {
      return add.isPending
    },
    get error() {
      return add.error
    },
  }
}

/** Offers the line, says what it will be, and shows it as it stands on the picture once it is there. */
export function AddedLineCard(props: { line: AddedLine }): JSX.Element {
  const first = () => props.line.written()[0]
  return (
    <Section title={t('lineTitle')}>
      <Card padded label={t('lineTitle')}>
        <Stack gap={3}>
          <Show
            when={first()}
            fallback={
              <>
                <Checkbox checked={props.line.wanted()} onChange={(wanted) => props.line.want(wanted)}>
                  {t('lineWanted')}
                </Checkbox>
                <Quiet>{t('lineWhy')}</Quiet>
                <Show when={props.line.wanted()}>
                  <Show when={props.line.text()} fallback={<Quiet>{t('lineNeedsName')}</Quiet>}>
                    {(text) => <p>{t('lineWillBe', { text: text() })}</p>}
                  </Show>
                </Show>
              </>
            }
          >
            {(file) => (
              <>
                <p>{file().addedText}</p>
                <StripOn file={file()} />
                <Line apart gap={3}>
                  <Quiet>
                    <Switch fallback={t('lineDone')}>
                      <Match when={!file().lineDrawn}>{t('lineDrawing')}</Match>
                      <Match when={props.line.wanted() && props.line.text() !== file().addedText && props.line.text()}>
                        {(text) => t('lineWillBe', { text: text() })}
                      </Match>
                    </Switch>
                  </Quiet>
                  <Button kind="quiet" busy={props.line.busy} onClick={() => void props.line.takeAway()}>
                    {t('lineRemove')}
                  </Button>
                </Line>
              </>
            )}
          </Show>
          <ErrorNote error={props.line.error} />
        </Stack>
      </Card>
    </Section>
  )
}

/** The strip as it stands on the picture, once it does. */
function StripOn(props: { file: VoucherFileView }): JSX.Element {
  const place = () => {
    const { slipHeight, width, height, lineDrawn } = props.file
    if (!lineDrawn || !slipHeight || !width || !height) return null
    const top = slipHeight / height
    return { size: { width, height }, quad: [0, top, 1, top, 1, 1, 0, 1] }
  }
  return (
    <Show when={place()}>
      {(shown) => (
        <PictureStrip
          src={filePictureHref(props.file, 'picture')}
          pictureSize={shown().size}
          quad={shown().quad}
          label={props.file.addedText ?? ''}
          size="large"
        />
      )}
    </Show>
  )
}
