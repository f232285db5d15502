import type { Readable } from '../../platform/database.ts'

export type DueCount = { overdue: boolean; count: number; dueAt: Date }

/** How many submitted ones are overdue, and how many are due until `soon`, with the earliest of each. */
export async function countDue(db: Readable, now: Date, soon: Date): Promise<DueCount[]> {
  return db.$queryRaw<DueCount[]>`
    SELECT due_at < ${now} AS overdue, count(*)::int AS count, min(due_at) AS "dueAt"
    FROM enrolments WHERE state = 'submitted' AND due_at <= ${soon}
    GROUP BY 1 ORDER BY 1`
}

export type ClosingDrafts = {
  planId: string
  planName: string
  closesAt: Date
  organisationId: string
  organisationName: string
  draftCount: number
}

/**
 * The drafts of plans that close after `now` and until `until` for organisations (`enrolmentWindow` of plans.rules.ts),
 * counted for the organisation whose admins submit them: the own one, or the nearest above it that has any.
 */
export async function findClosingDrafts(db: Readable, now: Date, until: Date): Promise<ClosingDrafts[]> {
  return db.$queryRaw<ClosingDrafts[]>`
    WITH closing AS (
      SELECT id, name, CASE WHEN late_changes_allowed THEN ends_at ELSE coalesce(enrolment_closes_at, ends_at) END AS closes_at
      FROM plans WHERE state = 'published' AND (enrolment_opens_at IS NULL OR enrolment_opens_at <= ${now})
    ), waiting AS (
      SELECT c.id AS plan_id, c.name AS plan_name, c.closes_at, e.organisation_id, e.organisation_path, count(*) AS drafts
      FROM closing c JOIN enrolments e ON e.plan_id = c.id AND e.state = 'draft'
      WHERE c.closes_at > ${now} AND c.closes_at <= ${until}
      GROUP BY 1, 2, 3, 4, 5
    )
    SELECT w.plan_id AS "planId", w.plan_name AS "planName", w.closes_at AS "closesAt", told.id AS "organisationId",
           told.name AS "organisationName", sum(w.drafts)::int AS "draftCount"
    FROM waiting w
    CROSS JOIN LATERAL (
      SELECT o.id, o.name FROM organisations o
      WHERE w.organisation_path LIKE o.path || '%'
      ORDER BY EXISTS (
        SELECT 1 FROM organisation_admins oa JOIN accounts a ON a.id = oa.account_id AND a.enabled
        WHERE oa.organisation_id = o.id) DESC, length(o.path) DESC
      LIMIT 1) told
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 3, 1, 4`
}
