import { readFile, rm } from 'node:fs/promises'
import pg from 'pg'
import { makeStaff } from '../support/people.ts'
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts'
import type { World } from '../support/world.ts'
import { asCsv, asXlsx, type Booked, book, gridOf, makePayeeAccount, upload } from '../usecases/statements/arrange.ts'
import { withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const lineCount = 50_000
/** More than a year of a busy centre, while somebody waits for it. */
const secondsLimit = 30
const workerMemoryLimitMb = 700

/**
 * 50,000 lines of a statement through a worker of its own: uploaded as .xlsx, read, compared with what is there, written,
 * checked for gaps; then once more as .csv, of which nothing is new. Beside it the same rows by COPY.
 */
export async function benchStatements(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    const clerk = await makeStaff(world, 'finance')
    await makePayeeAccount(world)
    const lines = yearOfLines()
    const worker = await startWorkerProcess(world)
    try {
      // The first job of a process pays for loading its code; people meet a worker that is running.
      await takeIn(world, clerk.cookie, asCsv(gridOf(warmUp())), 'warm-up.csv')
      const firstMs = await takeIn(world, clerk.cookie, asXlsx(gridOf(lines)), 'year.xlsx', lineCount)
      const againMs = await takeIn(world, clerk.cookie, asCsv(gridOf(lines, { newestFirst: true })), 'year.csv', 0)
      const peakMb = await memoryMb(worker)
      await worker.stop()
      const copyMs = await copyAgain(world)
      const perSecond = lineCount / (firstMs / 1000)
      const perSecondOf = (ms: number) => lineCount / (ms / 1000)
      return [
        {
          name: 'import 50,000 statement lines',
          ours: firstMs / 1000,
          limit: secondsLimit,
          unit: 's',
          ratio: firstMs / 1000 / secondsLimit,
          better: 'lower',
          note: `${perSecond.toFixed(0)} lines/s, .xlsx, from upload to imported`,
        },
        {
          name: 'the same again, nothing new',
          ours: againMs / 1000,
          limit: secondsLimit,
          unit: 's',
          ratio: againMs / 1000 / secondsLimit,
          better: 'lower',
          note: 'as .csv with the newest first',
        },
        {
          name: 'statement ÷ bare COPY',
          ours: perSecond,
          // The issue asks for the figure; a hundredth is where something would be wrong.
          limit: perSecondOf(copyMs.bare) / 100,
          unit: 'lines/s',
          ratio: perSecond / perSecondOf(copyMs.bare),
          better: 'higher',
          note: `COPY without indexes ${perSecondOf(copyMs.bare).toFixed(0)}, with ours ${perSecondOf(copyMs.indexed).toFixed(0)} lines/s`,
        },
        {
          name: 'statement: memory of the worker',
          ours: peakMb,
          limit: workerMemoryLimitMb,
          unit: 'MB',
          ratio: peakMb / workerMemoryLimitMb,
          better: 'lower',
          note: 'peak of the whole process',
        },
      ]
    } finally {
      await worker.stop()
    }
  })
}

function yearOfLines(): Booked[] {
  const two = (value: number) => String(value).padStart(2, '0')
  return book(
    Array.from({ length: lineCount }, (_, n) => ({
      date: `2026-${two(1 + Math.floor((n * 12) / lineCount))}-${two(1 + (Math.floor((n * 12 * 28) / lineCount) % 28))}`,
      time: `${two(8 + (n % 10))}:${two(n % 60)}:${two((n * 7) % 60)}`,
      fen: n % 5 === 0 ? -(1000 + (n % 997)) : 100_000 + (n % 9973),
      name: `南京第${n % 3000}工程质量检测有限公司`,
      account: `32050162${String(n % 3000).padStart(10, '0')}`,
      remark:
        n % 3 === 0 ? `培训费PX26${(n * 7919).toString(36).toUpperCase().slice(0, 6).padStart(6, 'A')}` : '培训费',
      serial: `S${String(n).padStart(12, '0')}`,
    })),
  ).toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

const warmUp = () =>
  book(
    [
      { date: '2025-12-30', fen: 100 },
      { date: '2025-12-31', fen: -100 },
    ],
    100_000_000,
  )

/** From the first byte of the upload until the page says that it is in. */
async function takeIn(
  world: World,
  cookie: string,
  bytes: Uint8Array,
  name: string,
  expected?: number,
): Promise<number> {
  const startMs = performance.now()
  const { id, code } = await upload(world, cookie, bytes, { name })
  if (code !== null) throw new Error(`the upload was refused: ${code}`)
  for (;;) {
    const file = await world.deps.db.statementFile.findUniqueOrThrow({ where: { id } })
    if (file.state === 'imported') {
      if (expected !== undefined && file.newCount !== expected) {
        throw new Error(`${file.newCount} lines of ${name} were new, not ${expected}`)
      }
      return performance.now() - startMs
    }
    if (file.state === 'waiting' || file.state === 'refused') throw new Error(`${name} ended as ${file.state}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Peak memory of the worker's process; Linux only. */
async function memoryMb(worker: WorkerProcess): Promise<number> {
  const status = await readFile(`/proc/${worker.child.pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024
}

/**
 * The lines as they were written, out to a file of the server and in again, in milliseconds: what PostgreSQL alone needs
 * for them, with all indexes and checks (`indexed`) and into a table that has none (`bare`).
 */
async function copyAgain(world: World): Promise<{ indexed: number; bare: number }> {
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder")
  const file = `${rows[0]?.folder}/statement_lines.copy`
  try {
    await client.query(`COPY (SELECT * FROM statement_lines WHERE day >= '2026-01-01') TO '${file}'`)
    await client.query('CREATE TABLE indexed_lines (LIKE statement_lines INCLUDING ALL)')
    await client.query('CREATE TABLE bare_lines (LIKE statement_lines)')
    const timed = async (table: string) => {
      const startMs = performance.now()
      await client.query(`COPY ${table} FROM '${file}'`)
      return performance.now() - startMs
    }
    return { indexed: await timed('indexed_lines'), bare: await timed('bare_lines') }
  } finally {
    await client.end()
    await rm(file, { force: true })
  }
}
