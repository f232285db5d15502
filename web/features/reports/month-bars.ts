import { type Fen, fen } from '../../../server/core/money.ts'
import type { InvoiceTotals, MoneyTotals } from '../../../server/features/reports/money-reports.schema.ts'
import type { Bar } from '../../components/bar-chart.tsx'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/reports.zh-CN.ts'

/** As many names as stand under an axis without touching. */
const mostLabels = 12

/** All months from the first to the last in which something moved: an axis of time has no gaps. */
function everyMonth<Month extends { readonly month: string }>(
  months: readonly Month[],
  moved: (one: Month) => boolean,
  empty: (month: string) => Month,
): Month[] {
  const active = months.filter(moved)
  const [first, last] = [active[0]?.month, active.at(-1)?.month]
  if (first === undefined || last === undefined) return []
  const all: Month[] = []
  for (let month = first; month <= last; month = nextMonth(month)) {
    all.push(months.find((one) => one.month === month) ?? empty(month))
  }
  return all
}

function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}

const named = (months: readonly { month: string }[], at: number) => {
  const every = Math.max(1, Math.ceil(months.length / mostLabels))
  return at % every === 0 ? (months[at]?.month ?? '') : ''
}
const yuan = (amountFen: number): string => formatYuan(fen(amountFen) as Fen)

/** What came in, month by month: by transfer and online. */
export function moneyBars(known: MoneyTotals['months']): Bar[] {
  const months = everyMonth(
    known,
    (one) => one.transferFen !== 0 || one.onlineFen !== 0 || one.refundedFen !== 0,
    (month) => ({ month, transferFen: 0, onlineFen: 0, paidFen: 0, refundedFen: 0 }),
  )
  return months.map((one, at) => ({
    id: one.month,
    label: named(months, at),
    first: Math.max(0, one.transferFen),
    second: Math.max(0, one.onlineFen),
    words: t('moneyWords', {
      month: one.month,
      transfer: yuan(one.transferFen),
      online: yuan(one.onlineFen),
      refunded: yuan(one.refundedFen),
    }),
  }))
}

/** What was invoiced, month by month: what of it stands, and what was flushed red. */
export function invoiceBars(known: InvoiceTotals['months']): Bar[] {
  const months = everyMonth(
    known,
    (one) => one.issuedFen !== 0 || one.redFen !== 0,
    (month) => ({ month, issuedFen: 0, redFen: 0 }),
  )
  return months.map((one, at) => ({
    id: one.month,
    label: named(months, at),
    first: Math.max(0, one.issuedFen + one.redFen),
    second: Math.max(0, Math.min(one.issuedFen, -one.redFen)),
    words: t('invoiceWords', { month: one.month, issued: yuan(one.issuedFen), red: yuan(one.redFen) }),
  }))
}
