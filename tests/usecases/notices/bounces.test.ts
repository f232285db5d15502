import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type { Mailer } from '../../../server/platform/mailer.ts'
import { cpuMsOf } from '../../support/pace.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { startSmtp, type TestSmtp } from '../../support/smtp.ts'
import { openWorld, type World } from '../../support/world.ts'
import {
  announceIn,
  mailDeps,
  mailerTo,
  makeCentre,
  queuedMailIds,
  rejectionOf,
  sendNoticeMail,
  triesOf,
} from './arrange.ts'
import { fromChineseMailbox, fromExchange, fromPostfix } from './returned-mails.ts'

let world: World
let smtp: TestSmtp
let mailer: Mailer
let finance: Awaited<ReturnType<typeof makeStaff>>
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  finance = await makeStaff(world, 'finance')
})
afterAll(() => world.close())
beforeEach(async () => {
  smtp = await startSmtp()
  mailer = mailerTo(smtp)
})
afterEach(async () => {
  mailer.close()
  await smtp.stop()
})

const send = (noticeId: string) => sendNoticeMail(mailDeps(world, mailer), { noticeId })
const stateOf = (id: string) => world.deps.db.notice.findUniqueOrThrow({ where: { id } })
const mailOf = (organisationId: string) =>
  world.deps.db.notice.findFirstOrThrow({
    where: { channel: 'email', organisationId },
    orderBy: { id: 'desc' },
  })

async function organisationWithMail() {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  await announceIn(world, rejectionOf(organisation))
  return { organisation, admin, mail: await mailOf(organisation.id) }
}
/** An organisation whose address a server has refused for good. */
async function bounced() {
  const made = await organisationWithMail()
  smtp.mood = { kind: 'refuseMailbox', response: '550 5.1.1 no such user' }
  expect(await send(made.mail.id)).toBe('failed')
  smtp.mood = { kind: 'accept' }
  const { data } = await world.query('notices.listBounces', { search: made.mail.recipient }, finance.cookie)
  return { ...made, mark: data.rows[0] }
}

test('an address that a server refuses for good is marked; its organisation reads which one and where to correct it', async () => {
  const { organisation, admin, mail, mark } = await bounced()
  expect(mark).toMatchObject({
    address: mail.recipient.toLowerCase(),
    detail: expect.stringContaining('no such user'),
    noticeId: mail.id,
    organisationId: organisation.id,
    organisationName: organisation.name,
    held: 0,
  })
  expect(await stateOf(mail.id)).toMatchObject({ state: 'failed', bouncedAt: expect.any(Date) })
  const told = await world.query('notices.list', {}, admin.cookie)
  expect(told.data.rows[0]).toMatchObject({ kind: 'mailBounced', page: '/notices/mail' })
  expect(told.data.rows[0].sentence).toContain(mail.recipient)
  expect(told.data.rows[0].sentence).toContain('开票信息或单位资料')
  const own = await world.query('notices.listOwnMail', {}, admin.cookie)
  expect(own.data.bounced).toEqual([mail.recipient])
  expect(own.data.rows[0]).toMatchObject({ recipient: mail.recipient, problem: 'addressBounced' })
  expect(JSON.stringify(own.data)).not.toContain('no such user')
  const trail = await world.deps.db.auditEntry.findFirstOrThrow({ where: { subjectId: mark.id } })
  expect(trail).toMatchObject({ action: 'mailBounce.marked', organisationId: organisation.id })
})

test.each([
  ['a full mailbox', '552 5.2.2 mailbox full'],
  ['a refusal of the sender', '550 5.7.1 relaying denied'],
  ['a refusal of the sender without a status', '550 Connection frequency limited'],
  ['a busy server', '451 4.7.1 come back later'],
])('%s says nothing about the address: no mark', async (_name, response) => {
  const { mail } = await organisationWithMail()
  smtp.mood = { kind: 'refuseMailbox', response }
  await send(mail.id).catch(() => undefined)
  expect((await world.query('notices.listBounces', { search: mail.recipient }, finance.cookie)).data.rows).toEqual([])
  expect((await stateOf(mail.id)).bouncedAt).toBeNull()
})

test('a refusal of the contents marks nothing either', async () => {
  const { mail } = await organisationWithMail()
  smtp.mood = { kind: 'refuseContent', response: '554 5.1.1 content' }
  expect(await send(mail.id)).toBe('failed')
  expect((await stateOf(mail.id)).bouncedAt).toBeNull()
})

test('a sender that the server does not take is our fault: the mail waits, and no address is marked', async () => {
  const { mail } = await organisationWithMail()
  smtp.mood = { kind: 'refuseSender', response: '550 5.1.8 sender unknown' }
  await expect(send(mail.id)).rejects.toMatchObject({ code: 'unavailable' })
  expect(await stateOf(mail.id)).toMatchObject({ state: 'retrying', bouncedAt: null })
})

test('later mail to a marked address waits, told now or queued before, and leaves when the mark is cleared', async () => {
  const { organisation, mail, mark } = await bounced()
  await announceIn(world, rejectionOf(organisation, 2))
  const later = await mailOf(organisation.id)
  expect(later).toMatchObject({ state: 'failed', lastError: 'addressBounced' })
  expect(await queuedMailIds(world)).not.toContain(later.id)
  // One that was queued before the mark came.
  await world.deps.db.notice.update({ where: { id: later.id }, data: { state: 'queued', lastError: null } })
  expect(await send(later.id)).toBe('failed')
  expect(await stateOf(later.id)).toMatchObject({ state: 'failed', lastError: 'addressBounced', attempts: 0 })
  expect(smtp.mails).toHaveLength(0)

  const cleared = await world.mutate('notices.clearBounce', { id: mark.id }, finance.cookie)
  expect(cleared.data).toEqual({ released: 2 })
  expect((await world.mutate('notices.clearBounce', { id: mark.id }, finance.cookie)).code).toBe('notFound')
  for (const id of [mail.id, later.id]) {
    expect(await queuedMailIds(world)).toContain(id)
    expect(await send(id)).toBe('sent')
    expect(await stateOf(id)).toMatchObject({ state: 'sent', bouncedAt: null })
  }
  const trail = await world.deps.db.auditEntry.findMany({ where: { subjectId: mark.id }, orderBy: { id: 'asc' } })
  expect(trail.map((entry) => [entry.action, entry.actorId])).toEqual([
    ['mailBounce.marked', null],
    ['mailBounce.cleared', finance.id],
  ])
})

test('staff who send it again mean it: that one goes, the next one waits again', async () => {
  const { organisation, mail } = await bounced()
  await world.mutate('notices.resend', { id: mail.id, resendId: newId() }, finance.cookie)
  expect(await send(mail.id)).toBe('sent')
  await announceIn(world, rejectionOf(organisation, 2))
  expect(await mailOf(organisation.id)).toMatchObject({ lastError: 'addressBounced' })
})

test('however the address is written, the mark holds', async () => {
  const { mail } = await bounced()
  const other = await makeOrganisation(world)
  await world.deps.db.organisation.update({ where: { id: other.id }, data: { email: mail.recipient.toUpperCase() } })
  await announceIn(world, rejectionOf(other))
  expect(await mailOf(other.id)).toMatchObject({ state: 'failed', lastError: 'addressBounced' })
})

test('an organisation that corrects its address gets what could not reach it, once', async () => {
  const { organisation, admin, mail } = await bounced()
  await announceIn(world, rejectionOf(organisation, 2))
  const later = await mailOf(organisation.id)
  const before = await world.deps.db.organisation.findUniqueOrThrow({ where: { id: organisation.id } })
  const { contactName, telephone, mobile, email, address } = before
  const expected = { contactName, telephone, mobile, email, address }
  const to = `new${newId()}@dept.example.com`
  const edited = await world.mutate(
    'organisations.editContact',
    { id: organisation.id, expected, contact: { ...expected, email: to } },
    admin.cookie,
  )
  expect(edited.code).toBeNull()
  for (const id of [mail.id, later.id]) {
    expect(await stateOf(id)).toMatchObject({ recipient: to, state: 'queued' })
    expect(await send(id)).toBe('sent')
  }
  expect(smtp.mails.map((one) => one.recipients)).toEqual([[to], [to]])
  expect(await triesOf(world, mail.id)).toEqual(['refused', 'resent', 'sent'])
})

test('a link that has run out stays where it is when the mark is cleared', async () => {
  const { mail, mark } = await bounced()
  const expired = {
    kind: 'activation' as const,
    organisationId: null,
    organisationName: '',
    accountId: newId(),
    personName: '赵敏',
    email: mail.recipient,
    secretId: newId(),
    expiresAt: new Date(world.clock.now().getTime() - 1).toISOString(),
    logInNames: [],
  }
  await announceIn(world, expired)
  expect((await world.mutate('notices.clearBounce', { id: mark.id }, finance.cookie)).data).toEqual({ released: 1 })
})

describe('a mail that comes back later', () => {
  const record = (text: string, cookie = finance.cookie) => world.mutate('notices.recordReturned', { text }, cookie)
  const sentMail = async () => {
    const made = await organisationWithMail()
    await send(made.mail.id)
    return { ...made, id: `${made.mail.id}@training.example.cn`, to: made.mail.recipient }
  }

  test.each([
    ['Postfix', fromPostfix, 'User unknown in virtual mailbox table'],
    ['Exchange', fromExchange, 'RecipientNotFound'],
    ['a Chinese mailbox', fromChineseMailbox, 'Mailbox not found'],
  ])('from %s marks the mail and its address', async (_name, write, words) => {
    const { mail, organisation, admin, id, to } = await sentMail()
    const answer = await record(write({ id, to }))
    expect(answer.data).toMatchObject({
      verdict: 'marked',
      noticeId: mail.id,
      recipient: to,
      organisationName: organisation.name,
      detail: expect.stringContaining(words),
    })
    expect(await stateOf(mail.id)).toMatchObject({
      state: 'failed',
      bouncedAt: expect.any(Date),
      sentAt: expect.any(Date),
    })
    expect(await triesOf(world, mail.id)).toEqual(['sent', 'returned'])
    expect((await world.query('notices.listBounces', { search: to }, finance.cookie)).data.rows).toHaveLength(1)
    expect((await world.query('notices.list', {}, admin.cookie)).data.rows[0].kind).toBe('mailBounced')
    // Dropped twice it counts once.
    expect((await record(write({ id, to }))).data.verdict).toBe('marked')
    expect(await triesOf(world, mail.id)).toEqual(['sent', 'returned'])
  })

  test('that is only late changes nothing', async () => {
    const { mail, id, to } = await sentMail()
    const late = await record(fromPostfix({ id, to, status: '4.4.1', action: 'delayed' }))
    expect(late.data.verdict).toBe('delayed')
    expect(await stateOf(mail.id)).toMatchObject({ state: 'sent', bouncedAt: null })
  })

  test('because a mailbox is full marks the mail and leaves the address', async () => {
    const { mail, id, to } = await sentMail()
    expect((await record(fromPostfix({ id, to, status: '5.2.2' }))).data.verdict).toBe('mailOnly')
    expect(await stateOf(mail.id)).toMatchObject({ state: 'failed' })
    expect((await world.query('notices.listBounces', { search: to }, finance.cookie)).data.rows).toEqual([])
  })

  test('of a sending that was followed by another one says nothing about that', async () => {
    const { mail, id, to } = await sentMail()
    await world.mutate('notices.resend', { id: mail.id, resendId: newId() }, finance.cookie)
    await send(mail.id)
    await record(fromPostfix({ id, to, status: '5.2.2' }))
    expect(await stateOf(mail.id)).toMatchObject({ state: 'sent' })
    await record(fromPostfix({ id: id.replace('@', '.1@'), to, status: '5.2.1' }))
    expect(await stateOf(mail.id)).toMatchObject({ state: 'failed' })
  })

  test.each([
    ['a picture', '\u00ff\u00d8\u00ff\u00e0JFIF', 'notReport'],
    ['an ordinary mail', 'From: li@example.com\n\nHello, 550 5.1.1 is my lucky number', 'notReport'],
    [
      'a reply to one of ours',
      `From: li@example.com\nIn-Reply-To: <${newId()}@training.example.cn>\n\n收到`,
      'notReport',
    ],
    ['a report of somebody else’s mail', fromPostfix({ id: 'abc123@elsewhere.example', to: 'a@b.cn' }), 'noMessageId'],
    ['a report of a mail that we never sent', fromPostfix({ id: `${newId()}@x.cn`, to: 'a@b.cn' }), 'notOurs'],
    ['a receipt', fromPostfix({ id: `${newId()}@x.cn`, to: 'a@b.cn', action: 'delivered' }), 'arrived'],
  ])('%s is refused with a sentence', async (_name, text, why) => {
    expect(await record(text)).toMatchObject({ code: 'returnedMailUnknown', details: { why } })
  })

  test('parts in parts without an end, and a head without one, are read in no time', async () => {
    const nested = 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'.repeat(5_000)
    for (const text of [
      nested,
      'Subject: x\n '.repeat(20_000),
      `${'a'.repeat(300_000)}:`,
      `From: postmaster\n\n${'550 '.repeat(80_000)}`,
    ]) {
      const ms = await cpuMsOf(async () => expect((await record(text)).code).toBe('returnedMailUnknown'))
      expect(ms).toBeLessThan(2_000)
    }
  })

  test('is finance’s to record', async () => {
    const { admin } = await organisationWithMail()
    const reviewer = await makeStaff(world, 'reviewer')
    for (const { cookie } of [admin, reviewer]) {
      expect((await record('x', cookie)).code).toBe('notAllowed')
      expect((await world.query('notices.listBounces', {}, cookie)).code).toBe('notAllowed')
      expect((await world.mutate('notices.clearBounce', { id: newId() }, cookie)).code).toBe('notAllowed')
    }
  })
})

test('one address has all its mail in one list, with every try', async () => {
  const { mail } = await bounced()
  const { organisation } = await organisationWithMail()
  const listed = await world.query('notices.listMail', { address: mail.recipient }, finance.cookie)
  expect(listed.data.rows.map((row: { recipient: string }) => row.recipient)).toEqual([mail.recipient])
  const log = await world.query('notices.addressLog', { address: mail.recipient }, finance.cookie)
  expect(log.data.bounce.detail).toContain('no such user')
  expect(log.data.tries).toMatchObject([
    { noticeId: mail.id, outcome: 'refused', subject: '缴费凭证被退回：订单 PX26W3N8PX' },
  ])
  const ofOrganisation = await world.query('notices.listMail', { organisationId: organisation.id }, finance.cookie)
  expect(ofOrganisation.data.rows).toHaveLength(1)
})

test('an organisation sees the mail of its own subtree, and none that was written to a person', async () => {
  const top = await makeOrganisation(world)
  const department = await makeOrganisation(world, { parent: top })
  const topAdmin = await makeAdmin(world, top)
  const departmentAdmin = await makeAdmin(world, department)
  await announceIn(world, rejectionOf(top))
  await announceIn(world, rejectionOf(department))
  await announceIn(world, {
    kind: 'passwordChanged',
    organisationId: department.id,
    organisationName: department.name,
    accountId: departmentAdmin.id,
    personName: '赵敏',
    email: 'own@example.com',
    changedAt: world.clock.now().toISOString(),
  })
  const of = async (cookie: string) => (await world.query('notices.listOwnMail', {}, cookie)).data.rows.length
  expect(await of(topAdmin.cookie)).toBe(2)
  expect(await of(departmentAdmin.cookie)).toBe(1)
})
