import { defineTexts } from './texts.ts'

/** Words for lines of a bank's statement, on the pages of statements and of matching. */
const chinese = {
  // What a line is
  payment: '收款',
  out: '付款',
  fee: '手续费',
  interest: '利息',
  settlement: '支付机构结算',
  returned: '退汇',
  refund: '退费',
  withdraw: '提现',
  reversed: '已被冲正',
  reversal: '冲正',
  // What became of it
  unmatched: '未对上',
  suggested: '有建议',
  matched: '已对上',
  ignored: '不用对',
  // Why staff put it aside
  otherIncome: '不是培训费',
  internalTransfer: '自己账户之间转账',
  returnedElsewhere: '已在别处退回',
  other: '其他原因',
  // Columns
  columnDate: '日期',
  columnTime: '时间',
  columnIn: '收入',
  columnOut: '支出',
  columnAmount: '收支金额',
  columnFlag: '借贷标志',
  columnBalance: '余额',
  columnName: '对方户名',
  columnAccount: '对方账号',
  columnPayerName: '付款人户名',
  columnPayerAccount: '付款人账号',
  columnPayeeName: '收款人户名',
  columnPayeeAccount: '收款人账号',
  columnSerial: '流水号',
  columnReference: '商户订单号',
  columnReversal: '冲正标志',
  columnOwnAccount: '本方账号',
  columnOwnName: '本方户名',
  columnRemark: '附言、用途',
  columnSummary: '摘要、类型',
  // What is wrong with a row
  dateMissing: '没有日期',
  dateUnreadable: '日期认不出来',
  dateAmbiguous: '分不清哪个是月、哪个是日',
  timeUnreadable: '时间认不出来，只记了日期',
  amountMissing: '没有金额',
  amountZero: '金额是 0',
  amountUnreadable: '金额认不出来',
  amountEuropean: '逗号和点的用法和国内相反，金额说不准',
  amountTooLarge: '金额超过十亿元，不像真的',
  amountBothSides: '同一行既有收入又有支出',
  directionUnknown: '看不出是收入还是支出',
  balanceUnreadable: '余额认不出来，这一行没法核对余额',
  accountPrecisionLost: '对方账号被表格存成了数字，末几位丢了',
  serialPrecisionLost: '流水号被表格存成了数字，末几位丢了',
}

export type StatementWordsTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./statement-words.en.ts'))
