import { fen, formatFen } from '../../../server/core/money.ts'
import type { RedReason } from '../../../server/core/red-reasons.ts'
import type {
  Finding,
  InboxCheck,
  InboxCheckCode,
  InboxTab,
  MatchReason,
} from '../../../server/features/invoices/inbox.schema.ts'
import type { Doubt, DoubtField, ReadProblem } from '../../../server/features/invoices/invoice-reading.schema.ts'
import { t } from '../../texts/desk-inbox.zh-CN.ts'

export const inboxTabs = [
  'ready',
  'check',
  'unmatched',
  'waiting',
  'unreadable',
  'known',
  'attached',
] as const satisfies readonly InboxTab[]

const problems = {
  empty: 'problemEmpty',
  tooLarge: 'problemTooLarge',
  unknownKind: 'problemUnknownKind',
  damaged: 'problemDamaged',
  encrypted: 'problemEncrypted',
  dtdRefused: 'problemDtdRefused',
  tooComplex: 'problemTooComplex',
  tooSlow: 'problemTooSlow',
  archiveRefused: 'problemArchiveRefused',
  nestedTooDeep: 'problemNestedTooDeep',
  pictureOnly: 'problemPictureOnly',
  notAnInvoice: 'problemNotAnInvoice',
  severalInvoices: 'problemSeveralInvoices',
} as const satisfies Record<ReadProblem, string>

export function problemSentence(problem: ReadProblem): string {
  return t(problems[problem])
}

const reasons = {
  equal: 'reasonEqual',
  orderNumber: 'reasonOrderNumber',
  oldest: 'reasonOldest',
  byHand: 'reasonByHand',
  nearest: 'reasonNearest',
  nothing: 'reasonNothing',
  taken: 'reasonTaken',
  blue: 'reasonBlue',
  blueInInbox: 'reasonBlueInInbox',
  blueUnknown: 'reasonBlueUnknown',
  blueNotSaid: 'reasonBlueNotSaid',
  alreadyIssued: 'reasonAlreadyIssued',
} as const satisfies Record<Exclude<MatchReason, 'several'>, string>

export function reasonSentence({ reason, fitting }: Finding): string {
  return reason === 'several' ? t('reasonSeveral', { count: fitting }) : t(reasons[reason])
}

const failed = {
  numberIsWhole: 'numberIsWholeNot',
  saysEverything: 'saysEverythingNot',
  filesAgree: 'filesAgreeNot',
  sellerIsOurs: 'sellerIsOursNot',
  buyerTaxNumberIsRequested: 'buyerTaxNumberIsRequestedNot',
  buyerNameIsRequested: 'buyerNameIsRequestedNot',
  amountIsRequested: 'amountIsRequestedNot',
  kindIsRequested: 'kindIsRequestedNot',
  dateIsInPeriod: 'dateIsInPeriodNot',
  requestIsOpen: 'requestIsOpenNot',
  requestHasNoOtherFiles: 'requestHasNoOtherFilesNot',
  blueIsFlushable: 'blueIsFlushableNot',
  redIsRequested: 'redIsRequestedNot',
} as const satisfies Record<InboxCheckCode, string>

const unread = {
  sellerIsOurs: 'sellerUnread',
  buyerTaxNumberIsRequested: 'buyerTaxNumberUnread',
  buyerNameIsRequested: 'buyerNameUnread',
  amountIsRequested: 'amountUnread',
  kindIsRequested: 'kindUnread',
} as const

export function checkTitle({ code, verdict, found, expected }: InboxCheck): string {
  if (code === 'sellerIsOurs' && verdict === 'warn' && expected === '') return t('sellerUnset')
  if (verdict === 'warn' && found === '' && code in unread) return t(unread[code as keyof typeof unread])
  return t(verdict === 'pass' ? code : failed[code])
}

const wordsAlone: ReadonlySet<InboxCheckCode> = new Set([
  'redIsRequested',
  'saysEverything',
  'filesAgree',
  'requestHasNoOtherFiles',
])

const doubtWords = {
  number: 'columnNumber',
  code: 'invoiceCode',
  kind: 'kind',
  colour: 'colour',
  issuedOn: 'day',
  amountFen: 'columnAmount',
  amountWithoutTaxFen: 'withoutTax',
  taxFen: 'tax',
  buyerName: 'buyer',
  buyerTaxNumber: 'buyerTaxNumber',
  sellerName: 'seller',
  sellerTaxNumber: 'sellerTaxNumber',
  redReference: 'blue',
} as const satisfies Record<DoubtField, string>

/** Where a file says two different things. */
export function doubtSentence({ field, found, other }: Doubt): string {
  const text = (value: string) => {
    if (field === 'amountFen' || field === 'amountWithoutTaxFen' || field === 'taxFen')
      return formatFen(fen(Number(value)))
    if (field === 'kind') return t(value === 'special' ? 'kindSpecial' : 'kindNormal')
    if (field === 'colour') return t(value === 'red' ? 'red' : 'blueInvoice')
    return value
  }
  return t('doubtLine', { field: t(doubtWords[field]), found: text(found.value), other: text(other.value) })
}

/** The two sides of a check as people read them; none where there is nothing to compare. */
export function checkValues({
  code,
  verdict,
  found,
  expected,
}: InboxCheck): { label: string; text: string; against?: string }[] {
  if (verdict === 'pass' || wordsAlone.has(code)) return []
  const text = (value: string) => {
    if (value === '') return t('notSaid')
    if (code === 'amountIsRequested') return formatFen(fen(Number(value)))
    if (code === 'kindIsRequested') return t(value === 'special' ? 'kindSpecial' : 'kindNormal')
    return value.replace('/', ' – ')
  }
  const marked = code === 'buyerNameIsRequested' || code === 'buyerTaxNumberIsRequested' || code === 'sellerIsOurs'
  return [
    {
      label: t('onInvoice'),
      text: text(found),
      ...(marked && expected !== '' && found !== '' ? { against: expected } : {}),
    },
    ...(expected === '' ? [] : [{ label: t('onRequest'), text: text(expected) }]),
  ]
}

export const redReasonKeys = {
  wrong: 'redWrong',
  returned: 'redReturned',
  serviceEnded: 'redServiceEnded',
  allowance: 'redAllowance',
} as const satisfies Record<RedReason, string>
