import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { noticeSamples } from '../../../server/features/notices/notice-samples.ts'
import { type Announcement, type NoticeKind, noticeKinds } from '../../../server/features/notices/notices.schema.ts'
import { renderMail, renderNotice } from '../../../server/features/notices/render-notice.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { startSmtp } from '../../support/smtp.ts'
import { openWorld, type World } from '../../support/world.ts'
import { announceIn, mailDeps, mailerTo, makeCentre, sendNoticeMail } from './arrange.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
})
afterAll(() => world.close())

/** The sample of a kind as an event of this organisation: with ids that no other event has. */
function eventOf(kind: NoticeKind, organisation: { id: string; name: string }): Announcement {
  const id = newId()
  const event = { ...noticeSamples[kind], organisationName: organisation.name } as Record<string, unknown>
  for (const name of ['requestId', 'orderId', 'paymentId', 'fileId']) if (name in event) event[name] = id
  if (event['organisationId'] !== null) event['organisationId'] = organisation.id
  return event as Announcement
}

const toldOf = async (organisationName: string) =>
  (await world.deps.db.notice.findMany({ orderBy: { id: 'asc' } })).filter(
    ({ data }) => (data as Announcement).organisationName === organisationName,
  )

test.each([
  ['invoiceApproved', null, /^\/invoices\//],
  ['invoiceRedFlushed', 'caiwu@example.com', /^\/invoices\//],
  ['paymentReversed', 'organisation', /^\/orders\//],
] as const)('%s is told to the organisation’s admins once, and mailed to %s', async (kind, mailed, page) => {
  const organisation = await makeOrganisation(world)
  const { email } = await world.deps.db.organisation.findUniqueOrThrow({ where: { id: organisation.id } })
  const admin = await makeAdmin(world, organisation)
  const event = eventOf(kind, organisation)
  await announceIn(world, event)
  await announceIn(world, event)
  const rows = await toldOf(organisation.name)
  expect(rows.filter((row) => row.channel === 'app').map((row) => row.accountId)).toEqual([admin.id])
  expect(rows.filter((row) => row.channel === 'email').map((row) => row.recipient)).toEqual(
    mailed === null ? [] : [mailed === 'organisation' ? email : mailed],
  )
  const shown = await world.query('notices.list', {}, admin.cookie)
  expect(shown.data.rows).toMatchObject([{ kind, page: expect.stringMatching(page) }])
})

test.each([
  ['statementTrouble', /^\/desk\/statements\//],
  ['invoiceTrouble', /^\/desk\/invoices\//],
] as const)('%s is told to finance, in the app and by mail, and to nobody else', async (kind, page) => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const [finance, reviewer] = [await makeStaff(world, 'finance'), await makeStaff(world, 'reviewer')]
  await world.deps.db.account.update({ where: { id: finance.id }, data: { email: `${finance.id}@centre.example` } })
  await announceIn(world, eventOf(kind, organisation))
  const rows = await toldOf(organisation.name)
  const readers = rows.filter((row) => row.channel === 'app').map((row) => row.accountId)
  expect(readers).toContain(finance.id)
  expect(readers).not.toContain(reviewer.id)
  expect(readers).not.toContain(admin.id)
  expect(rows.map((row) => row.recipient)).toContain(`${finance.id}@centre.example`)
  const shown = await world.query('notices.list', {}, finance.cookie)
  expect(shown.data.rows[0].page).toMatch(page)
})

test('a red invoice is mailed with its files to where the blue one went', async () => {
  const smtp = await startSmtp()
  const mailer = mailerTo(smtp)
  try {
    const organisation = await makeOrganisation(world)
    const fileKey = `invoices/${newId()}/${newId()}`
    await world.deps.files.put(fileKey, new TextEncoder().encode('%PDF-1.4 红字'))
    const event = eventOf('invoiceRedFlushed', organisation)
    if (event.kind !== 'invoiceRedFlushed') throw new Error('another kind')
    await announceIn(world, {
      ...event,
      files: [{ fileId: newId(), name: '红字发票.pdf', contentType: 'application/pdf', fileKey }],
    })
    const mail = (await toldOf(organisation.name)).find((row) => row.channel === 'email')
    expect(await sendNoticeMail(mailDeps(world, mailer), { noticeId: mail?.id ?? '' })).toBe('sent')
    const sent = smtp.mails[0]?.parsed
    expect(sent?.attachments.map((file) => file.filename)).toEqual(['红字发票.pdf'])
    for (const words of ['26427000000316294884', '26427000000316301127', '开票有误', '会按新的开票信息重新开具']) {
      expect(sent?.text).toContain(words)
    }
  } finally {
    mailer.close()
    await smtp.stop()
  }
})

test.each(noticeKinds)('%s reads whole in both languages', (kind) => {
  const centre = { name: '苏州检测培训中心', nameEn: 'Suzhou Testing Training Centre', telephone: '0512-65001234' }
  for (const locale of ['zh-CN', 'en'] as const) {
    const { title, sentence } = renderNotice(noticeSamples[kind], locale, null)
    const { text } = renderMail(noticeSamples[kind], locale, centre, 'https://example.cn/x', null)
    for (const words of [title, sentence, text]) expect(words).not.toMatch(/undefined|null|NaN|。。|\.\.|[{}]/)
  }
})
