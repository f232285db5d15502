import type { Readable, Transaction } from '../../platform/database.ts'
import { type AccountGap, findAccountGaps } from './account-gaps.rules.ts'
import { findFilesBetween, setGapCount } from './statement-files.store.ts'
import { findChain, findLineViews } from './statement-lines.store.ts'
import { type StatementGap, shownGaps } from './statements.schema.ts'

type Period = { readonly payeeAccountId: string; readonly firstDay: string; readonly lastDay: string }

/** Where the account's balance does not continue within a period, on its first line, or behind its last one. */
async function findGaps(db: Readable, { payeeAccountId, firstDay, lastDay }: Period): Promise<AccountGap[]> {
  const gaps = findAccountGaps(await findChain(db, payeeAccountId, firstDay, lastDay))
  return gaps.filter((gap) => touches(gap, firstDay, lastDay))
}

const touches = (gap: AccountGap, firstDay: string, lastDay: string) =>
  (gap.fromDay >= firstDay && gap.fromDay <= lastDay) || (gap.toDay >= firstDay && gap.toDay <= lastDay)

/**
 * Counts the gaps of a file that is being taken in, and again those of the account's files around it: what it brings may
 * close theirs.
 */
export async function countGaps(tx: Transaction, file: Period & { readonly id: string }): Promise<number> {
  const { payeeAccountId, firstDay, lastDay } = file
  const chain = await findChain(tx, payeeAccountId, firstDay, lastDay)
  const [from, to] = [chain[0]?.day ?? firstDay, chain.at(-1)?.day ?? lastDay]
  const others = await findFilesBetween(tx, payeeAccountId, from, to)
  const [first = firstDay] = [firstDay, ...others.map((other) => other.firstDay)].toSorted()
  const last = [lastDay, ...others.map((other) => other.lastDay)].toSorted().at(-1) ?? lastDay
  const widest = { payeeAccountId, firstDay: first, lastDay: last }
  const gaps = others.length > 0 ? await findGaps(tx, widest) : findAccountGaps(chain)
  const countOf = (period: { firstDay: string; lastDay: string }) =>
    gaps.filter((gap) => touches(gap, period.firstDay, period.lastDay)).length
  for (const other of others) {
    const count = countOf(other)
    if (other.gapCount !== null && other.gapCount !== count) await setGapCount(tx, other.id, count)
  }
  return countOf(file)
}

/** The gaps of a file with the lines around them, the first of them. */
export async function loadGaps(db: Readable, period: Period): Promise<StatementGap[]> {
  const gaps = (await findGaps(db, period)).slice(0, shownGaps)
  const lines = await findLineViews(db, [...new Set(gaps.flatMap(({ earlierId, laterId }) => [earlierId, laterId]))])
  const byId = new Map(lines.map((line) => [line.id, line]))
  return gaps.flatMap(({ earlierId, laterId, expectedFen, missingFen }) => {
    const [earlier, later] = [byId.get(earlierId), byId.get(laterId)]
    return earlier && later ? [{ earlier, later, expectedFen, missingFen }] : []
  })
}
