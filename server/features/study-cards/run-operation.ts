import type { AccountActor } from '../../core/actor.ts'
import { AppError, isRetryable } from '../../core/app-error.ts'
import type { Fen } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { actFor } from '../accounts/act-for.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { loadBalance } from '../ledger/load-balance.ts'
import { postTransfersFrom } from '../ledger/post-transfers-from.ts'
import { holdPlan } from '../plans/hold-plan.ts'
import { lockBatch } from './batches.store.ts'
import { announceEnd, failOperation } from './end-operation.ts'
import { findShort, insertWallets, type Part, rechargeRows, takeBackRows } from './move-value.store.ts'
import { findEnrolled, findOpenedByOthers, insertOpenings } from './openings.store.ts'
import {
  findOperation,
  holdOperation,
  type OperationRow,
  setDone,
  setProgress,
  setRunning,
} from './operations.store.ts'
import { payOpenings } from './pay-openings.ts'
import { cardsTell } from './study-cards.queues.ts'
import { checkLeft, checkOpenable, checkSpendable } from './study-cards.rules.ts'

type RunDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/** 20,000 people take some seconds; a slow disk may take ten times that. */
const timeoutMs = 240_000
/** Lines that are posted in one go: so often people see it move. */
const linesAtOnce = 5000

/**
 * Does an operation: all of it in one transaction, or nothing, and then it is `failed` with the reason. Done again after a
 * crash it finds nothing done, or everything. The rights of whoever asked for it are those of now.
 */
export async function runOperation(
  deps: RunDeps,
  { operationId, ip }: { readonly operationId: string; readonly ip: string },
): Promise<void> {
  await setRunning(deps.db, operationId, deps.clock.now())
  try {
    await inTransaction(deps, (tx) => carryOut(deps, tx, operationId, ip), { timeoutMs })
  } catch (error) {
    if (!(error instanceof AppError) || isRetryable(error)) throw error
    await inTransaction(deps, async (tx) => {
      const one = await findOperation(tx, operationId)
      if (one) await failOperation(deps, tx, askerOf(one, ip), one, error)
    })
  }
}

/** The same in the caller's transaction, which a refusal ends. */
export async function carryOut(deps: RunDeps, tx: Transaction, operationId: string, ip: string): Promise<void> {
  const one = await holdOperation(tx, operationId)
  if (!one || one.state === 'done' || one.state === 'failed') return
  const actor = await actorOf(tx, one, ip)
  if (!actor) throw new AppError('notAllowed')
  if (one.kind === 'open') await openForAll(deps, tx, actor, one)
  else await moveValue(deps, tx, actor, one)
  const now = deps.clock.now()
  if (!(await setDone(tx, actor, one, now))) throw new AppError('conflict')
  if (one.kind === 'recharge') await deps.jobs.send(tx, cardsTell, { about: 'operation', id: one.id })
  await announceEnd(deps, tx, one, null, now)
}

async function actorOf(tx: Transaction, one: OperationRow, ip: string): Promise<AccountActor | null> {
  return actFor(tx, { accountId: one.createdById, organisationPath: one.organisationPath, ip, office: 'finance' })
}

/** Whoever asked for it, also where they may not do it any more. */
function askerOf(one: OperationRow, ip: string): AccountActor {
  return {
    kind: 'account',
    accountId: one.createdById,
    name: one.createdByName,
    ip,
    staffRoles: [],
    organisation: null,
    learnerId: null,
  }
}

/** Recharge and take-back: between a batch and its wallets. */
async function moveValue(deps: RunDeps, tx: Transaction, actor: AccountActor, one: OperationRow): Promise<void> {
  const { batchId } = one
  const batch = batchId === null ? null : await lockBatch(tx, batchId)
  if (!batch || batchId === null) throw new AppError('notFound')
  const now = deps.clock.now()
  checkSpendable(batch, shanghaiDay(now))
  // The clocks of two workers differ: what is booked off is over, whatever day it is here.
  if (batch.expiredAt) throw new AppError('cardBatchExpired', { expiresOn: batch.expiresOn })
  const recharge = one.kind === 'recharge'
  if (recharge) checkLeft(await loadBalance(tx, { kind: 'cardBatch', ownerId: batchId }), Number(one.totalFen))
  let posted = 0
  for (let after = 0; after < one.people; after += linesAtOnce) {
    const part: Part = { operationId: one.id, after, upTo: after + linesAtOnce }
    if (recharge) await insertWallets(tx, part, batchId, now)
    posted += await post(tx, actor, one, batchId, recharge ? rechargeRows(part, batchId) : takeBackRows(part, batchId))
    await setProgress(deps.db, one.id, Math.min(part.upTo, one.people))
  }
  // Who has no wallet of the batch is in none of the rows.
  if (posted !== one.people) throw await tooLittle(tx, one, batchId)
}

async function post(
  tx: Transaction,
  actor: AccountActor,
  one: OperationRow,
  batchId: string,
  rows: ReturnType<typeof rechargeRows>,
): Promise<number> {
  const recharge = one.kind === 'recharge'
  try {
    return await postTransfersFrom(
      tx,
      actor,
      {
        kind: recharge ? 'recharged' : 'rechargeTakenBack',
        debit: recharge ? 'cardBatch' : 'wallet',
        credit: recharge ? 'wallet' : 'cardBatch',
        causeType: 'cardOperation',
        causeId: one.id,
        ...(one.reason === null ? {} : { reason: one.reason }),
      },
      rows,
    )
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'balanceTooLow') throw error
    if (recharge) {
      const balanceFen = typeof error.details.balanceFen === 'number' ? error.details.balanceFen : 0
      throw new AppError('cardBatchTooLow', { wantedFen: Number(one.totalFen), missingFen: -balanceFen, leftFen: null })
    }
    throw await tooLittle(tx, one, batchId)
  }
}

/** Some have less of the batch than is to be taken back. What was posted stands in the transaction, which ends with this. */
async function tooLittle(tx: Transaction, one: OperationRow, batchId: string): Promise<AppError> {
  const { count, name } = await findShort(tx, one.id, batchId)
  return new AppError('cardPeopleRefused', { count: Math.max(count, 1), why: 'holdsLess', name, missingFen: null })
}

/** 开通课程 for everybody in it: the price is still the one that was agreed to, or nothing is done. */
async function openForAll(deps: RunDeps, tx: Transaction, actor: AccountActor, one: OperationRow): Promise<void> {
  const plan = await holdPlan(tx, one.planId)
  const now = deps.clock.now()
  const feeFen: Fen = checkOpenable(plan, now)
  if (feeFen * one.people !== Number(one.totalFen)) throw new AppError('courseFeeChanged', { feeFen })
  const enrolled = await findEnrolled(tx, one.id, plan.id)
  if (enrolled.count > 0) throw refusedPeople(enrolled, 'enrolled')
  const by = { id: one.createdById, name: one.createdByName }
  const opened = await insertOpenings(tx, one.id, plan.id, by, now)
  if (opened !== one.people) throw refusedPeople(await findOpenedByOthers(tx, one.id, plan.id), 'alreadyOpen')
  await setProgress(deps.db, one.id, Math.floor(one.people / 2))
  const short = await payOpenings(tx, actor, { operationId: one.id }, shanghaiDay(now))
  if (short) throw refusedPeople(short, 'balanceTooLow')
  await askForCertificates(deps, tx, plan.id)
}

function refusedPeople({ count, name }: { count: number; name: string | null }, why: string): AppError {
  return new AppError('cardPeopleRefused', { count: Math.max(count, 1), why, name, missingFen: null })
}
