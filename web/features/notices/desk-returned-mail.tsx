import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { maxReturnedCharacters, type ReturnedMail } from '../../../server/features/notices/mail-bounces.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { FileDrop } from '../../components/pick-files.tsx'
import { SideList } from '../../components/side-list.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-mail.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { ClearMark } from './desk-bounce-mark.tsx'

/** Mail that came back: the addresses that bear a mark, and a place for what the centre's mailbox received. */
export function DeskReturnedMail(props: {
  onClose: () => void
  onOpen: (noticeId: string) => void
  onAddress: (address: string) => void
}): JSX.Element {
  const query = api.notices.listBounces.use(
    () => ({}),
    () => ({ refreshMs: 15_000 }),
  )
  const [read, setRead] = createSignal<readonly ReturnedMail[]>([])
  const record = api.notices.recordReturned.use({ onSuccess: (mail) => void setRead((before) => [mail, ...before]) })
  const take = async (files: readonly File[]) => {
    for (const file of files) {
      // The report stands before the mail that it returns; one byte a character keeps every charset whole.
      const bytes = new Uint8Array(await file.slice(0, maxReturnedCharacters).arrayBuffer())
      await record.mutateAsync({ text: byteText(bytes) }).catch(() => undefined)
    }
  }
  return (
    <Pane label={t('bounces')}>
      <PanePart>
        <Line apart>
          <Headline>{t('bounces')}</Headline>
          <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <FileDrop
          accept=".eml,message/rfc822,text/plain"
          text={record.isPending ? t('readingReturned') : t('dropReturned')}
          disabled={record.isPending}
          onFiles={(files) => void take(files)}
        />
        <ErrorNote error={record.error} />
        <For each={read()}>
          {(mail) => (
            <Note tone={mail.verdict === 'delayed' ? 'quiet' : 'waiting'}>
              <Stack gap={2}>
                <span>{sentenceOf(mail)}</span>
                <Quiet>{mail.detail}</Quiet>
                <Line>
                  <Button size="dense" onClick={() => props.onOpen(mail.noticeId)}>
                    {t('seeMail')}
                  </Button>
                </Line>
              </Stack>
            </Note>
          )}
        </For>
        <Section title={t('bouncesMarked')} ruled>
          <Quiet>{t('bouncesText')}</Quiet>
          <Loaded query={query} skeleton={<SkeletonRows count={4} />} errorTitle={t('bouncesFailed')}>
            {(found) => (
              <Show when={found().rows.length > 0} fallback={<Quiet>{t('bouncesEmpty')}</Quiet>}>
                <SideList
                  label={t('bouncesMarked')}
                  rows={found().rows.map((row) => ({
                    id: row.id,
                    title: row.address,
                    text: [row.organisationName, t('held', { count: row.held })].filter(Boolean).join(' · '),
                    note: `${formatDateTime(row.bouncedAt)} ${row.detail}`,
                    action: <ClearMark id={row.id} />,
                    onOpen: () => props.onAddress(row.address),
                  }))}
                />
              </Show>
            )}
          </Loaded>
        </Section>
      </PanePart>
    </Pane>
  )
}

/** One character a byte. The browsers' own `latin1` is Windows-1252, which is another thing from 0x80 to 0x9F. */
function byteText(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += 8192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8192))
  }
  return text
}

function sentenceOf(mail: ReturnedMail): string {
  const values = { to: mail.recipient, subject: mail.subject }
  if (mail.verdict === 'marked') return t('returnedMarked', values)
  return mail.verdict === 'mailOnly' ? t('returnedMailOnly', values) : t('returnedDelayed', values)
}
