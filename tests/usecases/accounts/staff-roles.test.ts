import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, authenticatorCode, goodPassword, makeUser, openBrowser } from './browser.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

let admin: { id: string; cookie: string }
beforeEach(async () => {
  await world.deps.db.account.updateMany({ where: { staffRoles: { has: 'systemAdmin' } }, data: { enabled: false } })
  admin = await makeStaff(world, 'systemAdmin')
})

const setRoles = (accountId: string, expected: string[], staffRoles: string[], cookie = admin.cookie) =>
  world.mutate('accounts.setStaffRoles', { accountId, expected, staffRoles, reason: '换岗' }, cookie)
const rolesOf = async (id: string) => (await world.deps.db.account.findUniqueOrThrow({ where: { id } })).staffRoles

test('a system admin changes what a colleague may do, and the colleague logs in anew', async () => {
  const colleague = await makeStaff(world, 'reviewer')
  expect((await setRoles(colleague.id, ['reviewer'], ['finance', 'reviewer'])).status).toBe(200)
  expect((await rolesOf(colleague.id)).toSorted()).toEqual(['finance', 'reviewer'])
  expect((await world.query('accounts.me', undefined, colleague.cookie)).data).toBeNull()
  expect(await auditOf(world, colleague.id, 'account.rolesChanged')).toMatchObject([
    { before: { staffRoles: ['reviewer'] }, after: { reason: '换岗', ended: 1 } },
  ])
})

test('roles that were changed meanwhile are not overwritten; the same again changes nothing', async () => {
  const colleague = await makeStaff(world, 'reviewer')
  expect((await setRoles(colleague.id, ['finance'], ['systemAdmin'])).code).toBe('conflict')
  expect((await setRoles(colleague.id, ['reviewer'], ['finance'])).status).toBe(200)
  expect((await setRoles(colleague.id, ['reviewer'], ['finance'])).status).toBe(200)
  expect(await auditOf(world, colleague.id, 'account.rolesChanged')).toHaveLength(1)
})

test('the last system admin keeps the role; with a second one it may be given up', async () => {
  expect((await setRoles(admin.id, ['systemAdmin'], ['finance'])).code).toBe('lastSystemAdmin')
  expect((await setRoles(admin.id, ['systemAdmin'], ['finance', 'systemAdmin'])).status).toBe(200)
  const disabled = await makeStaff(world, 'systemAdmin')
  await world.deps.db.account.update({ where: { id: disabled.id }, data: { enabled: false } })
  const cookie = await world.openSession(admin.id)
  expect((await setRoles(admin.id, ['finance', 'systemAdmin'], ['finance'], cookie)).code).toBe('lastSystemAdmin')
  await makeStaff(world, 'systemAdmin')
  expect((await setRoles(admin.id, ['finance', 'systemAdmin'], ['finance'], cookie)).status).toBe(200)
})

test('two system admins who give up the role, or take it from each other, at the same moment leave one', async () => {
  for (let round = 0; round < 5; round++) {
    await world.deps.db.account.updateMany({ where: { staffRoles: { has: 'systemAdmin' } }, data: { enabled: false } })
    const [first, second] = [await makeStaff(world, 'systemAdmin'), await makeStaff(world, 'systemAdmin')]
    const answers = await Promise.all([
      setRoles(first.id, ['systemAdmin'], ['finance'], first.cookie),
      setRoles(first.id, ['systemAdmin'], ['finance'], second.cookie),
      setRoles(second.id, ['systemAdmin'], ['finance'], second.cookie),
      world.mutate('accounts.setEnabled', { accountId: second.id, enabled: false, reason: '离职' }, first.cookie),
    ])
    expect(answers.some((answer) => answer.status === 200)).toBe(true)
    const left = await world.deps.db.account.count({ where: { enabled: true, staffRoles: { has: 'systemAdmin' } } })
    expect(left).toBe(1)
  }
})

test('an account that is no staff is made none this way, and staff are not left without a role', async () => {
  const user = await makeUser(world)
  expect((await setRoles(user.id, ['finance'], ['finance'])).code).toBe('notFound')
  const colleague = await makeStaff(world, 'reviewer')
  expect((await setRoles(colleague.id, ['reviewer'], [])).code).toBe('inputInvalid')
})

test('recovery codes are renewed with the password, and the old ones open nothing', async () => {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const desk = openBrowser(world)
  await desk.logIn(user.logInName, goodPassword)
  const renew = (password: string) => desk.mutate('accounts.renewRecoveryCodes', { password })
  expect((await renew(goodPassword)).code).toBe('conflict')
  const { secret } = (await desk.mutate('accounts.beginSecondFactor')).data
  const before = (await desk.mutate('accounts.confirmSecondFactor', { code: authenticatorCode(world, secret) })).data
  expect((await renew('guess')).code).toBe('passwordWrong')
  const after = (await renew(goodPassword)).data.recoveryCodes as string[]
  expect(new Set([...before.recoveryCodes, ...after]).size).toBe(20)
  expect((await desk.query('accounts.me')).data.secondFactor.recoveryCodesLeft).toBe(10)
  const elsewhere = openBrowser(world)
  await elsewhere.logIn(user.logInName, goodPassword)
  const enter = (code: unknown) => elsewhere.mutate('accounts.enterSecondFactor', { code })
  expect((await enter(before.recoveryCodes[0])).code).toBe('secondFactorWrong')
  expect((await enter(after[0])).data).toMatchObject({ next: 'open', usedRecoveryCode: true })
  expect(await auditOf(world, user.id, 'account.recoveryCodesRenewed')).toHaveLength(1)
})
