import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type {
  AutomaticRow,
  MatchLine,
  MatchLineRow,
  MatchTotals,
  OrderChoice,
} from '../../../server/features/reconciliation/matching-desk.schema.ts'
import { setAutoSettle } from '../../support/centre.ts'
import { runMatching } from '../../support/matching.ts'
import { type MadeOrder, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { type MadeLine, makeLine } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let finance: { id: string; name: string; cookie: string }
let admin: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-11-20T04:00:00Z')
  organisation = await makeOrganisation(world, { name: '昆明市高新区中正商品混凝土有限责任公司' })
  finance = await makeStaff(world, 'finance')
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

const ask = async <T>(name: string, input: unknown = undefined): Promise<T> => {
  const answer = await world.query(name, input, finance.cookie)
  if (answer.code) throw new Error(`${name}: ${answer.code}`)
  return answer.data
}
const lines = async (input: Record<string, unknown> = {}) =>
  (await ask<{ rows: MatchLineRow[]; nextCursor: string | null }>('matching.lines', input)).rows
const lineView = (line: MadeLine) => ask<MatchLine>('matching.line', { id: line.id })
const allocate = async (line: MadeLine, parts: { order: MadeOrder; amountFen: number }[]) => {
  const answer = await world.mutate(
    'reconciliation.allocate',
    {
      lineId: line.id,
      parts: parts.map(({ order, amountFen }) => ({ orderId: order.id, amountFen, allocationId: newId() })),
    },
    finance.cookie,
  )
  expect(answer.code).toBeNull()
  return answer.data.parts as { allocationId: string }[]
}

describe('the list', () => {
  let day = 0
  const someday = () => `2026-03-${String(++day).padStart(2, '0')}`

  test('a suggested line says what it would pay, why in reasons, how sure, and what came second', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 1_800_000 })
    const line = await makeLine(world, {
      amountFen: 1_800_000,
      name: organisation.name,
      remark: `${order.number}培训`,
      day: '2026-11-20',
    })
    await runMatching(world)
    const row = (await lines({ state: 'suggested' })).find((one) => one.id === line.id)
    expect(row).toMatchObject({
      state: 'suggested',
      amountFen: 1_800_000,
      leftFen: 1_800_000,
      suggestion: {
        strength: 'certain',
        double: false,
        lineCount: 1,
        partCount: 1,
        orderCount: 1,
        orders: [{ id: order.id, number: order.number, organisationName: organisation.name }],
        toCreditFen: 0,
      },
      paid: null,
    })
    const slots = row?.suggestion?.reasons.map((reason) => reason.slot)
    expect(slots).toEqual(expect.arrayContaining(['reference', 'amount', 'name']))
  })

  test('what waits comes oldest first and what is done newest first, page after page without a gap', async () => {
    const made: MadeLine[] = []
    for (let i = 0; i < 5; i++)
      made.push(await makeLine(world, { day: someday(), name: '分页检测有限公司', amountFen: 100 + i }))
    const page = async (state: string, cursor: string | null) =>
      ask<{ rows: MatchLineRow[]; nextCursor: string | null }>('matching.lines', {
        state,
        search: '分页检测',
        limit: 2,
        cursor,
      })
    const walk = async (state: string) => {
      const ids: string[] = []
      let cursor: string | null = null
      do {
        const next: { rows: MatchLineRow[]; nextCursor: string | null } = await page(state, cursor)
        ids.push(...next.rows.map((row) => row.id))
        cursor = next.nextCursor
      } while (cursor !== null)
      return ids
    }
    expect(await walk('unmatched')).toEqual(made.map((line) => line.id))
    const order = await makeOrder(world, organisation, { amountFen: 10_000 })
    for (const line of made) await allocate(line, [{ order, amountFen: line.amountFen }])
    expect(await walk('matched')).toEqual(made.map((line) => line.id).toReversed())
  })

  test('any field finds a line: payer, account, remark, amount, file, day, and the order that it pays or may pay', async () => {
    const buyer = await makeOrganisation(world, { name: '宿迁沭阳水利工程检测有限公司' })
    const order = await makeOrder(world, buyer, { amountFen: 7_654_300 })
    const line = await makeLine(world, {
      amountFen: 7_654_321,
      name: '张三丰',
      account: '6228480402564890018',
      remark: '代付培训费',
      day: '2026-04-17',
    })
    await world.deps.db.statementFile.updateMany({
      where: { lines: { some: { id: line.id } } },
      data: { originalName: '工行四月.xlsx' },
    })
    const finds = async (search: string) => (await lines({ search })).some((row) => row.id === line.id)
    for (const search of ['张三丰', '6228 4804', '代付', '76,543.21', '76543.21', '工行四月', '2026-04-17'])
      expect([search, await finds(search)]).toEqual([search, true])
    for (const search of [order.number, '宿迁沭阳', '李四', '76543.22', '%'])
      expect([search, await finds(search)]).toEqual([search, false])
    await allocate(line, [{ order, amountFen: 7_654_300 }])
    for (const search of [order.number, order.number.toLowerCase(), order.number.slice(4), '宿迁沭阳'])
      expect([search, await finds(search)]).toEqual([search, true])
  })

  test('filters cut by state, account, days, amount, kind and strength', async () => {
    const name = '筛选检测有限公司'
    const one = await makeLine(world, { amountFen: 50_000, name, day: '2026-05-01' })
    const two = await makeLine(world, { amountFen: 60_000, name, day: '2026-05-02', state: 'ignored' })
    const ids = async (input: Record<string, unknown>) => (await lines({ search: name, ...input })).map((row) => row.id)
    expect(await ids({})).toEqual([two.id, one.id])
    expect(await ids({ state: 'ignored' })).toEqual([two.id])
    expect(await ids({ from: '2026-05-02' })).toEqual([two.id])
    expect(await ids({ to: '2026-05-01' })).toEqual([one.id])
    expect(await ids({ leastFen: 60_000 })).toEqual([two.id])
    expect(await ids({ mostFen: 59_999 })).toEqual([one.id])
    expect(await ids({ accountId: one.payeeAccountId })).toEqual([two.id, one.id])
    expect(await ids({ accountId: newId() })).toEqual([])
    expect(await ids({ category: 'payment' })).toEqual([two.id, one.id])
    expect(await ids({ category: 'interest' })).toEqual([])
    expect(await ids({ strength: 'certain' })).toEqual([])
  })

  test('money that went out is not matched, so it is not listed', async () => {
    await makeLine(world, { name: '支出检测有限公司', direction: 'out', state: 'ignored' })
    expect(await lines({ search: '支出检测' })).toEqual([])
  })

  test('totals follow the filters: what waits counts with what is left, what is allocated with what was given', async () => {
    const name = '合计检测有限公司'
    const order = await makeOrder(world, organisation, { amountFen: 30_000 })
    const line = await makeLine(world, { amountFen: 100_000, name })
    await makeLine(world, { amountFen: 5_000, name, state: 'ignored' })
    await allocate(line, [{ order, amountFen: 30_000 }])
    const totals = await ask<MatchTotals>('matching.totals', { search: name })
    expect(totals.states).toEqual({
      unmatched: { count: 1, amountFen: 70_000 },
      suggested: { count: 0, amountFen: 0 },
      matched: { count: 0, amountFen: 30_000 },
      ignored: { count: 1, amountFen: 5_000 },
    })
    expect(totals.accounts).toEqual([expect.objectContaining({ id: line.payeeAccountId })])
    expect(totals.autoSettle).toBe(false)
  })
})

describe('one line', () => {
  test('a line that fits two orders shows both, and the lines around it', async () => {
    const buyer = await makeOrganisation(world, { name: '南通平潮建筑工程检测有限公司' })
    const orders = [
      await makeOrder(world, buyer, { amountFen: 365_000 }),
      await makeOrder(world, buyer, { amountFen: 365_000 }),
    ]
    const before = await makeLine(world, { day: '2026-11-23', name: '前一笔', amountFen: 11 })
    const line = await makeLine(world, { amountFen: 365_000, name: buyer.name, day: '2026-11-24', remark: '培训费' })
    const after = await makeLine(world, { day: '2026-11-25', name: '后一笔', amountFen: 12 })
    await runMatching(world)
    const view = await lineView(line)
    expect(view).toMatchObject({
      state: 'unmatched',
      between: 'targets',
      suggestion: { strength: 'tie', partCount: 0 },
    })
    expect(view.choices.map((choice) => choice.parts[0]?.order?.id).toSorted()).toEqual(
      orders.map((one) => one.id).toSorted(),
    )
    expect(view.choices[0]?.parts[0]?.order).toMatchObject({
      state: 'open',
      outstandingFen: 365_000,
      otherAccount: false,
    })
    expect(view.before.map((one) => one.id)).toContain(before.id)
    expect(view.after.map((one) => one.id)).toContain(after.id)
    expect(view.nearest).toEqual([])
  })

  test('without a thought the payer’s orders and those over the same sum are at hand', async () => {
    const buyer = await makeOrganisation(world, { name: '泰州永固工程咨询有限公司' })
    const own = await makeOrder(world, buyer, { amountFen: 999_900 })
    const expired = await makeOrder(world, buyer, { amountFen: 111_100, state: 'expired' })
    const same = await makeOrder(world, organisation, { amountFen: 222_200 })
    const line = await makeLine(world, { amountFen: 222_200, name: buyer.name, account: '320501', remark: '往来款' })
    const view = await lineView(line)
    expect(view.choices).toEqual([])
    expect(view.nearest.map((order) => order.id)).toEqual([own.id, expired.id, same.id])
    expect(view.nearest[1]).toMatchObject({ state: 'expired', outstandingFen: 111_100 })
  })

  test('its allocations, also those that were undone, with who and why', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 20_000 })
    const line = await makeLine(world, { amountFen: 40_000, name: '撤销检测有限公司' })
    const [first] = await allocate(line, [{ order, amountFen: 20_000 }])
    const undone = await world.mutate(
      'reconciliation.undo',
      { allocationId: first?.allocationId, reason: '认错了订单' },
      finance.cookie,
    )
    expect(undone.code).toBeNull()
    const again = await makeOrder(world, organisation, { amountFen: 40_000 })
    await allocate(line, [{ order: again, amountFen: 40_000 }])
    const view = await lineView(line)
    expect(view).toMatchObject({ state: 'matched', leftFen: 0, paid: { orderCount: 1, automatic: false } })
    expect(view.allocations).toMatchObject([
      { orderId: again.id, amountFen: 40_000, undoneAt: null, settled: true, decidedByName: finance.name },
      { orderId: order.id, undoneReason: '认错了订单', undoneByName: finance.name },
    ])
  })

  test('what this payer’s money was for before', async () => {
    const name = '常客检测有限公司'
    const order = await makeOrder(world, organisation, { amountFen: 33_000 })
    const earlier = await makeLine(world, { amountFen: 33_000, name, day: '2026-01-09' })
    await allocate(earlier, [{ order, amountFen: 33_000 }])
    const view = await lineView(await makeLine(world, { amountFen: 1, name, day: '2026-02-09' }))
    expect(view.history).toEqual([
      {
        lineId: earlier.id,
        day: '2026-01-09',
        amountFen: 33_000,
        orderCount: 1,
        organisations: [organisation.name],
        decidedByName: finance.name,
        automatic: false,
      },
    ])
  })

  test('a line that does not exist is not found', async () => {
    const answer = await world.query('matching.line', { id: newId() }, finance.cookie)
    expect(answer.code).toBe('notFound')
  })
})

describe('orders to allocate to', () => {
  const find = async (line: MadeLine, search: string) =>
    ask<OrderChoice[]>('matching.findOrders', { lineId: line.id, search })

  test('by number or a part of it, organisation and amount, in every state, those that take money first', async () => {
    const buyer = await makeOrganisation(world, { name: '连云港盛源新型建材有限公司' })
    const paid = await makeOrder(world, buyer, { amountFen: 4_321_000, state: 'paid' })
    const open = await makeOrder(world, buyer, { amountFen: 4_321_000 })
    const cancelled = await makeOrder(world, buyer, { amountFen: 4_321_000, state: 'cancelled' })
    const expired = await makeOrder(world, buyer, { amountFen: 4_321_000, state: 'expired' })
    const line = await makeLine(world, { amountFen: 9 })
    const inOrder = [open.id, expired.id, paid.id, cancelled.id]
    expect((await find(line, '盛源新型')).map((order) => order.id)).toEqual(inOrder)
    expect((await find(line, '43,210.00')).map((order) => order.id)).toEqual(inOrder)
    expect((await find(line, paid.number.toLowerCase())).map((order) => order.id)).toEqual([paid.id])
    expect(
      (await find(line, `${open.number.slice(0, 4)} ${open.number.slice(4, 7)} ${open.number.slice(7)}`)).map(
        (order) => order.id,
      ),
    ).toEqual([open.id])
    expect((await find(line, open.number.slice(5))).map((order) => order.id)).toEqual([open.id])
    expect(await find(line, '没有这样的单位')).toEqual([])
  })

  test('says what waits for it: a slip in review, a confirmed transfer that no statement has shown', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 555_500 })
    const voucher = await submitted(world, admin.cookie, order)
    const line = await makeLine(world, { amountFen: 9 })
    expect(await find(line, order.number)).toMatchObject([
      { voucher: { id: voucher.id, state: 'submitted' }, unseenFen: [] },
    ])
    await world.deps.db.payment.create({
      data: {
        id: newId(),
        orderId: order.id,
        method: 'transfer',
        state: 'confirmed',
        amountFen: 100_000n,
        receivedFen: 100_000n,
        outcome: 'under',
      },
    })
    expect(await find(line, order.number)).toMatchObject([{ unseenFen: [100_000] }])
  })

  test('an order that names another account of ours says so', async () => {
    const other = await world.deps.db.payeeAccount.create({
      data: { id: newId(), name: '中心', bank: '建行', account: '32050159000000001234' },
    })
    const order = await makeOrder(world, organisation, { amountFen: 20_000 })
    const line = await makeLine(world, { amountFen: 9, payeeAccountId: other.id })
    expect(await find(line, order.number)).toMatchObject([{ otherAccount: true }])
  })
})

describe('decisions without a person', () => {
  test('with the switch on the strongest suggestions settle, are listed with their reasons, and stay undone once undone', async () => {
    const buyer = await makeOrganisation(world, { name: '盐城大丰公路工程检测有限公司' })
    const order = await makeOrder(world, buyer, { amountFen: 765_000, createdAt: new Date('2026-11-18T01:00:00Z') })
    const line = await makeLine(world, {
      amountFen: 765_000,
      name: buyer.name,
      remark: order.number,
      day: '2026-11-20',
    })
    await runMatching(world)
    expect((await lineView(line)).state).toBe('suggested')
    await setAutoSettle(world, true)
    const run = await runMatching(world)
    expect(run?.settled).toBeGreaterThanOrEqual(1)
    expect((await lineView(line)).state).toBe('matched')
    const list = async (input: Record<string, unknown> = {}) =>
      (await ask<{ rows: AutomaticRow[] }>('matching.automatic', input)).rows
    const row = (await list()).find((one) => one.lineId === line.id)
    expect(row).toMatchObject({
      orderId: order.id,
      automatic: true,
      amountFen: 765_000,
      undoneAt: null,
      counterpartyName: buyer.name,
    })
    expect(row?.reasons.length).toBeGreaterThanOrEqual(3)
    for (const search of [order.number, '大丰公路', '7,650.00']) {
      expect((await list({ search })).map((one) => one.lineId)).toContain(line.id)
    }
    expect(await list({ search: '没有这个' })).toEqual([])
    const before = await ask<MatchTotals>('matching.totals', {})
    expect(before).toMatchObject({ autoSettle: true })
    expect(before.automatic.count).toBeGreaterThanOrEqual(1)

    const undone = await world.mutate(
      'reconciliation.undo',
      { allocationId: row?.id, reason: '不是这个单位' },
      finance.cookie,
    )
    expect(undone.code).toBeNull()
    await runMatching(world)
    // Suggested it may be; settled by itself it is not: a person said no.
    expect(await lineView(line)).toMatchObject({ state: 'suggested', suggestion: { automatic: false } })
    expect((await list({ undone: true })).map((one) => one.lineId)).toContain(line.id)
    expect((await list({ undone: false })).map((one) => one.lineId)).not.toContain(line.id)
    await setAutoSettle(world, false)
  })
})

test('only finance sees the bank’s lines', async () => {
  const reviewer = await makeStaff(world, 'reviewer')
  for (const name of ['matching.lines', 'matching.totals', 'matching.automatic', 'matching.counts']) {
    expect((await world.query(name, {}, reviewer.cookie)).code).toBe('notAllowed')
    expect((await world.query(name, {}, admin.cookie)).code).toBe('notAllowed')
  }
})

test('a cursor that is none is refused', async () => {
  for (const cursor of ['x', '2026-05-01|x', '9999-99-99|01900000-0000-7000-8000-000000000001'])
    expect((await world.query('matching.lines', { cursor }, finance.cookie)).code).toBe('inputInvalid')
  expect((await world.query('matching.automatic', { cursor: 'x' }, finance.cookie)).code).toBe('inputInvalid')
})
