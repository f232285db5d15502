import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { logInNameOf } from '../../../server/features/accounts/log-in-names.rules.ts'
import { cpuMsOf } from '../../support/pace.ts'
import { makeAccount, makeLearner, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, goodPassword, makeUser, openBrowser } from './browser.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('an organisation admin logs in with each of their names, however it is typed', async () => {
  const organisation = await makeOrganisation(world)
  await makeUser(world, {
    organisationIds: [organisation.id],
    names: [
      { kind: 'creditCode', typed: organisation.creditCode },
      { kind: 'organisationCode', typed: '12345678-9' },
      { kind: 'memberNo', typed: 'A017' },
      { kind: 'mobile', typed: '13812345678' },
    ],
  })
  const typed = [organisation.creditCode.toLowerCase(), '１２３４５６７８9', ' a017 ', '+86 138 1234 5678']
  for (const name of typed) {
    const answer = await openBrowser(world).logIn(name, goodPassword)
    expect(answer).toMatchObject({
      status: 200,
      data: { next: 'open', me: { organisation: { id: organisation.id, name: organisation.name } } },
    })
  }
})

test('staff log in with their staff name, learners with their ID number, which stands nowhere as it is', async () => {
  const staff = await makeUser(world, {
    name: '王芳',
    staffRoles: ['finance'],
    names: [{ kind: 'staffName', typed: '王芳' }],
  })
  expect((await openBrowser(world).logIn('王 芳', goodPassword)).data.me).toMatchObject({
    accountId: staff.id,
    staffRoles: ['finance'],
    learner: null,
  })

  const organisation = await makeOrganisation(world)
  const learner = await makeUser(world, { name: '李明', names: [{ kind: 'idNumber', typed: '34052419800101001X' }] })
  const learnerId = newId()
  await makeLearner(world, organisation, { id: learnerId, accountId: learner.id, name: '李明' })
  const answer = await openBrowser(world).logIn('34052419800101001x', goodPassword)
  expect(answer.data.me).toMatchObject({
    accountId: learner.id,
    learner: { id: learnerId, name: '李明' },
    organisation: null,
  })
  const names = await world.deps.db.logInName.findMany({ where: { accountId: learner.id } })
  expect(names.map((name) => name.value)).toEqual([logInNameOf('idNumber', '34052419800101001X', world.deps.secrets)])
  expect(names[0]?.value).not.toContain('3405')
})

test('the cookies are bound to this host, to TLS and to the server alone', async () => {
  const user = await makeUser(world, { staffRoles: ['reviewer'] })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const lines = browser.lastSetCookies()
  expect(lines.map((line) => line.split('=')[0])).toEqual(['__Host-xueshi', '__Host-xueshi-device'])
  for (const line of lines) {
    const attributes = line.split('; ').slice(1)
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']))
    expect(attributes.join()).not.toMatch(/domain/i)
  }
  const token = browser.cookies.get('__Host-xueshi') ?? ''
  expect(token.length).toBeGreaterThan(40)
  const sessions = await world.deps.db.session.findMany({ where: { accountId: user.id } })
  expect(sessions).toHaveLength(1)
  expect(Buffer.from(sessions[0]?.tokenHash ?? []).toString('base64url')).not.toBe(token)
})

test('a wrong password and an unknown name are the same answer', async () => {
  const user = await makeUser(world, { staffRoles: ['reviewer'] })
  const wrong = await openBrowser(world).logIn(user.logInName, 'tiger-lamp-48-river')
  const unknown = await openBrowser(world).logIn('nobody-here', goodPassword)
  expect(wrong).toEqual({ status: 401, data: undefined, code: 'logInRefused', details: {} })
  expect(unknown).toEqual(wrong)
})

test('a wrong password and an unknown name take about the same time', async () => {
  const user = await makeUser(world, { staffRoles: ['reviewer'] })
  // The processor's time, which other work on the machine is no part of: nearly all of it is the hash.
  const time = (name: string) =>
    cpuMsOf(async () => expect((await openBrowser(world).logIn(name, 'wrong-password-1')).code).toBe('logInRefused'))
  await time('warming up')
  const known: number[] = []
  const unknown: number[] = []
  for (let i = 0; i < 15; i++) {
    known.push(await time(user.logInName))
    unknown.push(await time(`nobody${i}`))
  }
  const median = (all: number[]) => all.toSorted((a, b) => a - b)[7] ?? 0
  // Without the hash of nobody's password the unknown name is several times faster.
  expect(median(unknown) / median(known)).toBeGreaterThan(0.5)
  expect(median(unknown) / median(known)).toBeLessThan(2)
})

test('an account without any password yet lets nobody in', async () => {
  const account = await makeAccount(world)
  await world.deps.db.logInName.create({ data: { value: 'NOPASSWORD', kind: 'staffName', accountId: account.id } })
  expect((await openBrowser(world).logIn('nopassword', 'none')).code).toBe('logInRefused')
})

test('only who knows the password learns that the account is disabled', async () => {
  const user = await makeUser(world, { staffRoles: ['reviewer'] })
  await world.deps.db.account.update({ where: { id: user.id }, data: { enabled: false } })
  expect((await openBrowser(world).logIn(user.logInName, 'wrong-password-1')).code).toBe('logInRefused')
  expect(await openBrowser(world).logIn(user.logInName, goodPassword)).toMatchObject({
    status: 401,
    code: 'accountDisabled',
  })
  expect(await world.deps.db.session.count({ where: { accountId: user.id } })).toBe(0)
})

test('the admin of a disabled organisation is told so, after the right password only', async () => {
  const organisation = await makeOrganisation(world, { enabled: false })
  const user = await makeUser(world, {
    organisationIds: [organisation.id],
    names: [{ kind: 'creditCode', typed: organisation.creditCode }],
  })
  expect((await openBrowser(world).logIn(user.logInName, 'wrong-password-1')).code).toBe('logInRefused')
  expect(await openBrowser(world).logIn(user.logInName, goodPassword)).toMatchObject({
    status: 401,
    code: 'organisationDisabled',
    details: { organisation: organisation.name },
  })
  await world.deps.db.organisation.update({ where: { id: organisation.id }, data: { enabled: true } })
  expect((await openBrowser(world).logIn(user.logInName, goodPassword)).status).toBe(200)
})

test('a one-time password that lay around for too long is refused', async () => {
  const user = await makeUser(world, { staffRoles: ['reviewer'], oneTime: true })
  await world.deps.db.account.update({
    where: { id: user.id },
    data: { passwordChangedAt: new Date(world.clock.now().getTime() - 31 * 86_400_000) },
  })
  expect((await openBrowser(world).logIn(user.logInName, user.password)).code).toBe('oneTimePasswordExpired')
})

test('who disables the account while its password is being compared, wins', async () => {
  const user = await makeUser(world, { staffRoles: ['reviewer'] })
  const { passwords } = world.deps
  const slow = {
    ...passwords,
    async verify(hash: string, password: string) {
      const right = await passwords.verify(hash, password)
      await world.deps.db.account.update({ where: { id: user.id }, data: { enabled: false } })
      return right
    },
  }
  const { logIn } = await import('../../../server/features/accounts/log-in.ts')
  const client = { ip: '10.9.9.9', userAgent: '', deviceToken: null }
  const attempt = logIn({ ...world.deps, passwords: slow }, client, null, {
    name: user.logInName,
    password: goodPassword,
  })
  await expect(attempt).rejects.toMatchObject({ code: 'logInRefused' })
  expect(await world.deps.db.session.count({ where: { accountId: user.id } })).toBe(0)
})

test('nobody is nobody', async () => {
  expect((await openBrowser(world).query('accounts.me')).data).toBeNull()
  const browser = openBrowser(world, { cookies: new Map([['__Host-xueshi', 'made-up']]) })
  expect((await browser.query('accounts.me')).data).toBeNull()
})

test('me says who one is, for whom one acts and what is missing', async () => {
  const [first, second, closed] = [
    await makeOrganisation(world),
    await makeOrganisation(world),
    await makeOrganisation(world, { enabled: false }),
  ]
  const user = await makeUser(world, {
    name: '赵敏',
    organisationIds: [closed.id, first.id, second.id],
    mobile: '13900000001',
  })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  expect((await browser.query('accounts.me')).data).toEqual({
    accountId: user.id,
    name: '赵敏',
    locale: 'zh-CN',
    gate: 'open',
    staffRoles: [],
    organisation: { id: first.id, name: first.name },
    organisations: [
      { id: first.id, name: first.name },
      { id: second.id, name: second.name },
    ],
    learner: null,
    profile: { mobile: '13900000001', email: '', missing: ['email'] },
    secondFactor: { enabled: false, required: false, recoveryCodesLeft: 0 },
  })
})

test('logging in again in the same browser ends the session before, and is in the audit trail', async () => {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const before = new Map(browser.cookies)
  await browser.logIn(user.logInName, goodPassword)
  expect(browser.cookies.get('__Host-xueshi')).not.toBe(before.get('__Host-xueshi'))
  expect((await openBrowser(world, { cookies: before }).query('accounts.me')).data).toBeNull()
  expect((await browser.query('accounts.me')).data.accountId).toBe(user.id)
  const entries = await auditOf(world, user.id, 'account.loggedIn')
  expect(entries).toHaveLength(2)
  expect(entries[0]).toMatchObject({ actorKind: 'account', actorId: user.id, after: { next: 'open' } })
  expect(entries[0]?.ip).toMatch(/^10\./)
})

test('passwords and tokens are in no log and no audit entry', async () => {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, 'wrong-password-1')
  await browser.logIn(user.logInName, goodPassword)
  const written = JSON.stringify([
    world.logged,
    (await world.deps.db.auditEntry.findMany()).map((entry) => [entry.before, entry.after]),
    await world.deps.db.logInThrottle.findMany({ select: { bucket: true } }),
  ])
  expect(world.logged.some((line) => line.includes('logIn.refused') && line.includes(user.id))).toBe(true)
  for (const secret of [
    goodPassword,
    'wrong-password-1',
    browser.cookies.get('__Host-xueshi') ?? '-',
    '34052419800101001',
  ]) {
    expect(written).not.toContain(secret)
  }
})

test.each([
  ['another site’s page', { origin: 'https://evil.example', 'x-xueshi': '1' }],
  ['a form, which sets no header', { origin: 'http://localhost', 'x-xueshi': '' }],
  ['a sandboxed page', { origin: 'null', 'x-xueshi': '1' }],
])('%s can neither log in nor log out', async (_, headers) => {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const cookie = `__Host-xueshi=${browser.cookies.get('__Host-xueshi')}`
  for (const procedure of ['accounts.logIn', 'accounts.logOutEverywhere']) {
    const response = await world.request(`http://localhost/trpc/${procedure}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', cookie },
      body: JSON.stringify({ name: user.logInName, password: goodPassword }),
    })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ app: { code: 'originRefused' } })
    expect(response.headers.getSetCookie()).toEqual([])
  }
  expect((await browser.query('accounts.me')).data.accountId).toBe(user.id)
})

test.each([
  [{}, 'name'],
  [{ name: '', password: 'x' }, 'name'],
  [{ name: 'a'.repeat(101), password: 'x' }, 'name'],
  [{ name: 'a', password: '' }, 'password'],
  [{ name: 'a', password: 'x'.repeat(513) }, 'password'],
  [{ name: ['a'], password: { $ne: '' } }, 'name'],
])('%j is refused as input', async (input, field) => {
  expect(await openBrowser(world).mutate('accounts.logIn', input)).toMatchObject({
    status: 400,
    code: 'inputInvalid',
    details: { field },
  })
})
