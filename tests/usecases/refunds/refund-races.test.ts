import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { Deps } from '../../../server/deps.ts'
import { approveRefund } from '../../../server/features/refunds/decide-refund.ts'
import { requestRefund } from '../../../server/features/refunds/request-refund.ts'
import type { Transaction } from '../../../server/platform/database.ts'
import { actorOf, openPayingWorld, type PayingWorld } from '../../support/paying.ts'
import { makeStaff } from '../../support/people.ts'
import { type Clerk, held, payByCard } from './arrange.ts'

let paying: PayingWorld
let asker: AccountActor
let deciders: AccountActor[]
beforeAll(async () => {
  paying = await openPayingWorld()
  asker = actorOf(paying.admin, paying.organisation)
  const staff = await Promise.all([makeStaff(paying.world, 'finance'), makeStaff(paying.world, 'finance')])
  deciders = staff.map((one) => staffActor(one))
})
afterAll(() => paying.close())

const staffActor = (staff: Clerk): AccountActor => ({
  kind: 'account',
  accountId: staff.id,
  name: staff.name,
  ip: '127.0.0.1',
  staffRoles: ['finance'],
  organisation: null,
  learnerId: null,
})

async function paidOrder(amountFen: number): Promise<string> {
  const order = await paying.makeOrder({ amountFen })
  await payByCard(paying, order.id)
  return order.id
}

const wanted = (orderId: string, amountFen: number) => ({
  id: newId(),
  from: { kind: 'order', orderId } as const,
  what: { kind: 'amount', amountFen: fen(amountFen) } as const,
  to: { way: 'credit' } as const,
  reason: '一起申请',
})

/** Asks for the amount so many times at once; how many were taken, and what the others were told. */
async function askAtOnce(deps: Deps, orderId: string, amountFen: number, times: number) {
  const results = await Promise.allSettled(
    Array.from({ length: times }, () => requestRefund(deps, asker, wanted(orderId, amountFen))),
  )
  const taken = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  return { taken, refused }
}

/** The same database without row locks: everybody has looked before anybody writes the refund. */
function withoutLocks(deps: Deps, times: number): Deps {
  let arrived = 0
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const unlocked = (tx: Transaction): Transaction =>
    new Proxy(tx, {
      get(target, name) {
        if (name === '$queryRaw') {
          return (sql: unknown, ...values: unknown[]) => {
            if (!Array.isArray(sql)) return target.$queryRaw(sql as never)
            const parts = sql.map((part: string) => part.replace(/FOR UPDATE/g, ''))
            return target.$queryRaw(Object.assign(parts, { raw: parts }) as unknown as TemplateStringsArray, ...values)
          }
        }
        if (name === 'refund') {
          return {
            create: async (input: Parameters<typeof target.refund.create>[0]) => {
              arrived++
              if (arrived === times) open()
              await gate
              return target.refund.create(input)
            },
          }
        }
        return Reflect.get(target, name)
      },
    })
  const db = new Proxy(deps.db, {
    get(target, name) {
      if (name !== '$transaction') return Reflect.get(target, name)
      return (work: (tx: Transaction) => Promise<unknown>, options: object) =>
        target.$transaction((tx) => work(unlocked(tx)), options)
    },
  })
  return { ...deps, db }
}

describe('many at once', () => {
  test('of requests that are too much together, only as many are taken as were paid for', async () => {
    const orderId = await paidOrder(100_000)
    const { taken, refused } = await askAtOnce(paying.world.deps, orderId, 30_000, 5)
    expect(taken).toHaveLength(3)
    expect(refused).toEqual(['refundTooMuch', 'refundTooMuch'])
  })

  test('positive control: without the lock on the order, the same requests are more than was paid', async () => {
    const orderId = await paidOrder(100_000)
    const { taken } = await askAtOnce(withoutLocks(paying.world.deps, 5), orderId, 30_000, 5)
    expect(taken).toHaveLength(5)
    // Even then the ledger lets no more go than was paid: three are approved, the others refused.
    const results = await Promise.allSettled(
      taken.map((one, index) =>
        approveRefund(paying.world.deps, deciders[index % 2] as AccountActor, {
          id: one.id,
          version: one.version,
          amountFen: fen(one.amountFen),
        }),
      ),
    )
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(3)
    expect(await held(paying.world, 'order', orderId)).toBe(10_000)
  })

  test('the same refund approved by two at once is approved by one, and its money moves once', async () => {
    const orderId = await paidOrder(100_000)
    const { taken } = await askAtOnce(paying.world.deps, orderId, 60_000, 1)
    const [refund] = taken
    if (!refund) throw new Error('not asked for')
    const results = await Promise.allSettled(
      deciders.map((decider) =>
        approveRefund(paying.world.deps, decider, { id: refund.id, version: 1, amountFen: fen(60_000) }),
      ),
    )
    expect(results.map((one) => (one.status === 'fulfilled' ? 'approved' : one.reason.code)).sort()).toEqual([
      'approved',
      'refundChanged',
    ])
    expect(await held(paying.world, 'order', orderId)).toBe(40_000)
  })

  test('requests and approvals mixed never take an order below nothing', async () => {
    const orderId = await paidOrder(100_000)
    const first = await askAtOnce(paying.world.deps, orderId, 40_000, 2)
    await Promise.allSettled([
      ...first.taken.map((one) =>
        approveRefund(paying.world.deps, deciders[0] as AccountActor, {
          id: one.id,
          version: 1,
          amountFen: fen(40_000),
        }),
      ),
      ...Array.from({ length: 3 }, () => requestRefund(paying.world.deps, asker, wanted(orderId, 20_000))),
    ])
    const claimed = await paying.world.deps.db.refund.aggregate({
      where: { orderId, state: { in: ['requested', 'approved', 'sent', 'done'] } },
      _sum: { amountFen: true },
    })
    expect(Number(claimed._sum.amountFen)).toBe(100_000)
    expect(await held(paying.world, 'order', orderId)).toBe(20_000)
  })
})
