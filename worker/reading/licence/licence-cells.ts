import { segmentsOf } from '../fields/cut-lines.ts'
import type { FlatLine } from '../fields/flat-page.ts'
import { lineHeight, type Piece, pieceOf } from '../fields/pieces.ts'
import { type LicenceLabel, labelAtEnd, labelAtStart, labelOfWord, spacedWords } from './licence-labels.ts'

/** A run of text of a licence: a label with what follows it in the same box, or something else. */
export interface Cell {
  piece: Piece
  meaning: LicenceLabel | null
  /** The value that came in one box with its label. */
  rest: Piece | null
}

/** PURE: takes lines apart into labels and values, and puts labels together that are set wide. */
export function cutCells(lines: readonly FlatLine[]): Cell[] {
  const cells = lines
    .filter((line) => !line.vertical)
    .flatMap((line) => segmentsOf(line).flatMap(([from, to]) => cutSegment(line, from, to)))
    .sort((a, b) => a.piece.middle - b.piece.middle || a.piece.left - b.piece.left)
  return joinSpacedLabels(cells)
}

const isBlank = (text: string | undefined) => text === undefined || text.trim() === ''
const isFiller = (text: string | undefined) => isBlank(text) || /^[:：;；|丨.。·_-]$/.test(text ?? '')

function cutSegment(line: FlatLine, from: number, to: number): Cell[] {
  const at: number[] = []
  for (let i = from; i < to; i++) if (!isBlank(line.characters[i]?.text)) at.push(i)
  if (at.length === 0) return []
  const glyphs = at.map((index) => (line.characters[index]?.text ?? '').normalize('NFKC'))
  const first = at[0] ?? from
  const found = labelAtStart(glyphs)
  if (!found) {
    const last = labelAtEnd(glyphs)
    const cut = last ? (at[glyphs.length - last.length] ?? to) : to
    const value: Cell = { piece: trimmed(line, first, cut), meaning: null, rest: null }
    return last ? [value, { piece: pieceOf(line, cut, to), meaning: last.label, rest: null }] : [value]
  }
  const labelEnd = (at[found.length - 1] ?? first) + 1
  let next = labelEnd
  while (next < to && isFiller(line.characters[next]?.text)) next++
  const rest = next < to ? trimmed(line, next, to) : null
  return [{ piece: pieceOf(line, first, labelEnd), meaning: found.label, rest }]
}

function trimmed(line: FlatLine, from: number, to: number): Piece {
  let [start, end] = [from, to]
  while (start < end - 1 && isFiller(line.characters[start]?.text)) start++
  while (end > start + 1 && isBlank(line.characters[end - 1]?.text)) end--
  return pieceOf(line, start, end)
}

export function isSameRow(a: Piece, b: Piece, share = 0.6): boolean {
  return Math.abs(a.middle - b.middle) < share * Math.min(lineHeight(a), lineHeight(b)) + 0.1 * lineHeight(b)
}

/** 名 | 称, or 名 | 称无锡…: the parts become one label; a part whose other half was not read stands for the whole. */
function joinSpacedLabels(cells: readonly Cell[]): Cell[] {
  const joined = [...cells]
  for (const word of spacedWords) {
    const [first = '', second = ''] = word
    for (const cell of [...joined]) {
      if (cell.meaning || plainText(cell.piece) !== first || !joined.includes(cell)) continue
      const partner = joined.find(
        (other) =>
          other !== cell &&
          !other.meaning &&
          plainText(other.piece).startsWith(second) &&
          isSameRow(cell.piece, other.piece) &&
          other.piece.left > cell.piece.left &&
          other.piece.left - cell.piece.right < 6 * lineHeight(cell.piece),
      )
      const meaning = labelOfWord(word)
      if (!partner || !meaning) continue
      const { line, characters } = partner.piece
      const from = line.characters.indexOf(characters[0] ?? { text: '', score: 0, start: 0, end: 0 })
      let next = from + 1
      while (next < from + characters.length && isFiller(line.characters[next]?.text)) next++
      const rest = from >= 0 && next < from + characters.length ? trimmed(line, next, from + characters.length) : null
      const second2 = from >= 0 ? pieceOf(line, from, from + 1) : partner.piece
      const piece = { ...cell.piece, text: word, right: second2.right, quads: [...cell.piece.quads, ...second2.quads] }
      joined.splice(joined.indexOf(partner), 1)
      joined[joined.indexOf(cell)] = { piece, meaning, rest }
    }
    for (const cell of [...joined]) {
      const meaning = labelOfWord(word)
      const text = plainText(cell.piece)
      if (cell.meaning || (text !== first && text !== second) || !meaning || word === '编号') continue
      if (!joined.some((other) => other !== cell && !other.meaning && stands(other.piece, cell.piece))) continue
      joined[joined.indexOf(cell)] = { piece: cell.piece, meaning, rest: null }
    }
  }
  return joined
}

/** Whether something stands to the right of a label in its row. */
function stands(value: Piece, label: Piece): boolean {
  return isSameRow(label, value) && value.left > label.right && value.left - label.right < 8 * lineHeight(label)
}

/** The text without blanks, full-width forms made half width. */
export function plainText(piece: Piece): string {
  return piece.text.normalize('NFKC').replace(/\s+/g, '')
}
