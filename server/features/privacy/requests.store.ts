import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { DataRequest, DataRequestRow, MyData, RequestState } from './personal-data.schema.ts'

type SqlRow = Omit<DataRequestRow, 'stateSince' | 'createdAt' | 'learner' | 'organisation'> & {
  stateSince: Date
  createdAt: Date
  learnerId: string
  learnerName: string
  idNumberMasked: string
  erased: boolean
  organisationId: string
  organisationName: string
}

const columns = Prisma.sql`
  r.id, r.kind::text AS kind, r.state::text AS state, r.state_since AS "stateSince", r.created_at AS "createdAt", r.reason, r.answer,
  r.requested_by_name AS "requestedByName", r.decided_by_name AS "decidedByName", l.id AS "learnerId", l.name AS "learnerName",
  l.id_number_masked AS "idNumberMasked", l.erased_at IS NOT NULL AS erased, o.id AS "organisationId", o.name AS "organisationName"
  FROM personal_data_requests r JOIN learners l ON l.id = r.learner_id JOIN organisations o ON o.id = l.organisation_id`

function toRow(row: SqlRow): DataRequestRow {
  const { learnerId, learnerName, idNumberMasked, erased, organisationId, organisationName, ...shown } = row
  return {
    ...shown,
    stateSince: row.stateSince.toISOString(),
    createdAt: row.createdAt.toISOString(),
    learner: { id: learnerId, name: learnerName, idNumberMasked, erased },
    organisation: { id: organisationId, name: organisationName },
  }
}

/** The newest first; one more than the page. */
export async function findRequests(
  db: Readable,
  search: { kind: 'erasure' | 'export' | null; state: RequestState | null; cursor: string | null; limit: number },
): Promise<DataRequestRow[]> {
  const { kind, state, cursor, limit } = search
  const conditions = [Prisma.sql`true`]
  if (kind !== null) conditions.push(Prisma.sql`r.kind = ${kind}::personal_data_request_kind`)
  if (state !== null) conditions.push(Prisma.sql`r.state = ${state}::personal_data_request_state`)
  if (cursor !== null) conditions.push(Prisma.sql`r.id < ${cursor}::uuid`)
  const rows = await db.$queryRaw<SqlRow[]>`
    SELECT ${columns} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY r.id DESC LIMIT ${limit + 1}`
  return rows.map(toRow)
}

export async function findRequest(db: Readable, id: string): Promise<DataRequestRow | null> {
  const rows = await db.$queryRaw<SqlRow[]>`SELECT ${columns} WHERE r.id = ${id}::uuid`
  return rows[0] ? toRow(rows[0]) : null
}

/** The request as it is, and nobody else decides it before the transaction ends. */
export async function lockRequest(tx: Transaction, id: string): Promise<DataRequestRow | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM personal_data_requests WHERE id = ${id}::uuid FOR UPDATE`
  return findRequest(tx, id)
}

/** The last erasure that was asked for about a learner. */
export async function findLastErasure(db: Readable, learnerId: string): Promise<DataRequestRow | null> {
  const rows = await db.$queryRaw<SqlRow[]>`
    SELECT ${columns} WHERE r.learner_id = ${learnerId}::uuid AND r.kind = 'erasure' ORDER BY r.id DESC LIMIT 1`
  return rows[0] ? toRow(rows[0]) : null
}

export async function countOpenErasures(db: Readable): Promise<number> {
  return db.personalDataRequest.count({ where: { state: 'requested', kind: 'erasure' } })
}

export type NewRequest = {
  readonly id: string
  readonly learnerId: string
  readonly kind: 'erasure' | 'export'
  readonly reason: string
  readonly byId: string
  readonly byName: string
  readonly at: Date
  /** Done at once: an export. */
  readonly done: boolean
}

export async function insertRequest(tx: Transaction, request: NewRequest): Promise<void> {
  const { id, learnerId, kind, reason, byId, byName, at, done } = request
  await tx.personalDataRequest.create({
    data: {
      id,
      learnerId,
      kind,
      reason,
      requestedById: byId,
      requestedByName: byName,
      createdAt: at,
      stateSince: at,
      ...(done ? { state: 'done', decidedById: byId, decidedByName: byName } : {}),
    },
  })
}

/** False when it was decided meanwhile. */
export async function changeRequest(
  tx: Transaction,
  id: string,
  to: { state: 'done' | 'refused'; answer: string; byId: string; byName: string; at: Date },
): Promise<boolean> {
  const { count } = await tx.personalDataRequest.updateMany({
    where: { id, state: 'requested' },
    data: {
      state: to.state,
      stateSince: to.at,
      answer: to.answer,
      decidedById: to.byId,
      decidedByName: to.byName,
    },
  })
  return count === 1
}

/** What stays of a learner without naming them. */
export async function countWhatStays(db: Readable, learnerId: string): Promise<DataRequest['stays']> {
  const [row] = await db.$queryRaw<DataRequest['stays'][]>`
    SELECT (SELECT count(DISTINCT x.order_id)::int FROM order_enrolments x JOIN enrolments e ON e.id = x.enrolment_id WHERE e.learner_id = ${learnerId}::uuid) AS orders,
           (SELECT count(*)::int FROM hour_records WHERE learner_id = ${learnerId}::uuid) AS hours,
           (SELECT count(*)::int FROM certificates WHERE learner_id = ${learnerId}::uuid) AS certificates,
           (SELECT count(*)::int FROM card_operation_lines WHERE learner_id = ${learnerId}::uuid) AS "cardLines"`
  return row ?? { orders: 0, hours: 0, certificates: 0, cardLines: 0 }
}

/** What there is of a learner, for their own page. */
export async function countOwn(db: Readable, learnerId: string, accountId: string): Promise<MyData['counts']> {
  const [row] = await db.$queryRaw<MyData['counts'][]>`
    SELECT (SELECT count(*)::int FROM enrolments WHERE learner_id = ${learnerId}::uuid) AS enrolments,
           (SELECT count(*)::int FROM hour_records WHERE learner_id = ${learnerId}::uuid) AS hours,
           (SELECT count(*)::int FROM certificates WHERE learner_id = ${learnerId}::uuid) AS certificates,
           (SELECT count(*)::int FROM course_openings WHERE learner_id = ${learnerId}::uuid) AS openings,
           (SELECT count(*)::int FROM card_operation_lines WHERE learner_id = ${learnerId}::uuid) AS "cardLines",
           (SELECT count(*)::int FROM notices WHERE account_id = ${accountId}::uuid) AS notices`
  return row ?? { enrolments: 0, hours: 0, certificates: 0, openings: 0, cardLines: 0, notices: 0 }
}
