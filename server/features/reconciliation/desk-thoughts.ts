import { fen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import type { NamedOrderRow } from '../orders/name-orders.ts'
import { loadOrdersForMoney, type OrderForMoney } from '../orders/orders-for-money.ts'
import { loadUnseenOfOrders } from '../payments/unseen-transfers.ts'
import type { DeskLineRow } from './desk-lines.store.ts'
import { type Alternative, type Suggestion, suggestionSchema, type Tie, tieSchema } from './matching.schema.ts'
import type { MatchChoice, NamedOrder, OrderChoice, Suggested } from './matching-desk.schema.ts'
import { partsOf } from './suggestion-parts.rules.ts'

/** What the matching rules think of a line: the kept suggestion, or the tie. */
export type Thought =
  | { readonly suggestion: Suggestion; readonly tie: null }
  | { readonly suggestion: null; readonly tie: Tie }

export function thoughtOf(row: Pick<DeskLineRow, 'strength' | 'content'>): Thought | null {
  if (row.strength === null) return null
  if (row.strength === 'tie') return { suggestion: null, tie: tieSchema.parse(row.content) }
  return { suggestion: suggestionSchema.parse(row.content), tie: null }
}

/** Every explanation in the order in which the desk numbers them: the suggestion and its runner-up, or the sides of a tie. */
export function choicesOf(thought: Thought): readonly Alternative[] {
  if (thought.tie) return thought.tie.alternatives
  const { suggestion } = thought
  return suggestion.runnerUp ? [suggestion, suggestion.runnerUp] : [suggestion]
}

/** The orders that it is about, in the order of its parts. */
export function ordersOf(choices: readonly Alternative[]): string[] {
  const ids = choices.flatMap(({ parts, creditOrderId }) => [
    ...parts.map((part) => part.target.orderId),
    ...(creditOrderId === null ? [] : [creditOrderId]),
  ])
  return [...new Set(ids)]
}

/** So many orders of a row are named; the rest is a number. */
export const mostNamed = 3

export function toSuggested(
  row: Pick<DeskLineRow, 'suggestionId' | 'suggestionKey'>,
  thought: Thought,
  named: ReadonlyMap<string, NamedOrderRow>,
): Suggested | null {
  const { suggestionId: id, suggestionKey: key } = row
  const [first, second] = choicesOf(thought)
  if (id === null || key === null || !first) return null
  const lineIds = (thought.suggestion ?? thought.tie).lineIds
  const orderIds = ordersOf(thought.tie ? thought.tie.alternatives : [first])
  return {
    id,
    key,
    strength: thought.suggestion?.strength ?? 'tie',
    score: first.score,
    automatic: thought.suggestion?.automatic ?? false,
    double: thought.suggestion?.double ?? false,
    lineCount: lineIds.length,
    partCount: thought.suggestion ? partsOf(first, lineIds).length : 0,
    orders: nameOrders(orderIds, named),
    orderCount: orderIds.length,
    toCreditFen: fen(first.restToCreditFen),
    reasons: first.reasons,
    runnerUpScore: second?.score ?? null,
  }
}

export function nameOrders(ids: readonly string[], named: ReadonlyMap<string, NamedOrderRow>): NamedOrder[] {
  return ids.slice(0, mostNamed).flatMap((id) => {
    const order = named.get(id)
    return order ? [{ id, number: order.number, organisationName: order.organisationName }] : []
  })
}

/** The explanations with their orders as they are now. `accountId`: the account of ours that the money came to. */
export async function loadChoices(db: Readable, thought: Thought, accountId: string): Promise<MatchChoice[]> {
  const choices = choicesOf(thought)
  const lineIds = (thought.suggestion ?? thought.tie).lineIds
  const orders = await toOrderChoices(db, await loadOrdersForMoney(db, ordersOf(choices)), accountId)
  const choiceOf = (id: string) => orders.find((order) => order.id === id) ?? null
  return choices.map((choice) => ({
    score: choice.score,
    parts: choice.parts.map((part) => ({
      lineId: part.lineId,
      target: part.target,
      amountFen: fen(part.amountFen),
      order: choiceOf(part.target.orderId),
    })),
    partCount: partsOf(choice, lineIds).length,
    toCreditFen: fen(choice.restToCreditFen),
    creditOrder: choice.creditOrderId === null ? null : choiceOf(choice.creditOrderId),
    reasons: choice.reasons,
  }))
}

/** Orders as a line may be given to them; `accountId` is the account of ours that its money came to. */
export async function toOrderChoices(
  db: Readable,
  orders: readonly OrderForMoney[],
  accountId: string,
): Promise<OrderChoice[]> {
  const unseen = await loadUnseenOfOrders(
    db,
    orders.map((order) => order.id),
  )
  return orders.map((order) => ({
    id: order.id,
    number: order.number,
    state: order.state,
    organisationId: order.organisationId,
    organisationName: order.organisationName,
    planName: order.planName,
    amountFen: order.amountFen,
    outstandingFen: order.outstandingFen,
    createdAt: order.createdAt.toISOString(),
    otherAccount: order.payee.id !== accountId,
    unseenFen: (unseen.get(order.id) ?? []).map((transfer) => transfer.leftFen),
    voucher: order.voucher,
  }))
}
