import { Prisma, type Transaction } from '../../platform/database.ts'
import { type LearnerQuery, whereSql } from './learner-lists.store.ts'
import type { AccountState } from './learners.schema.ts'
import type { PathRange } from './learners.store.ts'

export type PickedLearner = {
  id: string
  enabled: boolean
  accountId: string | null
  accountState: AccountState
  organisationId: string
}

/**
 * Locks those of the ticked learners that are in the range, in the order of their ids, so that two people who change many
 * of the same wait for each other instead of deadlocking.
 */
export async function pickByIds(
  tx: Transaction,
  ids: readonly string[],
  range: PathRange,
  lock: PickLock,
): Promise<PickedLearner[]> {
  return pick(
    tx,
    Prisma.sql`l.id = ANY(${[...ids]}::uuid[]) AND l.organisation_path >= ${range.from} AND l.organisation_path < ${range.to}`,
    ids.length,
    lock,
  )
}

/** Locks all that the query finds, `most` at most. */
export async function pickByQuery(
  tx: Transaction,
  query: LearnerQuery,
  most: number,
  lock: PickLock,
): Promise<PickedLearner[]> {
  return pick(tx, whereSql(query), most, lock)
}

/** `read`: several at once may rely on the same people, who stay as they are. */
export type PickLock = 'change' | 'read'

async function pick(tx: Transaction, where: Prisma.Sql, most: number, lock: PickLock): Promise<PickedLearner[]> {
  return tx.$queryRaw<PickedLearner[]>`
    SELECT l.id, l.enabled, l.account_id AS "accountId", l.account_state::text AS "accountState",
           l.organisation_id AS "organisationId"
    FROM learners l WHERE ${where} ORDER BY l.id LIMIT ${most} ${lock === 'change' ? Prisma.sql`FOR UPDATE` : Prisma.sql`FOR SHARE`}`
}

/** How many learners the query finds, counted no further than `most`. */
export async function countPicked(tx: Transaction, query: LearnerQuery, most: number): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM learners l WHERE ${whereSql(query)} LIMIT ${most}) w`
  return rows[0]?.count ?? 0
}

/** Times go up with every change, also where two of them fall into one millisecond. */
const laterThan = (now: Date) => Prisma.sql`GREATEST(${now}::timestamptz, updated_at + interval '1 millisecond')`

export async function setEnabledOf(
  tx: Transaction,
  ids: readonly string[],
  enabled: boolean,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE learners SET enabled = ${enabled}, updated_at = ${laterThan(now)} WHERE id = ANY(${[...ids]}::uuid[])`
}

export async function moveTo(
  tx: Transaction,
  ids: readonly string[],
  place: { readonly id: string; readonly path: string },
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE learners SET organisation_id = ${place.id}::uuid, organisation_path = ${place.path}, updated_at = ${laterThan(now)}
    WHERE id = ANY(${[...ids]}::uuid[])`
}

export type PasswordFacts = {
  id: string
  accountId: string | null
  organisationId: string
  name: string
  mobile: string
  email: string
  idNumberHash: string
}

/** What first passwords are made of. */
export async function findPasswordFacts(tx: Transaction, ids: readonly string[]): Promise<PasswordFacts[]> {
  return tx.$queryRaw<PasswordFacts[]>`
    SELECT id, account_id AS "accountId", organisation_id AS "organisationId", name, mobile, email, id_number_hash AS "idNumberHash"
    FROM learners WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY organisation_path, id`
}

/** Gives learners the accounts that were made for them. */
export async function linkAccounts(
  tx: Transaction,
  links: readonly { readonly id: string; readonly accountId: string }[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE learners l SET account_id = t."accountId"
    FROM json_to_recordset(${JSON.stringify(links)}::json) AS t(id uuid, "accountId" uuid)
    WHERE l.id = t.id AND l.account_id IS NULL`
}
