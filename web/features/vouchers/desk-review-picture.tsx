import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ReviewView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { Pane } from '../../components/desk-shell.tsx'
import { DiffText } from '../../components/diff-text.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FieldStrips } from '../../components/field-strips.tsx'
import { createKeys } from '../../components/keys.ts'
import { Facts, Line, Quiet } from '../../components/layout.tsx'
import { PictureStrip } from '../../components/picture-strip.tsx'
import { type PictureBox, PictureViewer } from '../../components/picture-viewer.tsx'
import { t } from '../../texts/desk-review.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { errorOfCode } from '../shell/error-of-code.ts'
import { pictureHref } from './create-review-queue.ts'
import { differingTexts, expectedLabel, expectedText, fieldLabel, readText, valueText } from './field-texts.ts'
import type { SlipField, SlipFieldId } from './slip-fields.ts'

/** The middle of the desk: the picture with its boxes, and the chosen field enlarged and straightened under it. */
export function ReviewPicturePane(props: {
  view: ReviewView
  fields: readonly SlipField[]
  fileIndex: number
  onFile: (index: number) => void
  chosen: SlipFieldId
  onChoose: (id: SlipFieldId) => void
}): JSX.Element {
  const file = () => props.view.files[props.fileIndex] ?? null
  const shown = () => {
    const now = file()
    return now?.hasPicture ? now : null
  }
  const turnTo = (step: 1 | -1) => {
    const count = props.view.files.length
    props.onFile((props.fileIndex + step + count) % count)
  }
  const several = () => props.view.files.length > 1
  createKeys(() => [
    { key: '[', label: t('previousFile'), run: () => turnTo(-1), when: several },
    { key: ']', label: t('nextFile'), run: () => turnTo(1), when: several },
  ])
  const boxes = (): PictureBox[] =>
    props.fields.flatMap((field) =>
      field.here && field.here.quads.length > 0
        ? [
            {
              id: field.id,
              number: field.number,
              label: fieldLabel(field.id),
              verdict: field.verdict,
              quads: field.here.quads,
            },
          ]
        : [],
    )
  const caption = () => (
    <Line gap={1}>
      <Show when={several()}>
        <IconButton label={t('previousFile')} icon={<ChevronLeft size={20} />} onClick={() => turnTo(-1)} />
      </Show>
      <span>{t('fileOf', { index: props.fileIndex + 1, count: props.view.files.length })}</span>
      <Show when={several()}>
        <IconButton label={t('nextFile')} icon={<ChevronRight size={20} />} onClick={() => turnTo(1)} />
      </Show>
    </Line>
  )
  return (
    <Pane
      label={t('picture')}
      ground="sunk"
      foot={
        shown() && boxes().length > 0 ? (
          <ChosenField file={shown() as File} fields={props.fields} chosen={props.chosen} onChoose={props.onChoose} />
        ) : undefined
      }
    >
      <Switch fallback={<EmptyState title={t('noFiles')} />}>
        <Match when={shown()}>
          {(picture) => (
            <PictureViewer
              src={pictureHref(picture().id, 'picture')}
              alt={shared('picture')}
              caption={caption()}
              boxes={boxes()}
              chosen={props.chosen}
              onChoose={(id) => props.onChoose(id as SlipFieldId)}
              downloadHref={pictureHref(picture().id, 'original')}
              pageKeys
              toastsHere
            />
          )}
        </Match>
        <Match when={file()}>
          {(broken) => (
            <EmptyState
              title={broken().state === 'unreadable' ? t('fileUnreadable') : t('fileWaiting')}
              action={
                <Line>
                  {several() ? caption() : null}
                  <ButtonLink href={pictureHref(broken().id, 'original')} download="" target="_self">
                    {t('downloadOriginal')}
                  </ButtonLink>
                </Line>
              }
            >
              <p>{broken().originalName}</p>
              <p>{broken().state === 'unreadable' ? whyUnreadable(broken().errorCode) : t('fileWaitingText')}</p>
            </EmptyState>
          )}
        </Match>
      </Switch>
    </Pane>
  )
}

type File = ReviewView['files'][number]

function whyUnreadable(code: string | null): string {
  return errorSentence(errorOfCode(code ?? 'fileDamaged'))
}

function ChosenField(props: {
  file: File
  fields: readonly SlipField[]
  chosen: SlipFieldId
  onChoose: (id: SlipFieldId) => void
}): JSX.Element {
  const now = () => props.fields.find((field) => field.id === props.chosen) ?? null
  const size = () => ({ width: props.file.width ?? 1, height: props.file.height ?? 1 })
  const src = () => pictureHref(props.file.id, 'picture')
  const quadOf = (field: SlipField | null) => field?.here?.quads[0] ?? null
  const others = () =>
    props.fields.flatMap((field) => {
      const quad = quadOf(field)
      if (!quad || field.id === props.chosen) return []
      const label = fieldLabel(field.id)
      return [
        {
          id: field.id,
          number: field.number,
          label,
          strip: <PictureStrip src={src()} pictureSize={size()} quad={quad} label={label} />,
        },
      ]
    })
  const title = () => {
    const field = now()
    return field ? t('enlarged', { number: field.number, label: fieldLabel(field.id) }) : ''
  }
  const facts = () => {
    const field = now()
    if (!field) return []
    const own = field.here?.value ?? null
    if (field.id === 'amount' && own !== null && own !== field.read) {
      // One of several slips: its own amount stands here, the sum of all in the comparison.
      return [
        { label: t('readAs'), value: valueText('amount', own) },
        { label: t('allSlips'), value: readText(field) ?? t('notRead') },
      ]
    }
    const differing = differingTexts(field)
    const expected = field.verdict === 'pass' ? null : expectedText(field)
    const read = differing ? (
      <DiffText text={differing.read} against={differing.expected} />
    ) : (
      (readText(field) ?? t('notRead'))
    )
    const right = differing ? <DiffText text={differing.expected} against={differing.read} /> : expected
    return [
      { label: t('readAs'), value: read },
      ...(right === null ? [] : [{ label: expectedLabel(field), value: right }]),
    ]
  }
  return (
    <FieldStrips
      title={title()}
      aside={now()?.here ? shared('confidence', { score: (now()?.here?.score ?? 0).toFixed(2) }) : undefined}
      others={others()}
      onChoose={(id) => props.onChoose(id as SlipFieldId)}
    >
      <For each={now()?.here?.quads ?? []} fallback={<Quiet>{t('notOnThisPicture')}</Quiet>}>
        {(quad) => <PictureStrip src={src()} pictureSize={size()} quad={quad} label={title()} size="large" />}
      </For>
      <Facts beside facts={facts()} />
    </FieldStrips>
  )
}
