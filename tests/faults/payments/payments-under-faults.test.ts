import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewayBalance } from '../../support/paying.ts'
import { checkBooks } from './check-books.ts'
import { type FaultWorld, openFaultWorld } from './fault-world.ts'
import { runSchedule } from './run-schedule.ts'

/**
 * No order paid twice without a credit, no paid attempt lost, and the ledger equal to what the bank says it received, to
 * the fen: whatever notices do, wherever our server dies, whichever way clocks step. `npm run test:faults` plays 200
 * schedules; FAULT_SEED plays one again, FAULT_SCHEDULES as many as it says.
 */
const schedules = Number(process.env['FAULT_SCHEDULES'] ?? 16)
const firstSeed = Number(process.env['FAULT_SEED'] ?? 1)
const seeds = Array.from({ length: process.env['FAULT_SEED'] ? 1 : schedules }, (_, index) => firstSeed + index)

describe('the payment path under faults', () => {
  let at: FaultWorld
  beforeAll(async () => {
    at = await openFaultWorld()
  })
  afterAll(() => at.close())

  test.each(seeds)('schedule %i ends with right books', async (seed) => {
    const { order, log } = await runSchedule(at, seed)
    const wrong = await checkBooks(at, order)
    expect(wrong, log.join('\n')).toEqual([])
  })

  test('and all of them together: our account at the bank is what the bank says', async () => {
    expect(await gatewayBalance(at.world)).toBe((await at.bank.statement()).netFen)
  })
})

test('positive control: without the locks on rows the same run finds an order that was paid too much', async () => {
  const at = await openFaultWorld({ withoutLocks: true })
  try {
    const found: string[] = []
    for (let round = 0; round < 20 && found.length === 0; round++) {
      at.clocks.bankMs = 0
      const order = await at.newOrder(10_000)
      order.restart(null)
      // Two attempts that bring more than half each: alone neither makes the order paid.
      for (const method of ['card', 'netbank'] as const) {
        await order.begin(method)
        const trade = (await order.trades()).at(-1)
        if (!trade) throw new Error('no attempt was begun')
        await order.open(trade)
        await order.arrive(trade)
        await at.bank.control.behave({ payDifferenceFen: -4_000, noticeCopies: 0 }, trade.tradeNo)
        await at.bank.control.pay(trade.tradeNo)
      }
      await Promise.all((await order.trades()).map((trade) => order.ask(trade)))
      found.push(...(await checkBooks(at, order)))
    }
    expect(found.join('\n')).toContain('twice, and no credit')
  } finally {
    await at.close()
  }
})

test('positive control: without the sweep the same schedules lose payments, and are found out', async () => {
  const at = await openFaultWorld()
  try {
    const found: string[] = []
    for (let seed = 1; seed <= 40 && found.length === 0; seed++) {
      const { order } = await runSchedule(at, seed, { recovers: false })
      found.push(...(await checkBooks(at, order)))
    }
    expect(found.join('\n')).toContain('the bank received')
  } finally {
    await at.close()
  }
})
