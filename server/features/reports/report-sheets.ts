import type { CellToWrite, ColumnFormat, SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import type { ArchiveRow } from './archive.schema.ts'
import type { InvoiceReportRow, MoneyReportRow } from './money-reports.schema.ts'
import { type ReportWords, reportWords } from './report-words.ts'
import type { PlanFigures, PlanReportRow, ReportLocale, UnitReportRow } from './reports.schema.ts'

type Rows<Row> = Iterable<Row> | AsyncIterable<Row>
type Sheet<Row> = (words: ReportWords) => {
  readonly title: string
  readonly columns: readonly {
    readonly heading: string
    readonly width?: number
    readonly format?: ColumnFormat
    readonly cell: (row: Row) => CellToWrite
  }[]
}

const hours = (hundredths: number) => hundredths / 100
const yuan = (amountFen: number) => amountFen / 100
const whole = (heading: string, cell: (figures: PlanFigures) => number) =>
  ({ heading, width: 11, format: 'integer', cell }) as const

const figureColumns = (w: ReportWords['plans']) => [
  whole(w.enrolled, (row) => row.enrolled),
  whole(w.confirmed, (row) => row.confirmed),
  whole(w.paid, (row) => row.paid),
  whole(w.refunded, (row) => row.refunded),
  whole(w.opened, (row) => row.opened),
  whole(w.participants, (row) => row.participants),
  whole(w.learners, (row) => row.learners),
  whole(w.reached, (row) => row.reached),
  whole(w.certified, (row) => row.certified),
  { heading: w.paidFen, width: 16, format: 'amount', cell: (row: PlanFigures) => yuan(row.paidFen) } as const,
  { heading: w.refundedFen, width: 14, format: 'amount', cell: (row: PlanFigures) => yuan(row.refundedFen) } as const,
]

const plans: Sheet<PlanReportRow> = ({ plans: w }) => ({
  title: w.title,
  columns: [
    { heading: w.plan, width: 40, format: 'text', cell: (row) => row.plan.name },
    { heading: w.number, width: 18, format: 'text', cell: (row) => row.plan.number },
    { heading: w.year, width: 8, cell: (row) => row.plan.year },
    { heading: w.mode, width: 8, cell: (row) => w.modes[row.plan.mode] },
    { heading: w.required, width: 10, format: 'amount', cell: (row) => hours(row.plan.requiredHours) },
    ...figureColumns(w),
  ],
})

const units: Sheet<UnitReportRow> = ({ plans: w }) => ({
  title: w.unitsTitle,
  columns: [
    { heading: w.unit, width: 44, format: 'text', cell: (row) => (row.itself ? w.itself(row.name) : row.name) },
    ...figureColumns(w),
  ],
})

const archive: Sheet<ArchiveRow> = ({ archive: w }) => ({
  title: w.title,
  columns: [
    { heading: w.name, width: 12, format: 'text', cell: (row) => row.learner.name },
    { heading: w.idNumber, width: 22, format: 'text', cell: (row) => row.learner.idNumberMasked },
    { heading: w.organisation, width: 40, format: 'text', cell: (row) => row.organisation.names.join(' › ') },
    { heading: w.plan, width: 40, format: 'text', cell: (row) => row.plan.name },
    { heading: w.year, width: 8, cell: (row) => row.plan.year },
    { heading: w.way, width: 14, cell: (row) => w.ways[row.way] },
    { heading: w.compulsory, width: 12, format: 'amount', cell: (row) => hours(row.compulsoryApproved) },
    { heading: w.elective, width: 12, format: 'amount', cell: (row) => hours(row.electiveApproved) },
    { heading: w.compulsoryPending, width: 14, format: 'amount', cell: (row) => hours(row.compulsoryPending) },
    { heading: w.electivePending, width: 14, format: 'amount', cell: (row) => hours(row.electivePending) },
    { heading: w.counted, width: 12, format: 'amount', cell: (row) => hours(row.counted) },
    { heading: w.required, width: 12, format: 'amount', cell: (row) => hours(row.required) },
    { heading: w.missing, width: 10, format: 'amount', cell: (row) => hours(row.missing) },
    { heading: w.state, width: 14, cell: (row) => w.states[row.state] },
    { heading: w.certificate, width: 18, format: 'text', cell: (row) => row.certificate?.number ?? '' },
    {
      heading: w.certificateState,
      width: 10,
      cell: (row) => (row.certificate ? w.certificateStates[row.certificate.state] : ''),
    },
    { heading: w.issuedOn, width: 12, format: 'date', cell: (row) => row.certificate?.issuedOn ?? '' },
  ],
})

const money: Sheet<MoneyReportRow> = ({ money: w }) => {
  const amount = (heading: string, cell: (row: MoneyReportRow) => number) =>
    ({ heading, width: 16, format: 'amount', cell: (row: MoneyReportRow) => yuan(cell(row)) }) as const
  return {
    title: w.title,
    columns: [
      { heading: w.month, width: 10, format: 'text', cell: (row) => row.month ?? '' },
      { heading: w.plan, width: 40, format: 'text', cell: (row) => row.plan?.name ?? '' },
      { heading: w.orders, width: 10, format: 'integer', cell: (row) => row.orders },
      amount(w.orderedFen, (row) => row.orderedFen),
      amount(w.transferFen, (row) => row.transferFen),
      amount(w.onlineFen, (row) => row.onlineFen),
      amount(w.toCreditFen, (row) => row.toCreditFen),
      amount(w.creditFen, (row) => row.creditFen),
      amount(w.movedFen, (row) => row.movedFen),
      amount(w.paidFen, (row) => row.paidFen),
      amount(w.outstandingFen, (row) => row.outstandingFen),
      amount(w.refundedFen, (row) => row.refundedFen),
      amount(w.invoicedFen, (row) => row.invoicedFen),
    ],
  }
}

const invoices: Sheet<InvoiceReportRow> = ({ invoices: w }) => {
  const count = (heading: string, cell: (row: InvoiceReportRow) => number) =>
    ({ heading, width: 10, format: 'integer', cell }) as const
  const amount = (heading: string, cell: (row: InvoiceReportRow) => number) =>
    ({ heading, width: 16, format: 'amount', cell: (row: InvoiceReportRow) => yuan(cell(row)) }) as const
  return {
    title: w.title,
    columns: [
      { heading: w.month, width: 10, format: 'text', cell: (row) => row.month ?? '' },
      { heading: w.kind, width: 12, cell: (row) => (row.kind ? w.kinds[row.kind] : '') },
      { heading: w.unit, width: 40, format: 'text', cell: (row) => row.unit?.name ?? '' },
      { heading: w.plan, width: 40, format: 'text', cell: (row) => row.plan?.name ?? '' },
      count(w.requests, (row) => row.requests),
      amount(w.requestedFen, (row) => row.requestedFen),
      count(w.issued, (row) => row.issued),
      amount(w.issuedFen, (row) => row.issuedFen),
      amount(w.issuedTaxFen, (row) => row.issuedTaxFen),
      count(w.red, (row) => row.red),
      amount(w.redFen, (row) => row.redFen),
      amount(w.redTaxFen, (row) => row.redTaxFen),
      amount(w.netFen, (row) => row.netFen),
      amount(w.netTaxFen, (row) => row.netTaxFen),
      count(w.taxUnknown, (row) => row.taxUnknown),
    ],
  }
}

const sheets = { plans, units, archive, money, invoices } as const
type RowOf = {
  plans: PlanReportRow
  units: UnitReportRow
  archive: ArchiveRow
  money: MoneyReportRow
  invoices: InvoiceReportRow
}
export type ReportName = keyof RowOf

/** The workbook of a report; rows come while it is being written. */
export function reportSheet<Name extends ReportName>(
  name: Name,
  locale: ReportLocale,
  found: Rows<RowOf[Name]>,
): SheetToWrite {
  const { title, columns } = (sheets[name] as unknown as Sheet<RowOf[Name]>)(reportWords[locale])
  return {
    name: title,
    columns: columns.map(({ heading, width, format }) => ({
      heading,
      ...(width === undefined ? {} : { widthCharacters: width }),
      ...(format === undefined ? {} : { format }),
    })),
    rows: cellsOf(
      found,
      columns.map((column) => column.cell),
    ),
  }
}

async function* cellsOf<Row>(found: Rows<Row>, cells: readonly ((row: Row) => CellToWrite)[]) {
  for await (const row of found) yield cells.map((cell) => cell(row))
}

/** `培训计划报表-2026-05-08.xlsx`; Shanghai has no summer time. */
export function reportFileName(name: ReportName, locale: ReportLocale, now: Date): string {
  const day = new Date(now.getTime() + 8 * 3600_000).toISOString().slice(0, 10)
  return `${sheets[name](reportWords[locale]).title}-${day}.xlsx`
}
