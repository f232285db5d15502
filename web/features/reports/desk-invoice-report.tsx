import { createMemo, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { InvoiceFigures, InvoiceReportRow } from '../../../server/features/reports/money-reports.schema.ts'
import type { ReportScope } from '../../../server/features/reports/reports.schema.ts'
import { api } from '../../api.ts'
import { BarChart } from '../../components/bar-chart.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
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
import { invoiceBars } from './month-bars.ts'
import { invoiceFilterNames, invoiceFilterOf, invoiceGroups } from './report-filters.ts'
import { ReportMenu, reportHref } from './report-links.tsx'
import { countCell } from './report-words.ts'

const groupWords = { month: 'byMonth', unit: 'byUnit', plan: 'byPlan' } as const

/** 发票报表: requests, invoices and red ones with their tax, by month and kind, by unit, or by plan. */
export function DeskInvoiceReport(props: { of: ReportScope }): JSX.Element {
  const filters = createFilters(reportHref(props.of, 'invoices'), invoiceFilterNames)
  const filter = () => invoiceFilterOf(props.of, filters.value)
  const list = createKeysetList(api.reports.invoices, () => ({ ...filter(), limit: 50 }))
  const totals = api.reports.invoiceTotals.use(filter, () => ({ keepPrevious: true }))
  const roomy = createFromWidth(1360)
  const bars = createMemo(() => (totals.isSuccess ? invoiceBars(totals.data.months) : []))
  const group = () => filter().group ?? 'month'
  const open = (row: InvoiceReportRow) => {
    if (row.unit?.hasUnits) filters.set({ unit: row.unit.id })
  }
  return (
    <DeskList
      title={t('invoices')}
      filters={filters}
      list={list}
      label={t('invoices')}
      saved
      columns={() => columnsOf(group(), roomy())}
      rowName={(row) => [row.month, row.unit?.name, row.plan?.name].filter(Boolean).join(' ')}
      onOpen={group() === 'unit' ? open : undefined}
      tabs={{
        name: 'group',
        label: t('view'),
        current: group(),
        choices: invoiceGroups.map((value) => ({ value, label: t(groupWords[value]) })),
      }}
      actions={
        <>
          <ReportMenu of={props.of} current="invoices" />
          <ExportReport what={{ report: 'invoices', filter: { ...filter(), group: group() } }} />
        </>
      }
      selects={
        <>
          <FilterMonths
            year={filters.value('year')}
            month={filters.value('month')}
            onChange={(changes) => filters.set(changes)}
          />
          <FilterSelect
            label={t('kind')}
            value={filter().kind ?? null}
            onChange={(kind) => filters.set({ kind })}
            choices={(['normal', 'special'] as const).map((value) => ({ value, label: t(value) }))}
          />
          <FilterPlan of={props.of} value={filters.value('plan')} onChange={(plan) => filters.set({ plan })} />
          <FilterUnit of={props.of} value={filters.value('unit')} onChange={(unit) => filters.set({ unit })} />
        </>
      }
      above={
        <Show when={bars().length > 1}>
          <ReportChart title={t('issuedByMonth')}>
            <BarChart
              label={t('issuedByMonth')}
              legend={[t('netLegend'), t('redLegend')]}
              axis={(value) => t('axis', { amount: formatCount(Math.round(value / 100)) })}
              bars={bars()}
            />
          </ReportChart>
        </Show>
      }
      emptyTitle={t('noInvoices')}
      emptyText={t('noInvoicesText')}
      sums={sumsOf(totals.isSuccess ? totals.data.totals : undefined)}
    />
  )
}

function columnsOf(group: 'month' | 'unit' | 'plan', roomy: boolean): DeskColumn<InvoiceReportRow>[] {
  const money = (id: string, header: string, of: (row: InvoiceReportRow) => number) =>
    ({
      id,
      header,
      align: 'end',
      width: '120px',
      cell: (row: InvoiceReportRow) => (of(row) === 0 ? '–' : <Money amount={fen(of(row))} sign={false} />),
    }) as const
  const count = (id: string, header: string, of: (row: InvoiceReportRow) => number) =>
    ({ id, header, align: 'end', width: '72px', cell: (row: InvoiceReportRow) => countCell(of(row)) }) as const
  const first: DeskColumn<InvoiceReportRow>[] =
    group === 'month'
      ? [
          { id: 'month', header: t('month'), width: '88px', cell: (row) => row.month ?? '' },
          { id: 'kind', header: t('kind'), width: '96px', cell: (row) => (row.kind ? t(row.kind) : '') },
        ]
      : [
          {
            id: group,
            header: group === 'unit' ? t('unitName') : t('plan'),
            long: true,
            cell: (row) => <LongName>{(group === 'unit' ? row.unit?.name : row.plan?.name) ?? '–'}</LongName>,
          },
        ]
  const all: DeskColumn<InvoiceReportRow>[] = [
    ...first,
    count('requests', t('requests'), (row) => row.requests),
    money('requested', t('requested'), (row) => row.requestedFen),
    count('issued', t('issued'), (row) => row.issued),
    money('issuedFen', t('issuedFen'), (row) => row.issuedFen),
    money('tax', t('tax'), (row) => row.issuedTaxFen),
    count('red', t('red'), (row) => row.red),
    money('redFen', t('redFen'), (row) => row.redFen),
    money('net', t('net'), (row) => row.netFen),
    money('netTax', t('netTax'), (row) => row.netTaxFen),
  ]
  const small = ['requested', 'tax', 'red']
  return roomy ? all : all.filter((column) => !small.includes(column.id))
}

function sumsOf(figures: InvoiceFigures | undefined): SumPart[] {
  if (!figures) return []
  return [
    { label: t('requests'), value: formatCount(figures.requests) },
    { label: t('issued'), value: formatCount(figures.issued) },
    { label: t('issuedFen'), value: <Money amount={fen(figures.issuedFen)} /> },
    { label: t('redFen'), value: <Money amount={fen(figures.redFen)} /> },
    { label: t('net'), value: <Money amount={fen(figures.netFen)} tone="settled" /> },
    { label: t('netTax'), value: <Money amount={fen(figures.netTaxFen)} /> },
    ...(figures.taxUnknown > 0 ? [{ label: t('taxUnknown', { count: figures.taxUnknown }), value: '' }] : []),
  ]
}
