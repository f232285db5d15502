import { categoryOf } from './categories.rules.ts'
import type { OwnHints } from './reading-habits.rules.ts'
import { findReversals } from './reversals.rules.ts'
import { findGaps, fitBalances, isWrongWayRound } from './running-balance.rules.ts'
import { accountKey, sameAccount } from './statement-cells.rules.ts'
import type { BareLine } from './statement-lines.rules.ts'
import type {
  BalanceGap,
  ColumnMapping,
  LineCategory,
  StatementLine,
  StatementProblem,
} from './statement-reading.schema.ts'

export type JudgedLines = {
  readonly lines: readonly StatementLine[]
  readonly gaps: readonly BalanceGap[]
  readonly newestFirst: boolean
  readonly problem: StatementProblem | null
  /** The own account of the lines, when they all have the same. */
  readonly account: string | null
}

export type JudgeContext = {
  readonly headings: readonly string[]
  readonly mapping: ColumnMapping
  readonly own: OwnHints
  /** Rows that should have been lines and could not be read. */
  readonly refused: number
}

/** Looks at the lines of a statement together: their order, their balances, their accounts, what takes what back. */
export function judgeLines(bare: readonly BareLine[], context: JudgeContext): JudgedLines {
  const lines = withoutMidnights(bare)
  const fit = fitBalances(lines)
  const { newestFirst } = fit
  const order = lines.map((_, index) => (newestFirst ? lines.length - 1 - index : index))
  const reversals = findReversals(lines, order)
  const reverses = new Map<number, number | null>()
  const decided = new Map<number, LineCategory>()
  for (const { index, kind, reverses: other } of reversals) {
    decided.set(index, kind)
    reverses.set(index, other)
    if (kind === 'reversal' && other !== null) decided.set(other, 'reversed')
  }
  const accounts = ownAccounts(lines)
  const swapped = isWrongWayRound(fit)
  return {
    lines: lines.map(({ marked: _marked, ownAccount: _own, ...line }, index) => ({
      ...line,
      category: decided.get(index) ?? categoryOf(line, context.own.name),
      reversesIndex: reverses.get(index) ?? null,
    })),
    gaps: swapped ? [] : findGaps(lines, newestFirst),
    newestFirst,
    problem: problemOf(lines, accounts, swapped, context),
    account: accounts.length === 1 ? (accounts[0] ?? null) : null,
  }
}

function problemOf(
  lines: readonly BareLine[],
  accounts: readonly string[],
  swapped: boolean,
  { headings, mapping, refused }: JudgeContext,
): StatementProblem | null {
  // Rows there are, but as the columns are understood none of them can be read.
  if (lines.length === 0) return { code: refused > 0 ? 'statementColumnsUnknown' : 'statementNoLines', details: {} }
  if (accounts.length > 1) {
    const shown = accounts.length > 5 ? [...accounts.slice(0, 5), '…'] : accounts
    return { code: 'statementSeveralAccounts', details: { accounts: shown.join(', ') } }
  }
  if (!swapped) return null
  const heading = (column: number | undefined) => (column === undefined ? '' : (headings[column] ?? ''))
  return {
    code: 'statementColumnsSwapped',
    details: {
      inColumn: heading(mapping.in ?? mapping.flag ?? mapping.amount),
      outColumn: heading(mapping.out ?? mapping.flag ?? mapping.amount),
    },
  }
}

/** A time of 00:00:00 in every line is a date without a time. */
function withoutMidnights(lines: readonly BareLine[]): readonly BareLine[] {
  if (!lines.every(({ time }) => time === null || time === '00:00:00')) return lines
  return lines.map((line) => (line.time === null ? line : { ...line, time: null }))
}

function ownAccounts(lines: readonly BareLine[]): string[] {
  const byKey = new Map<string, string>()
  for (const { ownAccount } of lines) {
    if (ownAccount !== '' && /\d{5}/u.test(ownAccount)) byKey.set(accountKey(ownAccount), ownAccount)
  }
  const different: string[] = []
  for (const account of byKey.values()) {
    if (!different.some((one) => sameAccount(one, account))) different.push(account)
  }
  return different
}
