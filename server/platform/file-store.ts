import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'

/**
 * Files by key, outside the database. Keys are made by us (`vouchers/<id>/original-<random>`) and never shown to anyone:
 * every download goes through a permission check first.
 */
export type FileStore = {
  /** Writes whole or not at all; the same key again replaces it. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Rejects with a `FileMissing` when there is none. */
  get(key: string): Promise<Buffer>
  stream(key: string): Promise<{ sizeBytes: number; body: Readable }>
  /** Removing what is not there is no error: removal is repeated after a crash. */
  remove(key: string): Promise<void>
}

/** What keys are made of: nothing that a folder or an address would read as its own. */
export const keyPattern = /^[a-z0-9-]+(\/[a-z0-9.-]+)+$/

export class FileMissing extends Error {
  constructor(key: string) {
    super(`no file with the key ${key}`)
    this.name = 'FileMissing'
  }
}

/** A folder on a disk that server and worker share. */
export function createLocalFileStore(folder: string): FileStore {
  const pathOf = (key: string) => {
    if (!keyPattern.test(key) || key.includes('..')) throw new Error(`not a file key: ${key}`)
    return path.join(folder, key)
  }
  const missing = (key: string) => (error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new FileMissing(key) : error
  }
  return {
    async put(key, bytes) {
      const target = pathOf(key)
      await mkdir(path.dirname(target), { recursive: true })
      const partial = `${target}.${crypto.randomUUID()}.partial`
      const file = await open(partial, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        // A slip is the person's only copy: it is on the disk before we say that we have it.
        await file.datasync()
      } finally {
        await file.close()
      }
      await rename(partial, target)
    },
    get: (key) => readFile(pathOf(key)).catch(missing(key)),
    async stream(key) {
      const { size } = await stat(pathOf(key)).catch(missing(key))
      return { sizeBytes: size, body: createReadStream(pathOf(key)) }
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  }
}
