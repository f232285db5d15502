import type { HourKind, HourState } from '../../../prisma/generated/enums.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { HourSums } from './hours.schema.ts'
import { inPlanSql, leftSql, sumsSql } from './hours.store.ts'

export type KnownLearnerRow = HourSums & {
  learnerId: string
  idHash: string
  name: string
  organisationId: string
  organisationPath: string
  takesPart: boolean
}

/** Texts go to PostgreSQL as one text: an array of many parameters costs more than the question (learner-import.store.ts). */
const list = (texts: readonly string[]) => Prisma.sql`string_to_array(${texts.join(',')}, ',')`

/** The learners with these keyed hashes of ID numbers; `inPlan`: with what they have in the plan. */
export async function findLearnersByHash(
  db: Readable,
  planId: string,
  hashes: readonly string[],
  { inPlan }: { readonly inPlan: boolean },
): Promise<KnownLearnerRow[]> {
  const takesPart = inPlan ? inPlanSql : Prisma.sql`true`
  return db.$queryRaw<KnownLearnerRow[]>`
    SELECT l.id AS "learnerId", l.id_number_hash AS "idHash", l.name, l.organisation_id AS "organisationId",
           l.organisation_path AS "organisationPath", ${takesPart} AS "takesPart", ${sumsSql}
    FROM learners l
    LEFT JOIN plan_progress g ON g.learner_id = l.id AND g.plan_id = ${planId}::uuid
    CROSS JOIN (SELECT ${planId}::uuid AS id) p
    WHERE l.id_number_hash = ANY (${list(hashes)})`
}

export type KnownRecordRow = {
  learnerId: string
  kind: HourKind
  studiedOn: string
  hours: number
  title: string
  state: HourState
  left: number
  rejectedReason: string | null
}

/** What was recorded of these learners in the plan on these days, by the form or an import. */
export async function findRecordsOf(
  db: Readable,
  planId: string,
  learnerIds: readonly string[],
  days: readonly string[],
): Promise<KnownRecordRow[]> {
  if (learnerIds.length === 0) return []
  return db.$queryRaw<KnownRecordRow[]>`
    SELECT h.learner_id AS "learnerId", h.kind::text AS kind, h.studied_on::text AS "studiedOn", h.hours, h.title,
           h.state::text AS state, ${leftSql} AS left, h.rejected_reason AS "rejectedReason"
    FROM hour_records h
    WHERE h.learner_id = ANY (${list(learnerIds)}::uuid[]) AND h.plan_id = ${planId}::uuid
      AND h.studied_on = ANY (${list(days)}::date[]) AND h.source = 'offline'
    ORDER BY h.id`
}
