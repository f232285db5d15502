import type { PageText, TextItem } from './page-text.ts'

/**
 * One character of a page. `key` is what labels are looked for in: full-width and half-width alike, radicals as the
 * characters that they stand for.
 */
export type Glyph = {
  readonly shown: string
  readonly key: string
  readonly x: number
  readonly right: number
  readonly middle: number
  readonly size: number
  /** A blank stands before it. */
  readonly spaced: boolean
}

/** A label or heading that is written downwards: 购买方信息 beside its box. */
export type Marker = {
  readonly word: string
  readonly x: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export type PageGlyphs = { readonly glyphs: readonly Glyph[]; readonly markers: readonly Marker[] }

const markerWords = ['购买方信息', '销售方信息', '购买方', '销售方', '购货单位', '销货单位', '密码区', '备注']
const markerGlyphs = new Set(markerWords.join(''))

/** Takes a page apart into characters with their places; words that are written downwards come apart as markers. */
export function glyphsOf(page: PageText): PageGlyphs {
  const items = page.items.filter((item) => item.text.trim() !== '' && item.height > 0)
  const { markers, used } = findMarkers(items)
  const blanks = page.items.filter((item) => item.text !== '' && item.text.trim() === '')
  const glyphs = items
    .filter((item) => !used.has(item))
    .flatMap((item) => glyphsOfItem(item, isAfterBlank(item, blanks)))
  // A text that is drawn twice in one place is how some writers make it bold.
  const seen = new Set<string>()
  const once = glyphs.filter((glyph) => {
    const place = `${glyph.key}${Math.round((glyph.x / glyph.size) * 3)},${Math.round((glyph.middle / glyph.size) * 3)}`
    if (seen.has(place)) return false
    seen.add(place)
    return true
  })
  return { glyphs: once, markers }
}

/** A blank can be a text of its own. */
function isAfterBlank(item: TextItem, blanks: readonly TextItem[]): boolean {
  return blanks.some(
    (blank) =>
      Math.abs(blank.x + blank.width - item.x) < item.height * 0.15 &&
      Math.abs(blank.y + blank.height / 2 - item.y - item.height / 2) < item.height * 0.5,
  )
}

function glyphsOfItem(item: TextItem, afterBlank: boolean): Glyph[] {
  const characters = [...plainCharacters(item.text)]
  const weights = characters.map((character) => (isNarrow(character) ? 1 : 2))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const glyphs: Glyph[] = []
  let x = item.x
  let spaced = afterBlank
  for (const [index, character] of characters.entries()) {
    const width = (item.width * (weights[index] ?? 0)) / whole
    if (character.trim() === '') spaced = true
    else {
      const place = { x, right: x + width, middle: item.y + item.height / 2, size: item.height, spaced }
      // One character may stand for several (㈱, ¼): the first carries its shape, the key all of them.
      glyphs.push({ shown: character, key: character.normalize('NFKC'), ...place })
      spaced = false
    }
    x += width
  }
  return glyphs
}

/** Fonts without names for their shapes give 日 as ⽇: those are compatible characters of it. */
function plainCharacters(text: string): string {
  return text
    .replace(/[\u2e80-\u2fdf\uf900-\ufaff]/gu, (radical) => radical.normalize('NFKC'))
    .replace(/[\u200b\ufeff]/g, '')
}

function isNarrow(character: string): boolean {
  return (character.codePointAt(0) ?? 0) < 0x2e80
}

function findMarkers(items: readonly TextItem[]): { markers: Marker[]; used: Set<TextItem> } {
  const used = new Set<TextItem>()
  const markers: Marker[] = []
  const keyOf = (item: TextItem) => plainCharacters(item.text).replace(/\s/g, '')
  const single = items.filter((item) => markerGlyphs.has(keyOf(item)) && keyOf(item).length === 1)
  for (const column of columnsOf(single)) {
    const text = column.map(keyOf).join('')
    for (const word of markerWords) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const parts = column.slice(at, at + word.length)
        if (parts.some((part) => used.has(part)) || !isClose(parts)) continue
        for (const part of parts) used.add(part)
        markers.push(markerOf(word, parts))
      }
    }
  }
  // Some fonts write downwards by themselves: the word is one item, taller than wide.
  for (const item of items) {
    const word = keyOf(item)
    if (!markerWords.includes(word) || item.height < item.width * 1.5) continue
    used.add(item)
    markers.push(markerOf(word, [item]))
  }
  return { markers, used }
}

/** Items that stand one under another, from top to bottom. */
function columnsOf(items: readonly TextItem[]): TextItem[][] {
  const columns: TextItem[][] = []
  const centre = (item: TextItem) => item.x + item.width / 2
  for (const item of items.toSorted((one, other) => centre(one) - centre(other))) {
    const last = columns.at(-1)
    const near = last?.at(-1)
    if (last && near && centre(item) - centre(near) < item.height * 0.5) last.push(item)
    else columns.push([item])
  }
  return columns.map((column) => column.sort((one, other) => one.y - other.y))
}

function isClose(parts: readonly TextItem[]): boolean {
  return parts.every((part, index) => {
    const before = parts[index - 1]
    return !before || (part.y - before.y > before.height * 0.5 && part.y - before.y < before.height * 6)
  })
}

function markerOf(word: string, parts: readonly TextItem[]): Marker {
  return {
    word,
    x: Math.min(...parts.map((part) => part.x)),
    right: Math.max(...parts.map((part) => part.x + part.width)),
    top: Math.min(...parts.map((part) => part.y)),
    bottom: Math.max(...parts.map((part) => part.y + part.height)),
  }
}

/** Characters of one height, from left to right. */
export type Line = { readonly middle: number; readonly size: number; readonly glyphs: readonly Glyph[] }

/** What stands at one height is one line, from top to bottom. */
export function linesOf(glyphs: readonly Glyph[]): Line[] {
  const lines: { middle: number; size: number; glyphs: Glyph[] }[] = []
  for (const glyph of glyphs.toSorted((one, other) => one.middle - other.middle)) {
    const line = lines.at(-1)
    if (line && glyph.middle - line.middle < Math.min(line.size, glyph.size) * 0.45) {
      line.glyphs.push(glyph)
      line.middle += (glyph.middle - line.middle) / line.glyphs.length
      line.size = Math.min(line.size, glyph.size)
    } else lines.push({ middle: glyph.middle, size: glyph.size, glyphs: [glyph] })
  }
  for (const line of lines) line.glyphs.sort((one, other) => one.x - other.x)
  return lines
}

/** A line's text without blanks, and which glyph each of its characters comes from. */
export function keyOf(glyphs: readonly Glyph[]): { text: string; at: number[] } {
  let text = ''
  const at: number[] = []
  for (const [index, glyph] of glyphs.entries()) {
    text += glyph.key
    for (let count = 0; count < glyph.key.length; count++) at.push(index)
  }
  return { text, at }
}

/** As it reads: a blank where one is written, or left between two Latin words; none between Chinese characters set apart. */
export function readText(glyphs: readonly Glyph[], blanks: 'betweenWords' | 'asWritten'): string {
  let text = ''
  for (const [index, glyph] of glyphs.entries()) {
    const before = glyphs[index - 1]
    if (before) {
      const gap = glyph.x - before.right
      const isLatin = isNarrow(glyph.shown) && isNarrow(before.shown)
      const isApart = glyph.spaced || gap > glyph.size * (isLatin ? 0.3 : 0.8)
      if (isApart && (blanks === 'asWritten' || isLatin)) text += ' '
    }
    text += glyph.shown
  }
  return text
}

/** The part before the first hole that is wider than a word's: behind it stands something else. */
export function untilHole(glyphs: readonly Glyph[], emWidths: number): Glyph[] {
  const end = glyphs.findIndex((glyph, index) => {
    const before = glyphs[index - 1]
    return before !== undefined && glyph.x - before.right > glyph.size * emWidths
  })
  return glyphs.slice(0, end < 0 ? undefined : end)
}
