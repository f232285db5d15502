import { type Fen, fen } from '../../core/money.ts'
import type { Alternative } from './matching.schema.ts'

export type SuggestedPart = {
  readonly lineId: string
  readonly orderId: string
  readonly amountFen: Fen
  readonly paymentId?: string
  readonly voucherId?: string
}

/**
 * What a suggestion gives to whom, in its order. The rest that becomes credit goes with the part of the order whose
 * organisation gets it: an order takes what it can and leaves the rest to the credit. Money for an order that was paid
 * already is one part for that order.
 */
export function partsOf(suggested: Alternative, lineIds: readonly string[]): SuggestedPart[] {
  const parts: SuggestedPart[] = suggested.parts.map(({ lineId, target, amountFen }) => ({
    lineId,
    orderId: target.orderId,
    amountFen: fen(amountFen),
    ...(target.kind === 'payment' ? { paymentId: target.paymentId } : {}),
    ...(target.kind === 'voucher' ? { voucherId: target.voucherId } : {}),
  }))
  const { restToCreditFen, creditOrderId } = suggested
  const lastLine = lineIds.at(-1)
  if (restToCreditFen === 0 || creditOrderId === null || lastLine === undefined) return parts
  // A payment or a slip is over the sum that it is over: what is more is a payment of its own.
  const at = parts.findLastIndex((part) => part.orderId === creditOrderId && part.lineId === lastLine)
  const plain = parts[at]
  if (plain && plain.paymentId === undefined && plain.voucherId === undefined)
    return parts.map((part, index) =>
      index === at ? { ...part, amountFen: fen(part.amountFen + restToCreditFen) } : part,
    )
  return [...parts, { lineId: lastLine, orderId: creditOrderId, amountFen: fen(restToCreditFen) }]
}
