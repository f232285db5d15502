import { type AmountInWords, isAmountWordCharacter, parseAmountInWords } from '../../../server/core/amount-in-words.ts'
import { charactersAt, leastScore } from './evidence.ts'
import type { Piece } from './pieces.ts'

/** An amount in capital characters as it stands on the slip. */
export interface WordsOnSlip extends AmountInWords {
  piece: Piece
  text: string
  /** It begins where an amount begins (a label, 人民币, the start of a box), so that nothing can be missing before it. */
  complete: boolean
  score: number
}

/** PURE: every amount in words on the page; damaged ones that do not parse are left out. */
export function findWords(pieces: readonly Piece[]): WordsOnSlip[] {
  return pieces.filter((piece) => !piece.label).flatMap(wordsIn)
}

function wordsIn(piece: Piece): WordsOnSlip[] {
  const glyphs = [...piece.text]
  const found: WordsOnSlip[] = []
  let at = 0
  while (at < glyphs.length) {
    if (isAmountWordCharacter(glyphs[at] ?? '') === 'no') {
      at++
      continue
    }
    let end = at
    while (end < glyphs.length && isAmountWordCharacter(glyphs[end] ?? '') !== 'no') end++
    const words = bestParse(glyphs, at, end)
    if (words) {
      const before = glyphs.slice(0, words.start).join('')
      const offset = before.length
      const text = glyphs.slice(words.start, words.end).join('')
      found.push({
        ...words.parsed,
        piece,
        text,
        complete: /(?:^|币|[:：)）\]】\s¥￥])$/.test(before) && words.start <= at + (glyphs[at] === '币' ? 1 : 0),
        score: leastScore(charactersAt(piece, offset, offset + text.length)),
      })
    }
    at = end
  }
  return found
}

/** The longest run that parses; two 大写 numerals at least, so that 一元 in a sentence is none. */
function bestParse(
  glyphs: readonly string[],
  from: number,
  to: number,
): { parsed: AmountInWords; start: number; end: number } | null {
  for (let length = to - from; length >= 3; length--) {
    for (let start = from; start + length <= to; start++) {
      const text = glyphs.slice(start, start + length).join('')
      const sure = [...text].filter((glyph) =>
        /[零壹贰貳叁叄參肆伍陆陸柒捌玖拾佰仟萬万圆圓元整正角]/.test(glyph),
      ).length
      if (sure * 3 < length * 2 || !/[壹贰貳叁叄參肆伍陆陸柒捌玖拾佰仟]/.test(text)) continue
      const parsed = parseAmountInWords(text)
      if (parsed) return { parsed, start, end: start + length }
    }
  }
  return null
}
