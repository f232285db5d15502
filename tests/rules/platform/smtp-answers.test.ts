import { expect, test } from 'vitest'
import { readSmtpAnswer, saysNoMailbox } from '../../../server/core/smtp-answers.ts'

test.each([
  ['550 5.1.1 <x@y.cn>: Recipient address rejected: User unknown in virtual mailbox table', true],
  ['550-5.1.1 The email account that you tried to reach does not exist.', true],
  ['550 5.1.10 RESOLVER.ADR.RecipientNotFound', true],
  ['550 5.4.1 Recipient address rejected: Access denied. [x.prod.protection.outlook.com]', true],
  ['550 5.2.1 The email account that you tried to reach is disabled.', true],
  ['553 5.1.3 Invalid address format', true],
  ['550 User not found: caiwu@163.example', true],
  ['550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?id=5', true],
  ['551 User not local; please try <x@y.cn>', true],
  ['550 #5.1.0 Address rejected.', true],
  ['550 5.1.8 Sender address rejected: Domain not found', false],
  ['550 5.7.1 Service unavailable; client host blocked using Spamhaus', false],
  ['550 5.7.26 Unauthenticated email is not accepted', false],
  ['550 relaying denied', false],
  ['550 Ip frequency limited [x]', false],
  ['550 Message rejected as spam', false],
  ['552 5.2.2 Mailbox full', false],
  ['552 mailbox full', false],
  ['554 5.7.1 rejected', false],
  ['554 transaction failed', false],
  ['450 4.1.1 user unknown for now', false],
  ['451 greylisted', false],
  ['ECONNREFUSED: connect', false],
  ['', false],
])('%j: there is no such mailbox: %s', (answer, expected) => {
  expect(saysNoMailbox(readSmtpAnswer(answer))).toBe(expected)
})

test('an answer is a code and a status where it has them, and words always', () => {
  expect(readSmtpAnswer('550 5.1.1 no')).toEqual({ code: 550, status: '5.1.1', words: '550 5.1.1 no' })
  expect(readSmtpAnswer('550 no such user, host 5.1.1.9')).toMatchObject({ code: 550, status: null })
  expect(readSmtpAnswer('timeout after 550 s')).toMatchObject({ code: null, status: null })
})
