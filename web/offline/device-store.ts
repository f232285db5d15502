/**
 * A small door to IndexedDB: one database, stores by name, promises. Where it is refused (some private windows), the
 * same things are kept in memory for as long as the page lives.
 */
const databaseName = 'xueshi'
const databaseVersion = 1
/** `outbox`: files to send. `shared`: files that another app shared with us and no voucher has yet. */
const storeNames = ['outbox', 'shared'] as const
export type StoreName = (typeof storeNames)[number]

const memory = new Map<StoreName, Map<string, unknown>>()

let opening: Promise<IDBDatabase | null> | undefined

function openDatabase(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    if (!('indexedDB' in globalThis)) return resolve(null)
    try {
      const request = indexedDB.open(databaseName, databaseVersion)
      request.onupgradeneeded = () => {
        for (const name of storeNames) {
          if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: 'id' })
        }
      }
      request.onsuccess = () => {
        // Another tab with a newer version must not wait for this one.
        request.result.onversionchange = () => {
          request.result.close()
          opening = undefined
        }
        resolve(request.result)
      }
      request.onerror = () => resolve(null)
      request.onblocked = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
  return opening
}

function inMemory(name: StoreName): Map<string, unknown> {
  const store = memory.get(name) ?? new Map<string, unknown>()
  memory.set(name, store)
  return store
}

async function run<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  const database = await openDatabase()
  if (!database) return null
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode)
    const request = ask(transaction.objectStore(name))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error ?? new Error('storage refused'))
    transaction.onerror = () => reject(transaction.error ?? new Error('storage refused'))
  })
}

/** Everything in a store, oldest key first (keys are UUIDv7, so that is the order of making). */
export async function readAll<T extends { id: string }>(name: StoreName): Promise<T[]> {
  const kept = await run(name, 'readonly', (store) => store.getAll())
  const here = [...inMemory(name).values()] as T[]
  return [...((kept ?? []) as T[]), ...here]
}

/** Writes or replaces one. When the device refuses (full, private window) it stays in memory; false says so. */
export async function write<T extends { id: string }>(name: StoreName, value: T): Promise<boolean> {
  try {
    if ((await run(name, 'readwrite', (store) => store.put(value))) !== null) return true
  } catch {
    // Full or refused.
  }
  inMemory(name).set(value.id, value)
  return false
}

export async function remove(name: StoreName, id: string): Promise<void> {
  inMemory(name).delete(id)
  await run(name, 'readwrite', (store) => store.delete(id)).catch(() => null)
}
