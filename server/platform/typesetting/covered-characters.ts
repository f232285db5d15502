/**
 * Which characters a TrueType font has a glyph for, from its `cmap` (OpenType 1.9, formats 4 and 12): one bit a code point.
 * Throws RangeError for a file that is no font of that kind.
 */
export function coveredCharacters(font: Uint8Array): Uint8Array {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const covered = new Uint8Array(0x110000 / 8)
  const cmap = tableOffset(view, 'cmap')
  const subtables = view.getUint16(cmap + 2)
  for (let i = 0; i < subtables; i++) {
    const at = cmap + view.getUint32(cmap + 4 + i * 8 + 4)
    const format = view.getUint16(at)
    if (format === 4) addSegments(view, at, covered)
    if (format === 12) addGroups(view, at, covered)
  }
  return covered
}

function tableOffset(view: DataView, tag: string): number {
  const tables = view.getUint16(4)
  for (let i = 0; i < tables; i++) {
    const record = 12 + i * 16
    const name = String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(record + n)))
    if (name === tag) return view.getUint32(record + 8)
  }
  throw new RangeError(`the font has no ${tag} table`)
}

const set = (covered: Uint8Array, point: number) => {
  covered[point >> 3] = (covered[point >> 3] ?? 0) | (1 << (point & 7))
}

/** Format 4: segments of the basic plane. Where a segment points into the glyph array, glyph 0 is none. */
function addSegments(view: DataView, at: number, covered: Uint8Array): void {
  const segments = view.getUint16(at + 6) / 2
  for (let i = 0; i < segments; i++) {
    const last = view.getUint16(at + 14 + i * 2)
    const first = view.getUint16(at + 16 + segments * 2 + i * 2)
    const delta = view.getUint16(at + 16 + segments * 4 + i * 2)
    const rangeAt = at + 16 + segments * 6 + i * 2
    const range = view.getUint16(rangeAt)
    for (let point = first; point <= last && point < 0xffff; point++) {
      const listed = range === 0 ? point : view.getUint16(rangeAt + range + (point - first) * 2)
      if (range === 0 ? ((point + delta) & 0xffff) !== 0 : listed !== 0) set(covered, point)
    }
  }
}

/** Format 12: groups of all planes. */
function addGroups(view: DataView, at: number, covered: Uint8Array): void {
  const groups = view.getUint32(at + 12)
  for (let i = 0; i < groups; i++) {
    const group = at + 16 + i * 12
    const [first, last, glyph] = [view.getUint32(group), view.getUint32(group + 4), view.getUint32(group + 8)]
    for (let point = first; point <= last && point <= 0x10ffff; point++) {
      if (glyph + point - first !== 0) set(covered, point)
    }
  }
}

/** What a page draws nothing for anyway: blanks, controls, joiners, selectors of variants. */
const drawsNothing = /[\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u

/** The characters of a text that none of the fonts has, each once. */
export function missingCharacters(text: string, fonts: readonly Uint8Array[]): string[] {
  const missing = new Set<string>()
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    if (fonts.some((covered) => ((covered[point >> 3] ?? 0) >> (point & 7)) & 1)) continue
    if (!drawsNothing.test(character)) missing.add(character)
  }
  return [...missing]
}
