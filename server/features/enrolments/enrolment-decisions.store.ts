import { type Fen, fen } from '../../core/money.ts'
import { Prisma, type Transaction } from '../../platform/database.ts'
import type { Pick as Picked } from './enrolments.schema.ts'

export type DecidedGroup = {
  planId: string
  planName: string
  organisationId: string
  organisationName: string
  count: number
  feeFen: Fen
  /** Five at most. */
  names: string[]
  reasons: string[]
}

/**
 * What was decided, by plan and by the nearest unit upwards that has admins who can read of it; where nobody has, by the
 * unit itself.
 */
export async function findDecidedGroups(tx: Transaction, ids: readonly string[]): Promise<DecidedGroup[]> {
  if (ids.length === 0) return []
  const rows = await tx.$queryRaw<(Omit<DecidedGroup, 'feeFen'> & { feeFen: number })[]>`
    WITH decided AS MATERIALIZED (
      SELECT e.id, e.plan_id, e.organisation_id, e.organisation_path, e.fee_fen, e.reason, l.name
      FROM enrolments e JOIN learners l ON l.id = e.learner_id WHERE e.id = ANY(${[...ids]}::uuid[])),
    readers AS MATERIALIZED (
      SELECT u.organisation_id, coalesce((
        SELECT above.id FROM organisations above
        WHERE above.id = ANY (string_to_array(trim(BOTH '/' FROM u.organisation_path), '/')::uuid[])
          AND EXISTS (SELECT 1 FROM organisation_admins oa JOIN accounts a ON a.id = oa.account_id AND a.enabled
                      WHERE oa.organisation_id = above.id)
        ORDER BY length(above.path) DESC LIMIT 1), u.organisation_id) AS reader_id
      FROM (SELECT DISTINCT organisation_id, organisation_path FROM decided) u)
    SELECT d.plan_id AS "planId", p.name AS "planName", r.reader_id AS "organisationId", o.name AS "organisationName",
           count(*)::int AS count, coalesce(sum(d.fee_fen), 0)::float8 AS "feeFen",
           (array_agg(d.name ORDER BY d.id))[1:5] AS names,
           coalesce(array_agg(DISTINCT d.reason) FILTER (WHERE d.reason IS NOT NULL), '{}') AS reasons
    FROM decided d
    JOIN readers r ON r.organisation_id = d.organisation_id
    JOIN plans p ON p.id = d.plan_id
    JOIN organisations o ON o.id = r.reader_id
    GROUP BY d.plan_id, p.name, r.reader_id, o.name
    ORDER BY d.plan_id, r.reader_id`
  return rows.map((row) => ({ ...row, feeFen: fen(row.feeFen) }))
}

export type DoneEnrolment = {
  id: string
  planId: string
  feeFen: bigint | null
  dueAt: Date | null
  reason: string | null
}

/** Those that this person brought into the state by one step from the version that the page showed. */
export async function findDone(
  tx: Transaction,
  picks: readonly Picked[],
  { state, byId }: { readonly state: 'submitted' | 'confirmed' | 'rejected'; readonly byId: string },
): Promise<DoneEnrolment[]> {
  const by = state === 'submitted' ? Prisma.sql`e.submitted_by_id` : Prisma.sql`e.decided_by_id`
  return tx.$queryRaw<DoneEnrolment[]>`
    SELECT e.id, e.plan_id AS "planId", e.fee_fen AS "feeFen", e.due_at AS "dueAt", e.reason
    FROM unnest(${picks.map((pick) => pick.id)}::uuid[], ${picks.map((pick) => pick.version)}::int[]) AS t (id, version)
    JOIN enrolments e ON e.id = t.id AND e.version = t.version + 1
    WHERE e.state = ${state}::enrolment_state AND ${by} = ${byId}::uuid`
}
