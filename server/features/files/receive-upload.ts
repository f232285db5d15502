import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Readable, type Transaction } from '../../platform/database.ts'

/** A file as it was sent. */
export type Upload = {
  /** Made by the client: sending again with the same id is the same file. */
  readonly fileId: string
  readonly originalName: string
  /** Hexadecimal SHA-256, computed by us from `bytes`, and the one that the client said. */
  readonly sha256: string
  readonly declaredSha256: string
  readonly bytes: Uint8Array
}

/** What is there under a file's id already. */
export type SentFile = {
  readonly id: string
  /** What it belongs to. */
  readonly ownerId: string
  readonly sha256: string
  /** Its key in the file store; null once it was dropped. */
  readonly key: string | null
  /** Taken off again, and not to be brought back by sending it once more. */
  readonly gone?: boolean
}

/** The thing that the file goes to: a voucher, a registration, an invoice. */
export type UploadTarget<Present extends { readonly id: string; readonly sha256: string }> = {
  readonly ownerId: string
  /** Where in the file store: `vouchers/<id>/original`. */
  readonly keyPrefix: string
  find(db: Readable, fileId: string): Promise<SentFile | null>
  /** Asked of a file that is new, before its bytes are written: throws when its owner takes none. */
  checkOpen?(): Promise<void>
  /** Locks the owner and lists the files that count; throws when it takes no more. */
  lockAndList(tx: Transaction): Promise<readonly Present[]>
  /** Throws when one more than `present` would be too many. */
  checkRoom(present: readonly Present[]): void
  /** Writes the row that names `key`, with all that goes with it. */
  insert(tx: Transaction, key: string): Promise<void>
}

/** Throws `fileEmpty`, `fileTooLarge`, or `fileHashMismatch` (damaged on the way: send again). */
export function checkUpload(upload: Upload, maxBytes: number): void {
  if (upload.bytes.length === 0) throw new AppError('fileEmpty')
  if (upload.bytes.length > maxBytes) throw new AppError('fileTooLarge', { maxBytes })
  if (upload.sha256 !== upload.declaredSha256) throw new AppError('fileHashMismatch')
}

/**
 * Takes in one file. Sending it again, under its id or as the same bytes under another, is the same file: answers its
 * id. The bytes are on the disk before the row is written, so that what we say we have, we have. Throws
 * `idempotencyKeyReused` when the id is another file's, and what the target throws.
 */
export async function receiveUpload<Present extends { readonly id: string; readonly sha256: string }>(
  deps: Pick<Deps, 'db' | 'files'>,
  upload: Upload,
  target: UploadTarget<Present>,
): Promise<{ fileId: string }> {
  const sent = await target.find(deps.db, upload.fileId)
  if (sent) return sameFile(sent, upload, target)
  await target.checkOpen?.()
  const key = `${target.keyPrefix}-${crypto.randomUUID()}`
  await deps.files.put(key, upload.bytes)
  let kept = false
  try {
    return await inTransaction(deps, async (tx) => {
      const present = await target.lockAndList(tx)
      const raced = await target.find(tx, upload.fileId)
      if (raced) return sameFile(raced, upload, target)
      const twin = present.find((other) => other.sha256 === upload.sha256)
      if (twin) return { fileId: twin.id }
      target.checkRoom(present)
      await target.insert(tx, key)
      kept = true
      return { fileId: upload.fileId }
    })
  } catch (error) {
    kept = false
    throw error
  } finally {
    // A copy that no row names is of no use to anyone. Where the answer to the commit was lost the row may be there all
    // the same: then the file is there too, because what is asked is the database, not the flag.
    if (!kept && !(await isNamed(deps, target, upload.fileId, key))) await deps.files.remove(key)
  }
}

/** Whether the row names this very copy; when the database does not answer, the copy stays. */
async function isNamed(
  deps: Pick<Deps, 'db'>,
  target: { find(db: Readable, fileId: string): Promise<SentFile | null> },
  fileId: string,
  key: string,
): Promise<boolean> {
  return target.find(deps.db, fileId).then(
    (row) => row?.key === key,
    () => true,
  )
}

function sameFile(sent: SentFile, upload: Upload, target: { readonly ownerId: string }): { fileId: string } {
  const same = sent.ownerId === target.ownerId && sent.sha256 === upload.sha256 && sent.gone !== true
  if (!same) throw new AppError('idempotencyKeyReused')
  return { fileId: sent.id }
}
