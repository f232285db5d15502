import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { FileMissing } from '../../platform/file-store.ts'
import type { ImportRecord } from './imports.store.ts'

/** The user's file holds whole ID numbers: it lies sealed in the file store. */
export function uploadKey(importId: string): string {
  return `imports/${importId}/upload-${crypto.randomUUID()}`
}

const contextOf = (importId: string) => `imports.file:${importId}`

export async function storeUpload(
  deps: Pick<Deps, 'files' | 'secrets'>,
  importId: string,
  key: string,
  bytes: Uint8Array,
): Promise<void> {
  await deps.files.put(key, deps.secrets.encryptBytes(bytes, contextOf(importId)))
}

/** The file as it was uploaded. Throws `fileNotFound` when it was dropped already. */
export async function openUpload(
  deps: Pick<Deps, 'files' | 'secrets'>,
  one: Pick<ImportRecord, 'id' | 'fileKey'>,
): Promise<Uint8Array> {
  if (one.fileKey === null) throw new AppError('fileNotFound')
  try {
    return deps.secrets.decryptBytes(await deps.files.get(one.fileKey), contextOf(one.id))
  } catch (error) {
    if (error instanceof FileMissing) throw new AppError('fileNotFound', {}, { cause: error })
    throw error
  }
}
