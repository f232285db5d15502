import type { Quad } from '../../server/features/files/reading.schema.ts'

/** One character of a line that was read, with where it stands along the line. */
export interface ReadCharacter {
  text: string
  /** The recogniser's probability, 0..1; 1 for text that was not recognised but given (text PDFs). */
  score: number
  /** Left and right edge as fractions 0..1 of the line's length. */
  start: number
  end: number
  /** The runner-up and its probability, where one was worth keeping. */
  other?: { text: string; score: number }
}

/** A run of text as it stands on the page: what a detector found in one piece, or a text PDF's item. */
export interface TextLine {
  text: string
  /** Mean of the characters' scores, 0..1. */
  score: number
  quad: Quad
  characters: ReadCharacter[]
}

/** A page of text with its picture's size in pixels (or points), to which the quads are relative. */
export interface TextPage {
  source: 'ocr' | 'text'
  width: number
  height: number
  /** By how many degrees, clockwise, the picture had to be turned to be read; the quads are of the turned picture. */
  turn: 0 | 90 | 180 | 270
  lines: TextLine[]
}

/** A line for text that is certain, its characters spread evenly: wide ones (Chinese) count double. */
export function lineOfText(text: string, quad: Quad, score = 1): TextLine {
  const glyphs = [...text]
  const widths = glyphs.map((glyph) => ((glyph.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1))
  const total = widths.reduce((sum, width) => sum + width, 0) || 1
  let reached = 0
  const characters = glyphs.map((glyph, index) => {
    const start = reached / total
    reached += widths[index] ?? 1
    return { text: glyph, score, start, end: reached / total }
  })
  return { text, score, quad, characters }
}
