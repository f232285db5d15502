import type { Actor } from '../../core/actor.ts'
import type { ErrorDetails } from '../../core/app-error.ts'
import { changeAudited, writeAudit } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { PathRange } from './batches.store.ts'
import type { ListOperationsInput, OperationKind, OperationState } from './study-cards.schema.ts'

export type OperationRow = {
  id: string
  kind: OperationKind
  state: OperationState
  stateSince: Date
  people: number
  totalFen: bigint
  done: number
  batchId: string | null
  orderNumber: string | null
  planId: string
  planNumber: string
  planName: string
  organisationId: string
  organisationPath: string
  organisationName: string
  reason: string | null
  importId: string | null
  errorCode: string | null
  errorDetails: unknown
  createdById: string
  createdByName: string
  createdAt: Date
}

const columns = Prisma.sql`
  c.id, c.kind::text AS kind, c.state::text AS state, c.state_since AS "stateSince", c.people, c.total_fen AS "totalFen", c.done,
  c.batch_id AS "batchId", r.number AS "orderNumber", c.plan_id AS "planId", p.number AS "planNumber", p.name AS "planName",
  c.organisation_id AS "organisationId", c.organisation_path AS "organisationPath", o.name AS "organisationName", c.reason,
  c.import_id AS "importId", c.error_code AS "errorCode", c.error_details AS "errorDetails", c.created_by_id AS "createdById",
  c.created_by_name AS "createdByName", c.created_at AS "createdAt"`

const tables = Prisma.sql`
  card_operations c JOIN plans p ON p.id = c.plan_id JOIN organisations o ON o.id = c.organisation_id
  LEFT JOIN study_card_batches b ON b.id = c.batch_id LEFT JOIN orders r ON r.id = b.order_id`

export async function findOperation(db: Readable, id: string): Promise<OperationRow | null> {
  const rows = await db.$queryRaw<OperationRow[]>`SELECT ${columns} FROM ${tables} WHERE c.id = ${id}::uuid`
  return rows[0] ?? null
}

/** The newest first; those that the range's organisations asked for, and those on their batches. */
export async function findOperations(
  db: Readable,
  range: PathRange,
  { kind, state, batchId, planId, cursor, limit }: ListOperationsInput,
): Promise<OperationRow[]> {
  const conditions = [
    Prisma.sql`(c.organisation_path >= ${range.from} AND c.organisation_path < ${range.to} OR EXISTS (
      SELECT 1 FROM organisations owner WHERE owner.id = b.organisation_id AND owner.path >= ${range.from} AND owner.path < ${range.to}))`,
    ...(kind === undefined ? [] : [Prisma.sql`c.kind = ${kind}::card_operation_kind`]),
    ...(state === undefined ? [] : [Prisma.sql`c.state = ${state}::card_operation_state`]),
    ...(batchId === undefined ? [] : [Prisma.sql`c.batch_id = ${batchId}::uuid`]),
    ...(planId === undefined ? [] : [Prisma.sql`c.plan_id = ${planId}::uuid`]),
    ...(cursor ? [Prisma.sql`c.id < ${cursor}::uuid`] : []),
  ]
  return db.$queryRaw<OperationRow[]>`
    SELECT ${columns} FROM ${tables} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY c.id DESC LIMIT ${limit + 1}`
}

export type OperationToInsert = {
  readonly id: string
  readonly kind: OperationKind
  readonly batchId: string | null
  readonly planId: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly reason: string | null
  readonly importId: string | null
  readonly people: number
  readonly totalFen: number
  readonly createdById: string
  readonly createdByName: string
  readonly now: Date
}

/** False when the id is taken already. */
export async function insertOperation(tx: Transaction, actor: Actor, one: OperationToInsert): Promise<boolean> {
  return changeAudited(
    tx,
    actor,
    Prisma.sql`
      INSERT INTO card_operations (id, kind, batch_id, plan_id, organisation_id, organisation_path, reason, import_id, people, total_fen,
                                   created_by_id, created_by_name, created_at, state_since)
      VALUES (${one.id}::uuid, ${one.kind}::card_operation_kind, ${one.batchId}::uuid, ${one.planId}::uuid, ${one.organisationId}::uuid,
              ${one.organisationPath}, ${one.reason}, ${one.importId}::uuid, ${one.people}, ${BigInt(one.totalFen)},
              ${one.createdById}::uuid, ${one.createdByName}, ${one.now}, ${one.now})
      ON CONFLICT (id) DO NOTHING RETURNING id`,
    {
      action: 'cardOperation.started',
      subjectType: 'cardOperation',
      subjectId: one.id,
      organisationId: one.organisationId,
      after: auditedOperation(one),
    },
  )
}

function auditedOperation(one: {
  readonly kind: OperationKind
  readonly batchId: string | null
  readonly planId: string
  readonly people: number
  readonly totalFen: number | bigint
  readonly reason: string | null
}) {
  const { kind, batchId, planId, people, totalFen, reason } = one
  return {
    kind,
    ...(batchId === null ? {} : { batchId }),
    planId,
    people,
    amountFen: Number(totalFen),
    ...(reason === null ? {} : { reason }),
  }
}

/** Lines in the order of the lists. */
export async function insertLines(
  tx: Transaction,
  operationId: string,
  learnerIds: readonly string[],
  amountsFen: readonly number[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO card_operation_lines (operation_id, position, learner_id, amount_fen)
    SELECT ${operationId}::uuid, position, learner_id, amount_fen
    FROM unnest(${[...learnerIds]}::uuid[], ${amountsFen.map(BigInt)}::bigint[]) WITH ORDINALITY AS t (learner_id, amount_fen, position)`
}

/** How many lines of an operation stand in these lists too. */
export async function countSameLines(
  db: Readable,
  operationId: string,
  learnerIds: readonly string[],
  amountsFen: readonly number[] | null,
): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM card_operation_lines l
    JOIN ${
      amountsFen === null
        ? Prisma.sql`unnest(${[...learnerIds]}::uuid[]) AS t (learner_id) ON t.learner_id = l.learner_id`
        : Prisma.sql`unnest(${[...learnerIds]}::uuid[], ${amountsFen.map(BigInt)}::bigint[]) AS t (learner_id, amount_fen)
                     ON t.learner_id = l.learner_id AND t.amount_fen = l.amount_fen`
    }
    WHERE l.operation_id = ${operationId}::uuid`
  return rows[0]?.count ?? 0
}

export type LineRow = {
  position: number
  learnerId: string
  name: string
  idNumberMasked: string
  organisationName: string | null
  amountFen: bigint
}

/** In the order in which they were given; organisations outside the range are not named. */
export async function findLines(
  db: Readable,
  operationId: string,
  range: PathRange,
  after: number,
  take: number,
): Promise<LineRow[]> {
  return db.$queryRaw<LineRow[]>`
    SELECT l.position, l.learner_id AS "learnerId", p.name, p.id_number_masked AS "idNumberMasked", l.amount_fen AS "amountFen",
           CASE WHEN p.organisation_path >= ${range.from} AND p.organisation_path < ${range.to} THEN o.name END AS "organisationName"
    FROM card_operation_lines l JOIN learners p ON p.id = l.learner_id JOIN organisations o ON o.id = p.organisation_id
    WHERE l.operation_id = ${operationId}::uuid AND l.position > ${after}
    ORDER BY l.position LIMIT ${take}`
}

// --- States --------------------------------------------------------------------------------------------------------

/** Only one worker does an operation; another that was given the same job waits, and finds it done. */
export async function holdOperation(tx: Transaction, id: string): Promise<OperationRow | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`cardOperation:${id}`}, 0))`
  return findOperation(tx, id)
}

/** The same without waiting: false while a worker has it, also one that is taken for dead. */
export async function tryHoldOperation(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ held: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`cardOperation:${id}`}, 0)) AS held`
  return rows[0]?.held === true
}

export type UnfinishedOperation = { readonly id: string; readonly ip: string }

/** Those that are to be done, the oldest first, each with the address that it was asked for from. */
export async function findUnfinished(db: Readable, take: number): Promise<UnfinishedOperation[]> {
  return db.$queryRaw<UnfinishedOperation[]>`
    SELECT c.id, coalesce((
             SELECT a.ip FROM audit_entries a
             WHERE a.subject_type = 'cardOperation' AND a.subject_id = c.id AND a.action = 'cardOperation.started' LIMIT 1), '') AS ip
    FROM card_operations c WHERE c.state IN ('waiting', 'running') ORDER BY c.id LIMIT ${take}`
}

/** Beside the work's own transaction, so that people see it move. */
export async function setRunning(db: Readable, id: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE card_operations SET state = 'running', state_since = ${now} WHERE id = ${id}::uuid AND state = 'waiting'`
}

/** The same. */
export async function setProgress(db: Readable, id: string, done: number): Promise<void> {
  await db.$executeRaw`UPDATE card_operations SET done = ${done} WHERE id = ${id}::uuid AND state = 'running'`
}

/** False when it has ended already. */
export async function setDone(tx: Transaction, actor: Actor, one: OperationRow, now: Date): Promise<boolean> {
  return changeAudited(
    tx,
    actor,
    Prisma.sql`
      UPDATE card_operations SET state = 'done', state_since = ${now}, done = people
      WHERE id = ${one.id}::uuid AND state IN ('waiting', 'running') RETURNING id`,
    {
      action: 'cardOperation.done',
      subjectType: 'cardOperation',
      subjectId: one.id,
      organisationId: one.organisationId,
      after: auditedOperation(one),
    },
  )
}

export async function setFailed(
  tx: Transaction,
  actor: Actor,
  one: OperationRow,
  error: { readonly code: string; readonly details: ErrorDetails },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.cardOperation.updateMany({
    where: { id: one.id, state: { in: ['waiting', 'running'] } },
    data: { state: 'failed', stateSince: now, done: 0, errorCode: error.code, errorDetails: error.details },
  })
  if (count === 0) return false
  await writeAudit(tx, actor, {
    action: 'cardOperation.failed',
    subjectType: 'cardOperation',
    subjectId: one.id,
    organisationId: one.organisationId,
    after: { ...auditedOperation(one), errorCode: error.code },
  })
  return true
}
