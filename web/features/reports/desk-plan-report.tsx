import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { shareOf } from '../../../server/features/reports/report-shares.rules.ts'
import { addFigures } from '../../../server/features/reports/reports.rules.ts'
import {
  type PlanFigures,
  type PlanReportRow,
  planFigureNames,
  type ReportScope,
  type UnitReportRow,
} from '../../../server/features/reports/reports.schema.ts'
import { api } from '../../api.ts'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import type { SumPart } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { ReportChart } from './desk-report-chart.tsx'
import { FilterPlan, FilterUnit, FilterYear } from './desk-report-places.tsx'
import { DeskUnitPath } from './desk-unit-path.tsx'
import { ExportReport } from './export-report.tsx'
import { PlanFunnel } from './plan-funnel.tsx'
import { planFilterNames, planFilterOf, unitFilterOf } from './report-filters.ts'
import { ReportMenu, reportHref } from './report-links.tsx'
import { countCell, percentWord } from './report-words.ts'

/**
 * 培训计划报表: a row for each plan, or for each unit of one plan or all, with what became of people and money. A plan's row
 * leads to its units, a unit's row to those below it.
 */
export function DeskPlanReport(props: { of: ReportScope }): JSX.Element {
  const filters = createFilters(reportHref(props.of, 'plans'), planFilterNames)
  const byUnit = () => filters.value('view') === 'units'
  return (
    <Show when={byUnit()} fallback={<ByPlan of={props.of} filters={filters} />}>
      <ByUnit of={props.of} filters={filters} />
    </Show>
  )
}

type PlanFilters = ReturnType<typeof createFilters<'view' | 'year' | 'mode' | 'state' | 'unit' | 'plan' | 'in' | 'q'>>
interface Part {
  of: ReportScope
  filters: PlanFilters
}

function tabsOf(view: 'plans' | 'units') {
  return {
    name: 'view' as const,
    label: t('view'),
    current: view,
    choices: [
      { value: 'plans', label: t('byPlan') },
      { value: 'units', label: t('byUnit') },
    ],
  }
}

function ByPlan(props: Part): JSX.Element {
  const { filters } = props
  const filter = () => planFilterOf(props.of, filters.value)
  const list = createKeysetList(api.reports.plans, () => ({ ...filter(), limit: 50 }))
  const roomy = createFromWidth(1360)
  const open = (row: PlanReportRow) => filters.set({ view: 'units', plan: row.id, in: filters.value('unit'), q: null })
  // The rows of one page are all there is, nearly always: then nothing is counted twice.
  const asked = api.reports.planTotals.use(filter, () => ({ keepPrevious: true, enabled: list.hasMore() }))
  const totals = () => {
    if (list.hasMore()) return asked.isSuccess ? asked.data : undefined
    const rows = list.rows()
    return list.query.isSuccess ? { plans: rows.length, ...addFigures(planFigureNames, rows) } : undefined
  }
  return (
    <DeskList
      title={t('plans')}
      filters={filters}
      list={list}
      label={t('plans')}
      saved
      columns={() => [
        {
          id: 'plan',
          header: t('planName'),
          long: true,
          cell: (row) => <LongName>{row.plan.name}</LongName>,
        },
        { id: 'year', header: t('year'), width: '56px', cell: (row) => row.plan.year },
        ...figureColumns<PlanReportRow>(roomy()),
      ]}
      rowName={(row) => row.plan.name}
      onOpen={open}
      tabs={tabsOf('plans')}
      actions={
        <>
          <ReportMenu of={props.of} current="plans" />
          <ExportReport what={{ report: 'plans', filter: filter() }} />
        </>
      }
      selects={
        <>
          <FilterYear value={filters.value('year')} onChange={(year) => filters.set({ year })} />
          <PlanKinds filters={filters} />
          <FilterUnit of={props.of} value={filters.value('unit')} onChange={(unit) => filters.set({ unit })} />
        </>
      }
      search={t('searchPlans')}
      above={<Funnel figures={totals()} />}
      emptyTitle={t('noPlans')}
      emptyText={t('noPlansText')}
      sums={sumsOf(totals(), list.hasMore())}
    />
  )
}

function ByUnit(props: Part): JSX.Element {
  const { filters } = props
  const filter = () => unitFilterOf(props.of, filters.value)
  const list = createKeysetList(api.reports.units, () => ({ ...filter(), limit: 50 }))
  const head = api.reports.unitHead.use(filter, () => ({ keepPrevious: true }))
  const roomy = createFromWidth(1360)
  const totals = () => list.firstPage()?.totals
  const open = (row: UnitReportRow) => {
    if (row.hasUnits && !row.itself) filters.set({ in: row.id })
  }
  return (
    <DeskList
      title={t('plans')}
      filters={filters}
      list={list}
      label={t('byUnit')}
      saved
      columns={() => [
        {
          id: 'unit',
          header: t('unitName'),
          long: true,
          cell: (row) => <LongName>{row.itself ? t('itself', { name: row.name }) : row.name}</LongName>,
        },
        ...figureColumns<UnitReportRow>(roomy()),
      ]}
      rowName={(row) => row.name}
      onOpen={open}
      tabs={tabsOf('units')}
      actions={
        <>
          <ReportMenu of={props.of} current="plans" />
          <ExportReport what={{ report: 'units', filter: filter() }} />
        </>
      }
      selects={
        <>
          <FilterPlan of={props.of} value={filters.value('plan')} onChange={(plan) => filters.set({ plan })} />
          <Show when={filters.value('plan') === null}>
            <FilterYear value={filters.value('year')} onChange={(year) => filters.set({ year })} />
            <PlanKinds filters={filters} />
          </Show>
          <FilterUnit of={props.of} value={filters.value('in')} onChange={(unit) => filters.set({ in: unit })} />
        </>
      }
      above={
        <>
          <DeskUnitPath
            above={head.isSuccess ? head.data.above : []}
            whole={props.of === 'centre'}
            href={(unit) => filters.href({ in: unit })}
          />
          <Funnel figures={totals()} />
        </>
      }
      emptyTitle={t('noUnits')}
      emptyText={t('noUnitsText')}
      sums={sumsOf(totals(), false)}
    />
  )
}

function PlanKinds(props: { filters: PlanFilters }): JSX.Element {
  const { filters } = props
  const either = <V extends string>(choices: readonly V[], value: string | null) =>
    choices.find((choice) => choice === value) ?? null
  return (
    <>
      <FilterSelect
        label={t('mode')}
        value={either(['online', 'offline'], filters.value('mode'))}
        onChange={(mode) => filters.set({ mode })}
        choices={(['online', 'offline'] as const).map((value) => ({ value, label: t(value) }))}
      />
      <FilterSelect
        label={t('state')}
        value={either(['published', 'closed'], filters.value('state'))}
        onChange={(state) => filters.set({ state })}
        choices={(['published', 'closed'] as const).map((value) => ({ value, label: t(value) }))}
      />
    </>
  )
}

function Funnel(props: { figures: PlanFigures | undefined }): JSX.Element {
  return (
    <Show when={props.figures && props.figures.enrolled + props.figures.participants > 0 ? props.figures : null}>
      {(figures) => (
        <ReportChart title={t('funnel')} hint={t('funnelHint')}>
          <PlanFunnel figures={figures()} />
        </ReportChart>
      )}
    </Show>
  )
}

function figureColumns<Row extends PlanFigures>(roomy: boolean): DeskColumn<Row>[] {
  const count = (
    id: keyof PlanFigures &
      (
        | 'enrolled'
        | 'confirmed'
        | 'paid'
        | 'refunded'
        | 'opened'
        | 'participants'
        | 'learners'
        | 'reached'
        | 'certified'
      ),
  ) =>
    ({
      id,
      header: t(id),
      align: 'end',
      width: id === 'reached' && language() === 'en' ? '100px' : '72px',
      cell: (row: Row) => countCell(row[id]),
    }) as const
  const share = (id: 'reachedShare' | 'certifiedShare', part: (row: Row) => number) =>
    ({
      id,
      header: t(id),
      align: 'end',
      width: '88px',
      cell: (row: Row) => percentWord(shareOf(part(row), row.learners)),
    }) as const
  const money = (id: 'paidFen' | 'refundedFen') =>
    ({
      id,
      header: t(id),
      align: 'end',
      width: '112px',
      cell: (row: Row) => (row[id] === 0 ? '–' : <Money amount={fen(row[id])} sign={false} />),
    }) as const
  const all = [
    count('enrolled'),
    count('confirmed'),
    count('paid'),
    count('opened'),
    count('participants'),
    count('learners'),
    count('reached'),
    share('reachedShare', (row) => row.reached),
    count('certified'),
    share('certifiedShare', (row) => row.certified),
    count('refunded'),
    money('paidFen'),
    money('refundedFen'),
  ]
  const small = ['confirmed', 'opened', 'learners', 'refunded', 'refundedFen', 'certifiedShare']
  return roomy ? all : all.filter((column) => !small.includes(column.id))
}

/** At the foot: the sums of all rows, also of those that are not shown yet. */
function sumsOf(figures: (PlanFigures & { plans?: number }) | undefined, hasMore: boolean): SumPart[] {
  if (!figures) return []
  return [
    ...(figures.plans === undefined || !hasMore
      ? []
      : [{ label: t('totalPlans', { count: figures.plans }), value: '' }]),
    { label: t('enrolled'), value: formatCount(figures.enrolled) },
    { label: t('participants'), value: formatCount(figures.participants) },
    { label: t('learners'), value: formatCount(figures.learners) },
    { label: t('reached'), value: formatCount(figures.reached) },
    { label: t('certified'), value: formatCount(figures.certified) },
    { label: t('paidFen'), value: <Money amount={fen(figures.paidFen)} tone="settled" /> },
    { label: t('refundedFen'), value: <Money amount={fen(figures.refundedFen)} /> },
  ]
}
