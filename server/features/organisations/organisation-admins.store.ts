import type { Readable, Transaction } from '../../platform/database.ts'
import { pathRange } from './units.rules.ts'

export type AdminRow = {
  accountId: string
  name: string
  mobile: string
  email: string
  organisationId: string
  organisationName: string
  organisationPath: string
  mayUnmask: boolean
  enabled: boolean
  mustChangePassword: boolean
  lastSeenAt: Date | null
  /** Staff, or an admin or learner of something outside the reader's scope. */
  outOfReach: boolean
}

/**
 * The admins of the units with these ids, the longest in office first. `scope` is the path that the reader acts within;
 * who also stands outside it is marked.
 */
export async function findAdmins(db: Readable, organisationIds: readonly string[], scope: string): Promise<AdminRow[]> {
  const { from, to } = pathRange(scope)
  return db.$queryRaw<AdminRow[]>`
    SELECT a.id AS "accountId", a.name, a.mobile, a.email, o.id AS "organisationId", o.name AS "organisationName",
           o.path AS "organisationPath", oa.may_unmask AS "mayUnmask", a.enabled,
           a.must_change_password AS "mustChangePassword",
           (SELECT max(s.last_seen_at) FROM sessions s WHERE s.account_id = a.id) AS "lastSeenAt",
           a.staff_roles <> '{}'
             OR EXISTS (SELECT FROM organisation_admins other JOIN organisations x ON x.id = other.organisation_id
                        WHERE other.account_id = a.id AND NOT (x.path >= ${from} AND x.path < ${to}))
             OR EXISTS (SELECT FROM learners l
                        WHERE l.account_id = a.id AND NOT (l.organisation_path >= ${from} AND l.organisation_path < ${to}))
             AS "outOfReach"
    FROM organisation_admins oa
    JOIN accounts a ON a.id = oa.account_id
    JOIN organisations o ON o.id = oa.organisation_id
    WHERE oa.organisation_id = ANY (${[...organisationIds]}::uuid[])
    ORDER BY length(o.path) DESC, oa.created_at, a.id`
}

/** Keeps who administers a unit as it is until the transaction ends, so that two who go at once leave one. */
export async function lockAdmins(tx: Transaction, organisationId: string): Promise<{ accountId: string }[]> {
  await tx.$queryRaw`SELECT id FROM organisations WHERE id = ${organisationId}::uuid FOR NO KEY UPDATE`
  return tx.organisationAdmin.findMany({ where: { organisationId }, select: { accountId: true } })
}

/** False when they were one already. */
export async function insertAdmin(
  tx: Transaction,
  admin: { accountId: string; organisationId: string; createdAt: Date },
): Promise<boolean> {
  const { count } = await tx.organisationAdmin.createMany({ data: admin, skipDuplicates: true })
  return count === 1
}

export async function deleteAdmin(tx: Transaction, organisationId: string, accountId: string): Promise<boolean> {
  const { count } = await tx.organisationAdmin.deleteMany({ where: { organisationId, accountId } })
  return count === 1
}

export async function findAdmin(
  db: Readable,
  organisationId: string,
  accountId: string,
): Promise<{ mayUnmask: boolean } | null> {
  return db.organisationAdmin.findUnique({
    where: { accountId_organisationId: { accountId, organisationId } },
    select: { mayUnmask: true },
  })
}

/** False when it stood so already. */
export async function updateMayUnmask(
  tx: Transaction,
  organisationId: string,
  accountId: string,
  mayUnmask: boolean,
): Promise<boolean> {
  const { count } = await tx.organisationAdmin.updateMany({
    where: { organisationId, accountId, mayUnmask: !mayUnmask },
    data: { mayUnmask },
  })
  return count === 1
}
