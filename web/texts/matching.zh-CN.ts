import type { ReasonCode } from '../../server/features/reconciliation/matching.schema.ts'

/** The values that stand in a sentence, ready for reading: amounts as `¥400.00`, days as the page writes them. */
export interface MatchValues {
  /** What the line says; empty when it says nothing. */
  readonly found: string
  /** What the order, the organisation or the slip says. */
  readonly expected: string
  /** Between the two days, when both are there; else 0. */
  readonly days: number
  /** `¥60.00`, by how much the two amounts differ; empty when they do not. */
  readonly difference: string
  /** `O/Q`: the characters in which two numbers differ; empty when there are none or too many. */
  readonly characters: string
}

/** A code without a sentence does not compile. */
export type MatchTexts = Readonly<Record<ReasonCode, (v: MatchValues) => string>>

const like = (v: MatchValues) => (v.characters ? `（${v.characters} 相似）` : '')

export const matchReasonsChinese: MatchTexts = {
  numberExact: (v) => `附言里有订单号 ${v.expected}`,
  numberWritten: (v) => `附言里的 ${v.found} 就是订单号 ${v.expected}`,
  numberConfused: (v) => `附言里的订单号 ${v.found} 读作 ${v.expected}${like(v)}`,
  numberTail: (v) => `附言里的 ${v.found} 是订单号 ${v.expected} 的后六位`,
  numberTypo: (v) => `附言里的 ${v.found} 和订单号 ${v.expected} 只差一处`,
  numberOther: (v) => `附言里写的是 ${v.found}，不是 ${v.expected}`,
  numberNone: () => '附言里没有订单号',
  amountExact: (v) => `金额与待缴一致，${v.expected}`,
  amountSum: (v) => `这几个订单合计 ${v.expected}，与金额一致`,
  amountTogether: (v) => `这几笔合计 ${v.found}，与待缴一致`,
  amountPart: (v) => `缴了一部分：待缴 ${v.expected}，这次 ${v.found}`,
  amountOver: (v) => `比待缴的 ${v.expected} 多 ${v.difference}`,
  amountNear: (v) => `与待缴的 ${v.expected} 相差 ${v.difference}`,
  amountNothingDue: (v) => `订单已经不用再缴，这笔 ${v.found} 全部转入预存款`,
  nameEqual: () => '付款人就是这个单位',
  nameSameKey: (v) => `付款人 ${v.found} 与 ${v.expected} 只差公司类型的写法`,
  aliasName: (v) => `${v.found} 以前替 ${v.expected} 付过款`,
  aliasAccount: (v) => `付款账号 ${v.found} 以前核对过`,
  slipName: (v) => `付款人与凭证上的 ${v.expected} 一致`,
  slipAccount: (v) => `付款账号与凭证上的 ${v.expected} 一致`,
  nameAbove: (v) => `付款人是 ${v.expected} 的上级单位`,
  nameBelow: (v) => `付款人是 ${v.expected} 的下属单位`,
  nameInRemark: (v) => `附言里写了单位名称 ${v.expected}`,
  nameContained: (v) => `付款人 ${v.found} 与 ${v.expected} 的名称一个包含另一个`,
  nameSimilar: (v) => `付款人 ${v.found} 与 ${v.expected} 的名称相近`,
  nameSameBrand: (v) => `付款人 ${v.found} 与 ${v.expected} 的字号相同，可能是一个集团`,
  personOnOrder: (v) => `付款人 ${v.found} 是这个订单里的人`,
  nameOther: (v) => `付款人 ${v.found} 与 ${v.expected} 看不出关系`,
  nameNone: () => '流水里没有付款人',
  dateFits: (v) => (v.days > 0 ? `下单后第 ${v.days} 天到账` : '下单当天到账'),
  dateLongAfter: (v) => `下单后 ${v.days} 天才到账`,
  dateBeforeOrder: (v) => `到账（${v.found}）在下单（${v.expected}）之前`,
  orderExpired: (v) => `订单 ${v.found} 已经过期`,
  orderCancelled: (v) => `订单 ${v.found} 已经取消`,
  slipAgrees: (v) => (v.expected ? `与 ${v.expected} 的缴费凭证一致` : '与缴费凭证一致'),
  slipOtherDay: (v) =>
    v.expected ? `有同样金额的缴费凭证，但日期是 ${v.expected}` : '有同样金额的缴费凭证，但上面没有日期',
  paidTwice: (v) => `订单 ${v.found} 已经有人缴了，这是重复缴费`,
}

/** Of a suggestion as a whole. */
export const zh = {
  certain: '各项都对',
  high: '很可能',
  possible: '可能',
  double: '重复缴费',
  tieTargets: '有几种解释同样说得通，系统不替您选',
  tieLines: '有几笔流水同样可能是缴这个订单的，系统不替您选',
} as const
