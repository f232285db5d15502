import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { isVoucherFileKind, sniffFileKind } from '../../core/file-kind.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadOrder } from '../orders/load-order.ts'
import { beginVoucher } from './begin-voucher.ts'
import { findFile, findFiles, insertFile } from './voucher-files.store.ts'
import { voucherCompress } from './vouchers.queues.ts'
import { checkEditable, checkOrderPayable } from './vouchers.rules.ts'
import { maxVoucherFileBytes, maxVoucherFiles } from './vouchers.schema.ts'
import { bumpVersion, findVoucher, lockVoucher } from './vouchers.store.ts'

export type ReceivedFile = {
  readonly voucherId: string
  /** Made by the phone: sending again with the same id is the same file. */
  readonly fileId: string
  /** With it, the draft is made when it is not there yet: a phone without a signal may send the picture first. */
  readonly orderId: string | null
  readonly originalName: string
  /** Hexadecimal SHA-256, computed by us from `bytes`, and the one that the phone said. */
  readonly sha256: string
  readonly declaredSha256: string
  readonly bytes: Uint8Array
}

/**
 * Takes in one file of a voucher and queues its compression. Sending it again, under its id or as the same bytes under
 * another, is the same file: answers its id. The bytes are on the disk before the row is written, so that what we say
 * we have, we have.
 *
 * Throws `fileEmpty`, `fileTooLarge`, `fileTypeRefused`, `fileHashMismatch` (damaged on the way: send again),
 * `voucherTooManyFiles`, `voucherNotEditable`, `orderNotPayable`, `notFound`, `idempotencyKeyReused`.
 */
export async function receiveFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'>,
  actor: AccountActor,
  file: ReceivedFile,
): Promise<{ fileId: string }> {
  if (file.bytes.length === 0) throw new AppError('fileEmpty')
  if (file.bytes.length > maxVoucherFileBytes) throw new AppError('fileTooLarge', { maxBytes: maxVoucherFileBytes })
  if (file.sha256 !== file.declaredSha256) throw new AppError('fileHashMismatch')
  const kind = sniffFileKind(file.bytes)
  if (!isVoucherFileKind(kind)) throw new AppError('fileTypeRefused', { kind })

  let voucher = await findVoucher(deps.db, file.voucherId)
  if (!voucher && file.orderId) {
    await beginVoucher(deps, actor, { id: file.voucherId, orderId: file.orderId })
    voucher = await findVoucher(deps.db, file.voucherId)
  }
  const { id: voucherId, organisationId, orderId } = authorize(actor, voucher)
  const sent = await findFile(deps.db, file.fileId)
  if (sent) return sameFile(sent, voucherId, file.sha256)
  checkOrderPayable((await loadOrder(deps, actor, orderId)).state)

  const originalKey = `vouchers/${voucherId}/original-${crypto.randomUUID()}`
  await deps.files.put(originalKey, file.bytes)
  let kept = false
  try {
    return await inTransaction(deps, async (tx) => {
      const locked = await lockVoucher(tx, voucherId)
      checkEditable(locked.state)
      const raced = await findFile(tx, file.fileId)
      if (raced) return sameFile(raced, voucherId, file.sha256)
      const present = await findFiles(tx, voucherId)
      const twin = present.find((other) => other.sha256 === file.sha256)
      if (twin) return { fileId: twin.id }
      if (present.length >= maxVoucherFiles) throw new AppError('voucherTooManyFiles', { max: maxVoucherFiles })
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
      kept = true
      return { fileId: file.fileId }
    })
  } catch (error) {
    kept = false
    throw error
  } finally {
    // A copy that no row names is of no use to anyone. Where the answer to the commit was lost the row may be there all
    // the same: then the file is there too, because what is asked is the database, not the flag.
    if (!kept && !(await isNamed(deps, file.fileId, originalKey))) await deps.files.remove(originalKey)
  }
}

/** Whether the row names this very copy; when the database does not answer, the copy stays. */
async function isNamed(deps: Pick<Deps, 'db'>, fileId: string, key: string): Promise<boolean> {
  return findFile(deps.db, fileId).then(
    (row) => row?.originalKey === key,
    () => true,
  )
}

function sameFile(
  sent: { id: string; voucherId: string; sha256: string },
  voucherId: string,
  sha256: string,
): { fileId: string } {
  if (sent.voucherId !== voucherId || sent.sha256 !== sha256) throw new AppError('idempotencyKeyReused')
  return { fileId: sent.id }
}
