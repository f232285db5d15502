import { Worker } from 'node:worker_threads'
import { AppError } from '../../server/core/app-error.ts'
import type { BoxReply } from './boxed-process.ts'

/**
 * Runs in a thread beside the reader, which may be deep inside one long computation and cannot watch itself. It ends the
 * process when its computing time or memory passes the limit (saying which on stderr), and when the worker that started
 * it is gone. Computing time, not the clock, so that a busy machine refuses nobody's file.
 */
const watch = `
const { writeSync } = require('node:fs')
const { parentPort, workerData } = require('node:worker_threads')
const parent = process.ppid
const end = (limit) => {
  writeSync(2, '\\nlimit: ' + limit + '\\n')
  process.kill(process.pid, 'SIGKILL')
}
let before = { user: 0, system: 0 }
parentPort.on('message', () => {
  before = process.cpuUsage()
})
parentPort.postMessage('watching')
setInterval(() => {
  const { user, system } = process.cpuUsage(before)
  if ((user + system) / 1000 > workerData.timeMs) end('time')
  if (process.memoryUsage.rss() > workerData.memoryBytes) end('memory')
  if (process.ppid !== parent) end('orphan')
}, 10)
`

/**
 * The process side of `runInBox` and `openBox`: answers each input that comes, one at a time, and waits to be ended. The
 * first one's time counts from the start of the process, that of each further one from its arrival.
 */
export function serveBox(answer: (input: Uint8Array) => Promise<unknown>): void {
  const memoryMib = Number(process.argv[2])
  const timeMs = Number(process.argv[3])
  const watcher = new Worker(watch, { eval: true, workerData: { memoryBytes: memoryMib * 1024 * 1024, timeMs } })
  const watching = new Promise((resolve) => watcher.once('message', resolve))
  watcher.unref()

  // Nothing that is opened here has business on the network.
  Reflect.deleteProperty(globalThis, 'fetch')
  Reflect.deleteProperty(globalThis, 'WebSocket')

  process.once('disconnect', () => process.exit(0))
  let count = 0
  process.on('message', (input) => {
    count += 1
    if (count > 1) watcher.postMessage('next')
    watching
      .then(() => answer(input as Uint8Array))
      .then(
        (value) => reply({ ok: true, value }),
        (error: unknown) => reply(refusal(error)),
      )
  })
}

function reply(message: BoxReply): void {
  process.send?.(message)
}

function refusal(error: unknown): BoxReply {
  if (error instanceof AppError) return { ok: false, code: error.code, details: error.details, message: error.code }
  return { ok: false, code: '', details: {}, message: error instanceof Error ? error.message : String(error) }
}
