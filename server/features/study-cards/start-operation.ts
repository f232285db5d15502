import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { scopeOf } from '../../core/permission.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { pathRange } from '../organisations/units.rules.ts'
import type { BatchListRow } from './batches.store.ts'
import { type Prepared, prepare, summed } from './check-operation.ts'
import { findRefused, insertJudgedLines, sumJudged } from './check-people.store.ts'
import { findOrganisationOf } from './find-learner.store.ts'
import { toOperation } from './list-operations.ts'
import { countSameLines, findOperation, insertOperation, type OperationRow } from './operations.store.ts'
import { cardsRun } from './study-cards.queues.ts'
import { amountsOf, checkLeft, checkSpendable, mayManageAllCards, mayManageCards } from './study-cards.rules.ts'
import type { Operation, StartOperationInput } from './study-cards.schema.ts'

type StartDeps = Pick<Deps, 'db' | 'clock' | 'secrets' | 'jobs'>

/**
 * Starts a recharge, a take-back or an opening for many: who gets how much is written down, and the worker does all of it
 * or nothing (`runOperation`). The same id again is the same operation.
 *
 * Throws `notFound`, `cardBatchExpired`, `cardBatchTooLow`, `courseNotOpenable`, `cardPeopleRefused` when somebody is refused and not
 * left out, `selectionEmpty`, `selectionChanged` when it is not what the check showed, `inputInvalid`, `idempotencyKeyReused`.
 */
export async function startOperation(
  deps: StartDeps,
  actor: AccountActor,
  input: StartOperationInput,
): Promise<Operation> {
  if (!mayManageCards(actor)) throw new AppError('notAllowed')
  const before = await findOperation(deps.db, input.id)
  if (before) return sameOperation(deps, actor, before, input)
  const prepared = await prepare(deps, actor, input)
  try {
    return await inTransaction(deps, (tx) => insert(deps, tx, actor, input, prepared), { timeoutMs: 60_000 })
  } catch (error) {
    // Sent twice at the same moment: the other one was first.
    const first =
      error instanceof AppError && error.code === 'idempotencyKeyReused' ? await findOperation(deps.db, input.id) : null
    if (first) return sameOperation(deps, actor, first, input)
    throw error
  }
}

async function insert(
  deps: StartDeps,
  tx: Transaction,
  actor: AccountActor,
  input: StartOperationInput,
  { wanted, batch, planId }: Prepared,
): Promise<Operation> {
  const now = deps.clock.now()
  if (batch) checkSpendable(batch, shanghaiDay(now))
  const range = pathRange(scopeOf(actor))
  const { people, totalFen, refusedCount } = summed(await sumJudged(tx, wanted, range))
  if (refusedCount > 0 && !input.leaveOut) {
    const [first] = await findRefused(tx, wanted, range, 1)
    throw new AppError('cardPeopleRefused', {
      count: refusedCount,
      why: first?.why ?? 'unknown',
      name: first?.name ?? null,
      missingFen: first?.missingFen == null ? null : Number(first.missingFen),
    })
  }
  if (people === 0) throw new AppError('selectionEmpty')
  if (input.kind === 'recharge' && batch) checkLeft(Number(batch.leftFen), totalFen)
  if (people !== input.expected.people || totalFen !== input.expected.totalFen) {
    throw new AppError('selectionChanged', { expectedCount: input.expected.people, count: people })
  }
  const owner = await ownerOf(tx, actor, batch, wanted.learnerIds)
  const inserted = await insertOperation(tx, actor, {
    id: input.id,
    kind: input.kind,
    batchId: batch?.id ?? null,
    planId,
    ...owner,
    reason: input.kind === 'takeBack' ? input.reason : null,
    importId: null,
    people,
    totalFen,
    createdById: actor.accountId,
    createdByName: actor.name,
    now,
  })
  if (!inserted) throw new AppError('idempotencyKeyReused')
  const lines = await insertJudgedLines(tx, input.id, wanted, range)
  // Somebody was changed between the two questions.
  if (lines.count !== people || Number(lines.totalFen) !== totalFen) {
    throw new AppError('selectionChanged', { expectedCount: people, count: lines.count })
  }
  await deps.jobs.send(tx, cardsRun, { operationId: input.id, ip: actor.ip })
  const row = await findOperation(tx, input.id)
  if (!row) throw new AppError('conflict')
  return toOperation(row)
}

/** Whose operation it is: the admin's own organisation; of staff's, the batch's, or the first person's where there is none. */
async function ownerOf(
  tx: Transaction,
  actor: AccountActor,
  batch: BatchListRow | null,
  learnerIds: readonly string[],
): Promise<{ organisationId: string; organisationPath: string }> {
  if (!mayManageAllCards(actor) && actor.organisation) {
    // Its path as it is now: the session may have begun before the tree was changed.
    const { id, path } = await loadOrganisation({ db: tx }, actor, actor.organisation.id)
    return { organisationId: id, organisationPath: path }
  }
  if (batch) return { organisationId: batch.organisationId, organisationPath: batch.organisationPath }
  const found = await findOrganisationOf(tx, learnerIds)
  if (!found) throw new AppError('selectionEmpty')
  return found
}

/** The one that was sent before, where what is sent now says the same. Throws `idempotencyKeyReused`. */
async function sameOperation(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  row: OperationRow,
  input: StartOperationInput,
): Promise<Operation> {
  const same =
    row.createdById === actor.accountId &&
    row.importId === null &&
    row.kind === input.kind &&
    (input.kind === 'open' ? row.planId === input.planId : row.batchId === input.batchId) &&
    row.reason === (input.kind === 'takeBack' ? input.reason : null) &&
    row.people === input.expected.people &&
    Number(row.totalFen) === input.expected.totalFen &&
    (await areLinesOf(deps, row, input))
  if (!same) throw new AppError('idempotencyKeyReused')
  return toOperation(row)
}

/** Whether everybody in it is among those who are sent now, with the same amount. What a filter found cannot be asked again. */
async function areLinesOf(deps: Pick<Deps, 'db'>, row: OperationRow, input: StartOperationInput): Promise<boolean> {
  if (!('ids' in input.people)) return true
  const { ids } = input.people
  const amounts = input.kind === 'open' || input.amount === 'all' ? null : amountsOf(input.amount, ids.length)
  if (!input.leaveOut && ids.length !== row.people) return false
  return (await countSameLines(deps.db, row.id, ids, amounts)) === row.people
}
