import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError, type ErrorCode, errorKinds } from '../../server/core/app-error.ts'
import type { OcrMessage, OcrRequest } from './ocr-message.ts'
import type { TextPage } from './text-line.ts'

export interface OcrClientOptions {
  /** For one picture, from when it is sent: so long that a busy machine refuses no good slip, and within the job’s own 90 s. */
  timeLimitMs?: number
  /** For loading the models; a busy machine takes seconds. */
  startLimitMs?: number
  /** Resident memory after a picture above which the process is replaced before the next one. */
  recycleBytes?: number
  /** Resident memory in the middle of a picture above which the process ends itself. */
  ceilingBytes?: number
}

export interface OcrClient {
  /**
   * What stands in a picture. Pictures wait for each other. Throws `fileDamaged`, `pictureTooLarge`, `fileTooSlow` (none
   * gets better by trying again), `unavailable` when the process died twice under this picture or cannot be started.
   */
  read(picture: Uint8Array): Promise<TextPage>
  /** Loads the models ahead of the first picture. */
  warmUp(): Promise<void>
  /** The process, while there is one: for measuring its memory, and for tests that kill it. */
  pid(): number | null
  /** Resident memory after the last picture, and the most that was seen, in bytes. */
  memory(): { lastBytes: number; peakBytes: number }
  /** Ends the process; what is being read or waits is refused with `unavailable`. */
  close(): Promise<void>
}

const script = fileURLToPath(new URL('./ocr-process.ts', import.meta.url))
const projectFolder = new URL('../../', import.meta.url)
const readableFolders = ['node_modules', 'worker', 'server/core'].map((folder) =>
  fileURLToPath(new URL(folder, projectFolder)),
)
/** What a process needs to start on each system; no keys, no database address. */
const environmentNames = ['SystemRoot', 'windir', 'TEMP', 'TMP', 'TMPDIR']

const mebibyte = 1024 * 1024

interface Running {
  child: ChildProcess
  /** Fails when the process ends, for whatever reason. */
  ended: Promise<never>
  ready: Promise<void>
}

/**
 * Reads pictures in a process of its own, which is kept warm, killed when a picture takes too long, started again when it
 * died, and replaced when it has grown. Started by the first picture.
 */
export function createOcrClient(options: OcrClientOptions = {}): OcrClient {
  const {
    timeLimitMs = 60_000,
    startLimitMs = 30_000,
    recycleBytes = 850 * mebibyte,
    ceilingBytes = 1200 * mebibyte,
  } = options
  let running: Running | null = null
  let closed = false
  let nextId = 1
  let queue: Promise<unknown> = Promise.resolve()
  const memory = { lastBytes: 0, peakBytes: 0 }

  function start(): Running {
    const child = fork(script, [String(ceilingBytes)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: Object.fromEntries(
        environmentNames.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
      ),
      execArgv: [
        '--permission',
        ...readableFolders.map((folder) => `--allow-fs-read=${folder}`),
        '--allow-addons',
        '--no-warnings',
      ],
    })
    const { promise: ended, reject } = Promise.withResolvers<never>()
    ended.catch(() => {})
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`the OCR process ended (${signal ?? code})`)))
    const isReady = waitFor(child, (message) => (message.kind === 'ready' ? message : null))
    const ready = withLimit(Promise.race([isReady, ended]), startLimitMs, 'start').then(() => {})
    ready.catch(() => {})
    return { child, ended, ready }
  }

  async function stop(): Promise<void> {
    const current = running
    running = null
    if (!current) return
    current.child.kill('SIGKILL')
    await current.ended.catch(() => {})
  }

  function refuseClosed(): void {
    if (closed) throw new AppError('unavailable', { what: 'ocr' })
  }

  /** A process that is ready; one that cannot load its models now may do so later. */
  async function ensure(): Promise<Running> {
    refuseClosed()
    if (running && (running.child.exitCode !== null || running.child.signalCode !== null)) running = null
    running ??= start()
    const current = running
    try {
      await current.ready
      return current
    } catch (error) {
      await stop()
      throw new AppError('unavailable', { what: 'ocr' }, { cause: error })
    }
  }

  async function readOnce(picture: Uint8Array): Promise<TextPage> {
    const { child, ended } = await ensure()
    refuseClosed()
    const id = nextId++
    const answer = waitFor(child, (message) => (message.kind !== 'ready' && message.id === id ? message : null))
    child.send({ id, picture } satisfies OcrRequest, (error) => {
      // A pipe that broke is a process that ended; `ended` says so.
      if (error) child.kill('SIGKILL')
    })
    const message = await withLimit(Promise.race([answer, ended]), timeLimitMs, 'read')
    memory.lastBytes = message.residentBytes
    memory.peakBytes = Math.max(memory.peakBytes, message.residentBytes)
    if (message.residentBytes > recycleBytes) await stop()
    if (message.kind === 'read') return message.page
    if (isErrorCode(message.code)) throw new AppError(message.code, message.details)
    throw new AppError('fileDamaged', {}, { cause: message.message })
  }

  async function read(picture: Uint8Array): Promise<TextPage> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await readOnce(picture)
      } catch (error) {
        if (error instanceof AppError) throw error
        await stop()
        if (error instanceof LimitReached) throw new AppError('fileTooSlow', { limit: 'time', limitMs: timeLimitMs })
        // It died under this picture: by somebody's hand, which will not happen twice, or by the picture, which will.
        if (attempt >= 2 || closed) throw new AppError('unavailable', { what: 'ocr' }, { cause: error })
      }
    }
  }

  return {
    read(picture) {
      const result = queue.then(() => read(picture))
      queue = result.catch(() => {})
      return result
    },
    async warmUp() {
      await ensure()
    },
    pid: () => running?.child.pid ?? null,
    memory: () => ({ ...memory }),
    async close() {
      closed = true
      await stop()
      await queue
    },
  }
}

type Answer = Exclude<OcrMessage, { kind: 'ready' }>

function waitFor<T extends OcrMessage>(child: ChildProcess, pick: (message: OcrMessage) => T | null): Promise<T> {
  return new Promise((resolve) => {
    const listen = (raw: unknown) => {
      const picked = pick(raw as Answer)
      if (!picked) return
      child.off('message', listen)
      resolve(picked)
    }
    child.on('message', listen)
  })
}

class LimitReached extends Error {}

async function withLimit<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new LimitReached(what)), limitMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorKinds, code)
}
