import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { invoiceDetailsSchema } from '../../../server/features/invoices/invoices.schema.ts'
import { openInvoiceRequest } from '../../../server/features/invoices/open-invoice-request.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeOrder } from '../../support/orders.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { issueInput, type MadeRequest, makeRequest } from './arrange.ts'

let world: World
let clerk: { id: string; name: string; cookie: string }
beforeAll(async () => {
  world = await openWorld()
  clerk = await makeStaff(world, 'finance')
})
afterAll(() => world.close())

const ask = (name: string, input: unknown, cookie = clerk.cookie) => world.query(`invoices.${name}`, input, cookie)
const act = (name: string, input: unknown, cookie = clerk.cookie) => world.mutate(`invoices.${name}`, input, cookie)
const idsOf = (answer: { data: { rows: { id: string }[] } }) => answer.data.rows.map((row) => row.id)

test('a voucher opens one request, however often and however concurrently its approval says so', async () => {
  const organisation = await makeOrganisation(world)
  const request = await makeRequest(world, organisation)
  const again = (id: string) =>
    inTransaction(world.deps, (tx) =>
      openInvoiceRequest(world.deps, tx, systemActor('test'), {
        id,
        orderId: request.orderId,
        organisationId: organisation.id,
        voucherId: request.voucherId,
        amountFen: fen(request.amountFen),
        details: request.details,
      }),
    )
  await Promise.all([again(request.id), again(newId()), again(newId())])
  expect(await world.deps.db.invoiceRequest.count({ where: { voucherId: request.voucherId } })).toBe(1)
  expect(
    await world.deps.db.auditEntry.count({
      where: { action: 'invoiceRequest.opened', organisationId: organisation.id },
    }),
  ).toBe(1)
  // An id that is another request's is no repeat.
  const other = await makeRequest(world, organisation)
  await expect(
    inTransaction(world.deps, (tx) =>
      openInvoiceRequest(world.deps, tx, systemActor('test'), {
        id: other.id,
        orderId: request.orderId,
        organisationId: organisation.id,
        voucherId: null,
        amountFen: fen(1),
        details: request.details,
      }),
    ),
  ).rejects.toMatchObject({ code: 'idempotencyKeyReused' })
})

test('finance sees what waits, the oldest first, page by page', async () => {
  const organisation = await makeOrganisation(world)
  const made: MadeRequest[] = []
  for (let i = 0; i < 3; i++) made.push(await makeRequest(world, organisation))
  const search = organisation.name
  const first = await ask('listRequests', { states: ['requested', 'approved'], search, limit: 2 })
  expect(idsOf(first)).toEqual(made.slice(0, 2).map((request) => request.id))
  const second = await ask('listRequests', {
    states: ['requested', 'approved'],
    search,
    limit: 2,
    cursor: first.data.nextCursor,
  })
  expect(idsOf(second)).toEqual([made[2]?.id])
  expect(second.data.nextCursor).toBeNull()
  expect(idsOf(await ask('listRequests', { search, newestFirst: true, limit: 1 }))).toEqual([made[2]?.id])
  await act('approveRequest', { requestId: made[0]?.id })
  expect(idsOf(await ask('listRequests', { states: ['approved'], search }))).toEqual([made[0]?.id])
  expect(first.data.rows[0]).toMatchObject({
    orderNumber: made[0]?.orderNumber,
    organisationName: organisation.name,
    orderMode: 'payFirst',
    amountFen: 320_000,
    fileCount: 0,
    invoiceNumber: null,
  })
})

test('a request is found by order number, amount, tax number, invoice number and part of a name', async () => {
  const organisation = await makeOrganisation(world)
  const amountFen = 100_000 + Math.floor(Math.random() * 9_000_000)
  const request = await makeRequest(world, organisation, {
    amountFen,
    details: { title: '苏州工业园区_100%_测试抬头' },
  })
  const input = issueInput(world, request)
  await act('issueInvoice', input)
  const ways = [
    request.orderNumber.toLowerCase(),
    `${request.orderNumber.slice(0, 4)} ${request.orderNumber.slice(4)}`,
    (amountFen / 100).toFixed(2),
    organisation.creditCode.slice(0, 12),
    input.number,
    '_100%_测试',
    organisation.name.slice(2),
  ]
  for (const search of ways) expect(idsOf(await ask('listRequests', { search })), search).toContain(request.id)
  expect(idsOf(await ask('listRequests', { search: '_100%%测试' }))).not.toContain(request.id)
  expect(idsOf(await ask('listRequests', { search: "' OR 1=1 --" }))).toEqual([])
})

test('the checks hold title, tax number and amount against what is registered and paid, and name the exception that staff allowed', async () => {
  const organisation = await makeOrganisation(world)
  const good = await ask('getRequest', { requestId: (await makeRequest(world, organisation)).id })
  expect(good.data.checks.map((check: { code: string; verdict: string }) => [check.code, check.verdict])).toEqual([
    ['titleIsRegisteredName', 'pass'],
    ['taxNumberIsCreditCode', 'pass'],
    ['amountIsPaid', 'pass'],
  ])
  expect(good.data).toMatchObject({
    order: { paidFen: 320_000 },
    payment: { amountFen: 320_000 },
    details: { title: organisation.name },
  })

  const special = {
    kind: 'special',
    title: '苏州别家有限公司',
    taxNumber: '91320500MA1OTHER0X',
    registeredAddress: '苏州市',
    registeredTelephone: '0512-1',
    bank: '工行',
    bankAccount: '123456789',
  } as const
  const odd = await makeRequest(world, organisation, { details: special })
  const warned = await ask('getRequest', { requestId: odd.id })
  expect(warned.data.checks).toMatchObject([
    { code: 'titleIsRegisteredName', verdict: 'warn', found: special.title, expected: organisation.name, note: null },
    { code: 'taxNumberIsCreditCode', verdict: 'warn', found: special.taxNumber, expected: organisation.creditCode },
    { code: 'amountIsPaid', verdict: 'pass' },
    { code: 'specialDetailsComplete', verdict: 'pass' },
  ])
  await world.deps.db.billingProfile.update({
    where: { organisationId: organisation.id },
    data: { exceptionNote: '由母公司开票' },
  })
  const allowed = await ask('getRequest', { requestId: odd.id })
  expect(allowed.data.checks[0]).toMatchObject({ verdict: 'pass', note: '由母公司开票' })
})

test('two requests that ask for more than was paid for their order are warned about', async () => {
  const organisation = await makeOrganisation(world)
  const request = await makeRequest(world, organisation)
  const second = newId()
  await inTransaction(world.deps, (tx) =>
    openInvoiceRequest(world.deps, tx, systemActor('test'), {
      id: second,
      orderId: request.orderId,
      organisationId: organisation.id,
      voucherId: null,
      amountFen: fen(100),
      details: request.details,
    }),
  )
  const view = await ask('getRequest', { requestId: second })
  expect(view.data.checks[2]).toEqual({
    code: 'amountIsPaid',
    verdict: 'warn',
    found: '320100',
    expected: '320000',
    note: null,
  })
})

test('of 先开票后付款 the amount is held against what is owed; approving it says who, when, and tells the organisation', async () => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const order = await makeOrder(world, organisation, { amountFen: 48_000, mode: 'invoiceFirst' })
  const open = async (amountFen: number) => {
    const id = newId()
    const details = invoiceDetailsSchema.parse({
      kind: 'normal',
      title: organisation.name,
      taxNumber: organisation.creditCode,
      email: 'caiwu@example.com',
    })
    await inTransaction(world.deps, (tx) =>
      openInvoiceRequest(world.deps, tx, systemActor('test'), {
        id,
        orderId: order.id,
        organisationId: organisation.id,
        voucherId: null,
        amountFen: fen(amountFen),
        details,
      }),
    )
    return id
  }
  const requestId = await open(48_000)
  const view = await ask('getRequest', { requestId })
  expect(view.data.checks[2]).toMatchObject({ code: 'amountIsPaid', verdict: 'pass', expected: '48000' })
  await act('approveRequest', { requestId })
  const row = await world.deps.db.invoiceRequest.findUniqueOrThrow({ where: { id: requestId } })
  expect(row).toMatchObject({ state: 'approved', approvedById: clerk.id, approvedAt: world.clock.now() })
  const told = await world.deps.db.notice.findMany({ where: { kind: 'invoiceApproved', accountId: admin.id } })
  expect(told).toHaveLength(1)
  const more = await ask('getRequest', { requestId: await open(100) })
  expect(more.data.checks[2]).toMatchObject({ verdict: 'warn', found: '48100', expected: '48000' })
})

test('a rejected request tells the organisation why; corrected, it is asked for again with the new details', async () => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const request = await makeRequest(world, organisation)
  expect((await act('rejectRequest', { requestId: request.id, reason: '税号少一位，请核对' })).data).toEqual({
    state: 'rejected',
  })
  expect((await act('issueInvoice', issueInput(world, request))).code).toBe('conflict')

  const mine = await ask('getMine', { requestId: request.id }, admin.cookie)
  expect(mine.data).toMatchObject({ state: 'rejected', rejectedReason: '税号少一位，请核对' })
  const notices = await world.query('notices.list', {}, admin.cookie)
  expect(notices.data.rows[0].sentence).toContain('税号少一位，请核对')
  expect(await world.deps.db.notice.count({ where: { subjectId: request.id, channel: 'email' } })).toBe(1)

  const details = { ...request.details, title: '苏州更正后有限公司' }
  const corrected = await act('correctMine', { requestId: request.id, details }, admin.cookie)
  expect(corrected.data).toEqual({ state: 'requested' })
  const view = await ask('getRequest', { requestId: request.id })
  expect(view.data).toMatchObject({
    state: 'requested',
    rejectedReason: null,
    details: { title: '苏州更正后有限公司' },
  })
  // Once is enough: it is no longer rejected.
  expect((await act('correctMine', { requestId: request.id, details }, admin.cookie)).code).toBe('conflict')
})

test('one decision at a time: approving and rejecting at once leaves one of them', async () => {
  const request = await makeRequest(world, await makeOrganisation(world))
  const answers = await Promise.all([
    act('approveRequest', { requestId: request.id }),
    act('rejectRequest', { requestId: request.id, reason: '重复申请' }),
  ])
  const view = await ask('getRequest', { requestId: request.id })
  const done = answers.filter((answer) => answer.status === 200).map((answer) => answer.data.state)
  // Rejecting after approving is allowed by the table; what is not allowed is that both think they were first.
  expect(done).toContain(view.data.state)
  const audits = await world.deps.db.auditEntry.findMany({
    where: { subjectId: request.id, action: { not: 'invoiceRequest.opened' } },
  })
  expect(audits).toHaveLength(done.length)
  expect((await act('approveRequest', { requestId: request.id })).code ?? view.data.state).toBe(
    view.data.state === 'rejected' ? 'conflict' : 'approved',
  )
})

test('an issued request can be neither rejected nor approved', async () => {
  const request = await makeRequest(world, await makeOrganisation(world))
  await act('issueInvoice', issueInput(world, request))
  expect((await act('rejectRequest', { requestId: request.id, reason: '晚了' })).code).toBe('conflict')
  expect((await act('approveRequest', { requestId: request.id })).code).toBe('conflict')
})

test('organisation admins see their own subtree and nothing else', async () => {
  const parent = await makeOrganisation(world)
  const child = await makeOrganisation(world, { parent })
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  const [parentAdmin, childAdmin] = [await makeAdmin(world, parent), await makeAdmin(world, child)]
  const [ofParent, ofChild] = [await makeRequest(world, parent), await makeRequest(world, child)]

  expect(idsOf(await ask('listMine', {}, parentAdmin.cookie))).toEqual([ofChild.id, ofParent.id])
  expect(idsOf(await ask('listMine', {}, childAdmin.cookie))).toEqual([ofChild.id])
  expect(idsOf(await ask('listMine', { orderId: ofParent.orderId }, parentAdmin.cookie))).toEqual([ofParent.id])
  expect(idsOf(await ask('listMine', { orderId: ofParent.orderId }, childAdmin.cookie))).toEqual([])
  expect(idsOf(await ask('listMine', {}, stranger.cookie))).toEqual([])

  expect((await ask('getMine', { requestId: ofParent.id }, childAdmin.cookie)).code).toBe('notFound')
  expect((await ask('getMine', { requestId: ofChild.id }, parentAdmin.cookie)).status).toBe(200)
  await act('rejectRequest', { requestId: ofChild.id, reason: '请改' })
  const correct = { requestId: ofChild.id, details: ofChild.details }
  expect((await act('correctMine', correct, stranger.cookie)).code).toBe('notFound')
})

test('the desk’s procedures are for finance; reviewers and organisations are refused', async () => {
  const organisation = await makeOrganisation(world)
  const request = await makeRequest(world, organisation)
  const [admin, reviewer] = [await makeAdmin(world, organisation), await makeStaff(world, 'reviewer')]
  const reading: [string, unknown][] = [
    ['listRequests', {}],
    ['getRequest', { requestId: request.id }],
    ['readFile', { fileId: newId() }],
  ]
  const acting: [string, unknown][] = [
    ['approveRequest', { requestId: request.id }],
    ['rejectRequest', { requestId: request.id, reason: '不行' }],
    ['removeFile', { fileId: newId() }],
  ]
  for (const { cookie } of [admin, reviewer]) {
    for (const [name, input] of reading) expect((await ask(name, input, cookie)).code, name).toBe('notAllowed')
    for (const [name, input] of acting) expect((await act(name, input, cookie)).code, name).toBe('notAllowed')
  }
  expect((await world.query('invoices.listRequests', {})).code).toBe('notSignedIn')
  expect((await ask('listMine', {}, reviewer.cookie)).code).toBe('notAllowed')
})

test('billing details: what is typed is brought to one form, and what an invoice cannot carry is refused', () => {
  const base = {
    kind: 'normal',
    title: ' 苏州检测有限公司 ',
    taxNumber: '９１３２０５００ ma1x-test00',
    email: ' a@b.cn ',
    mobile: '+86 138 0000 0000',
  }
  expect(invoiceDetailsSchema.parse(base)).toMatchObject({
    title: '苏州检测有限公司',
    taxNumber: '91320500MA1XTEST00',
    email: 'a@b.cn',
    mobile: '13800000000',
    bankAccount: '',
  })
  const wrong: Record<string, unknown>[] = [
    { title: '' },
    { title: '甲'.repeat(101) },
    { title: '苏州\r\nBcc: x@y.z' },
    { taxNumber: '9132' },
    { taxNumber: '91320500MA1XTEST00123' },
    { email: 'a@b.cn,c@d.cn' },
    { email: 'a@b.cn\nBcc: c@d.cn' },
    { email: '' },
    { mobile: '12345' },
    { kind: 'special' },
    { remark: '备'.repeat(201) },
  ]
  for (const part of wrong)
    expect(invoiceDetailsSchema.safeParse({ ...base, ...part }).success, JSON.stringify(part)).toBe(false)
  const special = {
    kind: 'special',
    registeredAddress: '苏州',
    registeredTelephone: '0512-6500 转 8',
    bank: '工行',
    bankAccount: '4301 0209-1910',
  }
  expect(invoiceDetailsSchema.parse({ ...base, ...special }).bankAccount).toBe('430102091910')
  for (const field of ['registeredAddress', 'registeredTelephone', 'bank', 'bankAccount']) {
    const parsed = invoiceDetailsSchema.safeParse({ ...base, ...special, [field]: '' })
    expect(parsed.error?.issues[0]?.path).toEqual([field])
  }
})
