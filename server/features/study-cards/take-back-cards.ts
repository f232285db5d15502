import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadBalance } from '../ledger/load-balance.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import { lockBatch, sumGiven } from './batches.store.ts'
import { type BatchRow, findBatch } from './study-cards.store.ts'

export type CardsTaken = {
  readonly orderId: string
  readonly amountFen: Fen
  /** A refund, or a payment that was booked by mistake. It names the transfer: the same takes back, and gives back, once. */
  readonly causeType: 'refund' | 'payment'
  readonly causeId: string
}

/**
 * Takes back what a refund of a study-card order, or a payment of it that was none, is worth from its batch, in the caller's transaction and with the order
 * locked. An order that gave out no batch has nothing to take back. Throws `cardsSpent` with what is left, what learners were
 * recharged with and what has run out, when the batch has less than that.
 */
export async function takeBackCards(
  _deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { orderId, amountFen, causeType, causeId }: CardsTaken,
): Promise<void> {
  const batch = await findBatch(tx, orderId)
  if (!batch) return
  // Before its account, as everybody locks who moves value of a batch.
  await lockBatch(tx, batch.id)
  try {
    await postTransfers(tx, actor, [
      {
        idempotencyKey: `${causeType}:${causeId}:cards`,
        kind: 'cardsTakenBack',
        debit: { kind: 'cardBatch', ownerId: batch.id },
        credit: { kind: 'cardIssue', ownerId: batch.planId },
        amountFen,
        causeType,
        causeId,
      },
    ])
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'balanceTooLow') throw error
    // The transfer stands in this transaction, which ends with the refusal: without it, so much was left.
    const leftFen = (await loadBalance(tx, { kind: 'cardBatch', ownerId: batch.id })) + amountFen
    const { rechargedFen, expiredFen } = await sumGiven(tx, batch.id)
    throw new AppError('cardsSpent', { leftFen, rechargedFen: Number(rechargedFen), expiredFen: Number(expiredFen) })
  }
  await noteTaken(tx, actor, batch, { amountFen, causeType, causeId })
}

/**
 * Puts back what `takeBackCards` took, when the refund has failed: the same conditions. What comes back into a batch that has
 * run out since runs out too, and revives with the rest of it.
 */
export async function giveBackCards(
  _deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { orderId, amountFen, causeType, causeId }: CardsTaken,
): Promise<void> {
  const batch = await findBatch(tx, orderId)
  if (!batch) return
  const held = await lockBatch(tx, batch.id)
  await postTransfers(tx, actor, [
    {
      idempotencyKey: `${causeType}:${causeId}:cardsBack`,
      kind: 'cardsIssued',
      debit: { kind: 'cardIssue', ownerId: batch.planId },
      credit: { kind: 'cardBatch', ownerId: batch.id },
      amountFen,
      causeType,
      causeId,
    },
  ])
  if (held?.expiredAt) {
    await postTransfers(tx, actor, [
      {
        idempotencyKey: `${causeType}:${causeId}:cardsExpired`,
        kind: 'cardsExpired',
        debit: { kind: 'cardBatch', ownerId: batch.id },
        credit: { kind: 'cardExpired', ownerId: batch.planId },
        amountFen,
        causeType: 'cardBatch',
        causeId: batch.id,
      },
    ])
  }
  await writeAudit(tx, actor, {
    action: 'cardBatch.issued',
    subjectType: 'cardBatch',
    subjectId: batch.id,
    organisationId: batch.organisationId,
    after: { orderId, causeType, causeId, amountFen },
  })
}

async function noteTaken(
  tx: Transaction,
  actor: Actor,
  batch: BatchRow,
  { amountFen, causeType, causeId }: Omit<CardsTaken, 'orderId'>,
): Promise<void> {
  await writeAudit(tx, actor, {
    action: 'cardBatch.takenBack',
    subjectType: 'cardBatch',
    subjectId: batch.id,
    organisationId: batch.organisationId,
    after: { orderId: batch.orderId, causeType, causeId, amountFen },
  })
}
