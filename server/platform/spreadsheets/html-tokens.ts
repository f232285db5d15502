import { AppError } from '../../core/app-error.ts'

/**
 * What of HTML matters for its tables. Names are in small letters; `attributes` is as written. Text has its character
 * references still in it.
 */
export type HtmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/** No tag or comment of an export comes near it; what has no end within it is damage or an attack. */
const mostTokenCharacters = 4 * 1024 * 1024

/** What stands in these is no part of what the page says. */
const skipped = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'select',
  'iframe',
  'noframes',
  'noscript',
  'xml',
  'svg',
])

/**
 * Takes a web page apart, tolerantly: tags that are never closed, unknown tags and bare `<` are all right. Comments,
 * declarations, scripts and styles are passed over; nothing is ever looked up or run. Throws AppError `spreadsheetDamaged`
 * when the page ends within a tag, comment or script: it is cut off.
 */
export function* readHtmlTokens(pieces: Iterable<string>): Generator<HtmlToken, void, void> {
  let text = ''
  let skipping: string | null = null
  for (const piece of pieces) {
    text += piece
    let at = 0
    for (;;) {
      if (skipping !== null) {
        const end = closeOf(text, skipping, at)
        if (end < 0) {
          // The beginning of the closing tag may be all that is here.
          at = Math.max(at, text.length - skipping.length - 2)
          break
        }
        at = end
        skipping = null
        continue
      }
      const start = text.indexOf('<', at)
      if (start !== at) {
        const end = start < 0 ? safeEnd(text, at) : start
        if (end > at) yield { kind: 'text', text: text.slice(at, end) }
        at = end
        if (start < 0) break
      }
      const end = tokenEnd(text, at)
      if (end < 0) break
      const token = tokenOf(text, at, end)
      at = end
      if (token === null) continue
      if (token.kind === 'open' && skipped.has(token.name)) {
        if (!token.attributes.endsWith('/')) skipping = token.name
      } else yield token
    }
    text = text.slice(at)
    if (text.length > mostTokenCharacters) throw new AppError('spreadsheetDamaged')
  }
  if (skipping !== null) throw new AppError('spreadsheetDamaged')
  // A lone `<` or the beginning of a character reference may end a page, a tag without an end may not.
  if (/^<[a-z/!?]/i.test(text)) throw new AppError('spreadsheetDamaged')
  if (text !== '') yield { kind: 'text', text }
}

/** A character reference is not torn in two by the end of a piece. */
function safeEnd(text: string, from: number): number {
  const reference = text.lastIndexOf('&')
  return reference >= from && reference > text.length - 12 ? reference : text.length
}

/** Where the token that begins at `at` (a `<`) ends; -1 when its end is not at hand. */
function tokenEnd(text: string, at: number): number {
  const next = text[at + 1]
  if (next === undefined) return -1
  if (next === '!') {
    if (text.length < at + 4) return -1
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 2)
      return end < 0 ? -1 : end + 3
    }
    return text.indexOf('>', at) + 1 || -1
  }
  if (next === '?') return text.indexOf('>', at) + 1 || -1
  if (!/[a-z/]/i.test(next)) return at + 1
  // Quoted values may hold `>`; a quote counts only where a value begins.
  for (let end = at + 1; end < text.length; end++) {
    const character = text[end]
    if (character === '>') return end + 1
    if ((character === '"' || character === "'") && isValueStart(text, end)) {
      end = text.indexOf(character, end + 1)
      if (end < 0) return -1
    }
  }
  return -1
}

function isValueStart(text: string, quote: number): boolean {
  let at = quote - 1
  while (text[at] === ' ') at--
  return text[at] === '='
}

function tokenOf(text: string, at: number, end: number): HtmlToken | null {
  if (end === at + 1) return { kind: 'text', text: '<' }
  const next = text[at + 1]
  if (next === '!' || next === '?') return null
  const isClose = next === '/'
  let nameEnd = at + (isClose ? 2 : 1)
  const nameStart = nameEnd
  while (nameEnd < end - 1 && !/[\s/]/.test(text[nameEnd] ?? '')) nameEnd++
  const name = text.slice(nameStart, nameEnd).toLowerCase()
  return isClose ? { kind: 'close', name } : { kind: 'open', name, attributes: text.slice(nameEnd, end - 1) }
}

/** Where `</name …>` ends, or -1. */
function closeOf(text: string, name: string, from: number): number {
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2)) {
    if (text.slice(at + 2, at + 2 + name.length).toLowerCase() !== name) continue
    const end = text.indexOf('>', at)
    return end < 0 ? -1 : end + 1
  }
  return -1
}

const attributePattern = /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g

/** The value of an attribute, empty when it has none, null when it is not there. */
export function htmlAttribute(attributes: string, name: string): string | null {
  if (attributes.length <= name.length) return null
  for (const match of attributes.matchAll(attributePattern)) {
    if (match[1]?.toLowerCase() === name) return decodeHtmlText(match[2] ?? match[3] ?? match[4] ?? '')
  }
  return null
}

const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  yen: '¥',
  middot: '·',
}

/** Resolves character numbers and the few names that tables use; any other reference stays as it is written. */
export function decodeHtmlText(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));?/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return namedEntities[name.toLowerCase()] ?? whole
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}
