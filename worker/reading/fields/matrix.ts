import type { Pair } from './associate.ts'
import { lineHeight, type Piece, rowDistance, sameRow } from './pieces.ts'

const partyAttributes = ['name', 'account', 'accountOrName', 'bank']

/**
 * PURE: tables in which 付款人 and 收款人 head two columns and 户名, 账号, 开户行 stand once, at the left: each row has one label
 * and two values. Gives the pairs of such rows, or none.
 */
export function matrixPairs(pieces: readonly Piece[]): { pairs: Pair[]; headings: Piece[] } {
  const heads = pieces.filter((piece) => piece.label?.attribute === 'party' && !piece.inline && !piece.vertical)
  for (const payer of heads) {
    if (payer.label?.party !== 'payer') continue
    for (const payee of heads) {
      if (payee.label?.party !== 'payee' || !sameRow(payer, payee)) continue
      const pairs = pairsUnder(pieces, payer, payee)
      if (pairs.length >= 4) return { pairs, headings: [payer, payee] }
    }
  }
  return { pairs: [], headings: [] }
}

function pairsUnder(pieces: readonly Piece[], payer: Piece, payee: Piece): Pair[] {
  const [left, right] = payer.left < payee.left ? [payer, payee] : [payee, payer]
  const height = lineHeight(left)
  const border = right.left - 2 * height
  return pieces.flatMap((label): Pair[] => {
    const meaning = label.label
    if (!meaning || meaning.party !== null || !partyAttributes.includes(meaning.attribute)) return []
    if (label.inline || label.middle <= left.middle || label.right > left.left + height) return []
    const row = pieces.filter(
      (piece) => piece !== label && piece.left > label.right && rowDistance(label, piece) <= 0.6,
    )
    if (row.some((piece) => piece.label)) return []
    const first = row.find((piece) => piece.left >= label.right && piece.left < border)
    const second = row.find((piece) => piece.left >= border)
    if (!first || !second) return []
    return [
      { label, meaning: { ...meaning, party: left.label?.party ?? null }, value: first, how: 'right' },
      { label, meaning: { ...meaning, party: right.label?.party ?? null }, value: second, how: 'right' },
    ]
  })
}
