import { noticePlans } from '../../../server/features/notices/notices.rules.ts'
import type { NoticeKind } from '../../../server/features/notices/notices.schema.ts'
import type { PlaceholderName } from '../../../server/features/notices/placeholders.rules.ts'
import type { TemplateRow } from '../../../server/features/notices/templates.schema.ts'
import { t } from '../../texts/desk-templates.zh-CN.ts'

/** What a placeholder stands for; a name that this page does not know yet stands for itself. */
export function placeholderWord(name: string): string {
  return name in words ? t(words[name as PlaceholderName]) : name
}

const words = {
  orderNumber: 'orderNumber',
  orderNumbers: 'orderNumbers',
  refundNumber: 'refundNumber',
  organisationName: 'organisationName',
  personName: 'personName',
  learnerName: 'learnerName',
  planName: 'planName',
  title: 'invoiceTitle',
  invoiceNumber: 'invoiceNumber',
  blueNumber: 'blueNumber',
  redNumber: 'redNumber',
  certificateNumber: 'certificateNumber',
  letterCode: 'letterCode',
  trainings: 'trainings',
  payerName: 'payerName',
  operation: 'operation',
  expiresOn: 'expiresOn',
  hours: 'hours',
  fileName: 'fileName',
  tradeNo: 'tradeNo',
  code: 'code',
  amount: 'amount',
  received: 'received',
  credit: 'credit',
  outstanding: 'outstanding',
  count: 'count',
  names: 'names',
  logInNames: 'logInNames',
  byName: 'byName',
  requestedByName: 'requestedByName',
  issuedOn: 'issuedOn',
  changedAt: 'changedAt',
  expiresAt: 'expiresAt',
  dueAt: 'dueAt',
  closesAt: 'closesAt',
  receivedAt: 'receivedAt',
  mobileMasked: 'mobileMasked',
  emailMasked: 'emailMasked',
  idNumberMasked: 'idNumberMasked',
  address: 'address',
  reason: 'reason',
  failure: 'failure',
  verdict: 'verdict',
  method: 'method',
  provider: 'provider',
  way: 'way',
  wayNote: 'wayNote',
  whose: 'whose',
  balance: 'balance',
  filesNote: 'filesNote',
  reissueNote: 'reissueNote',
  dueState: 'dueState',
  feeNote: 'feeNote',
  result: 'result',
  creditNote: 'creditNote',
  outcome: 'outcome',
  decision: 'decision',
  nextStep: 'nextStep',
  why: 'why',
} as const satisfies Record<PlaceholderName, string>

/** Who gets this kind, in the app and by mail. */
export function audienceOf({ kind, area }: Pick<TemplateRow, 'kind' | 'area'>): string[] {
  const { app, email } = noticePlans[kind]
  const readers = {
    organisation: t('toAdmins'),
    person: t('toPerson'),
    reviewers: t('toReviewers'),
    finance: t('toFinance'),
    nobody: null,
  }[app ?? 'organisation']
  return [
    ...(readers === null ? [] : [t('inApp', { who: readers })]),
    ...(email === null ? [] : [t('byMail', { who: mailboxOf(kind, area, email) })]),
  ]
}

function mailboxOf(kind: NoticeKind, area: TemplateRow['area'], email: unknown): string {
  if (email === 'organisation') return t('mailOrganisation')
  if (email === 'readers') return t('mailReaders')
  if (area === 'invoice') return t('mailBilling')
  return kind.startsWith('registration') ? t('mailApplicant') : t('mailPerson')
}
