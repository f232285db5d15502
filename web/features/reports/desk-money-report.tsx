import { createMemo, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { MoneyFigures, MoneyReportRow } from '../../../server/features/reports/money-reports.schema.ts'
import type { ReportScope } from '../../../server/features/reports/reports.schema.ts'
import { api } from '../../api.ts'
import { BarChart } from '../../components/bar-chart.tsx'
import { LongName } from '../../components/data-table.tsx'
import type { SumPart } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { ReportChart } from './desk-report-chart.tsx'
import { FilterMonths, FilterPlan, FilterUnit } from './desk-report-places.tsx'
import { ExportReport } from './export-report.tsx'
import { moneyBars } from './month-bars.ts'
import { moneyFilterNames, moneyFilterOf, moneyGroups } from './report-filters.ts'
import { ReportMenu, reportHref } from './report-links.tsx'
import { countCell } from './report-words.ts'

const groupWords = { monthPlan: 'byMonthPlan', month: 'byMonth', plan: 'byPlan' } as const

/** 对账报表: what was ordered, came in, is owed, went back and was invoiced, by month and plan. */
export function DeskMoneyReport(props: { of: ReportScope }): JSX.Element {
  const filters = createFilters(reportHref(props.of, 'money'), moneyFilterNames)
  const filter = () => moneyFilterOf(props.of, filters.value)
  const list = createKeysetList(api.reports.money, () => ({ ...filter(), limit: 50 }))
  const totals = api.reports.moneyTotals.use(filter, () => ({ keepPrevious: true }))
  const roomy = createFromWidth(1360)
  const bars = createMemo(() => (totals.isSuccess ? moneyBars(totals.data.months) : []))
  const group = () => filter().group ?? 'monthPlan'
  return (
    <DeskList
      title={t('money')}
      filters={filters}
      list={list}
      label={t('money')}
      saved
      columns={() => columnsOf(group(), roomy(), totals.isSuccess ? totals.data.totals : null)}
      rowName={(row) => [row.month, row.plan?.name].filter(Boolean).join(' ')}
      tabs={{
        name: 'group',
        label: t('view'),
        current: group(),
        choices: moneyGroups.map((value) => ({ value, label: t(groupWords[value]) })),
      }}
      actions={
        <>
          <ReportMenu of={props.of} current="money" />
          <ExportReport what={{ report: 'money', filter: { ...filter(), group: group() } }} />
        </>
      }
      selects={
        <>
          <FilterMonths
            year={filters.value('year')}
            month={filters.value('month')}
            onChange={(changes) => filters.set(changes)}
          />
          <FilterPlan of={props.of} value={filters.value('plan')} onChange={(plan) => filters.set({ plan })} />
          <FilterUnit of={props.of} value={filters.value('unit')} onChange={(unit) => filters.set({ unit })} />
        </>
      }
      above={
        <Show when={bars().length > 1}>
          <ReportChart title={t('receivedByMonth')} hint={t('moneyHint')}>
            <BarChart
              label={t('receivedByMonth')}
              legend={[t('transfer'), t('onlineMoney')]}
              axis={(value) => t('axis', { amount: formatCount(Math.round(value / 100)) })}
              bars={bars()}
            />
          </ReportChart>
        </Show>
      }
      emptyTitle={t('noMoney')}
      emptyText={t('noMoneyText')}
      sums={sumsOf(totals.isSuccess ? totals.data.totals : undefined)}
    />
  )
}

const amount = (amountFen: number) => (amountFen === 0 ? '–' : <Money amount={fen(amountFen)} sign={false} />)

function columnsOf(
  group: 'monthPlan' | 'month' | 'plan',
  roomy: boolean,
  sums: MoneyFigures | null,
): DeskColumn<MoneyReportRow>[] {
  const money = (id: string, header: string, of: (row: MoneyReportRow) => number) =>
    ({ id, header, align: 'end', width: '104px', cell: (row: MoneyReportRow) => amount(of(row)) }) as const
  const all: DeskColumn<MoneyReportRow>[] = [
    ...(group === 'plan'
      ? []
      : [{ id: 'month', header: t('month'), width: '84px', cell: (row: MoneyReportRow) => row.month ?? '' }]),
    ...(group === 'month'
      ? []
      : [
          {
            id: 'plan',
            header: t('plan'),
            long: true,
            cell: (row: MoneyReportRow) => <LongName>{row.plan?.name ?? t('refundOfCredit')}</LongName>,
          },
        ]),
    { id: 'orders', header: t('orders'), align: 'end', width: '72px', cell: (row) => countCell(row.orders) },
    money('ordered', t('ordered'), (row) => row.orderedFen),
    money('transfer', t('transfer'), (row) => row.transferFen),
    money('online', t('onlineMoney'), (row) => row.onlineFen),
    money('toCredit', t('toCredit'), (row) => row.toCreditFen),
    money('credit', t('credit'), (row) => row.creditFen),
    money('moved', t('moved'), (row) => row.movedFen),
    money('paid', t('paidInto'), (row) => row.paidFen),
    money('outstanding', t('outstanding'), (row) => row.outstandingFen),
    money('refunded', t('refundedFen'), (row) => row.refundedFen),
    money('invoiced', t('invoiced'), (row) => row.invoicedFen),
  ]
  // Ways that nothing went take no room.
  const unused = [
    ...(sums && sums.toCreditFen !== 0 ? [] : ['toCredit']),
    ...(sums && sums.creditFen !== 0 ? [] : ['credit']),
    ...(sums && sums.movedFen !== 0 ? [] : ['moved']),
  ]
  const left = roomy ? unused : ['orders', 'toCredit', 'credit', 'moved', 'invoiced']
  return all.filter((column) => !left.includes(column.id))
}

function sumsOf(figures: MoneyFigures | undefined): SumPart[] {
  if (!figures) return []
  return [
    { label: t('ordered'), value: <Money amount={fen(figures.orderedFen)} /> },
    { label: t('transfer'), value: <Money amount={fen(figures.transferFen)} /> },
    { label: t('onlineMoney'), value: <Money amount={fen(figures.onlineFen)} /> },
    { label: t('paidInto'), value: <Money amount={fen(figures.paidFen)} tone="settled" /> },
    { label: t('outstanding'), value: <Money amount={fen(figures.outstandingFen)} tone="waiting" /> },
    { label: t('refundedFen'), value: <Money amount={fen(figures.refundedFen)} /> },
    { label: t('invoiced'), value: <Money amount={fen(figures.invoicedFen)} /> },
  ]
}
