import type { Readable } from '../../platform/database.ts'
import { findOpenLines, type OpenLine } from './open-lines.store.ts'

export { changeThoughts, type LineThought, type OpenLine } from './open-lines.store.ts'

/** So many rows come in one answer: the database's buffer stays small however many lines are open. */
const linesAtOnce = 5000

/** Every line that wants an order, in the order of their ids. */
export async function loadOpenLines(db: Readable): Promise<OpenLine[]> {
  const lines: OpenLine[] = []
  for (;;) {
    const rows = await findOpenLines(db, lines.at(-1)?.id ?? null, linesAtOnce)
    lines.push(...rows)
    if (rows.length < linesAtOnce) return lines
  }
}
