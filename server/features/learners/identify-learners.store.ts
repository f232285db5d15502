import type { Readable } from '../../platform/database.ts'

export type IdentifiedRow = { id: string; enabled: boolean; kind: 'id' | 'idNumber' | 'mobile' | 'mail'; value: string }

/** Everybody whom one of these names, by which of them; each kind by its own index. Who was erased has no names left. */
export async function findNamed(
  db: Readable,
  names: {
    ids: readonly string[]
    idNumberHashes: readonly string[]
    mobiles: readonly string[]
    mails: readonly string[]
  },
): Promise<IdentifiedRow[]> {
  const { ids, idNumberHashes, mobiles, mails } = names
  return db.$queryRaw<IdentifiedRow[]>`
    SELECT l.id, l.enabled, 'id' AS kind, l.id::text AS value FROM learners l
    WHERE l.id = ANY(${[...ids]}::uuid[]) AND l.erased_at IS NULL
    UNION ALL
    SELECT l.id, l.enabled, 'idNumber', l.id_number_hash FROM learners l
    WHERE l.id_number_hash = ANY(${[...idNumberHashes]}) AND l.erased_at IS NULL
    UNION ALL
    SELECT l.id, l.enabled, 'mobile', l.mobile FROM learners l WHERE l.mobile = ANY(${[...mobiles]}) AND l.erased_at IS NULL
    UNION ALL
    SELECT l.id, l.enabled, 'mail', lower(l.email) FROM learners l
    WHERE cardinality(${[...mails]}::text[]) > 0 AND lower(l.email) = ANY(${[...mails]}) AND l.email <> '' AND l.erased_at IS NULL`
}
