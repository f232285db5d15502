import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { workerNodeFlags } from '../../server/worker-node-flags.ts'
import type { World } from './world.ts'

const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../worker/main.ts')

/** The keys of world.ts, as processes are given them: what one sealed, the others open. */
export const worldKeys = {
  FIELD_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  FIELD_HASH_KEY: Buffer.alloc(32, 9).toString('base64'),
}

export type WorkerProcess = { child: ChildProcess; kill(): Promise<void>; stop(): Promise<void>; said(): string }

/** The worker as `start:worker` runs it, on the world's database and files. */
export async function startWorkerProcess(world: World, env: Record<string, string> = {}): Promise<WorkerProcess> {
  const child = fork(file, [], {
    execArgv: [...process.execArgv, ...workerNodeFlags],
    env: {
      ...process.env,
      DATABASE_URL: world.databaseUrl,
      DATA_DIR: world.folder,
      SMTP_URL: '',
      ...worldKeys,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${said}`)))
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    child,
    said: () => said,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}

/** Asks again until the answer is there; throws with `what` when it does not come. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  withinMs = 60_000,
): Promise<T> {
  const until = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > until) throw new Error(`did not happen within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
