import type { CreateQueryResult } from '@tanstack/solid-query'
import Download from 'lucide-solid/icons/download'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { AppError, type ErrorCode } from '../../../server/core/app-error.ts'
import type { StatementFileView, StatementLineView } from '../../../server/features/statements/statements.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { Headline, Line, Quiet } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { ProgressCard } from '../../components/progress-card.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { formatCount, formatDateTime } from '../../texts/format.ts'
import { StatementColumns } from './desk-statement-columns.tsx'
import { StatementLineFoot } from './desk-statement-line.tsx'
import { StatementLines } from './desk-statement-lines.tsx'
import { StatementOverview } from './desk-statement-overview.tsx'
import { StatementAccount } from './statement-account.tsx'
import { inWork, stateOf } from './statement-states.ts'

/** One file: how far it is, what is asked about it, and when it is in, what it brought and where it breaks. */
export function DeskStatement(props: {
  id: string
  query: CreateQueryResult<StatementFileView, Error>
  onClose: () => void
}): JSX.Element {
  const view = () => (props.query.isSuccess && props.query.data.id === props.id ? props.query.data : null)
  return (
    <Show
      when={view()}
      fallback={
        <Pane label={t('detail')}>
          <Show when={props.query.isLoadingError} fallback={<SkeletonRows count={10} />}>
            <ErrorState title={t('failed')} error={props.query.error} onRetry={() => void props.query.refetch()} />
          </Show>
        </Pane>
      }
    >
      {(file) => (
        <Opened file={file()} error={props.query.isRefetchError ? props.query.error : null} onClose={props.onClose} />
      )}
    </Show>
  )
}

type Part = 'overview' | 'lines'

function Opened(props: { file: StatementFileView; error: unknown; onClose: () => void }): JSX.Element {
  const now = createNow()
  const [part, setPart] = createSignal<Part>('overview')
  const [line, setLine] = createSignal<StatementLineView | null>(null)
  const again = api.statements.readAgain.use()
  const discard = api.statements.discard.use()
  const refusal = () => {
    const { error } = props.file
    return error && new AppError(error.code as ErrorCode, error.details)
  }
  const showsLines = () => props.file.state === 'imported' && part() === 'lines'
  return (
    <Pane
      label={t('detail')}
      shownId={`${props.file.id} ${part()}`}
      foot={
        <Show when={showsLines() && line()} keyed>
          {(chosen) => <StatementLineFoot line={chosen} onChanged={setLine} onClose={() => setLine(null)} />}
        </Show>
      }
    >
      <PanePart>
        <Line apart>
          <Chop tone={stateOf(props.file).tone} since={formatDateTime(props.file.stateSince, now())}>
            {stateOf(props.file).word}
          </Chop>
          <Line gap={1}>
            <IconButton
              label={t('original')}
              icon={<Download size={20} />}
              href={`/api/files/statements/${props.file.id}`}
              download
            />
            <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
          </Line>
        </Line>
        <Headline>{props.file.fileName}</Headline>
        <Show when={props.file.state === 'imported'}>
          <Segmented
            label={t('detail')}
            value={part()}
            onChange={setPart}
            choices={[
              { value: 'overview' as const, label: t('tabOverview') },
              { value: 'lines' as const, label: t('tabLines') },
            ]}
          />
        </Show>
      </PanePart>
      <ErrorNote error={props.error} />
      <Switch>
        <Match when={inWork(props.file)}>
          <PanePart>
            <Progress file={props.file} />
          </PanePart>
        </Match>
        <Match when={props.file.state === 'refused'}>
          <ErrorState
            title={t('refused')}
            error={refusal()}
            actions={
              <>
                <Button
                  icon={<RotateCw size={16} />}
                  busy={again.isPending}
                  onClick={() => again.mutate({ fileId: props.file.id })}
                >
                  {t(again.isPending ? 'readingAgain' : 'readAgain')}
                </Button>
                <Show when={props.file.error?.code !== 'statementDiscarded'}>
                  <Discard file={props.file} discard={discard} />
                </Show>
              </>
            }
          />
          <PanePart>
            <ErrorNote error={again.error ?? discard.error} />
          </PanePart>
        </Match>
        <Match when={props.file.columns}>
          {(columns) => (
            <>
              <StatementColumns file={props.file} columns={columns()} />
              <PutAway file={props.file} discard={discard} />
            </>
          )}
        </Match>
        <Match when={props.file.accounts}>
          {(accounts) => (
            <>
              <StatementAccount file={props.file} accounts={accounts()} />
              <PutAway file={props.file} discard={discard} />
            </>
          )}
        </Match>
        <Match when={showsLines()}>
          <StatementLines file={props.file} chosen={line()} onChoose={setLine} />
        </Match>
        <Match when={props.file.state === 'imported'}>
          <StatementOverview file={props.file} />
        </Match>
      </Switch>
    </Pane>
  )
}

function Progress(props: { file: StatementFileView }): JSX.Element {
  const writing = () => props.file.lineCount !== null
  return (
    <ProgressCard
      title={t(writing() ? 'progressWrite' : 'progressRead')}
      done={props.file.rowsRead}
      total={props.file.lineCount}
      text={
        !writing() && props.file.rowsRead > 0 ? t('rowsRead', { count: formatCount(props.file.rowsRead) }) : undefined
      }
      note={t('progressText')}
    />
  )
}

type Discarding = ReturnType<typeof api.statements.discard.use>

function Discard(props: { file: StatementFileView; discard: Discarding }): JSX.Element {
  return (
    <Button busy={props.discard.isPending} onClick={() => props.discard.mutate({ fileId: props.file.id })}>
      {t('discard')}
    </Button>
  )
}

/** Below what is asked about a file: that it is none. */
function PutAway(props: { file: StatementFileView; discard: Discarding }): JSX.Element {
  return (
    <PanePart>
      <ErrorNote error={props.discard.error} />
      <Line>
        <Discard file={props.file} discard={props.discard} />
        <Quiet>{t('discardText')}</Quiet>
      </Line>
    </PanePart>
  )
}
