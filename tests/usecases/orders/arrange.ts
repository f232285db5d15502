import { newId } from '../../../server/core/ids.ts'
import type { World } from '../../support/world.ts'

/** What an order needs before it can be made, and the money and vouchers that its rules look at. */

export async function makePayee(world: World): Promise<{ id: string; account: string }> {
  const id = newId()
  const account = '4301020919100345678'
  await world.deps.db.payeeAccount.create({
    data: { id, name: '江苏建科建筑技术培训中心', bank: '中国工商银行南京山西路支行', account, isDefault: true },
  })
  return { id, account }
}

let planNumber = 0

export async function makePlan(
  world: World,
  options: { name?: string; state?: 'draft' | 'published' | 'closed'; endsAt?: Date; year?: number } = {},
): Promise<{ id: string; name: string; number: string }> {
  const id = newId()
  const number = `2026030116180${String(++planNumber).padStart(4, '0')}`
  const name = options.name ?? `2026年第${planNumber}期见证取样员培训`
  await world.deps.db.plan.create({
    data: {
      id,
      number,
      name,
      publisher: '江苏建科建筑技术培训中心',
      year: options.year ?? 2026,
      requiredHours: 3000,
      startsAt: new Date('2020-01-01T00:00:00+08:00'),
      endsAt: options.endsAt ?? new Date('2099-12-31T23:59:59+08:00'),
      mode: 'online',
      feePerLearnerFen: 32_000n,
      state: options.state ?? 'published',
    },
  })
  return { id, name, number }
}

/** Posts money for an order into the ledger. */
export async function payOrder(world: World, orderId: string, amountFen: number): Promise<void> {
  const { db } = world.deps
  const bank =
    (await db.ledgerAccount.findFirst({ where: { kind: 'bank' } })) ??
    (await db.ledgerAccount.create({ data: { id: newId(), kind: 'bank', ownerId: newId() } }))
  const account =
    (await db.ledgerAccount.findFirst({ where: { kind: 'order', ownerId: orderId } })) ??
    (await db.ledgerAccount.create({ data: { id: newId(), kind: 'order', ownerId: orderId } }))
  const id = newId()
  await db.ledgerTransfer.create({
    data: {
      id,
      idempotencyKey: `test:${id}`,
      kind: 'paymentReceived',
      debitAccountId: bank.id,
      creditAccountId: account.id,
      amountFen: BigInt(amountFen),
      causeType: 'payment',
      causeId: id,
    },
  })
}

export async function makeVoucher(
  world: World,
  order: { id: string; organisationId: string },
  state: 'draft' | 'submitted' | 'approved' | 'rejected',
  stateSince = new Date(),
): Promise<string> {
  const id = newId()
  const submitted = state === 'draft' ? {} : { submittedAt: stateSince, dueAt: stateSince, invoiceDetails: {} }
  const rejected = state === 'rejected' ? { rejectedCode: 'amountTooLow', rejectedNote: '请补转差额' } : {}
  await world.deps.db.voucher.create({
    data: {
      id,
      orderId: order.id,
      organisationId: order.organisationId,
      state,
      stateSince,
      createdById: newId(),
      ...submitted,
      ...rejected,
    },
  })
  return id
}
