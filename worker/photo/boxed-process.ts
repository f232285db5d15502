import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError, type ErrorCode, type ErrorDetails, errorKinds } from '../../server/core/app-error.ts'

/**
 * Formats whose readers are large or can be made to explode (PDF, HEIC) are opened in a process of their own: it is
 * killed for good when it takes too long or too much memory, its memory goes back to the system, and a crash in native
 * code costs one file instead of the worker. It gets one file by message, none of the worker's environment (no keys,
 * no database address) and, through Node's permission model, may read the installed packages and the worker's own
 * source, write nothing and start nothing.
 */

export type BoxLimits = {
  /**
   * Computing time from start to answer, in milliseconds, starting the process (150 to 300 ms) included. The clock may
   * show four times as much when the cores are busy; then the process is ended too.
   */
  readonly timeMs: number
  /** Resident memory of the whole process in MiB, WebAssembly and native allocations included. */
  readonly memoryMib: number
}

/** What the process sends back: a value, or the code of a refusal. */
export type BoxReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly details: ErrorDetails; readonly message: string }

const projectFolder = new URL('../../', import.meta.url)

const readableFolders = ['node_modules', 'worker', 'server/core'].map((folder) =>
  fileURLToPath(new URL(folder, projectFolder)),
)

/** Windows cannot start a process without these; nothing else of the environment is passed on. */
const environmentNames = ['SystemRoot', 'windir', 'TEMP', 'TMP', 'TMPDIR']

/** A process that is open: it answers one input after the other, each within the limits. */
export type Box = {
  /** Throws as `runInBox` does; the process is then gone, and answers nothing more. */
  ask(input: Uint8Array): Promise<unknown>
  /** Whether it can be asked. */
  readonly isOpen: boolean
  close(): void
}

/**
 * Runs `script` (which calls `serveBox`) in a new process on one input and returns what it answers.
 * Throws `fileTooSlow` when a limit is reached (`details.limit` is `time` or `memory`), the `AppError` that the script
 * threw, and `fileDamaged` when it failed in any other way: a reader that crashes on a file has no use for the file.
 */
export async function runInBox(script: URL, input: Uint8Array, limits: BoxLimits): Promise<unknown> {
  const box = openBox(script, limits)
  try {
    return await box.ask(input)
  } finally {
    box.close()
  }
}

/** Opens a process for several inputs; whoever opens it closes it. */
export function openBox(script: URL, limits: BoxLimits): Box {
  const file = fileURLToPath(script)
  const child = fork(file, [String(limits.memoryMib), String(limits.timeMs)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: environmentFor(),
    execArgv: [
      '--permission',
      ...[...readableFolders, file].map((path) => `--allow-fs-read=${path}`),
      '--allow-worker',
      '--allow-addons',
      '--no-warnings',
      `--max-old-space-size=${limits.memoryMib}`,
    ],
  })
  let isOpen = true
  child.once('close', () => {
    isOpen = false
  })
  // What happens to it between two questions is seen when the next is asked.
  child.on('error', () => {})
  const close = () => {
    isOpen = false
    child.kill('SIGKILL')
  }
  return {
    get isOpen() {
      return isOpen
    },
    close,
    async ask(input) {
      let reply: BoxReply
      try {
        reply = await nextReply(child, input, limits)
      } catch (error) {
        close()
        throw error
      }
      if (reply.ok) return reply.value
      if (isErrorCode(reply.code)) throw new AppError(reply.code, reply.details)
      throw new AppError('fileDamaged', {}, { cause: reply.message })
    },
  }
}

const slowestClock = 4

function nextReply(box: ChildProcess, input: Uint8Array, limits: BoxLimits): Promise<BoxReply> {
  const { promise, resolve, reject } = Promise.withResolvers<BoxReply>()
  const tooSlow = () => new AppError('fileTooSlow', { limit: 'time', limitMs: limits.timeMs })
  const timer = setTimeout(() => reject(tooSlow()), limits.timeMs * slowestClock)
  let complaint = ''
  const onComplaint = (text: string) => {
    complaint = (complaint + text).slice(-2_000)
  }
  const onReply = (reply: unknown) => resolve(reply as BoxReply)
  const onClose = (code: number | null, signal: NodeJS.Signals | null) => {
    if (complaint.includes('\nlimit: time')) reject(tooSlow())
    else if (signal === 'SIGSEGV' || signal === 'SIGBUS') reject(new AppError('fileDamaged', {}, { cause: signal }))
    // The process kills itself when it outgrows its memory; V8 aborts when its heap does. Both come without an answer.
    else if (signal !== null || code === 134) {
      reject(new AppError('fileTooSlow', { limit: 'memory', limitMib: limits.memoryMib }))
    } else reject(new Error(`the process that opens files ended without an answer (exit code ${code})\n${complaint}`))
  }
  box.stderr?.setEncoding('utf8').on('data', onComplaint)
  box.once('message', onReply).once('error', reject).once('close', onClose)
  // When the file cannot be delivered the process has ended, and why is said above.
  box.send(input, () => {})
  return promise.finally(() => {
    clearTimeout(timer)
    box.stderr?.off('data', onComplaint)
    box.off('message', onReply).off('error', reject).off('close', onClose)
  })
}

function environmentFor(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {}
  for (const name of environmentNames) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorKinds, code)
}
