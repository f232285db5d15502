import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PrismaClient } from '../../../prisma/generated/client.ts'
import type { AccountActor } from '../../../server/core/actor.ts'
import { loadMyStudy } from '../../../server/features/study/load-study.ts'
import { makeManyHours } from '../../support/many-hours.ts'
import { makeManyLearners } from '../../support/many-learners.ts'
import { openWorld, type World } from '../../support/world.ts'

/**
 * A learner's home asks few questions, and each is answered by indexes however many learners there are: the plans are asked
 * of PostgreSQL itself, of the very statements that one home sends.
 */
let world: World
let pool: pg.Pool
let asked: { text: string; values: unknown[] }[]
const recordsEach = 20

beforeAll(async () => {
  world = await openWorld()
  await makeManyLearners(world, 2000)
  await makeManyHours(world, recordsEach)
  pool = new pg.Pool({ connectionString: world.databaseUrl, max: 4 })
  asked = await catchQuestions()
}, 120_000)
afterAll(async () => {
  await pool.end()
  await world.close()
})

async function catchQuestions(): Promise<{ text: string; values: unknown[] }[]> {
  const caught: { text: string; values: unknown[] }[] = []
  const listening = new pg.Pool({ connectionString: world.databaseUrl, max: 4 })
  const query = listening.query.bind(listening)
  listening.query = ((config: { text: string; values?: unknown[] }, ...rest: unknown[]) => {
    caught.push({ text: config.text, values: [...(config.values ?? [])] })
    return (query as (...args: unknown[]) => unknown)(config, ...rest)
  }) as typeof listening.query
  const db = new PrismaClient({ adapter: new PrismaPg(listening) })
  const learner = await world.deps.db.learner.findFirstOrThrow({ where: { enabled: true } })
  const actor: AccountActor = {
    kind: 'account',
    accountId: learner.id,
    name: learner.name,
    ip: '',
    staffRoles: [],
    organisation: null,
    learnerId: learner.id,
  }
  const home = await loadMyStudy({ db, clock: world.clock }, actor)
  await db.$disconnect()
  await listening.end()
  expect([home.records.length, home.plans.length, home.plans.flatMap(({ waiting }) => waiting).length]).toEqual([
    recordsEach,
    2,
    1,
  ])
  return caught
}

/** What grows with the learners; the others are the centre's own few plans, courses and units. */
const large = [
  'learners',
  'hour_records',
  'plan_progress',
  'enrolments',
  'course_openings',
  'study_card_wallets',
  'certificates',
  'learning_statements',
  'ledger_accounts',
  'ledger_transfers',
]

/** Tables that hold little in this test are read whole, rightly: the planner is asked what it would do otherwise. */
async function readWhole(): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query('SET enable_seqscan = off')
    const lines: string[] = []
    for (const { text, values } of asked) {
      const { rows } = await client.query<Record<string, string>>(`EXPLAIN ${text}`, values)
      lines.push(...rows.map((row) => row['QUERY PLAN'] ?? ''))
    }
    return large.filter((table) => lines.some((line) => new RegExp(`Seq Scan on ${table}\\b`).test(line)))
  } finally {
    client.release()
  }
}

test('it takes six questions at most', () => {
  expect(asked.length).toBeLessThanOrEqual(6)
})

test('no table that grows with the learners is read whole', async () => {
  expect(await readWhole()).toEqual([])
})

test('positive control: without their index the records are read whole', async () => {
  await world.deps.db.$executeRaw`DROP INDEX hour_records_learner_id_plan_id_idx`
  expect(await readWhole()).toContain('hour_records')
})
