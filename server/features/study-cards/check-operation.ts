import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { scopeOf } from '../../core/permission.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { findPlanTerms } from '../plans/hold-plan.ts'
import type { BatchListRow } from './batches.store.ts'
import { findRefused, type JudgedSums, sumJudged, type Wanted } from './check-people.store.ts'
import { loadBatch } from './list-batches.ts'
import { peopleQuery } from './list-people.ts'
import { countPeopleRows, findPeopleKeys } from './people.store.ts'
import { amountsOf, checkLeft, checkOpenable, checkSpendable } from './study-cards.rules.ts'
import {
  type CheckOperationInput,
  mostInOperation,
  mostRefusedShown,
  type OperationCheck,
  type PeopleSelection,
} from './study-cards.schema.ts'

export type ReadDeps = { readonly db: Deps['db'] } & Pick<Deps, 'clock' | 'secrets'>

/** What is asked, looked up: the batch or the plan's price, and the people with their amounts. */
export type Prepared = { readonly wanted: Wanted; readonly batch: BatchListRow | null; readonly planId: string }

/**
 * 第二步, 第三步: what an operation would do, before it is started: how many people and how much, what the batch has left
 * before and after, and who is refused and why. What stands in the way of all of it is `blocked`; an id that is not the
 * actor's is `notFound`.
 */
export async function checkOperation(
  deps: ReadDeps,
  actor: AccountActor,
  input: CheckOperationInput,
): Promise<OperationCheck> {
  const { wanted, batch } = await prepare(deps, actor, input)
  const range = pathRange(scopeOf(actor))
  const sums = await sumJudged(deps.db, wanted, range)
  const { people, totalFen, refusedCount, refusedBy } = summed(sums)
  const refused = refusedCount === 0 ? [] : await findRefused(deps.db, wanted, range, mostRefusedShown)
  const leftFen = Number(batch?.leftFen ?? 0n)
  return {
    people,
    totalFen,
    batch: batch && {
      id: batch.id,
      orderNumber: batch.orderNumber,
      organisation: { id: batch.organisationId, name: batch.organisationName },
      plan: { id: batch.planId, number: batch.planNumber, name: batch.planName },
      expiresOn: batch.expiresOn,
      leftFen,
      leftAfterFen: input.kind === 'recharge' ? leftFen - totalFen : leftFen + totalFen,
    },
    feeFen: wanted.kind === 'open' ? wanted.feeFen : null,
    refusedCount,
    refusedBy,
    refused: refused.map(({ learnerId, name, idNumberMasked, why, heldFen, missingFen }) => ({
      learnerId,
      name,
      idNumberMasked,
      why: why ?? 'unknown',
      heldFen: heldFen === null ? null : Number(heldFen),
      missingFen: missingFen === null ? null : Number(missingFen),
    })),
    blocked: blockedBy(() => {
      if (batch) checkSpendable(batch, shanghaiDay(deps.clock.now()))
      if (people === 0) throw new AppError('selectionEmpty')
      if (input.kind === 'recharge') checkLeft(leftFen, totalFen)
    }),
  }
}

function blockedBy(check: () => void): OperationCheck['blocked'] {
  try {
    check()
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, details: { ...error.details } }
  }
}

/** Looks up what is asked. Throws `notFound`, `courseNotOpenable`, `selectionChanged`, `inputInvalid`. */
export async function prepare(deps: ReadDeps, actor: AccountActor, input: CheckOperationInput): Promise<Prepared> {
  if (input.kind === 'open') {
    const plan = await findPlanTerms(deps.db, input.planId)
    if (plan.state === 'draft' && actor.staffRoles.length === 0) throw new AppError('notFound')
    const now = deps.clock.now()
    const feeFen = checkOpenable(plan, now)
    const learnerIds = await peopleOf(deps, actor, input.people)
    return {
      wanted: { kind: 'open', planId: plan.id, learnerIds, feeFen, today: shanghaiDay(now) },
      batch: null,
      planId: plan.id,
    }
  }
  const batch = await loadBatch(deps, actor, input.batchId)
  const learnerIds = await peopleOf(deps, actor, input.people)
  if (input.kind === 'recharge') {
    const amountsFen = amountsOf(input.amount, learnerIds.length)
    return {
      wanted: { kind: 'recharge', batchId: batch.id, learnerIds, amountsFen },
      batch,
      planId: batch.planId,
    }
  }
  const amountsFen = input.amount === 'all' ? null : amountsOf(input.amount, learnerIds.length)
  return { wanted: { kind: 'takeBack', batchId: batch.id, learnerIds, amountsFen }, batch, planId: batch.planId }
}

/** Throws `inputInvalid` for somebody who is named twice, `selectionChanged` where a filter finds others than were seen. */
async function peopleOf(deps: ReadDeps, actor: AccountActor, people: PeopleSelection): Promise<string[]> {
  if ('ids' in people) {
    if (new Set(people.ids).size < people.ids.length) throw new AppError('inputInvalid', { field: 'people' })
    return people.ids
  }
  const { filter, expectedCount } = people
  const query = await peopleQuery(deps, actor, filter)
  const keys = await findPeopleKeys(deps.db, query, null, expectedCount + 1)
  if (keys.length === expectedCount) return keys.map(({ id }) => id)
  throw new AppError('selectionChanged', {
    expectedCount,
    count: keys.length < expectedCount ? keys.length : await countPeopleRows(deps.db, query, mostInOperation),
  })
}

export type Summed = Pick<OperationCheck, 'people' | 'totalFen' | 'refusedCount' | 'refusedBy'>

export function summed(sums: readonly JudgedSums[]): Summed {
  const taken = sums.find(({ why }) => why === null)
  const refusedBy = sums.flatMap(({ why, count }) => (why === null ? [] : [{ why, count }]))
  return {
    people: taken?.count ?? 0,
    totalFen: Number(taken?.amountFen ?? 0n),
    refusedCount: refusedBy.reduce((sum, { count }) => sum + count, 0),
    refusedBy: refusedBy.toSorted((a, b) => b.count - a.count),
  }
}
