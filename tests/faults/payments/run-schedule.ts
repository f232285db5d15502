import type { FaultWorld, ScheduledOrder, Trade } from './fault-world.ts'
import { seededRandom } from './seeded-random.ts'

type Random = ReturnType<typeof seededRandom>

/** A payment path that dies has between one await and some hundred of them behind it. */
const mostAwaits = 110

/**
 * One schedule: some attempts to pay one order, a bank that behaves badly, a server that dies at any await, clocks that
 * step, and everything at once; then a server that lives and a bank that answers, until nothing more is under way. `log`
 * says what was done, for who plays a failed one again.
 */
export async function runSchedule(
  at: FaultWorld,
  seed: number,
  { recovers = true }: { recovers?: boolean } = {},
): Promise<{ order: ScheduledOrder; log: string[] }> {
  const random = seededRandom(seed)
  const log: string[] = []
  at.clocks.bankMs = 0
  at.clocks.oursMs = 0
  const order = await at.newOrder(10_000 + random.below(90_000))
  order.restart(null)
  await payOnce(at, order, random, log)
  const steps = 4 + random.below(8)
  for (let step = 0; step < steps; step++) {
    const together = random.chance(0.4) ? 2 + random.below(3) : 1
    const mortal = random.chance(0.45)
    order.restart(mortal ? 1 + random.below(mostAwaits) : null)
    const names = Array.from({ length: together }, () => random.pick(moves))
    log.push(`${mortal ? 'mortal ' : ''}${names.map(({ name }) => name).join(' + ')}`)
    await Promise.all(names.map(({ run }) => run(at, order, random)))
  }
  if (recovers) await recover(at, order)
  return { order, log }
}

type Move = { readonly name: string; run(at: FaultWorld, order: ScheduledOrder, random: Random): Promise<unknown> }

const tradeOf = async (order: ScheduledOrder, random: Random): Promise<Trade | null> => {
  const trades = await order.trades()
  return trades.length === 0 ? null : random.pick(trades)
}

const moves: readonly Move[] = [
  { name: 'begin', run: (_, order, random) => order.begin(random.pick(['card', 'netbank'])) },
  {
    name: 'open',
    async run(_, order, random) {
      const trade = await tradeOf(order, random)
      if (trade && (await order.open(trade))) await order.arrive(trade)
    },
  },
  {
    name: 'pay',
    async run(at, order, random) {
      const trade = await tradeOf(order, random)
      if (trade) await at.bank.control.pay(trade.tradeNo).catch(() => undefined)
    },
  },
  { name: 'deliver', run: (at, order, random) => deliverSome(at, order, random, 1) },
  { name: 'deliver all', run: (at, order, random) => deliverSome(at, order, random, 20) },
  {
    name: 'forge',
    async run(at, order, random) {
      const trade = await tradeOf(order, random)
      if (trade) await order.survive(() => at.bank.control.forge(trade.tradeNo, { key: 'stranger' }))
    },
  },
  {
    name: 'ask',
    async run(_, order, random) {
      const trade = await tradeOf(order, random)
      if (trade) await order.ask(trade)
    },
  },
  { name: 'sweep', run: (_, order) => order.sweep() },
  { name: 'cancel', run: (_, order) => order.cancel() },
  { name: 'expire', run: (_, order, random) => (random.chance(0.4) ? order.expire() : order.sweep()) },
  { name: 'some seconds', run: (_, order, random) => order.pass(1 + random.below(90)) },
  {
    name: 'half an hour',
    run: (_, order, random) => (random.chance(0.4) ? order.pass(1700 + random.below(300)) : order.pass(5)),
  },
  {
    name: 'our clock steps',
    async run(at, _, random) {
      at.clocks.oursMs = random.pick([-4_000_000, -200_000, 0, 100_000, 4_000_000])
    },
  },
]

/** An attempt as most are: begun, opened, and paid at a bank that then behaves as it likes. */
async function payOnce(at: FaultWorld, order: ScheduledOrder, random: Random, log: string[]): Promise<void> {
  await order.begin(random.pick(['card', 'netbank']))
  const [trade] = await order.trades()
  if (!trade) return
  await order.open(trade)
  await order.arrive(trade)
  const behaviour = {
    noticeCopies: random.below(4),
    noticeOrder: random.pick(['normal', 'outdatedLast'] as const),
    noticeFault: random.pick([
      'none',
      'none',
      'none',
      'amount',
      'signature',
      'stranger',
      'merchant',
      'currency',
    ] as const),
    payDifferenceFen: random.pick([0, 0, 0, 0, -4_000, 2_500]),
    queryWaitingTimes: random.pick([0, 0, 0, 1, 2]),
    queryAnswer: random.pick(['normal', 'normal', 'normal', 'error', 'unsigned'] as const),
    close: random.pick(['works', 'works', 'ignored'] as const),
    afterLimit: random.pick(['refused', 'taken'] as const),
  }
  log.push(JSON.stringify(behaviour))
  await at.bank.control.behave(behaviour, trade.tradeNo)
  if (random.chance(0.8)) await at.bank.control.pay(trade.tradeNo).catch(() => undefined)
}

async function deliverSome(at: FaultWorld, order: ScheduledOrder, random: Random, most: number): Promise<void> {
  const mine = new Set((await order.trades()).map(({ tradeNo }) => tradeNo))
  const notices = (await at.bank.control.notices()).filter(({ tradeNo }) => mine.has(tradeNo))
  for (const { id } of random.shuffled(notices).slice(0, most)) await order.deliver(id)
}

/** A new process, right clocks and a bank that answers: the sweep alone has to find everything. */
async function recover(at: FaultWorld, order: ScheduledOrder): Promise<void> {
  order.restart(null)
  at.clocks.oursMs = 0
  for (const { tradeNo } of await order.trades()) {
    await at.bank.control.behave({ queryAnswer: 'normal', queryWaitingTimes: 0 }, tradeNo).catch(() => undefined)
  }
  for (let round = 0; round < 12; round++) {
    await order.pass(round < 4 ? 700 : 4000)
    await order.sweep()
    const rows = await at.world.deps.db.payment.count({ where: { orderId: order.id, nextQueryAt: { not: null } } })
    if (rows === 0 && round > 1) return
  }
}
