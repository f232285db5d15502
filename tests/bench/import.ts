import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { constants, deflateRawSync } from 'node:zlib'
import pg from 'pg'
import { residentIdOf } from '../../prisma/seed/credit-codes.ts'
import type { AccountActor } from '../../server/core/actor.ts'
import { newId } from '../../server/core/ids.ts'
import { createLearner } from '../../server/features/learners/create-learner.ts'
import { learnerImportFields } from '../../server/features/learners/learner-import.rules.ts'
import { writeTableBytes } from '../../server/platform/spreadsheets/write-table.ts'
import { bombOf } from '../rules/spreadsheets/make-zip.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../support/people.ts'
import { startWorkerProcess, type WorkerProcess, waitFor } from '../support/worker-process.ts'
import type { World } from '../support/world.ts'
import { withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const rowCount = 100_000
const departmentCount = 20
/** Issue 3: from uploaded to committed, on 2 cores. */
const rowsPerSecondLimit = 20_000
const workerMemoryLimitMb = 400
const bombLimitMs = 1000
/** Rows that the use-case behind the form adds one by one; the others would take as long each. */
const sampleRows = 500

/**
 * 100,000 people × 8 columns as .xlsx through a worker of its own: uploaded, read, judged, previewed, committed. Beside it
 * the same rows by COPY into the same table, and one by one through the use-case of the form.
 */
export async function benchImport(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    const organisation = await makeOrganisation(world, { name: '检测集团' })
    const departments: MadeOrganisation[] = []
    for (let i = 0; i < departmentCount; i++) {
      departments.push(
        await makeOrganisation(world, { name: `第${i + 1}检测站`, parent: organisation, billing: false }),
      )
    }
    const admin = await makeAdmin(world, organisation)
    const workbook = await writeTableBytes([
      {
        name: '学员',
        columns: learnerImportFields.map(({ heading }) => ({ heading, format: 'text' as const })),
        rows: people(departments),
      },
    ])
    const worker = await startWorkerProcess(world)
    try {
      // The first job of a process pays for loading its code; people meet a worker that is running.
      await importFile(world, admin.cookie, await warmUp())
      const idleMb = await memoryMb(worker, 'VmRSS')
      const ours = await importFile(world, admin.cookie, workbook)
      const peakMb = await memoryMb(worker, 'VmHWM')
      const bombMs = await refuseBomb(world, admin.cookie)
      const copyMs = await copyAgain(world)
      const perSecondByRow = await oneByOne(world, admin, organisation)

      const seconds = (ours.readMs + ours.commitMs) / 1000
      const perSecond = rowCount / seconds
      const copyPerSecond = rowCount / (copyMs.indexed / 1000)
      const barePerSecond = rowCount / (copyMs.bare / 1000)
      const parts = `upload ${ours.uploadMs.toFixed(0)} ms, read ${ours.readMs.toFixed(0)} ms, commit ${ours.commitMs.toFixed(0)} ms`
      return [
        {
          name: 'import 100,000 learners',
          ours: perSecond,
          limit: rowsPerSecondLimit,
          unit: 'rows/s',
          ratio: perSecond / rowsPerSecondLimit,
          better: 'higher',
          note: parts,
        },
        {
          name: 'import ÷ COPY into the same table',
          ours: perSecond,
          limit: copyPerSecond / 4,
          unit: 'rows/s',
          ratio: perSecond / copyPerSecond,
          better: 'higher',
          note: `COPY with the same indexes ${copyPerSecond.toFixed(0)} rows/s, nothing read, judged or sealed`,
        },
        {
          name: 'import ÷ bare COPY',
          ours: perSecond,
          // The issue asks for the figure; a thirtieth is where something would be wrong.
          limit: barePerSecond / 30,
          unit: 'rows/s',
          ratio: perSecond / barePerSecond,
          better: 'higher',
          note: `COPY into a table without indexes or keys ${barePerSecond.toFixed(0)} rows/s`,
        },
        {
          name: 'import ÷ one by one',
          ours: perSecond,
          limit: perSecondByRow * 10,
          unit: 'rows/s',
          ratio: perSecond / perSecondByRow,
          better: 'higher',
          note: `${perSecondByRow.toFixed(0)} rows/s measured on ${sampleRows}: 100,000 would take ${(rowCount / perSecondByRow).toFixed(0)} s`,
        },
        {
          name: 'import: memory of the worker',
          ours: peakMb,
          limit: workerMemoryLimitMb,
          unit: 'MB',
          ratio: peakMb / workerMemoryLimitMb,
          better: 'lower',
          note: `peak of the whole process; ${idleMb.toFixed(0)} MB before`,
        },
        {
          name: 'import: 1 GB zip bomb refused',
          ours: bombMs,
          limit: bombLimitMs,
          unit: 'ms',
          ratio: bombMs / bombLimitMs,
          better: 'lower',
          note: 'from the upload to failed',
        },
      ]
    } finally {
      await worker.stop()
    }
  })
}

const families = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const givens = [...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力红玉建华鹏飞宇']
const educations = ['本科', '大专', '中专', '硕士', '高中']

/** The n-th made-up person; all different, with an ID number that checks. */
function* people(departments: readonly MadeOrganisation[], from = 0, count = rowCount): Generator<string[]> {
  const two = (value: number) => String(value).padStart(2, '0')
  for (let i = from; i < from + count; i++) {
    // Spread over the numbers, as people are: 48,271 has no factor in common with their count.
    const n = (i * 48_271) % 1_000_000
    const born = `${1955 + (Math.floor(n / 336) % 45)}${two(1 + (Math.floor(n / 28) % 12))}${two(1 + (n % 28))}`
    yield [
      `${families[n % families.length]}${givens[n % givens.length]}${n % 3 === 0 ? '' : givens[(n * 7) % givens.length]}`,
      '居民身份证',
      residentIdOf(`320102${born}${String(Math.floor(n / 15_120)).padStart(3, '0')}`),
      `139${String(n).padStart(8, '0')}`,
      `learner${n}@example.com`,
      departments[n % Math.max(departments.length, 1)]?.name ?? '',
      '检测员',
      educations[n % educations.length] ?? '',
    ]
  }
}

async function warmUp(): Promise<Uint8Array> {
  const columns = learnerImportFields.map(({ heading }) => ({ heading, format: 'text' as const }))
  return writeTableBytes([{ name: '学员', columns, rows: people([], 900_000, 2000) }])
}

async function upload(world: World, cookie: string, bytes: Uint8Array): Promise<{ id: string; uploadMs: number }> {
  const id = newId()
  const startMs = performance.now()
  const response = await world.request(`/api/uploads/imports/${id}`, {
    method: 'PUT',
    body: bytes as Uint8Array<ArrayBuffer>,
    cookie,
    headers: { 'x-sha256': createHash('sha256').update(bytes).digest('hex'), 'x-file-name': 'people.xlsx' },
  })
  if (response.status !== 200) throw new Error(`the upload was refused: ${await response.text()}`)
  return { id, uploadMs: performance.now() - startMs }
}

/** Waits as a page does, but looks more often. */
async function until(
  world: World,
  id: string,
  ...states: string[]
): Promise<{ version: number; state: string; newCount: number }> {
  for (;;) {
    const row = await world.deps.db.import.findUniqueOrThrow({ where: { id } })
    if (states.includes(row.state)) return row
    if (row.state === 'failed' || row.errorCode !== null) throw new Error(`the import ended: ${row.errorCode}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function importFile(
  world: World,
  cookie: string,
  bytes: Uint8Array,
): Promise<{ uploadMs: number; readMs: number; commitMs: number }> {
  const { id, uploadMs } = await upload(world, cookie, bytes)
  const readFrom = performance.now()
  const { version, newCount } = await until(world, id, 'previewed')
  const readMs = performance.now() - readFrom
  const commitFrom = performance.now()
  const answer = await world.mutate('imports.commit', { id, version, mode: 'allOrNothing' }, cookie)
  if (answer.code !== null) throw new Error(`the commit was refused: ${answer.code}`)
  await until(world, id, 'committed')
  const commitMs = performance.now() - commitFrom
  const row = await world.deps.db.import.findUniqueOrThrow({ where: { id } })
  if (row.createdCount !== newCount || newCount === 0)
    throw new Error(`${row.createdCount} of ${newCount} were written`)
  return { uploadMs, readMs, commitMs }
}

/** Peak (`VmHWM`) or present memory of the worker's process; Linux only. */
async function memoryMb(worker: WorkerProcess, field: 'VmHWM' | 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${worker.child.pid}/status`, 'utf8')
  return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024
}

/**
 * The rows as they were written, out to a file of the server and in again, in milliseconds: what PostgreSQL alone needs
 * for them, with all indexes and checks (`indexed`) and into a table that has none (`bare`).
 */
async function copyAgain(world: World): Promise<{ indexed: number; bare: number }> {
  const client = new pg.Client({ connectionString: world.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder")
  const file = `${rows[0]?.folder}/learners.copy`
  try {
    await client.query(`COPY learners TO '${file}'`)
    await client.query('TRUNCATE learners CASCADE')
    const timed = async (table: string) => {
      const startMs = performance.now()
      await client.query(`COPY ${table} FROM '${file}'`)
      return performance.now() - startMs
    }
    const indexed = await timed('learners')
    await client.query('CREATE TABLE bare_learners (LIKE learners)')
    return { indexed, bare: await timed('bare_learners') }
  } finally {
    await client.end()
    await rm(file, { force: true })
  }
}

async function oneByOne(
  world: World,
  admin: { id: string; name: string },
  organisation: MadeOrganisation,
): Promise<number> {
  const actor: AccountActor = {
    kind: 'account',
    accountId: admin.id,
    name: admin.name,
    ip: '127.0.0.1',
    staffRoles: [],
    organisation,
    learnerId: null,
  }
  const startMs = performance.now()
  for (const [name = '', , idNumber = '', mobile = ''] of people([], 950_000, sampleRows)) {
    await createLearner(world.deps, actor, {
      id: newId(),
      organisationId: organisation.id,
      idType: 'residentId',
      idNumber,
      name,
      mobile,
      email: '',
      post: '',
      education: '',
    })
  }
  return sampleRows / ((performance.now() - startMs) / 1000)
}

/** A sheet of 1 GB of blanks, packed to 1 MB, in an otherwise good workbook: how long until it is refused. */
async function refuseBomb(world: World, cookie: string): Promise<number> {
  const piece = deflateRawSync(Buffer.alloc(bombPieceBytes, ' '), { finishFlush: constants.Z_FULL_FLUSH })
  const pieces = Array<Buffer>(gigabyte / bombPieceBytes).fill(piece)
  const bomb = bombOf(Buffer.concat([...pieces, deflateRawSync('')]), gigabyte)
  const { id } = await upload(world, cookie, bomb)
  const startMs = performance.now()
  await waitFor('the bomb is refused', async () => {
    const row = await world.deps.db.import.findUniqueOrThrow({ where: { id } })
    if (row.state === 'previewed') throw new Error('the bomb was read')
    return row.state === 'failed'
  })
  return performance.now() - startMs
}

const gigabyte = 1024 ** 3
const bombPieceBytes = 16 * 1024 * 1024
