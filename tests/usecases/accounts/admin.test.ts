import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, authenticatorCode, goodPassword, makeUser, openBrowser } from './browser.ts'

let world: World
let admin: { id: string; cookie: string }
beforeAll(async () => {
  world = await openWorld()
  admin = await makeStaff(world, 'systemAdmin')
})
afterAll(() => world.close())

const asAdmin = (procedure: string, input: unknown) => world.mutate(procedure, input, admin.cookie)

test('disabling an account ends its sessions at the next request and keeps it out; enabling opens none of them', async () => {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const [phone, desk] = [openBrowser(world), openBrowser(world)]
  await phone.logIn(user.logInName, goodPassword)
  await desk.logIn(user.logInName, goodPassword)
  expect((await asAdmin('accounts.setEnabled', { accountId: user.id, enabled: false, reason: '离职' })).status).toBe(
    200,
  )
  for (const browser of [phone, desk]) expect((await browser.query('accounts.listSessions')).code).toBe('notSignedIn')
  expect((await openBrowser(world).logIn(user.logInName, goodPassword)).code).toBe('accountDisabled')

  expect((await asAdmin('accounts.setEnabled', { accountId: user.id, enabled: true, reason: '返聘' })).status).toBe(200)
  expect((await desk.query('accounts.listSessions')).code).toBe('notSignedIn')
  expect((await openBrowser(world).logIn(user.logInName, goodPassword)).status).toBe(200)
  expect(await auditOf(world, user.id, 'account.disabled')).toMatchObject([
    { actorId: admin.id, before: { enabled: true }, after: { enabled: false, reason: '离职', ended: 2 } },
  ])
  expect(await auditOf(world, user.id, 'account.enabled')).toMatchObject([{ after: { enabled: true, reason: '返聘' } }])
})

test('a session dies with its account even where only the row says so', async () => {
  const user = await makeUser(world)
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  await world.deps.db.account.update({ where: { id: user.id }, data: { enabled: false } })
  expect((await browser.query('accounts.listSessions')).code).toBe('notSignedIn')
})

test('disabling twice is one disabling', async () => {
  const user = await makeUser(world)
  for (let i = 0; i < 2; i++)
    await asAdmin('accounts.setEnabled', { accountId: user.id, enabled: false, reason: '重复' })
  expect(await auditOf(world, user.id, 'account.disabled')).toHaveLength(1)
})

test('nobody disables themselves, somebody who is not there, or anybody without a reason', async () => {
  expect(await asAdmin('accounts.setEnabled', { accountId: admin.id, enabled: false, reason: 'x' })).toMatchObject({
    status: 403,
    code: 'notAllowed',
  })
  expect((await asAdmin('accounts.setEnabled', { accountId: newId(), enabled: false, reason: 'x' })).code).toBe(
    'notFound',
  )
  const user = await makeUser(world)
  expect((await asAdmin('accounts.setEnabled', { accountId: user.id, enabled: false, reason: '  ' })).code).toBe(
    'inputInvalid',
  )
})

test('two system admins who disable each other at the same moment: one remains', async () => {
  for (let round = 0; round < 5; round++) {
    const [a, b] = [await makeStaff(world, 'systemAdmin'), await makeStaff(world, 'systemAdmin')]
    const answers = await Promise.all([
      world.mutate('accounts.setEnabled', { accountId: b.id, enabled: false, reason: 'x' }, a.cookie),
      world.mutate('accounts.setEnabled', { accountId: a.id, enabled: false, reason: 'x' }, b.cookie),
    ])
    expect(answers.map((answer) => answer.code ?? 'done').toSorted()).toEqual(['done', 'notSignedIn'])
    expect(await world.deps.db.account.count({ where: { id: { in: [a.id, b.id] }, enabled: true } })).toBe(1)
  }
})

test('a reset gives a one-time password, ends the sessions and has to be changed', async () => {
  const user = await makeUser(world, { mobile: '13800000001' })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const { data } = await asAdmin('accounts.resetPassword', { accountId: user.id })
  expect(data.oneTimePassword).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
  expect((await browser.query('accounts.me')).data).toBeNull()
  expect((await openBrowser(world).logIn(user.logInName, goodPassword)).code).toBe('logInRefused')
  expect((await openBrowser(world).logIn(user.logInName, data.oneTimePassword)).data.next).toBe('passwordChange')
  const written = JSON.stringify((await auditOf(world, user.id, 'account.passwordReset')).map((entry) => entry.after))
  expect(written).toContain('"ended":1')
  expect(written).not.toContain(data.oneTimePassword)
})

test('a reset leaves the second factor, unless it is taken away with it', async () => {
  const user = await makeUser(world, { staffRoles: ['finance'], mobile: '13800000001', email: 'f@example.com' })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const { secret } = (await browser.mutate('accounts.beginSecondFactor')).data
  await browser.mutate('accounts.confirmSecondFactor', { code: authenticatorCode(world, secret) })
  const kept = (await asAdmin('accounts.resetPassword', { accountId: user.id })).data.oneTimePassword
  expect((await openBrowser(world).logIn(user.logInName, kept)).data.next).toBe('secondFactor')
  const removed = (await asAdmin('accounts.resetPassword', { accountId: user.id, removeSecondFactor: true })).data
    .oneTimePassword
  expect((await openBrowser(world).logIn(user.logInName, removed)).data.next).toBe('passwordChange')
  expect(await world.deps.db.recoveryCode.count({ where: { accountId: user.id } })).toBe(0)
})

test('nobody resets themselves or somebody who is not there', async () => {
  expect((await asAdmin('accounts.resetPassword', { accountId: admin.id })).code).toBe('notAllowed')
  expect((await asAdmin('accounts.resetPassword', { accountId: newId() })).code).toBe('notFound')
})

test('a staff account starts with a one-time password', async () => {
  const id = newId()
  const input = {
    id,
    name: '孙丽',
    logInName: 'Sun Li',
    staffRoles: ['finance', 'reviewer', 'finance'],
    mobile: '13600000001',
    email: 'sunli@example.com',
  }
  const { data } = await asAdmin('accounts.createStaff', input)
  expect(data.accountId).toBe(id)
  const browser = openBrowser(world)
  expect((await browser.logIn('sunli', data.oneTimePassword)).data).toMatchObject({
    next: 'passwordChange',
    me: { staffRoles: ['reviewer', 'finance'], profile: { missing: [] } },
  })
  expect(await auditOf(world, id, 'account.created')).toMatchObject([
    { actorId: admin.id, after: { name: '孙丽', staffRoles: ['reviewer', 'finance'] } },
  ])
})

test('the same request again, at the same moment too, gives the same answer until the password is changed', async () => {
  const id = newId()
  const input = {
    id,
    name: '周杰',
    logInName: 'zhoujie',
    staffRoles: ['finance'],
    mobile: '13600000002',
    email: 'z@example.com',
  }
  const answers = await Promise.all([1, 2, 3].map(() => asAdmin('accounts.createStaff', input)))
  const [first] = answers
  expect(first).toMatchObject({ status: 200, data: { accountId: id } })
  expect(answers).toEqual([first, first, first])
  expect(await world.deps.db.account.count({ where: { id } })).toBe(1)
  expect(await auditOf(world, id, 'account.created')).toHaveLength(1)
  expect((await asAdmin('accounts.createStaff', { ...input, name: '周某' })).code).toBe('idempotencyKeyReused')
  expect((await asAdmin('accounts.createStaff', { ...input, staffRoles: ['systemAdmin'] })).code).toBe(
    'idempotencyKeyReused',
  )
  const other = await asAdmin('accounts.createStaff', { ...input, id: newId(), logInName: 'zhoujie2' })
  expect(other.data.oneTimePassword).not.toBe(first?.data.oneTimePassword)

  const browser = openBrowser(world)
  await browser.logIn('zhoujie', first?.data.oneTimePassword)
  expect((await browser.mutate('accounts.changePassword', { next: goodPassword })).status).toBe(200)
  expect((await asAdmin('accounts.createStaff', input)).code).toBe('idempotencyKeyReused')
})

test('after a reset the first password is not given out again', async () => {
  const input = { id: newId(), name: '钱多', logInName: 'qianduo', staffRoles: ['finance'] }
  const first = await asAdmin('accounts.createStaff', input)
  await asAdmin('accounts.resetPassword', { accountId: input.id })
  expect((await asAdmin('accounts.createStaff', input)).code).toBe('idempotencyKeyReused')
  expect((await openBrowser(world).logIn('qianduo', first.data.oneTimePassword)).code).toBe('logInRefused')
})

test('a log-in name is once in the centre, and nothing is left of an account that wanted a taken one', async () => {
  const user = await makeUser(world)
  const id = newId()
  const answer = await asAdmin('accounts.createStaff', {
    id,
    name: '吴',
    logInName: user.logInName.toUpperCase(),
    staffRoles: ['finance'],
  })
  expect(answer).toMatchObject({ status: 409, code: 'logInNameTaken', details: { kind: 'staffName' } })
  expect(await world.deps.db.account.count({ where: { id } })).toBe(0)
  expect((await asAdmin('accounts.createStaff', { id, name: '吴', logInName: 'wu-x', staffRoles: [] })).code).toBe(
    'inputInvalid',
  )
})

test('the list finds accounts by name, log-in name, organisation and whole ID number, page by page', async () => {
  const organisation = await makeOrganisation(world, { name: '无锡百分%检测有限公司' })
  const one = await makeUser(world, {
    name: '郑一',
    organisationIds: [organisation.id],
    names: [{ kind: 'memberNo', typed: 'B9001' }],
  })
  const two = await makeUser(world, { name: '郑二', names: [{ kind: 'idNumber', typed: '110101199003074557' }] })
  const three = await makeUser(world, { name: '郑三', staffRoles: ['reviewer'] })
  await openBrowser(world).logIn(three.logInName, goodPassword)
  const find = async (input: object) => (await world.query('accounts.list', input, admin.cookie)).data
  const ids = async (input: object) => (await find(input)).rows.map((row: { id: string }) => row.id)

  expect(await ids({ search: '郑' })).toEqual([three.id, two.id, one.id])
  expect(await ids({ search: 'b900' })).toEqual([one.id])
  expect(await ids({ search: '百分%' })).toEqual([one.id])
  expect(await ids({ search: '110101199003074557' })).toEqual([two.id])
  expect(await ids({ search: '11010119900307455' })).toEqual([])
  expect(await ids({ search: '郑', kind: 'staff' })).toEqual([three.id])
  expect(await ids({ search: '郑', kind: 'organisation' })).toEqual([one.id])
  expect(await ids({ search: '郑', kind: 'learner' })).toEqual([])
  await asAdmin('accounts.setEnabled', { accountId: two.id, enabled: false, reason: 'x' })
  expect(await ids({ search: '郑', enabled: false })).toEqual([two.id])

  const page = await find({ search: '郑', limit: 2 })
  expect(page.rows.map((row: { id: string }) => row.id)).toEqual([three.id, two.id])
  expect(await ids({ search: '郑', limit: 2, cursor: page.nextCursor })).toEqual([one.id])

  const [row] = (await find({ search: '郑三' })).rows
  expect(row).toMatchObject({
    name: '郑三',
    staffRoles: ['reviewer'],
    enabled: true,
    secondFactor: false,
    isLearner: false,
    lastSeenAt: world.clock.now().toISOString(),
  })
  expect((await find({ search: '郑一' })).rows[0]).toMatchObject({
    organisations: [organisation.name],
    logInNames: ['B9001'],
    lastSeenAt: null,
  })
  const text = JSON.stringify(await find({ search: '郑二' }))
  expect(text).not.toContain('199003')
  expect(text).not.toMatch(/passwordHash|argon2/)
})

test.each([['reviewer'], ['finance'], ['organisationAdmin'], ['nobody']])(
  'a %s may not administer accounts',
  async (role) => {
    const victim = await makeUser(world)
    const cookie =
      role === 'nobody'
        ? undefined
        : role === 'organisationAdmin'
          ? await world.openSession(
              (await makeUser(world, { organisationIds: [(await makeOrganisation(world)).id] })).id,
            )
          : (await makeStaff(world, role as 'reviewer' | 'finance')).cookie
    const code = role === 'nobody' ? 'notSignedIn' : 'notAllowed'
    expect((await world.query('accounts.list', {}, cookie)).code).toBe(code)
    for (const [procedure, input] of [
      ['accounts.setEnabled', { accountId: victim.id, enabled: false, reason: 'x' }],
      ['accounts.resetPassword', { accountId: victim.id }],
      ['accounts.createStaff', { id: newId(), name: 'x', logInName: `evil-${role}`, staffRoles: ['systemAdmin'] }],
    ] as const) {
      expect((await world.mutate(procedure, input, cookie)).code).toBe(code)
    }
    expect((await openBrowser(world).logIn(victim.logInName, goodPassword)).status).toBe(200)
  },
)
