import type { Transaction } from '../../platform/database.ts'
import { emptyBodies } from './empty-statements.store.ts'

const mostAtOnce = 5000

/**
 * Empties what statements said, up to 5,000 of them: those that came before a day (retention), or those of one learner
 * (erasure). What was made of them, and the hours, stay. Call it again while it returns 5,000. An emptied one can no longer
 * be read back by its platform; one that was refused because nobody knew whose it was can no longer be taken up.
 */
export async function emptyStatements(
  tx: Transaction,
  which: { readonly before: Date } | { readonly learnerId: string },
): Promise<number> {
  return emptyBodies(tx, which, mostAtOnce)
}
