import { balance, type Column, close, comma, isIn, money, number, plain, when } from './lay-columns.ts'

/** Columns of payment providers, and ways in which values are written that no bank of the others uses. */
export const wechat: Column[] = [
  ['记账时间', (l) => `\`${when(l)}`],
  ['微信支付业务单号', (l) => `\`42000${l.serial}`],
  ['资金流水单号', (l) => `\`${l.serial}`],
  ['业务名称', (l) => `\`${isIn(l) ? '交易' : '提现'}`],
  ['业务类型', (l) => `\`${isIn(l) ? '交易' : '提现'}`],
  ['收支类型', (l) => `\`${isIn(l) ? '收入' : '支出'}`],
  ['收支金额(元)', (l) => `\`${plain(l.amountFen)}`],
  ['账户结余(元)', (l) => `\`${plain(l.balanceFen)}`],
  ['资金变更提交申请人', () => '`system'],
  ['备注', (l) => `\`${l.remark}`],
  ['业务凭证号', (l) => `\`PZ${l.serial}`],
]
export const signed: Column[] = [
  ['入账日期', (l) => l.date.replaceAll('-', '.')],
  ['入账时间', (l) => l.time],
  ['发生额', (l) => (isIn(l) ? `+${comma(l.amountFen)}` : `-${comma(l.amountFen)}`)],
  ['联机余额', balance()],
  ['对方单位名称', (l) => l.name],
  ['对方银行账号', (l) => l.account],
  ['交易用途', (l) => l.remark],
  ['主机流水号', (l) => l.serial],
]
export const suffixed: Column[] = [
  ['Transaction Date', (l) => `${l.date.slice(8)}/${l.date.slice(5, 7)}/${l.date.slice(0, 4)}`],
  ['Reference No.', (l) => l.serial],
  ['Counterparty Name', (l) => l.name],
  ['Counterparty Account No.', (l) => l.account],
  ['Amount', (l) => `${comma(l.amountFen)} ${isIn(l) ? 'CR' : 'DR'}`],
  ['Balance', (l) => `${comma(l.balanceFen)}CR`],
  ['Remarks', (l) => l.remark],
]
export const bracketed: Column[] = [
  ['交易日', (l) => l.date],
  ['金额', (l) => (isIn(l) ? comma(l.amountFen) : `(${comma(l.amountFen)})`)],
  ['账面余额', balance()],
  ['收/付款人名称', (l) => l.name],
  ['收/付款人账号', (l) => l.account],
  ['用途', (l) => l.remark],
]
export const stamps: Column[] = [
  ['时间戳', (l) => `${l.date}-${l.time.replaceAll(':', '.')}.000000`],
  ['日志号', (l) => l.serial],
  ['转入', money('in', plain)],
  ['转出', money('out', plain)],
  ['本次余额', balance(plain)],
  ['往来户名', (l) => l.name],
  ['往来账号', (l) => l.account],
  ['转账附言', (l) => l.remark],
]
const wide = (text: string) => text.replace(/[0-9.,]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))
export const fullWidth: Column[] = [
  ['记账日期', (l) => wide(close(l.date))],
  ['存入', money('in', (fen) => wide(comma(fen)))],
  ['支取', money('out', (fen) => wide(comma(fen)))],
  ['余额', balance((fen) => wide(comma(fen)))],
  ['对方名称', (l) => l.name],
  ['对方帐号', (l) => l.account],
  ['备注', (l) => l.remark],
]
export const european: Column[] = [
  ['Booking date', (l) => `${l.date.slice(8)}.${l.date.slice(5, 7)}.${l.date.slice(0, 4)}`],
  ['Credit', money('in', (fen) => comma(fen).replace(/[.,]/g, (one) => (one === ',' ? '.' : ',')))],
  ['Debit', money('out', (fen) => comma(fen).replace(/[.,]/g, (one) => (one === ',' ? '.' : ',')))],
  ['Balance', balance((fen) => comma(fen).replace(/[.,]/g, (one) => (one === ',' ? '.' : ',')))],
  ['Counterparty', (l) => l.name],
  ['Counterparty account', (l) => l.account],
  ['Purpose', (l) => l.remark],
]
export const serials: Column[] = [
  ['交易时间', (l) => Date.parse(`${l.date}T${l.time}Z`) / 86_400_000 + 25_569],
  ['收入', money('in', number, 0)],
  ['支出', money('out', number, 0)],
  ['余额', balance(number)],
  ['对方户名', (l) => l.name],
  ['对方账号', (l) => l.account],
  ['摘要', (l) => l.remark],
]

export const hongKong: Column[] = [
  ['交易日期', (l) => l.date],
  ['支出', money('out')],
  ['存入', money('in')],
  ['結餘', balance()],
  ['對方戶名', (l) => l.name],
  ['對方賬號', (l) => l.account],
  ['備註', (l) => l.remark],
]
export const alipayTrades: Column[] = [
  ['交易号                  ', (l) => l.serial],
  ['商家订单号               ', (l) => `PX26${l.serial.slice(-6)}`],
  ['交易创建时间              ', when],
  ['类型              ', () => '即时到账交易'],
  ['交易对方            ', (l) => l.name],
  ['商品名称                ', () => '培训'],
  ['金额（元）   ', (l) => `${plain(l.amountFen)} `],
  ['收/支     ', (l) => (isIn(l) ? '收入 ' : '支出 ')],
  ['交易状态    ', () => '交易成功'],
  ['服务费（元）   ', () => '0.00'],
  ['备注                  ', (l) => l.remark],
]
