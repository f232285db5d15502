import type { Readable, Transaction } from '../../platform/database.ts'
import type { EnrolmentState } from './enrolments.schema.ts'

export type PersonInPlan = {
  learnerId: string
  id: string
  state: EnrolmentState
  organisationPath: string
  subjectIds: string[]
}

/** What these learners are in the plan, with their subjects: at most one each. */
export async function findPeopleInPlan(
  db: Readable,
  planId: string,
  learnerIds: readonly string[],
): Promise<PersonInPlan[]> {
  if (learnerIds.length === 0) return []
  return db.$queryRaw<PersonInPlan[]>`
    SELECT e.learner_id AS "learnerId", e.id, e.state::text AS state, e.organisation_path AS "organisationPath",
           ARRAY(SELECT t.subject_id::text FROM enrolment_subjects t WHERE t.enrolment_id = e.id) AS "subjectIds"
    FROM enrolments e
    WHERE e.plan_id = ${planId}::uuid AND e.learner_id = ANY(${[...learnerIds]}::uuid[])
      AND e.state IN ('draft', 'submitted', 'confirmed', 'rejected')`
}

/** Locks their enrolments in the plan, in the order of ids; learners are locked after them. */
export async function lockPeopleInPlan(tx: Transaction, planId: string, learnerIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM enrolments
    WHERE plan_id = ${planId}::uuid AND learner_id = ANY(${[...learnerIds]}::uuid[])
      AND state IN ('draft', 'submitted', 'confirmed', 'rejected')
    ORDER BY id FOR NO KEY UPDATE`
}
