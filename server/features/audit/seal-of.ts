import { createHash } from 'node:crypto'
import type { SealableEntry } from './audit.store.ts'

/** SHA-256 of the hash before and the entry as JSON with sorted keys: any change to either changes every later hash. */
export function sealOf(previous: Uint8Array | null, entry: SealableEntry): Uint8Array<ArrayBuffer> {
  const hash = createHash('sha256')
  if (previous) hash.update(previous)
  hash.update(textOf(entry))
  return new Uint8Array(hash.digest())
}

/** SHA-256 of an entry alone, in hexadecimal: what an erasure vouches for. */
export function digestOf(entry: SealableEntry): string {
  return createHash('sha256').update(textOf(entry)).digest('hex')
}

const textOf = (entry: SealableEntry) => canonical({ ...entry, id: String(entry.id), at: entry.at.toISOString() })

/** JSON with the keys of every object in order: PostgreSQL's jsonb does not keep the order in which they were written. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
