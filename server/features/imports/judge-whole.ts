import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { openRows } from './chunks.ts'
import { findChunk, type ImportRecord, listChunks } from './imports.store.ts'
import { kindOf } from './kinds.ts'

/**
 * What stands in the way of the rows together, where the kind has something to say of that: a file can ask for more than
 * there is although each of its rows is right. Null: nothing does, as things are now.
 */
export async function judgeWhole(
  deps: { readonly db: Readable } & Pick<Deps, 'secrets' | 'clock'>,
  one: ImportRecord,
): Promise<AppError | null> {
  const kind = kindOf(one.kind)
  if (!kind.whole) return null
  const total = { rows: 0, sum: 0 }
  for (const { firstRow, toWrite } of await listChunks(deps.db, one.id)) {
    const chunk = toWrite === 0 ? null : await findChunk(deps.db, one.id, firstRow)
    if (chunk === null) continue
    for (const row of openRows(deps, one.id, chunk)) {
      if (row.outcome !== 'new' && row.outcome !== 'changed') continue
      total.rows++
      total.sum += kind.whole.weigh(row.cells)
    }
  }
  try {
    kind.whole.check(total, await kind.loadContext(deps, deps.db, one, { hold: false }))
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
