import type { Fen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import { type ClaimedRow, findSlips, findSlipsInReview } from './claimed-slips.store.ts'
import { effectiveOf } from './vouchers.rules.ts'

/** What a slip says about the money, typed or read: what a bank statement's lines are compared with. */
export type ClaimedSlip = {
  readonly id: string
  readonly orderId: string
  /** Null while it was neither typed nor read. */
  readonly amountFen: Fen | null
  readonly payerName: string | null
  readonly payerAccount: string | null
  /** `2026-05-02`, Shanghai. */
  readonly paidOn: string | null
  readonly serial: string | null
  readonly remark: string | null
}

/** Readings hold places of characters too, so that a few at a time are enough. */
const slipsAtOnce = 500

/** Every voucher that waits for its review. */
export async function loadSlipsWaiting(db: Readable): Promise<ClaimedSlip[]> {
  const slips: ClaimedSlip[] = []
  for (;;) {
    const rows = await findSlipsInReview(db, slips.at(-1)?.id ?? null, slipsAtOnce)
    slips.push(...rows.map(claimedBy))
    if (rows.length < slipsAtOnce) return slips
  }
}

export async function loadSlips(db: Readable, voucherIds: readonly string[]): Promise<ClaimedSlip[]> {
  const slips: ClaimedSlip[] = []
  for (let from = 0; from < voucherIds.length; from += slipsAtOnce)
    slips.push(...(await findSlips(db, voucherIds.slice(from, from + slipsAtOnce))).map(claimedBy))
  return slips
}

export function claimedBy(row: ClaimedRow): ClaimedSlip {
  const effective = effectiveOf(row.claims, row.readings)
  return {
    id: row.id,
    orderId: row.orderId,
    amountFen: effective.amountFen?.value ?? null,
    payerName: effective.payerName?.value ?? null,
    payerAccount: effective.payerAccount?.value ?? null,
    paidOn: effective.paidAt?.value.slice(0, 10) ?? null,
    serial: effective.serialNo?.value ?? null,
    remark: effective.remark?.value ?? null,
  }
}
