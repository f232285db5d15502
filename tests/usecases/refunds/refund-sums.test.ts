import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { openCashier } from '../../../server/features/payments/open-cashier.ts'
import { makeOrder, makePayee } from '../../support/orders.ts'
import { actorOf, openPayingWorld, type PayingWorld } from '../../support/paying.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { approve, ask, askOfCredit, type Clerk, finishByCard, held, runSends } from './arrange.ts'

let paying: PayingWorld
let finance: Clerk
let payeeAccountId: string
beforeAll(async () => {
  paying = await openPayingWorld()
  finance = await makeStaff(paying.world, 'finance')
  payeeAccountId = await makePayee(paying.world)
})
afterAll(() => paying.close())

type Way = 'source' | 'transfer' | 'credit' | 'order'
type Step =
  | { readonly do: 'pay'; readonly order: number; readonly fen: number }
  | { readonly do: 'ask'; readonly order: number; readonly percent: number; readonly way: Way; readonly target: number }
  | { readonly do: 'askCredit'; readonly percent: number; readonly way: 'source' | 'transfer' }
  | { readonly do: 'decide'; readonly which: number; readonly approve: boolean }
  | { readonly do: 'settle'; readonly which: number; readonly fails: boolean }
  | { readonly do: 'withdraw'; readonly which: number }

const amount = fc.integer({ min: 1, max: 1_500 })
const index = fc.nat({ max: 2 })
const which = fc.nat({ max: 7 })
/** Of what can go back; more than all of it is refused. */
const percent = fc.integer({ min: 5, max: 105 })
const steps = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pay' as const), order: index, fen: amount }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('ask' as const),
        order: index,
        percent,
        way: fc.constantFrom<Way>('source', 'transfer', 'credit', 'order'),
        target: index,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('askCredit' as const),
        percent,
        way: fc.constantFrom('source' as const, 'transfer' as const),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('decide' as const),
        which,
        approve: fc.constantFrom(true, true, true, false),
      }),
    },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('settle' as const), which, fails: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), which }) },
  ),
  { minLength: 14, maxLength: 30 },
)

/** Something is there from the beginning, so that the steps have what to work on. */
const scripts = fc
  .tuple(amount, amount, steps)
  .map(([first, second, rest]): Step[] => [
    { do: 'pay', order: 0, fen: first + 500 },
    { do: 'pay', order: 1, fen: second + 500 },
    ...rest,
  ])

const payee = { name: '某某公司', bank: '中国银行', account: '62220000' }

/** One run on an organisation of its own; the sums of the centre are compared before and after. */
async function run(script: readonly Step[]): Promise<{ settled: number }> {
  const { world, bank } = paying
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const own: PayingWorld = {
    ...paying,
    organisation,
    admin,
    begin: async (orderId) => {
      const { data } = await world.mutate('payments.begin', { id: newId(), orderId, method: 'card' }, admin.cookie)
      const input = { id: data.id, device: 'desktop', origin: 'http://localhost:3000' } as const
      await bank.control.open((await openCashier(world.deps, actorOf(admin, organisation), input)).cashier)
      return { id: data.id, tradeNo: data.tradeNo }
    },
  }
  const orders = [1_000, 1_000, 700]
  const orderIds: string[] = []
  for (const amountFen of orders) orderIds.push((await makeOrder(world, organisation, { amountFen })).id)
  // Every attempt is begun while its order is open: what is paid later is late or double.
  const attempts: { order: number; id: string; tradeNo: string }[] = []
  for (const step of script) {
    if (step.do === 'pay') attempts.push({ order: step.order, ...(await own.begin(orderIds[step.order] ?? '')) })
  }
  const paid: { order: number; id: string }[] = []
  const refunds: string[] = []
  let [cameFen, settled] = [0, 0]
  for (const step of script) {
    if (step.do === 'pay') {
      const attempt = attempts.shift()
      if (!attempt) throw new Error('no attempt left')
      await finishByCard(own, attempt, step.fen)
      paid.push({ order: step.order, id: attempt.id })
      cameFen += step.fen
    } else if (step.do === 'ask' || step.do === 'askCredit') {
      // Of the orders that hold something, so that most requests are for money that is there.
      const holding = []
      for (const id of orderIds) if ((await held(world, 'order', id)) > 0) holding.push(id)
      const orderId = step.do === 'ask' ? (holding[step.order % Math.max(1, holding.length)] ?? orderIds[0] ?? '') : ''
      const payment = step.do === 'ask' ? paid.find((one) => orderIds[one.order] === orderId) : paid.at(-1)
      const to =
        step.way === 'source'
          ? { way: 'source', paymentId: payment?.id ?? newId() }
          : step.way === 'transfer'
            ? { way: 'transfer', payee }
            : step.way === 'credit'
              ? { way: 'credit' }
              : { way: 'order', targetOrderId: orderIds[step.do === 'ask' ? step.target : 0] }
      const from = step.do === 'ask' ? { kind: 'order', orderId } : { kind: 'credit', organisationId: organisation.id }
      const { availableFen } = (await world.query('refunds.preview', { from }, admin.cookie)).data
      const amountFen = Math.ceil((availableFen * step.percent) / 100)
      const wanted = { what: { kind: 'amount', amountFen }, to, reason: '试' }
      const answer =
        step.do === 'ask'
          ? await ask(world, admin.cookie, orderId, wanted)
          : await askOfCredit(world, admin.cookie, organisation.id, wanted)
      if (answer.data) refunds.push(answer.data.id)
    } else {
      const suits: ('approved' | 'sent' | 'requested')[] = step.do === 'settle' ? ['approved', 'sent'] : ['requested']
      const fitting = await world.deps.db.refund.findMany({
        where: { id: { in: refunds }, state: { in: suits } },
        orderBy: { id: 'asc' },
      })
      const chosen = fitting[step.which % Math.max(1, fitting.length)]
      if (!chosen) continue
      const { id } = chosen
      const now = { ...chosen, amountFen: Number(chosen.amountFen) }
      if (step.do === 'withdraw') {
        await world.mutate('refunds.withdraw', { id, version: now.version }, admin.cookie)
      } else if (step.do === 'decide') {
        if (step.approve) await approve(world, finance, now)
        else await world.mutate('refunds.reject', { id, version: now.version, reason: '试' }, finance.cookie)
      } else if (now.state === 'approved') {
        await bank.control.behave({ refund: step.fails ? 'failed' : 'done' })
        await runSends(own, id)
        settled++
      } else if (now.state === 'sent') {
        const input = { id, version: now.version }
        const transferredOn = '2026-01-02'
        if (step.fails) await world.mutate('refunds.failTransfer', { ...input, reason: '试' }, finance.cookie)
        else
          await world.mutate(
            'refunds.recordTransfer',
            { ...input, serial: 'T1', transferredOn, payeeAccountId },
            finance.cookie,
          )
        settled++
      }
    }
    await check(organisation.id, orderIds, refunds, cameFen)
  }
  return { settled }
}

type Held = { kind: string; ownerId: string; balance: bigint }

/** What came in = what orders, credit and set-aside money hold + what has left; nothing is below nothing. */
async function check(organisationId: string, orderIds: string[], refundIds: string[], cameFen: number): Promise<void> {
  const { db } = paying.world.deps
  const [orders, refunds] = await Promise.all([
    db.order.findMany({ where: { id: { in: orderIds } }, include: { cardBatch: true } }),
    db.refund.findMany({ where: { id: { in: refundIds } } }),
  ])
  const owners = [organisationId, ...orderIds, ...refundIds, ...orders.flatMap((one) => one.cardBatch?.id ?? [])]
  const rows = await db.$queryRaw<Held[]>`
    SELECT kind::text AS kind, owner_id AS "ownerId", ledger_balance(id) AS balance FROM ledger_accounts
    WHERE owner_id = ANY(${owners}::uuid[])`
  for (const row of rows) expect(Number(row.balance)).toBeGreaterThanOrEqual(0)
  const sumOf = (kind: string, ownerId?: string) =>
    rows
      .filter((row) => row.kind === kind && (ownerId === undefined || row.ownerId === ownerId))
      .reduce((total, row) => total + Number(row.balance), 0)
  const total = (some: typeof refunds) => some.reduce((sum, one) => sum + Number(one.amountFen), 0)
  const out = total(refunds.filter((one) => one.state === 'done' && (one.way === 'source' || one.way === 'transfer')))
  expect(sumOf('order') + sumOf('refund') + sumOf('organisationCredit') + out).toBe(cameFen)
  expect(sumOf('refund')).toBe(total(refunds.filter((one) => one.state === 'approved' || one.state === 'sent')))
  for (const order of orders) {
    const balance = sumOf('order', order.id)
    expect(balance).toBeLessThanOrEqual(Number(order.amountFen))
    // Of a study-card order that was paid, the cards are worth what is still paid for them.
    if (order.cardBatch) expect(sumOf('cardBatch', order.cardBatch.id)).toBe(balance)
    const asked = refunds.filter((one) => one.orderId === order.id && one.state === 'requested')
    expect(total(asked)).toBeLessThanOrEqual(balance)
  }
}

test('whatever is paid, asked for, approved, done and failed in whatever order, the sums agree to the fen', async () => {
  let settled = 0
  await fc.assert(
    fc.asyncProperty(fc.noBias(scripts), async (script) => {
      settled += (await run(script)).settled
    }),
    { numRuns: 10, seed: 20_261_122, endOnFailure: false },
  )
  // The scripts do get as far as money that leaves or comes back.
  expect(settled).toBeGreaterThan(8)
  const statement = await paying.bank.statement()
  expect(-(await held(paying.world, 'gateway'))).toBe(statement.netFen)
}, 240_000)
