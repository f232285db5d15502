import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import type { PrepareFile } from '../files/work-photos.ts'
import { itemsAtHeight, lineWaits, readingAtHeight } from './added-line.rules.ts'
import { findFile, replacePicture } from './voucher-files.store.ts'
import { lockVoucher } from './vouchers.store.ts'

export type Pictures = {
  readonly picture: Uint8Array
  readonly thumbnail: Uint8Array
  readonly width: number
  readonly height: number
}

/** Draws a strip with the text under a slip (worker/photo); passed in, because only the worker may use sharp. */
export type PutLineUnder = (slip: Pictures, text: string) => Promise<Pictures>

/**
 * Makes a file's picture anew from the file as received, with the added line on a strip under it, or without one. The
 * new pictures lie under new keys and the row turns to them in one step, together with the places of what was read; then
 * the old ones go. The perceptual hash stays the slip's own, so that a line does not make a used slip a new one.
 *
 * A repeat after a crash finds the line drawn and does nothing, or draws it again. A line that was changed meanwhile has
 * queued a drawing of its own.
 */
export async function drawLine(
  deps: Pick<Deps, 'db' | 'files'> & { readonly prepareFile: PrepareFile; readonly putLineUnder: PutLineUnder },
  input: { fileId: string },
): Promise<void> {
  const file = await findFile(deps.db, input.fileId)
  if (!file?.originalKey || !lineWaits(file) || file.removedAt) return
  const { addedText } = file
  const { compressed, pdfItems } = await deps.prepareFile(await deps.files.get(file.originalKey))
  const { picture, thumbnail, width, height } =
    addedText === null ? compressed : await deps.putLineUnder(compressed, addedText)
  const base = `vouchers/${file.voucherId}`
  const pictureKey = `${base}/picture-${crypto.randomUUID()}.jpg`
  const thumbnailKey = `${base}/thumbnail-${crypto.randomUUID()}.jpg`
  await Promise.all([deps.files.put(pictureKey, picture), deps.files.put(thumbnailKey, thumbnail)])

  const replaced = await inTransaction(deps, async (tx) => {
    await lockVoucher(tx, file.voucherId)
    const current = await findFile(tx, file.id)
    if (!current || current.addedText !== addedText || !lineWaits(current) || current.removedAt) return null
    await replacePicture(tx, file.id, {
      pictureKey,
      thumbnailKey,
      width,
      height,
      drawnText: addedText,
      slipHeight: addedText === null ? null : compressed.height,
      reading: current.reading && readingAtHeight(current.reading, current.height ?? height, height),
      pdfItems: pdfItems && pdfItems.length > 0 ? itemsAtHeight(pdfItems, compressed.height, height) : null,
    })
    return [current.pictureKey, current.thumbnailKey]
  })
  // Somebody was faster: no row names the new pictures.
  const left = replaced ?? [pictureKey, thumbnailKey]
  await Promise.all(left.map((key) => key && deps.files.remove(key)))
}
