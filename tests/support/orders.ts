import { newId } from '../../server/core/ids.ts'
import { makeOrderNumber } from '../../server/core/order-number.ts'
import type { MadeOrganisation } from './people.ts'
import type { World } from './world.ts'

/** The payee on the sample slips. */
export const samplePayee = {
  name: '江苏建科建筑技术培训中心',
  bank: '中国工商银行股份有限公司南京山西路支行',
  account: '4301020919100345678',
}

export async function makePayee(world: World): Promise<string> {
  const existing = await world.deps.db.payeeAccount.findFirst()
  if (existing) return existing.id
  const id = newId()
  await world.deps.db.payeeAccount.create({ data: { id, ...samplePayee, isDefault: true } })
  return id
}

export async function makePlan(world: World, options: { name?: string } = {}): Promise<string> {
  const id = newId()
  await world.deps.db.plan.create({
    data: {
      id,
      number: `2026${id.replaceAll('-', '').slice(-12)}`,
      name: options.name ?? '2026 年第二期见证取样员培训',
      publisher: '江苏建科建筑技术培训中心',
      year: 2026,
      requiredHours: 3000,
      startsAt: new Date('2026-01-01T00:00:00+08:00'),
      endsAt: new Date('2036-12-31T23:59:59+08:00'),
      mode: 'online',
      feePerLearnerFen: 320_000n,
      state: 'published',
    },
  })
  return id
}

export type MadeOrder = { id: string; number: string; amountFen: number; planId: string }

export async function makeOrder(
  world: World,
  organisation: MadeOrganisation,
  options: {
    amountFen?: number
    number?: string
    state?: 'open' | 'paid' | 'expired' | 'cancelled'
    mode?: 'payFirst' | 'invoiceFirst'
    createdAt?: Date
    expiresAt?: Date
  } = {},
): Promise<MadeOrder> {
  const [payeeAccountId, planId, id] = [await makePayee(world), await makePlan(world), newId()]
  const now = world.clock.now()
  const amountFen = options.amountFen ?? 320_000
  const number = options.number ?? freshNumber()
  await world.deps.db.order.create({
    data: {
      id,
      number,
      kind: 'studyCards',
      mode: options.mode ?? 'payFirst',
      planId,
      organisationId: organisation.id,
      payeeAccountId,
      amountFen: BigInt(amountFen),
      state: options.state ?? 'open',
      expiresAt: options.expiresAt ?? new Date(now.getTime() + 7 * 86_400_000),
      createdAt: options.createdAt ?? now,
      createdById: newId(),
      items: {
        create: {
          id: newId(),
          planId,
          position: 1,
          description: '学习卡',
          quantity: 1,
          unitFen: BigInt(amountFen),
          amountFen: BigInt(amountFen),
        },
      },
    },
  })
  return { id, number, amountFen, planId }
}

/** An attempt to pay the order by card at the sandbox bank, whose cashier nobody has opened. */
export async function makeAttempt(world: World, order: MadeOrder): Promise<string> {
  const id = newId()
  await world.deps.db.payment.create({
    data: {
      id,
      orderId: order.id,
      method: 'card',
      state: 'created',
      amountFen: BigInt(order.amountFen),
      provider: 'sandbox',
      merchant: 'XUESHI0001',
      tradeNo: `${order.number}01`,
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  })
  return id
}

function freshNumber(): string {
  for (;;) {
    const number = makeOrderNumber(2026, crypto.getRandomValues(new Uint8Array(32)))
    if (number) return number
  }
}
