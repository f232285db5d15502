import { type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import { fen } from '../../../server/core/money.ts'
import type { DeskPlanRow } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-plans.zh-CN.ts'
import { shanghaiDate } from '../../texts/format.ts'
import { type BesidePane, type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskPlanPane } from './desk-plan.tsx'
import { NewPlan } from './desk-plan-form.tsx'
import { planModes, planState, planStates } from './desk-plan-states.ts'

/** How many years the filter goes back: plans of older years are found by name. */
const yearsBack = 4

/** 培训计划: all of them with the manual's columns, one of them, or a new one, beside the list. */
export default function DeskPlansPage(): JSX.Element {
  const staff = useStaff()
  const now = createNow()
  const filters = createFilters('/desk/plans', ['state', 'year', 'mode', 'q'])
  const thisYear = Number(shanghaiDate(new Date()).slice(0, 4))
  const years = Array.from({ length: yearsBack + 2 }, (_, index) => String(thisYear + 1 - index))
  const state = () => planStates.find((one) => one === filters.value('state'))
  const mode = () => planModes.find((one) => one === filters.value('mode'))
  const list = createKeysetList(
    api.plans.listAll,
    () => ({
      limit: 50,
      state: state(),
      mode: mode(),
      year: filters.value('year') ? Number(filters.value('year')) : undefined,
      search: filters.value('q') ?? undefined,
    }),
    () => ({ refreshMs: 30_000 }),
  )
  const columns = (): DeskColumn<DeskPlanRow>[] => [
    { id: 'number', header: t('columnNumber'), cell: (row) => row.number, width: '172px', wide: true },
    {
      id: 'name',
      header: t('columnName'),
      cell: (row) => <LongName>{row.name}</LongName>,
      long: true,
    },
    {
      id: 'publisher',
      header: t('columnPublisher'),
      cell: (row) => <LongName>{row.publisher || '–'}</LongName>,
      long: true,
      width: '128px',
      wide: true,
    },
    {
      id: 'required',
      header: t('columnRequired'),
      cell: (row) => t('hours', { hours: formatHours(row.requiredHours) }),
      width: '92px',
      wide: true,
    },
    { id: 'year', header: t('year'), cell: (row) => row.year, width: '72px', wide: true },
    {
      id: 'starts',
      header: t('columnStarts'),
      cell: (row) => shanghaiDate(new Date(row.startsAt)),
      width: '92px',
      wide: true,
    },
    {
      id: 'ends',
      header: t('columnEnds'),
      cell: (row) => shanghaiDate(new Date(row.endsAt)),
      width: '92px',
      wide: true,
    },
    { id: 'mode', header: t('mode'), cell: (row) => t(row.mode), width: '64px', wide: true },
    {
      id: 'late',
      header: t('columnLate'),
      cell: (row) => desk(row.lateChangesAllowed ? 'yes' : 'no'),
      width: '92px',
      wide: true,
    },
    {
      id: 'fee',
      header: t('columnFee'),
      cell: (row) => <PlanFee plan={row} />,
      align: 'end',
      width: '84px',
      wide: true,
    },
    {
      id: 'seats',
      header: t('columnSeats'),
      cell: (row) => {
        const taken = row.counts.submitted + row.counts.confirmed
        return row.capacity === null ? taken : t('seatsOf', { taken, capacity: row.capacity })
      },
      align: 'end',
      width: '76px',
    },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => {
        const { word, tone } = planState(row, now())
        return <StateMark tone={tone}>{word}</StateMark>
      },
      width: '124px',
    },
  ]
  const newOne = () =>
    staff.may('reviewer')
      ? { label: t('create'), pane: (pane: BesidePane) => <NewPlan onClose={pane.close} onSaved={pane.open} /> }
      : undefined
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => row.name}
      tabs={{
        name: 'state',
        label: t('list'),
        current: state() ?? 'all',
        choices: [{ value: 'all', label: t('all') }, ...planStates.map((value) => ({ value, label: t(value) }))],
        narrow: true,
      }}
      selects={
        <>
          <FilterSelect
            label={t('year')}
            value={filters.value('year')}
            onChange={(value) => filters.set({ year: value })}
            choices={years.map((value) => ({ value, label: value }))}
          />
          <FilterSelect
            label={t('mode')}
            value={mode() ?? null}
            onChange={(value) => filters.set({ mode: value })}
            choices={planModes.map((value) => ({ value, label: t(value) }))}
          />
        </>
      }
      search={t('search')}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      emptyAction={(create) => (
        <Show when={staff.may('reviewer')}>
          <Button kind="primary" onClick={create}>
            {t('create')}
          </Button>
        </Show>
      )}
      paneWidth="clamp(480px, 48vw, 720px)"
      create={newOne()}
    >
      {(id, pane) => <DeskPlanPane id={id()} onClose={pane.close} onOpen={pane.open} />}
    </DeskList>
  )
}

function PlanFee(props: { plan: DeskPlanRow }): JSX.Element {
  return (
    <Show when={props.plan.subjects.length === 0} fallback={t('subjectCount', { count: props.plan.subjects.length })}>
      <Show when={props.plan.feePerLearnerFen > 0} fallback={t('free')}>
        <Money amount={fen(props.plan.feePerLearnerFen)} sign={false} />
      </Show>
    </Show>
  )
}
