import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadBalance } from '../ledger/load-balance.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import { type BatchRow, findBatch } from './study-cards.store.ts'

export type CardsOfRefund = {
  readonly orderId: string
  readonly amountFen: Fen
  /** Names the transfer: the same refund takes back, and gives back, once. */
  readonly refundId: string
}

/**
 * Takes back what a refund of a study-card order is worth from its batch, in the caller's transaction and with the order
 * locked. An order that gave out no batch has nothing to take back. Throws `cardsSpent` with what is left when more of the
 * batch was spent than the refund leaves.
 */
export async function takeBackCards(
  _deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { orderId, amountFen, refundId }: CardsOfRefund,
): Promise<void> {
  const batch = await findBatch(tx, orderId)
  if (!batch) return
  try {
    await postTransfers(tx, actor, [
      {
        idempotencyKey: `refund:${refundId}:cards`,
        kind: 'cardsTakenBack',
        debit: { kind: 'cardBatch', ownerId: batch.id },
        credit: { kind: 'cardIssue', ownerId: batch.planId },
        amountFen,
        causeType: 'refund',
        causeId: refundId,
      },
    ])
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'balanceTooLow') throw error
    // The transfer stands in this transaction, which ends with the refusal: without it, so much was left.
    const leftFen = (await loadBalance(tx, { kind: 'cardBatch', ownerId: batch.id })) + amountFen
    throw new AppError('cardsSpent', { leftFen })
  }
  await noteTaken(tx, actor, batch, { amountFen, refundId })
}

/** Puts back what `takeBackCards` took, when the refund has failed: the same conditions. */
export async function giveBackCards(
  _deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { orderId, amountFen, refundId }: CardsOfRefund,
): Promise<void> {
  const batch = await findBatch(tx, orderId)
  if (!batch) return
  await postTransfers(tx, actor, [
    {
      idempotencyKey: `refund:${refundId}:cardsBack`,
      kind: 'cardsIssued',
      debit: { kind: 'cardIssue', ownerId: batch.planId },
      credit: { kind: 'cardBatch', ownerId: batch.id },
      amountFen,
      causeType: 'refund',
      causeId: refundId,
    },
  ])
  await writeAudit(tx, actor, {
    action: 'cardBatch.issued',
    subjectType: 'cardBatch',
    subjectId: batch.id,
    organisationId: batch.organisationId,
    after: { orderId, refundId, amountFen },
  })
}

async function noteTaken(
  tx: Transaction,
  actor: Actor,
  batch: BatchRow,
  { amountFen, refundId }: Pick<CardsOfRefund, 'amountFen' | 'refundId'>,
): Promise<void> {
  await writeAudit(tx, actor, {
    action: 'cardBatch.takenBack',
    subjectType: 'cardBatch',
    subjectId: batch.id,
    organisationId: batch.organisationId,
    after: { orderId: batch.orderId, refundId, amountFen },
  })
}
