import type { Quad } from '../../server/features/files/reading.schema.ts'
import type { TextPage } from './text-line.ts'

/** Where a corner of a picture that was turned clockwise stood before. */
function turnBack(quad: Quad, turn: TextPage['turn']): Quad {
  if (turn === 0) return quad
  const turned: number[] = []
  for (let i = 0; i + 1 < quad.length; i += 2) {
    const x = quad[i] ?? 0
    const y = quad[i + 1] ?? 0
    if (turn === 90) turned.push(y, 1 - x)
    else if (turn === 180) turned.push(1 - x, 1 - y)
    else turned.push(1 - y, x)
  }
  return turned
}

type AnyField = { quads: Quad[] } | null

/**
 * A reading of a page: its fields and its lines in reading order, their quads brought back to the picture as it was
 * given. `startedMs` is when reading began (performance.now()).
 */
export function toReadingOf<Fields extends object>(page: TextPage, fields: Fields, startedMs: number) {
  const back = (quad: Quad) => turnBack(quad, page.turn)
  const isOnSide = page.turn === 90 || page.turn === 270
  const lines = inReadingOrder(page).map(({ text, score, quad }) => ({ text, score, quad: back(quad) }))
  for (const field of Object.values(fields) as AnyField[]) if (field) field.quads = field.quads.map(back)
  return {
    version: 1 as const,
    source: page.source,
    width: isOnSide ? page.height : page.width,
    height: isOnSide ? page.width : page.height,
    fields,
    lines,
    ms: Math.round(performance.now() - startedMs),
  }
}

function inReadingOrder(page: TextPage): TextPage['lines'] {
  const top = (quad: Quad) => ((quad[1] ?? 0) + (quad[7] ?? 0)) / 2
  const rows = [...page.lines].sort((a, b) => top(a.quad) - top(b.quad))
  const ordered: TextPage['lines'] = []
  while (rows.length > 0) {
    const first = rows[0]
    if (!first) break
    const height = Math.abs((first.quad[7] ?? 0) - (first.quad[1] ?? 0))
    const row = rows.filter((line) => Math.abs(top(line.quad) - top(first.quad)) < height * 0.5)
    ordered.push(...row.sort((a, b) => (a.quad[0] ?? 0) - (b.quad[0] ?? 0)))
    for (const line of row) rows.splice(rows.indexOf(line), 1)
  }
  return ordered
}
