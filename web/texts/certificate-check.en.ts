import type { CertificateCheckTexts } from './certificate-check.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<CertificateCheckTexts> = {
  title: 'Check a certificate',
  lead: 'Find out whether a certificate is real and still valid. Scan the QR code on it with your phone’s camera or WeChat, or enter it here.',
  how: 'How to check',
  byCode: 'By code',
  byNumber: 'By number and name',
  code: 'Check code',
  codeHint: 'The 12 letters and digits at the lower left of the certificate, without 0, 1, I, L and O.',
  codeWrong: 'The code has 12 characters. Please compare it with the certificate.',
  number: 'Certificate number',
  numberMissing: 'Enter the number; it stands at the upper right of the certificate.',
  name: 'Name',
  nameHint: 'The whole name as on the certificate.',
  nameMissing: 'Enter the name on the certificate.',
  send: 'Check',
  checking: 'Checking',
  waitFirst: (v) => `Wait ${v.wait}`,
  valid: 'Valid',
  validTitle: 'This certificate is valid',
  revoked: 'Revoked',
  revokedTitle: 'This certificate was revoked',
  revokedText: (v) => `It was revoked on ${v.day} and no longer proves anything.`,
  replacedText: 'A new certificate was issued in its place. Please ask its holder for that one.',
  compare:
    'Only a part of the name is shown. Compare name, plan and hours with the paper: where they differ, it is not this certificate.',
  holder: 'Name',
  plan: 'Training plan',
  hours: 'Hours',
  issuedOn: 'Issued on',
  centre: 'Issued by',
  unknown: 'No such certificate',
  unknownCode:
    'There is no certificate with this code. Compare it with the paper once more; if it is the same, the certificate is not one of ours.',
  unknownNumber:
    'No certificate has both this number and this name. Compare them with the paper, or scan the QR code on it.',
  failed: 'The check did not work',
  again: 'Check another',
}
