import type { Readable } from 'node:stream'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { FileMissing } from '../../platform/file-store.ts'
import { originalTypes } from './files.rules.ts'

export type PhotoForm = 'picture' | 'thumbnail' | 'original'

export type OpenedFile = {
  readonly contentType: string
  readonly sizeBytes: number
  readonly fileName: string
  /** Whether it may be shown in the page; everything else is a download. */
  readonly inline: boolean
  readonly body: Readable
}

/** Throws `fileNotFound` when the store has none under the key. */
export async function openStored(
  deps: Pick<Deps, 'files'>,
  key: string,
): Promise<{ sizeBytes: number; body: Readable }> {
  return deps.files.stream(key).catch(refuseMissing)
}

/** The bytes under the key. Throws `fileNotFound`. */
export async function readStored(deps: Pick<Deps, 'files'>, key: string): Promise<Buffer> {
  return deps.files.get(key).catch(refuseMissing)
}

function refuseMissing(error: unknown): never {
  throw error instanceof FileMissing ? new AppError('fileNotFound', {}, { cause: error }) : error
}

/**
 * Opens a photographed file; who may have it was checked by the caller. Only what we encoded ourselves may be shown in
 * the page. Throws `fileNotFound` for a form that is not there (not compressed yet, or the file as received is gone).
 */
export async function openPhoto(
  deps: Pick<Deps, 'files'>,
  file: {
    readonly id: string
    readonly kind: string
    readonly originalName: string
    readonly originalKey: string | null
    readonly pictureKey: string | null
    readonly thumbnailKey: string | null
  },
  form: PhotoForm,
): Promise<OpenedFile> {
  const keys = { picture: file.pictureKey, thumbnail: file.thumbnailKey, original: file.originalKey }
  const key = keys[form]
  if (!key) throw new AppError('fileNotFound')
  const opened = await openStored(deps, key)
  if (form !== 'original') return { ...opened, contentType: 'image/jpeg', fileName: `${file.id}.jpg`, inline: true }
  const contentType = originalTypes[file.kind] ?? 'application/octet-stream'
  return { ...opened, contentType, fileName: file.originalName, inline: false }
}
