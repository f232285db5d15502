import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { StatementFileRow } from '../../../server/features/statements/statements.schema.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { Headline, Line, Quiet, Stack } from '../../components/layout.tsx'
import { FileDrop } from '../../components/pick-files.tsx'
import { UploadCard } from '../../components/upload-card.tsx'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatBytes, formatCount, formatPhrases } from '../../texts/format.ts'
import { type Sending, type SendingFile, statementTypes } from './create-sending.ts'
import { stateOf } from './statement-states.ts'

/** Where statements are dropped, and what becomes of each on its way. */
export function UploadStatements(props: {
  sending: Sending
  /** The files that the server has: what became of each. */
  rows: readonly StatementFileRow[]
  onOpen: (fileId: string) => void
  onClose: () => void
}): JSX.Element {
  const anyDone = () => props.sending.files.some(({ state }) => state !== 'waiting' && state !== 'sending')
  return (
    <Pane label={t('uploadTitle')}>
      <PanePart>
        <Line apart>
          <Headline>{t('uploadTitle')}</Headline>
          <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <FileDrop accept={statementTypes} onFiles={props.sending.add} text={t('drop')} />
        <Quiet>{t('uploadSteps')}</Quiet>
        <Stack gap={2}>
          <For each={props.sending.files}>
            {(one) => (
              <Card
                one={one}
                row={props.rows.find(({ id }) => id === one.fileId)}
                sending={props.sending}
                onOpen={props.onOpen}
              />
            )}
          </For>
        </Stack>
        <Show when={anyDone()}>
          <Line>
            <Button size="dense" onClick={() => props.sending.clear()}>
              {t('clearSent')}
            </Button>
          </Line>
        </Show>
      </PanePart>
    </Pane>
  )
}

function Card(props: {
  one: SendingFile
  row: StatementFileRow | undefined
  sending: Sending
  onOpen: (fileId: string) => void
}): JSX.Element {
  const text = () => {
    const { error, knownAs, state, share, file } = props.one
    if (error) return errorSentence(error)
    if (knownAs !== null) return t('sentKnown', { name: knownAs })
    if (state === 'sending') return t('sending', { percent: Math.round(share * 100) })
    if (state !== 'done') return formatBytes(file.size)
    return props.row ? whatBecameOf(props.row) : t('sentDone')
  }
  const open = () => {
    const { fileId } = props.one
    return fileId === null ? undefined : () => props.onOpen(fileId)
  }
  return (
    <UploadCard
      state={props.one.state}
      progress={props.one.share}
      fileName={props.one.file.name}
      title={props.one.file.name}
      text={text()}
      onRetry={() => props.sending.retry(props.one.id)}
      onRemove={
        props.one.state === 'failed' || props.one.state === 'refused'
          ? () => props.sending.remove(props.one.id)
          : undefined
      }
      onOpen={open()}
    />
  )
}

/** How far it is, and when it is in, what it brought. */
function whatBecameOf(row: StatementFileRow): string {
  const { word } = stateOf(row)
  if (row.state === 'imported') return t('sentRead', { state: word, count: formatCount(row.newCount ?? 0) })
  if (row.state !== 'reading' || row.rowsRead === 0) return word
  const read = formatCount(row.rowsRead)
  return formatPhrases([
    word,
    row.lineCount === null
      ? t('rowsRead', { count: read })
      : t('newOf', { fresh: read, all: formatCount(row.lineCount) }),
  ])
}
