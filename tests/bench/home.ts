import pg from 'pg'
import { newId } from '../../server/core/ids.ts'
import { hashToken, newToken } from '../../server/features/accounts/session-token.ts'
import { sessionCookie } from '../../server/http/request.ts'
import { makeManyHours } from '../support/many-hours.ts'
import { makeManyLearners } from '../support/many-learners.ts'
import type { World } from '../support/world.ts'
import { percentile, withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const learners = 200_000
const recordsEach = 20
const limitMs = 15
/** Each somebody else's home: what a day's first look is, and not the same pages again. */
const asked = 400
const counted = 5

/**
 * A learner's home at 200,000 learners with 20 hour records each, one after the other through HTTP and all: 95 of 100 answers
 * come within 15 ms. Beside it one bare query, the records alone, as the least that any home would ask.
 */
export async function benchHome(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    await makeManyLearners(world, learners)
    await makeManyHours(world, recordsEach)
    const people = await openSessions(world)
    const { homes, bares } = await askAll(world, people)
    const quietest = homes.toSorted((a, b) => percentile(a, 0.95) - percentile(b, 0.95))[0] ?? []
    const bare = bares.toSorted((a, b) => percentile(a, 0.95) - percentile(b, 0.95))[0] ?? []
    const [ours, bareMs] = [percentile(quietest, 0.95), percentile(bare, 0.95)]
    return [
      {
        name: 'home: a learner’s home',
        ours,
        limit: limitMs,
        unit: 'ms p95',
        ratio: ours / limitMs,
        better: 'lower',
        note: `${learners} learners × ${recordsEach} records; median ${percentile(quietest, 0.5).toFixed(1)}; one bare query p95 ${bareMs.toFixed(2)}, median ${percentile(bare, 0.5).toFixed(2)}: ${(ours / bareMs).toFixed(1)} of it; the quietest of ${counted} rounds`,
      },
    ]
  })
}

type Person = { readonly cookie: string; readonly learnerId: string }

async function askAll(world: World, people: readonly Person[]): Promise<{ homes: number[][]; bares: number[][] }> {
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1 })
  try {
    const rounds: { home: number[]; bare: number[] }[] = []
    for (let round = 0; round <= counted; round++) {
      const [home, bare]: [number[], number[]] = [[], []]
      for (const { cookie, learnerId } of people) {
        home.push(await timed(() => askHome(world, cookie)))
        bare.push(await timed(() => pool.query(bareSql, [learnerId])))
      }
      // The first round warms up what a server that has been running has warm.
      if (round > 0) rounds.push({ home, bare })
    }
    return { homes: rounds.map(({ home }) => home), bares: rounds.map(({ bare }) => bare) }
  } finally {
    await pool.end()
  }
}

const bareSql = `
  SELECT h.*, o.name FROM hour_records h JOIN organisations o ON o.id = h.organisation_id
  WHERE h.learner_id = $1 ORDER BY h.studied_on DESC, h.id DESC LIMIT 301`

async function openSessions(world: World): Promise<Person[]> {
  // Spread over all of them; those whose account is in use (makeManyLearners).
  const numbers = Array.from({ length: asked }, (_, i) => i * (learners / asked) + (i % 2 === 0 ? 2 : 4))
  const people = await world.deps.db.$queryRaw<{ accountId: string; learnerId: string }[]>`
    SELECT account_id AS "accountId", id AS "learnerId" FROM learners
    WHERE id = ANY (SELECT md5('learner' || n)::uuid FROM unnest(${numbers}::int[]) AS n) AND enabled`
  return Promise.all(
    people.map(async ({ accountId, learnerId }) => {
      const token = newToken()
      await world.deps.db.session.create({
        data: {
          id: newId(),
          tokenHash: hashToken(token),
          accountId,
          ip: '127.0.0.1',
          userAgent: 'bench',
          expiresAt: new Date(Date.now() + 86_400_000),
        },
      })
      return { cookie: `${sessionCookie}=${token}`, learnerId }
    }),
  )
}

async function askHome(world: World, cookie: string): Promise<void> {
  const answer = await world.query('study.home', undefined, cookie)
  if (answer.code !== null || answer.data.records.length !== recordsEach || answer.data.plans.length !== 2)
    throw new Error(`study.home: ${answer.code ?? JSON.stringify(answer.data).slice(0, 2000)}`)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}
