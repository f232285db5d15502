import type { Readable, Transaction } from '../../platform/database.ts'
import { type Suggestion, suggestionSchema } from './matching.schema.ts'

export type StoredSuggestion = {
  readonly id: string
  readonly key: string
  readonly strength: 'certain' | 'high' | 'possible' | 'tie'
  readonly automatic: boolean
  readonly content: Suggestion
}

/** Null when it is gone, or a tie that suggests nothing. */
export async function findSuggestion(db: Readable, id: string): Promise<StoredSuggestion | null> {
  const row = await db.matchSuggestion.findUnique({ where: { id } })
  if (!row || row.strength === 'tie') return null
  const { key, strength, automatic } = row
  return { id, key, strength, automatic, content: suggestionSchema.parse(row.content) }
}

/** Takes a suggestion away; its lines lose it and are unmatched again where nothing else was made of them. */
export async function dropSuggestion(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE statement_lines SET suggestion_id = NULL,
      state = CASE WHEN state = 'suggested' THEN 'unmatched' ELSE state END
    WHERE suggestion_id = ${id}::uuid`
  await tx.matchSuggestion.deleteMany({ where: { id } })
}

export async function insertDismissed(
  tx: Transaction,
  pairs: readonly { readonly lineId: string; readonly targetKey: string }[],
  byId: string,
  at: Date,
): Promise<void> {
  await tx.dismissedMatch.createMany({ data: pairs.map((pair) => ({ ...pair, byId, at })), skipDuplicates: true })
}
