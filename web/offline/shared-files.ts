import { newId } from '../../server/core/ids.ts'
import { readAll, remove, write } from './device-store.ts'

/** A slip that a bank's app shared with us; the person still has to say which order it pays. */
export interface SharedFile {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly blob: Blob
}

/** Called by the service worker, which receives what is shared. */
export async function keepSharedFiles(files: readonly File[]): Promise<void> {
  for (const file of files) await write('shared', { id: newId(), name: file.name, type: file.type, blob: file })
}

export function readSharedFiles(): Promise<SharedFile[]> {
  return readAll<SharedFile>('shared')
}

export function forgetSharedFile(id: string): Promise<void> {
  return remove('shared', id)
}
