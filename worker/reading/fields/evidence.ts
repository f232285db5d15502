import type { Confidence, Quad } from '../../../server/features/files/reading.schema.ts'
import type { ReadCharacter } from '../text-line.ts'
import type { Piece } from './pieces.ts'

/** A field as it was found, before it goes into the reading. */
export interface Found<T> {
  value: T
  text: string
  confidence: Confidence
  score: number
  quads: Quad[]
}

/** The least sure character of a part of a piece; blanks and what `ignored` matches do not count. */
export function leastScore(characters: readonly ReadCharacter[], ignored = /^[\s:：,，.。()（）*＊]$/): number {
  let least = 1
  for (const character of characters) if (!ignored.test(character.text)) least = Math.min(least, character.score)
  return least
}

/** Mean and least score that the reading machine gives where it is right; below, a person has to look. */
const sureMean = 0.93
const sureLeast = 0.5

/** A misread digit makes another number; a misread character of a name is seen. */
const sureLeastDigit = 0.75

export function found<T>(value: T, piece: Piece, sure = true): Found<T> {
  const digits = piece.characters.filter((character) => /\d/.test(character.text))
  const isLegible = leastScore(piece.characters) >= sureLeast && leastScore(digits) >= sureLeastDigit
  const isSure = sure && piece.score >= sureMean && isLegible
  return {
    value,
    text: piece.text,
    confidence: isSure ? 'high' : 'low',
    score: Math.min(1, Math.max(0, piece.score)),
    quads: [...piece.quads],
  }
}

/** The characters that make `start`..`end` of a piece's text (string offsets). */
export function charactersAt(piece: Piece, start: number, end: number): ReadCharacter[] {
  const taken: ReadCharacter[] = []
  let at = 0
  for (const character of piece.characters) {
    if (at >= start && at < end) taken.push(character)
    at += character.text.length
  }
  return taken
}
