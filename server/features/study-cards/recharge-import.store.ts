import type { Readable } from '../../platform/database.ts'

export type HolderRow = {
  identity: string
  learnerId: string
  name: string
  enabled: boolean
  organisationPath: string
  importedFen: bigint | null
  importedOn: string | null
}

/**
 * The learners with these keyed hashes of ID numbers, with what they got of the batch by the last file: nothing where it
 * was taken back after that. What the worker has not done yet counts as well, for it will be.
 */
export async function findHoldersByHash(
  db: Readable,
  batchId: string,
  hashes: readonly string[],
): Promise<HolderRow[]> {
  // As one text: an array of many parameters costs more than the question (learner-import.store.ts).
  return db.$queryRaw<HolderRow[]>`
    SELECT l.id_number_hash AS identity, l.id AS "learnerId", l.name, l.enabled, l.organisation_path AS "organisationPath",
           CASE WHEN last.kind = 'recharge' THEN last.amount_fen END AS "importedFen",
           CASE WHEN last.kind = 'recharge' THEN (last.created_at AT TIME ZONE 'Asia/Shanghai')::date::text END AS "importedOn"
    FROM learners l
    LEFT JOIN LATERAL (
      SELECT o.kind, t.amount_fen, o.created_at FROM card_operation_lines t JOIN card_operations o ON o.id = t.operation_id
      WHERE t.learner_id = l.id AND o.batch_id = ${batchId}::uuid AND o.state <> 'failed' AND (o.import_id IS NOT NULL OR o.kind = 'takeBack')
      ORDER BY o.created_at DESC, o.id DESC LIMIT 1) last ON true
    WHERE l.erased_at IS NULL AND l.id_number_hash = ANY (string_to_array(${hashes.join(',')}, ','))`
}
