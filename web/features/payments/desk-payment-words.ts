import { fen } from '../../../server/core/money.ts'
import type { GatewayNoticeView, PaymentView } from '../../../server/features/payments/payments.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/desk-payments.zh-CN.ts'
import { formatDateTime, formatYuan } from '../../texts/format.ts'

type Outcome = NonNullable<PaymentView['outcome']>
type NoticeVerdict = GatewayNoticeView['verdict']

export const outcomes = ['exact', 'under', 'over', 'late', 'double'] as const satisfies readonly Outcome[]
export const states = [
  'created',
  'pending',
  'confirmed',
  'failed',
  'expired',
  'cancelled',
  'reversed',
] as const satisfies readonly PaymentView['state'][]
export const methods = [
  'card',
  'netbank',
  'wechat',
  'alipay',
  'transfer',
  'credit',
] as const satisfies readonly PaymentView['method'][]

const outcomeWords = {
  exact: 'outcomeExact',
  under: 'outcomeUnder',
  over: 'outcomeOver',
  late: 'outcomeLate',
  double: 'outcomeDouble',
} as const satisfies Record<Outcome, string>
const outcomeTones = {
  exact: 'settled',
  under: 'waiting',
  over: 'waiting',
  late: 'waiting',
  double: 'rejected',
} as const satisfies Record<Outcome, StateTone>

export const outcomeWord = (outcome: Outcome): string => t(outcomeWords[outcome])
export const outcomeTone = (outcome: Outcome): StateTone => outcomeTones[outcome]

const yuan = (amount: number) => formatYuan(fen(amount))

/**
 * Who owes what now and where the money went, in a sentence for staff.
 * @param restFen what the order still lacks now; null while that is not known
 */
export function paymentSentence(payment: PaymentView, restFen: number | null, now: Date): string {
  const received = yuan(payment.receivedFen ?? 0)
  const name = payment.organisationName
  if (payment.state === 'reversed') return t('reversedText', { received })
  switch (payment.outcome) {
    case 'exact':
      return t('exactText', { received })
    case 'under':
      return restFen === 0
        ? t('underPaidText', { received })
        : t('underText', { received, rest: yuan(restFen ?? payment.amountFen - (payment.receivedFen ?? 0)) })
    case 'over':
      return t('overText', { received, order: yuan(payment.toOrderFen), credit: yuan(payment.toCreditFen), name })
    case 'late':
      return t('lateText', { received, name })
    case 'double':
      return t('doubleText', { received, name })
    case null:
      return noMoneySentence(payment, now)
  }
}

function noMoneySentence(payment: PaymentView, now: Date): string {
  if (payment.state === 'failed') {
    return payment.failure ? t('failedText', { failure: payment.failure }) : t('failedPlain')
  }
  if (payment.state === 'cancelled') return t('cancelledText')
  if (payment.live && payment.expiresAt) return t('liveText', { when: formatDateTime(payment.expiresAt, now) })
  return t('overdueText')
}

interface VerdictWords {
  readonly word: Parameters<typeof t>[0]
  readonly why: Parameters<typeof t>[0]
  readonly tone: StateTone
}

/** Loud is what needs a hand: money may have come that nobody has placed. */
const verdicts = {
  applied: { word: 'verdictApplied', why: 'whyApplied', tone: 'settled' },
  repeated: { word: 'verdictRepeated', why: 'whyRepeated', tone: 'neutral' },
  asked: { word: 'verdictAsked', why: 'whyAsked', tone: 'waiting' },
  amountDiffers: { word: 'verdictAmountDiffers', why: 'whyAmountDiffers', tone: 'rejected' },
  unknownTrade: { word: 'verdictUnknownTrade', why: 'whyUnknownTrade', tone: 'rejected' },
  secondTrade: { word: 'verdictSecondTrade', why: 'whySecondTrade', tone: 'rejected' },
  unanswered: { word: 'verdictUnanswered', why: 'whyUnanswered', tone: 'rejected' },
  contradicts: { word: 'verdictContradicts', why: 'whyContradicts', tone: 'rejected' },
  badSignature: { word: 'verdictBadSignature', why: 'whyBadSignature', tone: 'waiting' },
  stale: { word: 'verdictStale', why: 'whyStale', tone: 'waiting' },
  otherMerchant: { word: 'verdictOtherMerchant', why: 'whyOtherMerchant', tone: 'waiting' },
  otherCurrency: { word: 'verdictOtherCurrency', why: 'whyOtherCurrency', tone: 'waiting' },
  unreadable: { word: 'verdictUnreadable', why: 'whyUnreadable', tone: 'waiting' },
} as const satisfies Record<NoticeVerdict, VerdictWords>

export const verdictWord = (verdict: NoticeVerdict): string => t(verdicts[verdict].word)
/** What it means and what is to be done. */
export const verdictWhy = (verdict: NoticeVerdict): string => t(verdicts[verdict].why)
/** Quiet once somebody has looked at it. */
export function verdictTone(notice: Pick<GatewayNoticeView, 'verdict' | 'handledAt'>): StateTone {
  return notice.handledAt === null ? verdicts[notice.verdict].tone : 'neutral'
}
