import { createSignal, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type {
  RefusedReason,
  StatementOutcome,
  StatementRow,
  TakenUp,
} from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { createNow } from '../../components/now.ts'
import { showToast } from '../../components/toast.tsx'
import { reasonWord } from '../../texts/desk-platform-reasons.zh-CN.ts'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import { formatClock, formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList, type ListRoom, type ListTabs } from '../shell/desk-list.tsx'
import type { Filters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { PlatformSelect } from './desk-courses.tsx'
import type { PlatformFilter } from './desk-platforms-page.tsx'
import { DeskStatement } from './desk-statement.tsx'

const outcomes = ['recorded', 'noted', 'refused', 'voided'] as const satisfies readonly StatementOutcome[]

export const outcomeTones = {
  recorded: 'settled',
  noted: 'neutral',
  refused: 'rejected',
  voided: 'waiting',
} as const

/** Why things are refused, the commonest first: what can be mended at the desk. */
const reasons: readonly RefusedReason[] = [
  'courseUnknown',
  'learnerUnknown',
  'notTakingPart',
  'actorForeign',
  'learnerAmbiguous',
  'learnerDisabled',
  'courseRetired',
  'beforePlan',
  'afterPlan',
  'inFuture',
  'planNotOpen',
  'voidTargetUnknown',
]

/** Everything that platforms sent, and what came of it. */
export function DeskStatements(props: {
  filters: Filters<PlatformFilter>
  tabs: ListTabs<PlatformFilter>
}): JSX.Element {
  const now = createNow()
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const outcome = () => outcomes.find((one) => one === props.filters.value('outcome')) ?? null
  const reason = () => reasons.find((one) => one === props.filters.value('reason')) ?? null
  const filter = () => ({
    ...(outcome() ? { outcome: outcome() ?? undefined } : {}),
    ...(reason() ? { reason: reason() ?? undefined } : {}),
    ...(props.filters.value('platform') ? { platformId: props.filters.value('platform') ?? '' } : {}),
    ...(props.filters.value('q') ? { search: props.filters.value('q') ?? '' } : {}),
  })
  const list = createKeysetList(
    api.learningPlatforms.statements,
    () => ({ ...filter(), limit: 50 }),
    () => ({ refreshMs: 15_000 }),
  )
  const takeUp = api.learningPlatforms.takeUp.use({
    onSuccess: (taken) => {
      setTicked(new Set<string>())
      sayTakenUp(taken)
    },
    stale: [
      api.learningPlatforms.statements.key(),
      api.learningPlatforms.list.key(),
      api.learningPlatforms.refusedCounts.key(),
    ],
  })
  const columns = (room: ListRoom): DeskColumn<StatementRow>[] => [
    { id: 'time', header: t('columnTime'), cell: (row) => formatTableTime(row.receivedAt, now()), width: '96px' },
    {
      id: 'learner',
      header: t('columnLearner'),
      cell: (row) => (
        <LongName>{row.learner ? row.learner.name : whoOf(row.actor, room.beside()) || t('unknownActor')}</LongName>
      ),
      long: true,
      width: room.beside() ? '112px' : '180px',
    },
    {
      id: 'course',
      header: t('columnCourse'),
      cell: (row) => <LongName>{row.courseTitle ?? row.activityId}</LongName>,
      long: true,
    },
    { id: 'verb', header: t('columnVerb'), cell: (row) => row.verb, width: '104px', wide: true },
    {
      id: 'duration',
      header: t('columnDuration'),
      cell: (row) => (row.seconds === null ? '–' : formatClock(row.seconds * 1000)),
      align: 'end',
      width: '88px',
      wide: true,
    },
    {
      id: 'recorded',
      header: t('columnRecorded'),
      cell: (row) => (row.outcome === 'recorded' && row.hours !== null ? formatHours(row.hours) : '–'),
      align: 'end',
      width: '80px',
    },
    {
      id: 'outcome',
      header: t('columnOutcome'),
      cell: (row) => (
        <StateMark tone={outcomeTones[row.outcome]}>
          {row.reason && row.outcome !== 'voided' ? reasonWord(row.reason) : t(row.outcome)}
        </StateMark>
      ),
      width: '176px',
    },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={props.filters}
      list={list}
      label={t('logList')}
      columns={columns}
      rowName={(row) => row.learner?.name ?? row.actor}
      tabs={props.tabs}
      actions={
        <Show when={outcome() === 'refused' && list.rows().length > 0}>
          <Button busy={takeUp.isPending} onClick={() => takeUp.mutate({ filter: filter() })}>
            {t(takeUp.isPending ? 'takingUp' : 'takeUpAll')}
          </Button>
        </Show>
      }
      selects={
        <>
          <PlatformSelect filters={props.filters} />
          <FilterSelect
            label={t('outcome')}
            value={outcome()}
            onChange={(value) => props.filters.set({ outcome: value, reason: null })}
            choices={outcomes.map((value) => ({ value, label: t(value) }))}
          />
          <Show when={outcome() === 'refused'}>
            <FilterSelect
              label={t('reason')}
              value={reason()}
              onChange={(value) => props.filters.set({ reason: value })}
              choices={reasons.map((value) => ({ value, label: reasonWord(value) }))}
            />
          </Show>
        </>
      }
      search={t('searchLog')}
      emptyTitle={t('logEmpty')}
      emptyText={t('logEmptyText')}
      ticked={ticked()}
      onTick={setTicked}
      tickable={(row) => row.outcome === 'refused'}
      bulk={
        <BulkBar count={ticked().size} onClear={() => setTicked(new Set<string>())}>
          <BulkAction keyHint="A" busy={takeUp.isPending} onClick={() => takeUp.mutate({ ids: [...ticked()] })}>
            {t('takeUp')}
          </BulkAction>
        </BulkBar>
      }
      paneWidth="clamp(420px, 42vw, 640px)"
    >
      {(id, pane) => (
        <DeskStatement
          id={id()}
          onClose={pane.close}
          onTakeUp={() => takeUp.mutate({ ids: [id()] })}
          busy={takeUp.isPending}
          error={takeUp.error}
        />
      )}
    </DeskList>
  )
}

/** Where there is little room, the name alone of `王芳 · 110101********2615`. */
function whoOf(actor: string, narrow: boolean): string {
  return narrow ? (actor.split(' · ')[0] ?? '') : actor
}

function sayTakenUp(taken: TakenUp): void {
  const text = t('takenUp', taken)
  showToast({ text: taken.more ? `${text}${t('takenUpMore')}` : text })
}
