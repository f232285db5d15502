import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'

export type Allocation = {
  readonly id: string
  readonly lineId: string
  readonly paymentId: string
  readonly orderId: string
  readonly amountFen: Fen
  /** The payment was made by it and is taken back with it. */
  readonly settled: boolean
  readonly automatic: boolean
  readonly decidedById: string | null
  readonly decidedByName: string
  readonly undoneAt: Date | null
  readonly orderNumber: string
  /** The slip that lies beside its payment. */
  readonly voucherId: string | null
}

const columns = {
  id: true,
  lineId: true,
  paymentId: true,
  orderId: true,
  amountFen: true,
  settled: true,
  automatic: true,
  decidedById: true,
  decidedByName: true,
  undoneAt: true,
  order: { select: { number: true } },
  payment: { select: { voucherId: true } },
} as const

/** Those that are there, in the order of the ids. */
export async function findAllocations(db: Readable, ids: readonly string[]): Promise<Allocation[]> {
  const rows = await db.lineAllocation.findMany({ where: { id: { in: [...ids] } }, select: columns })
  const found = rows.map(({ order, payment, ...row }) => ({
    ...row,
    amountFen: fenFromBigint(row.amountFen),
    orderNumber: order.number,
    voucherId: payment.voucherId,
  }))
  return found.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

export type NewAllocation = Omit<Allocation, 'undoneAt' | 'orderNumber' | 'voucherId'> & {
  /** The reasons of matching.schema.ts, and 0 to 1000; null where a hand split the line. */
  readonly evidence: { readonly score: number; readonly reasons: readonly object[] } | null
  readonly now: Date
}

export async function insertAllocation(tx: Transaction, { evidence, now, ...row }: NewAllocation): Promise<void> {
  await tx.lineAllocation.create({
    data: {
      ...row,
      amountFen: BigInt(row.amountFen),
      score: evidence?.score ?? null,
      reasons: evidence === null ? Prisma.DbNull : (evidence.reasons as Prisma.InputJsonArray),
      createdAt: now,
    },
  })
}

/** False when it was undone before. */
export async function markUndone(
  tx: Transaction,
  id: string,
  undone: { readonly at: Date; readonly byId: string | null; readonly byName: string; readonly reason: string },
): Promise<boolean> {
  const { count } = await tx.lineAllocation.updateMany({
    where: { id, undoneAt: null },
    data: { undoneAt: undone.at, undoneById: undone.byId, undoneByName: undone.byName, undoneReason: undone.reason },
  })
  return count === 1
}

/** Other live allocations of a payment: lines that show the rest of it. */
export async function countOthersOf(tx: Transaction, paymentId: string, id: string): Promise<number> {
  return tx.lineAllocation.count({ where: { paymentId, id: { not: id }, undoneAt: null } })
}
