import { z } from 'zod'
import { AppError, isRetryable } from '../../core/app-error.ts'
import type { FileState } from '../../core/file-states.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { type Quad, quadSchema } from './reading.schema.ts'

/**
 * What the worker does with every photographed file, whatever it belongs to: makes an upright picture of it, reads it,
 * and drops the file as received when nobody needs it any more. Vouchers and registrations say in a `PhotoShelf` where
 * their files stand and what follows.
 */

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

export type TextLayer = { width: number; height: number; items: readonly { text: string; quad: Quad }[] }

/** What worker/reading does; passed in, because only the worker may use OCR. */
export type PaperReader<Reading> = {
  /** Reads the text in the picture. */
  read(picture: { bytes: Uint8Array }): Promise<Reading>
  /** Reads the fields out of a PDF's own text. */
  readText(page: TextLayer): Reading
}

/** Any reading: how long it took, and fields by name, null where nothing was found. */
type AnyReading = { readonly ms: number; readonly fields: object }

export type PhotoInWork = {
  readonly id: string
  /** What it belongs to. */
  readonly ownerId: string
  readonly state: FileState
  readonly originalKey: string | null
  readonly pictureKey: string | null
  readonly width: number | null
  readonly height: number | null
  readonly pdfItems: Prisma.JsonValue
}

/** What a change of state writes besides; a shelf takes what it has columns for. */
export type PhotoData = {
  readonly pictureKey?: string
  readonly thumbnailKey?: string
  readonly width?: number
  readonly height?: number
  readonly perceptualHash?: string
  readonly pageCount?: number | null
  readonly pdfItems?: { text: string; quad: Quad }[]
  readonly errorCode?: string
  readonly reading?: Prisma.InputJsonObject
}

type ShelfDeps = Pick<Deps, 'clock' | 'jobs'>

export type PhotoShelf<File extends PhotoInWork> = {
  /** Folder in the file store: `vouchers`. */
  readonly folder: string
  find(db: Readable, fileId: string): Promise<File | null>
  /** Changes the state, if it is still the file's, with its audit row; throws `conflict` when somebody was faster. */
  change(
    deps: ShelfDeps,
    tx: Transaction,
    file: File,
    change: { to: FileState; data: PhotoData; audit: Prisma.InputJsonObject },
  ): Promise<void>
  /** Its picture is there: has it read, where there is something to read on it. */
  compressed(deps: ShelfDeps, tx: Transaction, file: File): Promise<void>
  /** The file has reached its end, read or not: what hangs on it is looked at anew. */
  settled(deps: ShelfDeps, tx: Transaction, file: File): Promise<void>
}

/**
 * Turns a received file into an upright picture without metadata and a thumbnail, then queues reading. A file that
 * cannot be one becomes `unreadable` with the code that says why; the file as received stays. A repeat after a crash
 * finds the state changed and does nothing, or writes the pictures again under new keys.
 */
export async function compressPhoto<File extends PhotoInWork>(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'> & { readonly prepareFile: PrepareFile },
  shelf: PhotoShelf<File>,
  fileId: string,
): Promise<void> {
  const file = await shelf.find(deps.db, fileId)
  if (!file || file.state !== 'received' || !file.originalKey) return
  let prepared: PreparedFile
  try {
    prepared = await deps.prepareFile(await deps.files.get(file.originalKey))
  } catch (error) {
    if (isRetryable(error)) throw error
    return markUnreadable(deps, shelf, file, error)
  }
  const { compressed, pageCount, pdfItems } = prepared
  const base = `${shelf.folder}/${file.ownerId}`
  const pictureKey = `${base}/picture-${crypto.randomUUID()}.jpg`
  const thumbnailKey = `${base}/thumbnail-${crypto.randomUUID()}.jpg`
  await Promise.all([
    deps.files.put(pictureKey, compressed.picture),
    deps.files.put(thumbnailKey, compressed.thumbnail),
  ])
  await inTransaction(deps, async (tx) => {
    await shelf.change(deps, tx, file, {
      to: 'compressed',
      data: {
        pictureKey,
        thumbnailKey,
        width: compressed.width,
        height: compressed.height,
        perceptualHash: compressed.perceptualHash,
        pageCount,
        ...(pdfItems && pdfItems.length > 0 ? { pdfItems: pdfItems.map(({ text, quad }) => ({ text, quad })) } : {}),
      },
      audit: { width: compressed.width, height: compressed.height },
    })
    await shelf.compressed(deps, tx, file)
  }).catch(async (error: unknown) => {
    // Somebody was faster, or the file was taken off: no row names these pictures, and nobody will repeat this.
    if (error instanceof AppError && error.kind === 'conflict') {
      await Promise.all([deps.files.remove(pictureKey), deps.files.remove(thumbnailKey)])
    }
    throw error
  })
}

const pdfItemsSchema = z.array(z.object({ text: z.string(), quad: quadSchema }))

/**
 * Reads the fields off a compressed file. A picture on which nothing is found is `read`, with nothing: people then type.
 * `suffices` says whether a PDF's own text holds what matters; where it does not (a scan with a stray label), the picture
 * is looked at too. A repeat after a crash finds the state changed and does nothing.
 */
export async function readPhoto<File extends PhotoInWork, Reading extends AnyReading & Prisma.InputJsonObject>(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'>,
  shelf: PhotoShelf<File>,
  reader: PaperReader<Reading>,
  suffices: (reading: Reading) => boolean,
  fileId: string,
): Promise<void> {
  const file = await shelf.find(deps.db, fileId)
  if (!file || file.state !== 'compressed' || !file.pictureKey) return
  let reading: Reading
  try {
    const picture = await deps.files.get(file.pictureKey)
    const text = pdfItemsSchema.safeParse(file.pdfItems)
    const layer = { width: file.width ?? 0, height: file.height ?? 0, items: text.data ?? [] }
    reading =
      layer.items.length > 0
        ? await readTextFirst(reader, suffices, layer, picture)
        : await reader.read({ bytes: picture })
  } catch (error) {
    if (isRetryable(error)) throw error
    return markUnreadable(deps, shelf, file, error)
  }
  await inTransaction(deps, async (tx) => {
    await shelf.change(deps, tx, file, {
      to: 'read',
      data: { reading },
      audit: { fields: countFields(reading), ms: Math.round(reading.ms) },
    })
    await shelf.settled(deps, tx, file)
  })
}

/** A PDF's own text has no misread characters. */
async function readTextFirst<Reading extends AnyReading>(
  reader: PaperReader<Reading>,
  suffices: (reading: Reading) => boolean,
  page: TextLayer,
  picture: Uint8Array,
): Promise<Reading> {
  const fromText = reader.readText(page)
  if (suffices(fromText)) return fromText
  const fromPicture = await reader.read({ bytes: picture })
  return countFields(fromPicture) > countFields(fromText) ? fromPicture : fromText
}

function countFields(reading: AnyReading): number {
  return Object.values(reading.fields).filter((field) => field !== null).length
}

/** The end of a file that no program can use: says so, and lets what hangs on it go on. */
async function markUnreadable<File extends PhotoInWork>(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  shelf: PhotoShelf<File>,
  file: File,
  error: unknown,
): Promise<void> {
  const errorCode = error instanceof AppError ? error.code : 'internal'
  await inTransaction(deps, async (tx) => {
    await shelf.change(deps, tx, file, { to: 'unreadable', data: { errorCode }, audit: { errorCode } })
    await shelf.settled(deps, tx, file)
  })
}

/**
 * Drops files as received (with their places and camera data) once only the re-encoded pictures are needed; then the
 * rows forget them. A crash between the two is repeated without harm.
 */
export async function dropOriginals(
  deps: Pick<Deps, 'db' | 'files'>,
  files: readonly { readonly id: string; readonly originalKey: string | null; readonly pictureKey: string | null }[],
  forget: (tx: Transaction, fileId: string) => Promise<void>,
): Promise<void> {
  for (const file of files) {
    // Without a picture of its own the file as received is all there is.
    if (!file.originalKey || !file.pictureKey) continue
    await deps.files.remove(file.originalKey)
    await inTransaction(deps, (tx) => forget(tx, file.id))
  }
}
