import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let staff: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world, { name: '众联（宁波）水利工程质量检测有限公司', billing: false })
  admin = await makeAdmin(world, organisation)
  staff = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const fields = (change: Record<string, unknown> = {}) => ({
  organisationId: organisation.id,
  invoiceKind: 'normal',
  title: organisation.name,
  taxNumber: organisation.creditCode,
  registeredAddress: '',
  registeredTelephone: '',
  bank: '',
  bankAccount: '',
  email: 'caiwu@example.com',
  mobile: '139 0000 0010',
  ...change,
})
const save = (change = {}, cookie = admin.cookie) => world.mutate('organisations.saveBilling', fields(change), cookie)
const get = async (id = organisation.id, cookie = admin.cookie) =>
  (await world.query('organisations.getBilling', { organisationId: id }, cookie)).data

test('a new organisation has no profile, and is told what it lacks', async () => {
  expect(await get()).toMatchObject({
    organisationId: organisation.id,
    creditCode: organisation.creditCode,
    canEdit: true,
    profile: null,
    complete: false,
    missing: ['title', 'taxNumber', 'email', 'mobile'],
  })
})

test('the registered name and credit code are taken, in whatever width they are typed', async () => {
  const { data } = await save({
    title: '众联(宁波)水利工程质量检测有限公司',
    taxNumber: organisation.creditCode.toLowerCase(),
  })
  expect(data).toMatchObject({
    complete: true,
    missing: [],
    profile: { taxNumber: organisation.creditCode, mobile: '13900000010' },
  })
  expect(await world.deps.db.auditEntry.count({ where: { action: 'billing.saved', subjectId: organisation.id } })).toBe(
    1,
  )
})

test('another title or tax number is refused with both values, and nothing is changed', async () => {
  expect(await save({ title: '众联集团有限公司' })).toMatchObject({
    status: 400,
    code: 'billingTitleMismatch',
    details: { title: '众联集团有限公司', registeredName: organisation.name },
  })
  expect(await save({ taxNumber: '91330203MA1000259T' })).toMatchObject({
    code: 'billingTaxNumberMismatch',
    details: { taxNumber: '91330203MA1000259T', creditCode: organisation.creditCode },
  })
  expect((await get()).profile.taxNumber).toBe(organisation.creditCode)
})

test('a special invoice needs its four further fields', async () => {
  expect(await save({ invoiceKind: 'special', bank: '中国银行' })).toMatchObject({
    code: 'billingProfileIncomplete',
    details: { missing: 'registeredAddress,registeredTelephone,bankAccount' },
  })
  const whole = {
    registeredAddress: '宁波市海曙区',
    registeredTelephone: '0574-80000000',
    bank: '中国银行',
    bankAccount: '6222 0000 1111',
  }
  expect((await save({ invoiceKind: 'special', ...whole })).data.profile).toMatchObject({
    invoiceKind: 'special',
    bankAccount: '622200001111',
  })
})

test.each([
  ['email', 'nobody'],
  ['email', 'a@b.cn\nBcc: c@d.cn'],
  ['mobile', '12345'],
  ['taxNumber', '短'],
  ['title', ''],
  ['bankAccount', '62xx'],
])('%s cannot be %j', async (field, value) => {
  expect(await save({ [field]: value })).toMatchObject({ code: 'inputInvalid', details: { field } })
})

test('staff allow a difference with a note; the organisation may then change the rest, and nothing more', async () => {
  const parent = { title: '众联集团有限公司', taxNumber: '91330203MA1000259T' }
  const allow = (note: string, cookie: string) =>
    world.mutate('organisations.allowBillingException', { ...fields(parent), note }, cookie)
  expect((await allow('由集团统一开票，见来函', admin.cookie)).code).toBe('notAllowed')
  expect((await allow(' ', staff.cookie)).details).toMatchObject({ field: 'note' })
  expect((await allow('由集团统一开票，见来函', staff.cookie)).data).toMatchObject({
    exceptionNote: '由集团统一开票，见来函',
    complete: true,
    profile: parent,
  })
  expect((await save({ ...parent, email: 'neu@example.com' })).data).toMatchObject({
    exceptionNote: '由集团统一开票，见来函',
    profile: { email: 'neu@example.com' },
  })
  expect((await save({ ...parent, title: '第三家公司' })).code).toBe('billingTitleMismatch')
  // Back at the registration the excuse is gone, and would have to be given again.
  expect((await save()).data.exceptionNote).toBeNull()
  expect((await save(parent)).code).toBe('billingTitleMismatch')
})

test("a department has its organisation's profile: its admin reads it and cannot change it", async () => {
  await save()
  const department = await makeOrganisation(world, { parent: organisation, billing: false })
  await world.deps.db.organisation.update({
    where: { id: department.id },
    data: { kind: 'department', creditCode: null },
  })
  const head = await makeAdmin(world, department)
  expect(await get(department.id, head.cookie)).toMatchObject({
    organisationId: organisation.id,
    complete: true,
    canEdit: false,
  })
  expect((await save({}, head.cookie)).code).toBe('notFound')
  expect((await save({ organisationId: department.id }, head.cookie)).code).toBe('notAllowed')
  expect(await get(department.id)).toMatchObject({ organisationId: organisation.id, canEdit: true })
})

test("nobody reads or writes another organisation's profile", async () => {
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  const input = { organisationId: organisation.id }
  expect((await world.query('organisations.getBilling', input, stranger.cookie)).code).toBe('notFound')
  expect((await save({}, stranger.cookie)).code).toBe('notFound')
  expect((await world.query('organisations.getBilling', input, staff.cookie)).data.canEdit).toBe(false)
  expect((await save({}, staff.cookie)).code).toBe('notAllowed')
  expect((await world.query('organisations.getBilling', input)).code).toBe('notSignedIn')
})
