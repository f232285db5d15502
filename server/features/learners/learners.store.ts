import type { Learner } from '../../../prisma/generated/client.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { AccountState, IdType } from './learners.schema.ts'

export type { Learner }

/** Whom a question is about: the whole path range of a subtree, as bytes are ordered. */
export type PathRange = { readonly from: string; readonly to: string }

export async function findLearner(db: Readable, id: string): Promise<Learner | null> {
  return db.learner.findUnique({ where: { id } })
}

export async function findLearnerByHash(db: Readable, idNumberHash: string): Promise<Learner | null> {
  return db.learner.findUnique({ where: { idNumberHash } })
}

/** The learner as they are now, and not to be changed by anybody else before the transaction ends. */
export async function lockLearner(tx: Transaction, id: string): Promise<Learner | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM learners WHERE id = ${id}::uuid FOR UPDATE`
  return tx.learner.findUnique({ where: { id } })
}

/**
 * Locks the learner for somebody who changes who they are. A review that is under way goes first or waits: confirming holds
 * its learners. What waits for a review counts its version up, so that nobody confirms another person than they read.
 * Enrolments depend on learners, so learners ask the table.
 */
export async function lockIdentity(
  tx: Transaction,
  ids: readonly string[],
): Promise<{ readonly confirmed: ReadonlySet<string> }> {
  // Enrolments before learners, each in the order of their ids: as a review locks them.
  await tx.$executeRaw`
    WITH waiting AS MATERIALIZED (
      SELECT id FROM enrolments WHERE learner_id = ANY(${[...ids]}::uuid[]) AND state = 'submitted' ORDER BY id FOR NO KEY UPDATE)
    UPDATE enrolments e SET version = e.version + 1 FROM waiting WHERE e.id = waiting.id`
  await tx.$queryRaw`SELECT 1 AS locked FROM learners WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`
  return { confirmed: await findConfirmed(tx, ids) }
}

/** Those of the learners whose name and number were erased. */
export async function findErased(db: Readable, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM learners WHERE id = ANY(${[...ids]}::uuid[]) AND erased_at IS NOT NULL`
  return new Set(rows.map((row) => row.id))
}

/** Those of the learners who have a confirmed enrolment. */
export async function findConfirmed(db: Readable, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT learner_id AS id FROM enrolments WHERE learner_id = ANY(${[...ids]}::uuid[]) AND state = 'confirmed'`
  return new Set(rows.map((row) => row.id))
}

export type Place = { id: string; name: string; path: string; organisationPath: string; open: boolean }

/** An organisation that cannot be moved, closed or removed before the transaction ends: people are put into it. */
export async function holdOrganisation(tx: Transaction, id: string): Promise<Place | null> {
  const rows = await tx.$queryRaw<Place[]>`
    SELECT id, name, path, path AS "organisationPath", organisation_open(path) AS open
    FROM organisations WHERE id = ${id}::uuid FOR SHARE`
  return rows[0] ?? null
}

export type NewLearner = {
  id: string
  organisationId: string
  organisationPath: string
  name: string
  nameKey: string
  idType: IdType
  idNumberEncrypted: string
  idNumberHash: string
  idNumberMasked: string
  mobile: string
  email: string
  post: string
  education: string
  createdAt: Date
  updatedAt: Date
}

/** Fails with a unique violation when the id or the ID number is known already. */
export async function insertLearner(tx: Transaction, learner: NewLearner): Promise<void> {
  await tx.learner.create({ data: learner })
}

/**
 * Changes the learner if nobody else has since `seen`; false when somebody has. Times go up with every change, also
 * where two of them fall into one millisecond.
 */
export async function changeLearner(
  tx: Transaction,
  id: string,
  seen: Date,
  now: Date,
  change: Prisma.LearnerUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.learner.updateMany({
    where: { id, updatedAt: seen },
    data: { ...change, updatedAt: new Date(Math.max(now.getTime(), seen.getTime() + 1)) },
  })
  return count === 1
}

/** Whether the organisation admin was given the right to see whole ID numbers of the organisation that they act for. */
export async function mayUnmask(db: Readable, accountId: string, organisationId: string): Promise<boolean> {
  const row = await db.organisationAdmin.findUnique({
    where: { accountId_organisationId: { accountId, organisationId } },
    select: { mayUnmask: true },
  })
  return row?.mayUnmask ?? false
}

// --- Rows for people ---------------------------------------------------------------------------------------------

export type LearnerListRow = {
  id: string
  name: string
  idType: IdType
  idNumberMasked: string
  mobile: string
  email: string
  post: string
  education: string
  enabled: boolean
  accountId: string | null
  accountState: AccountState
  organisationId: string
  organisationPath: string
  organisationName: string
  organisationNames: string[]
  lastSeenAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/** These learners in the order in which they are named, with their places as seen from `scope` downwards. */
export async function findLearnerRows(db: Readable, ids: readonly string[], scope: string): Promise<LearnerListRow[]> {
  if (ids.length === 0) return []
  return db.$queryRaw<LearnerListRow[]>`
    SELECT l.id, l.name, l.id_type::text AS "idType", l.id_number_masked AS "idNumberMasked", l.mobile, l.email, l.post,
           l.education, l.enabled, l.account_id AS "accountId", l.account_state::text AS "accountState",
           l.organisation_id AS "organisationId", l.organisation_path AS "organisationPath", o.name AS "organisationName",
           places.names AS "organisationNames",
           (SELECT max(s.last_seen_at) FROM sessions s WHERE s.account_id = l.account_id) AS "lastSeenAt",
           l.created_at AS "createdAt", l.updated_at AS "updatedAt"
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted (id, place)
    JOIN learners l ON l.id = wanted.id
    JOIN organisations o ON o.id = l.organisation_id
    CROSS JOIN LATERAL (${namesDownTo(Prisma.sql`l.organisation_path`, scope)}) places
    ORDER BY wanted.place`
}

/** The names of the organisations from the scope's own down to the one with this path. */
function namesDownTo(path: Prisma.Sql, scope: string): Prisma.Sql {
  return Prisma.sql`
    SELECT array_agg(above.name ORDER BY length(above.path)) AS names FROM organisations above
    WHERE above.id = ANY (string_to_array(trim(BOTH '/' FROM ${path}), '/')::uuid[]) AND starts_with(above.path, ${scope})`
}

/** The sealed ID numbers of these learners, by id. */
export async function findSealedNumbers(db: Readable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.learner.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, idNumberEncrypted: true },
  })
  return new Map(rows.map((row) => [row.id, row.idNumberEncrypted]))
}
