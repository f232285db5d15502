import { dueKey, type MatchIndex, peopleOn, push, type Slip, takesMoney } from './match-index.rules.ts'
import type { OrderFacts, Part, Target } from './matching.schema.ts'

/** What is still to be had while lines are given to orders one after the other: no fen is promised twice. */
export type MatchState = {
  /** What the order still wants. */
  readonly due: (order: OrderFacts) => number
  /** What no line has shown yet of a payment, or the amount of a voucher that is not taken. */
  readonly slipLeft: (slip: Slip) => number
  /** Grows whenever something of the order was taken. */
  readonly version: (orderId: string) => number
  /** A line of this run pays it. */
  readonly isTaken: (orderId: string) => boolean
  readonly take: (parts: readonly Part[]) => void
}

/** How parts of a line fall to one order. */
export type Share = { readonly target: Target; readonly slip: Slip | null; readonly amountFen: number }

export function openState(index: MatchIndex): MatchState {
  const due = new Map<string, number>()
  const slips = new Map<string, number>()
  const versions = new Map<string, number>()
  const dueOf = (order: OrderFacts) => due.get(order.id) ?? (takesMoney(order) ? order.outstandingFen : 0)
  const slipLeft = ({ kind, key, facts }: Slip) =>
    slips.get(key) ?? (kind === 'payment' ? facts.leftFen : facts.amountFen)
  return {
    due: dueOf,
    slipLeft,
    version: (orderId) => versions.get(orderId) ?? 0,
    isTaken: (orderId) => versions.has(orderId),
    take: (parts) => {
      for (const { target, amountFen } of parts) {
        const order = index.orders.get(target.orderId)
        if (!order) continue
        versions.set(order.id, (versions.get(order.id) ?? 0) + 1)
        const slip = (index.slipsOf.get(order.id) ?? []).find(
          ({ kind, id }) =>
            kind === target.kind && id === (target.kind === 'payment' ? target.paymentId : slipIdOf(target)),
        )
        if (target.kind === 'payment') {
          if (slip) slips.set(slip.key, slipLeft(slip) - amountFen)
          continue
        }
        // A voucher is settled whole: what it has over the order's need becomes credit with it.
        if (target.kind === 'voucher' && slip) slips.set(slip.key, 0)
        const left = dueOf(order) - amountFen
        due.set(order.id, left)
        if (left > 0) {
          push(index.byDue, dueKey(order.organisationId, left), order)
          for (const name of peopleOn(order)) push(index.byPerson, dueKey(name, left), order)
          for (const above of index.organisations.get(order.organisationId)?.aboveIds ?? []) {
            push(index.byDueBelow, dueKey(above, left), order)
          }
        }
      }
    },
  }
}

function slipIdOf(target: Target): string | null {
  return target.kind === 'voucher' ? target.voucherId : null
}

/** What an order takes of an amount that was meant for it, and how that amount compares with what it wants. */
export type Taking = {
  readonly shares: readonly Share[]
  readonly fit: 'exact' | 'near' | 'part' | 'over' | 'nothing'
  /** What would have been exact. */
  readonly wantedFen: number
}

/** One part of a hundred: what a bank keeps of a transfer is less. */
export const nearShare = 0.01

/**
 * Where an amount goes within one order. The slip comes before the order: money that a payment or a waiting voucher
 * already tells of is that money, and only what no slip tells of pays what is due.
 * @param dayApart days between the line and a slip, to choose among slips of one amount
 */
export function takeFor(
  index: MatchIndex,
  state: MatchState,
  order: OrderFacts,
  amountFen: number,
  dayApart: (slip: Slip) => number,
): Taking {
  if (amountFen <= 0) return { shares: [], fit: 'nothing', wantedFen: 0 }
  const slips = (index.slipsOf.get(order.id) ?? [])
    .filter((slip) => state.slipLeft(slip) > 0)
    .toSorted((a, b) => dayApart(a) - dayApart(b) || (a.id < b.id ? -1 : 1))
  const payments = slips.filter(({ kind }) => kind === 'payment')
  const due = state.due(order)
  const ofSlip = (slip: Slip, fen: number): Share => ({ target: targetOf(slip), slip, amountFen: fen })
  const ofOrder = (fen: number): Share => ({ target: { kind: 'order', orderId: order.id }, slip: null, amountFen: fen })

  const payment = payments.find((slip) => state.slipLeft(slip) === amountFen)
  if (payment) return { shares: [ofSlip(payment, amountFen)], fit: 'exact', wantedFen: amountFen }
  const voucher = slips.find((slip) => slip.kind === 'voucher' && state.slipLeft(slip) === amountFen)
  if (voucher && due > 0) {
    const fit = amountFen === due ? 'exact' : amountFen < due ? 'part' : 'over'
    return { shares: [ofSlip(voucher, Math.min(due, amountFen))], fit, wantedFen: due }
  }
  if (due === amountFen) return { shares: [ofOrder(due)], fit: 'exact', wantedFen: due }
  const seen = payments.reduce((sum, slip) => sum + state.slipLeft(slip), 0)
  const all = seen + due
  if (all === 0) return { shares: [], fit: 'nothing', wantedFen: 0 }
  const near = payments.find((slip) => Math.abs(state.slipLeft(slip) - amountFen) <= state.slipLeft(slip) * nearShare)
  if (near) {
    const left = state.slipLeft(near)
    return { shares: [ofSlip(near, Math.min(left, amountFen))], fit: 'near', wantedFen: left }
  }
  const wantedFen = due > 0 && amountFen < due ? due : all
  const isNear = Math.abs(wantedFen - amountFen) <= wantedFen * nearShare
  const fit = amountFen === wantedFen ? 'exact' : isNear ? 'near' : amountFen < wantedFen ? 'part' : 'over'
  const shares: Share[] = []
  let left = amountFen
  const put = (share: Share) => {
    if (share.amountFen > 0) shares.push(share)
    left -= share.amountFen
  }
  if (due > 0 && amountFen < due) put(ofOrder(amountFen))
  for (const slip of payments) put(ofSlip(slip, Math.min(left, state.slipLeft(slip))))
  put(ofOrder(Math.min(left, due - (shares.find(({ slip }) => slip === null)?.amountFen ?? 0))))
  return { shares, fit, wantedFen }
}

export function targetOf(slip: Slip): Target {
  return slip.kind === 'payment'
    ? { kind: 'payment', paymentId: slip.id, orderId: slip.facts.orderId }
    : { kind: 'voucher', voucherId: slip.id, orderId: slip.facts.orderId }
}

/** What would settle an order whole: what is due, or else the confirmed money that no line has shown. */
export function wantedOf(index: MatchIndex, state: MatchState, order: OrderFacts): number {
  const due = state.due(order)
  if (due > 0) return due
  return (index.slipsOf.get(order.id) ?? [])
    .filter(({ kind }) => kind === 'payment')
    .reduce((sum, slip) => sum + state.slipLeft(slip), 0)
}
