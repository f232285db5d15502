import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { type OpenedFile, openPhoto, type PhotoForm } from '../files/open-stored-file.ts'
import { findFile } from './voucher-files.store.ts'
import { findVoucher } from './vouchers.store.ts'

/** Opens a voucher file for somebody who may see the voucher. Throws `notFound` for others' files, `fileNotFound`. */
export async function openFile(
  deps: Pick<Deps, 'db' | 'files'>,
  actor: AccountActor,
  input: { fileId: string; form: PhotoForm },
): Promise<OpenedFile> {
  const file = await findFile(deps.db, input.fileId)
  authorize(actor, file && (await findVoucher(deps.db, file.voucherId)))
  if (!file) throw new AppError('notFound')
  return openPhoto(deps, file, input.form)
}
