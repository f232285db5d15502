import type { Readable } from '../../platform/database.ts'

export type LearnerToTell = {
  readonly id: string
  readonly name: string
  readonly organisationId: string
  readonly organisationName: string
  /** Null: no account to be told in. */
  readonly accountId: string | null
  /** The account's own address, else the one that the organisation knows; empty: none. */
  readonly email: string
}

/** Those who can be told; who was erased cannot. */
export async function findLearnersToTell(db: Readable, ids: readonly string[]): Promise<Map<string, LearnerToTell>> {
  const rows = await db.$queryRaw<LearnerToTell[]>`
    SELECT l.id, l.name, o.id AS "organisationId", o.name AS "organisationName", a.id AS "accountId",
           coalesce(nullif(a.email, ''), l.email) AS email
    FROM learners l
    JOIN organisations o ON o.id = l.organisation_id
    LEFT JOIN accounts a ON a.id = l.account_id AND a.enabled
    WHERE l.id = ANY(${[...ids]}::uuid[]) AND l.erased_at IS NULL`
  return new Map(rows.map((row) => [row.id, row]))
}

export type IssuedTogether = {
  readonly organisationId: string
  readonly organisationName: string
  readonly planName: string
  readonly count: number
  /** The first ones. */
  readonly names: string[]
}

/**
 * What one run issued, by the nearest organisation that has an admin: a department without any is its organisation's
 * matter, and a hundred of them are one notice.
 */
export async function findIssuedAt(
  db: Readable,
  planId: string,
  issuedAt: Date,
  mostNames: number,
): Promise<IssuedTogether[]> {
  return db.$queryRaw<IssuedTogether[]>`
    WITH units AS (
      SELECT c.organisation_path AS path, min(c.plan_name) AS plan_name, count(*)::int AS count
      FROM certificates c
      WHERE c.plan_id = ${planId}::uuid AND c.issued_at = ${issuedAt} AND c.replaces_id IS NULL
      GROUP BY c.organisation_path),
    told AS (
      SELECT u.*, (
        SELECT above.id FROM organisations above
        WHERE u.path LIKE above.path || '%' AND EXISTS (
          SELECT 1 FROM organisation_admins oa JOIN accounts a ON a.id = oa.account_id AND a.enabled
          WHERE oa.organisation_id = above.id)
        ORDER BY length(above.path) DESC LIMIT 1) AS organisation_id
      FROM units u),
    gathered AS (
      SELECT organisation_id, min(plan_name) AS plan_name, sum(count)::int AS count, array_agg(path) AS paths
      FROM told GROUP BY organisation_id)
    SELECT o.id AS "organisationId", o.name AS "organisationName", g.plan_name AS "planName", g.count,
           ARRAY(SELECT c.learner_name FROM certificates c
                 WHERE c.plan_id = ${planId}::uuid AND c.organisation_path = ANY(g.paths) AND c.issued_at = ${issuedAt}
                   AND c.replaces_id IS NULL
                 ORDER BY c.number LIMIT ${mostNames}) AS names
    FROM gathered g
    JOIN organisations o ON o.id = g.organisation_id
    ORDER BY o.id`
}
