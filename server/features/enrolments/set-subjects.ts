import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { type HeldPlan, holdPlan } from '../plans/hold-plan.ts'
import { namesOf } from './add-enrolments.ts'
import { asAdmin } from './as-admin.ts'
import { checkSubjects, checkWindow, editableStates } from './enrolments.rules.ts'
import type { Changed, SetSubjectsInput } from './enrolments.schema.ts'
import { asDraft, changeStates, type LockedEnrolment, replaceSubjects, touchEnrolments } from './enrolments.store.ts'
import { pickEnrolments } from './pick-enrolments.ts'

/**
 * 报考科目: gives one or many these subjects. A rejected one becomes a draft again and keeps the reason to be read; its
 * fee is agreed anew when it is submitted. Throws `enrolmentLocked` (state), `enrolmentClosed`, `planNotOpen`,
 * `enrolmentSubjectRetired`, `conflict`, `selectionChanged`, `notFound`.
 */
export async function setSubjects(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  actor: AccountActor,
  { planId, selection, subjectIds }: SetSubjectsInput,
): Promise<Changed> {
  const chosen = [...new Set(subjectIds)]
  const pick = await pickEnrolments(deps, asAdmin(actor), subtreeOf(actor), selection)
  return inTransaction(deps, async (tx) => {
    const plan = await holdPlan(tx, planId)
    const now = deps.clock.now()
    checkWindow(plan, now)
    checkSubjects(plan.subjects, chosen)
    const rows = await pick(tx)
    checkPlanOf(rows, planId)
    checkEditable(rows)
    await giveSubjects(tx, actor, plan, rows, chosen, now)
    return { changed: rows.length }
  })
}

/** Gives locked drafts and rejected ones these subjects of the held plan instead of what they took. */
export async function giveSubjects(
  tx: Transaction,
  actor: AccountActor,
  plan: HeldPlan,
  rows: readonly LockedEnrolment[],
  chosen: readonly string[],
  now: Date,
): Promise<void> {
  await replaceSubjects(tx, idsOf(rows), chosen)
  const subjects = namesOf(plan, chosen)
  const drafts = rows.filter((row) => row.state === 'draft')
  await touchEnrolments(tx, idsOf(drafts))
  await writeAudits(
    tx,
    actor,
    { action: 'enrolment.updated', subjectType: 'enrolment' },
    drafts.map(({ id, organisationId }) => ({ subjectId: id, organisationId, after: { subjects } })),
  )
  const rejected = rows.filter((row) => row.state === 'rejected')
  await changeStates(tx, actor, rejected, {
    to: 'draft',
    action: 'enrolment.reopened',
    at: now,
    set: asDraft,
    audit: () => ({ subjects }),
  })
}

export const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id)

/** Throws `notFound` when one of them is in another plan. */
export function checkPlanOf(rows: readonly LockedEnrolment[], planId: string): void {
  if (rows.some((row) => row.planId !== planId)) throw new AppError('notFound')
}

/** Throws `enrolmentLocked` (state) when one of them is not the organisation's to change. */
export function checkEditable(rows: readonly LockedEnrolment[]): void {
  const fixed = rows.find((row) => !editableStates.includes(row.state))
  if (fixed) throw new AppError('enrolmentLocked', { state: fixed.state })
}
