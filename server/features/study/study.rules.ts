import { hoursReached, whatIsMissing } from '../hours/hours.rules.ts'
import type { HourKind, HourSums, PlanHours } from '../hours/hours.schema.ts'
import type { Chain, Missing, StepState, WaitedFor } from './study.schema.ts'

/**
 * The chain from the payment to the certificate, told from what the tables hold:
 *
 *   payment ──> card ──> hours ──> certificate
 *
 * A step is done, waits for somebody now, or comes later. An enrolment that the organisation pays needs no card; a plan may
 * give no certificate. Dates are when the step was done, or until when whoever it waits for has time.
 */
export type ChainFacts = {
  readonly now: Date
  readonly rule: PlanHours
  readonly sums: HourSums
  readonly endsAt: Date
  readonly takesPart: boolean
  readonly enrolment: {
    readonly state: 'draft' | 'submitted' | 'confirmed' | 'rejected' | 'withdrawn' | 'revoked'
    readonly since: Date
    readonly dueAt: Date | null
    readonly free: boolean
    readonly refundedAt: Date | null
    readonly organisationName: string
    readonly order: {
      readonly state: 'open' | 'paid' | 'expired' | 'cancelled'
      readonly since: Date
      readonly expiresAt: Date
      /** A slip of it is being looked at, until then. */
      readonly voucherDueAt: Date | null
    } | null
  } | null
  readonly cards: {
    readonly boughtAt: Date | null
    readonly boughtBy: string
    readonly rechargedAt: Date | null
    readonly balanceFen: number
    readonly feeFen: number | null
    readonly canOpen: boolean
    readonly expiresOn: string | null
    readonly opening: { readonly openedAt: Date; readonly amountFen: number } | null
  } | null
  /** When approved hours were enough; null where they are not. */
  readonly reachedAt: Date | null
  /** Hours that wait, whom for and until when the last of them is due. */
  readonly waiting: readonly { readonly waitsFor: 'staff' | 'secondAdmin'; readonly dueAt: Date | null }[]
  readonly givesCertificates: boolean
  readonly needsPayment: boolean
  readonly certificate: { readonly number: string; readonly issuedAt: Date; readonly revokedAt: Date | null } | null
}

type Step<Point> = {
  state: StepState
  point: Point
  at: string | null
  waitsFor: WaitedFor | null
  until: string | null
}

function step<Point extends string>(
  state: StepState,
  point: Point,
  more: { at?: Date | null; waitsFor?: WaitedFor; until?: Date | null } = {},
): Step<Point> {
  return {
    state,
    point,
    at: more.at?.toISOString() ?? null,
    waitsFor: more.waitsFor ?? null,
    until: more.until?.toISOString() ?? null,
  }
}

export function chainOf(facts: ChainFacts): Chain {
  return { payment: paymentOf(facts), card: cardOf(facts), hours: hoursOf(facts), certificate: certificateOf(facts) }
}

function paymentOf({ enrolment, cards }: ChainFacts): Chain['payment'] {
  const by = (organisationName: string) => ({ organisationName })
  if (cards?.opening || (cards?.boughtAt && !isPaid(enrolment)))
    return {
      ...step('done', 'cardsBought', { at: cards.boughtAt ?? cards.opening?.openedAt ?? null }),
      ...by(cards.boughtBy),
    }
  if (enrolment === null) return { ...step('now', 'toEnrol', { waitsFor: 'organisation' }), ...by('') }
  const name = by(enrolment.organisationName)
  const { state, order } = enrolment
  if (enrolment.refundedAt) return { ...step('failed', 'refunded', { at: enrolment.refundedAt }), ...name }
  if (state === 'submitted')
    return { ...step('now', 'inReview', { at: enrolment.since, waitsFor: 'centre', until: enrolment.dueAt }), ...name }
  if (state !== 'confirmed')
    return { ...step('now', 'toSubmit', { at: enrolment.since, waitsFor: 'organisation' }), ...name }
  if (enrolment.free) return { ...step('done', 'free', { at: enrolment.since }), ...name }
  if (order?.state === 'paid') return { ...step('done', 'paidByOrganisation', { at: order.since }), ...name }
  if (order?.state === 'open' && order.voucherDueAt)
    return { ...step('now', 'voucherInReview', { waitsFor: 'centre', until: order.voucherDueAt }), ...name }
  const until = order?.state === 'open' ? order.expiresAt : null
  return { ...step('now', 'toPay', { at: enrolment.since, waitsFor: 'organisation', until }), ...name }
}

function isPaid(enrolment: ChainFacts['enrolment']): boolean {
  return (
    enrolment?.state === 'confirmed' &&
    enrolment.refundedAt === null &&
    (enrolment.free || enrolment.order?.state === 'paid')
  )
}

function cardOf({ enrolment, cards, takesPart, now }: ChainFacts): Chain['card'] {
  if (cards === null) return null
  if (cards.opening)
    return { ...step('done', 'opened', { at: cards.opening.openedAt }), amountFen: cards.opening.amountFen }
  // Who takes part by a paid enrolment needs no card, whatever is in the wallet.
  if (takesPart || (enrolment?.state === 'confirmed' && cards.rechargedAt === null)) return null
  const amountFen = cards.balanceFen
  if (cards.canOpen) {
    const until = cards.expiresOn === null ? null : endOfDay(cards.expiresOn)
    return { ...step('now', 'toOpen', { at: cards.rechargedAt, waitsFor: 'you', until }), amountFen }
  }
  if (
    cards.rechargedAt !== null &&
    cards.balanceFen === 0 &&
    cards.expiresOn !== null &&
    endOfDay(cards.expiresOn) < now
  )
    return { ...step('failed', 'expired', { at: endOfDay(cards.expiresOn) }), amountFen }
  if (cards.feeFen === null) return cards.rechargedAt === null ? null : { ...step('later', 'later'), amountFen }
  return { ...step('now', 'toRecharge', { at: cards.rechargedAt, waitsFor: 'organisation' }), amountFen }
}

/** The last moment of a day in Shanghai. */
function endOfDay(day: string): Date {
  return new Date(`${day}T23:59:59.999+08:00`)
}

function hoursOf({ rule, sums, reachedAt, waiting, endsAt, now }: ChainFacts): Chain['hours'] {
  const missing = whatIsMissing(rule, sums)
  if (missing.reached) return step('done', 'reached', { at: reachedAt })
  if (missing.pending > 0) {
    const second = waiting.length > 0 && waiting.every(({ waitsFor }) => waitsFor === 'secondAdmin')
    return step('now', 'inReview', { waitsFor: second ? 'secondAdmin' : 'centre', until: latest(waiting) })
  }
  if (endsAt < now) return step('failed', 'ended', { at: endsAt })
  return step('now', 'toStudy', { waitsFor: 'you', until: endsAt })
}

function latest(waiting: ChainFacts['waiting']): Date | null {
  const times = waiting.flatMap(({ dueAt }) => (dueAt ? [dueAt.getTime()] : []))
  return times.length === 0 ? null : new Date(Math.max(...times))
}

function certificateOf(facts: ChainFacts): Chain['certificate'] {
  const { certificate, givesCertificates, needsPayment, takesPart, rule, sums } = facts
  if (certificate && certificate.revokedAt === null)
    return { ...step('done', 'issued', { at: certificate.issuedAt }), number: certificate.number }
  if (certificate) return { ...step('failed', 'revoked', { at: certificate.revokedAt }), number: certificate.number }
  if (!givesCertificates) return null
  if (!hoursReached(rule, sums.compulsoryApproved, sums.electiveApproved))
    return { ...step('later', 'whenReached'), number: '' }
  if (needsPayment && !takesPart) return { ...step('now', 'needsPayment', { waitsFor: 'organisation' }), number: '' }
  return { ...step('now', 'issuing', { waitsFor: 'system' }), number: '' }
}

// --- Hours -------------------------------------------------------------------------------------------------------------

export function missingOf(rule: PlanHours, sums: HourSums): Missing {
  const { reached, reachedWithPending, counted, aboveCap, pending, items } = whatIsMissing(rule, sums)
  const approved = {
    compulsoryApproved: sums.compulsoryApproved + sums.compulsoryPending,
    electiveApproved: sums.electiveApproved + sums.electivePending,
    compulsoryPending: 0,
    electivePending: 0,
  }
  return {
    reached,
    reachedWithPending,
    counted,
    aboveCap,
    pending,
    toGo: sumOf(items),
    toGoAfterPending: sumOf(whatIsMissing(rule, approved).items),
    items: [...items],
  }
}

function sumOf(items: readonly { readonly missing: number }[]): number {
  return items.reduce((sum, { missing }) => sum + missing, 0)
}

export type Approval = { readonly planId: string; readonly kind: HourKind; readonly hours: number; readonly at: Date }

/** When the approved hours, in the order in which they were approved, were enough and stayed so; null when they are not. */
export function reachedAt(rule: PlanHours, approvals: readonly Omit<Approval, 'planId'>[]): Date | null {
  const sums = { compulsory: 0, elective: 0 }
  let since: Date | null = null
  for (const { kind, hours, at } of approvals) {
    sums[kind] += hours
    since = hoursReached(rule, sums.compulsory, sums.elective) ? (since ?? at) : null
  }
  return since
}

/**
 * Plans in which something can still be done first, what ends first above; then those that are over, the latest above. A plan
 * whose hours are reached stays in front until its end: its certificate is what people come for.
 */
export function inOrder<Plan extends { readonly over: boolean; readonly endsAt: string; readonly id: string }>(
  plans: readonly Plan[],
): Plan[] {
  const byEnd = (a: Plan, b: Plan) => (a.endsAt < b.endsAt ? -1 : a.endsAt > b.endsAt ? 1 : a.id < b.id ? -1 : 1)
  return [
    ...plans.filter(({ over }) => !over).sort(byEnd),
    ...plans.filter(({ over }) => over).sort((a, b) => byEnd(b, a)),
  ]
}
