import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let group: MadeOrganisation
let branch: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let staff: { id: string; cookie: string }
let mobiles = 0

beforeAll(async () => {
  world = await openWorld()
  group = await makeOrganisation(world, { name: '鸿业集团有限公司' })
  branch = await makeOrganisation(world, { name: '鸿业检测有限公司', parent: group })
  admin = await makeAdmin(world, group)
  staff = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const freshMobile = () => `138${String(++mobiles).padStart(8, '0')}`
const add = (input: Record<string, unknown> = {}, cookie = admin.cookie) =>
  world.mutate(
    'organisations.addAdmin',
    { id: newId(), organisationId: branch.id, name: '王芳', mobile: freshMobile(), ...input },
    cookie,
  )
const list = async (organisationId = branch.id, cookie = admin.cookie) =>
  (await world.query('organisations.listAdmins', { organisationId }, cookie)).data as {
    accountId: string
    name: string
    direct: boolean
    may: Record<string, boolean>
    mayUnmask: boolean
  }[]
const named = (procedure: string, input: object, cookie = admin.cookie) =>
  world.mutate(`organisations.${procedure}`, input, cookie)
const logIn = (name: string, password: string) => world.mutate('accounts.logIn', { name, password })

/** Somebody with an account that logs in by mobile, as an import or another organisation made it. */
async function makeKnown(name: string): Promise<{ id: string; name: string; mobile: string }> {
  const mobile = freshMobile()
  const account = await makeAccount(world, { name })
  await world.deps.db.logInName.create({ data: { value: mobile, kind: 'mobile', accountId: account.id } })
  return { ...account, mobile }
}

test('an unknown mobile makes an account with a one-time password, shown once more only to who sent the same again', async () => {
  const input = { id: newId(), mobile: freshMobile(), name: '刘洋', email: 'liu@example.com' }
  const { data } = await add(input)
  expect(data).toEqual({ accountId: input.id, oneTimePassword: expect.stringMatching(/^[2-9A-Z-]{14}$/) })
  expect((await add(input)).data).toEqual(data)
  const entered = await logIn(input.mobile, data.oneTimePassword)
  expect(entered.data).toMatchObject({ next: 'passwordChange', me: { organisation: { id: branch.id } } })
  expect((await list()).find(({ accountId }) => accountId === input.id)).toMatchObject({
    name: '刘洋',
    mobile: input.mobile,
    direct: true,
    mayUnmask: false,
    may: { remove: true, resetPassword: true, setMayUnmask: false },
  })
  expect(
    await world.deps.db.auditEntry.findFirst({ where: { subjectId: branch.id, action: 'organisation.adminAdded' } }),
  ).toMatchObject({ actorId: admin.id, after: { accountId: input.id, name: '刘洋' } })
})

test('once the password is their own, the same request shows none', async () => {
  const input = { id: newId(), mobile: freshMobile(), name: '周敏' }
  await add(input)
  await world.deps.db.account.update({ where: { id: input.id }, data: { mustChangePassword: false } })
  expect((await add(input)).data).toEqual({ accountId: input.id, oneTimePassword: null })
})

test('a known mobile is let in under its own name only, is told, and keeps its password', async () => {
  const known = await makeKnown('陈 晨')
  const wrong = await add({ mobile: known.mobile, name: '别人' })
  expect(wrong).toMatchObject({ code: 'adminNotMatched', details: {} })
  expect(JSON.stringify(wrong)).not.toContain('陈')
  expect((await add({ mobile: known.mobile, name: '陈晨' })).data).toEqual({
    accountId: known.id,
    oneTimePassword: null,
  })
  const cookie = await world.openSession(known.id, branch.id)
  const notices = (await world.query('notices.list', {}, cookie)).data.rows
  expect(notices[0]).toMatchObject({ kind: 'adminAdded', organisationName: branch.name })
  expect(notices[0].sentence).toContain(admin.name)
  // A second time changes nothing and tells nobody again.
  await add({ mobile: known.mobile, name: '陈晨' })
  expect((await world.query('notices.list', {}, cookie)).data.rows).toHaveLength(1)
})

test('who tries names out waits', async () => {
  const known = await makeKnown('欧阳雪')
  const guesser = await makeAdmin(world, group)
  const codes: (string | null)[] = []
  for (let i = 0; i < 11; i++) codes.push((await add({ mobile: known.mobile, name: `猜${i}` }, guesser.cookie)).code)
  expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'adminNotMatched'))
  expect(codes[10]).toBe('tooManyAttempts')
  // Others are not held up by it.
  expect((await add()).code).toBeNull()
})

test('two requests for the same new person at once make one account', async () => {
  const mobile = freshMobile()
  const answers = await Promise.all([1, 2].map(() => add({ mobile, name: '同一个人' })))
  expect(answers.map(({ code }) => code)).toEqual([null, null])
  expect(await world.deps.db.logInName.count({ where: { value: mobile } })).toBe(1)
})

test('one person administers several organisations, switches between them and sees each one alone', async () => {
  const first = await makeOrganisation(world, { name: '第一家检测有限公司' })
  const second = await makeOrganisation(world, { name: '第二家检测有限公司' })
  const [ofFirst, ofSecond] = [await makeAdmin(world, first), await makeAdmin(world, second)]
  const person = { id: newId(), mobile: freshMobile(), name: '两家的人' }
  const { oneTimePassword } = (await add({ ...person, organisationId: first.id }, ofFirst.cookie)).data
  await add({ ...person, id: newId(), organisationId: second.id }, ofSecond.cookie)
  await world.deps.db.account.update({ where: { id: person.id }, data: { mustChangePassword: false } })
  expect(oneTimePassword).toBeTruthy()

  const cookie = await world.openSession(person.id, first.id)
  const me = async () => (await world.query('accounts.me', undefined, cookie)).data
  const tree = async () =>
    (await world.query('organisations.tree', undefined, cookie)).data.map(({ name }: { name: string }) => name)
  expect((await me()).organisations.map(({ name }: { name: string }) => name)).toEqual([first.name, second.name])
  expect(await tree()).toEqual([first.name])
  expect((await world.query('organisations.get', { id: second.id }, cookie)).code).toBe('notFound')

  const switched = await world.mutate('accounts.switchOrganisation', { organisationId: second.id }, cookie)
  expect(switched.data.organisation).toMatchObject({ id: second.id })
  expect(await tree()).toEqual([second.name])
  expect((await world.query('organisations.get', { id: first.id }, cookie)).code).toBe('notFound')
  expect((await world.mutate('accounts.switchOrganisation', { organisationId: group.id }, cookie)).code).toBe(
    'notFound',
  )
  // What is disabled, itself or above it, is nothing to switch to.
  await world.mutate('organisations.setEnabled', { id: first.id, enabled: false, reason: '单位注销了' }, staff.cookie)
  expect((await me()).organisations.map(({ name }: { name: string }) => name)).toEqual([second.name])
  expect((await world.mutate('accounts.switchOrganisation', { organisationId: first.id }, cookie)).code).toBe(
    'notFound',
  )
})

test('the list shows those above too, as far up as one may see, and only staff and those above change them', async () => {
  const room = (
    await world.mutate(
      'organisations.createUnit',
      { id: newId(), parentId: branch.id, kind: 'department', name: '室' },
      admin.cookie,
    )
  ).data as { id: string }
  const head = await makeAdmin(world, { ...branch, id: room.id })
  const ofBranch = await makeAdmin(world, branch)
  const rows = await list(room.id)
  expect(rows[0]).toMatchObject({ accountId: head.id, direct: true, may: { remove: true } })
  const above = rows.filter(({ direct }) => !direct)
  expect(above.map(({ accountId }) => accountId)).toEqual(expect.arrayContaining([ofBranch.id, admin.id]))
  for (const row of above) expect(row.may).toEqual({ remove: false, resetPassword: false, setMayUnmask: false })
  const seenByBranch = (await list(room.id, ofBranch.cookie)).map(({ accountId }) => accountId)
  expect(seenByBranch).toContain(ofBranch.id)
  expect(seenByBranch).not.toContain(admin.id)
  expect((await list(room.id, head.cookie)).map(({ accountId }) => accountId)).toEqual([head.id])
  expect((await named('listAdmins', { organisationId: group.id }, head.cookie)).code).not.toBeNull()
  expect((await world.query('organisations.listAdmins', { organisationId: group.id }, head.cookie)).code).toBe(
    'notFound',
  )
})

test('removing an admin ends the sessions that act for it, and no others', async () => {
  const known = await makeKnown('要走的人')
  await add({ mobile: known.mobile, name: known.name })
  const elsewhere = await makeOrganisation(world)
  await world.deps.db.organisationAdmin.create({ data: { accountId: known.id, organisationId: elsewhere.id } })
  const here = await world.openSession(known.id, branch.id)
  const there = await world.openSession(known.id, elsewhere.id)
  expect((await named('removeAdmin', { organisationId: branch.id, accountId: known.id })).code).toBeNull()
  expect((await world.query('accounts.me', undefined, here)).data).toBeNull()
  expect((await world.query('accounts.me', undefined, there)).data).toMatchObject({
    organisation: { id: elsewhere.id },
    organisations: [{ id: elsewhere.id }],
  })
  expect((await named('removeAdmin', { organisationId: branch.id, accountId: known.id })).code).toBe('notFound')
})

test('a top organisation keeps one admin, also when two leave at once', async () => {
  const company = await makeOrganisation(world)
  const [one, two] = [await makeAdmin(world, company), await makeAdmin(world, company)]
  const leave = (who: { id: string; cookie: string }) =>
    named('removeAdmin', { organisationId: company.id, accountId: who.id }, who.cookie)
  const answers = await Promise.all([leave(one), leave(two)])
  expect(answers.map(({ code }) => code).sort()).toEqual(['lastAdmin', null].sort())
  expect(await world.deps.db.organisationAdmin.count({ where: { organisationId: company.id } })).toBe(1)
  // Staff neither: they add another one first.
  const [left] = await world.deps.db.organisationAdmin.findMany({ where: { organisationId: company.id } })
  const input = { organisationId: company.id, accountId: left?.accountId }
  expect((await named('removeAdmin', input, staff.cookie)).code).toBe('lastAdmin')
  // What stands below another one may be left to those above.
  const below = await makeOrganisation(world, { parent: company })
  const only = await makeAdmin(world, below)
  expect((await named('removeAdmin', { organisationId: below.id, accountId: only.id }, staff.cookie)).code).toBeNull()
})

test('the right to see whole ID numbers comes from staff, is passed on by who has it, and by nobody to themselves', async () => {
  const company = await makeOrganisation(world)
  const [one, two] = [await makeAdmin(world, company), await makeAdmin(world, company)]
  const grant = (who: { id: string }, mayUnmask: boolean, cookie: string) =>
    named('setMayUnmask', { organisationId: company.id, accountId: who.id, mayUnmask }, cookie)
  expect((await grant(two, true, one.cookie)).code).toBe('notAllowed')
  expect((await grant(one, true, one.cookie)).code).toBe('notAllowed')
  expect((await grant(one, true, staff.cookie)).code).toBeNull()
  expect((await list(company.id, one.cookie)).find(({ accountId }) => accountId === two.id)?.may.setMayUnmask).toBe(
    true,
  )
  expect((await grant(two, true, one.cookie)).code).toBeNull()
  expect((await grant(two, true, one.cookie)).code).toBeNull()
  expect((await grant(one, false, one.cookie)).code).toBe('notAllowed')
  expect((await grant(one, false, two.cookie)).code).toBeNull()
  const trail = await world.deps.db.auditEntry.findMany({
    where: { subjectId: company.id, action: { startsWith: 'organisation.unmask' } },
    orderBy: { id: 'asc' },
  })
  expect(trail.map(({ action }) => action)).toEqual([
    'organisation.unmaskGranted',
    'organisation.unmaskGranted',
    'organisation.unmaskRevoked',
  ])
})

test('an admin resets the password of another one in their subtree; the old one and its sessions are over', async () => {
  const company = await makeOrganisation(world)
  const [one, two] = [await makeAdmin(world, company), await makeAdmin(world, company)]
  const reset = await named('resetAdminPassword', { organisationId: company.id, accountId: two.id }, one.cookie)
  expect(reset.data.oneTimePassword).toMatch(/^[2-9A-Z-]{14}$/)
  expect((await world.query('accounts.me', undefined, two.cookie)).data).toBeNull()
  expect(
    await world.deps.db.auditEntry.findFirst({ where: { subjectId: two.id, action: 'account.passwordReset' } }),
  ).toMatchObject({ organisationId: company.id, actorId: one.id })
  expect((await named('resetAdminPassword', { organisationId: company.id, accountId: one.id }, one.cookie)).code).toBe(
    'notAllowed',
  )
})

test('nobody is handed an account that could do more than they may', async () => {
  const company = await makeOrganisation(world)
  const one = await makeAdmin(world, company)
  const reset = (accountId: string, cookie = one.cookie) =>
    named('resetAdminPassword', { organisationId: company.id, accountId }, cookie)
  const mayReset = async (accountId: string) =>
    (await list(company.id, one.cookie)).find((row) => row.accountId === accountId)?.may.resetPassword

  const elsewhere = await makeAdmin(world, company)
  const other = await makeOrganisation(world)
  await world.deps.db.organisationAdmin.create({ data: { accountId: elsewhere.id, organisationId: other.id } })
  const member = await makeAccount(world, { staffRoles: ['finance'] })
  await world.deps.db.organisationAdmin.create({ data: { accountId: member.id, organisationId: company.id } })
  const learner = await makeAdmin(world, company)
  await makeLearner(world, other, { accountId: learner.id })
  const unmasker = await makeAdmin(world, company)
  await world.deps.db.organisationAdmin.updateMany({ where: { accountId: unmasker.id }, data: { mayUnmask: true } })
  for (const { id } of [elsewhere, member, learner, unmasker]) {
    expect((await reset(id)).code).toBe('adminOutOfReach')
    expect(await mayReset(id)).toBe(false)
  }
  const own = await makeAdmin(world, company)
  expect(await mayReset(own.id)).toBe(true)
  // Staff reach all organisations, and still not each other.
  expect((await reset(elsewhere.id, staff.cookie)).code).toBeNull()
  expect((await reset(member.id, staff.cookie)).code).toBe('adminOutOfReach')
})
