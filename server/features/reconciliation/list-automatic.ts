import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { findAutomatic } from './desk-allocations.store.ts'
import { toAllocation } from './desk-line.ts'
import type { AutomaticInput, AutomaticRow } from './matching-desk.schema.ts'

/** Every decision that was made without a person, the newest first; each can be undone by its id. */
export async function listAutomatic(deps: Pick<Deps, 'db'>, input: AutomaticInput): Promise<Page<AutomaticRow>> {
  const cursor = input.cursor ?? null
  if (cursor !== null && !idSchema.safeParse(cursor).success) throw new AppError('inputInvalid', { field: 'cursor' })
  const { search, limit } = input
  const rows = await findAutomatic(deps.db, { undone: input.undone ?? null, search, cursor, limit })
  return toPage(
    rows.map((row) => ({
      ...toAllocation(row),
      day: row.day,
      time: row.time,
      counterpartyName: row.counterpartyName,
      remark: row.remark,
      lineAmountFen: row.lineAmountFen,
    })),
    limit,
    (row) => row.id,
  )
}
