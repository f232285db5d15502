import { newId } from '../../server/core/ids.ts'
import { makeNumber } from '../../server/core/order-number.ts'
import type { World } from './world.ts'

/** A refund to the credit that somebody asked for, straight through the database. */
export async function makeRefund(
  world: World,
  of: { readonly organisationId: string; readonly orderId: string; readonly requestedById: string },
): Promise<string> {
  const id = newId()
  const number = makeNumber('RF', 2026, crypto.getRandomValues(new Uint8Array(32)))
  if (!number) throw new Error('no number')
  await world.deps.db.refund.create({
    data: {
      id,
      number,
      amountFen: 100n,
      way: 'credit',
      reason: '多付了',
      requestedByName: '王芳',
      requestedByStaff: false,
      ...of,
    },
  })
  return id
}
