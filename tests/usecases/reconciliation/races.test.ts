import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type { Deps } from '../../../server/deps.ts'
import { allocateLine } from '../../../server/features/reconciliation/allocate-line.ts'
import { confirmSuggestion } from '../../../server/features/reconciliation/confirm-suggestion.ts'
import { settleAutomatically } from '../../../server/features/reconciliation/settle-automatically.ts'
import { undoAllocation } from '../../../server/features/reconciliation/undo-allocation.ts'
import { settleDecision } from '../../../server/features/vouchers/settle-decision.ts'
import { type MadeOrder, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { type MadeLine, makeLine, makeSuggestion } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import { withoutRowLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let reviewer: { id: string; name: string; cookie: string }
let clerks: { id: string; name: string; cookie: string }[]

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  reviewer = await makeStaff(world, 'reviewer')
  clerks = [await makeStaff(world, 'finance'), await makeStaff(world, 'finance')]
  await world.deps.db.centreSettings.upsert({
    where: { id: 1 },
    create: {
      id: 1,
      name: '培训中心',
      nameEn: 'Centre',
      postalAddress: '',
      telephone: '',
      mailFrom: '',
      sellerName: '',
      sellerTaxNumber: '',
      autoSettle: true,
    },
    update: { autoSettle: true },
  })
})
afterAll(() => world.close())

const clerk = (at: number) => {
  const { id, name } = clerks[at % clerks.length] ?? reviewer
  const staffRoles = ['finance' as const]
  return {
    kind: 'account' as const,
    accountId: id,
    name,
    ip: '127.0.0.1',
    staffRoles,
    organisation: null,
    learnerId: null,
  }
}
const receivedFor = async (order: MadeOrder) => {
  const rows = await world.deps.db.payment.findMany({ where: { orderId: order.id, state: 'confirmed' } })
  return rows.reduce((sum, row) => sum + Number(row.receivedFen), 0)
}
/** What the bank brought in for a line, and what the books say came in of it. */
async function bookedOf(line: MadeLine, order: MadeOrder) {
  const row = await world.deps.db.statementLine.findUniqueOrThrow({ where: { id: line.id } })
  return { allocated: Number(row.allocatedFen), received: await receivedFor(order) }
}
const byHand = (deps: Deps, at: number, line: MadeLine, order: MadeOrder) =>
  allocateLine(deps, clerk(at), {
    lineId: line.id,
    parts: [{ allocationId: newId(), orderId: order.id, amountFen: line.amountFen as never }],
    otherAccountAccepted: false,
  })

describe('two clerks and the automaton', () => {
  test('all want the same line at once: it is booked once, and the others are told', async () => {
    for (let round = 0; round < 6; round++) {
      const order = await makeOrder(world, organisation)
      const line = await makeLine(world)
      const suggestion = await makeSuggestion(world, [line], order, { automatic: true })
      const input = { suggestionId: suggestion.id, key: suggestion.key, choice: 0, otherAccountAccepted: false }
      const outcomes = await Promise.allSettled([
        confirmSuggestion(world.deps, clerk(0), { ...input, allocationIds: [newId()] }),
        confirmSuggestion(world.deps, clerk(1), { ...input, allocationIds: [newId()] }),
        byHand(world.deps, 1, line, order),
        settleAutomatically(world.deps, [suggestion.id]),
      ])
      const people = outcomes.slice(0, 3).filter((outcome) => outcome.status === 'fulfilled').length
      const last = outcomes[3]
      const alone = last?.status === 'fulfilled' ? (last.value as { settled: number }).settled : Number.NaN
      expect(people + alone).toBe(1)
      const codes = outcomes.flatMap((one) =>
        one.status === 'rejected' ? [(one.reason as { code: string }).code] : [],
      )
      for (const code of codes) expect(['lineNotOpen', 'suggestionGone']).toContain(code)
      expect(await bookedOf(line, order)).toEqual({ allocated: 320_000, received: 320_000 })
    }
  })

  test('a reviewer approves the slip while a clerk settles its line: one payment', async () => {
    for (let round = 0; round < 4; round++) {
      const order = await makeOrder(world, organisation)
      const voucher = await submitted(world, admin.cookie, order, { slip: [1, 3, 5, 6][round] ?? 1 })
      const decision = await world.mutate(
        'vouchers.decide',
        { id: newId(), voucherId: voucher.id, version: voucher.version, verdict: 'approve', amountFen: 320_000 },
        reviewer.cookie,
      )
      world.clock.advance(11_000)
      const line = await makeLine(world)
      await Promise.all([
        settleDecision(world.deps, { decisionId: decision.data.decisionId }),
        byHand(world.deps, round, line, order),
      ])
      expect(await bookedOf(line, order)).toEqual({ allocated: 320_000, received: 320_000 })
      expect(await world.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.id } })).toMatchObject({
        state: 'approved',
      })
    }
  })

  test('two undo the same at once: it is taken back once', async () => {
    const order = await makeOrder(world, organisation)
    const line = await makeLine(world)
    const { parts } = await byHand(world.deps, 0, line, order)
    const allocationId = parts[0]?.allocationId ?? ''
    const outcomes = await Promise.allSettled(
      [0, 1, 2].map((at) => undoAllocation(world.deps, clerk(at), { allocationId, reason: '重做' })),
    )
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    expect(await bookedOf(line, order)).toEqual({ allocated: 0, received: 0 })
  })

  test('two lines for one order at once: what is too much is credit, not a loss', async () => {
    const payer = await makeOrganisation(world)
    const order = await makeOrder(world, payer)
    const lines = [await makeLine(world), await makeLine(world)]
    await Promise.all(lines.map((line, at) => byHand(world.deps, at, line, order)))
    const rows = await world.deps.db.ledgerTransfer.findMany({
      where: { creditAccount: { ownerId: { in: [order.id, payer.id] } } },
    })
    expect(rows.map((row) => row.kind).sort()).toEqual(['overpaymentToCredit', 'paymentReceived'])
  })

  test('positive control: without the locks an order takes more than it asks for', async () => {
    const halves = async (deps: Deps) => {
      const order = await makeOrder(world, organisation, { amountFen: 500_000 })
      const lines = [await makeLine(world), await makeLine(world)]
      // Each finds 500,000 outstanding when nobody waits for the other; one of them should find 180,000.
      await Promise.allSettled(lines.map((line, at) => byHand(deps, at, line, order)))
      const rows = await world.deps.db.ledgerTransfer.findMany({ where: { creditAccount: { ownerId: order.id } } })
      return rows.reduce((sum, row) => sum + Number(row.amountFen), 0)
    }
    expect(await halves(world.deps)).toBe(500_000)
    let most = 0
    for (let round = 0; round < 12 && most <= 500_000; round++)
      most = Math.max(most, await halves(withoutRowLocks(world.deps)))
    expect(most).toBe(640_000)
  })
})

describe('the automaton', () => {
  const automatic = async (order: MadeOrder, line: MadeLine, options = {}) => {
    const suggestion = await makeSuggestion(world, [line], order, { automatic: true, ...options })
    return settleAutomatically(world.deps, [suggestion.id])
  }

  test('settles the strongest class, says so, and teaches nothing', async () => {
    const order = await makeOrder(world, organisation)
    const line = await makeLine(world, { name: '某某生疏单位', account: '70707070' })
    expect(await automatic(order, line)).toEqual({ settled: 1, left: 0 })
    expect(await world.deps.db.lineAllocation.findFirst({ where: { lineId: line.id } })).toMatchObject({
      automatic: true,
      decidedById: null,
      score: 990,
    })
    expect(await world.deps.db.organisationAlias.count({ where: { payerAccount: '70707070' } })).toBe(0)
  })

  test('leaves what changed since it was suggested: paid in part, expired, or given away in part', async () => {
    const [partly, expired, used] = [
      await makeOrder(world, organisation),
      await makeOrder(world, organisation, { state: 'expired' }),
      await makeOrder(world, organisation),
    ]
    await byHand(world.deps, 0, await makeLine(world, { amountFen: 100_000 }), partly)
    const line = await makeLine(world, { amountFen: 320_000 })
    for (const order of [partly, expired]) {
      expect(await automatic(order, await makeLine(world))).toEqual({ settled: 0, left: 1 })
    }
    await allocateLine(world.deps, clerk(0), {
      lineId: line.id,
      parts: [{ allocationId: newId(), orderId: used.id, amountFen: 1 as never }],
      otherAccountAccepted: false,
    })
    expect(await automatic(used, line, { amountFen: 319_999 })).toEqual({ settled: 0, left: 1 })
    // Nor money over the amount, whatever a suggestion says.
    const over = await makeOrder(world, organisation, { amountFen: 300_000 })
    expect(await automatic(over, await makeLine(world), { amountFen: 300_000, restToCreditFen: 20_000 })).toEqual({
      settled: 0,
      left: 1,
    })
  })

  test('does nothing while it is switched off, as it is at first', async () => {
    const order = await makeOrder(world, organisation)
    await world.deps.db.centreSettings.update({ where: { id: 1 }, data: { autoSettle: false } })
    expect(await automatic(order, await makeLine(world))).toEqual({ settled: 0, left: 1 })
    await world.deps.db.centreSettings.update({ where: { id: 1 }, data: { autoSettle: true } })
  })
})
