import type { Organisation } from '../../../prisma/generated/client.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import { pathRange } from './units.rules.ts'

/**
 * One change of the tree's shape at a time, in the whole centre: two moves that each look right could otherwise hang two
 * units below each other. Held until the transaction ends; who only reads does not wait.
 */
export async function lockTree(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('organisations.tree'))`
}

/** The unit as it is, kept so until the transaction ends. Learners can still be added to it meanwhile. */
export async function lockUnit(
  tx: Transaction,
  id: string,
): Promise<(Organisation & { organisationPath: string }) | null> {
  await tx.$queryRaw`SELECT id FROM organisations WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const row = await tx.organisation.findUnique({ where: { id } })
  return row && { ...row, organisationPath: row.path }
}

/** Whether neither the unit with this path nor anything above it is disabled. */
export async function isOpenPath(db: Readable, path: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ open: boolean }[]>`SELECT organisation_open(${path}) AS open`
  return rows[0]?.open ?? false
}

export type NewUnit = Pick<
  Organisation,
  'id' | 'parentId' | 'path' | 'kind' | 'name' | 'nameKey' | 'creditCode' | 'createdAt'
> & { readonly contact: Partial<Contact> }

type Contact = { [Field in 'contactName' | 'telephone' | 'mobile' | 'email' | 'address']: string | undefined }

/** Fails with a unique violation for an id or code that is taken, and for a second department of a name. */
export async function insertUnit(tx: Transaction, { contact, ...unit }: NewUnit): Promise<void> {
  await tx.organisation.create({ data: { ...unit, ...given(contact) } })
}

function given(contact: Partial<Contact>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(contact).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

export async function updateUnit(
  tx: Transaction,
  id: string,
  change: Partial<
    Pick<Organisation, 'name' | 'nameKey' | 'enabled' | 'contactName' | 'telephone' | 'mobile' | 'email' | 'address'>
  >,
): Promise<void> {
  await tx.organisation.update({ where: { id }, data: change })
}

/**
 * Hangs a subtree below another unit, or at the top. One statement: only paths of units are written here, and the
 * foreign key takes each one's learners along. Returns how many units it were.
 */
export async function moveSubtree(
  tx: Transaction,
  unit: { readonly id: string; readonly path: string },
  parent: { readonly id: string; readonly path: string } | null,
): Promise<number> {
  const { from, to } = pathRange(unit.path)
  const before = unit.path.length - unit.id.length - 1
  return tx.$executeRaw`
    UPDATE organisations
    SET path = ${parent?.path ?? '/'} || substr(path, ${before + 1}),
        parent_id = CASE WHEN id = ${unit.id}::uuid THEN ${parent?.id ?? null}::uuid ELSE parent_id END
    WHERE path >= ${from} AND path < ${to}`
}

/** How far below its root the deepest unit of a subtree stands, as a level of the whole tree. */
export async function findDeepestPath(db: Readable, path: string): Promise<string> {
  const { from, to } = pathRange(path)
  const rows = await db.$queryRaw<{ path: string }[]>`
    SELECT path FROM organisations WHERE path >= ${from} AND path < ${to} ORDER BY length(path) DESC LIMIT 1`
  return rows[0]?.path ?? path
}

/** What a unit and everything below it hold: units below, learners, admins (each person once). */
export async function countReach(
  db: Readable,
  path: string,
): Promise<{ units: number; people: number; admins: number }> {
  const { from, to } = pathRange(path)
  const rows = await db.$queryRaw<{ units: bigint; people: bigint; admins: bigint }[]>`
    SELECT (SELECT count(*) - 1 FROM organisations WHERE path >= ${from} AND path < ${to}) AS units,
           (SELECT count(*) FROM learners WHERE organisation_path >= ${from} AND organisation_path < ${to}) AS people,
           (SELECT count(DISTINCT oa.account_id) FROM organisations o JOIN organisation_admins oa ON oa.organisation_id = o.id
            WHERE o.path >= ${from} AND o.path < ${to}) AS admins`
  const row = rows[0]
  return { units: Number(row?.units ?? 0), people: Number(row?.people ?? 0), admins: Number(row?.admins ?? 0) }
}

/** Whether anything stands in the centre's books about the unit, so that it cannot go. */
export async function hasRecords(db: Readable, id: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ has: boolean }[]>`
    SELECT EXISTS (SELECT FROM orders WHERE organisation_id = ${id}::uuid)
        OR EXISTS (SELECT FROM vouchers WHERE organisation_id = ${id}::uuid)
        OR EXISTS (SELECT FROM invoice_requests WHERE organisation_id = ${id}::uuid)
        OR EXISTS (SELECT FROM imports WHERE organisation_id = ${id}::uuid)
        OR EXISTS (SELECT FROM registrations WHERE organisation_id = ${id}::uuid)
        OR EXISTS (SELECT FROM organisation_aliases WHERE organisation_id = ${id}::uuid)
        OR EXISTS (SELECT FROM billing_profiles WHERE organisation_id = ${id}::uuid) AS has`
  return rows[0]?.has ?? true
}

export async function deleteUnit(tx: Transaction, id: string): Promise<void> {
  await tx.organisation.delete({ where: { id } })
}

export type TreeRow = {
  id: string
  parentId: string | null
  path: string
  kind: 'organisation' | 'department'
  name: string
  creditCode: string | null
  enabled: boolean
  people: number
  disabledPeople: number
  admins: number
}

/** A subtree with what stands in each unit itself: one range of each index, however many units there are. */
export async function findTreeRows(db: Readable, path: string): Promise<TreeRow[]> {
  const { from, to } = pathRange(path)
  return db.$queryRaw<TreeRow[]>`
    SELECT o.id, o.parent_id AS "parentId", o.path, o.kind::text AS kind, o.name, o.credit_code AS "creditCode", o.enabled,
           coalesce(everybody.people, 0) AS people, coalesce(disabled.people, 0) AS "disabledPeople",
           coalesce(admins.people, 0) AS admins
    FROM organisations o
    LEFT JOIN (SELECT organisation_path, count(*)::int AS people FROM learners
               WHERE organisation_path >= ${from} AND organisation_path < ${to}
               GROUP BY organisation_path) everybody ON everybody.organisation_path = o.path
    LEFT JOIN (SELECT organisation_path, count(*)::int AS people FROM learners
               WHERE organisation_path >= ${from} AND organisation_path < ${to} AND NOT enabled
               GROUP BY organisation_path) disabled ON disabled.organisation_path = o.path
    LEFT JOIN (SELECT organisation_id, count(*)::int AS people FROM organisation_admins
               GROUP BY organisation_id) admins ON admins.organisation_id = o.id
    WHERE o.path >= ${from} AND o.path < ${to}`
}
