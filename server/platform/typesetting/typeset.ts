import { Worker } from 'node:worker_threads'
import { AppError } from '../../core/app-error.ts'
import type { TypesettingAnswer, TypesettingJob } from './typesetting-thread.ts'

type Waiting = TypesettingJob & {
  readonly resolve: (pdf: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** The fonts and what the compiler remembers take 100 MB: they are let go of when nobody prints for a while. */
const idleMs = 60_000
/** The longest list takes some ten seconds, on a busy machine a minute; beyond this a template is at fault, and the thread is given up. */
const mostMs = 180_000
/** How many may wait at once. The last of them would wait for half a minute where all print long lists. */
export const mostWaiting = 20
/** Beyond it the structure for screen readers is left out: it would be fifteen sixteenths of the file. */
const mostTagged = 40_000

let thread: Worker | null = null
let idle: NodeJS.Timeout | undefined
let stuck: NodeJS.Timeout | undefined
let lastId = 0
let running: Waiting | null = null
const waiting: Waiting[] = []

/**
 * Sets a PDF from a Typst template and data that the template reads as JSON; `#import "/page.typ": *` in it brings the
 * house's page, head, tables and foot, and `data`. In a thread of its own, one after the other: a page takes 3 ms, a list
 * of thousands a second, and requests go on meanwhile. Throws `printingBusy` when too many wait, `unavailable` when the
 * thread died; a fault of the template is an Error of ours.
 */
export function typeset(template: string, data: unknown): Promise<Uint8Array> {
  return typesetParts(template, [data])
}

/**
 * The same for what is long: the parts are set one by one and bound, so that memory holds one of them. A template of the
 * house knows which one it is in (`first-part`, `last-part`); each begins a page. `numbered`: their pages are numbered
 * through.
 */
export function typesetParts(
  template: string,
  datas: readonly unknown[],
  { numbered = true }: { numbered?: boolean } = {},
): Promise<Uint8Array> {
  if (waiting.length >= mostWaiting) return Promise.reject(new AppError('printingBusy'))
  const parts = datas.map((data) => JSON.stringify(data))
  const tagged = parts.length === 1 && (parts[0] ?? '').length <= mostTagged
  return new Promise((resolve, reject) => {
    waiting.push({ id: ++lastId, template, parts, numbered, tagged, resolve, reject })
    next()
  })
}

/** Rows of a long list that are set together: memory holds so many, at 60 kB each. */
export const rowsAPart = 2500

/** Cuts rows into parts; at least one, which may be empty. */
export function inParts<Row>(rows: readonly Row[], most: number): Row[][] {
  const parts = Array.from({ length: Math.ceil(rows.length / most) }, (_, i) => rows.slice(i * most, (i + 1) * most))
  return parts.length === 0 ? [[]] : parts
}

/** Gives the thread what has waited longest, once it has nothing. */
function next(): void {
  if (running) return
  const job = waiting.shift()
  if (!job) {
    restLater()
    return
  }
  clearTimeout(idle)
  running = job
  const { resolve: _resolve, reject: _reject, ...message } = job
  const worker = start()
  stuck = setTimeout(() => died(worker, new Error(`typesetting took longer than ${mostMs} ms`)), mostMs)
  stuck.unref()
  worker.postMessage(message satisfies TypesettingJob)
}

function start(): Worker {
  if (thread) return thread
  const started = new Worker(new URL('./typesetting-thread.ts', import.meta.url))
  // Nobody waits for it when the process wants to end.
  started.unref()
  started.on('message', (answer: TypesettingAnswer) => {
    if (thread !== started || running?.id !== answer.id) return
    const job = running
    running = null
    clearTimeout(stuck)
    if ('pdf' in answer) job.resolve(answer.pdf)
    else job.reject(new Error(answer.error))
    next()
  })
  started.on('error', (cause) => died(started, cause))
  started.on('exit', () => died(started, new Error('the typesetting thread ended')))
  thread = started
  return started
}

/** What it had in hand is lost; what waits goes to a new one. */
function died(worker: Worker, cause: unknown): void {
  if (thread !== worker) return
  thread = null
  clearTimeout(stuck)
  void worker.terminate()
  const job = running
  running = null
  job?.reject(new AppError('unavailable', {}, { cause }))
  next()
}

function restLater(): void {
  clearTimeout(idle)
  const resting = thread
  idle = setTimeout(() => {
    if (running || thread !== resting || !resting) return
    thread = null
    void resting.terminate()
  }, idleMs)
  idle.unref()
}
