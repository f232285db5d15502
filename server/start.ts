import { type ChildProcess, fork } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ensureClient } from '../prisma/generate.ts'
import { deployMigrations } from '../prisma/migrate.ts'
import { ensureWebBuilt } from './build-web.ts'
import { databaseAddressFile } from './database-address.ts'
import { type EmbeddedPostgres, freePort, StartupRefused, startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { workerNodeFlags } from './worker-node-flags.ts'

/**
 * `npm start`: the whole product behind one port. PostgreSQL (its own, or DATABASE_URL), migrations, demo data on an empty
 * database, the built PWA, the API, a worker, a bank and a tax service for trying out, each a process of its own that is
 * started again when it dies. Ctrl-C stops them in order: no new requests, then the jobs, then the sandboxes, then the database.
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const dataDir = path.resolve(process.env['DATA_DIR'] || path.join(root, '.data'))
const port = Number(process.env['PORT'] || 3000)
const host = process.env['HOST'] || '0.0.0.0'

const unwritable = `The data folder ${dataDir} cannot be written; set DATA_DIR to a folder that can, or change its permissions.`

const restartDelayMs = 1000
/** How long a process gets to finish what it does before it is ended the hard way. */
const endWithinMs = 25_000

const startedMs = performance.now()
let postgres: EmbeddedPostgres | undefined
let lockFile: string | undefined
let addressFile: string | undefined
const children: { name: string; process: ChildProcess }[] = []
let stopping = false

process.on('SIGINT', () => void stop(0))
process.on('SIGTERM', () => void stop(0))

try {
  await start()
} catch (error) {
  // What a person can mend is one sentence; anything else is ours to mend and shows where it happened.
  console.error(error instanceof StartupRefused ? error.message : error)
  await stop(1)
}

async function start(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartupRefused(`PORT is "${process.env['PORT']}"; it must be a number from 1 to 65535.`)
  await checkPort()
  await mkdir(dataDir, { recursive: true }).catch((cause) => {
    throw new StartupRefused(unwritable, { cause })
  })
  let databaseUrl = process.env['DATABASE_URL']
  if (!databaseUrl) {
    postgres = await startOwnPostgres()
    databaseUrl = postgres.url
  }
  await ensureClient()
  const [built] = await Promise.all([buildWeb(), migrate(databaseUrl)])
  if (built) console.log('The web app was built.')
  const env = { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: String(port) }
  const bank = await startSandboxBank(env)
  const tax = await startSandboxTax(env)
  const demo = process.env['DEMO_DATA'] === '0' ? null : await seed(env)
  const own = {
    ...env,
    ...(bank ? { SANDBOX_BANK_URL: `http://127.0.0.1:${bank.port}` } : {}),
    ...(tax ? { SANDBOX_TAX_URL: `http://127.0.0.1:${tax.port}` } : {}),
  }
  await Promise.all([run('server', 'server/main.ts', own), run('worker', 'worker/main.ts', own)])
  console.log(
    `\n学时 Xueshi is ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s: http://localhost:${port}`,
  )
  if (bank) console.log(`\nSandbox bank (no real money): ${bank.control}`)
  if (tax) console.log(`Sandbox tax service (no real invoices): ${tax.control}`)
  if (demo) {
    console.log('\nDemo log-ins (name, password):')
    for (const { role, name, password } of demo) console.log(`  ${role.padEnd(34)} ${name.padEnd(20)} ${password}`)
  }
  console.log('\nCtrl-C stops everything.')
}

async function hasRealProvider(env: NodeJS.ProcessEnv): Promise<boolean> {
  const { readEnv } = await import('./env.ts')
  const { createPaymentProviders } = await import('./platform/payment-providers/create-payment-providers.ts')
  try {
    return createPaymentProviders(readEnv(env)).length > 0
  } catch (cause) {
    throw new StartupRefused(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

async function hasRealInvoiceProvider(env: NodeJS.ProcessEnv): Promise<boolean> {
  const { readEnv } = await import('./env.ts')
  const { createInvoiceProvider } = await import('./platform/invoice-providers/create-invoice-provider.ts')
  try {
    return createInvoiceProvider(readEnv(env)) !== null
  } catch (cause) {
    throw new StartupRefused(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

async function startOwnPostgres(): Promise<EmbeddedPostgres> {
  const file = path.join(dataDir, 'xueshi.lock')
  const pid = Number(await readFile(file, 'utf8').catch(() => ''))
  if (pid && pid !== process.pid && isAlive(pid)) {
    throw new StartupRefused(
      `Xueshi runs already on the data in ${dataDir} (process ${pid}); stop it, or set DATA_DIR to another folder.`,
    )
  }
  await writeFile(file, String(process.pid)).catch((cause) => {
    throw new StartupRefused(unwritable, { cause })
  })
  lockFile = file
  const own = await startEmbeddedPostgres(dataDir)
  // For `npm run verify-audit` and the like beside us: it holds the password, so it is ours alone.
  addressFile = path.join(dataDir, databaseAddressFile)
  await writeFile(addressFile, own.url, { mode: 0o600 })
  return own
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Before anything is started, so that a taken port costs no waiting. */
async function checkPort(): Promise<void> {
  const error = await whyNotListen(port)
  if (!error) return
  const sentence =
    error.code === 'EADDRINUSE'
      ? `Port ${port} is in use; stop what uses it, or choose another with PORT.`
      : error.code === 'EACCES'
        ? `Port ${port} may not be used by this user; choose one above 1023 with PORT.`
        : `The server cannot listen on ${host}:${port}: ${error.message}`
  throw new StartupRefused(sentence, { cause: error })
}

function whyNotListen(wanted: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen(wanted, host, () => probe.close(() => resolve(null)))
  })
}

type Sandbox = { port: number; control: string }

/**
 * The bank for trying out, a program of its own on the next port, or on a free one where that is taken. Not with
 * SANDBOX_BANK=0, and not beside a real provider (unless SANDBOX_BANK=1): play money and real money do not mix by themselves.
 */
async function startSandboxBank(env: NodeJS.ProcessEnv): Promise<Sandbox | null> {
  const wish = process.env['SANDBOX_BANK']
  if (wish === '0' || process.env['SANDBOX_BANK_URL']) return null
  if (wish !== '1' && (await hasRealProvider(env))) return null
  return startSandbox('sandbox-bank', 'SANDBOX_BANK_PORT', port + 1)
}

/** The tax service for trying out, by the same rule: not with SANDBOX_TAX=0, and not beside a real invoice provider. */
async function startSandboxTax(env: NodeJS.ProcessEnv): Promise<Sandbox | null> {
  const wish = process.env['SANDBOX_TAX']
  if (wish === '0' || process.env['SANDBOX_TAX_URL']) return null
  // Also where it is wished for: the product asks a real provider first.
  if (await hasRealInvoiceProvider(env)) return null
  return startSandbox('sandbox-tax', 'SANDBOX_TAX_PORT', port + 2)
}

async function startSandbox(name: string, portVariable: string, usualPort: number): Promise<Sandbox> {
  const wanted = Number(process.env[portVariable] || usualPort)
  const isFree = Number.isInteger(wanted) && wanted > 0 && wanted <= 65_535 && !(await whyNotListen(wanted))
  const ownPort = isFree ? wanted : await freePort()
  // A stranger's program: it gets neither our database nor our keys.
  const { PATH, HOME, PUBLIC_URL } = process.env
  const own = { PATH, HOME, PUBLIC_URL, DATA_DIR: dataDir, HOST: host, [portVariable]: String(ownPort) }
  await run(name, `server/${name}/main.ts`, own)
  const token = (await readFile(path.join(dataDir, name, 'control-token'), 'utf8')).trim()
  return { port: ownPort, control: `http://localhost:${ownPort}/control?token=${token}` }
}

async function buildWeb(): Promise<boolean> {
  return ensureWebBuilt().catch((cause) => {
    const said = (cause as { stderr?: string }).stderr?.trim().split('\n')
    const reason = said?.find((line) => /^(\w*Error|\[)/.test(line.trim())) ?? said?.at(-1) ?? String(cause)
    throw new StartupRefused(`The web app could not be built: ${reason.trim()}`, { cause })
  })
}

async function migrate(databaseUrl: string): Promise<void> {
  try {
    const applied = await deployMigrations(databaseUrl)
    if (applied.length > 0) console.log(`The database was brought up to date: ${applied.join(', ')}.`)
  } catch (cause) {
    const { host: at } = new URL(databaseUrl)
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new StartupRefused(`The database at ${at} could not be brought up to date: ${reason}`, { cause })
  }
}

type DemoLogIn = { role: string; name: string; password: string }

/** Loaded only now: it imports the generated client. */
async function seed(env: NodeJS.ProcessEnv): Promise<readonly DemoLogIn[] | null> {
  const { readEnv } = await import('./env.ts')
  const { openDeps } = await import('./deps.ts')
  const { seedDemo, hasDemoData, demoLogIns } = await import('../prisma/seed.ts')
  const open = await openDeps(readEnv(env), 'seed')
  try {
    await seedDemo(open.deps)
    return (await hasDemoData(open.deps)) ? demoLogIns : null
  } finally {
    await open.close()
  }
}

/** Starts one of our processes and keeps it running; resolves when it says that it is ready for the first time. */
function run(name: string, file: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    let wasReady = false
    const launch = () => {
      // A group of its own: Ctrl-C reaches us alone, and we stop them in order.
      const child = fork(path.join(root, file), [], {
        env,
        execArgv: [...process.execArgv, ...(name === 'worker' ? workerNodeFlags : [])],
        detached: true,
        stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      })
      keepLog(child, name)
      const entry = { name, process: child }
      children.push(entry)
      child.on('message', (message: { ready?: boolean }) => {
        if (message.ready) {
          wasReady = true
          resolve()
        }
      })
      child.once('exit', (code, signal) => {
        children.splice(children.indexOf(entry), 1)
        if (stopping) return
        if (!wasReady) return reject(new StartupRefused(`The ${name} did not start; its message stands above.`))
        console.error(`The ${name} ended (${signal ?? `code ${code}`}) and is started again.`)
        setTimeout(() => !stopping && launch(), restartDelayMs)
      })
    }
    launch()
  })
}

/** What a process logs goes into a file of its own; what went wrong, and what is no log line, also to the terminal. */
function keepLog(child: ChildProcess, name: string): void {
  if (!child.stderr) return
  const log = createWriteStream(path.join(dataDir, `${name}.log`), { flags: 'a', mode: 0o600 })
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.write(`${line}\n`)
    if (!/^\{"at":"[^"]+","level":"(info|warn)"/.test(line)) console.error(line)
  })
  child.once('exit', () => log.end())
}

async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  for (const name of ['server', 'worker', 'sandbox-bank', 'sandbox-tax']) {
    await Promise.all(children.filter((child) => child.name === name).map(({ process: child }) => end(child)))
  }
  await postgres?.stop()
  if (addressFile) await rm(addressFile, { force: true })
  if (lockFile) await rm(lockFile, { force: true })
  process.exit(code)
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const hard = setTimeout(() => child.kill('SIGKILL'), endWithinMs)
    child.once('exit', () => {
      clearTimeout(hard)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
