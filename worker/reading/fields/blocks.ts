import { labelMeaning } from './labels.ts'
import { findMoneyIn } from './money.ts'
import { joinPieces, lineHeight, type Piece } from './pieces.ts'
import { findAccount, findMoment, isOrganisationName, plain } from './values.ts'

/**
 * PURE: joins the lines of a value that wraps. A line belongs to the one above when it is set as tightly as lines of one
 * paragraph, begins (or, set to the right, ends) where that one does, and no label stands beside it.
 */
export function joinWrappedValues(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [...pieces].sort((a, b) => a.middle - b.middle || a.left - b.left)
  for (let i = 0; i < result.length; i++) {
    let first = result[i]
    if (!first || first.label || first.vertical) continue
    for (;;) {
      const current: Piece = first
      const next = result.find((piece) => piece !== current && continues(current, piece, result))
      if (!next) break
      const joined = joinPieces(current, next, 'down')
      if (joined.owner) joined.owner.inline = joined
      result[result.indexOf(current)] = joined
      result.splice(result.indexOf(next), 1)
      first = joined
    }
  }
  return result
}

function continues(first: Piece, next: Piece, all: readonly Piece[]): boolean {
  if (next.label || next.owner || next.vertical) return false
  const height = (lineHeight(first) + lineHeight(next)) / 2
  const pitch = next.firstMiddle - first.lastMiddle
  if (pitch < 0.7 * height || pitch > 1.5 * height) return false
  if (Math.max(lineHeight(first), lineHeight(next)) > 1.35 * Math.min(lineHeight(first), lineHeight(next))) return false
  if (first.right - first.left < 6.5 * height) return false
  const leftAligned = Math.abs(first.left - next.left) < 0.8 * height
  const rightAligned = Math.abs(first.right - next.right) < 0.8 * height
  if (!leftAligned && !rightAligned) return false
  if (next.right - next.left > (first.right - first.left) * 1.08) return false
  const beside = all.some(
    (piece) =>
      piece.label !== null &&
      !piece.vertical &&
      piece.left < next.left &&
      Math.abs(piece.middle - next.middle) < lineHeight(piece) &&
      // A label between the two lines, or beside the first, is the label of both.
      Math.abs(piece.middle - next.middle) < 0.6 * Math.abs(piece.middle - first.lastMiddle) &&
      piece !== first.owner,
  )
  return !beside && textContinues(first.text, next.text)
}

function textContinues(first: string, next: string): boolean {
  const a = plain(first)
  const b = plain(next)
  if (labelMeaning(b) || !/[一-鿿]/.test(a)) {
    // A date or a code in a narrow cell breaks anywhere: 2026-0 / 2-28.
    return /^[\d./:-]{6,}$/.test(a) && /^[\d./:-]{1,6}$/.test(b)
  }
  if (findMoneyIn(b).length > 0 || findMoment(b) || (findAccount(b) && !/[A-Za-z]{2}/.test(b))) return false
  if (findMoneyIn(a).length > 0 || findMoment(a)) return false
  if (
    isOrganisationName(a) &&
    !/^(?:第.{1,4})?(?:分公司|分院|分所|分行|支行|营业部|公司|中心)|^.{1,8}(?:分公司|分院|分所|项目部)$/.test(b)
  ) {
    // A name that is whole is followed by another value, unless this is a sentence that goes on.
    return !isOrganisationName(b) && /[，,]/.test(a)
  }
  return true
}
