import { hoursReached, whatIsMissing } from '../hours/hours.rules.ts'
import type { HourSums, PlanHours } from '../hours/hours.schema.ts'
import type { ArchiveState, ArchiveWay } from './archive.schema.ts'
import { type InvoiceFigures, invoiceFigureNames, type MoneyFigures, moneyFigureNames } from './money-reports.schema.ts'
import { type PlanFigures, planFigureNames } from './reports.schema.ts'

/**
 * PURE. What the reports count, in words; the SQL of it is report-facts.store.ts, and a test holds every report, list and
 * the ledger together on random data.
 *
 *   counted for the organisation that enrolled, opened or ordered, wherever the person is by now:
 *     enrolled      enrolment submitted or confirmed
 *     confirmed     enrolment confirmed
 *     paid          confirmed, its fee is nothing or its order is paid, and nothing went back
 *     refunded      enrolment whose fee went back
 *     opened        opening 开通课程 that is not closed
 *     participants  paid + opened of who is not among the paid
 *     paidFen       came into orders, as the ledger says; refundedFen: left by refunds
 *   counted for the organisation that the learner is in now:
 *     learners      is confirmed in the plan, has opened it, or has hours in it: a row of 学习档案
 *     reached       approved hours, cut to the plan's caps, reach what it asks for (hours.rules.ts hoursReached)
 *     certified     holds a certificate that is valid
 */
export const noFigures: PlanFigures = figuresFrom(planFigureNames, () => 0)
export const noMoney: MoneyFigures = figuresFrom(moneyFigureNames, () => 0)
export const noInvoices: InvoiceFigures = figuresFrom(invoiceFigureNames, () => 0)

function figuresFrom<Name extends string>(names: readonly Name[], of: (name: Name) => number): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, number>
}

/** Sums of the same figures, name by name. */
export function addFigures<Name extends string>(
  names: readonly Name[],
  rows: readonly Readonly<Record<Name, number>>[],
): Record<Name, number> {
  return figuresFrom(names, (name) => rows.reduce((sum, row) => sum + row[name], 0))
}

/** How far somebody is with a plan. */
export function archiveStateOf(rule: PlanHours, sums: HourSums, certified: boolean): ArchiveState {
  if (certified) return 'certified'
  if (hoursReached(rule, sums.compulsoryApproved, sums.electiveApproved)) return 'reached'
  return sums.compulsoryPending + sums.electivePending > 0 ? 'waiting' : 'missing'
}

/** The fewest hours, in hundredths, that are still to be approved until it is enough. */
export function missingHours(rule: PlanHours, sums: HourSums): number {
  return whatIsMissing(rule, sums).items.reduce((sum, item) => sum + item.missing, 0)
}

/** How somebody takes part; an enrolment counts before an opening, a paid one before one that is not. */
export function archiveWayOf(enrolment: 'paid' | 'unpaid' | null, opened: boolean): ArchiveWay {
  if (enrolment === 'paid') return 'enrolment'
  if (opened) return 'opening'
  return enrolment === 'unpaid' ? 'unpaid' : 'none'
}

/** `2026-03`: the first day of it, and of the month after. */
export function monthBounds(month: string): { readonly first: string; readonly next: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return {
    first: `${month}-01`,
    next: new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10),
  }
}
