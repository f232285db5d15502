import type { Readable } from '../../platform/database.ts'
import { waitsForSql } from './hour-parts.store.ts'
import type { HourKind, HourReviewer } from './hours.schema.ts'

export type WaitingRow = {
  id: string
  planId: string
  kind: HourKind
  title: string
  hours: number
  studiedOn: string
  organisationName: string
  organisationPath: string
  createdAt: Date
  dueAt: Date | null
  waitsFor: HourReviewer
}

/** What of a learner's records waits for review, what is due first, first. */
export async function findWaiting(db: Readable, learnerId: string, most: number): Promise<WaitingRow[]> {
  return db.$queryRaw<WaitingRow[]>`
    SELECT h.id, h.plan_id AS "planId", h.kind::text AS kind, h.title, h.hours, h.studied_on::text AS "studiedOn",
           o.name AS "organisationName", o.path AS "organisationPath", h.created_at AS "createdAt", h.due_at AS "dueAt",
           ${waitsForSql} AS "waitsFor"
    FROM hour_records h JOIN organisations o ON o.id = h.organisation_id
    WHERE h.learner_id = ${learnerId}::uuid AND h.state = 'pending'
    ORDER BY h.due_at NULLS LAST, h.id LIMIT ${most}`
}
