import type { LabelMeaning } from './labels.ts'
import { matrixPairs } from './matrix.ts'
import { findMoneyIn } from './money.ts'
import { lineHeight, type Piece, rowDistance, sameRow } from './pieces.ts'
import { bankIn, codeIn, findAccount, findMoment, nameIn, plain } from './values.ts'

/** A label with the value that belongs to it. */
export interface Pair {
  label: Piece
  meaning: LabelMeaning
  value: Piece
  how: 'inline' | 'right' | 'below' | 'above'
}

export interface Association {
  pairs: Pair[]
  /** Labels that stand over a group of labels, not before a value: 付款人 beside 户名, 账号, 开户行. */
  headings: Piece[]
  /** Labels whose value is empty. */
  empty: Piece[]
  /** What no label claimed. */
  loose: Piece[]
}

/** PURE: gives each label its value: in its own line, right of it, under it or above it, in this order. */
export function associate(pieces: readonly Piece[]): Association {
  const labels = pieces.filter((piece) => piece.label !== null)
  const values = pieces.filter((piece) => piece.label === null)
  const pairs: Pair[] = []
  const headings: Piece[] = []
  const claimed = new Set<Piece>()
  const open: Piece[] = []
  const matrix = matrixPairs(pieces)
  const settled = new Set([...matrix.headings, ...matrix.pairs.map((pair) => pair.label)])
  pairs.push(...matrix.pairs)
  headings.push(...matrix.headings)
  for (const pair of matrix.pairs) claimed.add(pair.value)
  for (const label of labels) {
    if (!label.label || settled.has(label)) continue
    if (label.vertical) headings.push(label)
    else if (label.inline) {
      pairs.push({ label, meaning: label.label, value: label.inline, how: 'inline' })
      claimed.add(label.inline)
    } else open.push(label)
  }
  const unsettled: Piece[] = []
  for (const label of open) {
    if (!label.label) continue
    if (isHeading(label, labels)) {
      headings.push(label)
      continue
    }
    const value = rightOf(label, label.label, pieces, claimed)
    if (value) {
      pairs.push({ label, meaning: label.label, value, how: 'right' })
      claimed.add(value)
    } else unsettled.push(label)
  }
  const beside = pairs.filter((pair) => pair.how !== 'inline').length
  const empty: Piece[] = []
  for (const label of unsettled) {
    const meaning = label.label
    if (!meaning) continue
    // On a page that sets its values to the right, a label without one is empty, unless nothing else can be meant.
    const strict = beside > unsettled.length || label.colon
    const value = under(label, meaning, labels, values, claimed, strict)
    if (value) {
      pairs.push({ label, meaning, value: value.piece, how: value.how })
      claimed.add(value.piece)
    } else empty.push(label)
  }
  const loose = values.filter((piece) => !claimed.has(piece) && !(piece.owner && claimed.has(piece)))
  return { pairs, headings, empty, loose }
}

/** A party's label with a label of its attributes right after it, or under it without a value between. */
function isHeading(label: Piece, labels: readonly Piece[]): boolean {
  if (label.label?.attribute !== 'party') return false
  if (/信息|详情|information|details/i.test(label.text)) return true
  return labels.some((other) => {
    if (other === label || !other.label || other.label.party !== null) return false
    if (!['name', 'account', 'bank', 'accountOrName'].includes(other.label.attribute)) return false
    const gap = other.left - label.right
    return gap > -0.5 * lineHeight(label) && gap < 6 * lineHeight(label) && rowDistance(label, other) < 2.2
  })
}

function rightOf(
  label: Piece,
  meaning: LabelMeaning,
  pieces: readonly Piece[],
  claimed: ReadonlySet<Piece>,
): Piece | null {
  const row = pieces
    .filter((piece) => piece !== label && !piece.vertical && sameRow(label, piece))
    .filter((piece) => piece.left > label.right - 0.7 * lineHeight(label))
    .sort((a, b) => a.left - b.left)
  let tried = 0
  for (const piece of row) {
    if (piece.label) {
      // 备注 | 订单号:PX…: the remark quotes a label.
      if (meaning.attribute === 'remark' && piece.label.attribute === 'orderNo' && piece.inline && tried === 0) {
        return wholeOf(piece, piece.inline)
      }
      // 金额 | (大写) … : what a sub-label holds is its own.
      return null
    }
    if (claimed.has(piece) || piece.owner) return null
    if (typeFits(meaning, piece)) return piece
    if (++tried >= 2) return null
  }
  return null
}

/** A label and its value in one line, taken back as one piece of text. */
function wholeOf(label: Piece, value: Piece): Piece {
  const { line } = label
  const characters = line.characters
  return { ...value, text: line.text, characters, quads: [line.quad], left: line.left, right: line.right, owner: null }
}

function under(
  label: Piece,
  meaning: LabelMeaning,
  labels: readonly Piece[],
  values: readonly Piece[],
  claimed: ReadonlySet<Piece>,
  strict: boolean,
): { piece: Piece; how: 'below' | 'above' } | null {
  if (meaning.attribute === 'other' && strict) return null
  const height = lineHeight(label)
  const candidates = values
    .filter((piece) => !claimed.has(piece) && !piece.owner && !piece.vertical && isInColumn(label, piece))
    .map((piece) => ({ piece, gap: piece.firstMiddle - label.middle }))
    .filter(({ piece, gap }) => Math.abs(gap) > 0.6 * height && typeFits(meaning, piece, strict))
    .filter(
      ({ piece }) =>
        !labels.some((other) => other !== label && isInColumn(label, other) && isBetween(other, label, piece)),
    )
  const below = candidates.filter(({ gap }) => gap > 0 && gap < 3.2 * height).sort((a, b) => a.gap - b.gap)[0]
  if (below) return { piece: below.piece, how: 'below' }
  const isDistinct = ['amount', 'amountInWords', 'account', 'paidAt'].includes(meaning.attribute)
  const above = candidates.filter(({ gap }) => gap < 0 && gap > -2.6 * height).sort((a, b) => b.gap - a.gap)[0]
  return above && isDistinct ? { piece: above.piece, how: 'above' } : null
}

function isInColumn(label: Piece, piece: Piece): boolean {
  const height = lineHeight(label)
  const centre = (label.left + label.right) / 2
  return (
    Math.abs(piece.left - label.left) < 1.5 * height ||
    Math.abs(piece.right - label.right) < 1.5 * height ||
    Math.abs((piece.left + piece.right) / 2 - centre) < 1.5 * height ||
    (piece.left < centre && piece.right > centre && piece.right - piece.left < 14 * height)
  )
}

function isBetween(other: Piece, a: Piece, b: Piece): boolean {
  return other.middle > Math.min(a.middle, b.middle) && other.middle < Math.max(a.middle, b.middle)
}

/** Whether a piece can be the value of such a label at all; `strict` asks for what nothing else can be. */
function typeFits(meaning: LabelMeaning, piece: Piece, strict = false): boolean {
  const { text } = piece
  switch (meaning.attribute) {
    case 'amount':
      return findMoneyIn(text).length > 0 || /^\s*[\d,.]{3,}\s*$/.test(text)
    case 'amountInWords':
      return /[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆整角分]{3}/.test(text)
    case 'account':
      return findAccount(text) !== null || (!strict && /^[\d*]{4,7}$/.test(plain(text)))
    case 'accountOrName':
      return findAccount(text) !== null || nameIn(text) !== null
    case 'paidAt':
      return findMoment(text) !== null
    case 'serial':
      return codeIn(text) !== null
    case 'orderNo':
      return /[A-Za-z0-9]{4}/.test(text)
    case 'bank':
      return strict ? bankIn(text) !== null : nameIn(text) !== null
    case 'party':
    case 'name':
      return nameIn(text) !== null && findMoneyIn(text).length === 0 && !findMoment(text)
    case 'remark':
      return !strict && plain(text).length >= 1
    case 'other':
      return plain(text).length >= 1
  }
}
