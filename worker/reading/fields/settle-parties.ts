import type { Pair } from './associate.ts'
import type { Party } from './labels.ts'
import { lineHeight, type Piece, sameRow } from './pieces.ts'

export type Side = 'payer' | 'payee'

const partyAttributes = ['party', 'name', 'account', 'accountOrName', 'bank']

/**
 * PURE: whose each of the labels 户名, 账号, 开户行 is. In this order: the label says it; a heading (付款人 written downwards
 * or beside it) stands left of it; two such labels in one row are payer left and payee right, which a heading can turn
 * round; a heading or a labelled field above it in its column; the first of two groups is the payer.
 */
export function settleParties(pairs: readonly Pair[], headings: readonly Piece[], incoming: boolean): Map<Pair, Side> {
  const sides = new Map<Pair, Side>()
  const relevant = pairs.filter((pair) => partyAttributes.includes(pair.meaning.attribute))
  const settled = (party: Party | null | undefined): Side | null => {
    if (party === 'payer' || party === 'payee') return party
    if (party === 'counterparty') return incoming ? 'payer' : 'payee'
    if (party === 'own') return incoming ? 'payee' : 'payer'
    return null
  }
  for (const pair of relevant) {
    const side = settled(pair.meaning.party)
    if (side) sides.set(pair, side)
  }
  const open = relevant.filter((pair) => !sides.has(pair))
  const marks = [
    ...headings.flatMap((piece) => ({ piece, side: settled(piece.label?.party) })),
    ...relevant.map((pair) => ({ piece: pair.label, side: sides.get(pair) ?? null })),
  ]
  const columns = splitColumns(open, marks)
  // Where somebody else is called 对方, the 户名 that stands without a word more is one's own.
  const hasCounterparty = relevant.some((pair) => pair.meaning.party === 'counterparty')
  for (const pair of open) {
    const side =
      (hasCounterparty && isOnly(pair, open) ? settled('own') : null) ??
      headingBeside(pair, open, headings, settled) ??
      columns?.(pair) ??
      above(pair, pairs, headings, sides, settled) ??
      byOrder(pair, open)
    if (side) sides.set(pair, side)
  }
  return sides
}

function isOnly(pair: Pair, open: readonly Pair[]): boolean {
  return open.every((other) => other === pair || other.meaning.attribute !== pair.meaning.attribute)
}

type Settle = (party: Party | null | undefined) => Side | null

/** The party of the heading that stands left of a label, beside its group. */
function headingBeside(pair: Pair, open: readonly Pair[], headings: readonly Piece[], settled: Settle): Side | null {
  const { label } = pair
  const height = lineHeight(label)
  const left = headings
    .map((heading) => ({ heading, gap: label.left - heading.right, apart: Math.abs(heading.middle - label.middle) }))
    .filter(({ heading, gap }) => settled(heading.label?.party) && gap > -0.6 * height && gap < 7 * height)
    .sort((a, b) => a.gap - b.gap || a.apart - b.apart)
    .map(({ heading }) => heading)
  const near = left.find((heading) => isBeside(heading, label))
  if (!near) return null
  const column = left.filter((heading) => isInOneColumn(heading, near))
  const rows = open.map((other) => other.label).filter((other) => isInOneColumn(other, label))
  return settled(headingOfRow(label, rows, column)?.label?.party)
}

function isBeside(heading: Piece, label: Piece): boolean {
  const height = lineHeight(label)
  const span = heading.vertical ? Math.max(heading.height / 2, 2.2 * lineHeight(heading)) : 3.6 * height
  return Math.abs(heading.middle - label.middle) < span + height
}

function isInOneColumn(a: Piece, b: Piece): boolean {
  return a.left < b.right && b.left < a.right
}

/**
 * Of headings one under the other, the one whose group a row is in. A heading stands beside the first row of its group or
 * halfway down it: where a row is higher than the first heading, halfway, and the nearest heading is the row's; else the
 * last one that the row is not above.
 */
function headingOfRow(row: Piece, rows: readonly Piece[], column: readonly Piece[]): Piece | undefined {
  const [first, ...others] = [...column].sort((a, b) => a.middle - b.middle)
  if (!first || others.length === 0) return first
  const isAbove = (label: Piece, heading: Piece) => label.middle < heading.middle - 0.6 * lineHeight(label)
  if (!rows.some((label) => isBeside(first, label) && isAbove(label, first))) {
    return others.findLast((heading) => !isAbove(row, heading)) ?? first
  }
  const apart = (heading: Piece) => Math.abs(heading.middle - row.middle)
  return [first, ...others].sort((a, b) => apart(a) - apart(b))[0]
}

/** Rows that hold the same generic label twice make two columns; whatever names a party in one of them names its side. */
function splitColumns(
  open: readonly Pair[],
  marks: readonly { piece: Piece; side: Side | null }[],
): ((pair: Pair) => Side) | null {
  let border: number | null = null
  for (const a of open) {
    for (const b of open) {
      if (a === b || a.meaning.attribute !== b.meaning.attribute || a.label.left >= b.label.left) continue
      if (sameRow(a.label, b.label)) border = Math.max(border ?? 0, b.label.left - 4 * lineHeight(b.label))
    }
  }
  if (border === null) return null
  const middle = border
  const left = marks.find(({ piece, side }) => side !== null && piece.left < middle)?.side
  const right = marks.find(({ piece, side }) => side !== null && piece.left >= middle)?.side
  const sideOfLeft: Side = left ?? (right === 'payer' ? 'payee' : 'payer')
  const other: Side = sideOfLeft === 'payer' ? 'payee' : 'payer'
  return (pair) => (pair.label.left >= middle ? other : sideOfLeft)
}

/** The nearest heading or field with a party above, in the same column. */
function above(
  pair: Pair,
  pairs: readonly Pair[],
  headings: readonly Piece[],
  sides: ReadonlyMap<Pair, Side>,
  settled: Settle,
): Side | null {
  const marks = [
    ...headings.map((piece) => ({ piece, side: settled(piece.label?.party) })),
    ...pairs.map((other) => ({ piece: other.label, side: other === pair ? null : (sides.get(other) ?? null) })),
  ]
  const height = lineHeight(pair.label)
  const best = marks
    .filter(({ piece, side }) => side !== null && piece.middle < pair.label.middle + 0.4 * height)
    .filter(({ piece }) => Math.abs(piece.left - pair.label.left) < 9 * height || sameRow(piece, pair.label))
    .filter(({ piece }) => !sameRow(piece, pair.label) || piece.left < pair.label.left)
    .sort((a, b) => b.piece.middle - a.piece.middle)[0]
  return best?.side ?? null
}

/** No party is named anywhere: the first 户名 is the payer's, the second the payee's. */
function byOrder(pair: Pair, open: readonly Pair[]): Side | null {
  const same = open
    .filter((other) => other.meaning.attribute === pair.meaning.attribute)
    .sort((a, b) => a.label.middle - b.label.middle || a.label.left - b.label.left)
  if (same.length !== 2) return null
  return same[0] === pair ? 'payer' : 'payee'
}
