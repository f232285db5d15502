import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import type { InvoiceStand, OverviewRow, ReviewState, StatementStand } from './overview.schema.ts'

export type SheetLocale = 'zh-CN' | 'en'

type SheetTexts = {
  readonly title: string
  readonly columns: readonly string[]
  readonly orderNumber: string
  readonly statement: string
  readonly states: Readonly<Record<ReviewState, string>>
  readonly invoiceStates: Readonly<Record<InvoiceStand, string>>
  readonly kinds: Readonly<Record<'normal' | 'special', string>>
  readonly modes: Readonly<Record<'payFirst' | 'invoiceFirst', string>>
  readonly statements: Readonly<Record<StatementStand, string>>
}

/** The manual's columns and words. */
const texts: Readonly<Record<SheetLocale, SheetTexts>> = {
  'zh-CN': {
    title: '对账报表',
    columns: [
      '培训计划名称',
      '申请时间',
      '审核时间',
      '申请人',
      '申请单位',
      '转账金额',
      '转账时间',
      '审核状态',
      '发票状态',
      '发票类型',
      '缴费模式',
    ],
    orderNumber: '订单号',
    statement: '银行流水',
    states: {
      awaiting: '待缴费',
      waiting: '待审核',
      approved: '已通过',
      rejected: '已驳回',
      failed: '未成功',
      reversed: '已撤销',
    },
    invoiceStates: {
      none: '未填写',
      filled: '已填写',
      requested: '待开票',
      issued: '已开具',
      rejected: '被退回',
      redFlushed: '已红冲',
    },
    kinds: { normal: '普通发票', special: '专用发票' },
    modes: { payFirst: '先缴费后开票', invoiceFirst: '先开票后付款' },
    statements: { shown: '已对上', part: '对上一部分', suggested: '待确认', none: '没有' },
  },
  en: {
    title: 'Reconciliation',
    columns: [
      'Training plan',
      'Applied at',
      'Reviewed at',
      'Applicant',
      'Organisation',
      'Amount',
      'Transferred at',
      'Review',
      'Invoice',
      'Invoice type',
      'Payment mode',
    ],
    orderNumber: 'Order',
    statement: 'Bank statement',
    states: {
      awaiting: 'unpaid',
      waiting: 'under review',
      approved: 'approved',
      rejected: 'rejected',
      failed: 'failed',
      reversed: 'taken back',
    },
    invoiceStates: {
      none: 'none',
      filled: 'filled in',
      requested: 'to be issued',
      issued: 'issued',
      rejected: 'sent back',
      redFlushed: 'reversed',
    },
    kinds: { normal: 'normal', special: 'special' },
    modes: { payFirst: 'payment first', invoiceFirst: 'invoice first' },
    statements: { shown: 'matched', part: 'partly matched', suggested: 'to be confirmed', none: 'none' },
  },
}

/** The workbook of the list; rows come from the database while it is being written. */
export function overviewSheet(
  locale: SheetLocale,
  withStatement: boolean,
  found: AsyncIterable<OverviewRow>,
): SheetToWrite {
  const t = texts[locale]
  const widths = [40, 20, 20, 12, 40, 14, 20, 12, 12, 12, 16]
  const formats = { 1: 'dateTime', 2: 'dateTime', 5: 'amount' } as const
  return {
    name: t.title,
    columns: [
      ...t.columns.map((heading, index) => ({
        heading,
        widthCharacters: widths[index] ?? 16,
        format: index in formats ? formats[index as keyof typeof formats] : ('text' as const),
      })),
      { heading: t.orderNumber, widthCharacters: 14, format: 'text' },
      ...(withStatement ? [{ heading: t.statement, widthCharacters: 14, format: 'text' as const }] : []),
    ],
    rows: rowsOf(t, withStatement, found),
  }
}

async function* rowsOf(t: SheetTexts, withStatement: boolean, found: AsyncIterable<OverviewRow>) {
  for await (const row of found) {
    yield [
      row.planName,
      shanghaiTime(row.appliedAt),
      row.reviewedAt === null ? '' : shanghaiTime(row.reviewedAt),
      row.applicant,
      row.organisationName,
      row.amountFen === null ? null : row.amountFen / 100,
      row.movedAt?.replace('T', ' ') ?? '',
      t.states[row.state],
      t.invoiceStates[row.invoiceState],
      row.invoiceKind === null ? '' : t.kinds[row.invoiceKind],
      t.modes[row.mode],
      row.orderNumber,
      ...(withStatement ? [row.statement === null ? '' : t.statements[row.statement]] : []),
    ]
  }
}

/** Shanghai has no summer time: eight hours ahead of UTC all year. */
function shanghaiTime(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export function overviewFileName(locale: SheetLocale, now: Date): string {
  return `${texts[locale].title}-${shanghaiTime(now.toISOString()).slice(0, 10)}.xlsx`
}
