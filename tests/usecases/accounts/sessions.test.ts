import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makeAdmin, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, goodPassword, makeUser, openBrowser } from './browser.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const wechat =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.60'

async function signIn(user: { logInName: string }, userAgent = chrome) {
  const browser = openBrowser(world, { userAgent })
  expect((await browser.logIn(user.logInName, goodPassword)).status).toBe(200)
  return browser
}

const isIn = async (browser: ReturnType<typeof openBrowser>) => (await browser.query('accounts.me')).data !== null

test('logging out ends the session on the server and clears the cookie', async () => {
  const user = await makeUser(world)
  const browser = await signIn(user)
  const stolen = openBrowser(world, { cookies: new Map(browser.cookies) })
  expect((await browser.mutate('accounts.logOut')).status).toBe(200)
  expect(browser.lastSetCookies().join()).toMatch(/__Host-xueshi=;.*Max-Age=0/)
  expect(await isIn(stolen)).toBe(false)
  expect(await auditOf(world, user.id, 'account.loggedOut')).toHaveLength(1)
})

test('logging out without a session is fine and clears the cookie', async () => {
  const browser = openBrowser(world, { cookies: new Map([['__Host-xueshi', 'old']]) })
  expect(await browser.mutate('accounts.logOut')).toMatchObject({ status: 200, data: null })
  expect(browser.cookies.has('__Host-xueshi')).toBe(false)
})

test('logging out everywhere ends every session of the account and of nobody else', async () => {
  const [user, other] = [await makeUser(world), await makeUser(world)]
  const [phone, desk, bystander] = [await signIn(user, wechat), await signIn(user), await signIn(other)]
  expect(await desk.mutate('accounts.logOutEverywhere')).toMatchObject({ status: 200, data: { ended: 2 } })
  expect(await Promise.all([isIn(phone), isIn(desk), isIn(bystander)])).toEqual([false, false, true])
  expect((await phone.query('accounts.listSessions')).code).toBe('notSignedIn')
  expect(await auditOf(world, user.id, 'account.loggedOutEverywhere')).toMatchObject([{ after: { ended: 2 } }])
})

test('the list of sessions names devices, and one of them can be ended', async () => {
  const user = await makeUser(world)
  const phone = await signIn(user, wechat)
  world.clock.advance(60_000)
  const desk = await signIn(user)
  const { sessions } = (await desk.query('accounts.listSessions')).data
  expect(sessions).toMatchObject([
    { current: true, device: 'computer', browser: 'Chrome', system: 'Windows' },
    { current: false, device: 'phone', browser: 'WeChat', system: 'iOS' },
  ])
  expect((await desk.mutate('accounts.endSession', { sessionId: sessions[1].id })).status).toBe(200)
  expect(await Promise.all([isIn(phone), isIn(desk)])).toEqual([false, true])
  expect((await desk.mutate('accounts.endSession', { sessionId: sessions[1].id })).code).toBe('notFound')
})

test('another’s session does not exist for me', async () => {
  const [mine, theirs] = [await signIn(await makeUser(world)), await signIn(await makeUser(world))]
  const { sessions } = (await theirs.query('accounts.listSessions')).data
  expect(await mine.mutate('accounts.endSession', { sessionId: sessions[0].id })).toMatchObject({
    status: 404,
    code: 'notFound',
  })
  expect(await isIn(theirs)).toBe(true)
})

test('a staff session ends when it is not used for four hours, and after sixteen even when it is', async () => {
  const user = await makeUser(world, { staffRoles: ['reviewer'] })
  const idle = await signIn(user)
  world.clock.advance(4 * 3600_000 + 1000)
  expect(await isIn(idle)).toBe(false)

  const busy = await signIn(user)
  for (let hour = 1; hour < 16; hour++) {
    world.clock.advance(3600_000)
    expect(await isIn(busy)).toBe(true)
  }
  world.clock.advance(3600_000)
  expect(await isIn(busy)).toBe(false)
})

test('a phone stays in for two weeks between visits, and for 30 days at most', async () => {
  const day = 86_400_000
  const user = await makeUser(world)
  const phone = await signIn(user, wechat)
  world.clock.advance(13 * day)
  expect(await isIn(phone)).toBe(true)
  world.clock.advance(13 * day)
  expect(await isIn(phone)).toBe(true)
  world.clock.advance(4 * day)
  expect(await isIn(phone)).toBe(false)

  const forgotten = await signIn(user, wechat)
  world.clock.advance(14 * day)
  expect(await isIn(forgotten)).toBe(false)
})

test('using an ended session does not bring it back', async () => {
  const user = await makeUser(world)
  const browser = await signIn(user)
  await world.deps.db.session.updateMany({ where: { accountId: user.id }, data: { revokedAt: world.clock.now() } })
  world.clock.advance(3600_000)
  expect(await isIn(browser)).toBe(false)
  const rows = await world.deps.db.session.findMany({ where: { accountId: user.id } })
  expect(rows[0]?.lastSeenAt.getTime()).toBeLessThan(world.clock.now().getTime())
})

test('sessions that ended long ago are dropped at the next log-in', async () => {
  const user = await makeUser(world)
  await signIn(user)
  world.clock.advance(200 * 86_400_000)
  await signIn(user)
  expect(await world.deps.db.session.count({ where: { accountId: user.id } })).toBe(1)
})

test('an admin of several organisations switches between them, and the next log-in remembers it', async () => {
  const [first, second] = [await makeOrganisation(world), await makeOrganisation(world)]
  const user = await makeUser(world, { organisationIds: [first.id, second.id] })
  const browser = await signIn(user)
  expect((await browser.query('accounts.me')).data.organisation.id).toBe(first.id)
  world.clock.advance(1000)
  const answer = await browser.mutate('accounts.switchOrganisation', { organisationId: second.id })
  expect(answer).toMatchObject({ status: 200, data: { organisation: { id: second.id, name: second.name } } })
  expect((await browser.query('accounts.me')).data.organisation.id).toBe(second.id)
  expect(await auditOf(world, user.id, 'account.organisationSwitched')).toMatchObject([
    { organisationId: second.id, before: { organisationId: first.id }, after: { organisationId: second.id } },
  ])
  world.clock.advance(1000)
  expect((await signIn(user)).cookies.size).toBe(2)
  const again = openBrowser(world)
  expect((await again.logIn(user.logInName, goodPassword)).data.me.organisation.id).toBe(second.id)
})

test('another’s organisation, a closed one and one that is not there are not found', async () => {
  const [own, other, parent] = [
    await makeOrganisation(world),
    await makeOrganisation(world),
    await makeOrganisation(world),
  ]
  const closed = await makeOrganisation(world, { enabled: false, parent })
  const user = await makeUser(world, { organisationIds: [own.id, closed.id] })
  const browser = await signIn(user)
  for (const organisationId of [other.id, closed.id, newId()]) {
    expect(await browser.mutate('accounts.switchOrganisation', { organisationId })).toMatchObject({
      status: 404,
      code: 'notFound',
    })
  }
  expect((await browser.query('accounts.me')).data.organisation.id).toBe(own.id)
})

test('whose organisation is disabled, or who is no longer its admin, acts for nobody from the next request on', async () => {
  const [kept, taken] = [await makeOrganisation(world), await makeOrganisation(world)]
  const disabled = await makeAdmin(world, kept)
  await world.deps.db.organisation.update({ where: { id: kept.id }, data: { enabled: false } })
  expect((await world.query('accounts.me', undefined, disabled.cookie)).data).toMatchObject({
    organisation: null,
    organisations: [],
  })
  const removed = await makeAdmin(world, taken)
  await world.deps.db.organisationAdmin.deleteMany({ where: { organisationId: taken.id } })
  expect((await world.query('accounts.me', undefined, removed.cookie)).data.organisation).toBeNull()
})

test('an organisation under a disabled one is closed to the log-in, the switcher and the session alike', async () => {
  const top = await makeOrganisation(world)
  const [under, other] = [await makeOrganisation(world, { parent: top }), await makeOrganisation(world)]
  const both = await makeUser(world, { organisationIds: [under.id, other.id] })
  const only = await makeUser(world, { organisationIds: [under.id] })
  const browser = await signIn(both)
  expect((await browser.query('accounts.me')).data).toMatchObject({
    organisation: { id: under.id },
    organisations: [{ id: under.id }, { id: other.id }],
  })
  const setTop = (enabled: boolean) => world.deps.db.organisation.update({ where: { id: top.id }, data: { enabled } })

  await setTop(false)
  expect((await browser.query('accounts.me')).data).toMatchObject({
    organisation: null,
    organisations: [{ id: other.id }],
  })
  expect((await browser.mutate('accounts.switchOrganisation', { organisationId: under.id })).code).toBe('notFound')
  expect((await openBrowser(world).logIn(both.logInName, goodPassword)).data.me.organisation.id).toBe(other.id)
  expect(await openBrowser(world).logIn(only.logInName, goodPassword)).toMatchObject({
    code: 'organisationDisabled',
    details: { organisation: under.name },
  })

  await setTop(true)
  expect((await browser.query('accounts.me')).data.organisation.id).toBe(under.id)
  expect((await openBrowser(world).logIn(only.logInName, goodPassword)).status).toBe(200)
})

test('the language goes with the account', async () => {
  const user = await makeUser(world)
  const browser = await signIn(user)
  expect((await browser.mutate('accounts.setLocale', { locale: 'en' })).status).toBe(200)
  expect((await (await signIn(user, wechat)).query('accounts.me')).data.locale).toBe('en')
  expect((await browser.mutate('accounts.setLocale', { locale: 'fr' })).code).toBe('inputInvalid')
})
