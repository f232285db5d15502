import { formatAmountInWords } from '../../../server/core/amount-in-words.ts'
import type { Fen } from '../../../server/core/money.ts'
import type { Association } from './associate.ts'
import { charactersAt, type Found, leastScore } from './evidence.ts'
import { findWords, type WordsOnSlip } from './find-words.ts'
import { notThePaymentWords } from './label-words.ts'
import { findMoneyIn, type Money } from './money.ts'
import { lineHeight, type Piece, sameRow } from './pieces.ts'

/**
 * PURE: what was paid. A wrong amount is worse than none, so it is "high" only when two writings agree (digits and words,
 * or two figures), or when one well-formed figure stands in a place that has one meaning only.
 */

interface Candidate {
  money: Money
  piece: Piece
  /** 0 is what was really paid, 1 a payment's amount, 2 just 金额, 3 a price; a headline without a label counts as 1. */
  rank: number
  headline: boolean
  score: number
}

export interface FoundAmounts {
  amount: Found<number> | null
  words: Found<string> | null
}

export function findAmount(association: Association, pieces: readonly Piece[]): FoundAmounts {
  const candidates = collect(association, pieces)
  const words = bestWords(findWords(pieces), candidates)
  const chosen = choose(candidates, hasDiscount(association), words)
  if (!chosen) {
    const amount = words?.complete && words.repairs === 0 ? fromWords(words, words.score >= 0.9 ? 'high' : 'low') : null
    return { amount, words: words ? wordsField(words, words.fen) : null }
  }
  const { money, piece } = chosen.candidate
  if (words && words.fen !== money.fen) {
    const sameDigits = isSameNumber(money, words.fen)
    // 12.400.00 and 壹万贰仟肆佰元整: the words say how the separators were meant.
    if (sameDigits) return { amount: fromWords(words, 'high'), words: wordsField(words, words.fen) }
    const trustWords = words.complete && words.repairs === 0 && words.score >= 0.8
    if (trustWords && money.form === 'repaired') {
      return { amount: fromWords(words, 'low'), words: wordsField(words, words.fen) }
    }
    const amount = field(money.fen, piece, chosen.candidate.score, 'low')
    return { amount, words: trustWords ? wordsField(words, words.fen) : wordsField(words, null) }
  }
  const agrees = words !== null && words.fen === money.fen
  const confidence = agrees || chosen.sure ? 'high' : 'low'
  return {
    amount: field(money.fen, piece, chosen.candidate.score, confidence),
    words: words ? wordsField(words, money.fen) : damagedWords(pieces, association, money.fen),
  }
}

function collect(association: Association, pieces: readonly Piece[]): Candidate[] {
  const candidates: Candidate[] = []
  const add = (piece: Piece, rank: number, headline: boolean) => {
    for (const money of findMoneyIn(piece.text)) {
      if (money.fen === 0) continue
      const characters = charactersAt(piece, money.start, money.end)
      const score = leastScore(characters, /^[\s,，.。·¥￥元圆人民币RMBCNY+\-−]$/i)
      candidates.push({ money, piece, rank, headline, score })
    }
  }
  for (const { meaning, value } of association.pairs) {
    if (meaning.attribute === 'amount') add(value, meaning.rank, false)
    // 大写金额 with digits after the words, or digits only.
    else if (meaning.attribute === 'amountInWords') add(value, 2, false)
  }
  const heights = pieces.map(lineHeight).sort((a, b) => a - b)
  const typical = heights[heights.length >> 1] ?? 0
  for (const piece of association.loose) {
    if (piece.label || piece.owner) continue
    const beside = pieces.find(
      (other) =>
        other !== piece &&
        sameRow(other, piece) &&
        other.right <= piece.left + lineHeight(piece) &&
        /[一-鿿]{2}/.test(other.text),
    )
    // A label that no list has stands before it: not known what the figure is.
    if (beside) {
      if (!notThePaymentWords.test(beside.text) && beside.label?.attribute === 'amount')
        add(piece, beside.label.rank, false)
      continue
    }
    if (notThePaymentWords.test(piece.text)) continue
    const large = lineHeight(piece) >= typical * 1.12
    const rest = piece.text.replace(/[\d,，.。\s¥￥元圆+\-−]|人民币|RMB|CNY/gi, '')
    const marked = findMoneyIn(piece.text).some(
      (money) => money.hasCurrency || money.negative || money.form !== 'whole',
    )
    if (marked && rest.length <= 8) add(piece, large ? 1 : 2.5, true)
  }
  return candidates
}

function hasDiscount(association: Association): boolean {
  return association.pairs.some(
    ({ label, value }) =>
      /优惠|折扣|立减|减免|抵扣|红包|discount|coupon/i.test(label.text) &&
      findMoneyIn(value.text).some((money) => money.fen !== 0),
  )
}

interface Choice {
  candidate: Candidate
  sure: boolean
}

function choose(candidates: readonly Candidate[], discounted: boolean, words: WordsOnSlip | null): Choice | null {
  // A price says what was paid only where nothing was taken off.
  const usable = discounted ? candidates.filter((candidate) => candidate.rank < 3) : candidates
  if (usable.length === 0) return null
  const inWords = words && usable.find((candidate) => candidate.money.fen === words.fen)
  if (inWords) return { candidate: inWords, sure: true }
  const ranked = [...usable].sort(
    (a, b) => a.rank - b.rank || Number(b.headline) - Number(a.headline) || b.score - a.score,
  )
  const first = ranked[0]
  if (!first) return null
  const best = ranked.filter((candidate) => candidate.rank === first.rank)
  // One figure in several places, read once with its separators right, is that figure.
  const same = usable.filter((candidate) => candidate !== first && candidate.money.digits === first.money.digits)
  const clean = [first, ...same].find((candidate) => candidate.money.form === 'exact') ?? first
  const confirmed = [first, ...same].filter(
    (candidate) => candidate.money.fen === clean.money.fen && candidate.money.form === 'exact',
  )
  const rivals = usable.filter(
    (candidate) => candidate.money.fen !== clean.money.fen && candidate.money.digits !== clean.money.digits,
  )
  const rivalsOfRank = best.filter((candidate) => rivals.includes(candidate))
  const headlineDisagrees = rivals.some((candidate) => candidate.headline && candidate.rank <= 1)
  const labelDisagrees = rivals.some((candidate) => candidate.rank < 3 && !candidate.headline)
  const alone = rivalsOfRank.length === 0 && !headlineDisagrees && !labelDisagrees
  const readWell = clean.money.form === 'exact' && clean.score >= 0.85
  const oneMeaning = clean.rank <= 2 && !(clean.headline && rivals.length > 0)
  const sure = alone && (confirmed.length >= 2 ? clean.score >= 0.6 : readWell && oneMeaning)
  return { candidate: clean, sure }
}

/** Whether the figure's digits are the amount's, however its separators were read; decimals may be missing. */
function isSameNumber(money: Money, fen: Fen): boolean {
  const digits = money.digits.replace(/^0+/, '')
  return digits === String(fen) || (fen % 100 === 0 && digits === String(fen / 100))
}

function bestWords(all: readonly WordsOnSlip[], candidates: readonly Candidate[]): WordsOnSlip | null {
  const labelled = [...all].sort(
    (a, b) =>
      Number(matches(b, candidates)) - Number(matches(a, candidates)) ||
      Number(b.piece.owner?.label?.attribute === 'amountInWords') -
        Number(a.piece.owner?.label?.attribute === 'amountInWords') ||
      a.repairs - b.repairs ||
      b.text.length - a.text.length,
  )[0]
  if (!labelled) return null
  return labelled.complete || matches(labelled, candidates) ? labelled : null
}

function matches(words: WordsOnSlip, candidates: readonly Candidate[]): boolean {
  return candidates.some((candidate) => candidate.money.fen === words.fen || isSameNumber(candidate.money, words.fen))
}

function field(fen: Fen, piece: Piece, score: number, confidence: 'high' | 'low'): Found<number> {
  return { value: fen, text: piece.text, confidence, score: Math.min(1, Math.max(0, score)), quads: [...piece.quads] }
}

function fromWords(words: WordsOnSlip, confidence: 'high' | 'low'): Found<number> {
  return field(words.fen, words.piece, words.score, confidence)
}

/** `agreed` is the amount that the figures give; words that say the same are right however badly they were printed. */
function wordsField(words: WordsOnSlip, agreed: Fen | null): Found<string> {
  const sure = agreed === words.fen && words.repairs <= 1
  return {
    value: words.words,
    text: words.text,
    confidence: sure || (words.repairs === 0 && words.score >= 0.9) ? 'high' : 'low',
    score: Math.max(0, words.score),
    quads: [...words.piece.quads],
  }
}

/**
 * Words that a stamp made unreadable in places: given, with doubt, when they have as many characters as the figure has in
 * words and most of them are the same.
 */
function damagedWords(pieces: readonly Piece[], association: Association, fen: Fen): Found<string> | null {
  if (fen <= 0) return null
  const expected = [...formatAmountInWords(fen)]
  const labelled = new Set(
    association.pairs.filter((pair) => pair.meaning.attribute === 'amountInWords').map((pair) => pair.value),
  )
  for (const piece of pieces) {
    if (piece.label || !(labelled.has(piece) || /币|整$|金额/.test(piece.text))) continue
    const glyphs = [...piece.text.replace(/[\s\d]+$/g, '')].slice(-expected.length)
    if (glyphs.length < expected.length || expected.length < 4) continue
    const same = glyphs.filter((glyph, index) => same2(glyph, expected[index] ?? '')).length
    if (same * 3 < expected.length * 2 || same < 4) continue
    const circle = glyphs.includes('圆')
    const value = expected.map((glyph) => (circle && glyph === '元' ? '圆' : glyph)).join('')
    return { value, text: piece.text, confidence: 'low', score: piece.score, quads: [...piece.quads] }
  }
  return null
}

function same2(glyph: string, expected: string): boolean {
  return glyph === expected || (glyph === '圆' && expected === '元') || (glyph === '正' && expected === '整')
}
