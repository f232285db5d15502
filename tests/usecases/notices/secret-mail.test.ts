import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { issueActivation } from '../../../server/features/accounts/activation.ts'
import { codeOf } from '../../../server/features/accounts/one-time-secrets.rules.ts'
import { checkLink, issueSecret } from '../../../server/features/accounts/one-time-secrets.ts'
import type { AnnouncementOf } from '../../../server/features/notices/notices.schema.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import type { Mailer } from '../../../server/platform/mailer.ts'
import { makeAccount, makeOrganisation, makeStaff } from '../../support/people.ts'
import { startSmtp, type TestSmtp } from '../../support/smtp.ts'
import { openWorld, type World } from '../../support/world.ts'
import { announceIn, mailDeps, mailerTo, mailTo, makeCentre, sendNoticeMail } from './arrange.ts'

let world: World
let smtp: TestSmtp
let mailer: Mailer
beforeAll(async () => {
  world = await openWorld({ linkBase: 'https://peixun.example.cn' })
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

async function activationMail(email: string, locale = 'zh-CN') {
  const organisation = await makeOrganisation(world)
  const account = await makeAccount(world, { name: '赵敏' })
  await world.deps.db.account.update({ where: { id: account.id }, data: { locale } })
  await inTransaction(world.deps, (tx) =>
    issueActivation(world.deps, tx, systemActor('test'), {
      accountId: account.id,
      name: '赵敏',
      email,
      organisationId: organisation.id,
      organisationName: organisation.name,
    }),
  )
  return { organisation, account, mail: await mailTo(world, email) }
}

test('the mail carries the link that opens the account, as text and as something to press', async () => {
  const { mail, account, organisation } = await activationMail('zhao@example.com')
  expect(await sendNoticeMail(mailDeps(world, mailer), { noticeId: mail.id })).toBe('sent')
  const sent = smtp.mails[0]?.parsed
  const link = /https:\/\/peixun\.example\.cn\/activate#[\w-]{64}/.exec(sent?.text ?? '')?.[0] ?? ''
  expect(sent?.html).toContain(`href="${link}"`)
  expect(sent?.subject).toContain(organisation.name)
  expect(sent?.text).toContain('赵敏：您好！')
  expect(sent?.text).toContain('只能用一次')
  expect(await checkLink(world.deps, 'activation', link.slice(link.indexOf('#') + 1))).toMatchObject({
    subjectId: account.id,
  })
})

test('staff read the mail without the link, whichever way', async () => {
  const { mail } = await activationMail('qian@example.com')
  const staff = await makeStaff(world, 'systemAdmin')
  const seen = await world.query('notices.getMail', { id: mail.id }, staff.cookie)
  expect(seen.data.text).toContain('https://peixun.example.cn/activate#••••••••')
  expect(`${seen.data.text}${seen.data.html}`).not.toMatch(/#[\w-]{20}/)
})

test('a person is written to in their own language', async () => {
  const { mail } = await activationMail('smith@example.com', 'en')
  await sendNoticeMail(mailDeps(world, mailer), { noticeId: mail.id })
  expect(smtp.mails[0]?.parsed.subject).toMatch(/^Set your password/)
})

test('digits go out large, and are masked for staff', async () => {
  const account = await makeAccount(world, { name: '李明' })
  const { id, expiresAt } = await inTransaction(world.deps, (tx) =>
    issueSecret(world.deps, tx, { purpose: 'mobileChange', subjectId: account.id, lifeMs: 600_000 }),
  )
  await announceIn(world, {
    kind: 'mobileCode',
    organisationId: null,
    organisationName: '',
    accountId: account.id,
    personName: '李明',
    email: 'li@example.com',
    secretId: id,
    expiresAt: expiresAt.toISOString(),
    mobileMasked: '138****5678',
  })
  const mail = await mailTo(world, 'li@example.com')
  const digits = codeOf(world.deps.secrets, { purpose: 'mobileChange', id })
  await sendNoticeMail(mailDeps(world, mailer), { noticeId: mail.id })
  expect(smtp.mails[0]?.parsed.text).toContain(digits)
  expect(smtp.mails[0]?.parsed.html).toMatch(new RegExp(`font-size:24px[^>]*>${digits}<`))
  const staff = await makeStaff(world, 'finance')
  const seen = await world.query('notices.getMail', { id: mail.id }, staff.cookie)
  expect(seen.data.text).toContain('••••••')
  expect(JSON.stringify([seen.data, mail.data])).not.toContain(digits)
})

test('what concerns one’s own account is read in the app by oneself, with or without an organisation', async () => {
  const account = await makeAccount(world)
  const changed: AnnouncementOf<'passwordChanged'> = {
    kind: 'passwordChanged',
    organisationId: null,
    organisationName: '',
    accountId: account.id,
    personName: account.name,
    email: '',
    changedAt: world.clock.now().toISOString(),
  }
  await announceIn(world, changed)
  const cookie = await world.openSession(account.id)
  const list = await world.query('notices.list', {}, cookie)
  expect(list.data.rows).toMatchObject([{ kind: 'passwordChanged', organisationId: null, subjectType: 'account' }])
  expect((await world.query('notices.unreadCount', undefined, cookie)).data).toEqual({ unread: 1 })
  const other = await world.openSession((await makeAccount(world)).id)
  expect((await world.query('notices.list', {}, other)).data.rows).toEqual([])
})
