import type { Fen } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import type { PaymentOutcome } from './payments.rules.ts'

export type PaymentMethod = 'transfer' | 'card' | 'netbank' | 'alipay' | 'wechat' | 'credit'

export type NewPayment = {
  id: string
  orderId: string
  method: PaymentMethod
  amountFen: Fen
  voucherId: string | null
  outcome: PaymentOutcome
  movedAt: Date | null
  now: Date
}

/** Records a payment that is confirmed from the start, as a transfer approved by its voucher is. */
export async function insertConfirmedPayment(tx: Transaction, payment: NewPayment): Promise<void> {
  await tx.payment.create({
    data: {
      id: payment.id,
      orderId: payment.orderId,
      method: payment.method,
      state: 'confirmed',
      stateSince: payment.now,
      amountFen: BigInt(payment.amountFen),
      receivedFen: BigInt(payment.amountFen),
      outcome: payment.outcome,
      voucherId: payment.voucherId,
      movedAt: payment.movedAt,
    },
  })
}
