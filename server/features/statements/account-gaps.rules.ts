import { signedOf } from './known-lines.rules.ts'

/** A stored line as the running balance sees it. */
export type ChainLine = {
  readonly id: string
  readonly day: string
  readonly time: string | null
  readonly direction: 'in' | 'out'
  readonly amountFen: number
  /** After the line; null where its statement does not say. */
  readonly balanceFen: number | null
}

export type AccountGap = {
  readonly earlierId: string
  readonly laterId: string
  /** The days of the two lines. */
  readonly fromDay: string
  readonly toDay: string
  readonly expectedFen: number
  readonly missingFen: number
}

type End = { readonly line: ChainLine; readonly balanceFen: number }

/**
 * Where the balances of an account do not continue. `lines` are all of the account for some days, by day. Within a day
 * the order of lines from several files is not known, so it is not needed: each line leads from the balance before it to
 * the one after it, and what no other line continues or leads to is an end. Ends are paired in the order of time. Lines
 * without a balance have no place in the chain; a gap that some of those days sum up to is none. Pure.
 */
export function findAccountGaps(lines: readonly ChainLine[]): AccountGap[] {
  const gaps: AccountGap[] = []
  const placed = lines.filter(({ balanceFen }) => balanceFen !== null)
  let carried: End | null = null
  for (let start = 0; start < placed.length; ) {
    let end = start
    while (end < placed.length && placed[end]?.day === placed[start]?.day) end++
    carried = judgeDay(inOrder(placed.slice(start, end)), carried, gaps)
    start = end
  }
  return placed.length === lines.length ? gaps : withoutExplained(gaps, lines)
}

/** Beyond them all together or one alone are tried, not every choice of some. */
const mostTogether = 12

/** Leaves out the gaps that lines without a balance account for, each line once. */
function withoutExplained(gaps: readonly AccountGap[], lines: readonly ChainLine[]): AccountGap[] {
  const loose = new Set(lines.filter(({ balanceFen }) => balanceFen === null))
  return gaps.filter(({ fromDay, toDay, missingFen }) => {
    const between = [...loose].filter(({ day }) => day >= fromDay && day <= toDay)
    const found = findSum(between, missingFen)
    for (const line of found ?? []) loose.delete(line)
    return found === null
  })
}

/** Lines that move the balance by so much, or null. */
function findSum(lines: readonly ChainLine[], fen: number): readonly ChainLine[] | null {
  const sumOf = (some: readonly ChainLine[]) => some.reduce((sum, line) => sum + signedOf(line), 0)
  if (lines.length > 0 && sumOf(lines) === fen) return lines
  const one = lines.find((line) => signedOf(line) === fen)
  if (one) return [one]
  if (lines.length > mostTogether) return null
  for (let choice = 1; choice < 2 ** lines.length; choice++) {
    const some = lines.filter((_, index) => (choice >> index) & 1)
    if (sumOf(some) === fen) return some
  }
  return null
}

/** Adds what is missing to `gaps`; returns where the day ends. */
function judgeDay(day: readonly ChainLine[], carried: End | null, gaps: AccountGap[]): End | null {
  const arrivals: End[] = day.map((line) => ({ line, balanceFen: line.balanceFen ?? 0 }))
  const departures: End[] = arrivals.map(({ line, balanceFen }) => ({ line, balanceFen: balanceFen - signedOf(line) }))
  const [first, last] = [departures[0], arrivals.at(-1)]
  if (!first || !last) return carried
  const ends = carried ? [carried, ...arrivals] : arrivals
  const { left: openEnds, right: openStarts } = cancel(ends, departures)

  if (!carried) {
    // The first day that is known: wherever it begins is where the account stood.
    const [, ...starts] = openStarts
    pair(openEnds, starts, gaps)
    return openEnds.at(-1) ?? last
  }
  const touches = departures.some(({ balanceFen }) => balanceFen === carried.balanceFen)
  if (openStarts.length === 0 && !touches) {
    // A day that comes back to where it began, and that is not where the day before ended.
    pair([carried], [first], gaps)
    return last
  }
  pair(openEnds, openStarts, gaps)
  const end = openEnds.at(-1) ?? last
  // Nothing moved in all: the day's own last line stands for the balance from here on.
  return end === carried ? (arrivals.findLast(({ balanceFen }) => balanceFen === carried.balanceFen) ?? carried) : end
}

/** Takes out each balance that is on both sides: of those that are there several times, the early ends and the late starts. */
function cancel(ends: readonly End[], starts: readonly End[]): { left: End[]; right: End[] } {
  const count = (list: readonly End[]) => {
    const counts = new Map<number, number>()
    for (const { balanceFen } of list) counts.set(balanceFen, (counts.get(balanceFen) ?? 0) + 1)
    return counts
  }
  const [endCounts, startCounts] = [count(ends), count(starts)]
  const without = (list: readonly End[], others: ReadonlyMap<number, number>) => {
    const toTake = new Map(others)
    return list.filter(({ balanceFen }) => {
      const more = toTake.get(balanceFen) ?? 0
      if (more > 0) toTake.set(balanceFen, more - 1)
      return more === 0
    })
  }
  return { left: without(ends, startCounts), right: without(starts.toReversed(), endCounts).toReversed() }
}

function pair(ends: readonly End[], starts: readonly End[], gaps: AccountGap[]): void {
  for (const [index, start] of starts.entries()) {
    const end = ends[index]
    if (!end) return
    gaps.push({
      earlierId: end.line.id,
      laterId: start.line.id,
      fromDay: end.line.day,
      toDay: start.line.day,
      expectedFen: end.balanceFen + signedOf(start.line),
      missingFen: start.balanceFen - end.balanceFen,
    })
  }
}

/** By time where every line of the day has one; ids of one file rise in the order of time. */
function inOrder(day: readonly ChainLine[]): ChainLine[] {
  const timed = day.every(({ time }) => time !== null)
  return day.toSorted((a, b) => (timed ? compare(a.time ?? '', b.time ?? '') : 0) || compare(a.id, b.id))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
