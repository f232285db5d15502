import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Fen } from '../../core/money.ts'
import { makeOrderNumber } from '../../core/order-number.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { loadCentre, loadPayeeAccounts } from '../centre/centre-facts.ts'
import { checkBillingReady, loadBillingFacts } from '../organisations/load-billing.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { loadPlan } from '../plans/load-plan.ts'
import { checkOrderAmount, expiresAt } from './orders.rules.ts'
import type { CreateStudyCardOrderInput, OrderView } from './orders.schema.ts'
import { addOrder, findOrder, type NewOrder } from './orders.store.ts'
import { viewOrder } from './view-order.ts'

/** 31^6 numbers a year: a second collision in a row means that something else is wrong. */
const numberTries = 5

/**
 * Makes an order for study cards 学习卡: an admin for their own subtree, staff for any organisation. The same id again
 * gives the same order. Throws `amountInvalid`, `notFound`, `organisationNotActive`, `planNotOpen`, `billingProfileIncomplete`,
 * `billingTitleMismatch`, `billingTaxNumberMismatch`, `payeeAccountMissing`, `idempotencyKeyReused`. `randomBytes` is for tests.
 */
export async function createStudyCardOrder(
  deps: Deps,
  actor: AccountActor,
  input: CreateStudyCardOrderInput,
  randomBytes: () => Uint8Array = () => crypto.getRandomValues(new Uint8Array(16)),
): Promise<OrderView> {
  const amountFen = checkOrderAmount(input.amountFen)
  if (await wasMadeBefore(deps, actor, input)) return viewOrder(deps, actor, input.id)

  const organisation = await loadOrganisation(deps, actor, input.organisationId)
  if (!organisation.open) {
    throw new AppError('organisationNotActive', { organisationName: organisation.name })
  }
  const plan = await loadPlan(deps, actor, input.planId)
  if (!plan.takesOrders) throw new AppError('planNotOpen', { planName: plan.name })
  checkBillingReady(await loadBillingFacts(deps.db, organisation.id))
  const [centre, [payee]] = await Promise.all([loadCentre(deps.db), loadPayeeAccounts(deps.db)])
  if (!payee) throw new AppError('payeeAccountMissing')

  const now = deps.clock.now()
  const order = {
    id: input.id,
    kind: 'studyCards',
    mode: input.mode,
    planId: plan.id,
    organisationId: organisation.id,
    payeeAccountId: payee.id,
    amountFen,
    expiresAt: expiresAt(now, centre.orderPaymentHours),
    createdById: actor.accountId,
    createdAt: now,
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
  } satisfies Omit<NewOrder, 'number'>
  await addWithFreeNumber(deps, actor, input, order, randomBytes)
  return viewOrder(deps, actor, input.id)
}

/** Whether this id is an order already; throws `idempotencyKeyReused` when it is another one than is asked for. */
async function wasMadeBefore(deps: Deps, actor: AccountActor, input: CreateStudyCardOrderInput): Promise<boolean> {
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

/** A taken key is either this very order, sent twice at once, or a number that another order has. */
async function addWithFreeNumber(
  deps: Deps,
  actor: AccountActor,
  input: CreateStudyCardOrderInput,
  order: Omit<NewOrder, 'number'>,
  randomBytes: () => Uint8Array,
): Promise<void> {
  const year = Number(shanghaiDay(order.createdAt).slice(0, 4))
  for (let tries = 1; ; tries++) {
    const number = makeOrderNumber(year, randomBytes())
    if (number === null) {
      if (tries >= numberTries) throw new AppError('unavailable')
      continue
    }
    try {
      await inTransaction(deps, async (tx) => {
        await addOrder(tx, { ...order, number })
        await writeAudit(tx, actor, {
          action: 'order.created',
          subjectType: 'order',
          subjectId: order.id,
          organisationId: order.organisationId,
          after: { number, kind: order.kind, mode: order.mode, planId: order.planId, amountFen: order.amountFen },
        })
      })
      return
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      if (await wasMadeBefore(deps, actor, input)) return
      if (tries >= numberTries) throw error
    }
  }
}
