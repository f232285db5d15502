import type { Readable } from 'node:stream'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { FileMissing } from '../../platform/file-store.ts'
import { findFile } from './voucher-files.store.ts'
import { findVoucher } from './vouchers.store.ts'

export type VoucherFileForm = 'picture' | 'thumbnail' | 'original'

export type OpenedFile = { contentType: string; sizeBytes: number; fileName: string; inline: boolean; body: Readable }

const originalTypes: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  pdf: 'application/pdf',
}

/**
 * Opens a voucher file for somebody who may see the voucher. Only what we encoded ourselves may be shown in the page; the
 * file as received is a download. Throws `notFound` for others' files, and `fileNotFound` for a form that is not there
 * (not compressed yet, or the original is gone after approval).
 */
export async function openFile(
  deps: Pick<Deps, 'db' | 'files'>,
  actor: AccountActor,
  input: { fileId: string; form: VoucherFileForm },
): Promise<OpenedFile> {
  const file = await findFile(deps.db, input.fileId)
  authorize(actor, file && (await findVoucher(deps.db, file.voucherId)))
  if (!file) throw new AppError('notFound')
  const keys = { picture: file.pictureKey, thumbnail: file.thumbnailKey, original: file.originalKey }
  const key = keys[input.form]
  if (!key) throw new AppError('fileNotFound')
  try {
    const { sizeBytes, body } = await deps.files.stream(key)
    const inline = input.form !== 'original'
    const contentType = inline ? 'image/jpeg' : (originalTypes[file.kind] ?? 'application/octet-stream')
    return { contentType, sizeBytes, fileName: inline ? `${file.id}.jpg` : file.originalName, inline, body }
  } catch (error) {
    if (error instanceof FileMissing) throw new AppError('fileNotFound', {}, { cause: error })
    throw error
  }
}
