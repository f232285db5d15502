import { readAmount } from './amounts.rules.ts'
import { dayOrderOf, readDate, readTime } from './dates.rules.ts'
import { isFlagWord } from './flag-words.rules.ts'
import { type StatementCells, valueIn } from './statement-cells.rules.ts'

/** What stands in a column, over a sample of the lines. All but `column` and `distinct` are numbers of rows. */
export type ColumnFacts = {
  readonly column: number
  readonly filled: number
  readonly distinct: number
  readonly dates: number
  /** Dates with a time of day that is not midnight. */
  readonly datesWithTime: number
  readonly times: number
  readonly amounts: number
  readonly flags: number
  /** At least eight digits, whole or masked, or an e-mail address: an account. */
  readonly accounts: number
  /** Words of at least two letters. */
  readonly words: number
}

export function factsOf(column: number, rows: readonly StatementCells[]): ColumnFacts {
  const facts = { filled: 0, dates: 0, datesWithTime: 0, times: 0, amounts: 0, flags: 0, accounts: 0, words: 0 }
  const distinct = new Set<string>()
  for (const cells of rows) {
    const cell = cells[column]
    const text = valueIn(cell)
    if (text === '') continue
    facts.filled += 1
    distinct.add(text)
    const date = readDate(cell, dayOrderOf(cell) ?? 'dayFirst')
    if (typeof date !== 'string') {
      facts.dates += 1
      if (date.time !== null && date.time !== '00:00:00') facts.datesWithTime += 1
    } else if (readTime(cell) !== null) facts.times += 1
    const amount = readAmount(cell, false)
    if (amount.kind === 'amount' || (amount.kind === 'refused' && amount.code === 'amountEuropean')) facts.amounts += 1
    if (isFlagWord(text)) facts.flags += 1
    if (/^[\dA-Z*-]*(?:\d[\d*-]*){6,}[A-Z\d]*$/u.test(text.replace(/\s/gu, '')) || /^\S+@\S+$/u.test(text))
      facts.accounts += 1
    else if (/\p{L}{2}/u.test(text)) facts.words += 1
  }
  return { column, distinct: distinct.size, ...facts }
}

/** Most of the filled rows. */
export function mostly(count: number, facts: ColumnFacts): boolean {
  return facts.filled > 0 && count >= facts.filled * 0.8
}
