import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { AppError, type ErrorCode } from '../../../server/core/app-error.ts'
import type { ImportView } from '../../../server/features/imports/imports.schema.ts'
import { appErrorFrom } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { Headline, Line, Note, Quiet, Stack } from '../../components/layout.tsx'
import { ProgressCard } from '../../components/progress-card.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { noteSentence } from '../../texts/import-issues.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import type { OpenImport } from './create-import.ts'
import { ImportColumns } from './import-columns.tsx'
import { broughtBy, startHref } from './import-kinds.ts'
import { inWork, resultSentence, stateTones, writable } from './import-words.ts'

/** What an import is and how far: the file, its state, progress, what was noticed about it as a whole. */
export function ImportStatus(props: {
  one: ImportView
  open: OpenImport
  /** Where the imports are listed. */
  base: string
}): JSX.Element {
  const [mapping, setMapping] = createSignal(false)
  const brought = () => broughtBy(props.one, props.base)
  const committingText = () =>
    props.one.kind === 'learners' || props.one.kind === 'enrolments' ? 'committingText' : 'committingAll'
  const failure = () =>
    props.one.errorCode === null ? null : new AppError(props.one.errorCode as ErrorCode, props.one.errorDetails)
  return (
    <Stack gap={3}>
      <Stack gap={1}>
        <Chop tone={stateTones[props.one.state]} since={formatDateTime(props.one.stateSince)}>
          {t(props.one.state)}
        </Chop>
        <Headline>{props.one.fileName}</Headline>
        <Quiet>{props.one.organisation.name}</Quiet>
        <Show when={props.one.plan}>{(plan) => <Quiet>{plan().name}</Quiet>}</Show>
        <Show when={props.one.batch}>
          {(batch) => <Quiet>{t('fromBatch', { number: batch().orderNumber })}</Quiet>}
        </Show>
      </Stack>
      <Switch>
        <Match when={inWork(props.one.state)}>
          <ProgressCard
            title={t(props.one.state === 'committing' ? 'committingTitle' : 'readingTitle')}
            done={props.one.rowsDone}
            total={props.one.rowsTotal}
            text={t(props.one.state === 'reading' || props.one.state === 'received' ? 'readingText' : committingText())}
            aside={
              props.one.rowsTotal === null && props.one.rowsDone > 0
                ? t('readSoFar', { count: props.one.rowsDone })
                : ''
            }
            note={t('leave')}
          />
        </Match>
        <Match when={props.one.state === 'failed'}>
          <ErrorState
            title={t('failed')}
            error={failure()}
            actions={<ButtonLink href={startHref(props.one, props.base)}>{t('another')}</ButtonLink>}
          />
        </Match>
        <Match when={props.one.state === 'cancelled'}>
          <Note>{t('cancelledDone')}</Note>
          <Line>
            <ButtonLink href={startHref(props.one, props.base)}>{t('another')}</ButtonLink>
          </Line>
        </Match>
        <Match when={props.one.state === 'committed'}>
          <Note>{resultSentence(props.one)}</Note>
          <Show when={props.one.counts.error > 0}>
            <Note tone="waiting">{t('rowsLeft', { count: props.one.counts.error })}</Note>
          </Show>
          <Line>
            <ButtonLink href={brought().href}>{brought().word}</ButtonLink>
            <ButtonLink href={startHref(props.one, props.base)}>{t('another')}</ButtonLink>
          </Line>
        </Match>
        <Match when={props.one.state === 'previewed'}>
          <Quiet>{t('rowsNothing', { count: props.one.rowsTotal ?? props.one.rowsDone })}</Quiet>
          <Show when={props.one.blocked}>{(blocked) => <ErrorNote error={appErrorFrom({ app: blocked() })} />}</Show>
          <Show when={failure()}>
            <Note tone="rejected">{t('wroteNothing')}</Note>
            <ErrorNote error={failure()} />
          </Show>
        </Match>
      </Switch>
      <Show when={props.one.state === 'previewed' || props.one.state === 'committed'}>
        <For each={props.one.notes}>
          {(note) => <Note tone={problems.has(note.code) ? 'waiting' : 'quiet'}>{noteSentence(note)}</Note>}
        </For>
      </Show>
      <Show when={props.one.state === 'previewed'}>
        <Show
          when={mapping() || props.one.needsMapping}
          fallback={
            <Line>
              <Button size="dense" onClick={() => setMapping(true)}>
                {t('columnsEdit')}
              </Button>
            </Line>
          }
        >
          <ImportColumns
            one={props.one}
            open={props.open}
            onClose={props.one.needsMapping ? undefined : () => setMapping(false)}
          />
        </Show>
      </Show>
    </Stack>
  )
}

/** What somebody has to look at; the rest is only said. */
const problems: ReadonlySet<string> = new Set(['headerNotFound', 'columnMissing', 'columnTwice', 'noRows'])

/** Whether to write the good rows or all, and the buttons for it. */
export function createCommit(one: () => ImportView | null, open: OpenImport) {
  const [all, setAll] = createSignal(false)
  const count = () => {
    const now = one()
    return now ? writable(now.counts) : 0
  }
  const errors = () => one()?.counts.error ?? 0
  return {
    all,
    setAll,
    count,
    errors,
    blocked: () => !one()?.canCommit || Boolean(one()?.blocked) || count() === 0 || (all() && errors() > 0),
    note: () => {
      if (count() === 0) return errors() === 0 ? t('nothingChanged') : t('nothingGood', { count: errors() })
      if (errors() === 0) return undefined
      return t(all() ? 'allBlocked' : 'commitNote', { count: errors() })
    },
    text: () => t(one()?.kind === 'recharges' ? 'commitRecharges' : 'commitGood', { count: count() }),
    busy: () => open.commit.isPending || one()?.state === 'committing',
    run: () => open.send(all() ? 'allOrNothing' : 'goodOnly'),
  }
}

export type Commit = ReturnType<typeof createCommit>

export function reportHref(one: ImportView): string {
  return `/api/files/imports/${one.id}/report`
}
