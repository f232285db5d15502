import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, type Browser, goodPassword, makeUser, openBrowser } from './browser.ts'
import { mailsTo, toldInApp } from './mailed.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

let counter = 0
const freshMobile = () => `1590000${String(++counter).padStart(4, '0')}`
const freshMail = () => `person${++counter}@example.com`

async function signedIn(over: Parameters<typeof makeUser>[1] = {}): Promise<{ id: string; browser: Browser }> {
  const user = await makeUser(world, over)
  const browser = openBrowser(world)
  expect((await browser.logIn(user.logInName, goodPassword)).status).toBe(200)
  return { id: user.id, browser }
}
const begin = (browser: Browser, mobile: string, password = goodPassword) =>
  browser.mutate('accounts.beginMobileChange', { mobile, password })
const confirm = (browser: Browser, digits: string) => browser.mutate('accounts.confirmMobileChange', { digits })
const canLogIn = async (name: string) => (await openBrowser(world).logIn(name, goodPassword)).status === 200
async function digitsTo(email: string): Promise<string> {
  return (await mailsTo(world, email, 'mobileCode'))[0]?.secret ?? ''
}

test('digits mailed to the known address confirm the new mobile, which then logs in, and the old one no more', async () => {
  const [old, mobile, email] = [freshMobile(), freshMobile(), freshMail()]
  const { id, browser } = await signedIn({ mobile: old, email, names: [{ kind: 'mobile', typed: old }] })
  const begun = await begin(browser, ` +86 ${mobile} `)
  expect(begun.data).toEqual({ mailedTo: `p***@example.com`, expiresAt: expect.any(String), changed: null })
  expect((await browser.query('accounts.me')).data.profile.mobile).toBe(old)
  const digits = await digitsTo(email)
  expect(digits).toMatch(/^\d{6}$/)
  expect((await confirm(browser, digits)).data).toMatchObject({ logsIn: true, me: { profile: { mobile } } })
  expect([await canLogIn(mobile), await canLogIn(old)]).toEqual([true, false])
  expect((await confirm(browser, digits)).code).toBe('codeNotRight')
  expect(await mailsTo(world, email, 'mobileChanged')).toHaveLength(1)
  expect(await toldInApp(world, id)).toEqual(['mobileChanged'])
  expect(await auditOf(world, id, 'account.mobileChanged')).toMatchObject([
    { before: { mobile: old }, after: { mobile, logsIn: true } },
  ])
})

test('wrong digits change nothing, and five are all there are', async () => {
  const email = freshMail()
  const { browser } = await signedIn({ email })
  await begin(browser, freshMobile())
  const digits = await digitsTo(email)
  const wrong = digits === '111111' ? '222222' : '111111'
  for (const triesLeft of [4, 3, 2, 1, 0]) {
    expect(await confirm(browser, wrong)).toMatchObject({ code: 'codeNotRight', details: { why: 'wrong', triesLeft } })
  }
  expect(await confirm(browser, digits)).toMatchObject({ code: 'codeNotRight', details: { why: 'tooManyTries' } })
  expect((await browser.query('accounts.me')).data.profile.mobile).toBe('')
})

test('digits are good for ten minutes, and for the account that asked alone', async () => {
  const [email, otherEmail] = [freshMail(), freshMail()]
  const { browser } = await signedIn({ email })
  const { browser: other } = await signedIn({ email: otherEmail })
  await begin(browser, freshMobile())
  expect((await confirm(other, await digitsTo(email))).code).toBe('codeNotRight')
  world.clock.advance(10 * 60_000)
  expect(await confirm(browser, await digitsTo(email))).toMatchObject({ details: { why: 'expired' } })
})

test('the password is asked first, and neither it nor mails can be had without end', async () => {
  const email = freshMail()
  const { browser } = await signedIn({ email })
  expect(await begin(browser, freshMobile(), 'guess')).toMatchObject({ code: 'passwordWrong' })
  expect(await mailsTo(world, email, 'mobileCode')).toEqual([])
  for (let i = 0; i < 3; i++) expect((await begin(browser, freshMobile())).status).toBe(200)
  expect((await begin(browser, freshMobile())).code).toBe('tooManyAttempts')
})

test('without an address it is changed at once, and a learner’s organisation is told', async () => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const [old, mobile] = [freshMobile(), freshMobile()]
  const { id, browser } = await signedIn({ name: '张学', mobile: old, names: [{ kind: 'mobile', typed: old }] })
  const learner = await makeLearner(world, organisation, { accountId: id, name: '张学', mobile: old })
  expect((await begin(browser, mobile)).data).toMatchObject({ mailedTo: null, changed: { logsIn: true } })
  expect(await canLogIn(mobile)).toBe(true)
  expect((await world.deps.db.learner.findUniqueOrThrow({ where: { id: learner.id } })).mobile).toBe(mobile)
  expect(await toldInApp(world, admin.id)).toEqual(['learnerMobileChanged'])
  const [told] = (await world.query('notices.list', {}, admin.cookie)).data.rows
  expect(told).toMatchObject({ subjectType: 'learner', subjectId: learner.id })
  expect(told.sentence).toContain('张学')
  expect(told.sentence).not.toContain(mobile)
})

test('a number that another account logs in with is stored, and stays the other’s to log in with', async () => {
  const taken = freshMobile()
  await makeUser(world, { names: [{ kind: 'mobile', typed: taken }] })
  const [old, staffName] = [freshMobile(), `both${counter}`]
  const { browser } = await signedIn({
    mobile: old,
    names: [
      { kind: 'staffName', typed: staffName },
      { kind: 'mobile', typed: old },
    ],
  })
  expect((await begin(browser, taken)).data.changed).toMatchObject({
    logsIn: false,
    me: { profile: { mobile: taken } },
  })
  // Given up: the old number may be somebody else's soon.
  expect([await canLogIn(old), await canLogIn(staffName)]).toEqual([false, true])
})

test('nobody loses the only name they log in with', async () => {
  const taken = freshMobile()
  await makeUser(world, { names: [{ kind: 'mobile', typed: taken }] })
  const old = freshMobile()
  const { browser } = await signedIn({ mobile: old, names: [{ kind: 'mobile', typed: old }] })
  expect((await begin(browser, taken)).data.changed.logsIn).toBe(false)
  expect(await canLogIn(old)).toBe(true)
})

test('two who take the same number at the same moment: it logs one of them in', async () => {
  const mobile = freshMobile()
  const both = [await signedIn(), await signedIn()]
  const answers = await Promise.all(both.map(({ browser }) => begin(browser, mobile)))
  expect(answers.map((answer) => answer.data.changed.logsIn).toSorted()).toEqual([false, true])
})

test('the number that it is already is refused; one that was only noted is confirmed', async () => {
  const [noted, own] = [freshMobile(), freshMobile()]
  const { browser } = await signedIn({ mobile: noted })
  expect((await begin(browser, noted)).data.changed.logsIn).toBe(true)
  expect(await begin(browser, noted)).toMatchObject({ code: 'inputInvalid', details: { field: 'mobile' } })
  expect((await begin(browser, '12345')).code).toBe('inputInvalid')
  expect((await begin(browser, own)).status).toBe(200)
})

test('another e-mail takes the password, and the old address is told', async () => {
  const organisation = await makeOrganisation(world)
  const [before, after] = [freshMail(), freshMail()]
  const { id, browser } = await signedIn({ email: before })
  const learner = await makeLearner(world, organisation, { accountId: id })
  const change = (password: string) => browser.mutate('accounts.changeEmail', { email: after, password })
  expect((await change('guess')).code).toBe('passwordWrong')
  expect((await change(goodPassword)).data.profile.email).toBe(after)
  const [told] = await mailsTo(world, before, 'emailChanged')
  expect(told?.data).toMatchObject({ emailMasked: 'p***@example.com' })
  expect(await mailsTo(world, after, 'emailChanged')).toEqual([])
  expect((await world.deps.db.learner.findUniqueOrThrow({ where: { id: learner.id } })).email).toBe(after)
  expect(await auditOf(world, id, 'account.emailChanged')).toMatchObject([
    { before: { email: before }, after: { email: after } },
  ])
  // Said again, it changes nothing and tells nobody.
  await change(goodPassword)
  expect(await auditOf(world, id, 'account.emailChanged')).toHaveLength(1)
})
