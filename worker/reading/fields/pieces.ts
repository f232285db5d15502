import type { Quad } from '../../../server/features/files/reading.schema.ts'
import type { ReadCharacter } from '../text-line.ts'
import type { FlatLine } from './flat-page.ts'
import type { LabelMeaning } from './labels.ts'

/** Part of a line that is wholly a label or wholly something else. */
export interface Piece {
  text: string
  characters: readonly ReadCharacter[]
  score: number
  quads: readonly Quad[]
  left: number
  right: number
  middle: number
  /** Middles of the first and the last line, which differ in a block of several lines. */
  firstMiddle: number
  lastMiddle: number
  height: number
  vertical: boolean
  /** What it means, when it is a label. */
  label: LabelMeaning | null
  /** A label that was followed by a colon. */
  colon: boolean
  /** The piece after a label in the same line, which is its value beyond doubt. */
  inline: Piece | null
  /** A value that stands after a label in the same line. */
  owner: Piece | null
  line: FlatLine
}

/** The characters `from`..`to` of a line as a piece, with their part of the line's box. */
export function pieceOf(line: FlatLine, from: number, to: number, label: LabelMeaning | null = null): Piece {
  const characters = line.characters.slice(from, to)
  const first = characters[0]
  const last = characters.at(-1)
  const whole = from === 0 && to >= line.characters.length
  const start = whole ? 0 : (first?.start ?? 0)
  const end = whole ? 1 : (last?.end ?? 1)
  const length = line.right - line.left
  return {
    text: characters.map((character) => character.text).join(''),
    characters,
    score: meanScore(characters),
    quads: [whole ? line.quad : partOfQuad(line.quad, start, end)],
    left: line.left + length * start,
    right: line.left + length * end,
    middle: line.middle,
    firstMiddle: line.middle,
    lastMiddle: line.middle,
    height: line.height,
    vertical: line.vertical,
    label,
    colon: false,
    inline: null,
    owner: null,
    line,
  }
}

export function meanScore(characters: readonly ReadCharacter[]): number {
  const visible = characters.filter((character) => character.text.trim() !== '')
  if (visible.length === 0) return 0
  return visible.reduce((sum, character) => sum + character.score, 0) / visible.length
}

function partOfQuad(quad: Quad, start: number, end: number): Quad {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = quad
  const between = (a: number, b: number, share: number) => a + (b - a) * share
  return [
    between(x0, x1, start),
    between(y0, y1, start),
    between(x0, x1, end),
    between(y0, y1, end),
    between(x3, x2, end),
    between(y3, y2, end),
    between(x3, x2, start),
    between(y3, y2, start),
  ]
}

/** Two pieces as one, the second after or under the first. */
export function joinPieces(first: Piece, second: Piece, direction: 'along' | 'down'): Piece {
  const characters = [...first.characters, ...second.characters]
  const top = Math.min(first.middle - first.height / 2, second.middle - second.height / 2)
  const bottom = Math.max(first.middle + first.height / 2, second.middle + second.height / 2)
  return {
    ...first,
    text: first.text + second.text,
    characters,
    score: meanScore(characters),
    quads: [...first.quads, ...second.quads],
    left: Math.min(first.left, second.left),
    right: Math.max(first.right, second.right),
    firstMiddle: Math.min(first.firstMiddle, second.firstMiddle),
    lastMiddle: direction === 'down' ? Math.max(first.lastMiddle, second.lastMiddle) : first.lastMiddle,
    middle: direction === 'down' ? (top + bottom) / 2 : (first.middle + second.middle) / 2,
    height: direction === 'down' ? bottom - top : Math.max(first.height, second.height),
  }
}

/** Height of one line of a piece, which may be a block of several. */
export function lineHeight(piece: Piece): number {
  return piece.line.height
}

/** How far apart two pieces' rows are, in line heights; 0 when one lies beside a line of the other. */
export function rowDistance(a: Piece, b: Piece): number {
  const gap = Math.max(0, a.firstMiddle - b.lastMiddle, b.firstMiddle - a.lastMiddle)
  return gap / Math.max(1, Math.min(lineHeight(a), lineHeight(b)))
}

export function sameRow(a: Piece, b: Piece): boolean {
  return rowDistance(a, b) <= 0.6
}
