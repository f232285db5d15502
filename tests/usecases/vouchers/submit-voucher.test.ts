import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { detailsOf, noClaims, sampleSlip, upload } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

const submit = (id: string, claims: object = { amountFen: 320_000 }, details: object = detailsOf(organisation)) =>
  world.mutate('vouchers.submit', { id, claims: { ...noClaims, ...claims }, invoiceDetails: details }, admin.cookie)
const draft = async (options: Parameters<typeof makeOrder>[2] = {}) => {
  const order = await makeOrder(world, organisation, options)
  const sent = await upload(world, admin.cookie, { orderId: order.id, bytes: await sampleSlip(2) })
  return { order, id: sent.voucherId, fileId: sent.fileId }
}

test('sent twice, one after the other and at once, it is handed in once', async () => {
  const { id } = await draft()
  const answers = await Promise.all([submit(id), submit(id), submit(id)])
  answers.push(await submit(id))
  expect(answers.map((answer) => answer.code)).toEqual([null, null, null, null])
  expect(new Set(answers.map((answer) => answer.data.dueAt)).size).toBe(1)
  const entries = await world.deps.db.auditEntry.count({ where: { subjectId: id, action: 'voucher.submitted' } })
  expect(entries).toBe(1)
})

test('staff have the working hours of the settings, by the centre’s calendar', async () => {
  const { id } = await draft()
  // Friday 16:30; the centre works to 17:30 and from 9:00, eight hours for a voucher.
  world.clock.set('2026-11-20T16:30:00+08:00')
  const { data } = await submit(id)
  expect(data.dueAt).toBe(new Date('2026-11-23T16:00:00+08:00').toISOString())
})

test.each(['paid', 'expired', 'cancelled'] as const)(
  'an order that became %s meanwhile takes no claim',
  async (state) => {
    const { id, order } = await draft()
    await world.deps.db.order.update({ where: { id: order.id }, data: { state } })
    expect(await submit(id)).toMatchObject({ status: 409, code: 'orderNotPayable', details: { state } })
    expect((await world.deps.db.voucher.findUniqueOrThrow({ where: { id } })).state).toBe('draft')
  },
)

test('without a file it is refused; without an amount once nothing is left to read', async () => {
  const order = await makeOrder(world, organisation)
  const id = newId()
  expect((await world.mutate('vouchers.begin', { id, orderId: order.id }, admin.cookie)).code).toBeNull()
  expect((await submit(id)).code).toBe('voucherFileMissing')
  const other = await draft()
  await world.deps.db.voucherFile.update({
    where: { id: other.fileId },
    data: { state: 'unreadable', errorCode: 'fileTooSlow', pictureKey: 'vouchers/x/y.jpg' },
  })
  expect((await submit(other.id, { amountFen: null })).code).toBe('voucherAmountMissing')
})

test.each([0, -1, 3.001, 1e12, 'many'])('an amount of %s is refused', async (amountFen) => {
  const { id } = await draft()
  expect(await submit(id, { amountFen })).toMatchObject({ status: 400, code: 'inputInvalid' })
})

test('a special invoice needs address, telephone, bank and account', async () => {
  const { id } = await draft()
  expect(await submit(id, { amountFen: 100 }, { ...detailsOf(organisation), kind: 'special' })).toMatchObject({
    status: 400,
    code: 'inputInvalid',
  })
})

test('an invoice to somebody else is refused with both names, until staff allow just that', async () => {
  const { id } = await draft()
  const other = { ...detailsOf(organisation), title: '扬州瘦西湖酒店管理有限公司' }
  expect(await submit(id, { amountFen: 100 }, other)).toMatchObject({
    code: 'billingTitleMismatch',
    details: { title: other.title, registeredName: organisation.name },
  })
  expect(
    await submit(id, { amountFen: 100 }, { ...detailsOf(organisation), taxNumber: '91320500MA1X2Y3Z4A' }),
  ).toMatchObject({
    code: 'billingTaxNumberMismatch',
  })
  const allowed = { title: other.title, exceptionNote: '分公司没有独立账户', exceptionById: newId() }
  await world.deps.db.billingProfile.update({ where: { organisationId: organisation.id }, data: allowed })
  expect((await submit(id, { amountFen: 100 }, other)).code).toBeNull()
  await world.deps.db.billingProfile.update({
    where: { organisationId: organisation.id },
    data: { title: organisation.name, exceptionNote: null, exceptionById: null },
  })
})

test('taking the last file off and putting another on starts the checks anew', async () => {
  const { id, fileId } = await draft()
  const before = await world.deps.db.voucher.findUniqueOrThrow({ where: { id } })
  expect((await world.mutate('vouchers.removeFile', { voucherId: id, fileId }, admin.cookie)).code).toBeNull()
  expect((await world.mutate('vouchers.removeFile', { voucherId: id, fileId }, admin.cookie)).code).toBeNull()
  const again = await upload(world, admin.cookie, { voucherId: id, bytes: await sampleSlip(2) })
  expect(again.status).toBe(200)
  const after = await world.deps.db.voucher.findUniqueOrThrow({ where: { id } })
  expect(after.version).toBe(before.version + 2)
})
