import type { Organisation } from '../../../prisma/generated/client.ts'
import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { PayerAlias } from './organisation-names.ts'

export async function findOrganisation(
  db: Readable,
  id: string,
): Promise<(Organisation & { organisationPath: string }) | null> {
  const row = await db.organisation.findUnique({ where: { id } })
  return row && { ...row, organisationPath: row.path }
}

export async function findOrganisationName(
  db: Readable,
  id: string,
): Promise<{ name: string; nameKey: string; path: string } | null> {
  return db.organisation.findUnique({ where: { id }, select: { name: true, nameKey: true, path: true } })
}

/** The organisations above the one with this path, the nearest first. */
export async function findAncestors(db: Readable, path: string): Promise<Organisation[]> {
  const ids = path
    .split('/')
    .filter((part) => part !== '')
    .slice(0, -1)
  if (ids.length === 0) return []
  const rows = await db.organisation.findMany({ where: { id: { in: ids } } })
  return rows.sort((a, b) => b.path.length - a.path.length)
}

/** Only as long as an account of an organisation that received many payers: the latest thousand. */
const mostAliases = 1000

export async function findAliases(db: Readable, organisationId: string): Promise<PayerAlias[]> {
  return db.organisationAlias.findMany({
    where: { organisationId },
    select: { payerName: true, payerNameKey: true, payerAccount: true },
    orderBy: { createdAt: 'desc' },
    take: mostAliases,
  })
}

export async function addAlias(tx: Transaction, alias: Prisma.OrganisationAliasCreateManyInput): Promise<void> {
  await tx.organisationAlias.createMany({ data: alias, skipDuplicates: true })
}

export async function dropAliasesOf(tx: Transaction, allocationId: string): Promise<void> {
  await tx.organisationAlias.deleteMany({ where: { allocationId } })
}

export type FoundRow = {
  id: string
  name: string
  kind: 'organisation' | 'department'
  creditCode: string | null
  organisationCode: string | null
  memberNo: string | null
  enabled: boolean
  parentName: string | null
  createdAt: Date
}

/** The newest first; one row more than the page, as `toPage` wants it. */
export async function searchOrganisationRows(
  db: Readable,
  search: { text: string; code: string; enabled: boolean | null; cursor: string | null; limit: number },
): Promise<FoundRow[]> {
  const { text, code, enabled, cursor, limit } = search
  const conditions = [Prisma.sql`true`]
  if (text !== '') {
    const begins = `${code}%`
    const codes =
      code === ''
        ? Prisma.empty
        : Prisma.sql`OR o.credit_code LIKE ${begins} OR o.organisation_code LIKE ${begins} OR o.member_no LIKE ${begins}`
    conditions.push(Prisma.sql`(o.name ILIKE ${`%${escapeLike(text)}%`} ${codes})`)
  }
  if (enabled !== null) conditions.push(Prisma.sql`o.enabled = ${enabled}`)
  if (cursor !== null) conditions.push(Prisma.sql`o.id < ${cursor}::uuid`)
  return db.$queryRaw<FoundRow[]>`
    SELECT o.id, o.name, o.kind::text AS kind, o.credit_code AS "creditCode", o.organisation_code AS "organisationCode",
           o.member_no AS "memberNo", o.enabled, parent.name AS "parentName", o.created_at AS "createdAt"
    FROM organisations o LEFT JOIN organisations parent ON parent.id = o.parent_id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY o.id DESC LIMIT ${limit + 1}`
}

export async function findByCreditCode(db: Readable, creditCode: string): Promise<{ id: string; name: string } | null> {
  return db.organisation.findUnique({ where: { creditCode }, select: { id: true, name: true } })
}

export async function findDepartmentByName(
  db: Readable,
  parentId: string,
  nameKey: string,
): Promise<{ id: string } | null> {
  return db.organisation.findFirst({ where: { parentId, nameKey, kind: 'department' }, select: { id: true } })
}

/** The application that an organisation came of, if it registered itself. */
export async function findRegistrationId(db: Readable, organisationId: string): Promise<string | null> {
  return (await db.registration.findUnique({ where: { organisationId }, select: { id: true } }))?.id ?? null
}
