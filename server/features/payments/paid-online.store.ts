import type { z } from 'zod'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import type { onlineMethodSchema, paymentMethodSchema, providerSchema } from './payments.schema.ts'

/** A payment whose money came, as refunds need to know it. */
export type PaidFacts = {
  readonly id: string
  readonly orderId: string
  readonly method: z.infer<typeof paymentMethodSchema>
  readonly receivedFen: Fen
  readonly movedAt: Date | null
  readonly createdAt: Date
  /** Null for bank transfers and credit. */
  readonly online: {
    readonly provider: z.infer<typeof providerSchema>
    readonly method: z.infer<typeof onlineMethodSchema>
    /** Our number at the provider, whose account the money came into. */
    readonly merchant: string
    readonly tradeNo: string
    readonly providerTradeNo: string
  } | null
}

type Row = Pick<PaidFacts, 'id' | 'orderId' | 'method' | 'movedAt' | 'createdAt'> & {
  receivedFen: bigint | null
  provider: z.infer<typeof providerSchema> | null
  merchant: string | null
  tradeNo: string | null
  providerTradeNo: string | null
}

function toFacts({ provider, merchant, tradeNo, providerTradeNo, receivedFen, ...row }: Row): PaidFacts {
  const { id, orderId, method, movedAt, createdAt } = row
  const online =
    provider &&
    merchant !== null &&
    tradeNo !== null &&
    providerTradeNo !== null &&
    method !== 'transfer' &&
    method !== 'credit'
      ? { provider, method, merchant, tradeNo, providerTradeNo }
      : null
  return { id, orderId, method, movedAt, createdAt, receivedFen: fenFromBigint(receivedFen ?? 0n), online }
}

export async function findPaid(db: Readable, id: string): Promise<PaidFacts | null> {
  const row = await db.payment.findUnique({ where: { id, state: 'confirmed' } })
  return row ? toFacts(row) : null
}

/** So many of the latest are looked at: an organisation with more has had its money back long ago. */
const most = 200

/** The payments whose money came, of an order; or those of an organisation that brought something to its credit. */
export async function findPaidOf(
  db: Readable,
  of: { readonly orderId: string } | { readonly organisationId: string },
): Promise<PaidFacts[]> {
  const rows = await db.payment.findMany({
    where: {
      state: 'confirmed',
      ...('orderId' in of
        ? { orderId: of.orderId }
        : { order: { organisationId: of.organisationId }, outcome: { in: ['over', 'late', 'double'] } }),
    },
    orderBy: { id: 'desc' },
    take: most,
  })
  return rows.map(toFacts)
}
