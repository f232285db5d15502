import { type AmountReading, readAmount } from './amounts.rules.ts'
import { type DateReading, readDate, readTime } from './dates.rules.ts'
import type { SheetRow } from './find-header.rules.ts'
import { directionOfWord } from './flag-words.rules.ts'
import { headingKey } from './header-words.rules.ts'
import { ourSide, type ReadingHabits } from './reading-habits.rules.ts'
import { joinRemarks } from './remark-columns.rules.ts'
import { accountOf, nameOf, phraseOf, type StatementCell, textOf, valueIn } from './statement-cells.rules.ts'
import type {
  ColumnMapping,
  LineDirection,
  StatementLine,
  StatementRowError,
  StatementRowErrorCode,
} from './statement-reading.schema.ts'

/** A line before it is looked at together with the others. */
export type BareLine = Omit<StatementLine, 'category' | 'reversesIndex'> & {
  /** The bank marks it in a column of its own (冲账标志). */
  readonly marked: string
  readonly ownAccount: string
}

export type RowReading =
  | { readonly kind: 'line'; readonly line: BareLine; readonly errors: readonly StatementRowError[] }
  | { readonly kind: 'refused'; readonly errors: readonly StatementRowError[] }
  /** A total, a repeated header, a note: nobody's money. `foot`: what follows without a day is one as well. */
  | { readonly kind: 'other'; readonly foot: boolean }

export type LineReader = {
  readonly mapping: ColumnMapping
  readonly headings: readonly string[]
  readonly habits: ReadingHabits
}

const footWords =
  /^(?:#|[-=*_—]{3,}|\d+笔?[收支借贷]$|(?:本[页日月年期次]|当[前页日月年]|累计|全部|以上|借方|贷方|收入|支出|交易|记录|资金流水)?(?:合计|总计|小计|累计|总笔数|总金额|总额|笔数)|共\d*笔|共计|总共|total|subtotal|承前|过次|转下页|接上页|期初余额|期末余额|上期余额|上页余额|本期余额|上日余额|上月余额|昨日余额|年初余额|月初余额|开户余额|结转|制表|打印|导出|下载时间|经办|复核|说明|备注:|注:|注意|提示|温馨提示|声明|第\d+页|页码|截止|以下空白|以下无正文|盖章|业务专用章|查询时间|起始日期|终止日期|用户:)/iu
/** The same within a line that has a day: only what can be nothing else. */
const totalWords =
  /^(?:(?:本[页日月年期]|当[页日月年])?(?:合计|总计|小计|累计)(?:金额|发生额)?|承前页?|过次页?|转下页|接上页|(?:期初|期末|上期|上页|上日|上月|昨日|年初|月初|开户|本期|本页)余额|(?:opening|closing)balance|subtotal|total|balanceb\/?f|balancec\/?f)[:：]?$/iu

/** Reads one row under the header. */
export function readRow(row: SheetRow, reader: LineReader, afterFoot: boolean): RowReading {
  const { mapping, habits } = reader
  const cells = row.cells
  const texts = cells.flatMap((cell) => {
    const text = textOf(cell)
    return text === '' ? [] : [text]
  })
  if (texts.length === 0 || isRepeatedHeader(row, reader)) return { kind: 'other', foot: false }
  const first = (texts[0] ?? '').normalize('NFKC').replace(/\s+/gu, '')
  const date = readDate(cells[mapping.date], habits.dayOrder)
  const money = readMoney(row, reader)
  if (typeof date === 'string') {
    if (footWords.test(first) || texts.some(isTotal)) return { kind: 'other', foot: true }
    const saysSomething = texts.some((text) => /\p{L}/u.test(text))
    if (afterFoot || money.kind === 'nothing' || (date === 'empty' && !saysSomething))
      return { kind: 'other', foot: afterFoot }
    return refuse(row, reader, mapping.date, dateErrors[date])
  }
  if (texts.some((text) => totalWords.test(text.normalize('NFKC').replace(/\s+/gu, ''))))
    return { kind: 'other', foot: false }
  if (money.kind === 'refused') return refuse(row, reader, money.column, money.code)
  if (money.kind === 'nothing') return refuse(row, reader, money.column, money.zero ? 'amountZero' : 'amountMissing')
  return lineOf(row, reader, date, money)
}

const dateErrors = {
  empty: 'dateMissing',
  ambiguous: 'dateAmbiguous',
  unreadable: 'dateUnreadable',
} as const satisfies Record<string, StatementRowErrorCode>

function isTotal(text: string): boolean {
  return text.length <= 24 && totalWords.test(text.normalize('NFKC').replace(/\s+/gu, ''))
}

function isRepeatedHeader(row: SheetRow, { mapping, headings }: LineReader): boolean {
  const heading = headings[mapping.date]
  if (!heading) return false
  let same = 0
  for (const column of [
    mapping.date,
    mapping.balance,
    mapping.in,
    mapping.out,
    mapping.amount,
    mapping.name,
    mapping.account,
  ]) {
    if (column === undefined) continue
    const text = headingKey(textOf(row.cells[column]))
    const known = headingKey(headings[column] ?? '')
    if (text !== '' && (text === known || known.startsWith(text) || known.endsWith(text))) same += 1
  }
  return same >= 2
}

function errorOf(
  row: SheetRow,
  { headings }: LineReader,
  column: number | undefined,
  code: StatementRowErrorCode,
  leftOut: boolean,
): StatementRowError {
  const value = column === undefined ? '' : textOf(row.cells[column]).slice(0, 200)
  return { row: row.number, column: column === undefined ? null : (headings[column] ?? null), value, code, leftOut }
}

function refuse(
  row: SheetRow,
  reader: LineReader,
  column: number | undefined,
  code: StatementRowErrorCode,
): RowReading {
  return { kind: 'refused', errors: [errorOf(row, reader, column, code, true)] }
}

type Money =
  | { readonly kind: 'money'; readonly direction: LineDirection; readonly fen: number }
  | { readonly kind: 'nothing'; readonly column: number | undefined; readonly zero: boolean }
  | { readonly kind: 'refused'; readonly column: number | undefined; readonly code: StatementRowErrorCode }

function readMoney(row: SheetRow, { mapping, habits }: LineReader): Money {
  const read = (column: number | undefined): AmountReading =>
    column === undefined ? { kind: 'empty' } : readAmount(row.cells[column], habits.decimalComma)
  if (mapping.amount !== undefined) return oneColumn(row, mapping, habits, mapping.amount, read(mapping.amount))
  const [incoming, outgoing] = [read(mapping.in), read(mapping.out)]
  for (const [reading, column] of [
    [incoming, mapping.in],
    [outgoing, mapping.out],
  ] as const) {
    if (reading.kind === 'refused') return { kind: 'refused', column, code: reading.code }
  }
  const inFen = incoming.kind === 'amount' ? incoming.fen : 0
  const outFen = outgoing.kind === 'amount' ? outgoing.fen : 0
  if (inFen !== 0 && outFen !== 0) return { kind: 'refused', column: mapping.out, code: 'amountBothSides' }
  if (inFen !== 0) return { kind: 'money', direction: 'in', fen: inFen }
  if (outFen !== 0) return { kind: 'money', direction: 'out', fen: habits.outIsNegative ? -outFen : outFen }
  const zero = incoming.kind === 'amount' || outgoing.kind === 'amount'
  return { kind: 'nothing', column: mapping.in ?? mapping.out, zero }
}

function oneColumn(
  row: SheetRow,
  mapping: ColumnMapping,
  habits: ReadingHabits,
  column: number,
  reading: AmountReading,
): Money {
  if (reading.kind === 'refused') return { kind: 'refused', column, code: reading.code }
  if (reading.kind === 'empty' || reading.fen === 0) return { kind: 'nothing', column, zero: reading.kind === 'amount' }
  const { fen, side } = reading
  if (side !== null) return { kind: 'money', direction: side, fen }
  const flagged = (direction: LineDirection): Money => ({
    kind: 'money',
    direction,
    fen: direction === 'out' && habits.outIsNegative ? -fen : fen,
  })
  if (mapping.flag !== undefined) {
    const direction = directionOfWord(valueIn(row.cells[mapping.flag]), habits)
    if (direction !== null) return flagged(direction)
    // 不计收支, and flags left empty: a sign still says it.
    if (habits.outIsNegative) return { kind: 'money', direction: fen < 0 ? 'out' : 'in', fen: Math.abs(fen) }
    return { kind: 'refused', column: mapping.flag, code: 'directionUnknown' }
  }
  const ours = ourSide(row.cells, mapping, habits)
  if (ours !== null) return flagged(ours === 'payee' ? 'in' : 'out')
  if (habits.signed) return { kind: 'money', direction: fen < 0 ? 'out' : 'in', fen: Math.abs(fen) }
  if (habits.allOneWay !== null) return { kind: 'money', direction: habits.allOneWay, fen }
  return { kind: 'refused', column, code: 'directionUnknown' }
}

function lineOf(
  row: SheetRow,
  reader: LineReader,
  moment: Exclude<DateReading, string>,
  money: Money & { kind: 'money' },
): RowReading {
  const { mapping, habits } = reader
  const { cells } = row
  const errors: StatementRowError[] = []
  const cell = (column: number | undefined): StatementCell | undefined =>
    column === undefined ? undefined : cells[column]
  const note = (column: number | undefined, code: StatementRowErrorCode) =>
    errors.push(errorOf(row, reader, column, code, false))

  let time = moment.time
  if (mapping.time !== undefined && mapping.time !== mapping.date && valueIn(cell(mapping.time)) !== '') {
    time = readTime(cell(mapping.time)) ?? moment.time
    if (time === null) note(mapping.time, 'timeUnreadable')
  }
  const balance = readAmount(cell(mapping.balance), habits.decimalComma)
  if (balance.kind === 'refused') note(mapping.balance, 'balanceUnreadable')
  const party = partyOf(row, mapping, habits, money.direction)
  if (party.account !== undefined && cell(party.account)?.precisionLost) note(party.account, 'accountPrecisionLost')
  const serialLost = cell(mapping.serial)?.precisionLost === true
  if (serialLost) note(mapping.serial, 'serialPrecisionLost')
  const ownAccount = cell(mapping.ownAccount)
  const serial = valueIn(cell(mapping.serial))
  const reference = valueIn(cell(mapping.reference))
  const summaries = (mapping.summaries ?? []).map((column) => phraseOf(cells[column]))
  const line: BareLine = {
    row: row.number,
    date: moment.date ?? '',
    time,
    direction: money.direction,
    amountFen: money.fen,
    counterpartyName: nameOf(cell(party.name)),
    counterpartyAccount: accountOf(cell(party.account)),
    remark: joinRemarks(mapping.remarks.map((column) => phraseOf(cells[column]))),
    summary: summaries.filter((text, index) => text !== '' && summaries.indexOf(text) === index).join(' '),
    reference: reference === '' ? null : reference,
    serial: serial === '' || serialLost ? null : serial,
    balanceFen: balance.kind === 'amount' ? (balance.side === 'out' ? -Math.abs(balance.fen) : balance.fen) : null,
    marked: valueIn(cell(mapping.reversal)),
    // An account that lost its digits says nothing about whose line it is.
    ownAccount: ownAccount?.precisionLost ? '' : accountOf(ownAccount),
  }
  return { kind: 'line', line, errors }
}

/** The columns of the other side: 对方 where there is such a column, else the one of payer and payee that is not us. */
function partyOf(
  row: SheetRow,
  mapping: ColumnMapping,
  habits: ReadingHabits,
  direction: LineDirection,
): { name: number | undefined; account: number | undefined } {
  if (mapping.name !== undefined || mapping.account !== undefined)
    return { name: mapping.name, account: mapping.account }
  const payer = { name: mapping.payerName, account: mapping.payerAccount }
  const payee = { name: mapping.payeeName, account: mapping.payeeAccount }
  if (payer.name === undefined && payer.account === undefined) return payee
  if (payee.name === undefined && payee.account === undefined) return payer
  const ours = ourSide(row.cells, mapping, habits)
  if (ours !== null) return ours === 'payee' ? payer : payee
  return direction === 'in' ? payer : payee
}
