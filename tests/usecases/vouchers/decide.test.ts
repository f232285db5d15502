import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { checkVoucher } from '../../../server/features/vouchers/check-voucher.ts'
import { settleDecision } from '../../../server/features/vouchers/settle-decision.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { noClaims, submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let reviewer: { id: string; name: string; cookie: string }
let second: { id: string; name: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  reviewer = await makeStaff(world, 'reviewer')
  second = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const approve = (voucher: { id: string; version: number }, amountFen: number, cookie = reviewer.cookie, id = newId()) =>
  world.mutate(
    'vouchers.decide',
    { id, voucherId: voucher.id, version: voucher.version, verdict: 'approve', amountFen },
    cookie,
  )
const reject = (voucher: { id: string; version: number }, cookie = reviewer.cookie) =>
  world.mutate(
    'vouchers.decide',
    {
      id: newId(),
      voucherId: voucher.id,
      version: voucher.version,
      verdict: 'reject',
      reasonCode: 'unclear',
      reasonNote: '',
    },
    cookie,
  )
const settle = async (decisionId: string) => {
  world.clock.advance(11_000)
  await settleDecision(world.deps, { decisionId })
}
const voucherRow = (id: string) => world.deps.db.voucher.findUniqueOrThrow({ where: { id } })
const orderOf = async (id: string) => (await world.query('orders.get', { id }, admin.cookie)).data

describe('approval', () => {
  test('confirms the payment, posts the ledger, settles the order, opens the invoice request and tells, all at once', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 320_000 })
    const voucher = await submitted(world, admin.cookie, order)
    const decided = await approve(voucher, 320_000)
    expect(decided.code).toBeNull()
    expect((await voucherRow(voucher.id)).state).toBe('submitted')
    await settle(decided.data.decisionId)

    expect((await voucherRow(voucher.id)).state).toBe('approved')
    expect(await orderOf(order.id)).toMatchObject({ state: 'paid', paidFen: 320_000, outstandingFen: 0 })
    const payment = await world.deps.db.payment.findUniqueOrThrow({ where: { voucherId: voucher.id } })
    expect(payment).toMatchObject({ state: 'confirmed', method: 'transfer', amountFen: 320_000n })
    const transfers = await world.deps.db.ledgerTransfer.findMany({ where: { causeId: payment.id } })
    expect(transfers).toMatchObject([{ kind: 'paymentReceived', amountFen: 320_000n }])
    expect(await world.deps.db.invoiceRequest.findUniqueOrThrow({ where: { voucherId: voucher.id } })).toMatchObject({
      amountFen: 320_000n,
      state: 'requested',
    })
    const notices = await world.deps.db.notice.findMany({
      where: { kind: 'voucherApproved', channel: 'app', accountId: admin.id },
    })
    expect(notices.length).toBeGreaterThan(0)
    const audit = await world.deps.db.auditEntry.findMany({
      where: { subjectId: voucher.id, action: 'voucher.approved' },
    })
    expect(audit).toMatchObject([{ actorName: reviewer.name, organisationId: organisation.id }])
  })

  test('carried out again and again, also at once, it is one payment', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order)
    const { data } = await approve(voucher, order.amountFen)
    world.clock.advance(11_000)
    await Promise.all(Array.from({ length: 5 }, () => settleDecision(world.deps, { decisionId: data.decisionId })))
    await settleDecision(world.deps, { decisionId: data.decisionId })
    expect(await world.deps.db.payment.count({ where: { orderId: order.id } })).toBe(1)
    expect(await orderOf(order.id)).toMatchObject({ paidFen: order.amountFen })
  })

  test('a part payment leaves the order open with the rest outstanding; the second part settles it', async () => {
    const order = await makeOrder(world, organisation, { amountFen: 680_000 })
    const first = await submitted(world, admin.cookie, order, { amountFen: 640_000, slip: 1 })
    await settle((await approve(first, 640_000)).data.decisionId)
    expect(await orderOf(order.id)).toMatchObject({ state: 'open', paidFen: 640_000, outstandingFen: 40_000 })
    const rest = await submitted(world, admin.cookie, order, { amountFen: 40_000, slip: 3 })
    await settle((await approve(rest, 40_000)).data.decisionId)
    expect(await orderOf(order.id)).toMatchObject({ state: 'paid', outstandingFen: 0 })
    const requests = await world.deps.db.invoiceRequest.findMany({
      where: { orderId: order.id },
      orderBy: { id: 'asc' },
    })
    expect(requests.map((request) => request.amountFen)).toEqual([640_000n, 40_000n])
  })

  test('money over the amount becomes credit of the organisation, and only what the order took is invoiced', async () => {
    const other = await makeOrganisation(world)
    const theirAdmin = await makeAdmin(world, other)
    const order = await makeOrder(world, other, { amountFen: 300_000 })
    const voucher = await submitted(world, theirAdmin.cookie, order, { amountFen: 350_000 })
    await settle((await approve(voucher, 350_000)).data.decisionId)
    const credit = await world.deps.db.ledgerAccount.findUniqueOrThrow({
      where: { kind_ownerId: { kind: 'organisationCredit', ownerId: other.id } },
      include: { credits: true },
    })
    expect(credit.credits.map((transfer) => transfer.amountFen)).toEqual([50_000n])
    expect(await world.deps.db.invoiceRequest.findUniqueOrThrow({ where: { voucherId: voucher.id } })).toMatchObject({
      amountFen: 300_000n,
    })
  })

  test('two vouchers for one order, both approved: the second is all credit', async () => {
    const other = await makeOrganisation(world)
    const theirAdmin = await makeAdmin(world, other)
    const order = await makeOrder(world, other)
    const [one, two] = [
      await submitted(world, theirAdmin.cookie, order, { slip: 5 }),
      await submitted(world, theirAdmin.cookie, order, { slip: 6 }),
    ]
    const decisions = [await approve(one, order.amountFen), await approve(two, order.amountFen, second.cookie)]
    world.clock.advance(11_000)
    await Promise.all(decisions.map((decision) => settleDecision(world.deps, { decisionId: decision.data.decisionId })))
    const transfers = await world.deps.db.ledgerTransfer.findMany({
      where: { creditAccount: { ownerId: { in: [order.id, other.id] } } },
    })
    expect(transfers.map((transfer) => transfer.kind).sort()).toEqual(['overpaymentToCredit', 'paymentReceived'])
    expect(await world.deps.db.order.findUniqueOrThrow({ where: { id: order.id } })).toMatchObject({ state: 'paid' })
  })

  test('another claim on the same order is compared anew with what is outstanding then', async () => {
    const order = await makeOrder(world, organisation)
    const [one, two] = [
      await submitted(world, admin.cookie, order, { slip: 8 }),
      await submitted(world, admin.cookie, order, { slip: 9 }),
    ]
    const jobs = async () => {
      const rows = await world.deps.db.$queryRaw<
        { jobs: bigint }[]
      >`SELECT count(*) AS jobs FROM pgboss.job WHERE name = 'order.check-amount' AND data->>'voucherId' = ${two.id}`
      return Number(rows[0]?.jobs)
    }
    const before = await jobs()
    await settle((await approve(one, order.amountFen)).data.decisionId)
    expect(await jobs()).toBe(before + 1)
    await checkVoucher({ ...world.deps, comparePictures: async () => ({ same: false }) }, { voucherId: two.id })
    const check = await world.deps.db.voucherCheck.findFirst({ where: { voucherId: two.id, code: 'amount' } })
    expect(check).toMatchObject({ verdict: 'fail', finding: 'orderTakesNoMoney' })
  })

  test('先开票后付款 opens no second invoice request', async () => {
    const order = await makeOrder(world, organisation)
    const requestId = newId()
    await world.mutate('orders.changeMode', { id: order.id, mode: 'invoiceFirst', requestId }, admin.cookie)
    const voucher = await submitted(world, admin.cookie, order)
    await settle((await approve(voucher, order.amountFen)).data.decisionId)
    const requests = await world.deps.db.invoiceRequest.findMany({ where: { orderId: order.id } })
    expect(requests.map(({ id }) => id)).toEqual([requestId])
  })

  test('the payer is remembered and passes the next time', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order, { slip: 7 })
    await world.mutate(
      'vouchers.saveClaims',
      { id: voucher.id, claims: { ...noClaims, amountFen: order.amountFen, payerName: '某某个人账户户主' } },
      admin.cookie,
    )
    const { version } = await voucherRow(voucher.id)
    await settle((await approve({ id: voucher.id, version }, order.amountFen)).data.decisionId)
    const alias = await world.deps.db.organisationAlias.findFirst({
      where: { organisationId: organisation.id, payerName: '某某个人账户户主' },
    })
    expect(alias).toMatchObject({ confirmedById: reviewer.id, voucherId: voucher.id })
  })
})

describe('undo', () => {
  test('before ten seconds are over nobody outside saw anything, and nothing happens', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order)
    const { data } = await reject(voucher)
    const seen = await world.query('vouchers.get', { id: voucher.id }, admin.cookie)
    expect(seen.data.state).toBe('submitted')
    expect(JSON.stringify(seen.data)).not.toContain('voucherDecision')
    world.clock.advance(9_000)
    expect((await world.mutate('vouchers.undo', { decisionId: data.decisionId }, reviewer.cookie)).code).toBeNull()
    await settle(data.decisionId)
    expect((await voucherRow(voucher.id)).state).toBe('submitted')
    expect((await approve(voucher, order.amountFen)).code).toBeNull()
  })

  test('comes too late once the ten seconds are over, and is nobody else’s', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order)
    const { data } = await reject(voucher)
    expect((await world.mutate('vouchers.undo', { decisionId: data.decisionId }, second.cookie)).code).toBe('notFound')
    world.clock.advance(10_000)
    expect((await world.mutate('vouchers.undo', { decisionId: data.decisionId }, reviewer.cookie)).code).toBe(
      'decisionAlreadyEffective',
    )
  })
})

describe('two reviewers', () => {
  test('the second is told who decided', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order)
    const first = await approve(voucher, order.amountFen)
    const late = await reject(voucher, second.cookie)
    expect(late).toMatchObject({
      status: 409,
      code: 'voucherAlreadyDecided',
      details: { by: reviewer.name, verdict: 'approve' },
    })
    await settle(first.data.decisionId)
    expect((await reject(voucher, second.cookie)).code).toBe('voucherAlreadyDecided')
  })

  test('at the same moment, one wins and one is told', async () => {
    for (let round = 0; round < 8; round++) {
      const order = await makeOrder(world, organisation)
      const voucher = await submitted(world, admin.cookie, order)
      const answers = await Promise.all([approve(voucher, order.amountFen), reject(voucher, second.cookie)])
      expect(answers.map((answer) => answer.code).sort()).toEqual([null, 'voucherAlreadyDecided'].sort())
      expect(await world.deps.db.voucherDecision.count({ where: { voucherId: voucher.id, state: 'waiting' } })).toBe(1)
    }
  })

  test('positive control: without the lock and the index both verdicts would stand', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order)
    const row = (name: string) => ({
      id: newId(),
      voucherId: voucher.id,
      voucherVersion: voucher.version,
      verdict: 'approve' as const,
      amountFen: 1n,
      decidedById: newId(),
      decidedByName: name,
      effectiveAt: new Date(),
    })
    await world.deps.db.$executeRaw`DROP INDEX voucher_decisions_one_waiting`
    try {
      // What decideVoucher does, less its lock: both read that nobody has decided, then both write.
      const free = await Promise.all(
        [0, 1].map(() => world.deps.db.voucherDecision.count({ where: { voucherId: voucher.id } })),
      )
      expect(free).toEqual([0, 0])
      await Promise.all(['甲', '乙'].map((name) => world.deps.db.voucherDecision.create({ data: row(name) })))
      expect(await world.deps.db.voucherDecision.count({ where: { voucherId: voucher.id, state: 'waiting' } })).toBe(2)
    } finally {
      await world.deps.db.voucherDecision.deleteMany({ where: { voucherId: voucher.id } })
      await world.deps.db
        .$executeRaw`CREATE UNIQUE INDEX voucher_decisions_one_waiting ON voucher_decisions (voucher_id) WHERE state = 'waiting'`
    }
  })
})

describe('stale', () => {
  test('a rejected voucher is not approved by a tab that did not see it', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order)
    await settle((await reject(voucher)).data.decisionId)
    expect((await voucherRow(voucher.id)).state).toBe('rejected')
    const stale = await approve(voucher, order.amountFen, second.cookie)
    expect(stale).toMatchObject({ status: 409, code: 'voucherAlreadyDecided', details: { verdict: 'reject' } })
    expect(await orderOf(order.id)).toMatchObject({ state: 'open', paidFen: 0 })
  })

  test('a decision on what the organisation has changed meanwhile is refused, or fails and goes back to the queue', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order)
    const change = (amountFen: number) =>
      world.mutate('vouchers.saveClaims', { id: voucher.id, claims: { ...noClaims, amountFen } }, admin.cookie)
    await change(310_000)
    expect((await approve(voucher, 320_000)).code).toBe('voucherChanged')
    const { version } = await voucherRow(voucher.id)
    const decided = await approve({ id: voucher.id, version }, 310_000)
    await change(320_000)
    await settle(decided.data.decisionId)
    expect(
      await world.deps.db.voucherDecision.findUniqueOrThrow({ where: { id: decided.data.decisionId } }),
    ).toMatchObject({
      state: 'failed',
      errorCode: 'voucherChanged',
    })
    expect((await voucherRow(voucher.id)).state).toBe('submitted')
    expect(await orderOf(order.id)).toMatchObject({ paidFen: 0 })
  })

  test('the same decision sent twice is one', async () => {
    const order = await makeOrder(world, organisation)
    const voucher = await submitted(world, admin.cookie, order)
    const id = newId()
    const answers = [
      await approve(voucher, order.amountFen, reviewer.cookie, id),
      await approve(voucher, order.amountFen, reviewer.cookie, id),
    ]
    expect(answers[0]?.data).toEqual(answers[1]?.data)
  })
})

test('rejection tells the organisation why, and the corrected voucher can be handed in again', async () => {
  const order = await makeOrder(world, organisation)
  const voucher = await submitted(world, admin.cookie, order)
  await settle((await reject(voucher)).data.decisionId)
  const seen = await world.query('vouchers.get', { id: voucher.id }, admin.cookie)
  expect(seen.data).toMatchObject({ state: 'rejected', rejectedCode: 'unclear' })
  expect((await world.query('vouchers.findOpen', { orderId: order.id }, admin.cookie)).data).toEqual({ id: voucher.id })
  const again = await world.mutate(
    'vouchers.submit',
    { id: voucher.id, claims: { ...noClaims, amountFen: order.amountFen }, invoiceDetails: seen.data.invoiceDetails },
    admin.cookie,
  )
  expect(again.code).toBeNull()
  expect(await voucherRow(voucher.id)).toMatchObject({ state: 'submitted', rejectedCode: null })
})

test('amounts that are none are refused before anything is decided', async () => {
  const order = await makeOrder(world, organisation)
  const voucher = await submitted(world, admin.cookie, order)
  for (const amountFen of [0, -1, 3.5, 1e12, 1e14])
    expect(await approve(voucher, amountFen)).toMatchObject({ status: 400, code: 'inputInvalid' })
  expect(await world.deps.db.voucherDecision.count({ where: { voucherId: voucher.id } })).toBe(0)
})
