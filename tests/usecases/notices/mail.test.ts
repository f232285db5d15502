import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { giveUpMail } from '../../../server/features/notices/give-up-mail.ts'
import { hurryMail } from '../../../server/features/notices/hurry-mail.ts'
import { resumeWaitingMail } from '../../../server/features/notices/resume-waiting-mail.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { createMailer, type Mailer } from '../../../server/platform/mailer.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { startSmtp, type TestSmtp } from '../../support/smtp.ts'
import { openWorld, type World } from '../../support/world.ts'
import {
  announceIn,
  mailDeps,
  mailerTo,
  mailTo,
  makeCentre,
  queuedMailIds,
  rejectionOf,
  sendNoticeMail,
  triesOf,
} from './arrange.ts'

let world: World
let smtp: TestSmtp
let mailer: Mailer
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
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

/** A rejected voucher's mail that waits, to an address of its own. */
async function waitingMail(name?: string): Promise<{ id: string; recipient: string }> {
  const organisation = await makeOrganisation(world, name ? { name } : {})
  await announceIn(world, rejectionOf(organisation))
  const mail = await world.deps.db.notice.findFirstOrThrow({
    where: { channel: 'email', organisationId: organisation.id },
  })
  return { id: mail.id, recipient: mail.recipient }
}

const send = (noticeId: string) => sendNoticeMail(mailDeps(world, mailer), { noticeId })
const stateOf = async (id: string) => world.deps.db.notice.findUniqueOrThrow({ where: { id } })

test('a mail arrives in Chinese, as text and HTML that say the same, from the centre', async () => {
  const { id, recipient } = await waitingMail('苏州“新区”检测 & 研究 <有限> 公司')
  expect(await send(id)).toBe('sent')

  expect(smtp.mails).toHaveLength(1)
  const [mail] = smtp.mails
  expect(mail?.recipients).toEqual([recipient])
  expect(mail?.parsed.subject).toBe('缴费凭证被退回：订单 PX26W3N8PX')
  expect(mail?.parsed.from).toMatchObject({ name: '苏州检测培训中心', address: 'fapiao@training.example.cn' })
  expect(mail?.parsed.messageId).toBe(`<${id}@training.example.cn>`)
  for (const words of ['图片看不清', '右下角被手指挡住', '¥3,200.00', '0512-65001234']) {
    expect(mail?.parsed.text).toContain(words)
    expect(mail?.parsed.html).toContain(words)
  }
  expect(mail?.parsed.text).toContain('苏州“新区”检测 & 研究 <有限> 公司：您好！')
  expect(mail?.parsed.html).toContain('检测 &amp; 研究 &lt;有限&gt; 公司')
  expect(mail?.parsed.html).not.toContain('<有限>')
  const headers = new Map(mail?.parsed.headers.map(({ key, value }) => [key, value]))
  expect(headers.get('auto-submitted')).toBe('auto-generated')
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 1, lastError: null })
  expect(await triesOf(world, id)).toEqual(['sent'])
})

test('an invoice is mailed with its files, their Chinese names and bytes whole', async () => {
  const organisation = await makeOrganisation(world)
  const bytes = new TextEncoder().encode(`%PDF-1.4 ${'票'.repeat(20_000)}`)
  const fileKey = `invoices/${newId()}/${newId()}`
  await world.deps.files.put(fileKey, bytes)
  await announceIn(world, {
    kind: 'invoiceIssued',
    requestId: newId(),
    orderNumber: 'PX26W3N8PX',
    organisationId: organisation.id,
    organisationName: organisation.name,
    title: organisation.name,
    amountFen: fen(320_000),
    invoiceNumber: '26427000000316294884',
    issuedOn: '2026-11-20',
    email: 'caiwu@dept.example.com',
    files: [{ fileId: newId(), name: '发票_苏州检测.pdf', contentType: 'application/pdf', fileKey }],
  })
  const mail = await mailTo(world, 'caiwu@dept.example.com')
  expect(await send(mail.id)).toBe('sent')
  const attached = smtp.mails[0]?.parsed.attachments[0]
  expect(smtp.mails[0]?.recipients).toEqual(['caiwu@dept.example.com'])
  expect(smtp.mails[0]?.parsed.subject).toBe(`电子发票已开出：${organisation.name} ¥3,200.00`)
  expect(attached).toMatchObject({ filename: '发票_苏州检测.pdf', mimeType: 'application/pdf' })
  expect(new Uint8Array(attached?.content as ArrayBuffer)).toEqual(bytes)

  // Gone from the store, the mail is not sent without what it promises.
  await world.deps.files.remove(fileKey)
  const staff = await makeStaff(world, 'finance')
  await world.mutate('notices.resend', { id: mail.id, resendId: newId() }, staff.cookie)
  expect(await send(mail.id)).toBe('failed')
  expect(await stateOf(mail.id)).toMatchObject({ state: 'failed', lastError: 'attachmentMissing' })
  expect(smtp.mails).toHaveLength(1)
})

test('a mailbox that refuses for good ends as failed with the server’s words, is not tried again, and can be sent again', async () => {
  const { id, recipient } = await waitingMail()
  const staff = await makeStaff(world, 'finance')
  smtp.mood = { kind: 'refuseMailbox', response: '550 5.1.1 no such user here' }
  expect(await send(id)).toBe('failed')
  expect(await send(id)).toBe('done')

  const listed = await world.query('notices.listMail', { state: 'failed', search: recipient }, staff.cookie)
  expect(listed.data.rows).toHaveLength(1)
  expect(listed.data.rows[0]).toMatchObject({
    id,
    attempts: 1,
    lastError: expect.stringContaining('5.1.1 no such user here'),
  })

  smtp.mood = { kind: 'accept' }
  const resent = await world.mutate('notices.resend', { id, resendId: newId() }, staff.cookie)
  expect(resent.data).toEqual({ id, state: 'queued' })
  expect(await send(id)).toBe('sent')
  // A mailbox shows a Message-ID once: what was asked for anew carries another.
  expect(smtp.mails.map((mail) => mail.parsed.messageId)).toEqual([`<${id}.1@training.example.cn>`])
  const view = await world.query('notices.getMail', { id }, staff.cookie)
  expect(view.data.tries.map((one: { outcome: string }) => one.outcome)).toEqual(['refused', 'resent', 'sent'])
  expect(view.data.tries[1].detail).toBe(staff.name)
  const audit = await world.deps.db.auditEntry.findFirstOrThrow({ where: { subjectId: id, action: 'notice.resent' } })
  expect(audit.actorId).toBe(staff.id)
})

test('content that is refused for good is not tried again either', async () => {
  const { id } = await waitingMail()
  smtp.mood = { kind: 'refuseContent', response: '554 5.7.1 looks like spam' }
  expect(await send(id)).toBe('failed')
  expect(await stateOf(id)).toMatchObject({ state: 'failed', lastError: expect.stringContaining('looks like spam') })
})

test.each([
  ['a busy server', { kind: 'busy', response: '451 4.7.1 greylisted, come back' }, 'greylisted'],
  [
    'a server that asks for a log-in',
    { kind: 'busy', response: '530 5.7.0 authentication required' },
    'authentication required',
  ],
  ['a connection that drops', { kind: 'dropConnection' }, 'closed'],
] as const)('%s is tried again later, and the mail then leaves', async (_name, mood, words) => {
  const { id } = await waitingMail()
  smtp.mood = mood
  await expect(send(id)).rejects.toMatchObject({ code: 'unavailable' })
  expect(await stateOf(id)).toMatchObject({ state: 'retrying', attempts: 1, lastError: expect.stringContaining(words) })
  smtp.mood = { kind: 'accept' }
  expect(await send(id)).toBe('sent')
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 2, lastError: null })
  expect(smtp.mails).toHaveLength(1)
})

test('a server that is down is tried again later, and the mail then leaves', async () => {
  const { id } = await waitingMail()
  await smtp.stop()
  await expect(send(id)).rejects.toMatchObject({ code: 'unavailable' })
  expect(await stateOf(id)).toMatchObject({ state: 'retrying', lastError: expect.stringContaining('ECONNREFUSED') })
  await smtp.start()
  expect(await send(id)).toBe('sent')
})

test('a connection that breaks after the mail was taken costs a repeat under the same Message-ID, which mailboxes show once', async () => {
  const { id } = await waitingMail()
  smtp.mood = { kind: 'dropAfterData' }
  await expect(send(id)).rejects.toMatchObject({ code: 'unavailable' })
  smtp.mood = { kind: 'accept' }
  expect(await send(id)).toBe('sent')
  expect(smtp.mails.map((mail) => mail.parsed.messageId)).toEqual([
    `<${id}@training.example.cn>`,
    `<${id}@training.example.cn>`,
  ])
})

test('a worker that dies after the server took the mail is seen as interrupted; the repeat carries the same Message-ID', async () => {
  const { id } = await waitingMail()
  const dying = mailDeps(world, mailer, async () => {
    throw new Error('killed')
  })
  await expect(sendNoticeMail(dying, { noticeId: id })).rejects.toThrow('killed')
  expect(await triesOf(world, id)).toEqual(['sending'])
  // At once, it could still be running elsewhere; after the heartbeat it cannot.
  await expect(send(id)).rejects.toMatchObject({ code: 'unavailable' })
  expect(smtp.mails).toHaveLength(1)
  world.clock.advance(10_000)
  expect(await send(id)).toBe('sent')
  expect(await triesOf(world, id)).toEqual(['interrupted', 'sent'])
  expect(new Set(smtp.mails.map((mail) => mail.parsed.messageId)).size).toBe(1)
})

test('two jobs for one mail at once send it once', async () => {
  const { id } = await waitingMail()
  const outcomes = await Promise.allSettled([send(id), send(id), send(id)])
  expect(smtp.mails).toHaveLength(1)
  expect(outcomes.filter((one) => one.status === 'fulfilled' && one.value === 'sent')).toHaveLength(1)
  // The others come back later and find nothing left to do.
  expect(await send(id)).toBe('done')

  // The control: three mails at once are three mails.
  const others = [await waitingMail(), await waitingMail(), await waitingMail()]
  await Promise.all(others.map((mail) => send(mail.id)))
  expect(smtp.mails).toHaveLength(4)
})

test('without an SMTP server mail waits, readable, and leaves when there is one: each once, whoever resumes', async () => {
  const other = await openWorld({ mailLeaves: false })
  try {
    await makeCentre(other)
    const organisation = await makeOrganisation(other)
    await announceIn(other, rejectionOf(organisation))
    await announceIn(other, rejectionOf(organisation))
    const ids = await queuedMailIds(other)
    expect(ids).toHaveLength(2)
    // The worker without a server takes the jobs and leaves the mails.
    for (const noticeId of ids) expect(await sendNoticeMail(mailDeps(other, null), { noticeId })).toBe('waiting')
    const jobs = await other.boss.fetch('notice.mail', { batchSize: 1 })
    await other.boss.complete(
      'notice.mail',
      jobs.map((job) => job.id),
    )

    const staff = await makeStaff(other, 'reviewer')
    const outbox = await other.query('notices.listMail', {}, staff.cookie)
    expect(outbox.data).toMatchObject({
      mailLeaves: false,
      rows: [{ state: 'queued', attempts: 0 }, { state: 'queued' }],
    })
    const view = await other.query('notices.getMail', { id: ids[0] }, staff.cookie)
    expect(view.data).toMatchObject({
      subject: '缴费凭证被退回：订单 PX26W3N8PX',
      from: '苏州检测培训中心 <fapiao@training.example.cn>',
    })
    expect(view.data.text).toContain('右下角被手指挡住')

    // One mail still has its job: only the other one needs a new one, however many workers start.
    const resumed = await Promise.all([resumeWaitingMail(other.deps), resumeWaitingMail(other.deps)])
    expect(resumed.toSorted()).toEqual([0, 1])
    expect((await queuedMailIds(other)).toSorted()).toEqual(ids.toSorted())
    for (const noticeId of ids) expect(await sendNoticeMail(mailDeps(other, mailer), { noticeId })).toBe('sent')
    expect(smtp.mails).toHaveLength(2)
    expect(await resumeWaitingMail(other.deps)).toBe(0)
  } finally {
    await other.close()
  }
})

test('a mail whose queue gave up shows as failed with the last words; one that was sent meanwhile stays sent', async () => {
  const { id } = await waitingMail()
  smtp.mood = { kind: 'busy', response: '421 4.3.2 shutting down' }
  await expect(send(id)).rejects.toMatchObject({ code: 'unavailable' })
  await giveUpMail(world.deps, { noticeId: id })
  expect(await stateOf(id)).toMatchObject({ state: 'failed', lastError: expect.stringContaining('shutting down') })
  expect(await triesOf(world, id)).toEqual(['unavailable', 'givenUp'])

  // Its job repeated by staff, it leaves after all.
  smtp.mood = { kind: 'accept' }
  expect(await send(id)).toBe('sent')
  expect(await triesOf(world, id)).toEqual(['unavailable', 'givenUp', 'sent'])

  const sent = await waitingMail()
  await send(sent.id)
  await giveUpMail(world.deps, { noticeId: sent.id })
  expect(await stateOf(sent.id)).toMatchObject({ state: 'sent' })
})

test('a server that is back after hours has what waits at once: the next tries are brought forward', async () => {
  const { id } = await waitingMail()
  await world.deps.db.$executeRaw`
    UPDATE pgboss.job SET state = 'retry', retry_count = 9, start_after = now() + interval '30 minutes'
    WHERE name = 'notice.mail' AND data->>'noticeId' = ${id}`
  const due = async () => {
    const rows = await world.deps.db.$queryRaw<{ due: boolean }[]>`
      SELECT start_after <= now() AS due FROM pgboss.job WHERE name = 'notice.mail' AND data->>'noticeId' = ${id}`
    return rows.map((row) => row.due)
  }
  expect(await due()).toEqual([false])
  expect(await hurryMail(world.deps)).toBe(1)
  expect(await due()).toEqual([true])
  expect(await hurryMail(world.deps)).toBe(0)
})

test('the mailer says when its server is back, once, and lets nobody try while it is away', async () => {
  const { id } = await waitingMail()
  let back = 0
  const own = createMailer(smtp.url, () => {
    back += 1
  })
  const sendByIt = () => sendNoticeMail(mailDeps(world, own), { noticeId: id })
  try {
    await smtp.stop()
    await expect(sendByIt()).rejects.toMatchObject({ code: 'unavailable' })
    const startedMs = performance.now()
    await smtp.start()
    expect(await sendByIt()).toBe('sent')
    expect(performance.now() - startedMs).toBeGreaterThan(900)
    expect(back).toBe(1)
    expect(await own.ready()).toBe(true)
  } finally {
    own.close()
  }
})

test('line breaks in a name become neither headers nor recipients', async () => {
  const { id, recipient } = await waitingMail('苏州检测\r\nBcc: thief@evil.example\r\n\r\n您的账号已更换')
  await world.deps.db.$executeRaw`
    UPDATE notices SET data = jsonb_set(data, '{orderNumber}', to_jsonb(E'PX26W3N8PX\r\nBcc: thief@evil.example'::text)) WHERE id = ${id}::uuid`
  await send(id)
  const [mail] = smtp.mails
  expect(mail?.recipients).toEqual([recipient])
  expect(mail?.parsed.bcc ?? []).toEqual([])
  expect(mail?.parsed.headers.map((header) => header.key)).not.toContain('bcc')
  expect(mail?.parsed.subject).toBe('缴费凭证被退回：订单 PX26W3N8PX Bcc: thief@evil.example')
  expect(mail?.parsed.text?.split('\n')[0]).toBe('苏州检测 Bcc: thief@evil.example 您的账号已更换：您好！')
})

test('another address gets a mail of its own, once however often it is asked for; the first stays as it is', async () => {
  const { id } = await waitingMail()
  await send(id)
  const staff = await makeStaff(world, 'finance')
  const resendId = newId()
  const to = `new${newId()}@Dept.Example.COM`
  const first = await world.mutate('notices.resend', { id, resendId, to }, staff.cookie)
  const again = await world.mutate('notices.resend', { id, resendId, to }, staff.cookie)
  expect(first.data.state).toBe('queued')
  expect(again.data.id).toBe(first.data.id)
  expect(first.data.id).not.toBe(id)
  expect((await queuedMailIds(world)).filter((queued) => queued === first.data.id)).toHaveLength(1)
  expect(await send(first.data.id)).toBe('sent')
  expect(smtp.mails.at(-1)?.recipients).toEqual([to.replace('Dept.Example.COM', 'dept.example.com')])
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 1 })
  // The same key for another mail is refused.
  const other = await waitingMail()
  expect((await world.mutate('notices.resend', { id: other.id, resendId }, staff.cookie)).code).toBe(
    'idempotencyKeyReused',
  )
})

test('an address with more than one mailbox or with a line break is refused', async () => {
  const { id } = await waitingMail()
  const staff = await makeStaff(world, 'finance')
  for (const to of ['a@b.cn, c@d.cn', 'a@b.cn\r\nBcc: c@d.cn', 'Name <a@b.cn>', 'nobody']) {
    expect((await world.mutate('notices.resend', { id, resendId: newId(), to }, staff.cookie)).code).toBe(
      'inputInvalid',
    )
  }
})

test('the outbox is for staff; sending again is for finance', async () => {
  const { id } = await waitingMail()
  const admin = await makeAdmin(world, await makeOrganisation(world))
  const reviewer = await makeStaff(world, 'reviewer')
  expect((await world.query('notices.listMail', {}, admin.cookie)).code).toBe('notAllowed')
  expect((await world.query('notices.getMail', { id }, admin.cookie)).code).toBe('notAllowed')
  expect((await world.mutate('notices.resend', { id, resendId: newId() }, reviewer.cookie)).code).toBe('notAllowed')
  expect((await world.query('notices.listMail', {}, reviewer.cookie)).status).toBe(200)
  expect((await world.query('notices.getMail', { id: newId() }, reviewer.cookie)).code).toBe('notFound')
})

test('a missing sender is a fault of the settings: the mail waits and says so', async () => {
  const { id } = await waitingMail()
  await world.deps.db.centreSettings.update({ where: { id: 1 }, data: { mailFrom: '' } })
  try {
    await expect(send(id)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await stateOf(id)).toMatchObject({ state: 'retrying', lastError: 'senderMissing' })
  } finally {
    await world.deps.db.centreSettings.update({
      where: { id: 1 },
      data: { mailFrom: '培训中心 <fapiao@training.example.cn>' },
    })
  }
  expect(await send(id)).toBe('sent')
  expect(smtp.mails[0]?.parsed.from?.name).toBe('培训中心')
  await inTransaction(world.deps, (tx) =>
    tx.centreSettings.update({ where: { id: 1 }, data: { mailFrom: 'fapiao@training.example.cn' } }),
  )
})
