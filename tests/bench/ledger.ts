import { execFile } from 'node:child_process'
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import { postTransfers } from '../../server/features/ledger/post-transfers.ts'
import { proveLedger } from '../../server/features/ledger/prove-ledger.ts'
import { runOperation } from '../../server/features/study-cards/run-operation.ts'
import { freshIdSql, inTransaction } from '../../server/platform/database.ts'
import { makeBatch } from '../support/cards.ts'
import { makeManyTransfers } from '../support/many-transfers.ts'
import { makeAdmin, makeOrganisation } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const run = promisify(execFile)

const leastRechargeShare = 0.3
const leastTransferShare = 0.5
const people = 20_000
const rechargeTurns = 4
const atOnce = 8
const turns = 8
const turnSeconds = 2
const manyTransfers = 1_000_000
const proofWithinSeconds = 60

/**
 * A recharge of 20,000 learners as the worker does it, against the same rows by one statement; transfers one by one, each
 * in its transaction, against pgbench doing the same; and how long the proof of the books takes at a million transfers.
 */
export async function benchLedger(): Promise<Measure[]> {
  return [
    await withBenchWorld(measureRecharge),
    await withBenchWorld(measureTransfers),
    await withBenchWorld(measureProof),
  ]
}

async function measureRecharge(world: World): Promise<Measure> {
  const { db } = world.deps
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  await db.$executeRaw`
    INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked, mobile)
    SELECT md5('bench' || n)::uuid, ${organisation.id}::uuid, ${organisation.path}, '学员' || n, '学员' || n, 'sealed',
           encode(sha256(('bench' || n)::bytea), 'hex'), '320101********' || lpad(n::text, 5, '0'), ''
    FROM generate_series(1, ${people}::int) AS n`
  /** A recharge that was asked for and waits for the worker, with its 20,000 lines. */
  const arrange = async () => {
    const batch = await makeBatch(world, organisation, { valueFen: people * 100 })
    const id = newId()
    await db.cardOperation.create({
      data: {
        id,
        kind: 'recharge',
        batchId: batch.id,
        planId: batch.planId,
        organisationId: organisation.id,
        organisationPath: organisation.path,
        people,
        totalFen: BigInt(people * 100),
        createdById: admin.id,
        createdByName: admin.name,
      },
    })
    await db.$executeRaw`
      INSERT INTO card_operation_lines (operation_id, position, learner_id, amount_fen)
      SELECT ${id}::uuid, n, md5('bench' || n)::uuid, 100 FROM generate_series(1, ${people}::int) AS n`
    await db.$executeRaw`ANALYZE`
    return { id, batchId: batch.id }
  }
  const taken = { ours: 0, bare: 0 }
  for (let turn = -1; turn < rechargeTurns; turn++) {
    const [a, b] = [await arrange(), await arrange()]
    const oursMs = await timed(() => runOperation(world.deps, { operationId: a.id, ip: '127.0.0.1' }))
    const bareMs = await timed(() => rechargeBare(world, b))
    // The first turn warms both up.
    if (turn < 0) continue
    taken.ours += oursMs
    taken.bare += bareMs
  }
  await checkRecharged(world)
  const perSecond = (ms: number) => (people * rechargeTurns) / (ms / 1000)
  const [ours, bare] = [perSecond(taken.ours), perSecond(taken.bare)]
  return {
    name: `recharge of ${people} ÷ bare SQL`,
    ours,
    limit: bare * leastRechargeShare,
    unit: 'learners/s',
    ratio: ours / bare,
    better: 'higher',
    note: `${(taken.ours / rechargeTurns).toFixed(0)} ms; one statement ${(taken.bare / rechargeTurns).toFixed(0)} ms; at least ${leastRechargeShare} of it`,
  }
}

/** The wallets, their accounts and the transfers of an operation, and nothing else, in one statement. */
async function rechargeBare({ deps }: World, { id, batchId }: { id: string; batchId: string }): Promise<void> {
  await deps.db.$executeRaw`
    WITH wallets AS (
      INSERT INTO study_card_wallets (id, learner_id, batch_id)
      SELECT ${freshIdSql}, learner_id, ${batchId}::uuid FROM card_operation_lines WHERE operation_id = ${id}::uuid RETURNING id, learner_id),
    accounts AS (
      INSERT INTO ledger_accounts (id, kind, owner_id) SELECT ${freshIdSql}, 'wallet', id FROM wallets RETURNING id, owner_id)
    INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
    SELECT ${freshIdSql}, 'bare:' || l.operation_id || ':' || l.learner_id, 'recharged', b.id, a.id, l.amount_fen, 'cardOperation', l.operation_id
    FROM card_operation_lines l
    JOIN wallets w ON w.learner_id = l.learner_id
    JOIN accounts a ON a.owner_id = w.id
    JOIN ledger_accounts b ON b.kind = 'cardBatch' AND b.owner_id = ${batchId}::uuid
    WHERE l.operation_id = ${id}::uuid`
}

/** Both moved all of it. */
async function checkRecharged({ deps }: World): Promise<void> {
  const [row] = await deps.db.$queryRaw<{ batches: bigint; left: bigint; recharged: bigint }[]>`
    SELECT (SELECT count(*) FROM study_card_batches) AS batches,
           (SELECT sum(ledger_balance(id))::bigint FROM ledger_accounts WHERE kind = 'cardBatch') AS left,
           (SELECT count(*) FROM ledger_transfers WHERE kind = 'recharged') AS recharged`
  if (row?.left !== 0n || row.recharged !== row.batches * BigInt(people)) {
    throw new Error(`of ${row?.batches} batches ${row?.left} fen are left, after ${row?.recharged} recharges`)
  }
}

const batches = 200
const wallets = 20_000

async function measureTransfers(world: World): Promise<Measure> {
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: atOnce })
  await fillAccounts(pool)
  const limiter = await findLimiter(world.databaseUrl, pool)
  const rates = { ours: 0, limit: 0, prepared: 0 }
  await transferFor(world, 1)
  for (let turn = 0; turn < turns; turn++) {
    rates.ours += (await transferFor(world, turnSeconds)) / turns
    rates.limit += (await limiter.rate('simple')) / turns
    rates.prepared += (await limiter.rate('prepared')) / turns
  }
  await limiter.close()
  await pool.end()
  return {
    name: `transfers ÷ ${limiter.name}`,
    ours: rates.ours,
    limit: rates.limit * leastTransferShare,
    unit: 'transfers/s',
    ratio: rates.ours / rates.limit,
    better: 'higher',
    note: `${limiter.name} ${rates.limit.toFixed(0)}/s, with prepared statements ${rates.prepared.toFixed(0)}/s; at least ${leastTransferShare} of it; ${atOnce} at once`,
  }
}

/** Ids by number, so that both find them without asking. */
const idSql = (group: 1 | 2, number: string) =>
  `('00000000-0000-7000-800${group}-' || lpad((${number})::text, 12, '0'))::uuid`
const idOf = (group: 1 | 2, number: number) => `00000000-0000-7000-800${group}-${String(number).padStart(12, '0')}`

/** Batches with value and wallets that were recharged before: a ledger in use, with statistics of its own. */
async function fillAccounts(pool: pg.Pool): Promise<void> {
  const issue = newId()
  await pool.query(`
    INSERT INTO ledger_accounts (id, kind, owner_id)
    SELECT ${idSql(1, 'n')}, 'cardBatch'::ledger_account_kind, ${idSql(1, 'n')} FROM generate_series(1, ${batches}) n
    UNION ALL SELECT ${idSql(2, 'n')}, 'wallet', ${idSql(2, 'n')} FROM generate_series(1, ${wallets}) n
    UNION ALL SELECT '${issue}', 'cardIssue', '${issue}'`)
  await pool.query(`
    INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
    SELECT gen_random_uuid(), 'issued:' || n, 'cardsIssued'::ledger_transfer_kind, '${issue}'::uuid, ${idSql(1, 'n')}, 1000000000, 'bench', gen_random_uuid()
    FROM generate_series(1, ${batches}) n
    UNION ALL
    SELECT gen_random_uuid(), 'recharged:' || n, 'recharged', ${idSql(1, `1 + n % ${batches}`)}, ${idSql(2, `1 + n % ${wallets}`)}, 1, 'bench', gen_random_uuid()
    FROM generate_series(1, ${5 * wallets}) n`)
  await pool.query('VACUUM ANALYZE ledger_accounts, ledger_transfers')
}

/** Single transfers through `postTransfers`, each in its transaction; how many a second. */
async function transferFor(world: World, seconds: number): Promise<number> {
  const actor = { kind: 'system', name: 'bench', ip: null } as const
  const any = (most: number) => 1 + Math.floor(Math.random() * most)
  const endMs = performance.now() + seconds * 1000
  let count = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < endMs) {
        const id = newId()
        await inTransaction(world.deps, (tx) =>
          postTransfers(tx, actor, [
            {
              idempotencyKey: id,
              kind: 'recharged',
              debit: { kind: 'cardBatch', ownerId: idOf(1, any(batches)) },
              credit: { kind: 'wallet', ownerId: idOf(2, any(wallets)) },
              amountFen: fen(1),
              causeType: 'bench',
              causeId: id,
            },
          ]),
        )
        count++
      }
    }),
  )
  return count / seconds
}

type Limiter = { readonly name: string; rate(mode: 'simple' | 'prepared'): Promise<number>; close(): Promise<void> }

/** The two accounts locked, the transfer, the look at what is left, the commit: by hand, in plain statements. */
const steps = (debit: string, credit: string) => [
  'BEGIN',
  `SELECT id FROM ledger_accounts WHERE id IN (${debit}, ${credit}) ORDER BY id FOR NO KEY UPDATE`,
  `INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
   VALUES (gen_random_uuid(), gen_random_uuid()::text, 'recharged', ${debit}, ${credit}, 1, 'bench', gen_random_uuid())`,
  `SELECT ledger_balance(${debit})`,
  'COMMIT',
]

/** The real pgbench where there is one, else the same statements by the bare driver. */
async function findLimiter(databaseUrl: string, pool: pg.Pool): Promise<Limiter> {
  const program = await findPgbench()
  if (!program) {
    return { name: 'bare driver', rate: () => bareRate(pool), close: async () => undefined }
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'xueshi-pgbench-'))
  const script = path.join(folder, 'transfer.sql')
  const statements = steps(idSql(1, ':debit'), idSql(2, ':credit')).map((one) => `${one.replaceAll('\n', ' ')};`)
  await writeFile(
    script,
    [`\\set debit random(1, ${batches})`, `\\set credit random(1, ${wallets})`, ...statements, ''].join('\n'),
  )
  const url = new URL(databaseUrl)
  const at = ['-h', url.hostname, '-p', url.port, '-U', decodeURIComponent(url.username), url.pathname.slice(1)]
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(url.password) }
  return {
    name: 'pgbench',
    async rate(mode) {
      const clients = ['-n', '-M', mode, '-c', String(atOnce), '-j', '2', '-T', String(turnSeconds), '-f', script]
      const { stdout } = await run(program, [...clients, ...at], { env })
      return Number(/tps = ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN)
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

async function findPgbench(): Promise<string | null> {
  const installed = await readdir('/usr/lib/postgresql').catch(() => [])
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    ...installed.toSorted((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`),
  ]
  for (const folder of folders.filter(Boolean)) {
    const program = path.join(folder, 'pgbench')
    if (
      await access(program).then(
        () => true,
        () => false,
      )
    )
      return program
  }
  return null
}

async function bareRate(pool: pg.Pool): Promise<number> {
  const endMs = performance.now() + turnSeconds * 1000
  const any = (most: number) => 1 + Math.floor(Math.random() * most)
  let count = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const client = await pool.connect()
      try {
        while (performance.now() < endMs) {
          const [debit, credit] = [`'${idOf(1, any(batches))}'::uuid`, `'${idOf(2, any(wallets))}'::uuid`]
          for (const statement of steps(debit, credit)) await client.query(statement)
          count++
        }
      } finally {
        client.release()
      }
    }),
  )
  return count / turnSeconds
}

async function measureProof(world: World): Promise<Measure> {
  await makeManyTransfers(world, manyTransfers)
  const startedMs = performance.now()
  const { problemCount, transfers, accounts, problems } = await proveLedger(world.deps)
  const seconds = (performance.now() - startedMs) / 1000
  if (problemCount > 0) throw new Error(`${problemCount} problems, the first: ${JSON.stringify(problems[0])}`)
  return {
    name: `proof of ${transfers} transfers`,
    ours: seconds,
    limit: proofWithinSeconds,
    unit: 's',
    ratio: seconds / proofWithinSeconds,
    better: 'lower',
    note: `${accounts} accounts`,
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
