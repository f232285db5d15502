import { escapeLike } from '../../core/escape-like.ts'
import { personNameKey } from '../../core/names.ts'
import type { StaffRole } from '../../core/roles.ts'
import { Prisma, type Readable } from '../../platform/database.ts'

export type AuditRecordRow = {
  id: bigint
  at: Date
  action: string
  subjectType: string
  subjectId: string
  organisationId: string | null
  organisationName: string | null
  organisationPath: string | null
  actorKind: string
  actorId: string | null
  actorName: string
  staffRoles: StaffRole[] | null
  isAdmin: boolean
  isLearner: boolean
  ip: string | null
  before: Prisma.JsonValue
  after: Prisma.JsonValue
  /** What the first entry about the same thing says, which names it; of things with a short history only. */
  first: Prisma.JsonValue
  position: bigint | null
  sealedAt: Date | null
  hash: Uint8Array | null
}

/** A subtree as a range of paths (organisations/units.rules.ts). */
export type PathRange = { readonly from: string; readonly to: string }

/** Where an entry stands in the order of the list: its moment, then its number. */
export type EntryPlace = { readonly at: Date; readonly id: bigint }

export type AuditQuery = {
  /** Null is the whole centre, also what belongs to no organisation. */
  scope: PathRange | null
  actorIds: readonly string[] | null
  actions: readonly string[] | null
  withoutNouns: readonly string[]
  subject: { type: string; id: string } | null
  /** The subtrees that were asked for. */
  within: readonly PathRange[] | null
  since: Date | null
  before: Date | null
  /** The last of the page before. */
  after: EntryPlace | null
  limit: number
}

const columns = Prisma.sql`
  e.id, e.at, e.action, e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.organisation_id AS "organisationId",
  o.name AS "organisationName", o.path AS "organisationPath", e.actor_kind AS "actorKind", e.actor_id AS "actorId",
  e.actor_name AS "actorName", a.staff_roles::text[] AS "staffRoles",
  EXISTS (SELECT 1 FROM organisation_admins m WHERE m.account_id = e.actor_id) AS "isAdmin",
  EXISTS (SELECT 1 FROM learners l WHERE l.account_id = e.actor_id) AS "isLearner",
  e.ip, e.before, e.after,
  CASE WHEN e.subject_type IN ('order', 'learner', 'enrolment', 'payment', 'refund', 'plan', 'invoiceRequest', 'import', 'registration') THEN (
    SELECT f.after FROM audit_entries f WHERE f.subject_type = e.subject_type AND f.subject_id = e.subject_id ORDER BY f.id LIMIT 1
  ) END AS first,
  s.position, s.sealed_at AS "sealedAt", s.hash`
const joins = Prisma.sql`
  LEFT JOIN organisations o ON o.id = e.organisation_id
  LEFT JOIN accounts a ON a.id = e.actor_id
  LEFT JOIN audit_seals s ON s.entry_id = e.id`

function inSubtrees(path: Prisma.Sql, ranges: readonly PathRange[]): Prisma.Sql {
  const conditions = ranges.map(
    ({ from, to }) => Prisma.sql`(${path} COLLATE "C" >= ${from} AND ${path} COLLATE "C" < ${to})`,
  )
  return Prisma.sql`(${Prisma.join(conditions, ' OR ')})`
}

/** Within all of these; null asks for nothing. */
function inAll(path: Prisma.Sql, ...sets: readonly (readonly PathRange[] | null)[]): Prisma.Sql {
  const asked = sets.flatMap((ranges) => (ranges ? [inSubtrees(path, ranges)] : []))
  return Prisma.sql`(${Prisma.join([Prisma.sql`true`, ...asked], ' AND ')})`
}

/** From so many people on, it is their organisations' entries that are looked through, where those are asked for too. */
const manyActors = 20
/** So few entries of some actions are read whole. */
const fewEntries = 2000

/**
 * The newest entries. Every index is (whose it is, moment, number): so a page is put together from the newest of each of
 * the few it can belong to (one thing, some people, some organisations, some actions), never by walking through what
 * others did.
 */
export async function searchEntries(db: Readable, query: AuditQuery): Promise<AuditRecordRow[]> {
  const { subject, actorIds, actions, within, scope, limit } = query
  const isCut = scope !== null || within !== null
  const organisations = Prisma.sql`
    SELECT u.id FROM organisations u WHERE ${inAll(Prisma.sql`u.path`, scope && [scope], within)}`
  const ofActors = actorIds ? [Prisma.sql`e.actor_id = ANY(${[...actorIds]}::uuid[])`] : []
  const ofActions = actions ? [Prisma.sql`e.action = ANY(${[...actions]}::text[])`] : []
  const ofOrganisations = isCut ? [Prisma.sql`e.organisation_id IN (${organisations})`] : []
  const all = [...conditionsOf(query), ...ofActors, ...ofActions, ...ofOrganisations]
  let found: Prisma.Sql
  if (subject) {
    const same = Prisma.sql`e.subject_type = ${subject.type} AND e.subject_id = ${subject.id}::uuid`
    found = Prisma.sql`SELECT e.* FROM audit_entries e WHERE ${Prisma.join([same, ...all], ' AND ')}`
  } else if (actorIds && !(isCut && actorIds.length > manyActors)) {
    found = newestOfEach(query, Prisma.sql`SELECT unnest(${[...actorIds]}::uuid[])`, Prisma.sql`e.actor_id`, [
      ...ofActions,
      ...ofOrganisations,
    ])
  } else if (isCut && !(actions && (await areFew(db, actions)))) {
    found = newestOfEach(query, organisations, Prisma.sql`e.organisation_id`, [...ofActors, ...ofActions])
  } else if (actions && !isCut) {
    found = newestOfEach(query, Prisma.sql`SELECT unnest(${[...actions]}::text[])`, Prisma.sql`e.action`, [])
  } else {
    found = Prisma.sql`SELECT e.* FROM audit_entries e WHERE ${Prisma.join(all, ' AND ')}`
  }
  return db.$queryRaw<AuditRecordRow[]>`
    SELECT ${columns} FROM (SELECT f.* FROM (${found}) f ORDER BY f.at DESC, f.id DESC LIMIT ${limit}) e ${joins}
    ORDER BY e.at DESC, e.id DESC`
}

/**
 * The newest of each key. The key is bounded from both sides rather than equal: with an equal one PostgreSQL takes the
 * index on moments for as good, and reads through everything to find a rare action.
 */
function newestOfEach(query: AuditQuery, keys: Prisma.Sql, key: Prisma.Sql, rest: readonly Prisma.Sql[]): Prisma.Sql {
  const { since, before, after, limit } = query
  const from = since ?? new Date(0)
  const to = Prisma.sql`least(${before ?? latest}::timestamptz, ${after?.at ?? latest}::timestamptz)`
  return Prisma.sql`
    SELECT n.* FROM (${keys}) d(key) CROSS JOIN LATERAL (
      SELECT e.* FROM audit_entries e
      WHERE (${key}, e.at) >= (d.key, ${from}::timestamptz) AND (${key}, e.at) <= (d.key, ${to})
        AND ${Prisma.join([...conditionsOf(query), ...rest], ' AND ')}
      ORDER BY ${key} DESC, e.at DESC, e.id DESC LIMIT ${limit}
    ) n`
}

/** After everything that will be written. */
const latest = new Date('9999-01-01T00:00:00Z')

/** What holds whatever leads to the entries. */
function conditionsOf({ since, before, after, withoutNouns }: AuditQuery): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [Prisma.sql`true`]
  if (since) conditions.push(Prisma.sql`e.at >= ${since}`)
  if (before) conditions.push(Prisma.sql`e.at < ${before}`)
  if (after) conditions.push(Prisma.sql`(e.at, e.id) < (${after.at}, ${after.id})`)
  if (withoutNouns.length > 0) {
    conditions.push(Prisma.sql`split_part(e.action, '.', 1) <> ALL(${[...withoutNouns]}::text[])`)
  }
  return conditions
}

async function areFew(db: Readable, actions: readonly string[]): Promise<boolean> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM unnest(${[...actions]}::text[]) d(key)
      CROSS JOIN LATERAL (
        SELECT 1 FROM audit_entries e
        WHERE (e.action, e.at) >= (d.key, ${new Date(0)}::timestamptz) AND (e.action, e.at) <= (d.key, ${latest}::timestamptz)
        ORDER BY e.action DESC, e.at DESC LIMIT ${fewEntries + 1}
      ) n
      LIMIT ${fewEntries + 1}) few`
  return (rows[0]?.count ?? 0) <= fewEntries
}

export async function findEntry(db: Readable, id: bigint): Promise<AuditRecordRow | null> {
  const rows = await db.$queryRaw<AuditRecordRow[]>`SELECT ${columns} FROM audit_entries e ${joins} WHERE e.id = ${id}`
  return rows[0] ?? null
}

/** More people than this of one name are told apart by typing more of it. */
const mostActors = 200

/** Accounts that can act, by part of the name: staff and organisation admins, and learners through their own index. */
export async function findActorIds(db: Readable, text: string): Promise<string[]> {
  const part = `%${escapeLike(text)}%`
  const key = personNameKey(text)
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM accounts a WHERE a.staff_roles <> '{}' AND a.name ILIKE ${part}
    UNION
    SELECT a.id FROM accounts a JOIN organisation_admins m ON m.account_id = a.id WHERE a.name ILIKE ${part}
    UNION
    (SELECT l.account_id FROM learners l
     WHERE l.account_id IS NOT NULL AND l.name_key LIKE ${`%${escapeLike(key)}%`}
       AND ${key.length >= 2 ? Prisma.sql`name_pairs(l.name_key) @> name_pairs(${key})` : Prisma.sql`l.name_key = ${key}`}
     LIMIT ${mostActors})
    LIMIT ${mostActors}`
  return rows.map((row) => row.id)
}

/** More organisations than this of one name are told apart by typing more of it. */
const mostOrganisations = 50

export async function findOrganisationPaths(
  db: Readable,
  wanted: { scope: PathRange | null; text: string; id: string | null },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ path: string }[]>`
    SELECT u.path FROM organisations u
    WHERE ${inAll(Prisma.sql`u.path`, wanted.scope && [wanted.scope])}
      ${wanted.text ? Prisma.sql`AND u.name ILIKE ${`%${escapeLike(wanted.text)}%`}` : Prisma.empty}
      ${wanted.id ? Prisma.sql`AND u.id = ${wanted.id}::uuid` : Prisma.empty}
    ORDER BY u.path LIMIT ${mostOrganisations}`
  return rows.map((row) => row.path)
}

/**
 * What the things of these ids are called, of whatever kind they are: organisations, learners, orders and payments only
 * within the scope. One that is not here, or not the reader's to see, has no name.
 */
export async function findNames(
  db: Readable,
  scope: PathRange | null,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const wanted = Prisma.sql`ANY(${[...ids]}::uuid[])`
  const isOwn = inAll(Prisma.sql`u.path`, scope && [scope])
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT u.id, u.name FROM organisations u WHERE u.id = ${wanted} AND ${isOwn}
    UNION ALL
    SELECT l.id, l.name FROM learners l JOIN organisations u ON u.id = l.organisation_id WHERE l.id = ${wanted} AND ${isOwn}
    UNION ALL
    SELECT r.id, r.number FROM orders r JOIN organisations u ON u.id = r.organisation_id WHERE r.id = ${wanted} AND ${isOwn}
    UNION ALL
    SELECT r.id, r.number FROM refunds r JOIN organisations u ON u.id = r.organisation_id WHERE r.id = ${wanted} AND ${isOwn}
    UNION ALL
    SELECT p.id, p.trade_no FROM payments p JOIN orders r ON r.id = p.order_id JOIN organisations u ON u.id = r.organisation_id
    WHERE p.id = ${wanted} AND p.trade_no IS NOT NULL AND ${isOwn}
    UNION ALL
    SELECT p.id, p.name FROM plans p WHERE p.id = ${wanted}
    UNION ALL
    SELECT b.id, b.bank || ' ' || b.account FROM payee_accounts b WHERE b.id = ${wanted}`
  return new Map(rows.map((row) => [row.id, row.name]))
}
