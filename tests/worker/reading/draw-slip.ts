import type { Quad } from '../../../server/features/files/reading.schema.ts'
import { lineOfText, type TextPage } from '../../../worker/reading/text-line.ts'

/**
 * Slips made by hand: each text with the place where it stands. One description gives both what a perfect reading machine
 * would return (for tests of extraction alone) and, drawn by `paint-slip.ts`, a picture.
 */
export interface SlipText {
  /** Left edge, or right edge when `align` is right, or the middle, in pixels. */
  x: number
  /** Middle of the line. */
  y: number
  text: string
  /** Height of a Chinese character; 24 when not given. */
  size?: number
  align?: 'left' | 'right' | 'middle'
  score?: number
}

export interface Slip {
  width: number
  height: number
  texts: SlipText[]
}

/** Chinese characters are as wide as high, others about 0.56 of it, as in the fonts that slips are set in. */
export function widthOf(text: string, size: number): number {
  return [...text].reduce((sum, glyph) => sum + ((glyph.codePointAt(0) ?? 0) > 0x2e7f ? size : size * 0.56), 0)
}

/** What a reading machine would give for a slip lying turned by so many degrees (clockwise). */
export function pageOf(slip: Slip, degrees = 0): TextPage {
  const angle = (degrees * Math.PI) / 180
  const { width, height } = slip
  const turned = (x: number, y: number) => {
    const dx = x - width / 2
    const dy = y - height / 2
    return [
      (dx * Math.cos(angle) - dy * Math.sin(angle) + width / 2) / width,
      (dx * Math.sin(angle) + dy * Math.cos(angle) + height / 2) / height,
    ]
  }
  const lines = slip.texts.map(({ x, y, text, size = 24, align = 'left', score = 0.99 }) => {
    const length = widthOf(text, size)
    const left = align === 'left' ? x : align === 'right' ? x - length : x - length / 2
    const half = size * 0.68
    const quad: Quad = [
      ...turned(left, y - half),
      ...turned(left + length, y - half),
      ...turned(left + length, y + half),
      ...turned(left, y + half),
    ]
    return lineOfText(text, quad, score)
  })
  return { source: 'ocr', width, height, turn: 0, lines }
}

/** Labels at the left edge with their values at the right edge, as phones show them. */
export function phoneRows(rows: readonly (readonly [string, string])[], top: number, pitch = 80): SlipText[] {
  return rows.flatMap(([label, value], index) => [
    { x: 40, y: top + index * pitch, text: label },
    { x: 740, y: top + index * pitch, text: value, align: 'right' as const },
  ])
}

/** Labels that end at one column, values that begin at the next, as cashier pages show them. */
export function formRows(
  rows: readonly (readonly [string, string])[],
  top: number,
  { x = 400, pitch = 40, size = 18 } = {},
): SlipText[] {
  return rows.flatMap(([label, value], index) => [
    { x, y: top + index * pitch, text: label, align: 'right' as const, size },
    { x: x + 20, y: top + index * pitch, text: value, size },
  ])
}

/** Whole lines, one under the other. */
export function plainLines(lines: readonly string[], x: number, top: number, pitch = 44, size = 22): SlipText[] {
  return lines.map((text, index) => ({ x, y: top + index * pitch, text, size }))
}
