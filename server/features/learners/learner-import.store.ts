import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { Department } from './learner-departments.rules.ts'
import type { KnownLearner } from './learner-import-decision.rules.ts'
import type { IdType } from './learners.schema.ts'

/**
 * Lists of texts go to PostgreSQL as one text each, joined by the unit separator (ASCII 31), which no cell can hold after
 * cleaning: an array of 100,000 parameters costs more than the insert itself.
 */
const separator = '\u001f'
const joined = (texts: readonly string[]) => texts.join(separator)
const list = (texts: readonly string[]) => Prisma.sql`string_to_array(${joined(texts)}, ${separator})`

/** The subtree of an organisation, the organisation first. `hold`: nobody moves or closes any of it before the transaction ends. */
export async function findDepartments(db: Readable, organisationId: string, hold: boolean): Promise<Department[]> {
  const locking = hold ? Prisma.sql`FOR SHARE` : Prisma.empty
  const roots = await db.$queryRaw<{ path: string; open: boolean }[]>`
    SELECT path, organisation_open(path) AS open FROM organisations WHERE id = ${organisationId}::uuid ${locking}`
  const [root] = roots
  if (!root) return []
  const rows = await db.$queryRaw<DepartmentRow[]>`
    SELECT id, path, name, enabled, credit_code AS "creditCode", organisation_code AS "organisationCode", member_no AS "memberNo"
    FROM organisations WHERE path >= ${root.path} AND path < ${endOf(root.path)} ORDER BY path ${locking}`
  const above = new Map<string, { namePath: string; open: boolean }>()
  return rows
    .toSorted((a, b) => a.path.length - b.path.length)
    .map(({ id, path, name, enabled, creditCode, organisationCode, memberNo }) => {
      const parent = above.get(path.slice(0, -id.length - 1))
      const namePath = parent ? `${parent.namePath}/${name}` : name
      const open = parent ? parent.open && enabled : root.open
      above.set(path, { namePath, open })
      const codes = [creditCode, organisationCode, memberNo].filter((code) => code !== null)
      return { id, path, name, namePath, codes, open }
    })
}

type DepartmentRow = {
  id: string
  path: string
  name: string
  enabled: boolean
  creditCode: string | null
  organisationCode: string | null
  memberNo: string | null
}

/** The first path behind a subtree's in the order of bytes: `/` is followed by `0`. */
function endOf(path: string): string {
  return `${path.slice(0, -1)}0`
}

export type KnownRow = KnownLearner & { readonly accountId: string | null; readonly identity: string }

const known = Prisma.sql`
  id, organisation_id AS "organisationId", organisation_path AS "organisationPath", name, id_type::text AS "idType",
  mobile, email, post, education, enabled, account_id AS "accountId", id_number_hash AS identity,
  EXISTS (SELECT 1 FROM enrolments e WHERE e.learner_id = learners.id AND e.state = 'confirmed') AS "identityLocked"`

export async function findKnownLearners(db: Readable, identities: readonly string[]): Promise<KnownRow[]> {
  return db.$queryRaw<KnownRow[]>`SELECT ${known} FROM learners WHERE id_number_hash = ANY (${list(identities)})`
}

/**
 * Held in the order of their ids, so that two imports of the same people come one after the other. They are read once they
 * are held: a review that was waited for may have confirmed them.
 */
export async function lockLearners(tx: Transaction, ids: readonly string[]): Promise<KnownRow[]> {
  await tx.$executeRaw`
    SELECT count(*) FROM (SELECT 1 FROM learners WHERE id = ANY (${list(ids)}::uuid[]) ORDER BY id FOR NO KEY UPDATE) held`
  return tx.$queryRaw<KnownRow[]>`SELECT ${known} FROM learners WHERE id = ANY (${list(ids)}::uuid[])`
}

/** Counts up what waits for a review of these learners: a reviewer who read it before confirms nobody else unseen. */
export async function touchWaitingEnrolments(tx: Transaction, learnerIds: readonly string[]): Promise<void> {
  if (learnerIds.length === 0) return
  await tx.$executeRaw`
    UPDATE enrolments SET version = version + 1 WHERE learner_id = ANY (${list(learnerIds)}::uuid[]) AND state = 'submitted'`
}

export type ImportedLearner = {
  readonly id: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly name: string
  readonly nameKey: string
  readonly idType: IdType
  readonly mobile: string
  readonly email: string
  readonly post: string
  readonly education: string
}

export type NewImportedLearner = ImportedLearner & {
  readonly idNumberEncrypted: string
  readonly idNumberHash: string
  readonly idNumberMasked: string
}

const values = (rows: readonly ImportedLearner[]) => Prisma.sql`
  ${list(rows.map((row) => row.id))}::uuid[], ${list(rows.map((row) => row.organisationId))}::uuid[],
  ${list(rows.map((row) => row.organisationPath))}, ${list(rows.map((row) => row.name))},
  ${list(rows.map((row) => row.nameKey))}, ${list(rows.map((row) => row.idType))}::id_type[],
  ${list(rows.map((row) => row.mobile))}, ${list(rows.map((row) => row.email))},
  ${list(rows.map((row) => row.post))}, ${list(rows.map((row) => row.education))}`

/**
 * Adds learners in one statement; answers how many. `skipKnown` leaves out those whose ID number somebody has; without it
 * one of those is a unique violation, and looking for them is saved: a tenth of the time.
 */
export async function insertLearners(
  tx: Transaction,
  rows: readonly NewImportedLearner[],
  now: Date,
  skipKnown: boolean,
): Promise<number> {
  // One row with an empty text would be an empty array, which unnest fills with nulls.
  return tx.$executeRaw`
    INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_type, mobile, email, post, education,
                          id_number_encrypted, id_number_hash, id_number_masked, created_at, updated_at)
    SELECT id, organisation_id, organisation_path, name, name_key, id_type, coalesce(mobile, ''), coalesce(email, ''),
           coalesce(post, ''), coalesce(education, ''), id_number_encrypted, id_number_hash, id_number_masked, ${now}, ${now}
    FROM unnest(${values(rows)}, ${list(rows.map((row) => row.idNumberEncrypted))},
                ${list(rows.map((row) => row.idNumberHash))}, ${list(rows.map((row) => row.idNumberMasked))})
      AS row (id, organisation_id, organisation_path, name, name_key, id_type, mobile, email, post, education,
              id_number_encrypted, id_number_hash, id_number_masked)
    ${skipKnown ? Prisma.sql`ON CONFLICT (id_number_hash) DO NOTHING` : Prisma.empty}`
}

export async function findExisting(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM learners WHERE id = ANY (${list(ids)}::uuid[])`
  return new Set(rows.map((row) => row.id))
}

/** Writes rows that are held already; times go up with every change (see learners.store.ts). */
export async function updateLearners(tx: Transaction, rows: readonly ImportedLearner[], now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE learners SET
      organisation_id = row.organisation_id, organisation_path = row.organisation_path, name = row.name,
      name_key = row.name_key, id_type = row.id_type, mobile = coalesce(row.mobile, ''), email = coalesce(row.email, ''),
      post = coalesce(row.post, ''), education = coalesce(row.education, ''),
      updated_at = greatest(${now}, learners.updated_at + interval '1 millisecond')
    FROM unnest(${values(rows)})
      AS row (id, organisation_id, organisation_path, name, name_key, id_type, mobile, email, post, education)
    WHERE learners.id = row.id`
}
