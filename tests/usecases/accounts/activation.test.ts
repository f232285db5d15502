import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { issueActivation } from '../../../server/features/accounts/activation.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, makeUser, openBrowser } from './browser.ts'
import { mailsTo, tokenMailedTo } from './mailed.ts'

let world: World
let staff: { id: string; cookie: string }
beforeAll(async () => {
  world = await openWorld()
  staff = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const next = 'kettle-on-the-19-hill'
let counter = 0

/** A new organisation's account as an approval leaves it, its link mailed. */
async function approved(over: Parameters<typeof makeUser>[1] = {}) {
  counter += 1
  const organisation = await makeOrganisation(world)
  const email = `office${counter}@example.com`
  const user = await makeUser(world, {
    name: '赵敏',
    names: [{ kind: 'creditCode', typed: organisation.creditCode }],
    organisationIds: [organisation.id],
    oneTime: true,
    mobile: '13812345678',
    email,
    ...over,
  })
  await issue(user.id, organisation, email)
  return { user, organisation, email, token: await tokenMailedTo(world, email, 'activation') }
}

const issue = (accountId: string, organisation: { id: string; name: string }, email: string) =>
  inTransaction(world.deps, (tx) =>
    issueActivation(world.deps, tx, systemActor('test'), {
      accountId,
      name: '赵敏',
      email,
      organisationId: organisation.id,
      organisationName: organisation.name,
    }),
  )
const open = (token: string, profile?: object) =>
  openBrowser(world).mutate('accounts.setPasswordByLink', { purpose: 'activation', token, next, profile })
const look = (token: string) => world.query('accounts.lookAtLink', { purpose: 'activation', token })

test('the link says whose account it is, sets the password, and logs in', async () => {
  const { user, organisation, token } = await approved()
  expect((await look(token)).data).toEqual({
    name: '赵敏',
    organisation: organisation.name,
    logInNames: [organisation.creditCode],
    missing: [],
    locale: 'zh-CN',
  })
  const browser = openBrowser(world)
  const answer = await browser.mutate('accounts.setPasswordByLink', { purpose: 'activation', token, next })
  expect(answer).toMatchObject({
    status: 200,
    data: { next: 'open', me: { accountId: user.id, organisation: { id: organisation.id } } },
  })
  expect((await browser.query('accounts.me')).data.accountId).toBe(user.id)
  expect((await openBrowser(world).logIn(organisation.creditCode, next)).data.next).toBe('open')
  expect(await auditOf(world, user.id, 'account.activated')).toHaveLength(1)
})

test('a mail scanner that opens the page spends nothing', async () => {
  const { token } = await approved()
  for (let i = 0; i < 5; i++) expect((await look(token)).status).toBe(200)
  expect((await open(token)).status).toBe(200)
})

test('it works once', async () => {
  const { token } = await approved()
  expect((await open(token)).status).toBe(200)
  expect(await open(token)).toMatchObject({ code: 'linkNotUsable', details: { why: 'used' } })
  expect(await look(token)).toMatchObject({ code: 'linkNotUsable', details: { why: 'used' } })
})

test('sent ten times at once it sets one password', async () => {
  const { user, token } = await approved()
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      openBrowser(world).mutate('accounts.setPasswordByLink', { purpose: 'activation', token, next: `${next}-${i}` }),
    ),
  )
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  expect(answers.filter((answer) => answer.code === 'linkNotUsable')).toHaveLength(9)
  expect(await world.deps.db.session.count({ where: { accountId: user.id, revokedAt: null } })).toBe(1)
})

test('after 72 hours it says so, and staff send another', async () => {
  const { user, email, token } = await approved()
  world.clock.advance(72 * 3600_000 - 1000)
  expect((await look(token)).status).toBe(200)
  world.clock.advance(1000)
  expect(await open(token)).toMatchObject({ code: 'linkNotUsable', details: { why: 'expired' } })
  expect((await world.mutate('accounts.resendActivation', { accountId: user.id }, staff.cookie)).data).toEqual({
    mailedTo: email,
  })
  expect(await mailsTo(world, email, 'activation')).toHaveLength(2)
  expect(await look(token)).toMatchObject({ code: 'linkNotUsable', details: { why: 'replaced' } })
  expect((await open(await tokenMailedTo(world, email, 'activation'))).status).toBe(200)
})

test('whoever came in with the one-time password needs no link any more', async () => {
  const { user, organisation, token } = await approved()
  const browser = openBrowser(world)
  expect((await browser.logIn(organisation.creditCode, user.password)).data.next).toBe('passwordChange')
  await browser.mutate('accounts.changePassword', { next })
  expect(await open(token)).toMatchObject({ code: 'linkNotUsable' })
  expect((await world.mutate('accounts.resendActivation', { accountId: user.id }, staff.cookie)).code).toBe(
    'accountInUse',
  )
})

test('details that are missing are asked with the password', async () => {
  const { user, token } = await approved({ mobile: '' })
  expect((await look(token)).data.missing).toEqual(['mobile'])
  expect(await open(token)).toMatchObject({ code: 'inputInvalid', details: { field: 'profile.mobile' } })
  const answer = await open(token, { mobile: '13900000001', email: 'thief@example.com' })
  // What is there already is not changed by the way.
  expect(answer.data.me.profile).toMatchObject({ mobile: '13900000001', missing: [] })
  expect(await world.deps.db.account.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({
    mobile: '13900000001',
    email: expect.stringMatching(/^office/),
  })
})

test('a weak password is refused and the link stays good', async () => {
  const { token, organisation } = await approved()
  const weak = (password: string) =>
    world.mutate('accounts.setPasswordByLink', { purpose: 'activation', token, next: password })
  expect((await weak('abc123')).code).toBe('passwordTooWeak')
  expect(await weak(organisation.creditCode)).toMatchObject({ details: { reason: 'containsName' } })
  expect((await open(token)).status).toBe(200)
})

test('a disabled account, or one of a disabled organisation, is not opened, and the link is not spent', async () => {
  const { user, organisation, token } = await approved()
  await world.deps.db.account.update({ where: { id: user.id }, data: { enabled: false } })
  expect((await open(token)).code).toBe('accountDisabled')
  expect((await world.mutate('accounts.resendActivation', { accountId: user.id }, staff.cookie)).code).toBe(
    'accountNotEnabled',
  )
  await world.deps.db.account.update({ where: { id: user.id }, data: { enabled: true } })
  await world.deps.db.organisation.update({ where: { id: organisation.id }, data: { enabled: false } })
  expect((await open(token)).code).toBe('organisationDisabled')
  await world.deps.db.organisation.update({ where: { id: organisation.id }, data: { enabled: true } })
  expect((await open(token)).status).toBe(200)
})

test('an account without an address gets no link, and staff are told to read out a password', async () => {
  const organisation = await makeOrganisation(world)
  const user = await makeUser(world, { organisationIds: [organisation.id], oneTime: true })
  await issue(user.id, organisation, '')
  expect(await world.deps.db.oneTimeSecret.count({ where: { subjectId: user.id } })).toBe(0)
  expect((await world.mutate('accounts.resendActivation', { accountId: user.id }, staff.cookie)).code).toBe(
    'accountMailMissing',
  )
})

test('reviewers send no links to staff', async () => {
  const colleague = await makeUser(world, { staffRoles: ['finance'], oneTime: true, email: 'finance@example.com' })
  expect((await world.mutate('accounts.resendActivation', { accountId: colleague.id }, staff.cookie)).code).toBe(
    'notFound',
  )
})

test('neither the notice, nor the desk, nor the log holds what is behind the link', async () => {
  const { email, token } = await approved()
  const [mail] = await mailsTo(world, email, 'activation')
  const row = await world.deps.db.notice.findUniqueOrThrow({ where: { id: mail?.id ?? '' } })
  const seen = await world.query('notices.getMail', { id: row.id }, staff.cookie)
  expect(seen.data.text).toContain('http://localhost:3000/activate#••••••••')
  expect(seen.data.html).toContain('/activate#••••••••')
  const everything = JSON.stringify(
    [row, seen.data, world.logged, await world.deps.db.auditEntry.findMany()],
    (_, v) => (typeof v === 'bigint' ? String(v) : v),
  )
  expect(everything).toContain('/activate#')
  expect(everything).not.toContain(token)
  expect(everything).not.toContain(token.slice(-32))
})

test('finance cannot have the mail sent to themselves', async () => {
  const { email } = await approved()
  const [mail] = await mailsTo(world, email, 'activation')
  const finance = await makeStaff(world, 'finance')
  const resend = (to?: string) =>
    world.mutate('notices.resend', { id: mail?.id, resendId: crypto.randomUUID(), to }, finance.cookie)
  expect((await resend('thief@example.com')).code).toBe('notAllowed')
  expect((await resend()).data.state).toBe('queued')
  expect(await mailsTo(world, 'thief@example.com', 'activation')).toEqual([])
})

test('a learner account that an organisation opened is named by the organisation', async () => {
  const organisation = await makeOrganisation(world)
  const user = await makeUser(world, { oneTime: true, mobile: '13812345670', email: 'xue@example.com', name: '张学' })
  await makeLearner(world, organisation, { accountId: user.id, name: '张学' })
  await issue(user.id, organisation, 'xue@example.com')
  const token = await tokenMailedTo(world, 'xue@example.com', 'activation')
  expect((await look(token)).data).toMatchObject({ name: '张学', organisation: organisation.name, missing: [] })
})
