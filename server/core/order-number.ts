/**
 * Order numbers: `PX`, the year's last two digits, six characters of an alphabet that survives a photo: no 0, 1, I, L, O.
 * Made to be typed into a bank's 附言 and to be found again on the slip. Refunds have `RF` and the same tail.
 */

/** `PX` orders, `RF` refunds. */
export type NumberPrefix = 'PX' | 'RF'

export const orderNumberAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** 31 characters: bytes below this share out evenly, larger ones are thrown away, so that no character is likelier. */
const fairBytes = 256 - (256 % orderNumberAlphabet.length)

const shape = new RegExp(`^[A-Z]{2}\\d{2}[${orderNumberAlphabet}]{6}$`)

/** Whether this is one of our numbers exactly as we write it: `PX` for an order's. */
export function isNumberOf(prefix: NumberPrefix, text: string): boolean {
  return text.startsWith(prefix) && shape.test(text)
}

/** A new order number: see `makeNumber`. */
export function makeOrderNumber(year: number, randomBytes: Uint8Array): string | null {
  return makeNumber('PX', year, randomBytes)
}

/**
 * A new number from random bytes, or null when too few of them were usable (pass 16: the chance is below 1 in 10^12).
 * @param year four digits, as in Asia/Shanghai when the thing is made
 */
export function makeNumber(prefix: NumberPrefix, year: number, randomBytes: Uint8Array): string | null {
  let tail = ''
  for (const byte of randomBytes) {
    if (byte >= fairBytes) continue
    tail += orderNumberAlphabet[byte % orderNumberAlphabet.length] ?? ''
    if (tail.length === 6) return `${prefix}${String(year % 100).padStart(2, '0')}${tail}`
  }
  return null
}

/** `PX26W3N8PX` -> `PX26 W3N 8PX`: for the eye and the tongue, never for storage. */
export function groupOrderNumber(orderNumber: string): string {
  return [orderNumber.slice(0, 4), orderNumber.slice(4, 7), orderNumber.slice(7)]
    .filter((part) => part !== '')
    .join(' ')
}

/** What a person typed: any case, full width, blanks and dashes between. Null when it is no order number. */
export function normaliseOrderNumber(typed: string): string | null {
  return normaliseNumber('PX', typed)
}

export function normaliseNumber(prefix: NumberPrefix, typed: string): string | null {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-_.·]/g, '')
  return isNumberOf(prefix, text) ? text : null
}

export interface FoundOrderNumber {
  orderNumber: string
  /** Where it stands in the text that was given. */
  start: number
  end: number
  /** How many characters had to be put right; 0 when it stands there as we write it. */
  repairs: number
  /** Every number that the text can stand for; more than one when a character has several possible originals. */
  candidates: readonly string[]
}

/** What a character that the alphabet does not have can have been. An O is round: Q or D. */
const tailOrigins: Readonly<Record<string, string>> = {
  O: 'QD',
  '0': 'QD',
  Ο: 'QD',
  О: 'QD',
  '1': 'T7J',
  I: 'T7J',
  L: 'EJ',
  '|': 'T7J',
  '!': 'T7J',
  $: 'S',
  '&': '8',
  '×': 'X',
  Ⅹ: 'X',
  Х: 'X',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
}

const yearDigits: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  '|': '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
}

/**
 * Every order number in a text, in the text's order: in any case, full width, with blanks inside, and with the characters
 * that reading machines confuse. A character outside the alphabet is put back to what it can have been; where that is
 * more than one, all are given and the caller has to choose (by its own orders) or to doubt.
 */
export function findOrderNumbers(text: string): FoundOrderNumber[] {
  const glyphs: { glyph: string; at: number; length: number }[] = []
  let at = 0
  for (const original of text) {
    // A lower-case l is a stroke, not the letter: it becomes what a 1 becomes.
    const plain = original === 'l' ? '|' : original.normalize('NFKC').toUpperCase()
    if (/^[^\s]$/u.test(plain)) glyphs.push({ glyph: plain, at, length: original.length })
    at += original.length
  }
  const found: FoundOrderNumber[] = []
  for (let i = 0; i + 10 <= glyphs.length; i++) {
    const hit = matchAt(glyphs, i)
    if (!hit) continue
    found.push(hit)
    i += 9
  }
  return found
}

function matchAt(
  glyphs: readonly { glyph: string; at: number; length: number }[],
  from: number,
): FoundOrderNumber | null {
  const part = glyphs.slice(from, from + 10)
  const [first, second] = part
  const last = part.at(-1)
  if (!first || !second || !last || part.length < 10) return null
  let repairs = 0
  if (first.glyph !== 'P') {
    if (first.glyph !== 'Р') return null
    repairs++
  }
  if (second.glyph !== 'X') {
    if (!['×', 'Х', 'Ⅹ', '*'].includes(second.glyph)) return null
    repairs++
  }
  // What goes on without a break after ten characters is some longer code, unless it is a repeated letter run of words.
  const next = glyphs[from + 10]
  const joined = next !== undefined && next.at === last.at + last.length && /[A-Z0-9]/.test(next.glyph)
  const before = glyphs[from - 1]
  const joinedBefore = before !== undefined && before.at + before.length === first.at && /[A-Z0-9]/.test(before.glyph)
  let year = ''
  for (const { glyph } of part.slice(2, 4)) {
    if (/\d/.test(glyph)) year += glyph
    else {
      const digit = yearDigits[glyph]
      if (digit === undefined) return null
      year += digit
      repairs++
    }
  }
  let tails = ['']
  for (const { glyph } of part.slice(4)) {
    if (orderNumberAlphabet.includes(glyph)) {
      tails = tails.map((tail) => tail + glyph)
      continue
    }
    const origins = tailOrigins[glyph]
    if (origins === undefined) return null
    repairs++
    tails = tails.flatMap((tail) => [...origins].map((origin) => tail + origin))
  }
  // Two repairs and more in ten characters, or one inside a longer code, is a likeness and not a reading.
  if (repairs > 2 || (repairs > 0 && (joined || joinedBefore))) return null
  if (joinedBefore && joined) return null
  const candidates = tails.map((tail) => `PX${year}${tail}`)
  const orderNumber = candidates[0]
  if (orderNumber === undefined) return null
  return { orderNumber, start: first.at, end: last.at + last.length, repairs, candidates }
}
