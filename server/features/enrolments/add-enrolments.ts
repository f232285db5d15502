import type { AccountActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { pickLearners } from '../learners/pick-learners.ts'
import { type HeldPlan, holdPlan } from '../plans/hold-plan.ts'
import { asAdmin } from './as-admin.ts'
import { checkSubjects, checkWindow, makeFormCodes } from './enrolments.rules.ts'
import type { AddEnrolmentsAnswer, AddEnrolmentsInput } from './enrolments.schema.ts'
import { findNames, insertEnrolments, replaceSubjects } from './enrolments.store.ts'

/** How many of those who were left out are named. */
const mostNamed = 20

/**
 * 新增人员: adds people of the own subtree to a plan as drafts, in the unit that each is in. Who is in it already, and who
 * is disabled, is left out and named. Throws `planNotOpen`, `enrolmentClosed`, `enrolmentSubjectRetired`, `notFound`,
 * `selectionChanged`.
 */
export async function addEnrolments(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  actor: AccountActor,
  { planId, subjectIds, learners }: AddEnrolmentsInput,
): Promise<AddEnrolmentsAnswer> {
  return inTransaction(deps, async (tx) => {
    const plan = await holdPlan(tx, planId)
    checkWindow(plan, deps.clock.now())
    checkSubjects(plan.subjects, subjectIds)
    const picked = await pickLearners(deps, tx, asAdmin(actor), learners, 'read')
    const enabled = picked.filter((learner) => learner.enabled).map((learner) => learner.id)
    const added = new Set(await addDrafts(deps, tx, actor, plan, enabled, subjectIds))
    const already = enabled.filter((id) => !added.has(id))
    const disabled = picked.filter((learner) => !learner.enabled).map((learner) => learner.id)
    return {
      added: added.size,
      already: { count: already.length, people: await named(tx, already) },
      disabled: { count: disabled.length, people: await named(tx, disabled) },
    }
  })
}

async function named(tx: Transaction, ids: readonly string[]): Promise<{ learnerId: string; name: string }[]> {
  if (ids.length === 0) return []
  const names = await findNames(tx, ids.slice(0, mostNamed))
  return names.map(({ id, name }) => ({ learnerId: id, name }))
}

/**
 * Adds these learners, who are held and enabled, to the held plan; answers who was added. Whoever is in it already is
 * left alone.
 */
export async function addDrafts(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: AccountActor,
  plan: HeldPlan,
  learnerIds: readonly string[],
  subjectIds: readonly string[],
): Promise<string[]> {
  if (learnerIds.length === 0) return []
  const now = deps.clock.now()
  const codes = makeFormCodes(learnerIds.length)
  const rows = learnerIds.map((learnerId, i) => ({
    id: newId(now.getTime()),
    learnerId,
    formCode: codes[i] ?? '',
  }))
  const inserted = await insertEnrolments(tx, plan.id, rows, actor.accountId, now)
  const ids = inserted.map((row) => row.id)
  const chosen = [...new Set(subjectIds)]
  if (chosen.length > 0) await replaceSubjects(tx, ids, chosen)
  const subjects = namesOf(plan, chosen)
  await writeAudits(
    tx,
    actor,
    { action: 'enrolment.created', subjectType: 'enrolment' },
    inserted.map(({ id, organisationId, name, idNumberMasked }) => ({
      subjectId: id,
      organisationId,
      after: { name, idNumber: idNumberMasked, plan: plan.name, planNumber: plan.number, subjects },
    })),
  )
  return inserted.map((row) => row.learnerId)
}

/** The chosen subjects of a plan as the audit trail names them: 理论、实操. */
export function namesOf(plan: HeldPlan, subjectIds: readonly string[]): string {
  return plan.subjects
    .filter((subject) => subjectIds.includes(subject.id))
    .map((subject) => subject.name)
    .join('、')
}
