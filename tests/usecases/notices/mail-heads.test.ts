import { decodeWords } from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { senderOf } from '../../../server/features/notices/mail.rules.ts'
import { attachmentName, headText, type Mailer, type OutgoingMail } from '../../../server/platform/mailer.ts'
import { startSmtp, type TestSmtp } from '../../support/smtp.ts'
import { mailerTo } from './arrange.ts'

let smtp: TestSmtp
let mailer: Mailer
beforeAll(async () => {
  smtp = await startSmtp()
  mailer = mailerTo(smtp)
})
afterAll(async () => {
  mailer.close()
  await smtp.stop()
})

const plain: OutgoingMail = {
  messageId: '<1@training.example.cn>',
  from: { name: '苏州检测培训中心', address: 'fapiao@training.example.cn' },
  to: 'caiwu@dept.example.com',
  subject: '发票',
  text: '发票',
  html: '<p>发票</p>',
  locale: 'zh-CN',
  attachments: [],
}
const sent = async (changed: Partial<OutgoingMail>) => {
  expect(await mailer.send({ ...plain, ...changed })).toMatchObject({ outcome: 'sent' })
  const mail = smtp.mails.at(-1)
  if (!mail) throw new Error('nothing came')
  return mail
}
const headOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n'))

/** What people and files bring into names. */
const hostile = [
  'Invoice\r\nBcc: thief@evil.example',
  'Invoice\nBcc: thief@evil.example\n\n<html>',
  'Invoice\rBcc: thief@evil.example',
  'Invoice\u2028Bcc: thief@evil.example',
  'Invoice\u0000\u0007\u001b[2J',
  'Zhao, Min <thief@evil.example>, other@evil.example',
  '"quoted" \\ (comment) ; semicolon: <>',
  '=?utf-8?B?DQpCY2M6IHRoaWVmQGV2aWwuZXhhbXBsZQ==?=',
  '=?utf-8?Q?a=0D=0ABcc:_thief=40evil.example?= Invoice',
  `${'长'.repeat(400)}\r\nBcc: thief@evil.example`,
  '👩‍👩‍👧 발표 =?x?=',
]

describe.each(hostile)('%j', (text) => {
  test('as a subject is a subject and nothing else', async () => {
    const mail = await sent({ subject: text })
    expect(mail.recipients).toEqual([plain.to])
    expect(mail.parsed.headers.map((header) => header.key)).not.toContain('bcc')
    expect(mail.parsed.subject).toBe(text.replace(/\p{Cc}+/gu, ' ').trim())
    for (const line of headOf(mail.raw).split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
  })

  test('as the sender’s name leaves the sender what it is', async () => {
    const mail = await sent({ from: { name: text, address: plain.from.address } })
    expect(mail.parsed.from).toEqual({ address: plain.from.address, name: text.replace(/\p{Cc}+/gu, ' ').trim() })
    expect(mail.parsed.headers.filter((header) => header.key === 'from')).toHaveLength(1)
    expect(mail.recipients).toEqual([plain.to])
  })

  test('as the name of a file ends neither the name nor the header', async () => {
    const mail = await sent({
      attachments: [{ name: `${text}.pdf`, contentType: 'application/pdf', bytes: new Uint8Array([37, 80]) }],
    })
    expect(mail.parsed.attachments).toHaveLength(1)
    expect(mail.parsed.attachments[0]?.filename).toBe(attachmentName(`${text}.pdf`))
    expect(mail.parsed.attachments[0]?.filename).toMatch(/^[^\p{Cc}\\/:*?"<>|]+\.pdf$/u)
    expect(mail.raw).not.toMatch(/^Bcc:/im)
  })

  test('as an address is refused, and nothing leaves', async () => {
    const before = smtp.mails.length
    const outcome = await mailer.send({ ...plain, to: `${text}@dept.example.com` })
    if (outcome.outcome === 'sent') {
      // What an address may hold is one mailbox still, on the host that was meant.
      expect(smtp.mails.at(-1)?.recipients).toHaveLength(1)
      expect(smtp.mails.at(-1)?.recipients[0]).toMatch(/@dept\.example\.com$/)
      expect(smtp.mails.at(-1)?.parsed.headers.map((header) => header.key)).not.toContain('bcc')
    } else {
      expect(smtp.mails).toHaveLength(before)
    }
  })
})

test.each([
  'a@b.cn, c@d.cn',
  'a@b.cn\r\nRCPT TO:<c@d.cn>',
  '<a@b.cn>,<c@d.cn>',
  'group: a@b.cn, c@d.cn;',
  'a@b.cn> <c@d.cn',
])('a list of addresses in the place of one reaches nobody: %j', async (to) => {
  const before = smtp.mails.length
  const outcome = await mailer.send({ ...plain, to })
  expect(outcome.outcome).not.toBe('sent')
  expect(smtp.mails).toHaveLength(before)
})

test('a file’s Chinese name is there in every form that mail programs read', async () => {
  const name = '电子发票（第 1 张）.pdf'
  const { raw } = await sent({ attachments: [{ name, contentType: 'application/pdf', bytes: new Uint8Array([37]) }] })
  // RFC 2231, for all that follow the rules; RFC 2047 in the content type, for Outlook and the Chinese mailboxes.
  const disposition = [...raw.matchAll(/filename\*\d+\*=(?:utf-8'')?([^;\r\n]+)/gi)].map(([, part]) => part).join('')
  expect(decodeURIComponent(disposition) + (/filename\*\d+=([^;\r\n]+)/.exec(raw)?.[1] ?? '')).toBe(name)
  const words = /Content-Type: application\/pdf;\s+name="([^"]+)"/.exec(raw)?.[1] ?? ''
  expect(decodeWords(words.replace(/\r\n/g, ''))).toBe(name)
})

test('names of files keep their ending and what they can', () => {
  expect(attachmentName('发票 "第1张"/2026.pdf')).toBe('发票 _第1张_2026.pdf')
  expect(attachmentName('../../etc/passwd')).toBe('_.._etc_passwd')
  expect(attachmentName('a\u202Efdp.exe')).toBe('afdp.exe')
  expect(attachmentName('...')).toBe('file')
  expect(attachmentName(`${'长'.repeat(300)}.ofd`)).toBe(`${'长'.repeat(100)}.ofd`)
  expect(headText('Order PX26W3N8PX')).toBe('Order PX26W3N8PX')
})

test('the sender that a system admin types is one address, whatever stands around it', () => {
  const of = (mailFrom: string) => senderOf({ name: '中心', mailFrom })
  expect(of('培训中心 <a@b.cn>')).toEqual({ name: '培训中心', address: 'a@b.cn' })
  expect(of('"Zhao, Min" <a@b.cn>')).toEqual({ name: 'Zhao, Min', address: 'a@b.cn' })
  expect(of('a@b.cn, c@d.cn')).toBeNull()
  expect(of('A <a@b.cn>, B <c@d.cn>')).toBeNull()
  expect(of('a@b.cn\r\nBcc: c@d.cn')).toBeNull()
})
