import type { Readable } from '../../platform/database.ts'

/** The requests of an order that count, with their states. */
export async function findOrderRequests(db: Readable, orderId: string): Promise<{ id: string; state: string }[]> {
  return db.invoiceRequest.findMany({
    where: { orderId, state: { notIn: ['rejected', 'redFlushed'] } },
    select: { id: true, state: true },
    orderBy: { id: 'asc' },
  })
}
