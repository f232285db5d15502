import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import { invoiceDetailsOf } from '../../server/features/invoices/invoice-details.rules.ts'
import { requestBeforePayment } from '../../server/features/invoices/request-first.ts'
import { loadBillingFacts } from '../../server/features/organisations/load-billing.ts'
import type { SeededCentre } from './centre.ts'
import type { OrganisationKey, SeededOrganisations } from './organisations.ts'
import type { SeededPeople } from './people.ts'
import { actorOf, type Scene } from './scene.ts'

type Entry = {
  readonly number: string
  readonly amountFen: number
  readonly organisation: OrganisationKey
  readonly plan: 'knowledge' | 'sampling'
  readonly payee?: 'partner'
  readonly mode?: 'invoiceFirst'
  readonly end?: 'expired' | 'cancelled'
  /** The day on its sample slip. */
  readonly slipOn?: string
  readonly madeDaysAgo?: number
  /** From now to its deadline; a week from its making where nothing is said. */
  readonly hoursLeft?: number
}

/** For each of the sample slips the order that it pays: whoever photographs one of them sees it matched. */
const ofSlips: readonly Entry[] = [
  {
    number: 'PX269W3B3K',
    amountFen: 384_000,
    organisation: 'suzheng',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-01-26',
  },
  { number: 'PX26EXU6A2', amountFen: 480_000, organisation: 'yongxin', plan: 'sampling', slipOn: '2026-05-22' },
  { number: 'PX26W3N8PX', amountFen: 38_000, organisation: 'qingdao', plan: 'knowledge', slipOn: '2026-02-09' },
  { number: 'PX263C8HVR', amountFen: 10_000, organisation: 'suqian', plan: 'sampling', slipOn: '2026-04-08' },
  { number: 'PX269RD9Z8', amountFen: 587_936, organisation: 'kexin', plan: 'knowledge', slipOn: '2026-04-24' },
  { number: 'PX262MZVDB', amountFen: 3_656_400, organisation: 'hongye', plan: 'knowledge', slipOn: '2026-01-08' },
  {
    number: 'PX26JUAABM',
    amountFen: 10_050_000,
    organisation: 'zhonglian',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-04-04',
  },
  { number: 'PX26VWDJZ7', amountFen: 1_800_000, organisation: 'kunming', plan: 'knowledge', slipOn: '2026-05-02' },
  { number: 'PX264TQN7E', amountFen: 480_000, organisation: 'shaanxi', plan: 'sampling', slipOn: '2026-03-13' },
  {
    number: 'PX262TEQYB',
    amountFen: 2_160_000,
    organisation: 'jiuzhouSichuan',
    plan: 'knowledge',
    slipOn: '2026-02-11',
  },
  {
    number: 'PX2635B37W',
    amountFen: 1_961_600,
    organisation: 'fangyuanYangzhou',
    plan: 'knowledge',
    slipOn: '2026-03-28',
  },
  { number: 'PX26GUEZYD', amountFen: 504_000, organisation: 'jinan', plan: 'knowledge', slipOn: '2026-03-15' },
  { number: 'PX268XJMQH', amountFen: 360_000, organisation: 'fuzhou', plan: 'knowledge', slipOn: '2026-01-13' },
  {
    number: 'PX26KBK5RW',
    amountFen: 3_240_000,
    organisation: 'hengtai',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-03-22',
  },
  { number: 'PX267FXQKZ', amountFen: 480_000, organisation: 'zhejiang', plan: 'knowledge', slipOn: '2026-02-09' },
  {
    number: 'PX26DN759A',
    amountFen: 10_360_000,
    organisation: 'dadixing',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-05-01',
  },
  {
    number: 'PX26KMH8XM',
    amountFen: 384_000,
    organisation: 'dadixingConcrete',
    plan: 'sampling',
    slipOn: '2026-05-31',
  },
  {
    number: 'PX26AK55HM',
    amountFen: 240_000,
    organisation: 'guohengKunming',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-03-02',
  },
  {
    number: 'PX26FE2K5Z',
    amountFen: 120_000,
    organisation: 'fangyuanHebei',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-05-25',
  },
  { number: 'PX26AUR3ZY', amountFen: 9_001_000, organisation: 'suzheng', plan: 'knowledge', slipOn: '2026-03-02' },
  {
    number: 'PX26B6WYP4',
    amountFen: 192_000,
    organisation: 'zhongjiancai',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-02-04',
  },
  {
    number: 'PX265GQ9DM',
    amountFen: 2_359_580,
    organisation: 'dongwu',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-01-29',
  },
  { number: 'PX26XDP6PG', amountFen: 4_233_936, organisation: 'fujian', plan: 'sampling', slipOn: '2026-02-28' },
  // ¥400.00 more than its slip: the voucher that was sent back.
  { number: 'PX26AQV7VZ', amountFen: 680_000, organisation: 'zhongzheng', plan: 'knowledge', slipOn: '2026-04-17' },
  {
    number: 'PX269B99JS',
    amountFen: 640_000,
    organisation: 'zhenjiang',
    plan: 'sampling',
    payee: 'partner',
    slipOn: '2026-05-16',
  },
  {
    number: 'PX265MSK2B',
    amountFen: 960_000,
    organisation: 'shengyuan',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-04-08',
  },
  {
    number: 'PX26QF83NK',
    amountFen: 1_280_000,
    organisation: 'ruifeng',
    plan: 'sampling',
    payee: 'partner',
    slipOn: '2026-01-21',
  },
  {
    number: 'PX26Y8VJJV',
    amountFen: 3_142_007,
    organisation: 'yongxin',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-02-09',
  },
  {
    number: 'PX26Y3Q9Q3',
    amountFen: 2_160_000,
    organisation: 'hongyeResearch',
    plan: 'sampling',
    payee: 'partner',
    slipOn: '2026-05-04',
  },
  { number: 'PX26N24ETW', amountFen: 6_840_000, organisation: 'luoyang', plan: 'knowledge', slipOn: '2026-03-25' },
  { number: 'PX267D2W6Q', amountFen: 360_000, organisation: 'shaanxiSuzheng', plan: 'knowledge', slipOn: '2026-04-03' },
  {
    number: 'PX264Y7JKD',
    amountFen: 198_000,
    organisation: 'yonggu',
    plan: 'knowledge',
    payee: 'partner',
    slipOn: '2026-03-04',
  },
]

/** Orders in every other state that an organisation meets. */
const ofStates: readonly Entry[] = [
  {
    number: 'PX26M4T8RK',
    amountFen: 1_280_000,
    organisation: 'zhongzheng',
    plan: 'sampling',
    madeDaysAgo: 6,
    hoursLeft: 3.4,
  },
  { number: 'PX263HK9TQ', amountFen: 320_000, organisation: 'zhongzheng', plan: 'knowledge', madeDaysAgo: 2 },
  {
    number: 'PX26D8RWCJ',
    amountFen: 960_000,
    organisation: 'zhongzhengBranch',
    plan: 'knowledge',
    mode: 'invoiceFirst',
    madeDaysAgo: 1,
  },
  { number: 'PX26T5NKA9', amountFen: 1_600_000, organisation: 'zhongzheng', plan: 'sampling', madeDaysAgo: 9 },
  { number: 'PX2648GEXM', amountFen: 720_000, organisation: 'zhongzheng', plan: 'knowledge', madeDaysAgo: 34 },
  {
    number: 'PX26PZ6HQ3',
    amountFen: 240_000,
    organisation: 'zhongzheng',
    plan: 'knowledge',
    madeDaysAgo: 41,
    end: 'expired',
  },
  {
    number: 'PX26R2VUBC',
    amountFen: 640_000,
    organisation: 'zhongzhengBranch',
    plan: 'sampling',
    madeDaysAgo: 20,
    end: 'cancelled',
  },
  { number: 'PX26HN93WT', amountFen: 1_920_000, organisation: 'hongyeSupervision', plan: 'sampling', madeDaysAgo: 15 },
  { number: 'PX26YC47FA', amountFen: 480_000, organisation: 'hongyeResearch', plan: 'knowledge', madeDaysAgo: 12 },
  { number: 'PX26E9XD2K', amountFen: 320_000, organisation: 'zhenjiang', plan: 'sampling', madeDaysAgo: 8 },
  { number: 'PX26GW5QTB', amountFen: 1_440_000, organisation: 'hengtai', plan: 'knowledge', madeDaysAgo: 26 },
  { number: 'PX26U7PMH6', amountFen: 260_000, organisation: 'fuzhou', plan: 'knowledge', madeDaysAgo: 18 },
  // Paid by transfer without a slip: the statements of the demo show their money.
  { number: 'PX26K7ZD4M', amountFen: 720_000, organisation: 'zhenjiang', plan: 'knowledge', madeDaysAgo: 5 },
  { number: 'PX26C5TW8H', amountFen: 1_440_000, organisation: 'hengtai', plan: 'sampling', madeDaysAgo: 4 },
  { number: 'PX26B4XN7Y', amountFen: 260_000, organisation: 'fuzhou', plan: 'sampling', madeDaysAgo: 6 },
  { number: 'PX26F6GJ3R', amountFen: 480_000, organisation: 'hongyeResearch', plan: 'sampling', madeDaysAgo: 5 },
]

export type SeededOrder = {
  readonly id: string
  readonly number: string
  readonly amountFen: number
  readonly organisation: OrganisationKey
  readonly organisationId: string
  readonly payeeAccountId: string
  readonly createdAt: Date
}
export type SeededOrders = ReadonlyMap<string, SeededOrder>

const hourMs = 3_600_000
const weekMs = 168 * hourMs

export async function seedOrders(
  scene: Scene,
  { payees, plans }: SeededCentre,
  organisations: SeededOrganisations,
  people: SeededPeople,
): Promise<SeededOrders> {
  const { tx, now, at, idAt, note } = scene
  const planNames = await tx.plan.findMany({ select: { id: true, name: true } })
  const made = [...ofSlips, ...ofStates].map((entry, index) => {
    const createdAt = madeAt(scene, entry, index)
    const expiresAt = entry.end
      ? new Date(createdAt.getTime() + weekMs)
      : new Date(now.getTime() + (entry.hoursLeft ?? 96 + (index % 7) * 24) * hourMs)
    const stateSince = entry.end === 'expired' ? expiresAt : entry.end === 'cancelled' ? at(19, '15:20') : createdAt
    return { entry, id: idAt(createdAt), createdAt, expiresAt, stateSince, maker: makerOf(entry.organisation, people) }
  })
  await tx.order.createMany({
    data: made.map(({ entry, maker, ...row }) => ({
      ...row,
      number: entry.number,
      kind: 'studyCards',
      mode: entry.mode ?? 'payFirst',
      planId: plans[entry.plan],
      organisationId: organisations[entry.organisation].id,
      payeeAccountId: payees[entry.payee ?? 'own'],
      amountFen: BigInt(entry.amountFen),
      state: entry.end ?? 'open',
      cancelReason: entry.end === 'cancelled' ? '人数有变，另下一单' : null,
      createdById: maker.id,
    })),
  })
  await tx.orderItem.createMany({
    data: made.map(({ id, entry }) => ({
      id: newId(),
      orderId: id,
      planId: plans[entry.plan],
      position: 1,
      description: planNames.find((plan) => plan.id === plans[entry.plan])?.name ?? '',
      quantity: 1,
      unitFen: BigInt(entry.amountFen),
      amountFen: BigInt(entry.amountFen),
    })),
  })
  for (const { id, entry, maker, createdAt, stateSince } of made) {
    const organisationId = organisations[entry.organisation].id
    const about = { subjectType: 'order', subjectId: id, organisationId }
    const after = {
      number: entry.number,
      kind: 'studyCards',
      mode: entry.mode ?? 'payFirst',
      amountFen: entry.amountFen,
    }
    note(createdAt, actorOf(maker), { ...about, action: 'order.created', after })
    if (entry.mode === 'invoiceFirst') {
      const details = invoiceDetailsOf((await loadBillingFacts(tx, organisationId)).profile)
      if (!details) throw new Error(`no billing profile for ${entry.number}`)
      const order = { id, organisationId, amountFen: fen(entry.amountFen) }
      const then = { clock: { now: () => createdAt } }
      await requestBeforePayment(then, tx, actorOf(maker), { id: idAt(createdAt), order, details })
    }
    if (entry.end) {
      const actor =
        entry.end === 'expired' ? { kind: 'system' as const, name: 'orders.expire', ip: null } : actorOf(maker)
      note(stateSince, actor, {
        ...about,
        action: `order.${entry.end}`,
        before: { state: 'open' },
        after: { state: entry.end },
      })
    }
  }
  return new Map(
    made.map(({ id, entry, createdAt }) => [
      entry.number,
      {
        id,
        number: entry.number,
        amountFen: entry.amountFen,
        organisation: entry.organisation,
        organisationId: organisations[entry.organisation].id,
        payeeAccountId: payees[entry.payee ?? 'own'],
        createdAt,
      },
    ]),
  )
}

/** Two days before its slip, so that the slip's date makes sense; where that is still to come, a few days ago. */
function madeAt({ now, at }: Scene, entry: Entry, index: number): Date {
  if (entry.slipOn) {
    const before = new Date(Date.parse(`${entry.slipOn}T10:00:00+08:00`) - 2 * 24 * hourMs + index * 60_000)
    if (before < at(3, '09:00')) return before
    return new Date(Math.min(at(3, '10:00').getTime(), now.getTime()) + index * 60_000)
  }
  return at(entry.madeDaysAgo ?? 1, '14:10')
}

/** Its own admin where the demo has one, else staff who took the order by telephone. */
function makerOf(organisation: OrganisationKey, people: SeededPeople): { id: string; name: string } {
  if (organisation.startsWith('zhongzheng')) return people.zhongzhengAdmin
  if (organisation === 'hongyeResearch' || organisation === 'zhenjiang') return people.researchAdmin
  if (organisation.startsWith('hongye')) return people.groupAdmin
  return people.finance
}
