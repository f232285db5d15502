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

/**
 * Runs `script` (which calls `serveBox`) in a new process on one input and returns what it answers.
 * Throws `fileTooSlow` when a limit is reached (`details.limit` is `time` or `memory`), the `AppError` that the script
 * threw, and `fileDamaged` when it failed in any other way: a reader that crashes on a file has no use for the file.
 */
export async function runInBox(script: URL, input: Uint8Array, limits: BoxLimits): Promise<unknown> {
  const file = fileURLToPath(script)
  const box = fork(file, [String(limits.memoryMib), String(limits.timeMs)], {
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
  try {
    const reply = await firstReply(box, input, limits)
    if (reply.ok) return reply.value
    if (isErrorCode(reply.code)) throw new AppError(reply.code, reply.details)
    throw new AppError('fileDamaged', {}, { cause: reply.message })
  } finally {
    box.kill('SIGKILL')
  }
}

const slowestClock = 4

function firstReply(box: ChildProcess, input: Uint8Array, limits: BoxLimits): Promise<BoxReply> {
  const { promise, resolve, reject } = Promise.withResolvers<BoxReply>()
  const tooSlow = () => new AppError('fileTooSlow', { limit: 'time', limitMs: limits.timeMs })
  const timer = setTimeout(() => reject(tooSlow()), limits.timeMs * slowestClock)
  let complaint = ''
  box.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000)
  })
  box.once('message', (reply) => resolve(reply as BoxReply))
  box.once('error', reject)
  box.once('close', (code, signal) => {
    if (complaint.includes('\nlimit: time')) reject(tooSlow())
    else if (signal === 'SIGSEGV' || signal === 'SIGBUS') reject(new AppError('fileDamaged', {}, { cause: signal }))
    // The process kills itself when it outgrows its memory; V8 aborts when its heap does. Both come without an answer.
    else if (signal !== null || code === 134) {
      reject(new AppError('fileTooSlow', { limit: 'memory', limitMib: limits.memoryMib }))
    } else reject(new Error(`the process that opens files ended without an answer (exit code ${code})\n${complaint}`))
  })
  // When the file cannot be delivered the process has ended, and why is said above.
  box.send(input, () => {})
  return promise.finally(() => clearTimeout(timer))
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
