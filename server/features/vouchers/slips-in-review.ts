import type { Fen } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import { findFiles } from './voucher-files.store.ts'
import { effectiveOf } from './vouchers.rules.ts'
import { findSubmittedIds, lockVoucher, type VoucherRecord } from './vouchers.store.ts'

export type SlipInReview = {
  readonly id: string
  /** What was typed, else what was read; null while neither is there. */
  readonly amountFen: Fen | null
  readonly record: VoucherRecord
}

/** The vouchers of an order that wait for their review, locked, the oldest first. Lock the order before. */
export async function loadSlipsInReview(tx: Transaction, orderId: string): Promise<SlipInReview[]> {
  const slips: SlipInReview[] = []
  for (const id of await findSubmittedIds(tx, orderId)) {
    const record = await lockVoucher(tx, id)
    if (record.state !== 'submitted') continue
    const files = await findFiles(tx, id)
    const readings = files.map((file) => ({ fileId: file.id, reading: file.reading }))
    slips.push({ id, amountFen: effectiveOf(record.claims, readings).amountFen?.value ?? null, record })
  }
  return slips
}
