import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { addFen } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Readable, type Transaction } from '../../platform/database.ts'
import { type LedgerAccountRef, mayCorrect } from './ledger.rules.ts'
import { type Correction, type CorrectLedgerInput, cardKinds } from './ledger.schema.ts'
import { nameAccounts } from './ledger-accounts.store.ts'
import {
  findCardOwner,
  findCorrection,
  holdCorrection,
  isDayClosed,
  type PostedCorrection,
} from './ledger-corrections.store.ts'
import { loadBalance } from './load-balance.ts'
import { postTransfers } from './post-transfers.ts'

/**
 * Corrects a booking by another one, with a reason; nothing is changed or taken away. Only between the accounts of
 * `correctionPairs`: of orders and refunds the money goes by ways of their own. The same id again is the same correction.
 *
 * Throws `correctionNotAllowed` (why: `pair`, `same`, `plan`, `batch`, `expired`), `notFound` (an owner that is not there),
 * `correctionTooMuch` with what there is, `monthClosed`, `inputInvalid` (a day to come), `idempotencyKeyReused`.
 */
export async function correctLedger(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: CorrectLedgerInput,
): Promise<Correction> {
  const { id, debit, credit, bookedOn } = input
  if (!mayCorrect(debit.kind, credit.kind)) throw new AppError('correctionNotAllowed', { why: 'pair' })
  if (debit.kind === credit.kind && debit.ownerId === credit.ownerId) {
    throw new AppError('correctionNotAllowed', { why: 'same' })
  }
  if (bookedOn !== undefined && bookedOn > shanghaiDay(deps.clock.now())) {
    throw new AppError('inputInvalid', { field: 'bookedOn' })
  }
  return inTransaction(deps, async (tx) => {
    await holdCorrection(tx, id)
    const posted = await findCorrection(tx, keyOf(id))
    if (posted) {
      if (!isSame(posted, actor, input)) throw new AppError('idempotencyKeyReused')
      return viewOf(id, posted)
    }
    await checkOwners(tx, debit, credit)
    if (bookedOn !== undefined && (await isDayClosed(tx, bookedOn))) {
      throw new AppError('monthClosed', { month: bookedOn.slice(0, 7) })
    }
    await post(tx, actor, input)
    const done = await findCorrection(tx, keyOf(id))
    if (!done) throw new Error(`correction ${id} was not posted`)
    await writeAudit(tx, actor, {
      action: 'ledger.corrected',
      subjectType: 'ledger',
      subjectId: id,
      organisationId: [debit, credit].find(({ kind }) => kind === 'organisationCredit')?.ownerId ?? null,
      after: { debit, credit, amountFen: input.amountFen, reason: input.reason, bookedOn: done.bookedOn },
    })
    return viewOf(id, done)
  })
}

const keyOf = (id: string) => `correction:${id}`

async function post(
  tx: Transaction,
  actor: AccountActor,
  { id, debit, credit, amountFen, reason, bookedOn }: CorrectLedgerInput,
): Promise<void> {
  try {
    await postTransfers(tx, actor, [
      {
        idempotencyKey: keyOf(id),
        kind: 'correction',
        debit,
        credit,
        amountFen,
        causeType: 'correction',
        causeId: id,
        reason,
        ...(bookedOn === undefined ? {} : { bookedOn }),
      },
    ])
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'balanceTooLow') throw error
    // The transfer stands in this transaction, which ends with the refusal: without it, so much was there.
    const leftFen = addFen(await loadBalance(tx, debit), amountFen)
    throw new AppError('correctionTooMuch', { leftFen, field: 'amountFen' })
  }
}

/** Both owners are there, and card value stays in its batch and plan. */
async function checkOwners(db: Readable, debit: LedgerAccountRef, credit: LedgerAccountRef): Promise<void> {
  if ((await nameAccounts(db, [debit, credit])).length < 2) throw new AppError('notFound')
  if (!cardKinds.some((kind) => kind === debit.kind)) return
  const [from, to] = [await findCardOwner(db, debit), await findCardOwner(db, credit)]
  if (from.planId !== to.planId) throw new AppError('correctionNotAllowed', { why: 'plan' })
  if (from.batchId !== null && to.batchId !== null && from.batchId !== to.batchId) {
    throw new AppError('correctionNotAllowed', { why: 'batch' })
  }
  if (from.expired || to.expired) throw new AppError('correctionNotAllowed', { why: 'expired' })
}

function isSame(posted: PostedCorrection, actor: AccountActor, input: CorrectLedgerInput): boolean {
  const same = (a: LedgerAccountRef, b: LedgerAccountRef) => a.kind === b.kind && a.ownerId === b.ownerId
  return (
    same(posted.debit, input.debit) &&
    same(posted.credit, input.credit) &&
    posted.amountFen === BigInt(input.amountFen) &&
    posted.reason === input.reason &&
    posted.actorId === actor.accountId
  )
}

function viewOf(id: string, { debitAccountId, creditAccountId, bookedOn }: PostedCorrection): Correction {
  return { id, debitAccountId, creditAccountId, bookedOn }
}
