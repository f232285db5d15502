import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { findAllFiles, forgetOriginal } from './voucher-files.store.ts'
import { findVoucher } from './vouchers.store.ts'

/**
 * Once a voucher is approved, only the re-encoded pictures stay: the files as received (with their places and camera
 * data) are removed, then the rows forget them. A crash between the two is repeated without harm.
 */
export async function tidyVoucher(deps: Pick<Deps, 'db' | 'files'>, input: { voucherId: string }): Promise<void> {
  const voucher = await findVoucher(deps.db, input.voucherId)
  if (voucher?.state !== 'approved') return
  for (const file of await findAllFiles(deps.db, voucher.id)) {
    // Without a picture of its own the file as received is all there is.
    if (!file.originalKey || !file.pictureKey) continue
    await deps.files.remove(file.originalKey)
    await inTransaction(deps, (tx) => forgetOriginal(tx, file.id))
  }
}
