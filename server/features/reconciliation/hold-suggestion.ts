import type { Transaction } from '../../platform/database.ts'
import { holdLines } from '../statements/hold-lines.ts'
import { findSuggestion, type StoredSuggestion } from './suggestions.store.ts'

/**
 * A suggestion with its lines locked, as it is then: read again after the wait for them, since whoever held them may have
 * confirmed it or said no to it. Null when it is gone.
 */
export async function holdSuggestion(tx: Transaction, id: string): Promise<StoredSuggestion | null> {
  const seen = await findSuggestion(tx, id)
  if (!seen) return null
  await holdLines(tx, seen.content.lineIds)
  const held = await findSuggestion(tx, id)
  return held?.key === seen.key ? held : null
}
