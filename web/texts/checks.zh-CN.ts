import type { SlipFieldName } from '../../server/features/vouchers/slip-fields.rules.ts'
import type { Check, CheckFinding, RejectReason } from '../../server/features/vouchers/vouchers.schema.ts'

/** What a sentence about a check may use. Queue rows carry no values, so `found` and `expected` may be missing. */
export type CheckFacts = Pick<Check, 'finding' | 'details'> & Partial<Pick<Check, 'found' | 'expected'>>

/** The values that stand in a sentence, ready for reading: amounts as `¥400.00`, never raw fen. */
export interface CheckValues {
  /** `¥400.00`; empty when the check has no difference. */
  readonly difference: string
  /** Of the other voucher, when it is the reader's to know; else empty. */
  readonly orderNumber: string
  /** Whether an earlier use of the slip was by the same organisation. */
  readonly sameOrganisation: boolean
  readonly days: number
  readonly orderState: string
}

/** A finding without a sentence does not compile. */
export type FindingTexts = Readonly<Record<CheckFinding, (v: CheckValues) => string>>

/** What it found, in a few words. Stands alone in a queue and leads a check's row. */
export const findingTitlesChinese: FindingTexts = {
  amountAgrees: () => '金额与待缴一致',
  amountBelow: (v) => `金额比待缴少 ${v.difference}`,
  amountAbove: (v) => `金额比待缴多 ${v.difference}`,
  amountDiffersFromDeclared: () => '填的金额和回单上的不一样',
  amountNotRead: () => '回单上没读出金额',
  amountMissing: () => '还没有金额',
  amountUncertain: () => '回单上的金额读得没把握',
  orderTakesNoMoney: (v) =>
    v.orderState === 'paid' ? '订单已经缴清' : v.orderState === 'cancelled' ? '订单已经取消' : '订单已经过期',
  wordsAgree: () => '大写与小写一致',
  wordsDiffer: () => '大写与小写不一致',
  wordsUnreadable: () => '大写金额没读懂',
  payeeIsOurs: () => '收款账号是中心的',
  payeeNameOnly: () => '收款单位是中心',
  payeeIsOther: () => '收款方不是中心',
  payeeNotShown: () => '看不到收款账号',
  payerIsOrganisation: () => '付款人与单位一致',
  payerIsAlias: () => '付款人以前核对过',
  payerIsRelated: () => '付款人是上级单位',
  payerIsClose: () => '付款人名称与单位不完全一致',
  payerIsPerson: () => '付款人是个人',
  payerIsOther: () => '付款人与单位不符',
  payerAdded: () => '付款人是补写的，回单上没有',
  payerMissing: () => '看不到付款单位全称',
  orderNoFound: () => '附言里有订单号',
  orderNoOther: () => '附言里是别的订单号',
  orderNoMissing: () => '附言里没有订单号',
  paidAtPlausible: () => '转账日期合理',
  paidInFuture: () => '转账日期还没到',
  paidBeforeOrder: () => '转账在下单之前',
  paidLongAgo: (v) => `转账是 ${v.days} 天前的`,
  paidAtMissing: () => '看不到转账日期',
  fileNew: () => '文件没交过',
  fileUsedBefore: (v) => (v.orderNumber ? `这个文件在订单 ${v.orderNumber} 交过了` : '这个文件已经交过了'),
  pictureNew: () => '图片没交过',
  pictureUsedBefore: (v) => (v.orderNumber ? `这张图和订单 ${v.orderNumber} 的一样` : '这张图和交过的一样'),
  serialNew: () => '流水号没用过',
  serialUsedBefore: (v) => (v.orderNumber ? `这笔转账在订单 ${v.orderNumber} 交过了` : '这笔转账已经交过了'),
  serialMissing: () => '没有流水号，按金额和日期查过',
  statementNotImported: () => '等银行流水核对',
  statementLineAgrees: () => '银行流水里有这笔钱',
  statementLineMissing: () => '银行流水里没有这笔钱',
  statementLineOtherPayer: () => '银行流水里同样金额的付款人不符',
  statementLineTaken: (v) => (v.orderNumber ? `这笔钱已经对到订单 ${v.orderNumber}` : '这笔钱已经对到别的订单'),
  statementLineShared: () => '另一张凭证也说是这笔钱',
}

/** The one thing to do, said to the uploader; empty when there is nothing to do. */
export const findingAdviceChinese: FindingTexts = {
  amountAgrees: () => '',
  amountBelow: () => '请补转差额，把两张回单一起交。已经转够的话，把另一张回单也拍上来。',
  amountAbove: () => '可以提交。多出的部分会记为贵单位的预存款，能抵别的订单，也能退。',
  amountDiffersFromDeclared: () => '请对着回单看一遍，改成回单上的金额。',
  amountNotRead: () => '已按您填的金额算。图上的金额要是看不清，请重拍一张。',
  amountMissing: () => '请照回单填上转账金额。',
  amountUncertain: () => '请对着回单看一遍，不对就改。',
  orderTakesNoMoney: (v) =>
    v.orderState === 'paid'
      ? '不用再交凭证。多转的钱请联系培训中心，不会丢。'
      : '钱要是已经转了，请联系培训中心认领，不会丢。',
  wordsAgree: () => '',
  wordsDiffer: () => '请确认拍的是银行出的回单，并照回单核对金额。',
  wordsUnreadable: () => '不用改，审核时会看原图。',
  payeeIsOurs: () => '',
  payeeNameOnly: () => '',
  payeeIsOther: () => '请看看是不是拍错了回单。真的转错了账户，请联系银行或培训中心。',
  payeeNotShown: () => '回单上有收款账号的话，请把那一块也拍进来。',
  payerIsOrganisation: () => '',
  payerIsAlias: () => '',
  payerIsRelated: () => '可以提交。是上级单位代付的，说明一下审得更快。',
  payerIsClose: () => '是分公司或者改过名的，请说明一下；读错了请改过来。',
  payerIsPerson: () => '是员工代单位付的，请说明一下。',
  payerIsOther: () => '请看看是不是拍错了回单；是别的单位代付的，请说明一下。',
  payerAdded: () => '可以提交。审核时会看到付款单位是您补写的。',
  payerMissing: () => '请照回单填上付款单位全称。',
  orderNoFound: () => '',
  orderNoOther: () => '请看看是不是拍错了回单，或者换到那个订单去交。',
  orderNoMissing: () => '回单上没写订单号的话，请在回单上写上再拍一张；写了没读出来，就照着填附言。',
  paidAtPlausible: () => '',
  paidInFuture: () => '请对着回单看一遍日期，不对就改。',
  paidBeforeOrder: () => '请确认这笔钱是付这个订单的；日期读错了请改过来。',
  paidLongAgo: () => '请确认这笔钱是付这个订单的；日期读错了请改过来。',
  paidAtMissing: () => '请照回单填上转账日期。',
  fileNew: () => '',
  fileUsedBefore: () => '一笔转账只能交一次。请换成这个订单自己的回单。',
  pictureNew: () => '',
  pictureUsedBefore: () => '一笔转账只能交一次。请换成这个订单自己的回单。',
  serialNew: () => '',
  serialUsedBefore: () => '一笔转账只能交一次。流水号读错了请改过来。',
  serialMissing: () => '',
  statementNotImported: () => '中心对账时会核对，不用您做什么。',
  statementLineAgrees: () => '',
  statementLineMissing: () => '请确认转账已经成功，日期和金额与回单一致；刚转的钱第二天才会出现在流水里。',
  statementLineOtherPayer: () => '中心对账时会核对，不用您做什么。',
  statementLineTaken: () => '中心对账时会核对，不用您做什么。',
  statementLineShared: () => '中心对账时会核对，不用您做什么。',
}

/** What the reviewer should look at; empty when the title says it all. */
export const findingReviewChinese: FindingTexts = {
  amountAgrees: () => '',
  amountBelow: () => '通过后订单仍欠这笔差额。要补的话请驳回，选“金额不足”。',
  amountAbove: () => '通过后多出的部分记为该单位预存款。',
  amountDiffersFromDeclared: () => '请看图确认哪个对。',
  amountNotRead: () => '金额是对方填的，请看图核对。',
  amountMissing: () => '没有金额不能通过。',
  amountUncertain: () => '请看图核对金额。',
  orderTakesNoMoney: () => '通过后整笔记为该单位预存款。',
  wordsAgree: () => '',
  wordsDiffer: () => '回单可能被改过，请放大看两处金额。',
  wordsUnreadable: () => '请看图核对大写。',
  payeeIsOurs: () => '',
  payeeNameOnly: () => '账号没读到，名称对得上。',
  payeeIsOther: () => '钱可能没到中心账户，请看图核对。',
  payeeNotShown: () => '请看图确认收款方。',
  payerIsOrganisation: () => '',
  payerIsAlias: () => '',
  payerIsRelated: () => '上级单位代付，请确认。',
  payerIsClose: () => '可能是分公司、更名或读错的字，请看图。通过后记住这个名称。',
  payerIsPerson: () => '可能是员工代付，请看说明。',
  payerIsOther: () => '没有说明代付关系时，请驳回问清。',
  payerAdded: () => '付款人是上传人补写的，回单上没有。请用金额、订单号和银行流水核对。',
  payerMissing: () => '请看图确认付款人。',
  orderNoFound: () => '',
  orderNoOther: () => '可能交错了订单，请看图。',
  orderNoMissing: () => '请用金额和付款人核对。',
  paidAtPlausible: () => '',
  paidInFuture: () => '日期可能读错或改过，请看图。',
  paidBeforeOrder: () => '可能是别的款项，请看附言。',
  paidLongAgo: () => '可能是旧回单，请核对流水。',
  paidAtMissing: () => '请看图确认日期。',
  fileNew: () => '',
  fileUsedBefore: (v) => (v.sameOrganisation ? '同一单位交过同一个文件。' : '别的单位交过同一个文件，请当心。'),
  pictureNew: () => '',
  pictureUsedBefore: (v) => (v.sameOrganisation ? '同一单位交过一样的图。' : '别的单位交过一样的图，请当心。'),
  serialNew: () => '',
  serialUsedBefore: (v) =>
    v.sameOrganisation ? '流水号、金额、日期都和以前的一样。' : '别的单位交过同一笔转账，请当心。',
  serialMissing: () => '',
  statementNotImported: () => '导入银行流水后会自动核对。',
  statementLineAgrees: () => '',
  statementLineMissing: () => '回单那天的流水已经导入，前后几天也没有同样金额的收入。',
  statementLineOtherPayer: () => '金额和日期对得上，付款人不是回单上的单位，也没付过这个单位的款。',
  statementLineTaken: () => '通过会让同一笔钱算两次，请先看那个订单。',
  statementLineShared: () => '两张凭证认同一笔流水，只有一张能对上，请比较两张回单。',
}

/** Why a voucher was rejected, by code: what it was, and what to do now. */
export const rejectReasonsChinese: Readonly<Record<RejectReason, string>> = {
  amountTooLow: '金额不足',
  unclear: '图片看不清',
  notASlip: '不是转账回单',
  wrongPayee: '收款方不是中心',
  wrongOrder: '不是这个订单的',
  usedBefore: '这张凭证用过了',
  payerUnknown: '付款人对不上',
  other: '其他原因',
}

export const rejectAdviceChinese: Readonly<Record<RejectReason, string>> = {
  amountTooLow: '请补转差额，把两张回单一起交。',
  unclear: '请把回单放平，对着光重拍一张，金额、订单号、付款单位都要看得清。',
  notASlip: '请换成银行出的转账回单，或者付款成功的截图。',
  wrongPayee: '请看看是不是拍错了回单。真的转错了账户，请联系银行或培训中心。',
  wrongOrder: '请到对应的订单去交，或者换成这个订单的回单。',
  usedBefore: '一笔转账只能交一次，请换成这个订单自己的回单。',
  payerUnknown: '请说明付款人和贵单位的关系，比如分公司、代付，再提交一次。',
  other: '请照下面的说明改好，再提交一次。',
}

/** Names of what is read on a slip. */
export const slipFieldsChinese: Readonly<Record<SlipFieldName, string>> = {
  amountFen: '转账金额',
  amountInWords: '大写金额',
  payerName: '付款人',
  payerAccount: '缴费卡号',
  payerBank: '缴费银行',
  payeeName: '收款人',
  payeeAccount: '收款卡号',
  payeeBank: '收款银行',
  orderNo: '订单号',
  serialNo: '流水号',
  paidAt: '转账时间',
  remark: '附言',
}

/** Where a compared value is from. */
export const sourcesChinese = {
  slip: '回单',
  transfer: '转账',
  outstanding: '待缴',
  typed: '填的',
  words: '大写',
  figures: '小写',
  organisation: '单位',
  centre: '中心',
  order: '订单',
  today: '今天',
  ordered: '下单',
  statement: '流水',
} as const
export type SourceTexts = { readonly [K in keyof typeof sourcesChinese]: string }
