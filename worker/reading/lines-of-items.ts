import type { Quad } from '../../server/features/files/reading.schema.ts'
import { lineOfText, type TextLine } from './text-line.ts'

export interface TextItem {
  text: string
  quad: Quad
}

interface Placed {
  item: TextItem
  left: number
  right: number
  middle: number
  height: number
}

/** Items closer than this share of their height are one word; up to the second share, words of one line. */
const joinedGap = 0.16
const wordGap = 0.45

/**
 * PURE: the lines of a PDF page. Programs write text in whole lines, words or single characters; what stands as close as
 * the characters of one line becomes one line. Items that are turned stay alone.
 */
export function linesOfItems(items: readonly TextItem[], width: number, height: number): TextLine[] {
  const placed = items
    .filter((item) => item.text.trim() !== '')
    .map((item) => place(item, width, height))
    .sort((a, b) => a.middle - b.middle || a.left - b.left)
  const lines: TextLine[] = []
  while (placed.length > 0) {
    const first = placed.shift()
    if (!first) break
    const run = [first]
    for (;;) {
      const last = run.at(-1) ?? first
      const next = placed
        .filter((other) => isSameRow(last, other) && other.left >= last.left)
        .sort((a, b) => a.left - b.left)
        .find((other) => gap(last, other) < wordGap && gap(last, other) > -0.4)
      if (!next) break
      run.push(next)
      placed.splice(placed.indexOf(next), 1)
    }
    // The row's first item in the file need not be its leftmost.
    for (;;) {
      const start = run[0] ?? first
      const before = placed.find(
        (other) => isSameRow(start, other) && other.left < start.left && Math.abs(gap(other, start)) < wordGap,
      )
      if (!before) break
      run.unshift(before)
      placed.splice(placed.indexOf(before), 1)
    }
    lines.push(lineOf(run))
  }
  return lines
}

function place(item: TextItem, width: number, height: number): Placed {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = item.quad
  return {
    item,
    left: ((x0 + x3) / 2) * width,
    right: ((x1 + x2) / 2) * width,
    middle: ((y0 + y1 + y2 + y3) / 4) * height,
    height: Math.hypot((x3 - x0) * width, (y3 - y0) * height),
  }
}

function isSameRow(a: Placed, b: Placed): boolean {
  const small = Math.min(a.height, b.height)
  return Math.abs(a.middle - b.middle) < 0.3 * small && Math.max(a.height, b.height) < 1.5 * small
}

function gap(a: Placed, b: Placed): number {
  return (b.left - a.right) / Math.max(1e-6, Math.min(a.height, b.height))
}

function lineOf(run: readonly Placed[]): TextLine {
  const first = run[0]
  const last = run.at(-1)
  if (!first || !last) throw new RangeError('a line of nothing')
  if (run.length === 1) return lineOfText(first.item.text, first.item.quad)
  const length = Math.max(1e-6, last.right - first.left)
  const [x0 = 0, y0 = 0, , , , , x3 = 0, y3 = 0] = first.item.quad
  const [, , x1 = 0, y1 = 0, x2 = 0, y2 = 0] = last.item.quad
  const characters: TextLine['characters'] = []
  run.forEach((placed, index) => {
    const start = (placed.left - first.left) / length
    const share = (placed.right - placed.left) / length
    const previous = run[index - 1]
    if (previous && gap(previous, placed) > joinedGap) characters.push({ text: ' ', score: 1, start, end: start })
    for (const character of lineOfText(placed.item.text, placed.item.quad).characters) {
      characters.push({
        ...character,
        start: start + character.start * share,
        end: start + character.end * share,
      })
    }
  })
  const text = characters.map((character) => character.text).join('')
  return { text, score: 1, quad: [x0, y0, x1, y1, x2, y2, x3, y3], characters }
}
