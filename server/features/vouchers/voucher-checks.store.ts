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

/** Writes one check anew, if the voucher is still at the version that it was run on and its checks have run. */
export async function replaceCheck(
  tx: Transaction,
  voucherId: string,
  version: number,
  check: Check,
): Promise<boolean> {
  const { verdict, found, expected, finding, details, field } = check
  const changed = await tx.voucherCheck.updateMany({
    where: { voucherId, code: check.code, voucher: { version, state: 'submitted' } },
    data: { verdict, found, expected, finding, details, field },
  })
  return changed.count === 1
}

export type LineClaim = { readonly lineId: string; readonly voucherId: string }

/** Which vouchers that stand say of these statement lines that they are their money. */
export async function findLineClaims(db: Readable, lineIds: readonly string[]): Promise<LineClaim[]> {
  if (lineIds.length === 0) return []
  return db.$queryRaw<LineClaim[]>`
    SELECT c.details ->> 'lineId' AS "lineId", c.voucher_id AS "voucherId"
    FROM voucher_checks c JOIN vouchers v ON v.id = c.voucher_id
    WHERE c.code = 'statementLine' AND c.details ->> 'lineId' = ANY(${[...lineIds]})
      AND c.finding <> 'statementLineOtherPayer' AND v.state IN ('submitted', 'approved')`
}
