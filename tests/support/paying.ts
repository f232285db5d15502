import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import type { Deps } from '../../server/deps.ts'
import { queryPayment } from '../../server/features/payments/ask-provider.ts'
import { openCashier } from '../../server/features/payments/open-cashier.ts'
import { sweepPayments } from '../../server/features/payments/sweep-payments.ts'
import { type MadeOrder, makeOrder } from './orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from './people.ts'
import { type SandboxBank, startSandboxBank } from './sandbox-bank.ts'
import { openWorld, type World } from './world.ts'

/** A world whose card and netbank payments end at a sandbox bank that brings its notices to the world's own app. */
export type PayingWorld = {
  readonly world: World
  readonly bank: SandboxBank
  readonly organisation: MadeOrganisation
  readonly admin: { readonly id: string; readonly name: string; readonly cookie: string }
  makeOrder(options?: Parameters<typeof makeOrder>[2]): Promise<MadeOrder>
  /** Begins an attempt and opens its cashier at the bank, as the payer's browser does. */
  begin(orderId: string, method?: 'card' | 'netbank'): Promise<Attempt>
  /** Runs the questions to the bank that the sweep queued. */
  sweep(): Promise<number>
  close(): Promise<void>
}

export type Attempt = { readonly id: string; readonly tradeNo: string }

export async function openPayingWorld(options: Parameters<typeof startSandboxBank>[0] = {}): Promise<PayingWorld> {
  let world: World | null = null
  const bank = await startSandboxBank({
    sendNotice: async (url, init) => {
      if (!world) throw new Error('the world is not open yet')
      return world.app.request(new URL(url).pathname, init)
    },
    ...options,
  })
  world = await openWorld({}, [bank.provider])
  const opened = world
  const organisation = await makeOrganisation(opened)
  const admin = await makeAdmin(opened, organisation)
  return {
    world: opened,
    bank,
    organisation,
    admin,
    makeOrder: (wanted) => makeOrder(opened, organisation, wanted),
    async begin(orderId, method = 'card') {
      const { data, code } = await opened.mutate('payments.begin', { id: newId(), orderId, method }, admin.cookie)
      if (code) throw new Error(code)
      const actor = actorOf(admin, organisation)
      const input = { id: data.id, device: 'desktop', origin: 'http://localhost:3000' } as const
      const { cashier } = await openCashier(opened.deps, actor, input)
      await bank.control.open(cashier)
      return { id: data.id, tradeNo: data.tradeNo }
    },
    sweep: () => sweepNow(opened.deps),
    async close() {
      await bank.stop()
      await opened.close()
    },
  }
}

export function actorOf(admin: { id: string; name: string }, organisation: MadeOrganisation) {
  return {
    kind: 'account',
    accountId: admin.id,
    name: admin.name,
    ip: '127.0.0.1',
    staffRoles: [],
    organisation: { id: organisation.id, path: organisation.path, name: organisation.name },
    learnerId: null,
  } as const
}

/** The sweep, with the jobs that it queues done at once instead of by a worker. */
export async function sweepNow(deps: Deps): Promise<number> {
  const due: string[] = []
  const jobs: Deps['jobs'] = {
    async send(_tx, _queue, payload) {
      due.push((payload as { paymentId: string }).paymentId)
    },
  }
  await sweepPayments({ ...deps, jobs })
  for (const paymentId of due) await queryPayment(deps, { paymentId })
  return due.length
}

/** As if the given seconds had gone by on the database's clock, for what the sweep looks at. */
export async function letTimePass(world: World, paymentId: string, seconds: number): Promise<void> {
  await world.deps.db.$executeRaw`
    UPDATE payments SET expires_at = expires_at - make_interval(secs => ${seconds}::int),
      next_query_at = next_query_at - make_interval(secs => ${seconds}::int),
      asked_at = asked_at - make_interval(secs => ${seconds}::int)
    WHERE id = ${paymentId}::uuid`
}

export const yuan = (amount: number) => fen(Math.round(amount * 100))

/** What the ledger says our account at the provider holds. */
export async function gatewayBalance(world: World): Promise<number> {
  const rows = await world.deps.db.$queryRaw<{ balance: bigint | null }[]>`
    SELECT -sum(ledger_balance(id))::bigint AS balance FROM ledger_accounts WHERE kind = 'gateway'`
  return Number(rows[0]?.balance ?? 0n)
}
