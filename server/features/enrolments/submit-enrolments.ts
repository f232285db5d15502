import type { AccountActor } from '../../core/actor.ts'
import { addFen, zeroFen } from '../../core/money.ts'
import { subtreeOf } from '../../core/permission.ts'
import { addWorkingHours } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { holdSeats } from '../plans/hold-plan.ts'
import { asAdmin } from './as-admin.ts'
import { submittedBefore, unlessDone } from './done-before.ts'
import { checkSeats, checkWindow } from './enrolments.rules.ts'
import type { SubmitAnswer, SubmitEnrolmentsInput } from './enrolments.schema.ts'
import { agreeSubjectFees, changeStates, countSeats, findSubmitProblems, submission } from './enrolments.store.ts'
import { pickEnrolments } from './pick-enrolments.ts'
import { checkEditable, checkPlanOf, idsOf } from './set-subjects.ts'

/** How many problems a page can show. */
const mostProblems = 200

/**
 * 提交: hands drafts and corrected ones in for review, all or nothing. Their fees are agreed as the plan asks now, and each
 * takes a seat; of a plan with a capacity one submission at a time counts them. Answers what is wrong with whom, and has
 * submitted nobody then. Ticked ones that this person has submitted just so are answered as the first time. Throws `planNotOpen`, `enrolmentClosed`, `planFull` (left, asked), `enrolmentLocked`, `conflict`,
 * `selectionChanged`, `notFound`.
 */
export async function submitEnrolments(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  actor: AccountActor,
  { planId, selection }: SubmitEnrolmentsInput,
): Promise<SubmitAnswer> {
  const scope = subtreeOf(actor)
  const [pick, centre] = await Promise.all([
    pickEnrolments(deps, asAdmin(actor), scope, selection),
    loadCentre(deps.db),
  ])
  const at = deps.clock.now()
  const dueAt = addWorkingHours(at, centre.enrolmentReviewHours, centre.calendar)
  const submit = async (tx: Transaction): Promise<SubmitAnswer> => {
    const plan = await holdSeats(tx, planId)
    const rows = await pick(tx)
    checkWindow(plan, at)
    checkPlanOf(rows, planId)
    checkEditable(rows)
    const ids = idsOf(rows)
    const hasSubjects = plan.subjects.some((subject) => !subject.retired)
    const problems = await findSubmitProblems(tx, ids, scope, hasSubjects)
    if (problems.length > 0)
      return { submitted: false, problemCount: problems.length, problems: problems.slice(0, mostProblems) }
    if (plan.capacity !== null) checkSeats(plan.capacity, await countSeats(tx, planId), rows.length)
    await agreeSubjectFees(tx, ids)
    const feePerLearnerFen = hasSubjects ? null : plan.feePerLearnerFen
    const changed = await changeStates(tx, actor, rows, {
      to: 'submitted',
      action: 'enrolment.submitted',
      at,
      set: submission({ at, by: actor.accountId, dueAt, feePerLearnerFen }),
      audit: (_row, { feeFen }) => ({ feeFen, dueAt: dueAt.toISOString() }),
    })
    const feeFen = [...changed.values()].reduce((sum, row) => addFen(sum, row.feeFen ?? zeroFen), zeroFen)
    return { submitted: true, count: rows.length, feeFen, dueAt: dueAt.toISOString() }
  }
  return inTransaction(deps, (tx) =>
    unlessDone(
      () => submit(tx),
      async () => ('picks' in selection ? submittedBefore(tx, actor, planId, selection.picks) : null),
    ),
  )
}
