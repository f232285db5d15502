import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { learnAlias } from '../../../server/features/organisations/organisation-names.ts'
import { matchLines } from '../../../server/features/reconciliation/match-lines.rules.ts'
import {
  type Suggestion,
  suggestionSchema,
  tieSchema,
} from '../../../server/features/reconciliation/matching.schema.ts'
import { inTransaction, openDatabase } from '../../../server/platform/database.ts'
import { countJobs, runMatching } from '../../support/matching.ts'
import { type MadeOrder, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeLine } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let finance: { id: string; name: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  finance = await makeStaff(world, 'finance')
})
afterAll(() => world.close())

let turn = 0
// Each test has its own payer and its own amounts: lines of the others stay where they are.
beforeEach(async () => {
  turn++
  organisation = await makeOrganisation(world, {
    name: `${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'.charAt(turn)}州${turn}恒远岩土工程检测有限公司`,
  })
  admin = await makeAdmin(world, organisation)
})

const own = (fen: number) => fen + turn * 1_000
const lineOf = (id: string) =>
  world.deps.db.statementLine.findUniqueOrThrow({ where: { id }, include: { suggestion: true } })
const suggestionOf = async (id: string): Promise<Suggestion> => {
  const { suggestion } = await lineOf(id)
  return suggestionSchema.parse(suggestion?.content)
}
const payerLine = (amountFen: number, line: Parameters<typeof makeLine>[1] = {}) =>
  makeLine(world, { amountFen, name: organisation.name, account: `3205010${1000 + turn}`, ...line })

describe('what a run writes', () => {
  test('a line that quotes an order is suggested for it, with the reasons', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(320_000) })
    const line = await payerLine(order.amountFen, { remark: `付${order.number.toLowerCase()}培训费` })
    expect(await runMatching(world)).toMatchObject({ settled: 0 })
    const row = await lineOf(line.id)
    expect(row).toMatchObject({ state: 'suggested', allocatedFen: 0n })
    expect(row.suggestion).toMatchObject({ strength: 'certain', orderIds: [order.id] })
    const suggestion = await suggestionOf(line.id)
    expect(suggestion.parts).toEqual([
      { lineId: line.id, target: { kind: 'order', orderId: order.id }, amountFen: order.amountFen },
    ])
    expect(suggestion.reasons.map((reason) => reason.slot)).toEqual(
      expect.arrayContaining(['reference', 'amount', 'name']),
    )
  })

  test('thinking the same again writes nothing', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(310_000) })
    const line = await payerLine(order.amountFen, { remark: order.number })
    await runMatching(world)
    const versions = () => world.deps.db.$queryRaw<unknown[]>`
      SELECT l.id, l.xmin::text, s.id AS thought, s.xmin::text AS written
      FROM statement_lines l LEFT JOIN match_suggestions s ON s.id = l.suggestion_id ORDER BY l.id`
    const before = await versions()
    await runMatching(world)
    expect(await versions()).toEqual(before)
    expect((await lineOf(line.id)).state).toBe('suggested')
  })

  test('other reasons for the same thought are written into its row, which keeps its id', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(300_000) })
    const line = await makeLine(world, {
      amountFen: order.amountFen,
      name: '李四',
      account: '6222020200112233445',
      remark: order.number,
    })
    await runMatching(world)
    const before = await lineOf(line.id)
    await inTransaction(world.deps, (tx) =>
      learnAlias(tx, {
        organisationId: organisation.id,
        payerName: '李四',
        payerAccount: '6222020200112233445',
        voucherId: null,
        confirmedById: finance.id,
      }),
    )
    await runMatching(world)
    const after = await lineOf(line.id)
    expect(after.suggestionId).toBe(before.suggestionId)
    expect(after.suggestion?.score).toBeGreaterThan(before.suggestion?.score ?? 1000)
  })

  test('a thought whose reason is gone is taken back', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(290_000) })
    const line = await payerLine(order.amountFen, { remark: '培训费' })
    await runMatching(world)
    const { suggestionId } = await lineOf(line.id)
    expect(suggestionId).not.toBeNull()
    await world.deps.db.order.update({ where: { id: order.id }, data: { state: 'cancelled' } })
    await runMatching(world)
    expect(await lineOf(line.id)).toMatchObject({ state: 'unmatched', suggestionId: null })
    expect(await world.deps.db.matchSuggestion.count({ where: { id: suggestionId ?? '' } })).toBe(0)
  })

  test('two orders that are as likely are a tie: nothing is suggested, and the desk can say between what', async () => {
    const orders = [
      await makeOrder(world, organisation, { amountFen: own(280_000) }),
      await makeOrder(world, organisation, { amountFen: own(280_000) }),
    ]
    const line = await payerLine(own(280_000), { remark: '培训费' })
    await runMatching(world)
    const row = await lineOf(line.id)
    expect(row).toMatchObject({ state: 'unmatched', suggestion: { strength: 'tie', automatic: false } })
    const tie = tieSchema.parse(row.suggestion?.content)
    expect(tie.alternatives.flatMap((one) => one.parts.map((part) => part.target.orderId)).toSorted()).toEqual(
      orders.map((order) => order.id).toSorted(),
    )
  })

  test('lines that are done, ignored or went out are left alone', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(270_000) })
    const ignored = await payerLine(order.amountFen, { remark: order.number, state: 'ignored' })
    const out = await payerLine(order.amountFen, { remark: order.number, direction: 'out', state: 'ignored' })
    await runMatching(world)
    for (const { id } of [ignored, out])
      expect(await lineOf(id)).toMatchObject({ state: 'ignored', suggestionId: null })
  })
})

describe('what lines are compared with', () => {
  test('the payment of an approved voucher: the line shows it and pays nothing twice', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(260_000) })
    const paymentId = await confirmedTransfer(order)
    const line = await payerLine(order.amountFen, { remark: order.number })
    await runMatching(world)
    expect((await suggestionOf(line.id)).parts.map((part) => part.target)).toEqual([
      { kind: 'payment', paymentId, orderId: order.id },
    ])
  })

  test('a voucher in review: the line would approve it', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(250_000) })
    const voucher = await submitted(world, admin.cookie, order)
    const line = await payerLine(order.amountFen, { remark: order.number })
    await runMatching(world)
    expect((await suggestionOf(line.id)).parts.map((part) => part.target)).toEqual([
      { kind: 'voucher', voucherId: voucher.id, orderId: order.id },
    ])
  })

  test('somebody who placed the order pays from their own card', async () => {
    const name = `欧阳${'东南西北春夏秋冬'.charAt(turn % 8)}`
    const account = await world.deps.db.account.create({ data: { id: newId(), name, passwordHash: 'none' } })
    const order = await makeOrder(world, organisation, { amountFen: own(240_000) })
    await world.deps.db.order.update({ where: { id: order.id }, data: { createdById: account.id } })
    const line = await makeLine(world, { amountFen: order.amountFen, name, remark: '培训费' })
    await runMatching(world)
    const suggestion = await suggestionOf(line.id)
    expect(suggestion.reasons.map((reason) => reason.code)).toContain('personOnOrder')
  })

  test('a parent pays for a unit below it', async () => {
    const child = await makeOrganisation(world, { name: `${organisation.name}沭阳分公司`, parent: organisation })
    const order = await makeOrder(world, child, { amountFen: own(230_000) })
    const line = await payerLine(order.amountFen, { remark: order.number })
    await runMatching(world)
    const suggestion = await suggestionOf(line.id)
    expect(suggestion.parts[0]?.target.orderId).toBe(order.id)
    expect(suggestion.reasons.map((reason) => reason.code)).toContain('nameAbove')
  })

  test('what staff said no to is not suggested again', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(220_000) })
    const line = await payerLine(order.amountFen, { remark: order.number })
    await runMatching(world)
    const { suggestion } = await lineOf(line.id)
    const answer = await world.mutate(
      'reconciliation.dismiss',
      { suggestionId: suggestion?.id, key: suggestion?.key },
      finance.cookie,
    )
    expect(answer.code).toBeNull()
    await runMatching(world)
    expect(await lineOf(line.id)).toMatchObject({ state: 'unmatched' })
  })
})

describe('while others work', () => {
  test('a line that was settled while the rules were thinking stays as it was left', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(210_000) })
    const line = await payerLine(order.amountFen, { remark: order.number })
    await runMatching(world, async (facts) => {
      const parts = [{ orderId: order.id, amountFen: order.amountFen, allocationId: newId() }]
      const answer = await world.mutate('reconciliation.allocate', { lineId: line.id, parts }, finance.cookie)
      expect(answer.code).toBeNull()
      const thought = matchLines(facts)
      expect(thought.suggestions.some((one) => one.lineIds.includes(line.id))).toBe(true)
      return thought
    })
    expect(await lineOf(line.id)).toMatchObject({ state: 'matched', suggestionId: null })
    await runMatching(world)
    const about = await world.deps.db.matchSuggestion.count({ where: { orderIds: { has: order.id } } })
    expect(about).toBe(0)
  })

  test('a line that somebody holds is not waited for; the next run sees to it', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(200_000) })
    const line = await payerLine(order.amountFen, { remark: order.number })
    const other = openDatabase(world.databaseUrl, 1)
    try {
      await other.db.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM statement_lines WHERE id = ${line.id}::uuid FOR UPDATE`
        await runMatching(world)
        expect((await lineOf(line.id)).state).toBe('unmatched')
      })
    } finally {
      await other.close()
    }
    await runMatching(world)
    expect((await lineOf(line.id)).state).toBe('suggested')
  })

  test('of two runs at once one works, and the other asks for a run after it', async () => {
    const order = await makeOrder(world, organisation, { amountFen: own(190_000) })
    const line = await payerLine(order.amountFen, { remark: order.number })
    const [entered, leave] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const first = runMatching(world, async (facts) => {
      entered.resolve()
      await leave.promise
      return matchLines(facts)
    })
    await entered.promise
    const before = await countJobs(world, 'reconciliation.match')
    expect(await runMatching(world)).toBeNull()
    expect(await countJobs(world, 'reconciliation.match')).toBe(before + 1)
    leave.resolve()
    expect(await first).not.toBeNull()
    expect((await lineOf(line.id)).state).toBe('suggested')
  })
})

/** A transfer that was confirmed and that no statement has shown yet. */
async function confirmedTransfer(order: MadeOrder): Promise<string> {
  const voucher = await submitted(world, admin.cookie, order)
  const reviewer = await makeStaff(world, 'reviewer')
  const decisionId = newId()
  const decided = await world.mutate(
    'vouchers.decide',
    { id: decisionId, voucherId: voucher.id, version: voucher.version, verdict: 'approve', amountFen: order.amountFen },
    reviewer.cookie,
  )
  expect(decided.code).toBeNull()
  world.clock.advance(11_000)
  const { settleDecision } = await import('../../../server/features/vouchers/settle-decision.ts')
  await settleDecision(world.deps, { decisionId })
  return decisionId
}
