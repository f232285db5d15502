import { defineTexts } from './texts.ts'

/** 预存款 and 在线充值管理. */
const chinese = {
  title: '预存款',
  notOpened: '预存款没打开',
  total: '一共',
  lead: '多付、重复付、过期才到的钱都在这里，一分不少。可以用来付别的订单，也可以申请退回。',
  empty: '还没有预存款',
  emptyText: '多付或重复付的钱会自动存到这里，下次缴费可以用。',
  changed: (v: { when: string }) => `${v.when} 有变动`,
  use: '付订单',
  askBack: '申请退回',
  entries: '明细',
  entriesNotOpened: '明细没打开',
  noEntries: '还没有变动',
  after: (v: { amount: string }) => `余 ${v.amount}`,
  over: '多付的钱存入',
  double: '重复付的钱存入',
  late: '过期才到的钱存入',
  refundToCredit: '退费转入',
  refundReturned: '退款没退成，放回',
  orderPaid: '付订单',
  refundFromCredit: '申请退回，已划出',
  reversed: '入账有误，已撤销',
  correction: '更正',
  ofOrder: (v: { number: string }) => `订单 ${v.number}`,
  ofRefund: (v: { number: string }) => `退费 ${v.number}`,

  recharges: '在线充值管理',
  rechargesLead: '给学员买学习卡：选计划、填金额，下单后在线支付或转账。付清后生成学习卡批次，可以给学员充值。',
  newRecharge: '新的充值',
  noRecharges: '还没有充值',
  noRechargesText: '买学习卡的订单和付款情况会列在这里。',
  online: (v: { amount: string }) => `在线支付 ${v.amount}`,
}

export type CreditTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./credit.en.ts'))
