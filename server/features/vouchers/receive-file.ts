import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { photoKindOf } from '../files/files.rules.ts'
import { maxPhotoBytes } from '../files/files.schema.ts'
import { checkUpload, receiveUpload, type Upload } from '../files/receive-upload.ts'
import { loadOrder } from '../orders/load-order.ts'
import { beginVoucher } from './begin-voucher.ts'
import { findFile, findFiles, insertFile } from './voucher-files.store.ts'
import { voucherCompress } from './vouchers.queues.ts'
import { checkEditable, checkOrderPayable } from './vouchers.rules.ts'
import { maxVoucherFiles } from './vouchers.schema.ts'
import { bumpVersion, findVoucher, lockVoucher } from './vouchers.store.ts'

export type ReceivedFile = Upload & {
  readonly voucherId: string
  /** With it, the draft is made when it is not there yet: a phone without a signal may send the picture first. */
  readonly orderId: string | null
}

/**
 * Takes in one file of a voucher and queues its compression; the same again is the same file.
 *
 * Throws `fileEmpty`, `fileTooLarge`, `fileTypeRefused`, `fileHashMismatch` (damaged on the way: send again),
 * `voucherTooManyFiles`, `voucherNotEditable`, `orderNotPayable`, `notFound`, `idempotencyKeyReused`.
 */
export async function receiveFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'>,
  actor: AccountActor,
  file: ReceivedFile,
): Promise<{ fileId: string }> {
  checkUpload(file, maxPhotoBytes)
  const kind = photoKindOf(file.bytes)
  let voucher = await findVoucher(deps.db, file.voucherId)
  if (!voucher && file.orderId) {
    await beginVoucher(deps, actor, { id: file.voucherId, orderId: file.orderId })
    voucher = await findVoucher(deps.db, file.voucherId)
  }
  const { id: voucherId, organisationId, orderId } = authorize(actor, voucher)

  return receiveUpload(deps, file, {
    ownerId: voucherId,
    keyPrefix: `vouchers/${voucherId}/original`,
    async find(db, fileId) {
      const row = await findFile(db, fileId)
      return row && { ...row, ownerId: row.voucherId, key: row.originalKey }
    },
    async checkOpen() {
      checkOrderPayable((await loadOrder(deps, actor, orderId)).state)
    },
    async lockAndList(tx) {
      checkEditable((await lockVoucher(tx, voucherId)).state)
      return findFiles(tx, voucherId)
    },
    checkRoom(present) {
      if (present.length >= maxVoucherFiles) throw new AppError('voucherTooManyFiles', { max: maxVoucherFiles })
    },
    async insert(tx, originalKey) {
      await insertFile(tx, {
        id: file.fileId,
        voucherId,
        originalName: file.originalName.slice(0, 200),
        kind,
        sizeBytes: file.bytes.length,
        sha256: file.sha256,
        originalKey,
        createdById: actor.accountId,
        now: deps.clock.now(),
      })
      await bumpVersion(tx, voucherId)
      await writeAudit(tx, actor, {
        action: 'voucherFile.received',
        subjectType: 'voucher',
        subjectId: voucherId,
        organisationId,
        after: { fileId: file.fileId, kind, sizeBytes: file.bytes.length, sha256: file.sha256 },
      })
      await deps.jobs.send(tx, voucherCompress, { fileId: file.fileId })
    },
  })
}
