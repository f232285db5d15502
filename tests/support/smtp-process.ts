import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), 'smtp-child.ts')

export type SmtpProcess = {
  readonly url: string
  /** The Message-IDs that it has taken, in their order, those of before its restarts included. */
  taken(): string[]
  kill(): Promise<void>
  start(): Promise<void>
}

/** A mail server that can be killed at any moment and started again on its port; `loses`: each so manyth mail is lost. */
export async function startSmtpProcess(logFile: string, loses = 0): Promise<SmtpProcess> {
  let child: ChildProcess | null = null
  let port = 0
  const smtp: SmtpProcess = {
    get url() {
      return `smtp://127.0.0.1:${port}`
    },
    taken: () => readFileSync(logFile, 'utf8').split('\n').filter(Boolean),
    async start() {
      const started = fork(file, [], {
        execArgv: process.execArgv,
        env: { ...process.env, MAIL_LOG: logFile, PORT: String(port), LOSES: String(loses) },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      child = started
      await new Promise<void>((resolve, reject) => {
        started.once('message', (message) => {
          port = (message as { port: number }).port
          resolve()
        })
        started.once('exit', (code) => reject(new Error(`the mail server ended with ${code}`)))
      })
    },
    async kill() {
      const killed = child
      child = null
      if (!killed || killed.exitCode !== null || killed.signalCode !== null) return
      const ended = new Promise<void>((resolve) => killed.once('exit', () => resolve()))
      killed.kill('SIGKILL')
      await ended
    },
  }
  await smtp.start()
  return smtp
}
