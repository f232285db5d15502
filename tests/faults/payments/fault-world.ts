import { createApp } from '../../../server/app.ts'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import type { Deps } from '../../../server/deps.ts'
import { cancelOrder } from '../../../server/features/orders/cancel-order.ts'
import { expireOrders } from '../../../server/features/orders/expire-orders.ts'
import { askAboutPayment } from '../../../server/features/payments/ask-provider.ts'
import { beginPayment } from '../../../server/features/payments/begin-payment.ts'
import { openCashier } from '../../../server/features/payments/open-cashier.ts'
import type { Cashier } from '../../../server/platform/payment-providers/payment-provider.ts'
import { makeOrder } from '../../support/orders.ts'
import { actorOf, letTimePass, sweepNow } from '../../support/paying.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { type SandboxBank, startSandboxBank } from '../../support/sandbox-bank.ts'
import { openWorld, type World } from '../../support/world.ts'
import { Killed, type Life, mortal } from './mortal-deps.ts'

/** The product and the bank, each with a clock of its own, for any number of schedules one after the other. */
export type FaultWorld = {
  readonly world: World
  readonly bank: SandboxBank
  readonly organisation: MadeOrganisation
  /** Shifts of the bank's clock and of our own against real time, in milliseconds. */
  readonly clocks: { bankMs: number; oursMs: number }
  newOrder(amountFen: number): Promise<ScheduledOrder>
  close(): Promise<void>
}

export type ScheduledOrder = {
  readonly id: string
  readonly amountFen: number
  /** Who is asked from now on: a process that may die after so many awaits (null: never). */
  restart(awaits: number | null): void
  /** Does something as the present process; false when it died of it. What is refused is refused. */
  survive(work: (deps: Deps) => Promise<unknown>): Promise<boolean>
  begin(method: 'card' | 'netbank'): Promise<boolean>
  trades(): Promise<Trade[]>
  open(trade: Trade): Promise<boolean>
  /** The payer's browser arrives at the bank. */
  arrive(trade: Trade): Promise<void>
  ask(trade: Trade): Promise<boolean>
  cancel(): Promise<boolean>
  expire(): Promise<boolean>
  sweep(): Promise<boolean>
  deliver(noticeId: string): Promise<boolean>
  pass(seconds: number): Promise<void>
}

export type Trade = { readonly id: string; readonly tradeNo: string }

export async function openFaultWorld(options: { withoutLocks?: boolean } = {}): Promise<FaultWorld> {
  const clocks = { bankMs: 0, oursMs: 0 }
  const life: Life = { left: null, dead: false }
  let serve: ((path: string, init: RequestInit) => Promise<Response>) | null = null
  const bank = await startSandboxBank({
    clock: { now: () => new Date(Date.now() + clocks.bankMs) },
    providerClock: { now: () => new Date(Date.now() + clocks.bankMs + clocks.oursMs) },
    sendNotice: async (url, init) => {
      if (!serve) throw new Error('the world is not open yet')
      return serve(new URL(url).pathname, init)
    },
  })
  const world = await openWorld({}, [bank.provider])
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const actor = actorOf(admin, organisation)
  const deps = mortal(
    { ...world.deps, clock: { now: () => new Date(Date.now() + clocks.oursMs) } },
    { life, withoutLocks: options.withoutLocks ?? false },
  )
  const app = createApp(deps, null)
  serve = async (path, init) => {
    const response = await app.request(path, init)
    // A process that died while it answered closed the connection.
    if (life.dead) throw new Killed()
    return response
  }
  const cashiers = new Map<string, Cashier>()

  return {
    world,
    bank,
    organisation,
    clocks,
    async newOrder(amountFen) {
      const { id } = await makeOrder(world, organisation, { amountFen })
      const trades = () =>
        world.deps.db.$queryRaw<Trade[]>`
          SELECT id, trade_no AS "tradeNo" FROM payments WHERE order_id = ${id}::uuid AND provider IS NOT NULL ORDER BY created_at, id`
      const survive = async (work: (mortalDeps: Deps) => Promise<unknown>) => {
        try {
          await work(deps)
        } catch {
          // Refused, or dead: a step may be either, and the books have to be right after both.
        }
        return !life.dead
      }
      return {
        id,
        amountFen,
        trades,
        survive,
        restart(awaits) {
          life.left = awaits
          life.dead = false
        },
        begin: (method) =>
          survive((mortalDeps) => beginPayment(mortalDeps, actor, { id: newId(), orderId: id, method })),
        open: (trade) =>
          survive(async (mortalDeps) => {
            const input = { id: trade.id, device: 'desktop', origin: 'http://localhost:3000' } as const
            cashiers.set(trade.tradeNo, (await openCashier(mortalDeps, actor, input)).cashier)
          }),
        async arrive(trade) {
          const cashier = cashiers.get(trade.tradeNo)
          // Refused when its time is over, or when we had the trade closed.
          if (cashier) await bank.control.open(cashier).catch(() => undefined)
        },
        ask: (trade) => survive((mortalDeps) => askAboutPayment(mortalDeps, actor, trade.id)),
        cancel: () => survive((mortalDeps) => cancelOrder(mortalDeps, actor, { id, reason: '不培训了' })),
        async expire() {
          await world.deps.db
            .$executeRaw`UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = ${id}::uuid`
          return survive((mortalDeps) => expireOrders(mortalDeps, systemActor('orders.expire')))
        },
        sweep: () => survive((mortalDeps) => sweepNow(mortalDeps)),
        deliver: (noticeId) => survive(() => bank.control.deliver(noticeId)),
        async pass(seconds) {
          clocks.bankMs += seconds * 1000
          for (const { id: paymentId } of await trades()) await letTimePass(world, paymentId, seconds)
        },
      }
    },
    async close() {
      await bank.stop()
      await world.close()
    },
  }
}
