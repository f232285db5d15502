import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, goodPassword, makeUser, openBrowser } from './browser.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const nextPassword = '茶杯里的风浪昨夜停了吗'

async function newcomer(over: Parameters<typeof makeUser>[1] = {}) {
  const user = await makeUser(world, { oneTime: true, mobile: '13812345678', ...over })
  const browser = openBrowser(world)
  expect(await browser.logIn(user.logInName, user.password)).toMatchObject({
    status: 200,
    data: { next: 'passwordChange' },
  })
  return { user, browser }
}

test('the first log-in does nothing else until the password is changed', async () => {
  const { user, browser } = await newcomer()
  for (const procedure of ['accounts.listSessions'])
    expect((await browser.query(procedure)).code).toBe('passwordChangeNeeded')
  expect((await browser.mutate('accounts.logOutEverywhere')).code).toBe('passwordChangeNeeded')
  const before = browser.cookies.get('__Host-xueshi')
  expect(await browser.mutate('accounts.changePassword', { next: nextPassword })).toMatchObject({
    status: 200,
    data: { next: 'open', me: { accountId: user.id, gate: 'open' } },
  })
  expect(browser.cookies.get('__Host-xueshi')).not.toBe(before)
  expect((await browser.query('accounts.listSessions')).status).toBe(200)
  expect((await openBrowser(world).logIn(user.logInName, user.password)).code).toBe('logInRefused')
  expect((await openBrowser(world).logIn(user.logInName, nextPassword)).data.next).toBe('open')
})

test('a one-time password may be typed without hyphens and in small letters', async () => {
  const user = await makeUser(world, { oneTime: true })
  const typed = user.password.replaceAll('-', '').toLowerCase()
  expect((await openBrowser(world).logIn(user.logInName, typed)).data.next).toBe('passwordChange')
})

test('the first log-in asks for the details that are missing, and keeps them', async () => {
  const organisation = await makeOrganisation(world)
  const { user, browser } = await newcomer({ organisationIds: [organisation.id], mobile: '' })
  expect((await browser.query('accounts.me')).data.profile.missing).toEqual(['mobile', 'email'])
  const change = (profile?: object) =>
    browser.mutate('accounts.changePassword', { next: nextPassword, ...(profile ? { profile } : {}) })
  expect(await change()).toMatchObject({ code: 'inputInvalid', details: { field: 'profile.mobile' } })
  expect(await change({ mobile: '13912345678' })).toMatchObject({
    code: 'inputInvalid',
    details: { field: 'profile.email' },
  })
  expect(await change({ mobile: '12345', email: 'a@example.com' })).toMatchObject({
    code: 'inputInvalid',
    details: { field: 'profile.mobile' },
  })
  expect((await change({ mobile: '+86 139 1234 5678', email: 'li@example.com' })).data.me.profile).toEqual({
    mobile: '13912345678',
    email: 'li@example.com',
    missing: [],
  })
  expect(await auditOf(world, user.id, 'account.passwordChanged')).toMatchObject([
    { before: { mobile: '', email: '' }, after: { mobile: '13912345678', email: 'li@example.com', first: true } },
  ])
})

test('an hour after the log-in the one-time password is asked again', async () => {
  const { user, browser } = await newcomer()
  world.clock.advance(3600_000)
  expect(await browser.mutate('accounts.changePassword', { next: nextPassword })).toMatchObject({
    code: 'passwordWrong',
    details: { needed: true },
  })
  expect(
    (await browser.mutate('accounts.changePassword', { current: user.password, next: nextPassword })).data.next,
  ).toBe('open')
})

test('later the present password is always asked', async () => {
  const user = await makeUser(world)
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  expect(await browser.mutate('accounts.changePassword', { next: nextPassword })).toMatchObject({
    status: 403,
    code: 'passwordWrong',
    details: { needed: true },
  })
  expect(await browser.mutate('accounts.changePassword', { current: 'wrong', next: nextPassword })).toMatchObject({
    status: 403,
    code: 'passwordWrong',
    details: { needed: false },
  })
  expect((await browser.mutate('accounts.changePassword', { current: goodPassword, next: nextPassword })).status).toBe(
    200,
  )
})

test('all other sessions end with the old password', async () => {
  const user = await makeUser(world)
  const [phone, desk] = [openBrowser(world), openBrowser(world)]
  await phone.logIn(user.logInName, goodPassword)
  await desk.logIn(user.logInName, goodPassword)
  const stolen = openBrowser(world, { cookies: new Map(desk.cookies) })
  await desk.mutate('accounts.changePassword', { current: goodPassword, next: nextPassword })
  expect((await desk.query('accounts.me')).data.accountId).toBe(user.id)
  expect((await phone.query('accounts.me')).data).toBeNull()
  expect((await stolen.query('accounts.me')).data).toBeNull()
})

test('the present password cannot be guessed from an open session', async () => {
  const user = await makeUser(world)
  const thief = openBrowser(world)
  await thief.logIn(user.logInName, goodPassword)
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      thief.mutate('accounts.changePassword', { current: `guess-${i}`, next: nextPassword }),
    ),
  )
  expect(answers.filter((answer) => answer.code === 'passwordWrong')).toHaveLength(5)
  expect(answers.filter((answer) => answer.code === 'tooManyAttempts')).toHaveLength(25)
  const owner = openBrowser(world)
  await owner.logIn(user.logInName, goodPassword)
  expect((await owner.mutate('accounts.changePassword', { current: goodPassword, next: nextPassword })).status).toBe(
    200,
  )
})

test.each([
  ['11111', 'tooShort'],
  ['abc123', 'tooShort'],
  ['abc123abc123', 'common'],
  ['1111111111', 'common'],
  ['13812345678x', 'containsName'],
])('%s is refused: %s', async (next, reason) => {
  const { user, browser } = await newcomer()
  expect(await browser.mutate('accounts.changePassword', { next })).toMatchObject({
    status: 400,
    code: 'passwordTooWeak',
    details: { reason, minLength: 10 },
  })
  expect((await world.deps.db.account.findUnique({ where: { id: user.id } }))?.mustChangePassword).toBe(true)
})

test('the new password is not the old one, however it is typed, and not the credit code', async () => {
  const organisation = await makeOrganisation(world)
  const { user, browser } = await newcomer({
    organisationIds: [organisation.id],
    email: 'a@example.com',
    names: [{ kind: 'creditCode', typed: organisation.creditCode }],
  })
  for (const next of [user.password, user.password.toLowerCase().replaceAll('-', '')]) {
    expect(await browser.mutate('accounts.changePassword', { next })).toMatchObject({
      code: 'passwordTooWeak',
      details: { reason: 'sameAsOld' },
    })
  }
  expect(await browser.mutate('accounts.changePassword', { next: `${organisation.creditCode}!` })).toMatchObject({
    code: 'passwordTooWeak',
    details: { reason: 'containsName' },
  })
})

test('of two changes at the same moment one is done', async () => {
  const user = await makeUser(world)
  const [a, b] = [openBrowser(world), openBrowser(world)]
  await a.logIn(user.logInName, goodPassword)
  await b.logIn(user.logInName, goodPassword)
  const answers = await Promise.all([
    a.mutate('accounts.changePassword', { current: goodPassword, next: 'first-kettle-19-hill' }),
    b.mutate('accounts.changePassword', { current: goodPassword, next: 'second-kettle-19-hill' }),
  ])
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  const [first, second] = await Promise.all([
    openBrowser(world).logIn(user.logInName, 'first-kettle-19-hill'),
    openBrowser(world).logIn(user.logInName, 'second-kettle-19-hill'),
  ])
  expect([first.status, second.status].toSorted()).toEqual([200, 401])
})

test('an e-mail may be given with the first password without being asked for; what is there is not replaced', async () => {
  const { browser } = await newcomer()
  const profile = { mobile: '13999999999', email: 'xue@example.com' }
  const answer = await browser.mutate('accounts.changePassword', { next: nextPassword, profile })
  expect(answer.data.me.profile).toMatchObject({ mobile: '13812345678', email: 'xue@example.com' })
})
