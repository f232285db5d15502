import { joinPieces, lineHeight, type Piece } from '../fields/pieces.ts'
import { isOrganisationName } from '../fields/values.ts'
import { type Cell, isSameRow, plainText } from './licence-cells.ts'
import type { LicenceLabel } from './licence-labels.ts'

/** How far a value may stand from its label, and the parts of one value from each other, in line heights. */
const reach = 14
const partGap = { normal: 2.6, date: 7 }
/** From one line of a value to the next, in line heights. */
const tightest = 0.75
const loosest = 1.7

export interface Value {
  piece: Piece
  /** False when its first line ends too early for a line that goes on: glare may have eaten the rest of it. */
  whole: boolean
}

/**
 * PURE: the value of each label, by where things stand: after it in the same box, right of it in its row, then the lines
 * under that begin where the value began, as long as no other label stands beside them. A label set to the middle of a
 * value of two lines has one over and one under its row.
 */
export function valuesOf(cells: readonly Cell[]): Map<Cell, Value> {
  const labels = cells.filter((cell) => cell.meaning !== null)
  const free = new Set(cells.filter((cell) => cell.meaning === null))
  const values = new Map<Cell, Value>()
  for (const label of labels) {
    const first = label.rest ?? firstInRow(label, labels, free)
    const value = first && alongTheRow(first, label, labels, free)
    if (value) values.set(label, { piece: value, whole: true })
  }
  for (const label of labels) {
    const value = values.get(label)
    if (value) {
      const piece = downTheColumn(value.piece, label, labels, free)
      values.set(label, { piece, whole: piece === value.piece || isFullLine(value.piece, cells) })
    } else {
      const piece = aroundTheRow(label, labels, free)
      if (piece) values.set(label, { piece, whole: true })
    }
  }
  return values
}

function isDate(meaning: LicenceLabel | null): boolean {
  return meaning === 'registeredOn' || meaning === 'validUntil'
}

/** Where the next label of the row begins; a value does not reach over it. */
function rowEnd(label: Cell, labels: readonly Cell[]): number {
  const next = labels
    .filter((other) => other !== label && isSameRow(label.piece, other.piece, 0.9))
    .filter((other) => other.piece.left > label.piece.left)
    .map((other) => other.piece.left)
  return Math.min(Number.POSITIVE_INFINITY, ...next)
}

function take(free: Set<Cell>, fits: (piece: Piece) => boolean, order: (a: Piece, b: Piece) => number): Piece | null {
  const chosen = [...free].filter((cell) => fits(cell.piece)).sort((a, b) => order(a.piece, b.piece))[0]
  if (!chosen) return null
  free.delete(chosen)
  return chosen.piece
}

function firstInRow(label: Cell, labels: readonly Cell[], free: Set<Cell>): Piece | null {
  const height = lineHeight(label.piece)
  const end = rowEnd(label, labels)
  const fits = (piece: Piece) =>
    isSameRow(label.piece, piece) &&
    piece.left > label.piece.right - 0.7 * height &&
    piece.left - label.piece.right < reach * height &&
    piece.left < end
  return take(free, fits, (a, b) => a.left - b.left)
}

function alongTheRow(first: Piece, label: Cell, labels: readonly Cell[], free: Set<Cell>): Piece {
  const end = rowEnd(label, labels)
  const gap = (isDate(label.meaning) ? partGap.date : partGap.normal) * lineHeight(first)
  let value = first
  for (;;) {
    const { right } = value
    const fits = (piece: Piece) =>
      isSameRow(first, piece, 0.45) &&
      piece.left >= right - 0.4 * lineHeight(first) &&
      piece.left - right < gap &&
      piece.left < end
    const next = take(free, fits, (a, b) => a.left - b.left)
    if (!next) return value
    value = joinPieces(value, next, 'along')
  }
}

function downTheColumn(first: Piece, label: Cell, labels: readonly Cell[], free: Set<Cell>): Piece {
  if (!['name', 'kind', 'address', 'validUntil'].includes(label.meaning ?? '')) return first
  let value = first
  let last = first
  for (;;) {
    const before = last
    const soFar = plainText(value)
    const fits = (piece: Piece) => {
      const pitch = (piece.middle - before.middle) / ((lineHeight(piece) + lineHeight(before)) / 2)
      return (
        pitch > tightest &&
        pitch < loosest &&
        Math.abs(piece.left - first.left) < 1.3 * lineHeight(first) &&
        lineHeight(piece) < 1.5 * lineHeight(first) &&
        lineHeight(piece) > 0.6 * lineHeight(first) &&
        // A paragraph's lines are full but for the last.
        piece.right < before.right + 1.2 * lineHeight(before) &&
        !hasLabelBeside(piece, label, labels) &&
        goesOn(label.meaning, soFar, plainText(piece))
      )
    }
    const next = take(free, fits, (a, b) => a.middle - b.middle)
    if (!next) return value
    value = joinPieces(value, next, 'down')
    last = next
  }
}

/** Whether a line ends about where the longest line ends that begins where it does. */
function isFullLine(line: Piece, cells: readonly Cell[]): boolean {
  const height = lineHeight(line)
  const column = cells
    .map((cell) => cell.rest ?? cell.piece)
    .filter((piece) => Math.abs(piece.left - line.left) < height)
  return line.right > Math.max(...column.map((piece) => piece.right)) - 2.5 * height
}

/** A label of the same column whose row this is. */
function hasLabelBeside(piece: Piece, own: Cell, labels: readonly Cell[]): boolean {
  return labels.some(
    (other) =>
      other !== own &&
      other.piece.right <= piece.left + lineHeight(piece) &&
      other.piece.left > own.piece.left - 4 * lineHeight(own.piece) &&
      Math.abs(other.piece.middle - piece.middle) < 0.7 * lineHeight(piece),
  )
}

/** Whether a line can be the rest of what came before: a whole name is not followed by the kind of the organisation. */
function goesOn(meaning: LicenceLabel | null, before: string, next: string): boolean {
  if (meaning === 'validUntil') return /至$|^自?\d{4}年/.test(before) && /^[至\d年月日长永]/.test(next)
  if (/^(?:营业执照|扫描|国家企业|市场主体应当|登记|\(?副本)/.test(next)) return false
  if (meaning === 'kind') return /^[（(]/.test(next) || hasOpenBracket(before)
  if (
    meaning !== 'name' ||
    (!isOrganisationName(before) && !/^(?:有限责任公司|股份有限公司|个体工商户)[（(]?/.test(next))
  )
    return true
  return (
    /^.{0,12}(?:分公司|分院|分所|分校|项目部|办事处|营业部|中心|公司|\))$/.test(next) &&
    !/^(?:有限责任|股份有限|个人独资|其他)/.test(next)
  )
}

function hasOpenBracket(text: string): boolean {
  return text.lastIndexOf('(') > text.lastIndexOf(')')
}

function aroundTheRow(label: Cell, labels: readonly Cell[], free: Set<Cell>): Piece | null {
  const height = lineHeight(label.piece)
  const near = (piece: Piece) =>
    piece.left > label.piece.right - 0.5 * height &&
    piece.left - label.piece.right < reach * height &&
    Math.abs(piece.middle - label.piece.middle) < 1.25 * height &&
    !hasLabelBeside(piece, label, labels)
  const over = take(
    free,
    (piece) => near(piece) && piece.middle < label.piece.middle,
    (a, b) => a.left - b.left,
  )
  if (!over) return null
  const isUnder = (piece: Piece) =>
    near(piece) && piece.middle > label.piece.middle && Math.abs(piece.left - over.left) < 1.3 * height
  const under = take(free, isUnder, (a, b) => a.left - b.left)
  return under ? joinPieces(over, under, 'down') : over
}
