import { expect, test } from 'vitest'
import type { PaymentView } from '../../server/features/payments/payments.schema.ts'
import { paymentSentence } from '../../web/features/payments/desk-payment-words.ts'
import { endedSentence, outcomeSentence, stateWord } from '../../web/features/payments/payment-words.ts'

const payment = {
  method: 'transfer',
  state: 'reversed',
  live: false,
  orderState: 'open',
  organisationName: '苏州恒信检测有限公司',
  amountFen: 320_000,
  receivedFen: 320_000,
  toOrderFen: 0,
  toCreditFen: 0,
  outcome: 'exact',
  failure: null,
} as PaymentView

test('a payment that was taken back says so, and neither that it paid the order nor that its time is over', () => {
  expect(stateWord(payment)).toBe('已撤销')
  expect(outcomeSentence(payment, 320_000)).toBe('这笔 ¥3,200.00 不是这个订单的，入账已经撤销，不计入已缴金额。')
  expect(endedSentence(payment)).toBeNull()
  expect(paymentSentence(payment, 320_000, new Date())).toContain('入账已经撤销')
})
