import { decimalSignOf, readAmount } from './amounts.rules.ts'
import { type DayOrder, dayOrderOf } from './dates.rules.ts'
import { directionOfWord } from './flag-words.rules.ts'
import { accountOf, nameOf, type StatementCells, sameAccount, valueIn } from './statement-cells.rules.ts'
import type { ColumnMapping, LineDirection } from './statement-reading.schema.ts'

/** What holds for all lines of a file and is read off many of them. */
export type ReadingHabits = {
  readonly dayOrder: DayOrder
  /** 1.234,56 */
  readonly decimalComma: boolean
  /** Money out is written with a minus (支出金额（-元）), so that a minus there is no reversal. */
  readonly outIsNegative: boolean
  /** A column of amounts without a flag has both signs. */
  readonly signed: boolean
  /** All amounts go one way, by the heading or by who is payer. */
  readonly allOneWay: LineDirection | null
  readonly inWords: readonly string[]
  readonly outWords: readonly string[]
  readonly ownAccount: string
  readonly ownName: string
}

export type OwnHints = { readonly account: string | null; readonly name: string | null }

/** Reads the habits off a sample of the lines. `decimalComma` is decided by the caller, who can prove it. */
export function readHabits(
  mapping: ColumnMapping,
  rows: readonly StatementCells[],
  own: OwnHints,
  decimalComma: boolean,
): ReadingHabits {
  const amountOf = (cells: StatementCells, column: number | undefined) => {
    const reading = column === undefined ? null : readAmount(cells[column], decimalComma)
    return reading?.kind === 'amount' ? reading.fen : 0
  }
  const account = own.account ?? commonParty(mapping.payerAccount, mapping.payeeAccount, rows, accountOf)
  const name = own.name ?? commonParty(mapping.payerName, mapping.payeeName, rows, nameOf)
  const base = { ownAccount: account ?? '', ownName: name ?? '' }
  const words = flagWords(mapping, rows, base, decimalComma)
  const moves = balanceMoves(mapping, rows, decimalComma)
  let negative = 0
  let positive = 0
  /** Of the negative ones, how often the balance fell with them, less how often it rose as it does with a reversal. */
  let fell = 0
  let anyNegative = false
  let anyPositive = false
  for (const [index, cells] of rows.entries()) {
    const fen = amountOf(cells, mapping.amount ?? mapping.out)
    if (fen < 0) anyNegative = true
    if (fen > 0) anyPositive = true
    if (mapping.amount !== undefined) {
      const flagged = mapping.flag === undefined ? null : directionOfWord(valueIn(cells[mapping.flag]), words)
      const ours = mapping.flag === undefined ? ourSide(cells, mapping, base) : null
      if (flagged !== 'out' && ours !== 'payer') continue
    }
    if (fen < 0) negative += 1
    if (fen > 0) positive += 1
    if (fen < 0) fell -= moves[index] ?? 0
  }
  return {
    ...base,
    ...words,
    dayOrder: orderOf(mapping, rows),
    decimalComma,
    outIsNegative: fell === 0 ? negative > positive : fell > 0,
    signed: anyNegative,
    allOneWay: anyPositive && !anyNegative ? onlyParty(mapping) : null,
  }
}

/** A list of what came in has payers and no payees, and the other way round. */
function onlyParty(mapping: ColumnMapping): LineDirection | null {
  if (mapping.name !== undefined || mapping.account !== undefined) return null
  const payer = mapping.payerName ?? mapping.payerAccount
  const payee = mapping.payeeName ?? mapping.payeeAccount
  if (payer !== undefined && payee === undefined) return 'in'
  return payee !== undefined && payer === undefined ? 'out' : null
}

function orderOf(mapping: ColumnMapping, rows: readonly StatementCells[]): DayOrder {
  for (const cells of rows) {
    const order = dayOrderOf(cells[mapping.date])
    if (order !== null) return order
  }
  return null
}

/**
 * Numbers as flags (1 and 2, 0 and 1), which banks use either way round: by which of payer and payee we are, else by the
 * running balance, else 借 is the lower and 贷 the higher. Words of staff come first.
 */
function flagWords(
  mapping: ColumnMapping,
  rows: readonly StatementCells[],
  own: { readonly ownAccount: string; readonly ownName: string },
  decimalComma: boolean,
): { inWords: string[]; outWords: string[] } {
  const words = { inWords: [...(mapping.inWords ?? [])], outWords: [...(mapping.outWords ?? [])] }
  const { flag } = mapping
  if (flag === undefined || words.inWords.length + words.outWords.length > 0) return words
  const found = [...new Set(rows.map((cells) => valueIn(cells[flag])))].filter((word) => word !== '')
  if (found.length === 0 || found.length > 2 || !found.every((word) => /^\d{1,2}$/u.test(word))) return words
  const [lower = '', higher = ''] = found.toSorted((one, other) => Number(one) - Number(other))
  if (found.length === 1) return words
  const forHigherIn = votesForHigher(mapping, rows, own, decimalComma, (cells) => valueIn(cells[flag]) === higher)
  return forHigherIn >= 0 ? { inWords: [higher], outWords: [lower] } : { inWords: [lower], outWords: [higher] }
}

/** How many lines say that the higher of two numbers is money in, less those that say the contrary. */
function votesForHigher(
  mapping: ColumnMapping,
  rows: readonly StatementCells[],
  own: { readonly ownAccount: string; readonly ownName: string },
  decimalComma: boolean,
  isHigher: (cells: StatementCells) => boolean,
): number {
  const moves = balanceMoves(mapping, rows, decimalComma)
  let byParties = 0
  let byBalance = 0
  for (const [index, cells] of rows.entries()) {
    const sign = isHigher(cells) ? 1 : -1
    const ours = ourSide(cells, mapping, own)
    if (ours !== null) byParties += ours === 'payee' ? sign : -sign
    byBalance += sign * (moves[index] ?? 0)
  }
  return byParties !== 0 ? byParties : byBalance
}

/**
 * For each line whether the balance rose with it (1) or fell (-1) by just its amount; 0 where that cannot be seen. The order
 * of the file is the one in which more lines can be seen.
 */
function balanceMoves(
  mapping: ColumnMapping,
  rows: readonly StatementCells[],
  decimalComma: boolean,
): readonly number[] {
  const fenOf = (cells: StatementCells | undefined, column: number | undefined) => {
    const reading = cells === undefined || column === undefined ? null : readAmount(cells[column], decimalComma)
    return reading?.kind === 'amount' ? reading.fen : null
  }
  const amounts = rows.map((cells) =>
    [mapping.amount, mapping.in, mapping.out]
      .map((column) => Math.abs(fenOf(cells, column) ?? 0))
      .find((fen) => fen !== 0),
  )
  const balances = rows.map((cells) => fenOf(cells, mapping.balance))
  const against = (step: number) =>
    balances.map((balance, index) => {
      const before = balances[index + step] ?? null
      if (balance === null || before === null || Math.abs(balance - before) !== amounts[index]) return 0
      return balance > before ? 1 : -1
    })
  const [down, up] = [against(-1), against(1)]
  const seen = (moves: readonly number[]) => moves.filter((move) => move !== 0).length
  return seen(down) >= seen(up) ? down : up
}

/** Of payer and payee, which one we are; null when that cannot be told. */
export function ourSide(
  cells: StatementCells,
  mapping: ColumnMapping,
  own: { readonly ownAccount: string; readonly ownName: string },
): 'payer' | 'payee' | null {
  const at = (column: number | undefined) => (column === undefined ? undefined : cells[column])
  const payer = sameAccount(accountOf(at(mapping.payerAccount)), own.ownAccount)
  const payee = sameAccount(accountOf(at(mapping.payeeAccount)), own.ownAccount)
  if (payer !== payee) return payer ? 'payer' : 'payee'
  if (own.ownName === '' || payer) return null
  const payerName = nameOf(at(mapping.payerName)) === own.ownName
  const payeeName = nameOf(at(mapping.payeeName)) === own.ownName
  if (payerName === payeeName) return null
  return payerName ? 'payer' : 'payee'
}

/** Who is payer or payee in every line is us. */
function commonParty(
  payer: number | undefined,
  payee: number | undefined,
  rows: readonly StatementCells[],
  read: (cell: StatementCells[number]) => string,
): string | null {
  if (payer === undefined || payee === undefined || rows.length < 2) return null
  let common: Set<string> | null = null
  for (const cells of rows) {
    const here: string[] = [read(cells[payer]), read(cells[payee])].filter((text) => text !== '')
    if (here.length === 0) continue
    common = new Set<string>(common === null ? here : here.filter((text) => common?.has(text)))
  }
  return common?.size === 1 ? ([...common][0] ?? null) : null
}

/** Whether the columns of money all show a decimal comma and none a decimal point. */
export function showsDecimalComma(mapping: ColumnMapping, rows: readonly StatementCells[]): boolean {
  let comma = false
  for (const cells of rows) {
    for (const column of [mapping.in, mapping.out, mapping.amount, mapping.balance]) {
      const sign = column === undefined ? null : decimalSignOf(cells[column])
      if (sign === 'point') return false
      comma ||= sign === 'comma'
    }
  }
  return comma
}
