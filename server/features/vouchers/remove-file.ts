import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { findFile, markFileRemoved } from './voucher-files.store.ts'
import { orderCheckAmount } from './vouchers.queues.ts'
import { checkEditable } from './vouchers.rules.ts'
import { bumpVersion, findVoucher, lockVoucher } from './vouchers.store.ts'

/** Takes a file off a voucher that is not approved; it stays in the store and in the audit trail. Again is no error. */
export async function removeFile(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  input: { voucherId: string; fileId: string },
): Promise<{ ok: true }> {
  const voucher = authorize(actor, await findVoucher(deps.db, input.voucherId))
  await inTransaction(deps, async (tx) => {
    const locked = await lockVoucher(tx, voucher.id)
    const file = await findFile(tx, input.fileId)
    if (!file || file.voucherId !== voucher.id) throw new AppError('notFound')
    if (file.removedAt) return
    checkEditable(locked.state)
    await markFileRemoved(tx, file.id, deps.clock.now())
    await bumpVersion(tx, voucher.id)
    await writeAudit(tx, actor, {
      action: 'voucherFile.removed',
      subjectType: 'voucher',
      subjectId: voucher.id,
      organisationId: voucher.organisationId,
      before: { fileId: file.id, sha256: file.sha256 },
    })
    await deps.jobs.send(tx, orderCheckAmount, { voucherId: voucher.id })
  })
  return { ok: true }
}
