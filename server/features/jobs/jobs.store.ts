import { AppError } from '../../core/app-error.ts'
import type { Prisma, Readable, Transaction } from '../../platform/database.ts'
import type { JobTries } from './lost-work.rules.ts'

export type GivenUpRow = {
  id: string
  queue: string
  payload: Prisma.JsonValue
  error: string
  givenUpAt: Date
  resentAt: Date | null
}

export async function listGivenUp(
  db: Readable,
  filter: { all: boolean; cursor: string | null; take: number },
): Promise<GivenUpRow[]> {
  return db.givenUpJob.findMany({
    where: { ...(filter.all ? {} : { resentAt: null }), ...(filter.cursor ? { id: { lt: filter.cursor } } : {}) },
    orderBy: { id: 'desc' },
    take: filter.take,
  })
}

/** Once, however often the dead letter is delivered: its id is the row's. */
export async function insertGivenUp(
  tx: Transaction,
  job: { id: string; queue: string; payload: Prisma.InputJsonObject; error: string; now: Date },
): Promise<boolean> {
  const { now, ...row } = job
  const added = await tx.givenUpJob.createMany({ data: { ...row, givenUpAt: now }, skipDuplicates: true })
  return added.count === 1
}

export async function countGivenUp(db: Readable): Promise<number> {
  return db.givenUpJob.count({ where: { resentAt: null } })
}

/** Marks it as sent again; `conflict` when somebody did so before. */
export async function markResent(tx: Transaction, id: string, accountId: string, now: Date): Promise<GivenUpRow> {
  const changed = await tx.givenUpJob.updateMany({
    where: { id, resentAt: null },
    data: { resentAt: now, resentById: accountId },
  })
  const row = await tx.givenUpJob.findUnique({ where: { id } })
  if (!row) throw new AppError('notFound')
  if (changed.count !== 1) throw new AppError('conflict', { from: 'resent', to: 'resent' })
  return row
}

/**
 * How the jobs of a queue went whose payload holds each of these keys, in their order, as it stands at one moment. One that
 * gave up is live until it is recorded as such.
 */
export async function findTries(
  db: Readable,
  queue: string,
  deadLetterQueue: string,
  keys: readonly Prisma.InputJsonObject[],
): Promise<JobTries[]> {
  return db.$queryRaw<JobTries[]>`
    SELECT EXISTS (
             SELECT 1 FROM pgboss.job j
             WHERE j.name IN (${queue}, ${deadLetterQueue}) AND j.state IN ('created', 'retry', 'active') AND j.data @> w.key) AS live,
           g.count AS "givenUp", g.first AS "firstGivenUpAt", g.last AS "lastGivenUpAt"
    FROM jsonb_array_elements(${JSON.stringify(keys)}::jsonb) WITH ORDINALITY AS w (key, position)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, min(given_up_at) AS first, max(given_up_at) AS last
      FROM given_up_jobs WHERE queue = ${queue} AND payload @> w.key) g
    ORDER BY w.position`
}

/** Marks those that gave up as sent again by nobody in person. Returns which they were. */
export async function markSentAgain(
  tx: Transaction,
  queue: string,
  key: Prisma.InputJsonObject,
  now: Date,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE given_up_jobs SET resent_at = ${now}
    WHERE queue = ${queue} AND payload @> ${JSON.stringify(key)}::jsonb AND resent_at IS NULL RETURNING id`
  return rows.map(({ id }) => id)
}
