import { z } from 'zod'

/** Keyset paging: the next page starts after the last row's key, so that rows that come in between shift nothing. */
export const pageSchema = z.object({
  cursor: z.string().max(200).nullish(),
  limit: z.number().int().min(1).max(100).default(50),
})

export type Page<Row> = { readonly rows: Row[]; readonly nextCursor: string | null }

/** Cuts the one row too many that was asked for, and names the key that the next page starts after. */
export function toPage<Row>(rows: Row[], limit: number, keyOf: (row: Row) => string): Page<Row> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { rows: kept, nextCursor: rows.length > limit && last ? keyOf(last) : null }
}
