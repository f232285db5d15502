import type { LedgerAccountKind, LedgerTransferKind } from '../../server/features/ledger/ledger.rules.ts'
import { defineTexts } from './texts.ts'

/** A word for every kind of account and of transfer: one that is missing here does not compile. */
const chinese: Record<LedgerAccountKind | LedgerTransferKind, string> = {
  bank: '银行账户',
  gateway: '支付渠道',
  organisationCredit: '预存款',
  order: '订单',
  refund: '退费',
  cardIssue: '学习卡发放',
  cardBatch: '学习卡批次',
  wallet: '学员账户',
  cardUse: '开课支出',
  cardExpired: '过期学习卡',
  paymentReceived: '收到缴费',
  overpaymentToCredit: '多收转预存款',
  creditToOrder: '预存款缴费',
  refundFromOrder: '订单退费留出',
  refundFromCredit: '预存款退费留出',
  refundPaid: '退费付出',
  refundToCredit: '退费转预存款',
  refundToOrder: '退费转其他订单',
  refundReturned: '退费失败退回',
  paymentReversed: '撤销误记的缴费',
  creditReversed: '撤销误记的预存款',
  cardsIssued: '发放学习卡',
  cardsTakenBack: '收回学习卡',
  recharged: '充值',
  rechargeTakenBack: '充值收回',
  courseOpened: '开通课程',
  courseClosed: '取消开通',
  cardsExpired: '学习卡过期',
  cardsRevived: '延期后恢复',
  correction: '更正',
}

export type LedgerKindTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./ledger-kinds.en.ts'))
