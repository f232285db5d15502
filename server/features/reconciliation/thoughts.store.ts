import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { Dismissed, Suggestion, Tie } from './matching.schema.ts'
import type { DeskStrength } from './matching-desk.schema.ts'

/** What the matching rules thought last, as far as telling a new thought from an old one needs it. */
export type KnownThought = { readonly id: string; readonly key: string; readonly fingerprint: string }

export async function findKnownThoughts(db: Readable): Promise<KnownThought[]> {
  return db.$queryRaw<KnownThought[]>`SELECT id, key, fingerprint FROM match_suggestions`
}

export type NewThought = {
  readonly id: string
  readonly key: string
  readonly strength: DeskStrength
  readonly score: number
  readonly automatic: boolean
  readonly orderIds: readonly string[]
  readonly content: Suggestion | Tie
  readonly fingerprint: string
}

/** So many go in one statement: a thought has some kilobytes. */
const thoughtsAtOnce = 500

/** Adds thoughts, or puts other reasons into those that are there under the same key. */
export async function putThoughts(tx: Transaction, thoughts: readonly NewThought[], now: Date): Promise<void> {
  for (let from = 0; from < thoughts.length; from += thoughtsAtOnce) {
    const rows = JSON.stringify(thoughts.slice(from, from + thoughtsAtOnce))
    await tx.$executeRaw`
      INSERT INTO match_suggestions (id, key, strength, score, automatic, order_ids, content, fingerprint, created_at)
      SELECT n.id, n.key, n.strength::match_strength, n.score, n.automatic,
             ARRAY(SELECT jsonb_array_elements_text(n."orderIds"))::uuid[], n.content, n.fingerprint, ${now}
      FROM jsonb_to_recordset(${rows}::jsonb) AS n(
        id uuid, key text, strength text, score int, automatic boolean, "orderIds" jsonb, content jsonb, fingerprint text)
      ON CONFLICT (key) DO UPDATE SET strength = excluded.strength, score = excluded.score, automatic = excluded.automatic,
        order_ids = excluded.order_ids, content = excluded.content, fingerprint = excluded.fingerprint`
  }
}

/** Takes away what nobody thinks any more. One that a line still points at, because somebody holds the line, stays for the next run. */
export async function dropThoughts(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    DELETE FROM match_suggestions s WHERE s.id = ANY(${[...ids]}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.suggestion_id = s.id)`
}

/** The pairs that staff said no to, of lines that still want an order. */
export async function findDismissed(db: Readable): Promise<Dismissed[]> {
  return db.$queryRaw<Dismissed[]>`
    SELECT d.line_id AS "lineId", d.target_key AS "targetKey"
    FROM dismissed_matches d JOIN statement_lines l ON l.id = d.line_id
    WHERE l.state IN ('unmatched', 'suggested')`
}

/**
 * Holds the one seat for a matching run until the transaction ends; false when another worker sits there. Two runs at once
 * would write over each other, the one with the older facts last.
 */
export async function takeSeat(tx: Transaction): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>(
    Prisma.sql`SELECT pg_try_advisory_xact_lock(hashtext('reconciliation.match')) AS taken`,
  )
  return row?.taken ?? false
}
