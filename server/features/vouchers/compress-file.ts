import { type Actor, systemActor } from '../../core/actor.ts'
import { AppError, isRetryable } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Quad } from './slip-reading.schema.ts'
import { changeFileState, type FileInWork, findFileInWork } from './voucher-files.store.ts'
import { orderCheckAmount, voucherRead } from './vouchers.queues.ts'
import { bumpVersion } from './vouchers.store.ts'

/** What worker/photo makes of a file; passed in, because only the worker may use sharp. */
export type PreparedFile = {
  readonly compressed: {
    readonly picture: Uint8Array
    readonly thumbnail: Uint8Array
    readonly width: number
    readonly height: number
    readonly perceptualHash: string
  }
  readonly pageCount: number | null
  readonly pdfItems: readonly { readonly text: string; readonly quad: Quad }[] | null
}
export type PrepareFile = (bytes: Uint8Array) => Promise<PreparedFile>

const actor: Actor = systemActor('voucher.compress')

/**
 * Turns a received file into an upright picture without metadata and a thumbnail, then queues reading. A file that
 * cannot be one becomes `unreadable` with the code that says why; the file as received stays. A repeat after a crash
 * finds the state changed and does nothing, or writes the pictures again under new keys.
 */
export async function compressFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'> & { prepareFile: PrepareFile },
  input: { fileId: string },
): Promise<void> {
  const file = await findFileInWork(deps.db, input.fileId)
  if (!file || file.state !== 'received' || !file.originalKey) return
  let prepared: PreparedFile
  try {
    prepared = await deps.prepareFile(await deps.files.get(file.originalKey))
  } catch (error) {
    if (isRetryable(error)) throw error
    await markUnreadable(deps, actor, file, error instanceof AppError ? error.code : 'internal')
    return
  }
  const base = `vouchers/${file.voucherId}`
  const pictureKey = `${base}/picture-${crypto.randomUUID()}.jpg`
  const thumbnailKey = `${base}/thumbnail-${crypto.randomUUID()}.jpg`
  await Promise.all([
    deps.files.put(pictureKey, prepared.compressed.picture),
    deps.files.put(thumbnailKey, prepared.compressed.thumbnail),
  ])
  await inTransaction(deps, async (tx) => {
    await changeFileState(tx, actor, file, {
      to: 'compressed',
      now: deps.clock.now(),
      organisationId: file.organisationId,
      data: {
        pictureKey,
        thumbnailKey,
        width: prepared.compressed.width,
        height: prepared.compressed.height,
        perceptualHash: prepared.compressed.perceptualHash,
        pageCount: prepared.pageCount,
        ...(prepared.pdfItems && prepared.pdfItems.length > 0
          ? { pdfItems: prepared.pdfItems.map(({ text, quad }) => ({ text, quad })) }
          : {}),
      },
      audit: { width: prepared.compressed.width, height: prepared.compressed.height },
    })
    await deps.jobs.send(tx, voucherRead, { fileId: file.id })
  })
}

/** The end of a file that no program can use: says so, and lets the checks of its voucher run. */
export async function markUnreadable(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  by: Actor,
  file: FileInWork,
  errorCode: string,
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    await changeFileState(tx, by, file, {
      to: 'unreadable',
      now: deps.clock.now(),
      organisationId: file.organisationId,
      data: { errorCode },
      audit: { errorCode },
    })
    await bumpVersion(tx, file.voucherId)
    await deps.jobs.send(tx, orderCheckAmount, { voucherId: file.voucherId })
  })
}
