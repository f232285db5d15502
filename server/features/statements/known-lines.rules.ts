import { nameKey } from '../../core/names.ts'
import type { StatementLine } from './statement-reading.schema.ts'

/** A line that an earlier file brought. */
export type KnownLine = {
  readonly id: string
  readonly identity: string
  readonly day: string
  readonly time: string | null
  readonly direction: 'in' | 'out'
  readonly amountFen: number
  readonly balanceFen: number | null
  readonly serial: string | null
  readonly counterpartyName: string
  readonly counterpartyAccount: string
}

export type Sorted = {
  /** By the index of the file's line: which stored line it is. */
  readonly known: ReadonlyMap<number, string>
  /** In the order of time, with what each is known by from now on. */
  readonly fresh: readonly { readonly index: number; readonly identity: string }[]
  /** Lines that stand in the file a second time, by the index of the first. */
  readonly repeated: ReadonlyMap<number, number>
}

/**
 * Tells which lines of a file were there before, so that overlapping exports, in other formats and the other way round,
 * add nothing twice and lose nothing. Lines are compared by what both sides say: serial, balance, time, counterparty.
 * Two equal lines of a file are two lines, unless the file holds one export twice. `digest` makes a short key of what tells
 * a line without a serial apart. Pure.
 */
export function sortLines(
  lines: readonly StatementLine[],
  newestFirst: boolean,
  stored: readonly KnownLine[],
  digest: (text: string) => string,
): Sorted {
  const order = lines.map((_, index) => index)
  if (newestFirst) order.reverse()
  const repeated = findRepeated(lines, order)
  const byBucket = new Map<string, { wanted: number[]; there: KnownLine[] }>()
  const bucketOf = (key: string) => {
    const found = byBucket.get(key) ?? { wanted: [], there: [] }
    byBucket.set(key, found)
    return found
  }
  for (const line of stored) bucketOf(`${line.day} ${line.direction} ${line.amountFen}`).there.push(line)
  for (const index of order) {
    const line = lines[index]
    if (line && !repeated.has(index)) bucketOf(`${line.date} ${line.direction} ${line.amountFen}`).wanted.push(index)
  }
  const known = new Map<number, string>()
  for (const { wanted, there } of byBucket.values()) {
    if (wanted.length > 0 && there.length > 0) pairUp(lines, wanted, there, known)
  }
  const identify = createIdentities(stored, digest)
  const fresh: { index: number; identity: string }[] = []
  for (const index of order) {
    const line = lines[index]
    if (line && !known.has(index) && !repeated.has(index)) fresh.push({ index, identity: identify(line) })
  }
  return { known, fresh, repeated }
}

type Numbered = Pick<KnownLine, 'serial' | 'balanceFen'>
type Rule = {
  /** Lines are compared with those of these keys alone, so that thousands of one amount take moments. */
  readonly keyOf: (stored: Numbered) => string | number | null
  readonly keysFor: (line: Numbered) => readonly (string | number | null)[]
  readonly same: (line: StatementLine, other: KnownLine) => boolean
}

const some = <T>(value: T | null): T[] => (value === null ? [] : [value])

/** From what nobody could mistake down to what merely does not contradict. */
const rules: readonly Rule[] = [
  {
    keyOf: ({ serial }) => serial,
    keysFor: ({ serial }) => some(serial),
    same: (line, other) => agree(line.balanceFen, other.balanceFen, (a, b) => a === b),
  },
  {
    // Two formats of one bank may give other numbers as the serial; the balance after the line is the same.
    keyOf: ({ balanceFen }) => balanceFen,
    keysFor: ({ balanceFen }) => some(balanceFen),
    same: sameTime,
  },
  {
    // Neither the balance nor the serial can be compared, because one of the two does not say.
    keyOf: numbersOf,
    keysFor: (line) => unlike[numbersOf(line)],
    same: (line, other) =>
      sameTime(line, other) &&
      agree(nameKey(line.counterpartyName), nameKey(other.counterpartyName), holds) &&
      agree(line.counterpartyAccount, other.counterpartyAccount, sameAccount),
  },
]

type Numbers = 'both' | 'balance' | 'serial' | 'neither'

/** Which of its two numbers a line has. */
function numbersOf({ balanceFen, serial }: Numbered): Numbers {
  if (balanceFen === null) return serial === null ? 'neither' : 'serial'
  return serial === null ? 'balance' : 'both'
}

/** Lines that have none of these in common. */
const unlike: Readonly<Record<Numbers, readonly Numbers[]>> = {
  both: ['neither'],
  balance: ['serial', 'neither'],
  serial: ['balance', 'neither'],
  neither: ['both', 'balance', 'serial', 'neither'],
}

function pairUp(
  lines: readonly StatementLine[],
  wanted: readonly number[],
  there: readonly KnownLine[],
  known: Map<number, string>,
): void {
  let free = new Set(there)
  for (const { keyOf, keysFor, same } of rules) {
    const byKey = new Map<string | number | null, Set<KnownLine>>()
    for (const other of free) byKey.set(keyOf(other), (byKey.get(keyOf(other)) ?? new Set()).add(other))
    for (const index of wanted) {
      const line = lines[index]
      if (!line || known.has(index)) continue
      const groups = keysFor(line).flatMap((key) => some(byKey.get(key) ?? null))
      const found = firstOf(groups, (other) => same(line, other))
      if (found) known.set(index, found.id)
    }
    free = new Set([...byKey.values()].flatMap((group) => [...group]))
  }
}

/** The first that fits, taken out of its group. */
function firstOf(groups: readonly Set<KnownLine>[], fits: (other: KnownLine) => boolean): KnownLine | null {
  for (const group of groups) {
    for (const other of group) {
      if (!fits(other)) continue
      group.delete(other)
      return other
    }
  }
  return null
}

/** Whether what both sides say goes together; what one of them does not say contradicts nothing. */
function agree<T>(a: T | null | '', b: T | null | '', same: (a: T, b: T) => boolean): boolean {
  return a === null || a === '' || b === null || b === '' ? true : same(a, b)
}

/** One format gives the time of the booking, another that of the order: some minutes may lie between them. */
const mostSecondsApart = 120

function sameTime(line: { readonly time: string | null }, other: { readonly time: string | null }): boolean {
  return agree(line.time, other.time, (a, b) => Math.abs(secondsOf(a) - secondsOf(b)) <= mostSecondsApart)
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

const holds = (a: string, b: string) => a.includes(b) || b.includes(a)

/** Whole, or masked on one side. */
function sameAccount(a: string, b: string): boolean {
  if (a === b) return true
  const [left, right] = [a.replace(/\D+/g, '*'), b.replace(/\D+/g, '*')]
  const [masked, whole] = left.includes('*') ? [left, right] : [right, left]
  if (!masked.includes('*')) return false
  return whole.startsWith(masked.split('*')[0] ?? '') && whole.endsWith(masked.split('*').at(-1) ?? '')
}

/**
 * Lines that the file holds twice because two exports were pasted together: equal in all that is said, and between the
 * two the running balance breaks. Where it runs on, the bank really booked the same twice.
 */
function findRepeated(lines: readonly StatementLine[], order: readonly number[]): Map<number, number> {
  const repeated = new Map<number, number>()
  const first = new Map<string, { index: number; run: number }>()
  let run = 0
  let before: number | null = null
  for (const index of order) {
    const line = lines[index]
    if (!line) continue
    if (line.balanceFen === null) {
      before = null
      continue
    }
    if (before !== null && before + signedOf(line) !== line.balanceFen) run++
    before = line.balanceFen
    const { date, time, direction, amountFen, balanceFen, counterpartyName, counterpartyAccount, remark, serial } = line
    const key = JSON.stringify([
      date,
      time,
      direction,
      amountFen,
      balanceFen,
      counterpartyName,
      counterpartyAccount,
      remark,
      serial,
    ])
    const seen = first.get(key)
    if (!seen) first.set(key, { index, run })
    else if (seen.run !== run) repeated.set(index, seen.index)
  }
  return repeated
}

/** What the line does to the balance, in fen. */
export function signedOf(line: { readonly direction: 'in' | 'out'; readonly amountFen: number }): number {
  return line.direction === 'in' ? line.amountFen : -line.amountFen
}

/** The serial where the bank gives one, else all that tells lines apart; a number behind it where that is not enough. */
function createIdentities(
  stored: readonly KnownLine[],
  digest: (text: string) => string,
): (line: StatementLine) => string {
  const taken = new Set(stored.map(({ identity }) => identity))
  const counts = new Map<string, number>()
  return (line) => {
    const { time, balanceFen, counterpartyName, counterpartyAccount } = line
    const rest = [time ?? '', signedOf(line), balanceFen ?? '', nameKey(counterpartyName), counterpartyAccount]
    const base = line.serial
      ? `s:${line.date}:${signedOf(line)}:${line.serial.slice(0, 100)}`
      : `h:${line.date}:${digest(JSON.stringify(rest))}`
    for (let nth = (counts.get(base) ?? 0) + 1; ; nth++) {
      const identity = nth === 1 ? base : `${base}#${nth}`
      if (taken.has(identity)) continue
      counts.set(base, nth)
      return identity
    }
  }
}
