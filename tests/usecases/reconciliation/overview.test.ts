import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { lockOrder } from '../../../server/features/orders/load-order.ts'
import { confirmTransferPayment } from '../../../server/features/payments/confirm-transfer-payment.ts'
import { requestInvoice } from '../../../server/features/payments/request-invoice.ts'
import type { OverviewRow } from '../../../server/features/reconciliation/overview.schema.ts'
import { settleDecision } from '../../../server/features/vouchers/settle-decision.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { type MadeOrder, makeAttempt, makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

/** 对账管理: claims, payments and what waits for one, by the manual's columns; sums and the export agree with the list. */
let world: World
let parent: MadeOrganisation
let branch: MadeOrganisation
let other: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let branchAdmin: { id: string; name: string; cookie: string }
let staff: { id: string; name: string; cookie: string }
const system = systemActor('test')
type Case = 'waiting' | 'approved' | 'rejected' | 'line' | 'online' | 'credit' | 'open' | 'branch' | 'other'
const orders = {} as Record<Case, MadeOrder>
const voucherIds = {} as Record<'waiting' | 'approved' | 'rejected' | 'branch' | 'other', string>

beforeAll(async () => {
  world = await openWorld()
  parent = await makeOrganisation(world, { name: '苏州检测集团有限公司' })
  branch = await makeOrganisation(world, { name: '苏州检测集团昆山分公司', parent })
  other = await makeOrganisation(world, { name: '=无锡公式有限公司' })
  admin = await makeAdmin(world, parent)
  branchAdmin = await makeAdmin(world, branch)
  staff = await makeStaff(world, 'reviewer')
  const otherAdmin = await makeAdmin(world, other)

  orders.waiting = await makeOrder(world, parent, { amountFen: 320_000 })
  voucherIds.waiting = (await submitted(world, admin.cookie, orders.waiting)).id
  orders.approved = await makeOrder(world, parent, { amountFen: 640_000 })
  const approved = await submitted(world, admin.cookie, orders.approved)
  voucherIds.approved = approved.id
  await decide(approved, { verdict: 'approve', amountFen: 640_000 })
  orders.rejected = await makeOrder(world, parent, { amountFen: 100_000 })
  const rejected = await submitted(world, admin.cookie, orders.rejected)
  voucherIds.rejected = rejected.id
  await decide(rejected, { verdict: 'reject', reasonCode: 'unclear', reasonNote: '' })
  orders.line = await makeOrder(world, parent, { amountFen: 50_000 })
  await receive(orders.line.id, 60_000)
  orders.online = await makeOrder(world, parent, { amountFen: 70_000 })
  await makeAttempt(world, orders.online)
  orders.credit = await makeOrder(world, parent, { amountFen: 80_000 })
  const paid = { id: newId(), orderId: orders.credit.id, organisationId: parent.id, amountFen: 10_000 }
  expect((await world.mutate('credit.pay', paid, admin.cookie)).code).toBeNull()
  orders.open = await makeOrder(world, parent, { amountFen: 90_000 })
  const asked = { id: orders.open.id, mode: 'invoiceFirst', requestId: newId() }
  await world.mutate('orders.changeMode', asked, admin.cookie)
  orders.branch = await makeOrder(world, branch, { amountFen: 200_000 })
  voucherIds.branch = (await submitted(world, branchAdmin.cookie, orders.branch)).id
  orders.other = await makeOrder(world, other, { amountFen: 300_000 })
  voucherIds.other = (await submitted(world, otherAdmin.cookie, orders.other)).id
}, 120_000)
afterAll(() => world.close())

async function decide(voucher: { id: string; version: number }, verdict: object): Promise<void> {
  const decision = { id: newId(), voucherId: voucher.id, version: voucher.version, ...verdict }
  expect((await world.mutate('vouchers.decide', decision, staff.cookie)).code).toBeNull()
  world.clock.advance(11_000)
  await settleDecision(world.deps, { decisionId: decision.id })
}

/** A transfer that the bank's statement shows and no slip claims. */
async function receive(orderId: string, amountFen: number): Promise<void> {
  await inTransaction(world.deps, async (tx) => {
    const paymentId = newId()
    const order = await lockOrder(tx, orderId)
    const movedAt = new Date('2026-05-02T04:19:08Z')
    const payment = { paymentId, orderId, voucherId: null, amountFen: fen(amountFen), movedAt }
    const { toOrderFen } = await confirmTransferPayment(world.deps, tx, system, payment)
    await requestInvoice(world.deps, tx, system, order, { paymentId, toOrderFen })
  })
}

type Rows = { rows: OverviewRow[]; nextCursor: string | null }
const list = async (filter: object = {}, cookie = admin.cookie): Promise<Rows> =>
  (await world.query('reconciliationOverview.list', filter, cookie)).data
const listAll = async (filter: object = {}): Promise<Rows> =>
  (await world.query('reconciliationOverview.listAll', filter, staff.cookie)).data
const totals = async (filter: object = {}, cookie = admin.cookie) =>
  (await world.query('reconciliationOverview.totals', filter, cookie)).data
const ordersOf = ({ rows }: Rows) => rows.map((row) => row.orderId)
const rowOf = async (key: Case, filter: object = {}) => {
  const row = (await list(filter)).rows.find(({ orderId }) => orderId === orders[key].id)
  if (!row) throw new Error('not listed')
  return row
}

describe('one row a claim, with the manual’s columns', () => {
  test('a slip in review: 待审核, 已填写, 普通, 先缴费后开票', async () => {
    const row = await rowOf('waiting')
    expect(row).toMatchObject({
      id: voucherIds.waiting,
      source: 'voucher',
      orderNumber: orders.waiting.number,
      planName: '2026 年第二期见证取样员培训',
      applicant: admin.name,
      organisationName: parent.name,
      amountFen: 320_000,
      reviewedAt: null,
      state: 'waiting',
      invoiceState: 'filled',
      invoiceKind: 'normal',
      mode: 'payFirst',
      statement: null,
    })
  })

  test('one that was approved: when, what came, and its invoice', async () => {
    const row = await rowOf('approved')
    expect(row).toMatchObject({ state: 'approved', amountFen: 640_000, invoiceState: 'requested' })
    expect(row.reviewedAt).not.toBeNull()
  })

  test('one that was rejected', async () => {
    expect(await rowOf('rejected')).toMatchObject({ state: 'rejected', invoiceState: 'filled' })
  })

  test('a transfer that only the bank’s statement shows, with what came and when the bank moved it', async () => {
    const row = await rowOf('line')
    expect(row).toMatchObject({ source: 'payment', method: 'transfer', state: 'approved', amountFen: 60_000 })
    expect(row).toMatchObject({ movedAt: '2026-05-02T12:19:08', invoiceState: 'requested' })
  })

  test('在线支付, 预存款 and what waits for its money stand apart', async () => {
    const online = await rowOf('online', { way: 'online' })
    expect(online).toMatchObject({ state: 'waiting', method: 'card', amountFen: 70_000 })
    expect(await rowOf('credit', { way: 'credit' })).toMatchObject({ state: 'approved', amountFen: 10_000 })
    const open = await list({ way: 'awaiting' })
    expect(ordersOf(open)).toContain(orders.open.id)
    expect(ordersOf(open)).not.toContain(orders.waiting.id)
    expect(await rowOf('open', { way: 'awaiting' })).toMatchObject({
      source: 'order',
      state: 'awaiting',
      amountFen: 90_000,
      mode: 'invoiceFirst',
      invoiceState: 'requested',
    })
    expect(await rowOf('credit', { way: 'awaiting' })).toMatchObject({ amountFen: 70_000 })
  })

  test.each([
    ['delivered', 'issued'],
    ['rejected', 'rejected'],
    ['redFlushed', 'redFlushed'],
    ['withdrawn', 'none'],
    ['approved', 'requested'],
  ] as const)('an invoice that is %s stands as %s', async (state, stand) => {
    const data = { state, rejectedReason: state === 'rejected' ? '抬头不对' : null }
    await world.deps.db.invoiceRequest.updateMany({ where: { orderId: orders.open.id }, data })
    expect((await rowOf('open', { way: 'awaiting' })).invoiceState).toBe(stand)
  })
})

describe('whose', () => {
  test('an admin sees the own subtree, a branch itself alone, staff the whole centre', async () => {
    expect(ordersOf(await list())).toEqual(expect.arrayContaining([orders.waiting.id, orders.branch.id]))
    expect(ordersOf(await list())).not.toContain(orders.other.id)
    expect(ordersOf(await list({}, branchAdmin.cookie))).toEqual([orders.branch.id])
    expect(ordersOf(await listAll())).toEqual(expect.arrayContaining([orders.branch.id, orders.other.id]))
  })

  test('a unit above or beside the own one is not found, neither by the list nor by its sums', async () => {
    for (const organisationId of [parent.id, other.id]) {
      for (const name of ['list', 'totals']) {
        const refused = await world.query(`reconciliationOverview.${name}`, { organisationId }, branchAdmin.cookie)
        expect(refused.code).toBe('notFound')
      }
    }
    expect(ordersOf(await list({ organisationId: branch.id }))).toEqual([orders.branch.id])
  })

  test('staff who administer an organisation see that one alone on its page', async () => {
    const both = await makeStaff(world, 'finance')
    await world.deps.db.organisationAdmin.create({ data: { accountId: both.id, organisationId: branch.id } })
    const acting = await world.openSession(both.id, branch.id)
    expect(ordersOf(await list({}, acting))).toEqual([orders.branch.id])
    const beside = await world.query('reconciliationOverview.list', { organisationId: other.id }, acting)
    expect(beside.code).toBe('notFound')
    expect((await world.query('reconciliationOverview.list', {}, staff.cookie)).code).toBe('notAllowed')
    expect((await world.query('reconciliationOverview.listAll', {}, admin.cookie)).code).toBe('notAllowed')
  })
})

describe('filters', () => {
  const inGroups = (number: string) => `${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`
  test.each([
    ['the plan', () => ({ planId: orders.waiting.planId }), ['waiting']],
    ['the state', () => ({ state: 'rejected' }), ['rejected']],
    ['the invoice', () => ({ invoiceState: 'requested' }), ['approved', 'line']],
    ['the number in groups', () => ({ search: inGroups(orders.waiting.number) }), ['waiting']],
    ['the amount in yuan', () => ({ search: '6,400.00' }), ['approved']],
    ['the amount that came', () => ({ search: '600' }), ['line']],
    ['a part of the unit’s name', () => ({ search: '昆山' }), ['branch']],
    ['the applicant', () => ({ search: branchAdmin.name }), ['branch']],
    ['the mode', () => ({ way: 'awaiting', mode: 'invoiceFirst' }), ['open']],
  ] as const)('by %s', async (_what, filter, expected) => {
    const found = await list({ ...filter() })
    expect(new Set(ordersOf(found))).toEqual(new Set(expected.map((key) => orders[key].id)))
    expect((await totals({ ...filter() })).count).toBe(expected.length)
  })

  test('by year and by days, both included', async () => {
    expect((await list({ year: 2026 })).rows.length).toBeGreaterThan(0)
    expect((await list({ year: 2025 })).rows).toEqual([])
    const day = new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const yesterday = new Date(world.clock.now().getTime() - 16 * 3_600_000).toISOString().slice(0, 10)
    expect((await list({ from: yesterday, to: day })).rows.length).toBe((await list()).rows.length)
    expect((await list({ from: '2020-01-01', to: '2020-12-31' })).rows).toEqual([])
  })

  test('signs of patterns are letters, and a year, a day or a cursor that is none is refused', async () => {
    expect((await list({ search: '%' })).rows).toEqual([])
    expect((await list({ search: '_' })).rows).toEqual([])
    for (const filter of [{ year: 12 }, { from: '2026-13-01' }, { cursor: 'x' }, { cursor: '2026-01-01_xx' }]) {
      expect((await world.query('reconciliationOverview.list', filter, admin.cookie)).code).toBe('inputInvalid')
    }
  })
})

describe('pages and sums', () => {
  test.each(['transfer', 'awaiting'])(
    '%s: pages of one follow each other without a gap or a repeat, the latest first',
    async (way) => {
      const whole = await list({ way, limit: 100 })
      expect(whole.rows.length).toBeGreaterThan(2)
      const seen: string[] = []
      for (let cursor: string | null = null; ; ) {
        const page: Rows = await list({ way, limit: 1, ...(cursor ? { cursor } : {}) })
        seen.push(...page.rows.map(({ id }) => id))
        cursor = page.nextCursor
        if (!cursor) break
      }
      expect(seen).toEqual(whole.rows.map(({ id }) => id))
      const times = whole.rows.map(({ appliedAt }) => appliedAt)
      expect(times).toEqual([...times].sort().reverse())
    },
  )

  test.each([
    [{}],
    [{ way: 'awaiting' }],
    [{ way: 'online' }],
    [{ way: 'credit' }],
    [{ state: 'waiting' }],
    [{ search: '苏州' }],
  ])('the sums of %j are those of the rows, state by state', async (filter) => {
    const { rows } = await list({ ...filter, limit: 100 })
    expect(rows.length).toBeGreaterThan(0)
    const sums = await totals(filter)
    expect(sums.count).toBe(rows.length)
    expect(sums.amountFen).toBe(rows.reduce((sum, row) => sum + (row.amountFen ?? 0), 0))
    for (const { state, count } of sums.states) expect(rows.filter((row) => row.state === state)).toHaveLength(count)
  })
})

describe('流水, for staff', () => {
  async function showOn(orderId: string, amountFen: number): Promise<void> {
    const { db } = world.deps
    const payment = await db.payment.findFirstOrThrow({ where: { orderId, state: 'confirmed' } })
    const { payeeAccountId } = await db.order.findUniqueOrThrow({ where: { id: orderId } })
    const [fileId, lineId] = [newId(), newId()]
    const by = { createdById: staff.id, createdByName: staff.name }
    const file = { id: fileId, originalName: '流水.csv', sizeBytes: 1, sha256: fileId, fileKey: fileId, ...by }
    await db.statementFile.create({ data: file })
    await db.statementLine.create({
      data: {
        id: lineId,
        fileId,
        payeeAccountId,
        row: 2,
        identity: lineId,
        day: new Date('2026-05-02'),
        direction: 'in',
        amountFen: BigInt(amountFen),
        allocatedFen: BigInt(amountFen),
        counterpartyName: parent.name,
        category: 'payment',
        state: 'matched',
      },
    })
    const allocation = { id: newId(), lineId, paymentId: payment.id, orderId, amountFen: BigInt(amountFen) }
    await db.lineAllocation.create({ data: { ...allocation, settled: false, decidedByName: staff.name } })
  }
  const standOf = async (orderId: string) =>
    (await listAll()).rows.find((row) => row.orderId === orderId)?.statement ?? null

  test('says whether lines show the money, and the order’s own page which', async () => {
    expect(await standOf(orders.approved.id)).toBe('none')
    await showOn(orders.approved.id, 600_000)
    expect(await standOf(orders.approved.id)).toBe('part')
    await showOn(orders.approved.id, 40_000)
    expect(await standOf(orders.approved.id)).toBe('shown')
    const { data } = await world.query('reconciliationOverview.ofOrder', { orderId: orders.approved.id }, staff.cookie)
    expect(data.vouchers).toMatchObject([
      { id: voucherIds.approved, state: 'approved', amountFen: 640_000, fileCount: 1 },
    ])
    expect(data.invoices).toMatchObject([{ state: 'requested', amountFen: 640_000, number: null }])
    expect(data.lines.map((line: { amountFen: number }) => line.amountFen).sort()).toEqual([40_000, 600_000])
    expect((await listAll({ way: 'credit' })).rows.map(({ statement }) => statement)).toEqual([null])
  })

  test('a line that perhaps is a claim’s is said so', async () => {
    const { db } = world.deps
    const id = newId()
    const suggestion = {
      id,
      key: id,
      strength: 'high' as const,
      score: 800,
      orderIds: [orders.waiting.id],
      content: {},
    }
    await db.matchSuggestion.create({ data: suggestion })
    const { reversesId: _, ...line } = await db.statementLine.findFirstOrThrow()
    const state = { state: 'suggested' as const, allocatedFen: 0n, suggestionId: id }
    await db.statementLine.create({ data: { ...line, ...state, id: newId(), identity: newId() } })
    expect(await standOf(orders.waiting.id)).toBe('suggested')
  })

  test('organisations are not told, nor may they ask', async () => {
    expect((await list()).rows.every(({ statement }) => statement === null)).toBe(true)
    const asked = await world.query('reconciliationOverview.ofOrder', { orderId: orders.waiting.id }, admin.cookie)
    expect(asked.code).toBe('notAllowed')
  })
})

describe('the export', () => {
  const post = (body: object, cookie: string) =>
    world.request('/api/reconciliation/export', { method: 'POST', body: JSON.stringify(body), cookie })
  async function tableOf(response: Response): Promise<string[][]> {
    const table = await openTable(new Uint8Array(await response.arrayBuffer()), { fileName: 'x.xlsx' })
    const rows: string[][] = []
    for await (const row of table.rows()) rows.push(row.cells.map((cell) => cell?.text ?? ''))
    return rows
  }

  test('has the manual’s columns, the rows of the list in their order, and formulas as text', async () => {
    const response = await post({ of: 'centre', filter: { way: 'transfer' } }, staff.cookie)
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('对账报表'))
    const [heading = [], ...rows] = await tableOf(response)
    expect(heading).toEqual([
      '培训计划名称',
      '申请时间',
      '审核时间',
      '申请人',
      '申请单位',
      '转账金额',
      '转账时间',
      '审核状态',
      '发票状态',
      '发票类型',
      '缴费模式',
      '订单号',
      '银行流水',
    ])
    const listed = (await listAll({ limit: 100 })).rows
    expect(rows.map((row) => row[11])).toEqual(listed.map(({ orderNumber }) => orderNumber))
    expect(rows.map((row) => row[4])).toContain('=无锡公式有限公司')
    expect(rows.find((row) => row[11] === orders.line.number)).toEqual(
      expect.arrayContaining(['600', '2026-05-02 12:19:08', '已通过', '待开票', '普通发票', '先缴费后开票']),
    )
  })

  test('leaves a trace with its filter and count', async () => {
    await (await post({ of: 'own', filter: { way: 'transfer', search: '昆山' } }, admin.cookie)).arrayBuffer()
    const entry = await world.deps.db.auditEntry.findFirstOrThrow({
      where: { action: 'reconciliation.exported', actorId: admin.id },
    })
    expect(entry).toMatchObject({
      organisationId: parent.id,
      after: { filter: { way: 'transfer', search: '昆山' }, count: 1 },
    })
  })

  test('the centre’s is for staff, and another’s unit is not found', async () => {
    const codeOf = async (response: Response) => ((await response.json()) as { app: { code: string } }).app.code
    expect(await codeOf(await post({ of: 'centre', filter: {} }, admin.cookie))).toBe('notAllowed')
    expect(await codeOf(await post({ of: 'own', filter: { organisationId: other.id } }, admin.cookie))).toBe('notFound')
    expect(await codeOf(await post({ of: 'own', filter: {} }, staff.cookie))).toBe('notAllowed')
  })
})
