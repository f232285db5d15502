import { fen } from '../../../server/core/money.ts'
import type { PaymentView } from '../../../server/features/payments/payments.schema.ts'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/payments.zh-CN.ts'

const yuan = (amount: number) => formatYuan(fen(amount))

/** What became of the money, in a sentence; null while none came. `restFen`: what the order still lacks now. */
export function outcomeSentence(payment: PaymentView, restFen: number): string | null {
  const amount = yuan(payment.receivedFen ?? 0)
  const credit = yuan(payment.toCreditFen)
  if (payment.state === 'reversed') return t('reversedText', { amount })
  switch (payment.outcome) {
    case null:
      return null
    case 'exact':
      return t('exact', { amount })
    case 'under':
      return restFen > 0 ? t('under', { amount, rest: yuan(restFen) }) : t('underPaid', { amount })
    case 'over':
      return t('over', { amount, credit })
    case 'late':
      return t('late', { credit })
    case 'double':
      return t('double', { credit })
  }
}

/** Why nothing came, in a sentence; null while it still may, or when it did. */
export function endedSentence(payment: PaymentView): string | null {
  if (payment.state === 'failed') {
    return payment.failure ? t('failedText', { failure: payment.failure }) : t('failedPlain')
  }
  if (payment.state === 'reversed') return null
  if (payment.state === 'cancelled') return payment.orderState === 'open' ? t('cancelledText') : t('cancelledOrder')
  // Its time is over by the server's clock, whatever the sweep has written yet.
  const over = payment.state === 'expired' || (!payment.live && payment.state !== 'confirmed')
  return over ? t('expiredText') : null
}

/** How loud it is. */
export function paymentTone(payment: PaymentView): 'settled' | 'waiting' | 'neutral' {
  if (payment.state === 'confirmed') return 'settled'
  return payment.live ? 'waiting' : 'neutral'
}

/** The word for the state as it is now: an attempt whose time is over is so before the sweep has written it. */
export function stateWord(payment: PaymentView): string {
  if (!payment.live && (payment.state === 'created' || payment.state === 'pending')) return t('expired')
  return t(payment.state)
}
