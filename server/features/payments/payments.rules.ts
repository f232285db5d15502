import { type Fen, fen, minFen, subtractFen, zeroFen } from '../../core/money.ts'
import type { OrderState } from '../orders/orders.rules.ts'

/** How the money that came fits what the order asked for (domain.md: late, double, over and under payments). */
export type PaymentOutcome = 'exact' | 'under' | 'over' | 'late' | 'double'

export type Split = { readonly toOrderFen: Fen; readonly toCreditFen: Fen }

/**
 * Where received money goes: to the order as far as it can still take it, the rest to the organisation's credit 预存款.
 * An order that is not open takes nothing, so late and double payments are all credit; no fen is lost.
 *
 *   outstanding | received | to order | to credit
 *        320000 |   320000 |   320000 |         0
 *        320000 |   300000 |   300000 |         0   (open, 20000 outstanding)
 *        320000 |   350000 |   320000 |     30000
 *             0 |   320000 |        0 |    320000   (paid before, cancelled or expired)
 */
export function splitReceived(receivedFen: Fen, outstandingFen: Fen, orderIsOpen: boolean): Split {
  const room = orderIsOpen ? fen(Math.max(0, outstandingFen)) : zeroFen
  const toOrderFen = minFen(receivedFen, room)
  return { toOrderFen, toCreditFen: subtractFen(receivedFen, toOrderFen) }
}

/** What the split of received money is called, by the order as it stood before. */
export function outcomeOf(
  receivedFen: Fen,
  order: { readonly state: OrderState; readonly outstandingFen: Fen },
): PaymentOutcome {
  if (order.state === 'paid') return 'double'
  if (order.state !== 'open') return 'late'
  if (receivedFen < order.outstandingFen) return 'under'
  return receivedFen > order.outstandingFen ? 'over' : 'exact'
}
