import { newId } from '../../../server/core/ids.ts'
import { makeNumber } from '../../../server/core/order-number.ts'
import { sendRefund } from '../../../server/features/refunds/ask-provider.ts'
import { makePayee, makePlan } from '../../support/orders.ts'
import type { PayingWorld } from '../../support/paying.ts'
import { type MadeOrganisation, makeLearner } from '../../support/people.ts'
import type { RpcAnswer, World } from '../../support/world.ts'

export type Clerk = { readonly id: string; readonly name: string; readonly cookie: string }

export const transferTo = (amountFen: number) => ({
  what: { kind: 'amount', amountFen },
  to: { way: 'transfer', payee: { name: '苏州某某公司', bank: '中国银行苏州分行', account: '6222000011112222' } },
  reason: '多付了',
})
export const toCredit = (amountFen: number) => ({
  what: { kind: 'amount', amountFen },
  to: { way: 'credit' },
  reason: '多付了',
})
export const toSource = (amountFen: number, paymentId: string) => ({
  what: { kind: 'amount', amountFen },
  to: { way: 'source', paymentId },
  reason: '重复缴费',
})

/** Asks for a refund of an order and answers what came. */
export async function ask(
  world: World,
  cookie: string,
  orderId: string,
  wanted: object,
  id = newId(),
): Promise<RpcAnswer> {
  return world.mutate('refunds.request', { id, from: { kind: 'order', orderId }, ...wanted }, cookie)
}

export async function askOfCredit(
  world: World,
  cookie: string,
  organisationId: string,
  wanted: object,
): Promise<RpcAnswer> {
  return world.mutate('refunds.request', { id: newId(), from: { kind: 'credit', organisationId }, ...wanted }, cookie)
}

export async function approve(
  world: World,
  finance: Clerk,
  refund: { id: string; version: number; amountFen: number },
): Promise<RpcAnswer> {
  const { id, version, amountFen } = refund
  return world.mutate('refunds.approve', { id, version, amountFen }, finance.cookie)
}

/** Pays an order by card at the sandbox bank, to the end; `amountFen` differs from what was asked where it is given. */
export async function payByCard(paying: PayingWorld, orderId: string, amountFen?: number): Promise<string> {
  const attempt = await paying.begin(orderId)
  await finishByCard(paying, attempt, amountFen)
  return attempt.id
}

export async function finishByCard(
  paying: PayingWorld,
  attempt: { id: string; tradeNo: string },
  amountFen?: number,
): Promise<void> {
  await paying.bank.control.pay(attempt.tradeNo, amountFen === undefined ? {} : { amountFen })
  const { code } = await paying.world.mutate('payments.ask', { id: attempt.id }, paying.admin.cookie)
  if (code) throw new Error(code)
}

/** What the worker would do with the jobs that the approval queued. */
export async function runSends(paying: PayingWorld, refundId: string): Promise<void> {
  const queued = await paying.world.boss.fetch('refund.send', { batchSize: 100 })
  const mine = queued.filter((job) => (job.data as { refundId: string }).refundId === refundId)
  if (mine.length === 0) throw new Error('no refund.send job was queued')
  await sendRefund(paying.world.deps, { refundId })
}

/** An order of confirmed enrolments, one for each fee, paid or not as its caller goes on to make it. */
export async function makeEnrolmentOrder(
  world: World,
  organisation: MadeOrganisation,
  fees: readonly number[],
): Promise<{ id: string; amountFen: number; enrolmentIds: string[] }> {
  const { db } = world.deps
  const [payeeAccountId, planId, id] = [await makePayee(world), await makePlan(world), newId()]
  const now = world.clock.now()
  const amountFen = fees.reduce((sum, fee) => sum + fee, 0)
  const number = makeNumber('PX', 2026, crypto.getRandomValues(new Uint8Array(32)))
  if (!number) throw new Error('no number')
  await db.order.create({
    data: {
      id,
      number,
      kind: 'enrolments',
      planId,
      organisationId: organisation.id,
      payeeAccountId,
      amountFen: BigInt(amountFen),
      expiresAt: new Date(now.getTime() + 7 * 86_400_000),
      createdById: newId(),
      items: {
        create: fees.map((fee, index) => ({
          id: newId(),
          planId,
          position: index + 1,
          description: '培训费',
          quantity: 1,
          unitFen: BigInt(fee),
          amountFen: BigInt(fee),
        })),
      },
    },
  })
  const enrolmentIds: string[] = []
  for (const fee of fees) {
    const learner = await makeLearner(world, organisation)
    const enrolmentId = newId()
    await db.enrolment.create({
      data: {
        id: enrolmentId,
        planId,
        learnerId: learner.id,
        organisationId: organisation.id,
        organisationPath: organisation.path,
        state: 'confirmed',
        feeFen: BigInt(fee),
        submittedAt: now,
        dueAt: now,
        decidedAt: now,
        decidedById: newId(),
        orderId: id,
        formCode: formCode(),
        createdById: newId(),
        orders: { create: { orderId: id, feeFen: BigInt(fee) } },
      },
    })
    enrolmentIds.push(enrolmentId)
  }
  return { id, amountFen, enrolmentIds }
}

function formCode(): string {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => alphabet[byte % alphabet.length]).join('')
}

/** What accounts of a kind hold, by what they belong to; all of the kind together without an owner. */
export async function held(world: World, kind: string, ownerId?: string): Promise<number> {
  const rows = await world.deps.db.$queryRaw<{ balance: bigint | null }[]>`
    SELECT sum(ledger_balance(id))::bigint AS balance FROM ledger_accounts
    WHERE kind = ${kind}::ledger_account_kind AND (${ownerId ?? null}::uuid IS NULL OR owner_id = ${ownerId ?? null}::uuid)`
  return Number(rows[0]?.balance ?? 0n)
}
