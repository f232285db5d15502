import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import { shanghaiDay } from '../../server/core/working-time.ts'
import { endBatches } from '../../server/features/study-cards/end-batches.ts'
import { openCourse } from '../../server/features/study-cards/open-course.ts'
import { recharge, runCards, startOpening, startTakeBack } from './cards.ts'
import { makeOrder } from './orders.ts'
import { type MadeOrganisation, makeAccount, makeAdmin, makeLearner, makeOrganisation, makeStaff } from './people.ts'
import { makeLine } from './statements.ts'
import type { RpcAnswer, World } from './world.ts'

type Clerk = { readonly id: string; readonly name: string; readonly cookie: string }

/** What stands in books that were used as every day uses them, by its ids. */
export type UsedBooks = {
  readonly organisation: MadeOrganisation
  readonly admin: Clerk
  readonly finance: Clerk
  /** A month that was closed, `2026-10`. */
  readonly month: string
  /** Paid in that month. */
  readonly lastMonthOrderId: string
  /** Paid by credit and then by a line; what was too much went back to the credit. */
  readonly paidOrderId: string
  readonly paymentId: string
  readonly lineId: string
  readonly refundId: string
  readonly batch: { readonly id: string; readonly orderId: string; readonly planId: string }
  /** Of another plan. */
  readonly otherBatchId: string
  readonly expiredBatchId: string
  readonly rechargeId: string
  /** By the learner's own opening, not by an operation. */
  readonly openingId: string
  readonly learnerIds: readonly string[]
}

function settled(answer: RpcAnswer): RpcAnswer['data'] {
  if (answer.code !== null) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`)
  return answer.data
}

/**
 * Uses a world as a centre and its organisations do: lines pay orders, one too much, one by mistake; credit pays, refunds
 * are decided on, a month is closed; cards are recharged, taken back, spent, given back and run out; hours are recorded.
 */
export async function useBooks(world: World): Promise<UsedBooks> {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const finance = await makeStaff(world, 'finance')
  const call = async (name: string, input: object, who: Clerk = finance) =>
    settled(await world.mutate(name, input, who.cookie))
  const pay = async (orderId: string, amountFen: number, day?: string) => {
    const line = await makeLine(world, { amountFen, ...(day ? { day } : {}) })
    const allocationId = newId()
    const { parts } = await call('reconciliation.allocate', {
      lineId: line.id,
      parts: [{ allocationId, orderId, amountFen }],
    })
    return { lineId: line.id, allocationId, paymentId: parts[0].paymentId as string }
  }

  const lastDay = lastDayOfLastMonth(world.clock.now())
  const lastMonthOrder = await makeOrder(world, organisation, { amountFen: 7_000 })
  await pay(lastMonthOrder.id, 7_000, lastDay)
  const month = lastDay.slice(0, 7)
  await call('finance.closeMonth', { month })

  const overpaid = await makeOrder(world, organisation, { amountFen: 5_000 })
  await pay(overpaid.id, 8_000)
  const paidOrder = await makeOrder(world, organisation, { amountFen: 9_000 })
  await call(
    'credit.pay',
    { id: newId(), orderId: paidOrder.id, organisationId: organisation.id, amountFen: 2_000 },
    admin,
  )
  const { lineId, paymentId } = await pay(paidOrder.id, 7_000)

  const mistaken = await makeOrder(world, organisation, { amountFen: 4_000 })
  const { allocationId } = await pay(mistaken.id, 4_000)
  await call('reconciliation.undo', { allocationId, reason: '认错了单位' })

  const askRefund = async (orderId: string, amountFen: number, to: object): Promise<{ id: string; version: number }> =>
    call(
      'refunds.request',
      { id: newId(), from: { kind: 'order', orderId }, what: { kind: 'amount', amountFen }, to, reason: '多付了' },
      admin,
    )
  const refund = await askRefund(paidOrder.id, 1_500, { way: 'credit' })
  await call('refunds.approve', { id: refund.id, version: refund.version, amountFen: 1_500 })
  const payee = { name: '苏州某某公司', bank: '中国银行苏州分行', account: '6222000011112222' }
  const sent = await askRefund(paidOrder.id, 1_000, { way: 'transfer', payee })
  await call('refunds.approve', { id: sent.id, version: sent.version, amountFen: 1_000 })
  const rejected = await askRefund(paidOrder.id, 800, { way: 'credit' })
  await call('refunds.reject', { id: rejected.id, version: rejected.version, reason: '已经开票' })

  const cards = async (amountFen: number) => {
    const order = await makeOrder(world, organisation, { amountFen })
    await pay(order.id, amountFen)
    const { id } = await world.deps.db.studyCardBatch.findUniqueOrThrow({ where: { orderId: order.id } })
    return { id, orderId: order.id, planId: order.planId }
  }
  const [batch, other, expiring] = [await cards(20_000), await cards(3_000), await cards(2_500)]
  const learners = [
    await makeLearner(world, organisation),
    await makeLearner(world, organisation),
    await makeLearner(world, organisation),
  ]
  const learnerIds = learners.map(({ id }) => id)
  const [first = '', second = '', third = ''] = learnerIds
  const rechargeId = await recharge(
    world,
    admin.cookie,
    batch.id,
    learnerIds.map((id) => ({ id, amountFen: 3_000 })),
  )
  const back = settled(await startTakeBack(world, admin.cookie, batch.id, [{ id: third, amountFen: 700 }]))
  await runCards(world, back.id)
  await world.deps.db.plan.update({ where: { id: batch.planId }, data: { openingFeeFen: 1_200n } })
  const opened = settled(await startOpening(world, admin.cookie, batch.planId, [second], 1_200))
  await runCards(world, opened.id)
  const learner = await openAsLearner(world, first, batch.planId)
  const closedId = (await world.deps.db.courseOpening.findFirstOrThrow({ where: { operationId: opened.id } })).id
  await call('studyCards.closeCourse', { id: closedId, reason: '报错了班' })

  await recharge(world, admin.cookie, expiring.id, [{ id: first, amountFen: 900 }])
  await world.deps.db.studyCardBatch.update({
    where: { id: expiring.id },
    data: { expiresOn: new Date(Date.parse(shanghaiDay(world.clock.now())) - 86_400_000) },
  })
  await endBatches(world.deps)

  for (const [index, state] of (['approved', 'approved', 'pending'] as const).entries()) {
    await world.deps.db.hourRecord.create({
      data: {
        id: newId(),
        learnerId: first,
        planId: batch.planId,
        organisationId: organisation.id,
        organisationPath: organisation.path,
        kind: index === 0 ? 'compulsory' : 'elective',
        source: 'offline',
        title: '见证取样实操',
        hours: 300 + index,
        studiedOn: new Date('2026-05-02'),
        state,
        createdByName: admin.name,
      },
    })
  }
  return {
    organisation,
    admin,
    finance,
    month,
    lastMonthOrderId: lastMonthOrder.id,
    paidOrderId: paidOrder.id,
    paymentId,
    lineId,
    refundId: refund.id,
    batch,
    otherBatchId: other.id,
    expiredBatchId: expiring.id,
    rechargeId,
    openingId: learner,
    learnerIds,
  }
}

/** The learner opens the plan from their own wallet. */
async function openAsLearner(world: World, learnerId: string, planId: string): Promise<string> {
  const { id: accountId } = await makeAccount(world, { name: '学员' })
  await world.deps.db.learner.update({ where: { id: learnerId }, data: { accountId } })
  const actor = {
    kind: 'account',
    accountId,
    name: '学员',
    ip: '127.0.0.1',
    staffRoles: [],
    organisation: null,
    learnerId,
  } as const
  const id = newId()
  await openCourse(world.deps, actor, { id, learnerId, planId, feeFen: fen(1_200) })
  return id
}

function lastDayOfLastMonth(now: Date): string {
  const first = `${shanghaiDay(now).slice(0, 7)}-01`
  return new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10)
}
