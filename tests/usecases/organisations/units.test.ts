import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makeOrder, makePlan } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let group: MadeOrganisation
let admin: { id: string; cookie: string }
let staff: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  group = await makeOrganisation(world, { name: '鸿业集团有限公司' })
  admin = await makeAdmin(world, group)
  staff = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const create = (input: Record<string, unknown>, cookie = admin.cookie) =>
  world.mutate('organisations.createUnit', { id: newId(), parentId: group.id, kind: 'department', ...input }, cookie)
const department = async (name: string, parentId = group.id) =>
  (await create({ name, parentId })).data as { id: string }
const get = async (id: string, cookie = admin.cookie) => (await world.query('organisations.get', { id }, cookie)).data
const rename = (id: string, expectedName: string, name: string, more = {}, cookie = admin.cookie) =>
  world.mutate('organisations.rename', { id, expectedName, name, ...more }, cookie)
const enable = (id: string, enabled: boolean, more = {}, cookie = admin.cookie) =>
  world.mutate('organisations.setEnabled', { id, enabled, ...more }, cookie)
const lastAudit = (subjectId: string) =>
  world.deps.db.auditEntry.findFirst({ where: { subjectId }, orderBy: { id: 'desc' } })

test('an admin makes departments and subsidiaries below their organisation, and the trail says who', async () => {
  const made = (await create({ name: '  检测一部 ', contact: { contactName: '王芳', mobile: '138 0000 0001' } })).data
  expect(made).toMatchObject({
    kind: 'department',
    name: '检测一部',
    parentId: group.id,
    contactName: '王芳',
    mobile: '13800000001',
    registered: false,
    open: true,
    reach: { units: 0, people: 0, admins: 0 },
  })
  const below = (await create({ name: '鸿业武汉分公司', kind: 'organisation', parentId: made.id })).data
  expect(below.ancestors).toEqual([
    { id: group.id, name: group.name },
    { id: made.id, name: '检测一部' },
  ])
  expect(await lastAudit(below.id)).toMatchObject({
    action: 'organisation.created',
    actorId: admin.id,
    organisationId: below.id,
    after: { name: '鸿业武汉分公司', kind: 'organisation', parentName: '检测一部' },
  })
})

test('the same id again gives the same unit, another content is refused', async () => {
  const id = newId()
  const first = await create({ id, name: '资料室' })
  expect((await create({ id, name: '资料室' })).data).toEqual(first.data)
  expect((await create({ id, name: '档案室' })).code).toBe('idempotencyKeyReused')
  const twice = newId()
  const answers = await Promise.all([1, 2, 3].map(() => create({ id: twice, name: '同时建的部' })))
  expect(answers.map(({ code }) => code)).toEqual([null, null, null])
})

test("somebody else's id is not found rather than answered", async () => {
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  const { id } = await department('别人看不到的部')
  expect((await create({ id, name: '别人看不到的部' }, stranger.cookie)).code).toBe('notFound')
})

test('a name stands for one department below each parent, however it is typed', async () => {
  await department('质量安全部')
  expect(await create({ name: ' 质量 安全部' })).toMatchObject({
    code: 'unitNameTaken',
    details: { parentName: group.name },
  })
  const other = await department('另一个部')
  expect((await create({ name: '质量安全部', parentId: other.id })).code).toBeNull()
  const atOnce = await Promise.all([1, 2].map(() => create({ name: '只能有一个' })))
  expect(atOnce.map(({ code }) => code).sort()).toEqual([null, 'unitNameTaken'].sort())
  expect(await create({ name: '（）' })).toMatchObject({ code: 'inputInvalid', details: { field: 'name' } })
})

test('a credit code is checked by staff: an admin cannot hold one against its owner', async () => {
  const code = '91320500MA1X2Y3A4A'
  const subsidiary = { kind: 'organisation', name: '鸿业咨询有限公司', creditCode: code }
  expect((await create(subsidiary)).code).toBe('codeNeedsStaff')
  expect((await create({ ...subsidiary, creditCode: '9132' }, staff.cookie)).code).toBe('creditCodeInvalid')
  const made = await create({ ...subsidiary, creditCode: code.toLowerCase() }, staff.cookie)
  expect(made.data).toMatchObject({ creditCode: code, registered: true })
  expect(await create({ ...subsidiary, name: '第二家' }, staff.cookie)).toMatchObject({
    code: 'organisationCodeTaken',
    details: { code, name: '鸿业咨询有限公司' },
  })
})

test('finance reads the tree and changes nothing in it', async () => {
  const finance = await makeStaff(world, 'finance')
  const { id } = await department('财务看看')
  expect((await get(id, finance.cookie)).may).toEqual({
    addUnits: false,
    rename: false,
    move: false,
    setEnabled: false,
    remove: false,
    editContact: false,
    manageAdmins: false,
  })
  expect((await create({ name: '财务建的' }, finance.cookie)).code).toBe('notAllowed')
  expect((await world.query('organisations.treeOf', { id }, finance.cookie)).code).toBeNull()
})

test('an admin renames departments; of two who rename at once the second is told', async () => {
  const { id } = await department('检测二部')
  expect((await rename(id, '检测二部', '检测中心')).data.name).toBe('检测中心')
  expect(await rename(id, '检测二部', '检测三部')).toMatchObject({ code: 'conflict', details: { name: '检测中心' } })
  // The answer that got lost is asked for again.
  expect((await rename(id, '检测二部', '检测中心')).code).toBeNull()
  expect((await rename(id, '检测中心', '质量安全部')).code).toBe('unitNameTaken')
  const sibling = await department('检测四部')
  const both = await Promise.all([
    rename(sibling.id, '检测四部', '检测五部'),
    rename(sibling.id, '检测四部', '检测六部'),
  ])
  expect(both.map(({ code }) => code).sort()).toEqual(['conflict', null].sort())
})

test('an admin does not touch the organisation they act for, nor a registered name', async () => {
  const registered = await makeOrganisation(world, { name: '鸿业监理有限公司', parent: group })
  expect((await rename(group.id, group.name, '鸿业')).code).toBe('unitIsOwn')
  expect((await enable(group.id, false)).code).toBe('unitIsOwn')
  expect((await rename(registered.id, registered.name, '鸿业监理')).code).toBe('registeredNameFixed')
  const below = await makeAdmin(world, registered)
  expect((await rename(group.id, group.name, '鸿业', {}, below.cookie)).code).toBe('notFound')
  expect((await enable(group.id, false, {}, below.cookie)).code).toBe('notFound')
})

test('staff rename a registered organisation with a reason; then its billing profile is looked at before the next order', async () => {
  const company = await makeOrganisation(world, { name: '苏州旧名检测有限公司' })
  const owner = await makeAdmin(world, company)
  const order = async () =>
    world.mutate(
      'orders.createStudyCardOrder',
      { id: newId(), planId: await makePlan(world), organisationId: company.id, amountFen: 100, mode: 'payFirst' },
      owner.cookie,
    )
  await makeOrder(world, company)
  expect((await order()).code).toBeNull()
  const name = '苏州新名检测有限公司'
  expect(await rename(company.id, company.name, name, {}, staff.cookie)).toMatchObject({
    code: 'inputInvalid',
    details: { field: 'reason' },
  })
  const renamed = await rename(company.id, company.name, name, { reason: '执照 2026-11-20 变更' }, staff.cookie)
  expect(renamed.data).toMatchObject({ name, billing: { complete: false, missing: ['title'] } })
  expect(await lastAudit(company.id)).toMatchObject({
    action: 'organisation.renamed',
    before: { name: company.name },
    after: { name, reason: '执照 2026-11-20 变更' },
  })
  expect(await order()).toMatchObject({ code: 'billingTitleMismatch', details: { registeredName: name } })
  const billing = (await world.query('organisations.getBilling', { organisationId: company.id }, owner.cookie)).data
  expect(billing).toMatchObject({ complete: false, outdated: ['title'] })
  const tasks = (await world.query('organisations.home', undefined, owner.cookie)).data.tasks
  expect(tasks.map(({ kind }: { kind: string }) => kind)).toContain('billingIncomplete')
  await world.mutate(
    'organisations.saveBilling',
    { ...billing.profile, title: name, organisationId: company.id },
    owner.cookie,
  )
  expect((await order()).code).toBeNull()
  const after = (await world.query('organisations.home', undefined, owner.cookie)).data.tasks
  expect(after.map(({ kind }: { kind: string }) => kind)).not.toContain('billingIncomplete')
  // It may still pay under the old name.
  expect(await world.deps.db.organisationAlias.findFirst({ where: { organisationId: company.id } })).toMatchObject({
    payerName: company.name,
  })
})

test('what is not registered has its invoices written out to the registered one above', async () => {
  const branch = (await create({ name: '没有代码的分公司', kind: 'organisation' })).data
  const head = await makeAdmin(world, { ...group, id: branch.id })
  const billing = (await world.query('organisations.getBilling', { organisationId: branch.id }, head.cookie)).data
  expect(billing).toMatchObject({ organisationId: group.id, canEdit: false, complete: true })
  const tasks = (await world.query('organisations.home', undefined, head.cookie)).data.tasks
  expect(tasks).toEqual([])
})

test('disabling takes everything below along at once, sessions of its admins too, and enabling gives it back', async () => {
  const upper = await department('要停用的部')
  const lower = (await create({ name: '它下面的室', parentId: upper.id })).data
  const room = { id: lower.id, path: `${group.path}${upper.id}/${lower.id}/` }
  await makeLearner(world, room)
  const head = await makeAdmin(world, { ...group, id: lower.id })
  const seesTree = async () => (await world.query('organisations.tree', undefined, head.cookie)).code
  expect(await seesTree()).toBeNull()
  const disabled = await enable(upper.id, false)
  expect(disabled.data).toMatchObject({ enabled: false, open: false, reach: { units: 1, people: 1, admins: 1 } })
  expect(await lastAudit(upper.id)).toMatchObject({
    action: 'organisation.disabled',
    after: { enabled: false, units: 1, people: 1, admins: 1 },
  })
  expect(await seesTree()).toBe('notAllowed')
  expect((await world.query('accounts.me', undefined, head.cookie)).data).toMatchObject({
    organisation: null,
    organisations: [],
  })
  expect(await get(lower.id)).toMatchObject({ enabled: true, open: false })
  const nodes = (await world.query('organisations.tree', undefined, admin.cookie)).data
  expect(nodes.find(({ id }: { id: string }) => id === lower.id)).toMatchObject({ enabled: true, open: false })
  expect((await create({ name: '加不进去', parentId: lower.id })).code).toBe('unitClosed')
  expect((await enable(upper.id, true)).data).toMatchObject({ enabled: true, open: true })
  expect(await seesTree()).toBeNull()
})

test('orders are refused below what is disabled', async () => {
  const company = await makeOrganisation(world, { parent: group })
  const inside = (await create({ name: '里面的部', parentId: company.id })).data
  await enable(company.id, false)
  const answer = await world.mutate(
    'orders.createStudyCardOrder',
    { id: newId(), planId: await makePlan(world), organisationId: inside.id, amountFen: 100, mode: 'payFirst' },
    admin.cookie,
  )
  expect(answer.code).toBe('organisationNotActive')
})

test('staff disable a registered organisation with a reason; its admins are out with the next request', async () => {
  const company = await makeOrganisation(world)
  const owner = await makeAdmin(world, company)
  expect((await enable(company.id, false, {}, staff.cookie)).details).toMatchObject({ field: 'reason' })
  expect((await enable(company.id, false, { reason: '单位已注销' }, staff.cookie)).data.enabled).toBe(false)
  expect((await world.query('organisations.home', undefined, owner.cookie)).code).toBe('notAllowed')
})

test('contact details are changed by what was seen of them', async () => {
  const { id } = await department('有联系人的部')
  const blank = { contactName: '', telephone: '', mobile: '', email: '', address: '' }
  const contact = { ...blank, contactName: '李娜', mobile: '13900001111', email: 'li@example.com' }
  const edit = (expected: object, wanted: object) =>
    world.mutate('organisations.editContact', { id, expected, contact: wanted }, admin.cookie)
  expect((await edit(blank, contact)).data).toMatchObject(contact)
  expect((await edit(blank, { ...contact, contactName: '赵敏' })).code).toBe('conflict')
  expect((await edit(blank, contact)).code).toBeNull()
  expect((await edit(contact, { ...contact, mobile: '12' })).details).toMatchObject({ field: 'contact.mobile' })
  expect(await lastAudit(id)).toMatchObject({
    action: 'organisation.contactChanged',
    before: { contactName: '', mobile: '', email: '' },
    after: { contactName: '李娜', mobile: '13900001111', email: 'li@example.com' },
  })
})

test('only an empty department is deleted; what holds anything says what', async () => {
  const remove = (id: string, cookie = admin.cookie) => world.mutate('organisations.remove', { id }, cookie)
  const empty = await department('建错的部')
  expect((await remove(empty.id)).code).toBeNull()
  expect((await world.query('organisations.get', { id: empty.id }, admin.cookie)).code).toBe('notFound')
  expect(await lastAudit(empty.id)).toMatchObject({ action: 'organisation.removed', organisationId: group.id })

  const full = await department('有东西的部')
  const path = `${group.path}${full.id}/`
  await makeLearner(world, { id: full.id, path }, { enabled: false })
  await department('下级', full.id)
  await makeAdmin(world, { ...group, id: full.id })
  expect(await remove(full.id)).toMatchObject({ code: 'unitNotEmpty', details: { holds: 'people,units,admins' } })
  const ordered = await department('下过单的部')
  await makeOrder(world, { ...group, id: ordered.id })
  expect(await remove(ordered.id)).toMatchObject({ code: 'unitNotEmpty', details: { holds: 'records' } })
  const subsidiary = await makeOrganisation(world, { parent: group })
  expect((await remove(subsidiary.id)).code).toBe('notAllowed')
})

test('the tree counts people in each unit and below it, and says which are disabled', async () => {
  const top = await makeOrganisation(world, { name: '数人头集团' })
  const owner = await makeAdmin(world, top)
  const a = (await create({ name: '甲部', parentId: top.id }, owner.cookie)).data
  const b = (await create({ name: '乙部', parentId: a.id }, owner.cookie)).data
  await makeLearner(world, top)
  await makeLearner(world, { id: a.id, path: `${top.path}${a.id}/` }, { enabled: false })
  for (let i = 0; i < 3; i++) await makeLearner(world, { id: b.id, path: `${top.path}${a.id}/${b.id}/` })
  const nodes = (await world.query('organisations.tree', undefined, owner.cookie)).data
  const shown = nodes.map((node: Record<string, unknown>) => [
    node.name,
    node.depth,
    node.people,
    node.disabledPeople,
    node.peopleBelow,
    node.disabledPeopleBelow,
    node.unitsBelow,
    node.admins,
  ])
  expect(shown).toEqual([
    ['数人头集团', 0, 1, 0, 5, 1, 2, 1],
    ['甲部', 1, 1, 1, 4, 1, 1, 0],
    ['乙部', 2, 3, 0, 3, 0, 0, 0],
  ])
  // Staff see the whole tree from anywhere in it.
  expect((await world.query('organisations.treeOf', { id: b.id }, staff.cookie)).data).toEqual(nodes)
})
