import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort } from '../../server/platform/embedded-postgres.ts'

/** `npm start` as people meet it: a process, its words and its exit code. */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const running: ChildProcess[] = []
const folders: string[] = []

afterEach(async () => {
  for (const child of running.splice(0))
    if (child.exitCode === null && child.signalCode === null) await end(child, 'SIGTERM')
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xueshi-start-'))
  await chmod(folder, 0o755)
  folders.push(folder)
  return folder
}

type Started = { child: ChildProcess; said: () => string; ended: Promise<number | null> }

function start(env: Record<string, string>, as?: { uid: number; gid: number }): Started {
  const { DATABASE_URL: _ours, ...inherited } = process.env
  const child = spawn(process.execPath, ['server/start.ts'], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  })
  running.push(child)
  let said = ''
  child.stdout?.on('data', (chunk) => {
    said += chunk
  })
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  return { child, said: () => said, ended: new Promise((resolve) => child.once('exit', (code) => resolve(code))) }
}

async function ready({ said, child }: Started): Promise<void> {
  for (let waitedMs = 0; waitedMs < 120_000; waitedMs += 100) {
    if (said().includes('Ctrl-C stops everything')) return
    if (child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`not ready:\n${said()}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  child.kill(signal)
  return ended
}

describe('npm start', () => {
  test('brings the product up with demo data, stops in order on Ctrl-C, keeps the data, and takes a killed worker in its stride', async () => {
    const [folder, port] = [await newFolder(), String(await freePort())]
    const first = start({ DATA_DIR: folder, PORT: port })
    await ready(first)
    expect(first.said()).toContain(`http://localhost:${port}`)
    expect(first.said()).toMatch(/admin\s+\S+/)
    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect(await page.text()).toContain('<title>')
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
    expect(await end(first.child, 'SIGINT')).toBe(0)

    const second = start({ DATA_DIR: folder, PORT: port })
    await ready(second)
    expect(second.said()).not.toContain('brought up to date')
    expect(second.said()).not.toContain('was built')
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
    // A parent that is killed outright leaves nothing that the next start cannot take over.
    second.child.kill('SIGKILL')
    await second.ended
    const third = start({ DATA_DIR: folder, PORT: String(await freePort()) })
    await ready(third)
    expect(await end(third.child, 'SIGINT')).toBe(0)
  })

  test('works for an ordinary user', async () => {
    const folder = await newFolder()
    const nobody = { uid: 65_534, gid: 65_534 }
    const isRoot = process.getuid?.() === 0
    if (isRoot) await chown(folder, nobody.uid, nobody.gid)
    const started = start(
      { DATA_DIR: path.join(folder, 'data'), PORT: String(await freePort()), HOME: folder },
      isRoot ? nobody : undefined,
    )
    await ready(started)
    expect(await end(started.child, 'SIGINT')).toBe(0)
  })
})

describe('what a person can mend is one sentence and exit code 1', () => {
  async function refusal(env: Record<string, string>): Promise<string> {
    const started = start(env)
    expect(await started.ended).toBe(1)
    const lines = started.said().trim().split('\n')
    expect(lines).toHaveLength(1)
    return lines[0] ?? ''
  }

  test('a port in use', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '0.0.0.0', resolve))
    const address = blocker.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await refusal({ DATA_DIR: await newFolder(), PORT: String(port) })).toBe(
      `Port ${port} is in use; stop what uses it, or choose another with PORT.`,
    )
    await new Promise((resolve) => blocker.close(resolve))
  })

  test('a data folder of another PostgreSQL version', async () => {
    const folder = await newFolder()
    const { mkdir } = await import('node:fs/promises')
    await mkdir(path.join(folder, 'postgres'))
    await writeFile(path.join(folder, 'postgres', 'PG_VERSION'), '14\n')
    await writeFile(path.join(folder, 'postgres-password'), 'x\n')
    expect(await refusal({ DATA_DIR: folder, PORT: String(await freePort()) })).toMatch(
      /was written by PostgreSQL 14, this is \d+; set DATA_DIR/,
    )
  })

  test('a data folder that cannot be written', async () => {
    const file = path.join(await newFolder(), 'file')
    await writeFile(file, '')
    const dataDir = path.join(file, 'data')
    expect(await refusal({ DATA_DIR: dataDir, PORT: String(await freePort()) })).toContain(
      `The data folder ${dataDir} cannot be written`,
    )
  })

  test('a port that is none, and a database that does not answer', async () => {
    expect(await refusal({ DATA_DIR: await newFolder(), PORT: 'eighty' })).toContain('PORT is "eighty"')
    const nowhere = `postgresql://nobody@127.0.0.1:${await freePort()}/none`
    expect(
      await refusal({ DATA_DIR: await newFolder(), PORT: String(await freePort()), DATABASE_URL: nowhere }),
    ).toContain('could not be brought up to date')
  })
})
