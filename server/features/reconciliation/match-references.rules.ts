import { findOrderNumbers, orderNumberAlphabet } from '../../core/order-number.ts'
import type { OrderFacts, ReasonCode } from './matching.schema.ts'

/** A number that was read out of a text. */
export type Reference = {
  /** The orders it can stand for: one, or several that the reading cannot tell apart. */
  readonly orderIds: readonly string[]
  readonly code: Extract<ReasonCode, 'numberExact' | 'numberWritten' | 'numberConfused' | 'numberTail' | 'numberTypo'>
  /** As it stands in the text. */
  readonly found: string
}

export type ReadReferences = {
  /** In the text's order, every order once. */
  readonly references: readonly Reference[]
  /** What looks like a number of ours and is none that we know. */
  readonly unknown: readonly string[]
}

export type NumberIndex = {
  readonly byNumber: ReadonlyMap<string, string>
  readonly byTail: ReadonlyMap<string, readonly string[]>
  /** Every tail with one character left out: two tails that are one error apart share one of these or hold the other. */
  readonly byShortened: ReadonlyMap<string, readonly string[]>
}

type Mutable = Map<string, string[]>

/** Prepares the numbers of all orders for reading: 13 entries an order. */
export function indexNumbers(orders: readonly OrderFacts[]): NumberIndex {
  const byNumber = new Map<string, string>()
  const byTail: Mutable = new Map()
  const byShortened: Mutable = new Map()
  for (const { id, number } of orders) {
    byNumber.set(number, id)
    const tail = number.slice(4)
    add(byTail, tail, number)
    for (const shortened of shorten(tail)) add(byShortened, shortened, number)
  }
  return { byNumber, byTail, byShortened }
}

function add(index: Mutable, key: string, value: string): void {
  const bucket = index.get(key)
  if (bucket) bucket.push(value)
  else index.set(key, [value])
}

function shorten(tail: string): Set<string> {
  const shortened = new Set<string>()
  for (let i = 0; i < tail.length; i++) shortened.add(tail.slice(0, i) + tail.slice(i + 1))
  return shortened
}

const loneTail = new RegExp(`(?<![0-9A-Z])(?:\\d{2})?([${orderNumberAlphabet}]{6})(?![0-9A-Z])`, 'g')
/** Between the groups of a number, as on the screen: one character for one, so that places stay. */
const dashes = /[-_.·‐-―－]/g
/** From a P or an X on, with a character lost or one too many. */
const nearNumber = /[PX][0-9A-Z]{7,12}/g
const wholeHead = /^PX(\d{2})/
const damagedHead = /^(?:PX\d|XP\d{2}|P\d{2}|X\d{2}|P[A-Z]\d{2}|[A-Z]X\d{2})/

/**
 * Every order that a text quotes: whole numbers in any writing (core/order-number.ts), the six last characters alone
 * (`PX26JVSPX9 G97YEE两笔`), and numbers with one character wrong, missing, too many or swapped. Only orders that exist
 * are found; what has several readings gives them all in one reference.
 */
export function readReferences(index: NumberIndex, text: string): ReadReferences {
  const references: { at: number; reference: Reference }[] = []
  const unknown: string[] = []
  const taken = new Set<string>()
  let rest = text
  const put = (at: number, numbers: readonly string[], code: Reference['code'], found: string) => {
    const fresh = numbers.filter((number) => !taken.has(number))
    if (fresh.length === 0) return
    for (const number of fresh) taken.add(number)
    const orderIds = fresh.map((number) => index.byNumber.get(number)).filter((id) => id !== undefined)
    references.push({ at, reference: { orderIds, code, found } })
  }
  for (const hit of findOrderNumbers(text.replace(dashes, ' '))) {
    const known = hit.candidates.filter((candidate) => index.byNumber.has(candidate))
    if (known.length === 0) continue
    const found = text.slice(hit.start, hit.end)
    const code = hit.repairs > 0 ? 'numberConfused' : found === hit.orderNumber ? 'numberExact' : 'numberWritten'
    put(hit.start, known, code, found)
    rest = rest.slice(0, hit.start) + '，'.repeat(hit.end - hit.start) + rest.slice(hit.end)
  }
  if (!/[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{5}/.test(rest)) return { references: inOrder(references), unknown }
  rest = rest.normalize('NFKC').toUpperCase()
  for (const match of rest.matchAll(loneTail)) {
    const numbers = index.byTail.get(match[1] ?? '')
    if (!numbers) continue
    put(match.index, numbers, 'numberTail', match[0])
    rest = rest.slice(0, match.index) + '，'.repeat(match[0].length) + rest.slice(match.index + match[0].length)
  }
  for (const match of rest.replace(/[\s\-_.·]/g, '').matchAll(nearNumber)) {
    const numbers = nearNumbers(index, match[0])
    if (numbers.length > 0) put(match.index, numbers, 'numberTypo', match[0])
    else if (/^PX\d{2}/.test(match[0])) unknown.push(match[0])
  }
  return { references: inOrder(references), unknown }
}

function inOrder(found: { at: number; reference: Reference }[]): Reference[] {
  return found.toSorted((a, b) => a.at - b.at).map(({ reference }) => reference)
}

/** The numbers that are one error away from what was written. */
function nearNumbers(index: NumberIndex, written: string): string[] {
  const numbers = new Set<string>()
  const year = wholeHead.exec(written)?.[1]
  if (year !== undefined) {
    const rest = written.slice(4)
    // The length as written comes first: `PX26KNWTM` and a count behind it would else be taken for one.
    for (const length of [rest.length, 6, 5, 7]) {
      if (length < 5 || length > 7 || rest.length < length) continue
      const tail = rest.slice(0, length)
      for (const number of tailsNear(index, tail)) if (number.slice(2, 4) === year) numbers.add(number)
      if (numbers.size > 0) return [...numbers].toSorted()
    }
  }
  const damaged = damagedHead.exec(written)?.[0]
  if (damaged !== undefined) {
    const tail = written.slice(damaged.length, damaged.length + 6)
    for (const number of index.byTail.get(tail) ?? []) numbers.add(number)
    // `PX2` with the year's second figure lost leaves the head one short.
    for (const number of index.byTail.get(written.slice(-6)) ?? []) numbers.add(number)
  }
  return [...numbers].toSorted()
}

function tailsNear(index: NumberIndex, tail: string): string[] {
  const near = new Set<string>()
  const consider = (numbers: readonly string[] | undefined) => {
    for (const number of numbers ?? []) if (oneErrorApart(number.slice(4), tail)) near.add(number)
  }
  if (tail.length === 5) consider(index.byShortened.get(tail))
  for (const shortened of shorten(tail)) {
    consider(tail.length === 7 ? index.byTail.get(shortened) : undefined)
    if (tail.length === 6) consider(index.byShortened.get(shortened))
  }
  return [...near]
}

function oneErrorApart(whole: string, written: string): boolean {
  if (whole.length !== written.length) return true
  const differing: number[] = []
  for (let i = 0; i < whole.length; i++) if (whole[i] !== written[i]) differing.push(i)
  const [first, second] = differing
  if (differing.length === 1) return true
  return (
    differing.length === 2 &&
    first !== undefined &&
    second === first + 1 &&
    whole[first] === written[second] &&
    whole[second] === written[first]
  )
}
