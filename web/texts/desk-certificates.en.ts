import type { DeskCertificatesTexts } from './desk-certificates.zh-CN.ts'
import type { Translation } from './texts.ts'

export const en: Translation<DeskCertificatesTexts> = {
  emptyText:
    'Once somebody is paid for and has the hours, their certificate is issued by itself and listed here. Each training plan has its own rule.',
  short: 'Doubtful',
  issuedDays: 'Issued',
  days: (v) => `${v.from} to ${v.to}`,
  fromDay: (v) => `from ${v.day}`,
  toDay: (v) => `until ${v.day}`,
  any: 'any day',
  doubt: 'Doubt',
  doubtHours: 'Hours short',
  doubtPayment: 'Not paid',
  doubtHoursText: (v) =>
    `Hours were corrected after it was issued: ${v.hours} count now, ${v.required} are needed. The certificate is still valid; revoke it if it should not be.`,
  doubtKindText:
    'Hours were corrected after it was issued: compulsory or elective ones lack some now. The certificate is still valid; revoke it if it should not be.',
  doubtPaymentText:
    'After it was issued the enrolment was refunded or revoked, or the course was closed. The certificate is still valid; revoke it if it should not be.',
  nowTitle: 'A new one would say',
  nowSame: 'Name and ID number of the learner are as on the certificate.',
  nowDiffers: 'The learner’s data changed after it was issued. A new one says what is true now:',
  cannotReissue: (v) => `No new one can be issued now. ${v.why}`,
  refusalHours: (v) => `${v.hours} hours count, ${v.required} are needed, with the minimum of each kind.`,
  refusalPayment: 'There is neither a paid enrolment nor an opened course.',
  refusalOff: 'This plan gives no certificates.',
  refusalErased: 'The personal data of this learner were erased.',
  revoke: 'Revoke',
  reissue: 'Issue again',
  reissueValid: 'Correct and issue again',
  revokeTitle: 'Why it is revoked',
  revokeHint:
    'The learner and the organisation read it. It cannot be undone, and whoever checks the certificate is told at once.',
  reissueTitle: 'Why a new one is issued',
  reissueHintValid:
    'This one is revoked with the same reason; the new one has a number of its own and the learner’s name as it is now.',
  reissueHint: 'The new one takes the place of this one, with a number of its own and the learner’s name as it is now.',
  reasonName: 'Name or ID number was wrong',
  reasonHours: 'Hours were found not to suffice',
  reasonRefund: 'Refunded, no longer taking part',
  reasonDouble: 'Issued twice',
  reasonCorrected: 'Name corrected',
  reasonMistaken: 'Revoked by mistake',
  reasonOther: 'Another reason',
  reason: 'Reason',
  reasonMissing: 'Say why, in two characters at least.',
  revokeSend: 'Revoke it',
  reissueSend: 'Issue it again',
  revokedToast: (v) => `Certificate ${v.number} is revoked; learner and organisation are told`,
  reissuedToast: (v) => `Certificate ${v.number} is issued; the learner is told`,
  revokedBy: (v) => `Revoked by ${v.name}, ${v.when}`,
  seeLearner: 'See the learner',
  seeAudit: 'Audit trail',
  keyRevoke: 'Revoke',
  keyReissue: 'Issue again',
  keyDownload: 'Download PDF',
}
