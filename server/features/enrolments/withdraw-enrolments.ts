import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { asAdmin } from './as-admin.ts'
import type { Changed, ChangeEnrolmentsInput } from './enrolments.schema.ts'
import {
  asDraft,
  changeStates,
  deleteEnrolments,
  findNames,
  forgetFees,
  type LockedEnrolment,
} from './enrolments.store.ts'
import { pickEnrolments } from './pick-enrolments.ts'
import { checkEditable, idsOf } from './set-subjects.ts'

type WithdrawDeps = Pick<Deps, 'db' | 'clock' | 'secrets'>

/**
 * 撤回提交: takes back what waits for its review, which gives the seats back; drafts again. Throws `enrolmentLocked` (state)
 * for what is decided or was never submitted, `conflict`, `selectionChanged`, `notFound`.
 */
export async function withdrawSubmissions(
  deps: WithdrawDeps,
  actor: AccountActor,
  input: ChangeEnrolmentsInput,
): Promise<Changed> {
  return change(deps, actor, input, async (tx, rows) => {
    const fixed = rows.find((row) => row.state !== 'submitted')
    if (fixed) throw new AppError('enrolmentLocked', { state: fixed.state })
    await forgetFees(tx, idsOf(rows))
    await changeStates(tx, actor, rows, {
      to: 'draft',
      action: 'enrolment.reopened',
      at: deps.clock.now(),
      set: asDraft,
      audit: () => ({ submissionWithdrawn: true }),
    })
  })
}

/**
 * 撤回: drafts and rejected ones that are not to be; they are kept to be read, and the people can be added anew. Throws
 * `enrolmentLocked` (state), `conflict`, `selectionChanged`, `notFound`.
 */
export async function withdrawEnrolments(
  deps: WithdrawDeps,
  actor: AccountActor,
  input: ChangeEnrolmentsInput,
): Promise<Changed> {
  return change(deps, actor, input, async (tx, rows) => {
    checkEditable(rows)
    await changeStates(tx, actor, rows, {
      to: 'withdrawn',
      action: 'enrolment.withdrawn',
      at: deps.clock.now(),
    })
  })
}

/**
 * 删除: drafts that were never submitted are gone, as if they had never been; the audit trail says who was. Throws
 * `enrolmentLocked` (state) for all others, `conflict`, `selectionChanged`, `notFound`.
 */
export async function removeEnrolments(
  deps: WithdrawDeps,
  actor: AccountActor,
  input: ChangeEnrolmentsInput,
): Promise<Changed> {
  return change(deps, actor, input, async (tx, rows) => {
    const fixed = rows.find((row) => row.state !== 'draft' || row.submittedAt !== null)
    if (fixed) throw new AppError('enrolmentLocked', { state: fixed.state })
    const names = new Map(
      (
        await findNames(
          tx,
          rows.map((row) => row.learnerId),
        )
      ).map(({ id, name }) => [id, name]),
    )
    await deleteEnrolments(tx, idsOf(rows))
    await writeAudits(
      tx,
      actor,
      { action: 'enrolment.removed', subjectType: 'enrolment' },
      rows.map(({ id, organisationId, learnerId, planId }) => ({
        subjectId: id,
        organisationId,
        before: { name: names.get(learnerId) ?? '', learnerId, planId },
      })),
    )
  })
}

async function change(
  deps: WithdrawDeps,
  actor: AccountActor,
  { selection }: ChangeEnrolmentsInput,
  work: (tx: Transaction, rows: readonly LockedEnrolment[]) => Promise<void>,
): Promise<Changed> {
  const pick = await pickEnrolments(deps, asAdmin(actor), subtreeOf(actor), selection)
  return inTransaction(deps, async (tx) => {
    const rows = await pick(tx)
    await work(tx, rows)
    return { changed: rows.length }
  })
}
