import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadPlan } from '../plans/load-plan.ts'
import { addNewOrder, loadPayer, loadTerms, randomBytes, withOrderNumbers } from './make-orders.ts'
import { checkOrderAmount } from './orders.rules.ts'
import type { CreateStudyCardOrderInput, OrderView } from './orders.schema.ts'
import { findOrder, findOrderLike, type NewOrder } from './orders.store.ts'
import { viewOrder } from './view-order.ts'

/**
 * Makes an order for study cards 学习卡: an admin for their own subtree, staff for any organisation. The same id again
 * gives the same order. 先开票后付款 asks for its invoice with it. Throws `amountInvalid`, `notFound`, `organisationNotActive`, `planNotOpen`, `billingProfileIncomplete`,
 * `billingTitleMismatch`, `billingTaxNumberMismatch`, `payeeAccountMissing`, `orderLikeIt`, `idempotencyKeyReused`. `random` is for tests.
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
  await withOrderNumbers(deps, { madeAt: terms.createdAt, wasMade, random }, async (tx, nextNumber) => {
    if (input.alone) await checkAlone(tx, { planId: plan.id, organisationId: payer.id, amountFen })
    const order: NewOrder = {
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
    }
    await addNewOrder(deps, tx, actor, order, input.invoiceDetails)
  })
  return viewOrder(deps, actor, input.id)
}

/** Throws `orderLikeIt` with the order that would be made a second time. */
async function checkAlone(
  tx: Transaction,
  wanted: { readonly planId: string; readonly organisationId: string; readonly amountFen: Fen },
): Promise<void> {
  const like = await findOrderLike(tx, wanted)
  if (!like) return
  throw new AppError('orderLikeIt', { orderId: like.id, orderNumber: like.number, amountFen: wanted.amountFen })
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
