import type { AccountActor } from '../../core/actor.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { orderCheckAmount } from './vouchers.queues.ts'
import { checkEditable } from './vouchers.rules.ts'
import type { VoucherClaims } from './vouchers.schema.ts'
import { findVoucher, lockVoucher, updateClaims } from './vouchers.store.ts'

/** Keeps what was typed, before and after submission; the pictures stay as they are and the checks run again. */
export async function saveClaims(
  deps: Pick<Deps, 'db' | 'jobs'>,
  actor: AccountActor,
  input: { id: string; claims: VoucherClaims },
): Promise<{ ok: true }> {
  const voucher = authorize(actor, await findVoucher(deps.db, input.id))
  await inTransaction(deps, async (tx) => {
    const locked = await lockVoucher(tx, voucher.id)
    checkEditable(locked.state)
    if (JSON.stringify(locked.claims) === JSON.stringify({ ...locked.claims, ...input.claims })) return
    await updateClaims(tx, voucher.id, input.claims)
    await writeAudit(tx, actor, {
      action: 'voucher.corrected',
      subjectType: 'voucher',
      subjectId: voucher.id,
      organisationId: voucher.organisationId,
      before: locked.claims,
      after: input.claims,
    })
    await deps.jobs.send(tx, orderCheckAmount, { voucherId: voucher.id })
  })
  return { ok: true }
}
