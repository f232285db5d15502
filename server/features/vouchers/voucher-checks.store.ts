import type { Readable, Transaction } from '../../platform/database.ts'
import { type Check, checkSchema } from './vouchers.schema.ts'

export async function findChecks(db: Readable, voucherId: string): Promise<Check[]> {
  const rows = await db.voucherCheck.findMany({ where: { voucherId }, orderBy: { position: 'asc' } })
  return rows.flatMap((row) => {
    const parsed = checkSchema.safeParse(row)
    return parsed.success ? [parsed.data] : []
  })
}

/** Replaces a voucher's checks, if it is still at the version that they were run on; false when it has moved on. */
export async function replaceChecks(
  tx: Transaction,
  voucherId: string,
  version: number,
  checks: readonly Check[],
  now: Date,
): Promise<boolean> {
  const marked = await tx.voucher.updateMany({ where: { id: voucherId, version }, data: { checkedAt: now } })
  if (marked.count !== 1) return false
  await tx.voucherCheck.deleteMany({ where: { voucherId } })
  await tx.voucherCheck.createMany({
    data: checks.map((check, position) => ({ ...check, voucherId, position })),
  })
  return true
}
