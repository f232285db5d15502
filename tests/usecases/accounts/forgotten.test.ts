import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountForgotten } from '../../../server/features/accounts/accounts.queues.ts'
import { forgottenPassword, sendResetLink } from '../../../server/features/accounts/forgotten-password.ts'
import { makeLearner, makeOrganisation } from '../../support/people.ts'
import { recordingWork } from '../../support/recorded-work.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, authenticatorCode, goodPassword, makeUser, openBrowser } from './browser.ts'
import { mailsTo, tokenMailedTo, toldInApp, workForgotten } from './mailed.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const next = 'kettle-on-the-19-hill'
let counter = 0
/** Nothing else is asked of who has a mobile. */
const mobile = '13800000001'
const freshMail = () => `owner${++counter}@example.com`

const forgotten = (name: string, ip?: string) =>
  openBrowser(world, ip === undefined ? {} : { ip }).mutate('accounts.forgotten', { name })
const reset = (token: string, password = next) =>
  openBrowser(world).mutate('accounts.setPasswordByLink', { purpose: 'passwordReset', token, next: password })

/** Asks for a link as the page does, lets the worker send it, and gives the token in the mail. */
async function linkFor(logInName: string, email: string): Promise<string> {
  expect((await forgotten(logInName)).status).toBe(200)
  expect(await workForgotten(world)).toEqual(['sent'])
  return tokenMailedTo(world, email, 'passwordReset')
}

test('the link sets a new password, ends every session, and the owner is told', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, mobile })
  const thief = openBrowser(world)
  await thief.logIn(user.logInName, goodPassword)
  const token = await linkFor(user.logInName, email)
  expect((await reset(token)).data).toMatchObject({ next: 'open', me: { accountId: user.id } })
  expect((await thief.query('accounts.me')).data).toBeNull()
  expect((await openBrowser(world).logIn(user.logInName, goodPassword)).code).toBe('logInRefused')
  expect((await openBrowser(world).logIn(user.logInName, next)).data.next).toBe('open')
  expect(await mailsTo(world, email, 'passwordChanged')).toHaveLength(1)
  expect(await toldInApp(world, user.id)).toEqual(['passwordChanged'])
  expect(await auditOf(world, user.id, 'account.resetLinkSent')).toMatchObject([{ actorKind: 'system' }])
  expect(await auditOf(world, user.id, 'account.passwordResetByLink')).toMatchObject([{ after: { ended: 1 } }])
})

test('every name is answered alike, and what was typed is nowhere to be read', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, mobile })
  const answers = [
    await forgotten(user.logInName),
    await forgotten('nobody-of-this-name'),
    await forgotten('13811112222'),
  ]
  expect(answers).toEqual(answers.map(() => ({ status: 200, data: { mailLeaves: true }, code: null, details: {} })))
  const jobs = await world.deps.db.$queryRaw<{ data: unknown }[]>`
    SELECT data FROM pgboss.job WHERE name = ${accountForgotten.name} AND state = 'created'`
  expect(jobs).toHaveLength(3)
  expect(JSON.stringify([jobs, world.logged])).not.toMatch(
    new RegExp(`nobody-of-this|13811112222|${user.logInName}`, 'i'),
  )
  expect((await workForgotten(world)).toSorted()).toEqual(['nobody', 'nobody', 'sent'])
})

test('the answer takes as long for a name that exists as for one that does not: the very same is done for both', async () => {
  const user = await makeUser(world, { email: freshMail(), mobile })
  const workFor = async (name: string, network: number) => {
    const { deps, done } = recordingWork(world.deps)
    await forgottenPassword(deps, { ip: `172.16.${network}.9`, userAgent: 'test', deviceToken: null }, { name })
    return done
  }
  const [known, unknown] = [await workFor(user.logInName, 1), await workFor('nobody-at-all', 2)]
  expect(known.length).toBeGreaterThan(4)
  expect(known.join()).toMatch(/secrets\.encrypt/)
  expect(known).toEqual(unknown)
  // Positive control: the worker's half, which nobody waits for, does more for a name that exists, and it shows.
  const jobs = await world.boss.fetch(accountForgotten.name, { batchSize: 100 })
  const works = await Promise.all(
    jobs.map(async ({ id, data }) => {
      const { deps, done } = recordingWork(world.deps)
      const outcome = await sendResetLink(deps, accountForgotten.payload.parse(data))
      await world.boss.complete(accountForgotten.name, id)
      return { outcome, steps: done.length }
    }),
  )
  const stepsOf = (wanted: string) => works.find(({ outcome }) => outcome === wanted)?.steps ?? 0
  expect(works).toHaveLength(2)
  expect(stepsOf('sent')).toBeGreaterThan(stepsOf('nobody'))
  expect(stepsOf('nobody')).toBeGreaterThan(0)
})

test('a link works once, for two hours', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, mobile })
  const late = await linkFor(user.logInName, email)
  world.clock.advance(2 * 3600_000)
  expect(await reset(late)).toMatchObject({ code: 'linkNotUsable', details: { why: 'expired' } })
  const token = await linkFor(user.logInName, email)
  expect((await reset(token)).status).toBe(200)
  expect(await reset(token, `${next}!`)).toMatchObject({ code: 'linkNotUsable', details: { why: 'used' } })
  expect(await reset(late)).toMatchObject({ details: { why: 'replaced' } })
})

test('asking again within a minute does not make the mail on its way worthless', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, mobile })
  const token = await linkFor(user.logInName, email)
  await forgotten(user.logInName)
  expect(await workForgotten(world)).toEqual(['onItsWay'])
  expect((await reset(token)).status).toBe(200)
})

test('a job that runs twice sends one mail', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, mobile })
  await forgotten(user.logInName)
  const [job] = await world.boss.fetch(accountForgotten.name)
  const payload = accountForgotten.payload.parse(job?.data)
  expect([await sendResetLink(world.deps, payload), await sendResetLink(world.deps, payload)]).toEqual([
    'sent',
    'onItsWay',
  ])
  expect(await mailsTo(world, email, 'passwordReset')).toHaveLength(1)
})

test('too many requests for one name, or from one network, wait; whoever it belongs to is asked nothing from elsewhere', async () => {
  const ip = '10.77.1.1'
  const name = 'zhang-of-the-office'
  for (let i = 0; i < 3; i++) expect((await forgotten(name, ip)).status).toBe(200)
  expect(await forgotten(name, ip)).toMatchObject({
    code: 'tooManyAttempts',
    details: { retryAfterSeconds: expect.any(Number) },
  })
  expect((await forgotten(name, '10.78.1.1')).status).toBe(200)
  const answers = []
  for (let i = 0; i < 52; i++) answers.push(await forgotten(`list-${i}`, '10.79.1.1'))
  expect(answers.filter((answer) => answer.code === 'tooManyAttempts').length).toBeGreaterThan(0)
  await workForgotten(world)
})

test('nobody’s mailbox is flooded, from however many networks', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, mobile })
  const answers = []
  for (let i = 0; i < 14; i++) answers.push(await forgotten(user.logInName, `10.80.${i}.1`))
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10)
  await workForgotten(world)
  expect(await mailsTo(world, email, 'passwordReset')).toHaveLength(1)
})

test('staff with a second factor still have to enter it', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, mobile, staffRoles: ['finance'] })
  const desk = openBrowser(world)
  await desk.logIn(user.logInName, goodPassword)
  const { secret } = (await desk.mutate('accounts.beginSecondFactor')).data
  await desk.mutate('accounts.confirmSecondFactor', { code: authenticatorCode(world, secret) })
  const token = await linkFor(user.logInName, email)
  const browser = openBrowser(world)
  const answer = await browser.mutate('accounts.setPasswordByLink', { purpose: 'passwordReset', token, next })
  expect(answer.data).toMatchObject({ next: 'secondFactor', me: { profile: null } })
  expect((await browser.query('accounts.listSessions')).code).toBe('secondFactorNeeded')
  world.clock.advance(30_000)
  const entered = await browser.mutate('accounts.enterSecondFactor', { code: authenticatorCode(world, secret) })
  expect(entered.data.next).toBe('open')
})

test('a learner is written to at the address of the account, else at the one their organisation knows', async () => {
  const organisation = await makeOrganisation(world)
  const [own, known] = [freshMail(), freshMail()]
  const learnerOf = async (email: string, learnerEmail: string) => {
    counter += 1
    const mobile = `1370000${String(counter).padStart(4, '0')}`
    const user = await makeUser(world, { email, mobile, names: [{ kind: 'mobile', typed: mobile }] })
    const learner = await makeLearner(world, organisation, { accountId: user.id })
    await world.deps.db.learner.update({ where: { id: learner.id }, data: { email: learnerEmail } })
    return mobile
  }
  expect((await reset(await linkFor(await learnerOf(own, known), own))).data.me.learner).not.toBeNull()
  expect((await reset(await linkFor(await learnerOf('', known), known))).data.me.learner).not.toBeNull()
  await forgotten(await learnerOf('', ''))
  expect(await workForgotten(world)).toEqual(['noAddress'])
})

test('whoever manages a learner does not take over the admin or member of staff who is one', async () => {
  const organisation = await makeOrganisation(world)
  for (const more of [{ staffRoles: ['finance' as const] }, { organisationIds: [organisation.id] }]) {
    const user = await makeUser(world, { mobile, ...more })
    const learner = await makeLearner(world, organisation, { accountId: user.id })
    await world.deps.db.learner.update({ where: { id: learner.id }, data: { email: 'manager@example.com' } })
    await forgotten(user.logInName)
    expect(await workForgotten(world)).toEqual(['noAddress'])
  }
  expect(await mailsTo(world, 'manager@example.com', 'passwordReset')).toEqual([])
})

test('who could not log in gets no link', async () => {
  const organisation = await makeOrganisation(world)
  const closed = await makeOrganisation(world, { enabled: false })
  const disabled = await makeUser(world, { email: freshMail(), organisationIds: [organisation.id] })
  await world.deps.db.account.update({ where: { id: disabled.id }, data: { enabled: false } })
  const shut = await makeUser(world, { email: freshMail(), organisationIds: [closed.id] })
  const learner = await makeUser(world, { email: freshMail() })
  await makeLearner(world, organisation, { accountId: learner.id, enabled: false })
  for (const user of [disabled, shut, learner]) await forgotten(user.logInName)
  expect(await workForgotten(world)).toEqual(['nobody', 'nobody', 'nobody'])
})

test('an account whose one-time password has run out is opened by the link', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, oneTime: true, mobile })
  world.clock.advance(31 * 24 * 3600_000)
  expect((await openBrowser(world).logIn(user.logInName, user.password)).code).toBe('oneTimePasswordExpired')
  expect((await reset(await linkFor(user.logInName, email))).data.next).toBe('open')
})

test('a link dies with the password it was asked for, and with the address it went to', async () => {
  const email = freshMail()
  const user = await makeUser(world, { email, mobile })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const first = await linkFor(user.logInName, email)
  await browser.mutate('accounts.changePassword', { current: goodPassword, next })
  expect((await reset(first)).code).toBe('linkNotUsable')
  world.clock.advance(120_000)
  const second = await linkFor(user.logInName, email)
  await browser.mutate('accounts.changeEmail', { email: freshMail(), password: next })
  expect((await reset(second)).code).toBe('linkNotUsable')
})
