import type { Organisation } from '../../../prisma/generated/client.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { KnownOrganisation, LikenessOf } from './known-organisations.ts'

/** The organisation with one of these credit codes, organisation codes or member numbers, if there is one. */
export async function findOrganisationByCodes(
  db: Readable,
  codes: readonly string[],
): Promise<{ id: string; name: string } | null> {
  const wanted = { in: [...codes] }
  return db.organisation.findFirst({
    where: { OR: [{ creditCode: wanted }, { organisationCode: wanted }, { memberNo: wanted }] },
    orderBy: { id: 'asc' },
    select: { id: true, name: true },
  })
}

/** The organisation whose credit code holds the older organisation code, if there is one. */
export async function findOrganisationByCodeWithin(
  db: Readable,
  organisationCode: string,
): Promise<{ id: string; name: string } | null> {
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM organisations WHERE substr(credit_code, 9, 9) = ${organisationCode} ORDER BY id LIMIT 1`
  return rows[0] ?? null
}

/**
 * Organisations that share a code, the mobile or the mail address, or whose name holds enough of the pairs to be alike.
 * One look over all of them: some thousands take some ten milliseconds.
 */
export async function findLikeOrganisations(db: Readable, one: LikenessOf): Promise<KnownOrganisation[]> {
  return db.$queryRaw<KnownOrganisation[]>`
    SELECT id, name, credit_code AS "creditCode", organisation_code AS "organisationCode", member_no AS "memberNo",
           contact_name AS "contactName", mobile, email, enabled, created_at AS "createdAt"
    FROM organisations
    WHERE kind = 'organisation'
      AND (credit_code = ANY(${[...one.codes]}::text[]) OR organisation_code = ANY(${[...one.codes]}::text[])
           OR member_no = ANY(${[...one.codes]}::text[]) OR substr(credit_code, 9, 9) = ANY(${[...one.codes]}::text[])
           OR (${one.mobile} <> '' AND mobile = ${one.mobile})
           OR (${one.email} <> '' AND lower(email) = lower(${one.email}))
           OR (length(name_key) BETWEEN ${one.shortest} AND ${one.longest}
               AND (SELECT count(*) FROM unnest(${[...one.pairs]}::text[]) AS pair WHERE strpos(name_key, pair) > 0)
                   >= ${one.leastShare}::float8 * (${one.pairs.length}::int + length(name_key) - 1)))`
}

export type NewOrganisation = Pick<
  Organisation,
  | 'id'
  | 'name'
  | 'nameKey'
  | 'creditCode'
  | 'organisationCode'
  | 'memberNo'
  | 'contactName'
  | 'mobile'
  | 'email'
  | 'address'
  | 'createdAt'
>

/** An organisation at the top of its own tree. Fails with a unique violation for a code or number that is taken. */
export async function insertOrganisation(tx: Transaction, organisation: NewOrganisation): Promise<void> {
  await tx.organisation.create({ data: { ...organisation, path: `/${organisation.id}/`, kind: 'organisation' } })
}
