import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, Prisma } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { findPayable } from './enrolment-money.store.ts'
import { checkRevocable } from './enrolments.rules.ts'
import type { Changed, RevokeEnrolmentsInput } from './enrolments.schema.ts'
import { changeStates } from './enrolments.store.ts'
import { lockPicks } from './pick-enrolments.ts'
import { idsOf } from './set-subjects.ts'

/**
 * 取消报名: staff end confirmed enrolments that nobody paid, with a reason that the organisation is told. One whose order
 * is open has to be taken out of it first, a paid one ends through its refund. Throws `enrolmentNotConfirmed` (name),
 * `enrolmentHasOrder` (name, orderNumber), `enrolmentPaid` (name), `conflict`, `notFound`.
 */
export async function revokeEnrolments(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { picks, reason }: RevokeEnrolmentsInput,
): Promise<Changed> {
  return inTransaction(deps, async (tx) => {
    const rows = await lockPicks(tx, '/', picks)
    const people = await findPayable(tx, idsOf(rows))
    for (const person of people) checkRevocable(person)
    await changeStates(tx, actor, rows, {
      to: 'revoked',
      action: 'enrolment.revoked',
      at: deps.clock.now(),
      set: Prisma.sql`reason = t.reason`,
      reasonOf: () => reason,
    })
    for (const { id, planId, planName, learnerName, organisationId, organisationName } of people) {
      await announce(deps, tx, {
        kind: 'enrolmentRevoked',
        organisationId,
        organisationName,
        enrolmentId: id,
        planId,
        planName,
        learnerName,
        reason,
      })
    }
    return { changed: rows.length }
  })
}
