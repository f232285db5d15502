import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { anyInWork } from '../../core/file-states.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { findFile, setAddedText } from './voucher-files.store.ts'
import { orderCheckAmount, voucherAddLine } from './vouchers.queues.ts'
import { checkEditable } from './vouchers.rules.ts'
import { bumpVersion, findVoucher, lockVoucher } from './vouchers.store.ts'

/**
 * 手动添加: notes the line that is to stand under a slip (the payer's full name and the kind of fee, where the bank left
 * them out) and queues its drawing; an empty text takes it away. The same again changes nothing.
 *
 * Throws `notFound` for others' vouchers and files that were taken off, `voucherNotEditable`, `voucherFileInWork` while
 * the slip itself is being read, `fileNotFound` when the file has no picture.
 */
export async function addLine(
  deps: Pick<Deps, 'db' | 'jobs'>,
  actor: AccountActor,
  input: { voucherId: string; fileId: string; text: string },
): Promise<{ ok: true }> {
  const voucher = authorize(actor, await findVoucher(deps.db, input.voucherId))
  const text = input.text || null
  await inTransaction(deps, async (tx) => {
    const locked = await lockVoucher(tx, voucher.id)
    const file = await findFile(tx, input.fileId)
    if (!file || file.voucherId !== voucher.id || file.removedAt) throw new AppError('notFound')
    checkEditable(locked.state)
    // The reader sees the slip alone: what people add must not come back as something that was read on it.
    if (anyInWork([file])) throw new AppError('voucherFileInWork')
    if (!file.pictureKey) throw new AppError('fileNotFound')
    if (text === file.addedText) return
    await setAddedText(tx, file.id, text)
    await bumpVersion(tx, voucher.id)
    await writeAudit(tx, actor, {
      action: text === null ? 'voucherFile.lineRemoved' : 'voucherFile.lineAdded',
      subjectType: 'voucher',
      subjectId: voucher.id,
      organisationId: voucher.organisationId,
      before: { fileId: file.id, addedText: file.addedText },
      after: { fileId: file.id, addedText: text },
    })
    await deps.jobs.send(tx, voucherAddLine, { fileId: file.id })
    await deps.jobs.send(tx, orderCheckAmount, { voucherId: voucher.id })
  })
  return { ok: true }
}
