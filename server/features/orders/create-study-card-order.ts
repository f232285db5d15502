import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { loadPlan } from '../plans/load-plan.ts'
import { addNewOrder, loadPayer, loadTerms, randomBytes, withOrderNumbers } from './make-orders.ts'
import { checkOrderAmount } from './orders.rules.ts'
import type { CreateStudyCardOrderInput, OrderView } from './orders.schema.ts'
import { findOrder } from './orders.store.ts'
import { viewOrder } from './view-order.ts'

/**
 * Makes an order for study cards 学习卡: an admin for their own subtree, staff for any organisation. The same id again
 * gives the same order. Throws `amountInvalid`, `notFound`, `organisationNotActive`, `planNotOpen`, `billingProfileIncomplete`,
 * `billingTitleMismatch`, `billingTaxNumberMismatch`, `payeeAccountMissing`, `idempotencyKeyReused`. `random` is for tests.
 */
export async function createStudyCardOrder(
  deps: Deps,
  actor: AccountActor,
  input: CreateStudyCardOrderInput,
  random = randomBytes,
): Promise<OrderView> {
  const amountFen = checkOrderAmount(input.amountFen)
  const wasMade = () => wasMadeBefore(deps, actor, input)
  if (await wasMade()) return viewOrder(deps, actor, input.id)

  const plan = await loadPlan(deps, actor, input.planId)
  if (!plan.takesOrders) throw new AppError('planNotOpen', { planName: plan.name })
  const payer = await loadPayer(deps, actor, input.organisationId)
  const terms = await loadTerms(deps)
  await withOrderNumbers(deps, { madeAt: terms.createdAt, wasMade, random }, (tx, nextNumber) =>
    addNewOrder(tx, actor, {
      ...terms,
      id: input.id,
      number: nextNumber(),
      kind: 'studyCards',
      mode: input.mode,
      planId: plan.id,
      organisationId: payer.id,
      amountFen,
      createdById: actor.accountId,
      items: [
        {
          id: newId(),
          planId: plan.id,
          subjectId: null,
          position: 1,
          description: plan.name,
          quantity: 1,
          unitFen: amountFen,
          amountFen,
        },
      ],
    }),
  )
  return viewOrder(deps, actor, input.id)
}

/** Whether this id is an order already; throws `idempotencyKeyReused` when it is another one than is asked for. */
async function wasMadeBefore(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: CreateStudyCardOrderInput,
): Promise<boolean> {
  const made = await findOrder(deps.db, input.id)
  if (!made) return false
  const same =
    made.createdById === actor.accountId &&
    made.kind === 'studyCards' &&
    made.planId === input.planId &&
    made.organisationId === input.organisationId &&
    made.amountFen === (input.amountFen as Fen) &&
    made.mode === input.mode
  if (!same) throw new AppError('idempotencyKeyReused')
  return true
}
