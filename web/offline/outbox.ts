import { createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { AppError, type ErrorCode, type ErrorDetails, isRetryable } from '../../server/core/app-error.ts'
import { newId } from '../../server/core/ids.ts'
import { readAll, remove, write } from './device-store.ts'
import { type FileToSend, sendFile } from './send-file.ts'
import { sha256Hex } from './sha256.ts'
import { preparePicture } from './shrink-picture.ts'
import { keptTarget, type TargetOfOldFile, type UploadTarget } from './upload-target.ts'

/**
 * Slips and licences that are not at the server yet. They are written to the device first and sent afterwards, so that a call, a
 * reload or a dead battery loses nothing; flushed on start, when the network or the page comes back, and by a timer.
 * Background Sync does not exist on iOS, so nothing depends on a service worker.
 */
export type OutboxState = 'waiting' | 'sending' | 'failed' | 'refused' | 'done'

interface KeptFile extends FileToSend {
  readonly originalBytes: number
  readonly createdAt: string
  attempts: number
  /** Set when the server refused it for good. */
  refusal: { readonly code: ErrorCode; readonly details: ErrorDetails } | null
}

export interface OutboxItem {
  readonly id: string
  readonly target: UploadTarget
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly originalBytes: number
  readonly state: OutboxState
  /** 0..1 while sending. */
  readonly progress: number
  /** For `<img>`; null for a PDF. Lives as long as the item. */
  readonly thumbnail: string | null
  readonly error: AppError | null
  /** False when the device had no room and it lives in this page only. */
  readonly keptOnDevice: boolean
}

const [items, setItems] = createStore<OutboxItem[]>([])
const [online, setOnline] = createSignal(globalThis.navigator?.onLine ?? true)

/** What is waiting, sending, failed or just done, oldest first. */
export const outbox: readonly OutboxItem[] = items
export { online }

/** For the badge: what is not at the server yet. */
export function unsentCount(): number {
  return items.filter((item) => item.state !== 'done').length
}

const files = new Map<string, KeptFile>()
const finishedListeners = new Set<(item: OutboxItem, answer: unknown) => void>()

/** Tells when a file has arrived at the server, with its answer. Returns the way to stop. */
export function onFileSent(listener: (item: OutboxItem, answer: unknown) => void): () => void {
  finishedListeners.add(listener)
  return () => finishedListeners.delete(listener)
}

/** Back-off between attempts, in milliseconds: a lift, a tunnel, a night. */
const backOffMs = [2_000, 5_000, 15_000, 60_000, 300_000] as const

function show(id: string, change: Partial<OutboxItem>): void {
  const index = items.findIndex((item) => item.id === id)
  if (index >= 0) setItems(index, change)
}

function itemOf(file: KeptFile, keptOnDevice: boolean): OutboxItem {
  return {
    id: file.id,
    target: file.target,
    name: file.name,
    type: file.type,
    bytes: file.blob.size,
    originalBytes: file.originalBytes,
    state: file.refusal ? 'refused' : 'waiting',
    progress: 0,
    thumbnail: file.type.startsWith('image/') && file.type !== 'image/heic' ? URL.createObjectURL(file.blob) : null,
    error: file.refusal ? new AppError(file.refusal.code, file.refusal.details) : null,
    keptOnDevice,
  }
}

/**
 * Takes a photo or PDF for a voucher or a registration: makes it light, names it, keeps it on the device, then sends it
 * as soon as there is a network. Returns its id. Never throws for what a person can choose.
 */
export async function addFile(target: UploadTarget, chosen: File): Promise<string> {
  const prepared = await preparePicture(chosen)
  const file: KeptFile = {
    id: newId(),
    target,
    name: prepared.name,
    type: prepared.type,
    blob: prepared.blob,
    sha256: await sha256Hex(new Uint8Array(await prepared.blob.arrayBuffer())),
    originalBytes: prepared.originalBytes,
    createdAt: new Date().toISOString(),
    attempts: 0,
    refusal: null,
  }
  const keptOnDevice = await write('outbox', file)
  files.set(file.id, file)
  setItems(items.length, itemOf(file, keptOnDevice))
  void flush()
  return file.id
}

/** Forgets a file that is not wanted any more; one that is being sent stops. */
export async function removeFile(id: string): Promise<void> {
  sending?.id === id && sending.abort.abort()
  const item = items.find((one) => one.id === id)
  if (item?.thumbnail) URL.revokeObjectURL(item.thumbnail)
  files.delete(id)
  setItems(
    reconcile(
      items.filter((one) => one.id !== id),
      { key: 'id' },
    ),
  )
  await remove('outbox', id)
}

/** Tries one that failed at once, without waiting for its turn. */
export function retryFile(id: string): void {
  const file = files.get(id)
  if (!file) return
  file.attempts = 0
  file.refusal = null
  show(id, { state: 'waiting', error: null })
  void flush()
}

let sending: { readonly id: string; readonly abort: AbortController } | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/** Sends what waits, one after another: on a weak signal two at once are slower than two in a row. */
async function flush(): Promise<void> {
  if (sending) return
  for (;;) {
    const next = [...files.values()].find((file) => stateOf(file.id) === 'waiting')
    if (!next) break
    await sendOne(next)
  }
  // Also for what failed in an earlier round: a file that was added since must not end its turn.
  clearTimeout(timer)
  const waits = [...files.values()].filter((file) => stateOf(file.id) === 'failed').map(backOffOf)
  if (waits.length > 0) timer = setTimeout(wakeUp, Math.min(...waits))
}

function backOffOf(file: KeptFile): number {
  return backOffMs[Math.min(file.attempts, backOffMs.length) - 1] ?? backOffMs[0]
}

function stateOf(id: string): OutboxState | undefined {
  return items.find((item) => item.id === id)?.state
}

async function sendOne(file: KeptFile): Promise<void> {
  const abort = new AbortController()
  sending = { id: file.id, abort }
  show(file.id, { state: 'sending', progress: 0, error: null })
  try {
    const answer = await sendFile(file, (share) => show(file.id, { progress: share }), abort.signal)
    files.delete(file.id)
    await remove('outbox', file.id)
    show(file.id, { state: 'done', progress: 1 })
    const item = items.find((one) => one.id === file.id)
    if (item) for (const listener of finishedListeners) listener(item, answer)
  } catch (error) {
    if (!files.has(file.id)) return
    file.attempts++
    // An ended session is not the file's fault: it waits until somebody has logged in again.
    const final = error instanceof AppError && !isRetryable(error) && error.kind !== 'unauthenticated'
    file.refusal = final ? { code: error.code, details: error.details } : null
    show(file.id, { state: final ? 'refused' : 'failed', error: error instanceof AppError ? error : null })
    await write('outbox', file)
  } finally {
    sending = null
  }
}

/** What failed for want of a network waits again, and goes. */
function wakeUp(): void {
  for (const item of items) if (item.state === 'failed') show(item.id, { state: 'waiting' })
  void flush()
}

/** Reads what an earlier visit left, and starts to send. Once, at the start of the app. */
export function startOutbox(): void {
  void readAll<Omit<KeptFile, 'target'> & { target?: UploadTarget } & TargetOfOldFile>('outbox').then((kept) => {
    for (const stored of kept) {
      const target = keptTarget(stored)
      if (files.has(stored.id) || !target) continue
      const file: KeptFile = { ...stored, target }
      files.set(file.id, file)
      setItems(items.length, itemOf(file, true))
    }
    void flush()
  })
  addEventListener('online', () => {
    setOnline(true)
    wakeUp()
  })
  addEventListener('offline', () => setOnline(false))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wakeUp()
  })
}
