import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { withFreeNumber } from '../../platform/with-free-number.ts'
import { holdForRefund } from '../enrolments/enrolments-in-refunds.ts'
import { announce } from '../notices/announce.ts'
import { loadOrder } from '../orders/load-order.ts'
import { findRefundablePayments, loadRefundable, lockRefundable, type Refundable } from './refundable.ts'
import { checkPayee, checkTarget, checkWithin, peopleOf } from './refunds.rules.ts'
import type { RefundView, RequestRefundInput } from './refunds.schema.ts'
import { findOrderPeople, findRefund, findRefundPeople, insertRefund, type NewRefund } from './refunds.store.ts'
import { viewRefund } from './view-refund.ts'

type Destination = Pick<
  NewRefund,
  'way' | 'paymentId' | 'provider' | 'targetOrderId' | 'payeeName' | 'payeeBank' | 'payeeAccount'
>
const nowhere = { paymentId: null, provider: null, targetOrderId: null, payeeName: '', payeeBank: '', payeeAccount: '' }

/**
 * Asks for money back, of an order or of an organisation's credit: an admin for their subtree, staff for anybody. Its people
 * are held for it, so that no other refund takes them. The same id again gives the same refund. `randomBytes` is for tests.
 * Throws `notFound`, `refundTooMuch` {mostFen}, `refundWayWrong`, `refundPayeeMissing`, `orderNotPayable` (the order it is
 * to go to), `refundChanged` (a person is in another refund), `amountInvalid`, `idempotencyKeyReused`.
 */
export async function requestRefund(
  deps: Deps,
  actor: AccountActor,
  input: RequestRefundInput,
  randomBytes?: () => Uint8Array,
): Promise<RefundView> {
  if (await wasMadeBefore(deps, actor, input)) return viewRefund(deps, actor, input.id)
  await loadRefundable(deps, actor, input.from)
  await checkTargetOrder(deps, actor, input)
  const at = deps.clock.now()
  await withFreeNumber(
    { prefix: 'RF', at, ...(randomBytes ? { randomBytes } : {}) },
    (number) =>
      inTransaction(deps, async (tx) => {
        const money = await lockRefundable(tx, actor, input.from)
        const { amountFen, people } = await whatGoesBack(tx, input, money)
        checkWithin(amountFen, money.availableFen)
        const refund: NewRefund = {
          id: input.id,
          number,
          orderId: money.order?.id ?? null,
          organisationId: money.organisationId,
          amountFen,
          ...(await whereItGoes(tx, input, money, amountFen)),
          reason: input.reason,
          requestedById: actor.accountId,
          requestedByName: actor.name,
          requestedByStaff: actor.staffRoles.length > 0,
          createdAt: at,
          people,
        }
        await insertRefund(tx, refund)
        if (money.order && people.length > 0) {
          const ids = people.map((person) => person.enrolmentId)
          await holdForRefund(tx, refund.id, money.order.id, ids)
        }
        await tell(deps, tx, actor, refund, money)
      }),
    () => wasMadeBefore(deps, actor, input),
  )
  return viewRefund(deps, actor, input.id)
}

async function whatGoesBack(tx: Transaction, { what }: RequestRefundInput, money: Refundable) {
  if (!money.order) {
    if (what.kind === 'people') throw new AppError('refundWayWrong')
    return { amountFen: what.amountFen, people: [] }
  }
  const people = await findOrderPeople(tx, money.order.id)
  return peopleOf(people, what, { state: money.order.state, availableFen: money.availableFen })
}

/** The way it came is open for online payments alone, each for what it brought; the others for an order's money. */
async function whereItGoes(
  tx: Transaction,
  { to }: RequestRefundInput,
  money: Refundable,
  amountFen: Fen,
): Promise<Destination> {
  switch (to.way) {
    case 'source': {
      const payments = await findRefundablePayments(tx, money)
      const payment = payments.find((one) => one.id === to.paymentId)
      if (!payment) throw new AppError('refundWayWrong')
      checkWithin(amountFen, payment.availableFen)
      return { ...nowhere, way: 'source', paymentId: payment.id, provider: payment.online.provider }
    }
    case 'transfer': {
      checkPayee(to.payee)
      const { name, bank, account } = to.payee
      return { ...nowhere, way: 'transfer', payeeName: name, payeeBank: bank, payeeAccount: account }
    }
    case 'credit':
      if (!money.order) throw new AppError('refundWayWrong')
      return { ...nowhere, way: 'credit' }
    case 'order':
      if (!money.order) throw new AppError('refundWayWrong')
      return { ...nowhere, way: 'order', targetOrderId: to.targetOrderId }
  }
}

/** Looked at before the transaction, which locks only the order that gives; the approval locks both and looks again. */
async function checkTargetOrder(
  deps: Deps,
  actor: AccountActor,
  { from, to, what }: RequestRefundInput,
): Promise<void> {
  if (to.way !== 'order' || from.kind !== 'order') return
  const [order, target] = [await loadOrder(deps, actor, from.orderId), await loadOrder(deps, actor, to.targetOrderId)]
  checkTarget(order, target, what.kind === 'amount' ? what.amountFen : null)
}

async function tell(deps: Deps, tx: Transaction, actor: AccountActor, refund: NewRefund, money: Refundable) {
  const { id, number, amountFen, reason } = refund
  await writeAudit(tx, actor, {
    action: 'refund.requested',
    subjectType: 'refund',
    subjectId: id,
    organisationId: refund.organisationId,
    after: {
      number,
      amountFen,
      way: refund.way,
      reason,
      orderId: refund.orderId,
      paymentId: refund.paymentId,
      targetOrderId: refund.targetOrderId,
      people: refund.people.length,
    },
  })
  await announce(deps, tx, {
    kind: 'refundRequested',
    organisationId: null,
    organisationName: money.organisationName,
    refundId: id,
    refundNumber: number,
    amountFen,
    reason,
    requestedByName: actor.name,
  })
}

/** Whether this id is a refund already; throws `idempotencyKeyReused` when it is another one than is asked for. */
async function wasMadeBefore(deps: Deps, actor: AccountActor, input: RequestRefundInput): Promise<boolean> {
  const made = await findRefund(deps.db, input.id)
  if (!made) return false
  const { from, to, what } = input
  const samePlace = from.kind === 'order' ? made.orderId === from.orderId : made.orderId === null
  const sameWay =
    made.way === to.way &&
    (to.way !== 'source' || made.paymentId === to.paymentId) &&
    (to.way !== 'order' || made.targetOrderId === to.targetOrderId) &&
    (to.way !== 'transfer' || (made.payeeAccount === to.payee.account && made.payeeName === to.payee.name))
  const sameWhat =
    what.kind === 'amount' ? made.amountFen === what.amountFen : await samePeople(deps, made.id, what.enrolmentIds)
  if (made.requestedById !== actor.accountId || !samePlace || !sameWay || !sameWhat)
    throw new AppError('idempotencyKeyReused')
  return true
}

async function samePeople(deps: Deps, refundId: string, enrolmentIds: readonly string[]): Promise<boolean> {
  const held = new Set((await findRefundPeople(deps.db, refundId)).map((person) => person.enrolmentId))
  const asked = new Set(enrolmentIds)
  return held.size === asked.size && [...asked].every((id) => held.has(id))
}
