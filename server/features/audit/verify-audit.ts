import type { Deps } from '../../deps.ts'
import type { AuditVerdict, ChainFault } from './audit.schema.ts'
import {
  countBetween,
  countWaiting,
  type EntryKey,
  findBetween,
  findLastSeal,
  findSealAt,
  findSealed,
  type SealedEntry,
} from './audit.store.ts'
import { findVouchers } from './redactions.store.ts'
import { digestOf, sealOf } from './seal-of.ts'

/** Entries at once: what is held in memory, whatever the chain's length. */
const batch = 1000
/** How far back the desk looks; the whole chain is the command's. */
const recentEntries = 5000n

export type ChainOptions = {
  /** Begin after this place, taking its hash as given; 0 is the beginning of the chain. */
  after?: bigint
  /** Hears after every batch how many were walked. */
  onProgress?: (checked: number) => void
}

/**
 * Walks the hash chain and compares it with the entries: whether one was changed, deleted, put in between, or two
 * exchanged. An entry that an erasure took somebody's name out of is accepted where that erasure's own entry in the chain
 * vouches for exactly what is left of it, and counted. What it cannot know is whether the end was cut off or all was written anew: compare the head with one that
 * was noted elsewhere (`npm run verify-audit -- --noted POSITION:HASH`).
 */
export async function verifyAudit(
  deps: Pick<Deps, 'db'>,
  { after = 0n, onProgress = () => undefined }: ChainOptions = {},
): Promise<AuditVerdict> {
  const walk: Walk = {
    position: after,
    hash: null,
    key: after === 0n ? { txid: -1n, id: -1n } : null,
    sealedAt: null,
    redacted: 0,
    vouchers: await loadVouchers(deps),
  }
  if (after > 0n) walk.hash = (await findSealAt(deps.db, after))?.hash ?? null
  let checked = 0
  let broken: AuditVerdict['broken'] = null
  for (;;) {
    const rows = await findSealed(deps.db, walk.position, batch)
    const fault = await firstFault(deps, walk, rows)
    checked += fault ? rows.indexOf(fault.row) : rows.length
    onProgress(checked)
    if (fault) {
      broken = {
        position: String(fault.position),
        entryId: fault.entryId === null ? null : String(fault.entryId),
        fault: fault.fault,
      }
    }
    if (fault || rows.length < batch) break
  }
  return {
    checked,
    from: String(after + 1n),
    to: String(walk.position),
    redacted: walk.redacted,
    head: walk.hash ? Buffer.from(walk.hash).toString('hex') : null,
    sealedAt: walk.sealedAt?.toISOString() ?? null,
    waiting: broken ? 0 : await countWaiting(deps.db, walk.key ?? { txid: -1n, id: -1n }),
    broken,
  }
}

/** The last few thousand entries: what a page can ask for while somebody waits. */
export async function verifyRecentAudit(deps: Pick<Deps, 'db'>): Promise<AuditVerdict> {
  const last = await findLastSeal(deps.db)
  const end = last?.position ?? 0n
  return verifyAudit(deps, { after: end > recentEntries ? end - recentEntries : 0n })
}

/** The hash of what is left of each redacted entry; of one that two erasures touched, the later one's. */
async function loadVouchers(deps: Pick<Deps, 'db'>): Promise<ReadonlyMap<string, string>> {
  const all = (await findVouchers(deps.db)).flat().map((one) => one.split(':'))
  return new Map(all.map(([id = '', hash = '']) => [id, hash]))
}

/** The last one that fits. */
type Walk = {
  position: bigint
  hash: Uint8Array | null
  key: EntryKey | null
  sealedAt: Date | null
  /** How many were met that are vouched for. */
  redacted: number
  readonly vouchers: ReadonlyMap<string, string>
}
type Fault = { row: SealedEntry; position: bigint; entryId: bigint | null; fault: ChainFault }

/** Moves `walk` over the rows up to the first that does not fit. */
async function firstFault(deps: Pick<Deps, 'db'>, walk: Walk, rows: readonly SealedEntry[]): Promise<Fault | null> {
  const start = walk.key
  const before = { ...walk }
  const misfit = rows.find((row) => !step(walk, row))
  const isWhole =
    misfit === undefined &&
    (walk.key === null || start === null || (await countBetween(deps.db, start, walk.key)) === rows.length)
  if (isWhole) return null
  // Something is wrong among these: once more, one by one.
  Object.assign(walk, before)
  for (const row of rows) {
    const fault = await faultAt(deps, walk, row)
    if (fault) return fault
    step(walk, row)
  }
  return null
}

/** Whether the row is the chain's next one; if so the walk stands on it. */
function step(walk: Walk, row: SealedEntry): boolean {
  const { position, hash, sealedAt, entryId: _entry, txid, id, ...entry } = row
  if (position !== walk.position + 1n || id === null) return false
  const asSealed = Buffer.from(sealOf(walk.hash, { ...entry, id })).equals(Buffer.from(hash))
  if (!asSealed && walk.vouchers.get(String(id)) !== digestOf({ ...entry, id })) return false
  if (walk.key && !isAfter({ txid, id }, walk.key)) return false
  Object.assign(walk, { position, hash, sealedAt, key: { txid, id }, redacted: walk.redacted + (asSealed ? 0 : 1) })
  return true
}

async function faultAt(deps: Pick<Deps, 'db'>, walk: Walk, row: SealedEntry): Promise<Fault | null> {
  const next = walk.position + 1n
  if (row.position !== next) return { row, position: next, entryId: null, fault: 'sealMissing' }
  if (row.id === null) return { row, position: next, entryId: row.entryId, fault: 'deleted' }
  const key = { txid: row.txid, id: row.id }
  if (walk.key && !isAfter(key, walk.key)) return { row, position: next, entryId: row.id, fault: 'reordered' }
  const between = walk.key ? await findBetween(deps.db, walk.key, key) : null
  if (between) {
    return { row, position: next, entryId: between.id, fault: between.isSealed ? 'reordered' : 'inserted' }
  }
  return step({ ...walk }, row) ? null : { row, position: next, entryId: row.id, fault: 'changed' }
}

function isAfter(a: EntryKey, b: EntryKey): boolean {
  return a.txid > b.txid || (a.txid === b.txid && a.id > b.id)
}
