import type { BalanceGap, LineDirection } from './statement-reading.schema.ts'

/** What the running balance needs of a line. */
export type BalancedLine = {
  readonly row: number
  readonly date: string
  readonly time: string | null
  readonly direction: LineDirection
  readonly amountFen: number
  readonly balanceFen: number | null
}

/** What the line does to the balance: a reversal has a negative amount and takes back. */
export function signedFen(line: { readonly direction: LineDirection; readonly amountFen: number }): number {
  return line.direction === 'in' ? line.amountFen : -line.amountFen
}

type Fit = {
  readonly newestFirst: boolean
  readonly right: number
  readonly wrongWayRound: number
  readonly steps: number
}

/**
 * How the balances go on from line to line: in the order of the file or against it, and with in and out as read or the
 * wrong way round. The days say which order it is; where all are the same, the order that fits better.
 */
export function fitBalances(lines: readonly BalancedLine[]): Fit {
  const first = lines[0]
  const last = lines.at(-1)
  const moment = (line: BalancedLine | undefined) => (line ? `${line.date} ${line.time ?? ''}` : '')
  const down = countFit(lines, false)
  const up = countFit(lines, true)
  if (moment(first) < moment(last)) return down
  if (moment(first) > moment(last)) return up
  return Math.max(up.right, up.wrongWayRound) > Math.max(down.right, down.wrongWayRound) ? up : down
}

function countFit(lines: readonly BalancedLine[], newestFirst: boolean): Fit {
  let right = 0
  let wrongWayRound = 0
  let steps = 0
  for (let index = 1; index < lines.length; index++) {
    const [before, after] = newestFirst ? [lines[index], lines[index - 1]] : [lines[index - 1], lines[index]]
    if (!before || !after || before.balanceFen === null || after.balanceFen === null) continue
    steps += 1
    const change = after.balanceFen - before.balanceFen
    if (change === signedFen(after)) right += 1
    else if (change === -signedFen(after)) wrongWayRound += 1
  }
  return { newestFirst, right, wrongWayRound, steps }
}

/** In and out are swapped when nearly every step says so. One line alone cannot tell. */
export function isWrongWayRound({ right, wrongWayRound, steps }: Fit): boolean {
  return wrongWayRound > right * 4 && wrongWayRound >= Math.max(1, steps * 0.6)
}

/**
 * Where the running balance does not continue. Lines of one moment may stand in any order (banks that sort newest first
 * leave those as they are), so a moment is right when its lines make a chain in some order.
 */
export function findGaps(lines: readonly BalancedLine[], newestFirst: boolean): BalanceGap[] {
  const order = newestFirst ? lines.map((_, index) => lines.length - 1 - index) : lines.map((_, index) => index)
  const gaps: BalanceGap[] = []
  /** The balance after all lines so far; null before the first that shows one. */
  let balanceFen: number | null = null
  let before = -1
  const step = (index: number) => {
    const line = lines[index]
    if (!line) return
    if (balanceFen !== null && line.balanceFen !== null && balanceFen + signedFen(line) !== line.balanceFen) {
      gaps.push({
        beforeRow: line.row,
        lineIndex: index,
        afterIndex: before,
        expectedFen: balanceFen + signedFen(line),
        foundFen: line.balanceFen,
      })
    }
    balanceFen = line.balanceFen ?? (balanceFen === null ? null : balanceFen + signedFen(line))
    before = index
  }
  for (let at = 0; at < order.length; ) {
    const end = momentEnd(lines, order, at)
    const moment = order.slice(at, end)
    for (const index of inRunningOrder(lines, moment, balanceFen)) step(index)
    at = end
  }
  return gaps
}

/** Where the lines of the moment of `order[at]` end. */
function momentEnd(lines: readonly BalancedLine[], order: readonly number[], at: number): number {
  const line = lines[order[at] ?? 0]
  let end = at + 1
  for (; end < order.length; end++) {
    const next = lines[order[end] ?? 0]
    if (next?.date !== line?.date || next?.time !== line?.time) break
  }
  return end
}

/** The lines of a moment in the order of the file when that continues, else in one that does, else as they are. */
function inRunningOrder(
  lines: readonly BalancedLine[],
  indices: readonly number[],
  fromFen: number | null,
): readonly number[] {
  if (indices.length < 2 || continues(lines, indices, fromFen)) return indices
  const found = fromFen === null ? null : pathThrough(lines, indices, fromFen)
  // Something may be missing before the moment, and the moment itself be right.
  return found ?? pathThrough(lines, indices, null) ?? indices
}

function continues(lines: readonly BalancedLine[], indices: readonly number[], fromFen: number | null): boolean {
  let balanceFen = fromFen
  for (const index of indices) {
    const line = lines[index]
    if (!line) return false
    const reached: number | null = balanceFen === null ? null : balanceFen + signedFen(line)
    if (reached !== null && line.balanceFen !== null && reached !== line.balanceFen) return false
    balanceFen = line.balanceFen ?? reached
  }
  return true
}

/**
 * Every line leads from one balance to the next: an order that continues is a path that takes each of these once (Euler;
 * found as Hierholzer did, in time that grows with the lines). Null when there is none.
 */
function pathThrough(
  lines: readonly BalancedLine[],
  indices: readonly number[],
  fromFen: number | null,
): readonly number[] | null {
  const leaving = new Map<number, number[]>()
  const surplus = new Map<number, number>()
  for (const index of indices.toReversed()) {
    const line = lines[index]
    if (!line || line.balanceFen === null) return null
    const opening = line.balanceFen - signedFen(line)
    const out = leaving.get(opening)
    if (out) out.push(index)
    else leaving.set(opening, [index])
    surplus.set(opening, (surplus.get(opening) ?? 0) + 1)
    surplus.set(line.balanceFen, (surplus.get(line.balanceFen) ?? 0) - 1)
  }
  const first = lines[indices[0] ?? -1]
  const opening = first && first.balanceFen !== null ? first.balanceFen - signedFen(first) : 0
  const start = fromFen ?? [...surplus].find(([, count]) => count === 1)?.[0] ?? opening
  const route: number[] = []
  const stack: { readonly balanceFen: number; readonly index: number }[] = [{ balanceFen: start, index: -1 }]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = leaving.get(top.balanceFen)?.pop()
    if (next === undefined) {
      stack.pop()
      if (top.index >= 0) route.push(top.index)
    } else stack.push({ balanceFen: lines[next]?.balanceFen ?? 0, index: next })
  }
  route.reverse()
  return route.length === indices.length && continues(lines, route, fromFen) ? route : null
}
