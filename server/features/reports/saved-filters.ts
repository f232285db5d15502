import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { mostSavedFilters, type SavedFilter, type SaveFilterInput } from './saved-filters.schema.ts'
import {
  findSavedFilter,
  findSavedFilters,
  lockSavedFilters,
  removeFilterRow,
  renameFilterRow,
  saveFilterRow,
} from './saved-filters.store.ts'

// Everybody's own, and nothing that anybody is held to: they stand in no audit trail.

/** The filters that the account keeps for a page, by name. */
export async function listSavedFilters(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { page }: { readonly page: string },
): Promise<SavedFilter[]> {
  return findSavedFilters(deps.db, actor.accountId, page)
}

/**
 * Keeps a list's filters under a name; under one that is there already they take its place. Throws
 * `savedFiltersFull` (most), and `idempotencyKeyReused` for the id of another one.
 */
export async function saveFilter(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: SaveFilterInput,
): Promise<SavedFilter> {
  try {
    return await inTransaction(deps, async (tx) => {
      await lockSavedFilters(tx, actor.accountId)
      const known = await findSavedFilters(tx, actor.accountId, input.page)
      if (known.length >= mostSavedFilters && !known.some(({ name }) => name === input.name)) {
        throw new AppError('savedFiltersFull', { most: mostSavedFilters })
      }
      return saveFilterRow(tx, actor.accountId, input)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('idempotencyKeyReused')
    throw error
  }
}

/** Throws `notFound` for another's, and `savedFilterNamed` (name) where the page has one of that name. */
export async function renameFilter(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<SavedFilter> {
  try {
    return await inTransaction(deps, async (tx) => {
      await renameFilterRow(tx, actor.accountId, id, name)
      const renamed = await findSavedFilter(tx, actor.accountId, id)
      if (!renamed) throw new AppError('notFound')
      return renamed
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('savedFilterNamed', { name })
    throw error
  }
}

/** One that is gone already is gone. */
export async function removeFilter(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { id }: { readonly id: string },
): Promise<void> {
  await inTransaction(deps, (tx) => removeFilterRow(tx, actor.accountId, id))
}
