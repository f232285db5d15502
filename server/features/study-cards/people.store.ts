import { Prisma, type Readable } from '../../platform/database.ts'
import { balanceSql, type PathRange } from './batches.store.ts'
import { type PersonSearch, searchSql } from './openings.store.ts'

export type PeopleQuery = {
  readonly range: PathRange
  readonly search: PersonSearch | null
  readonly enabled: boolean | null
  /** What `balance` and `opened` are about; null: all plans. */
  readonly planId: string | null
  readonly batchId: string | null
  readonly balance: 'none' | 'some' | null
  readonly opened: boolean | null
}

export type PageKey = { readonly path: string; readonly id: string }

export type About = Pick<PeopleQuery, 'planId' | 'batchId'>

/** The learner's wallets that a question is about. */
const walletsOf = ({ planId, batchId }: About) => Prisma.sql`
  FROM study_card_wallets w JOIN study_card_batches b ON b.id = w.batch_id
  WHERE w.learner_id = l.id ${planId === null ? Prisma.empty : Prisma.sql`AND b.plan_id = ${planId}::uuid`}
    ${batchId === null ? Prisma.empty : Prisma.sql`AND b.id = ${batchId}::uuid`}`

function whereSql({ range, search, enabled, planId, batchId, balance, opened }: PeopleQuery): Prisma.Sql {
  const some = Prisma.sql`EXISTS (SELECT 1 ${walletsOf({ planId, batchId })} AND ${balanceSql('wallet', Prisma.sql`w.id`)} > 0)`
  const isOpen = Prisma.sql`
    EXISTS (SELECT 1 FROM course_openings c WHERE c.learner_id = l.id AND c.plan_id = ${planId}::uuid AND c.closed_at IS NULL)`
  const conditions = [
    Prisma.sql`l.organisation_path >= ${range.from} AND l.organisation_path < ${range.to} AND l.erased_at IS NULL`,
    ...(search === null ? [] : [searchSql(search)]),
    ...(enabled === null ? [] : [Prisma.sql`l.enabled = ${enabled}`]),
    ...(balance === null ? [] : [balance === 'some' ? some : Prisma.sql`NOT ${some}`]),
    ...(opened === null ? [] : [opened ? isOpen : Prisma.sql`NOT ${isOpen}`]),
  ]
  return Prisma.join(conditions, ' AND ')
}

/** The next people in the order of lists: by organisation, those of each as they came. */
export async function findPeopleKeys(
  db: Readable,
  query: PeopleQuery,
  after: PageKey | null,
  take: number,
): Promise<PageKey[]> {
  return db.$queryRaw<PageKey[]>`
    SELECT l.id, l.organisation_path AS path FROM learners l
    WHERE ${whereSql(query)} AND ${after ? Prisma.sql`(l.organisation_path, l.id) > (${after.path}, ${after.id}::uuid)` : Prisma.sql`true`}
    ORDER BY l.organisation_path, l.id LIMIT ${take}`
}

/** How many there are, counted no further than `most` + 1. */
export async function countPeopleRows(db: Readable, query: PeopleQuery, most: number): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM learners l WHERE ${whereSql(query)} LIMIT ${most + 1}) found`
  return rows[0]?.count ?? 0
}

export type PersonRowFacts = {
  id: string
  logInName: string | null
  name: string
  idNumberMasked: string
  mobile: string
  enabled: boolean
  organisationId: string
  organisationName: string
  organisationNames: string[]
  payers: string[]
  balanceFen: bigint
  opened: boolean | null
}

/** These people in the order in which they are named, their places as seen from `scope` downwards. */
export async function findPeopleRows(
  db: Readable,
  ids: readonly string[],
  scope: string,
  about: About,
): Promise<PersonRowFacts[]> {
  const { planId } = about
  if (ids.length === 0) return []
  return db.$queryRaw<PersonRowFacts[]>`
    SELECT l.id, l.name, l.id_number_masked AS "idNumberMasked", l.mobile, l.enabled, l.organisation_id AS "organisationId",
           o.name AS "organisationName", places.names AS "organisationNames",
           CASE WHEN l.account_state = 'none' THEN NULL
                WHEN EXISTS (SELECT 1 FROM log_in_names n WHERE n.account_id = l.account_id AND n.kind = 'mobile') THEN l.mobile
                ELSE l.id_number_masked END AS "logInName",
           ARRAY(SELECT DISTINCT payer.name FROM organisations payer
                 WHERE payer.id IN (SELECT b.organisation_id ${walletsOf(about)}) ORDER BY payer.name) AS payers,
           coalesce((SELECT sum(${balanceSql('wallet', Prisma.sql`w.id`)}) ${walletsOf(about)}), 0)::bigint AS "balanceFen",
           ${
             planId === null
               ? Prisma.sql`NULL::boolean`
               : Prisma.sql`EXISTS (SELECT 1 FROM course_openings c WHERE c.learner_id = l.id AND c.plan_id = ${planId}::uuid AND c.closed_at IS NULL)`
           } AS opened
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted (id, place)
    JOIN learners l ON l.id = wanted.id
    JOIN organisations o ON o.id = l.organisation_id
    CROSS JOIN LATERAL (
      SELECT array_agg(above.name ORDER BY length(above.path)) AS names FROM organisations above
      WHERE above.id = ANY (string_to_array(trim(BOTH '/' FROM l.organisation_path), '/')::uuid[]) AND starts_with(above.path, ${scope})) places
    ORDER BY wanted.place`
}
