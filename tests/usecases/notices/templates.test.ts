import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { noticeKinds } from '../../../server/features/notices/notices.schema.ts'
import type { Mailer } from '../../../server/platform/mailer.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { startSmtp, type TestSmtp } from '../../support/smtp.ts'
import { openWorld, type World } from '../../support/world.ts'
import { announceIn, mailDeps, mailerTo, mailTo, makeCentre, rejectionOf, sendNoticeMail } from './arrange.ts'

let world: World
let smtp: TestSmtp
let mailer: Mailer
let staff: Awaited<ReturnType<typeof makeStaff>>
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  smtp = await startSmtp()
  mailer = mailerTo(smtp)
  staff = await makeStaff(world, 'systemAdmin')
})
afterAll(async () => {
  mailer.close()
  await smtp.stop()
  await world.close()
})

const words = {
  title: '请重拍：{orderNumber}',
  sentence: '{organisationName}：{reason}',
  steps: '请重拍一张。\n谢谢。',
}
const send = (noticeId: string) => sendNoticeMail(mailDeps(world, mailer), { noticeId })
const versionOf = async (kind: string, locale = 'zh-CN'): Promise<number> => {
  const view = await world.query('templates.get', { kind }, staff.cookie)
  return view.data.versions.find((one: { locale: string }) => one.locale === locale).version
}

test('every kind is listed once, by its part of the work, and says whether it was changed', async () => {
  const { data } = await world.query('templates.list', undefined, staff.cookie)
  const rows: { kind: string; area: string; changed: string[] }[] = data.rows
  expect(rows.map((row) => row.kind).toSorted()).toEqual([...noticeKinds].toSorted())
  const areas = rows.map((row) => row.area)
  expect(areas.filter((area, index) => area !== areas[index - 1])).toEqual([...new Set(areas)])
  expect(rows.flatMap((row) => row.changed)).toEqual([])
})

test('words of staff hold in the app and in mail from the next one on, in their language alone, until they are reset', async () => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  await announceIn(world, rejectionOf(organisation))
  const mail = await world.deps.db.notice.findFirstOrThrow({
    where: { channel: 'email', organisationId: organisation.id },
  })
  const saved = await world.mutate(
    'templates.save',
    { kind: 'voucherRejected', locale: 'zh-CN', version: 0, words },
    staff.cookie,
  )
  expect(saved.data.versions[0]).toMatchObject({ version: 1, changed: true, words, updatedByName: staff.name })
  expect(saved.data.changed).toEqual(['zh-CN'])

  await send(mail.id)
  const [sent] = smtp.mails.slice(-1)
  const sentence = `${organisation.name}：图片看不清，金额、付款单位或订单号认不出来；右下角被手指挡住`
  expect(sent?.parsed.subject).toBe('请重拍：PX26W3N8PX')
  expect(sent?.parsed.text).toContain(sentence)
  expect(sent?.parsed.text).toContain('请重拍一张。\n\n谢谢。')
  expect(sent?.parsed.text).toContain('凭证金额：¥3,200.00')
  const shown = await world.query('notices.list', {}, admin.cookie)
  expect(shown.data.rows[0]).toMatchObject({ title: '请重拍：PX26W3N8PX', sentence })
  const english = await world.query('notices.list', { locale: 'en' }, admin.cookie)
  expect(english.data.rows[0].title).toBe('Transfer slip sent back: order PX26W3N8PX')

  const reset = await world.mutate(
    'templates.reset',
    { kind: 'voucherRejected', locale: 'zh-CN', version: 1 },
    staff.cookie,
  )
  expect(reset.data.versions[0]).toMatchObject({ version: 2, changed: false })
  expect((await world.query('notices.list', {}, admin.cookie)).data.rows[0].title).toBe(
    '缴费凭证被退回：订单 PX26W3N8PX',
  )
  // What was read stays readable as it was: the outbox shows the words that it left with.
  const view = await world.query('notices.getMail', { id: mail.id }, staff.cookie)
  expect(view.data.subject).toBe('请重拍：PX26W3N8PX')
  expect(view.data.text).toContain(sentence)
  // Sent again it is written anew.
  await world.mutate('notices.resend', { id: mail.id, resendId: newId() }, staff.cookie)
  await send(mail.id)
  expect(smtp.mails.at(-1)?.parsed.subject).toBe('缴费凭证被退回：订单 PX26W3N8PX')
  expect((await world.query('notices.getMail', { id: mail.id }, staff.cookie)).data.subject).toBe(
    '缴费凭证被退回：订单 PX26W3N8PX',
  )
})

test('who saves over somebody else’s words is told by whom, and nothing is lost', async () => {
  const other = await makeStaff(world, 'systemAdmin')
  const input = { kind: 'orderExpired', locale: 'zh-CN', version: 0 }
  const own = (title: string) => ({
    ...input,
    words: { title: `${title}{orderNumber}`, sentence: '过期了。', steps: '' },
  })
  const answers = await Promise.all([
    world.mutate('templates.save', own('甲'), staff.cookie),
    world.mutate('templates.save', own('乙'), other.cookie),
  ])
  expect(answers.map((answer) => answer.code).toSorted()).toEqual(['conflict', null].toSorted())
  const winner = answers[0].code === null ? staff : other
  expect(answers.find((answer) => answer.code === 'conflict')?.details).toEqual({ by: winner.name })
  expect(await versionOf('orderExpired')).toBe(1)
  // Also a reset on what somebody has changed since, and one that was reset and saved meanwhile.
  expect((await world.mutate('templates.reset', input, staff.cookie)).code).toBe('conflict')
  await world.mutate('templates.reset', { ...input, version: 1 }, staff.cookie)
  expect((await world.mutate('templates.save', { ...own('丙'), version: 1 }, other.cookie)).code).toBe('conflict')
  expect((await world.mutate('templates.save', { ...own('丙'), version: 2 }, other.cookie)).code).toBeNull()
  const trail = await world.deps.db.auditEntry.findMany({
    where: { subjectType: 'noticeTemplate', after: { path: ['kind'], equals: 'orderExpired' } },
    orderBy: { id: 'asc' },
  })
  expect(trail.map((entry) => entry.action)).toEqual([
    'noticeTemplate.saved',
    'noticeTemplate.reset',
    'noticeTemplate.saved',
  ])
  expect(trail[1]?.before).toMatchObject({ words: { sentence: '过期了。' } })
  expect(trail[1]?.after).toMatchObject({ words: null })
})

test('a wrong placeholder and a missing one are refused with what is wrong, and nothing is saved', async () => {
  const save = (changed: Partial<typeof words>) =>
    world.mutate(
      'templates.save',
      { kind: 'voucherRejected', locale: 'en', version: 0, words: { ...words, ...changed } },
      staff.cookie,
    )
  expect(await save({ steps: '{learnerName}' })).toMatchObject({
    code: 'templatePlaceholderUnknown',
    details: { field: 'steps', placeholder: '{learnerName}' },
  })
  expect(await save({ title: 'Again' })).toMatchObject({
    code: 'templatePlaceholderMissing',
    details: { placeholder: 'orderNumber' },
  })
  expect((await save({ title: '{orderNumber}\r\nBcc: thief@evil.example' })).code).toBe('inputInvalid')
  expect(await versionOf('voucherRejected', 'en')).toBe(0)
})

test('the preview is the sample in these words, in the centre’s name, as the app and the mail would show it', async () => {
  const { data } = await world.query(
    'templates.preview',
    { kind: 'voucherRejected', locale: 'zh-CN', words },
    staff.cookie,
  )
  expect(data.subject).toBe('请重拍：PX26W3N8PX')
  expect(data.notice.title).toBe(data.subject)
  for (const said of ['苏州工程检测有限公司', '右下角被手指挡住', '请重拍一张。', '苏州检测培训中心']) {
    expect(data.text).toContain(said)
    expect(data.html).toContain(said)
  }
  const english = await world.query(
    'templates.preview',
    { kind: 'activation', locale: 'en', words: { title: 'Hello', sentence: '{whose} is ready.', steps: '' } },
    staff.cookie,
  )
  expect(english.data.text).toContain('Suzhou Testing Training Centre')
  expect(english.data.text).toContain('#••••••••')
  expect((await world.query('templates.preview', { kind: 'activation', locale: 'en', words }, staff.cookie)).code).toBe(
    'templatePlaceholderUnknown',
  )
})

test('a test mail goes to whoever asks, once, says that it is one, and marks nothing as delivered', async () => {
  const address = `own${newId()}@centre.example`
  await world.deps.db.account.update({ where: { id: staff.id }, data: { email: address } })
  const input = {
    kind: 'invoiceIssued',
    locale: 'zh-CN',
    words: { title: '发票 {orderNumber}', sentence: '金额 {amount}', steps: '{filesNote}' },
    testId: newId(),
  }
  const first = await world.mutate('templates.sendTest', input, staff.cookie)
  expect(first.data).toEqual({ to: address, mailLeaves: true })
  await world.mutate('templates.sendTest', input, staff.cookie)
  const mail = await mailTo(world, address)
  expect(await world.deps.db.notice.count({ where: { recipient: address } })).toBe(1)
  const delivered: string[] = []
  const deps = mailDeps(world, mailer, async (_deps, _tx, _actor, { kind }) => void delivered.push(kind))
  expect(await sendNoticeMail(deps, { noticeId: mail.id })).toBe('sent')
  expect(delivered).toEqual([])
  const [sent] = smtp.mails.slice(-1)
  expect(sent?.recipients).toEqual([address])
  expect(sent?.parsed.subject).toBe('【测试】发票 PX26W3N8PX')
  expect(sent?.parsed.attachments).toEqual([])
  expect((await world.query('notices.getMail', { id: mail.id }, staff.cookie)).data.subject).toBe(
    '【测试】发票 PX26W3N8PX',
  )

  // One with a link carries none that opens anything.
  const secret = {
    ...input,
    kind: 'passwordReset',
    words: { title: '改密码', sentence: '请看。', steps: '' },
    testId: newId(),
  }
  await world.mutate('templates.sendTest', secret, staff.cookie)
  const second = await world.deps.db.notice.findFirstOrThrow({ where: { recipient: address, kind: 'passwordReset' } })
  await send(second.id)
  expect(smtp.mails.at(-1)?.parsed.text).toContain('#••••••••')

  const without = await makeStaff(world, 'systemAdmin')
  await world.deps.db.account.update({ where: { id: without.id }, data: { email: '' } })
  expect((await world.mutate('templates.sendTest', { ...input, testId: newId() }, without.cookie)).code).toBe(
    'accountMailMissing',
  )
})

test('templates are the system admin’s', async () => {
  const finance = await makeStaff(world, 'finance')
  expect((await world.query('templates.list', undefined, finance.cookie)).code).toBe('notAllowed')
  expect((await world.query('templates.get', { kind: 'orderExpired' }, finance.cookie)).code).toBe('notAllowed')
  const input = { kind: 'orderExpired', locale: 'en', version: 0, words }
  expect((await world.mutate('templates.save', input, finance.cookie)).code).toBe('notAllowed')
})
