import { createHash } from 'node:crypto'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { type InvoiceDetails, invoiceDetailsSchema } from '../../../server/features/invoices/invoices.schema.ts'
import { openInvoiceRequest } from '../../../server/features/invoices/open-invoice-request.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeOrder } from '../../support/orders.ts'
import type { MadeOrganisation } from '../../support/people.ts'
import type { RpcAnswer, World } from '../../support/world.ts'

export type MadeRequest = {
  id: string
  orderId: string
  orderNumber: string
  voucherId: string
  amountFen: number
  details: InvoiceDetails
}

/** An approved voucher with its payment, as the review desk leaves it, and the request that its approval opened. */
export async function makeRequest(
  world: World,
  organisation: MadeOrganisation,
  options: { amountFen?: number; movedAt?: Date | null; details?: Partial<InvoiceDetails> } = {},
): Promise<MadeRequest> {
  const { db } = world.deps
  const amountFen = options.amountFen ?? 320_000
  const order = await makeOrder(world, organisation, {
    amountFen,
    state: 'paid',
    createdAt: new Date(world.clock.now().getTime() - 3 * 86_400_000),
  })
  const details = invoiceDetailsSchema.parse({
    kind: 'normal',
    title: organisation.name,
    taxNumber: organisation.creditCode,
    email: `caiwu-${order.number.toLowerCase()}@example.com`,
    ...options.details,
  })
  const [voucherId, id] = [newId(), newId()]
  const now = world.clock.now()
  await db.voucher.create({
    data: {
      id: voucherId,
      orderId: order.id,
      organisationId: organisation.id,
      state: 'approved',
      submittedAt: now,
      dueAt: now,
      invoiceDetails: details,
      createdById: newId(),
    },
  })
  await db.payment.create({
    data: {
      id: newId(),
      orderId: order.id,
      method: 'transfer',
      state: 'confirmed',
      amountFen: BigInt(amountFen),
      receivedFen: BigInt(amountFen),
      outcome: 'exact',
      voucherId,
      movedAt: options.movedAt === undefined ? new Date(now.getTime() - 86_400_000) : options.movedAt,
    },
  })
  await payOrder(world, order.id, amountFen)
  await inTransaction(world.deps, (tx) =>
    openInvoiceRequest(world.deps, tx, systemActor('test'), {
      id,
      orderId: order.id,
      organisationId: organisation.id,
      voucherId,
      amountFen: fen(amountFen),
      details,
    }),
  )
  return { id, orderId: order.id, orderNumber: order.number, voucherId, amountFen, details }
}

export async function payOrder(world: World, orderId: string, amountFen: number): Promise<void> {
  const { db } = world.deps
  const bank = await db.ledgerAccount.create({ data: { id: newId(), kind: 'bank', ownerId: newId() } })
  const account = await db.ledgerAccount.create({ data: { id: newId(), kind: 'order', ownerId: orderId } })
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

let serial = 0
/** A number that no other test of this file has. */
export function freshInvoiceNumber(): string {
  return `2632${String(Date.now() % 10_000_000_000).padStart(10, '0')}${String(++serial).padStart(6, '0')}`
}

export function pdf(words = newId()): Uint8Array {
  return new TextEncoder().encode(`%PDF-1.4\n%${words}\n%%EOF\n`)
}

export async function upload(
  world: World,
  cookie: string,
  requestId: string,
  bytes: Uint8Array,
  options: { fileId?: string; name?: string; sha256?: string } = {},
): Promise<RpcAnswer> {
  const fileId = options.fileId ?? newId()
  const response = await world.request(`/api/uploads/invoice-requests/${requestId}/files/${fileId}`, {
    method: 'PUT',
    cookie,
    headers: {
      'x-sha256': options.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
      'x-file-name': encodeURIComponent(options.name ?? '发票.pdf'),
    },
    body: new Uint8Array(bytes),
  })
  const body = await response.json()
  return { status: response.status, data: body.file, code: body.app?.code ?? null, details: body.app?.details ?? {} }
}

/** What the page sends to issue the request as it should be. */
export function issueInput(world: World, request: MadeRequest, options: Record<string, unknown> = {}) {
  return {
    requestId: request.id,
    invoiceId: newId(),
    number: freshInvoiceNumber(),
    issuedOn: new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10),
    kind: request.details.kind,
    amountFen: request.amountFen,
    fileIds: [] as string[],
    withoutFile: true,
    ...options,
  }
}
