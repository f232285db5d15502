import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { fenFromBigint } from '../../core/money.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { postTransfersFrom } from '../ledger/post-transfers-from.ts'
import { closedIntoExpiredRows, closingRows, holdBatchesOf } from './move-value.store.ts'
import { findOpening, type OpeningRow, setClosed } from './openings.store.ts'
import type { CloseCourseInput, Opening } from './study-cards.schema.ts'

/**
 * Closes a course by staff: what it cost goes back into the wallets that it came from. What came from a batch that has run
 * out since runs out in the same moment, as it would have unspent; it comes back with the rest if the batch is prolonged.
 * Closing it again is the same closing. Throws `notFound`.
 */
export async function closeCourse(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, reason }: CloseCourseInput,
): Promise<Opening> {
  return inTransaction(deps, async (tx) => {
    const row = authorize(actor, await findOpening(tx, id))
    const now = deps.clock.now()
    const by = { id: actor.accountId, name: actor.name }
    if (await setClosed(tx, actor, row, { by, reason, now })) {
      await holdBatchesOf(tx, id)
      const cause = { causeType: 'courseOpening', causeId: id, reason } as const
      await postTransfersFrom(
        tx,
        actor,
        { kind: 'courseClosed', debit: 'cardUse', credit: 'wallet', ...cause },
        closingRows(id),
      )
      await postTransfersFrom(
        tx,
        actor,
        { kind: 'cardsExpired', debit: 'wallet', credit: 'cardExpired', causeType: 'cardBatch' },
        closedIntoExpiredRows(id),
      )
    }
    const closed = await findOpening(tx, id)
    if (!closed) throw new AppError('notFound')
    return toOpening(closed)
  })
}

function toOpening(row: OpeningRow): Opening {
  return {
    id: row.id,
    learner: { id: row.learnerId, name: row.learnerName, idNumberMasked: row.idNumberMasked },
    organisation: { id: row.organisationId, name: row.organisationName },
    plan: { id: row.planId, number: row.planNumber, name: row.planName },
    amountFen: fenFromBigint(row.amountFen),
    operationId: row.operationId,
    openedByName: row.openedByName,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    closedReason: row.closedReason,
  }
}
