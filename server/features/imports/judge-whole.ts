import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { openRows } from './chunks.ts'
import { findChunk, type ImportRecord, listChunks } from './imports.store.ts'
import { kindOf } from './kinds.ts'

/**
 * What stands in the way of all rows: that this actor may not import into it (any more), or that the rows together ask for
 * more than there is although each of them is right. Null: nothing does, as things are now.
 */
export async function judgeWhole(
  deps: { readonly db: Readable } & Pick<Deps, 'secrets' | 'clock'>,
  actor: AccountActor,
  one: ImportRecord,
): Promise<AppError | null> {
  const kind = kindOf(one.kind)
  const refused = await refusalOf(async () => kind.admit?.(deps, actor, one))
  if (refused || !kind.whole) return refused
  const { weigh, check } = kind.whole
  const total = { rows: 0, sum: 0 }
  for (const { firstRow, toWrite } of await listChunks(deps.db, one.id)) {
    const chunk = toWrite === 0 ? null : await findChunk(deps.db, one.id, firstRow)
    if (chunk === null) continue
    for (const row of openRows(deps, one.id, chunk)) {
      if (row.outcome !== 'new' && row.outcome !== 'changed') continue
      total.rows++
      total.sum += weigh(row.cells)
    }
  }
  return refusalOf(async () => check(total, await kind.loadContext(deps, deps.db, one, { hold: false })))
}

/** What it threw as a refusal; null: nothing. */
async function refusalOf(work: () => Promise<void>): Promise<AppError | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
