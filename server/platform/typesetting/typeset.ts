import { Worker } from 'node:worker_threads'
import { AppError } from '../../core/app-error.ts'
import type { TypesettingAnswer, TypesettingJob } from './typesetting-thread.ts'

type Waiting = { readonly resolve: (pdf: Uint8Array) => void; readonly reject: (error: Error) => void }

/** The fonts and what the compiler remembers take 100 MB: they are let go of when nobody prints for a while. */
const idleMs = 60_000

let thread: Worker | null = null
let idle: NodeJS.Timeout | undefined
let lastId = 0
const waiting = new Map<number, Waiting>()

/**
 * Sets a PDF from a Typst template and data that the template reads as JSON (`json(bytes(sys.inputs.data))`). In a thread
 * of its own, one after the other: a page takes 3 ms, a list of thousands seconds, and requests go on meanwhile. Throws
 * `unavailable` when the thread died; a fault of the template is an Error of ours.
 */
export function typeset(template: string, data: unknown): Promise<Uint8Array> {
  clearTimeout(idle)
  const id = ++lastId
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    start().postMessage({ id, template, data: JSON.stringify(data) } satisfies TypesettingJob)
  })
}

function start(): Worker {
  if (thread) return thread
  const started = new Worker(new URL('./typesetting-thread.ts', import.meta.url))
  // Nobody waits for it when the process wants to end.
  started.unref()
  started.on('message', (answer: TypesettingAnswer) => {
    const job = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('pdf' in answer) job?.resolve(answer.pdf)
    else job?.reject(new Error(answer.error))
    if (waiting.size === 0) restLater(started)
  })
  const died = (cause: unknown) => {
    if (thread === started) thread = null
    for (const [id, job] of waiting) {
      waiting.delete(id)
      job.reject(new AppError('unavailable', {}, { cause }))
    }
  }
  started.on('error', died)
  started.on('exit', died)
  thread = started
  return started
}

function restLater(started: Worker): void {
  idle = setTimeout(() => {
    if (waiting.size > 0 || thread !== started) return
    thread = null
    void started.terminate()
  }, idleMs)
  idle.unref()
}
