import { formatHours } from '../../core/hours.ts'
import { addFen } from '../../core/money.ts'
import { type NoticePhrases, yuan } from './notice-phrases.ts'
import { shanghaiTime, withoutStop } from './notice-text.ts'
import type { Announcement, AnnouncementOf, NoticeKind, NoticeLocale } from './notices.schema.ts'
import { phrasesEnglish } from './phrases.en.ts'
import { phrasesChinese } from './phrases.zh-cn.ts'
import type { PlaceholderName } from './placeholders.rules.ts'

export type PlaceholderValues = Partial<Readonly<Record<PlaceholderName, string>>>

type KindValues<K extends NoticeKind> = {
  /** Without these in the title or the sentence nobody knows which matter, or how it went. */
  readonly required: readonly PlaceholderName[]
  readonly values: (a: AnnouncementOf<K>, say: NoticePhrases) => PlaceholderValues
}

const time = shanghaiTime
const joined = (sentences: readonly string[], say: NoticePhrases) => sentences.join(say === phrasesEnglish ? ' ' : '')

const person = (a: { readonly personName: string; readonly organisationName: string }) => ({
  personName: a.personName,
  organisationName: a.organisationName,
})
const order = (a: { readonly orderNumber: string; readonly organisationName: string }) => ({
  orderNumber: a.orderNumber,
  organisationName: a.organisationName,
})
const refund = (
  a: AnnouncementOf<'refundDone' | 'refundFailed' | 'refundDecided' | 'refundRequested' | 'refundFailedStaff'>,
) => ({
  refundNumber: a.refundNumber,
  amount: yuan(a.amountFen),
  organisationName: a.organisationName,
})
const plan = (a: { readonly planName: string; readonly organisationName: string }) => ({
  planName: a.planName,
  organisationName: a.organisationName,
})
const certificate = (a: { readonly certificateNumber: string; readonly planName: string }) => ({
  certificateNumber: a.certificateNumber,
  planName: a.planName,
})

const ownHours = (a: AnnouncementOf<'hoursApproved' | 'hoursRejected'>, say: NoticePhrases) => ({
  ...person(a),
  planName: a.planName,
  hours: formatHours(a.hours),
  trainings: say.list(a.trainings),
})
const recordedHours = (a: AnnouncementOf<'recordedHoursApproved' | 'recordedHoursRejected'>, say: NoticePhrases) => ({
  ...person(a),
  ...plan(a),
  count: say.people(a.count),
  names: say.someOf(a),
  hours: formatHours(a.hours),
})

const kindValues: { readonly [K in NoticeKind]: KindValues<K> } = {
  voucherApproved: {
    required: ['orderNumber', 'amount'],
    values: (a, say) => ({
      ...order(a),
      amount: yuan(a.amountFen),
      credit: yuan(a.creditFen),
      outstanding: yuan(a.outstandingFen),
      balance: joined(say.balance(a), say),
    }),
  },
  voucherRejected: {
    required: ['orderNumber', 'reason'],
    values: (a, say) => ({
      ...order(a),
      amount: a.amountFen === null ? '' : yuan(a.amountFen),
      reason: say.reason(a),
    }),
  },
  activation: {
    required: [],
    values: (a, say) => ({
      ...person(a),
      organisationName: a.organisationName || a.personName,
      whose: say.whose(a.organisationName),
      logInNames: say.list(a.logInNames),
      expiresAt: time(a.expiresAt),
    }),
  },
  passwordReset: { required: [], values: (a) => ({ ...person(a), expiresAt: time(a.expiresAt) }) },
  passwordChanged: { required: ['changedAt'], values: (a) => ({ ...person(a), changedAt: time(a.changedAt) }) },
  mobileCode: {
    required: ['mobileMasked'],
    values: (a) => ({ ...person(a), mobileMasked: a.mobileMasked, expiresAt: time(a.expiresAt) }),
  },
  mobileChanged: {
    required: ['mobileMasked', 'changedAt'],
    values: (a) => ({ ...person(a), mobileMasked: a.mobileMasked, changedAt: time(a.changedAt) }),
  },
  learnerMobileChanged: {
    required: ['learnerName'],
    values: (a) => ({
      learnerName: a.learnerName,
      organisationName: a.organisationName,
      mobileMasked: a.mobileMasked,
      changedAt: time(a.changedAt),
    }),
  },
  learnerTransferred: {
    required: ['learnerName'],
    values: (a) => ({
      learnerName: a.learnerName,
      idNumberMasked: a.idNumberMasked,
      organisationName: a.organisationName,
      changedAt: time(a.transferredAt),
    }),
  },
  registrationApproved: {
    required: ['organisationName'],
    values: (a, say) => ({ ...person(a), logInNames: say.list(a.logInNames), expiresAt: time(a.expiresAt) }),
  },
  registrationRejected: {
    required: ['organisationName'],
    values: (a) => ({ organisationName: a.organisationName, reason: withoutStop(a.reason) }),
  },
  registrationCode: {
    required: [],
    values: (a) => ({ organisationName: a.organisationName, expiresAt: time(a.expiresAt) }),
  },
  registrationDue: {
    required: ['organisationName', 'dueState'],
    values: (a, say) => ({
      organisationName: a.organisationName,
      code: a.code,
      dueAt: time(a.dueAt),
      dueState: say.dueState(a.overdue),
    }),
  },
  emailChanged: {
    required: ['changedAt', 'emailMasked'],
    values: (a) => ({ ...person(a), changedAt: time(a.changedAt), emailMasked: a.emailMasked }),
  },
  adminAdded: {
    required: ['organisationName'],
    values: (a) => ({ ...person(a), byName: a.byName, changedAt: time(a.addedAt) }),
  },
  mailBounced: {
    required: ['address'],
    values: (a) => ({ organisationName: a.organisationName, address: a.address }),
  },
  enrolmentsConfirmed: {
    required: ['planName', 'count'],
    values: (a, say) => ({
      ...plan(a),
      count: say.people(a.count),
      names: say.someOf(a),
      amount: yuan(a.feeFen),
      feeNote: say.feeNote(a.feeFen),
    }),
  },
  enrolmentsRejected: {
    required: ['planName', 'names', 'reason'],
    values: (a, say) => ({
      ...plan(a),
      count: say.people(a.count),
      names: say.someOf(a),
      reason: withoutStop(a.reason),
    }),
  },
  enrolmentRevoked: {
    required: ['planName', 'learnerName'],
    values: (a) => ({ ...plan(a), learnerName: a.learnerName, reason: withoutStop(a.reason) }),
  },
  enrolmentsDue: {
    required: ['count', 'dueState'],
    values: (a, say) => ({
      count: say.people(a.count),
      dueAt: time(a.dueAt),
      dueState: say.dueState(a.overdue),
    }),
  },
  enrolmentClosing: {
    required: ['planName', 'closesAt'],
    values: (a, say) => ({ ...plan(a), closesAt: time(a.closesAt), count: say.people(a.draftCount) }),
  },
  orderExpiring: {
    required: ['orderNumber', 'expiresAt'],
    values: (a) => ({ ...order(a), outstanding: yuan(a.outstandingFen), expiresAt: time(a.expiresAt) }),
  },
  orderExpired: { required: ['orderNumber'], values: (a) => ({ ...order(a), amount: yuan(a.amountFen) }) },
  paymentReceived: {
    required: ['orderNumber', 'received', 'result'],
    values: (a, say) => ({
      ...order(a),
      method: say.methods[a.method],
      received: yuan(a.receivedFen),
      credit: yuan(a.creditFen),
      outstanding: yuan(a.outstandingFen),
      result: say.paymentResult(a),
      creditNote: joined(say.creditNote(a.creditFen), say),
    }),
  },
  paymentOdd: {
    required: ['provider', 'tradeNo'],
    values: (a, say) => ({ provider: say.providers[a.provider], tradeNo: a.tradeNo || '–', verdict: a.verdict }),
  },
  refundRequested: {
    required: ['organisationName', 'amount'],
    values: (a) => ({ ...refund(a), reason: withoutStop(a.reason), requestedByName: a.requestedByName }),
  },
  refundDecided: {
    required: ['refundNumber', 'outcome'],
    values: (a, say) => ({
      ...refund(a),
      outcome: say.refundOutcome(a.approved),
      decision: say.refundDecision(a),
      nextStep: say.refundNext(a.approved),
      reason: a.note === null ? '' : withoutStop(a.note),
    }),
  },
  refundDone: {
    required: ['refundNumber', 'amount'],
    values: (a, say) => ({
      ...refund(a),
      way: say.refundWays[a.way],
      wayNote: joined(say.refundWayNote(a.way), say),
    }),
  },
  refundFailed: {
    required: ['refundNumber'],
    values: (a) => ({ ...refund(a), failure: withoutStop(a.failure) }),
  },
  refundFailedStaff: {
    required: ['refundNumber', 'organisationName'],
    values: (a) => ({ ...refund(a), failure: withoutStop(a.failure) }),
  },
  invoiceIssued: {
    required: ['orderNumber', 'amount'],
    values: (a, say) => ({
      ...order(a),
      title: a.title,
      amount: yuan(a.amountFen),
      invoiceNumber: a.invoiceNumber,
      issuedOn: a.issuedOn,
      filesNote: joined(say.filesNote(a.files.length, a.part), say),
    }),
  },
  invoicesIssued: {
    required: ['count', 'amount'],
    values: (a, say) => ({
      organisationName: a.organisationName,
      count: String(a.requests.length),
      amount: yuan(addFen(...a.requests.map((request) => request.amountFen))),
      orderNumbers: say.list(a.requests.map((request) => request.orderNumber)),
      filesNote: say.severalFilesNote(a.requests.flatMap((request) => request.files).length),
    }),
  },
  invoiceRejected: {
    required: ['orderNumber', 'reason'],
    values: (a) => ({ ...order(a), title: a.title, amount: yuan(a.amountFen), reason: a.reason }),
  },
  invoiceApproved: { required: ['orderNumber'], values: (a) => ({ ...order(a), amount: yuan(a.amountFen) }) },
  invoiceRedFlushed: {
    required: ['orderNumber', 'blueNumber'],
    values: (a, say) => ({
      ...order(a),
      title: a.title,
      amount: yuan(a.amountFen),
      blueNumber: a.blueNumber,
      redNumber: a.redNumber,
      reason: say.redReasons[a.reason],
      filesNote: joined(say.redFilesNote(a.files.length), say),
      reissueNote: say.reissueNote(a.reissue),
    }),
  },
  paymentReversed: {
    required: ['orderNumber', 'amount'],
    values: (a) => ({ ...order(a), amount: yuan(a.amountFen), reason: withoutStop(a.reason) }),
  },
  statementTrouble: {
    required: ['fileName'],
    values: (a, say) => ({ fileName: a.fileName, why: say.statementWhy(a) }),
  },
  recharged: {
    required: ['amount'],
    values: (a) => ({
      personName: a.personName,
      organisationName: a.organisationName,
      planName: a.planName,
      payerName: a.payerName,
      amount: yuan(a.amountFen),
      balance: yuan(a.balanceFen),
    }),
  },
  cardsEndingForLearner: {
    required: ['amount', 'expiresOn'],
    values: (a) => ({ ...person(a), planName: a.planName, amount: yuan(a.amountFen), expiresOn: a.expiresOn }),
  },
  cardOperationEnded: {
    required: ['operation', 'outcome'],
    values: (a, say) => ({
      ...plan(a),
      operation: say.cardOperations[a.operation],
      outcome: say.cardOutcome(a.code),
      nextStep: say.cardNext(a.code),
      count: say.people(a.people),
      amount: yuan(a.amountFen),
    }),
  },
  cardsEnding: {
    required: ['orderNumber', 'expiresOn'],
    values: (a) => ({
      ...plan(a),
      orderNumber: a.orderNumber,
      expiresOn: a.expiresOn,
      outstanding: yuan(a.leftFen),
      balance: yuan(a.heldFen),
    }),
  },
  hoursApproved: { required: ['hours'], values: ownHours },
  hoursRejected: {
    required: ['hours', 'reason'],
    values: (a, say) => ({ ...ownHours(a, say), reason: withoutStop(a.reason) }),
  },
  recordedHoursApproved: { required: ['count', 'planName'], values: recordedHours },
  recordedHoursRejected: {
    required: ['count', 'planName', 'reason'],
    values: (a, say) => ({ ...recordedHours(a, say), reason: withoutStop(a.reason) }),
  },
  certificatesShort: {
    required: ['certificateNumber'],
    values: (a, say) => ({
      planName: a.planName,
      count: say.people(a.count),
      names: say.someOf(a),
      certificateNumber: a.certificateNumber,
    }),
  },
  letterReceived: {
    required: ['letterCode', 'planName'],
    values: (a) => ({
      ...plan(a),
      letterCode: a.letterCode,
      receivedAt: shanghaiTime(a.receivedAt),
    }),
  },
  certificateIssued: {
    required: ['certificateNumber'],
    values: (a) => ({ ...person(a), ...certificate(a), hours: formatHours(a.hours), issuedOn: a.issuedOn }),
  },
  certificatesIssued: {
    required: ['count', 'planName'],
    values: (a, say) => ({ ...plan(a), count: say.people(a.count), names: say.someOf(a) }),
  },
  certificateRevoked: {
    required: ['certificateNumber', 'reason'],
    values: (a) => ({ ...person(a), ...certificate(a), reason: withoutStop(a.reason) }),
  },
  learnerCertificateRevoked: {
    required: ['certificateNumber', 'reason'],
    values: (a) => ({
      ...certificate(a),
      organisationName: a.organisationName,
      learnerName: a.learnerName,
      reason: withoutStop(a.reason),
    }),
  },
  invoiceTrouble: {
    required: ['orderNumber'],
    values: (a) => ({ ...order(a), failure: withoutStop(a.failure) }),
  },
}

/** How much of one value a notice shows: a name of a whole page must not become a subject. */
const mostCharacters = 300

/** What the placeholders of this kind stand for, in this event. */
export function valuesOf<K extends NoticeKind>(
  announcement: AnnouncementOf<K>,
  locale: NoticeLocale,
): PlaceholderValues {
  const { values } = kindValues[announcement.kind] as KindValues<K>
  const found = values(announcement, locale === 'en' ? phrasesEnglish : phrasesChinese)
  return Object.fromEntries(
    Object.entries(found).map(([name, value]) => [name, [...value].slice(0, mostCharacters).join('')]),
  )
}

/** The placeholders that a template of this kind cannot do without. */
export function requiredOf(kind: Announcement['kind']): readonly PlaceholderName[] {
  return kindValues[kind].required
}
