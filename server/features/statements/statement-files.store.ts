import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Actor } from '../../core/actor.ts'
import { AppError, type ErrorDetails } from '../../core/app-error.ts'
import { escapeLike } from '../../core/escape-like.ts'
import { checkTransition } from '../../core/transitions.ts'
import { type AuditRecord, writeAudit } from '../../platform/audit-log.ts'
import { type Readable, Prisma as Sql, type Transaction } from '../../platform/database.ts'
import type { ColumnMapping } from './statement-reading.schema.ts'
import { statementFileTransitions } from './statements.rules.ts'
import {
  type ListStatementFilesInput,
  type PayeeAccountRef,
  type StatementFileState,
  type StoredReading,
  storedReadingSchema,
} from './statements.schema.ts'

const withAccount = {
  payeeAccount: { select: { id: true, name: true, bank: true, account: true } },
} satisfies Prisma.StatementFileInclude

type Row = Prisma.StatementFileGetPayload<{ include: typeof withAccount }>

export type StatementFileRecord = Omit<Row, 'reading' | 'mapping' | 'errorDetails'> & {
  readonly reading: StoredReading | null
  readonly mapping: ColumnMapping | null
  readonly errorDetails: ErrorDetails
}

function fromRow(row: Row): StatementFileRecord {
  return {
    ...row,
    reading: row.reading === null ? null : storedReadingSchema.parse(row.reading),
    mapping: row.mapping as ColumnMapping | null,
    errorDetails: (row.errorDetails ?? {}) as ErrorDetails,
  }
}

export async function findStatementFile(db: Readable, id: string): Promise<StatementFileRecord | null> {
  const row = await db.statementFile.findUnique({ where: { id }, include: withAccount })
  return row && fromRow(row)
}

export type NewStatementFile = {
  readonly id: string
  readonly originalName: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly fileKey: string
  readonly createdById: string
  readonly createdByName: string
  readonly now: Date
}

export async function insertStatementFile(tx: Transaction, { now, ...file }: NewStatementFile): Promise<void> {
  await tx.statementFile.create({ data: { ...file, stateSince: now, createdAt: now } })
}

/** Waits for others that take in a file at this moment, and answers those with the same bytes. */
export async function holdSameBytes(tx: Transaction, sha256: string): Promise<{ id: string; sha256: string }[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`statement:${sha256}`}, 0))`
  return tx.statementFile.findMany({ where: { sha256 }, select: { id: true, sha256: true }, orderBy: { id: 'asc' } })
}

type Expected = { readonly id: string; readonly state: StatementFileState; readonly stateSince: Date }

/**
 * The one way by which a file changes its state: from the state and the moment that were read, so that whoever was
 * overtaken changes nothing. Throws `conflict`.
 */
export async function changeStatementFile(
  tx: Transaction,
  expected: Expected,
  change: Prisma.StatementFileUncheckedUpdateManyInput & {
    readonly state: StatementFileState
    readonly stateSince: Date
  },
  audit: { readonly actor: Actor; readonly record: Pick<AuditRecord, 'action' | 'before' | 'after'> } | null,
): Promise<void> {
  checkTransition(statementFileTransitions, expected.state, change.state)
  const { count } = await tx.statementFile.updateMany({
    where: { id: expected.id, state: expected.state, stateSince: expected.stateSince },
    data: change,
  })
  if (count !== 1) throw new AppError('conflict', { state: expected.state })
  if (audit === null) return
  const record = { ...audit.record, subjectType: 'statement', subjectId: expected.id, organisationId: null }
  await writeAudit(tx, audit.actor, record)
}

/** Notes how far a file is; false when it is not being read by this job any more. */
export async function setRowsRead(
  db: Readable,
  { id, stateSince }: Omit<Expected, 'state'>,
  progress: { readonly rowsRead: number; readonly lineCount?: number },
): Promise<boolean> {
  const { count } = await db.statementFile.updateMany({ where: { id, state: 'reading', stateSince }, data: progress })
  return count === 1
}

const attention = Sql.sql`(f.state = 'waiting' OR (f.state = 'refused' AND f.error_code <> 'statementDiscarded') OR f.gap_count > 0 OR (f.reading->>'leftOutCount')::int > 0)`

/** Files, the newest first. */
export async function findStatementFiles(
  db: Readable,
  filter: Omit<ListStatementFilesInput, 'limit'>,
  take: number,
): Promise<StatementFileRecord[]> {
  const conditions = [Sql.sql`true`]
  if (filter.cursor) conditions.push(Sql.sql`f.id < ${filter.cursor}::uuid`)
  if (filter.attention) conditions.push(attention)
  if (filter.state) conditions.push(Sql.sql`f.state = ${filter.state}::statement_file_state`)
  if (filter.payeeAccountId) conditions.push(Sql.sql`f.payee_account_id = ${filter.payeeAccountId}::uuid`)
  if (filter.from) conditions.push(Sql.sql`f.last_day >= ${filter.from}::date`)
  if (filter.to) conditions.push(Sql.sql`f.first_day <= ${filter.to}::date`)
  if (filter.search) {
    const pattern = `%${escapeLike(filter.search)}%`
    conditions.push(
      Sql.sql`(f.original_name ILIKE ${pattern} OR f.bank ILIKE ${pattern} OR f.account LIKE ${pattern} OR p.account LIKE ${pattern} OR p.name ILIKE ${pattern})`,
    )
  }
  const ids = await db.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM statement_files f LEFT JOIN payee_accounts p ON p.id = f.payee_account_id
    WHERE ${Sql.join(conditions, ' AND ')} ORDER BY f.id DESC LIMIT ${take}`
  const rows = await db.statementFile.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    include: withAccount,
    orderBy: { id: 'desc' },
  })
  return rows.map(fromRow)
}

export async function countAttention(db: Readable): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM statement_files f WHERE ${attention}`
  return rows[0]?.count ?? 0
}

/** Imported files of the account whose days touch these. */
export async function findFilesBetween(
  db: Readable,
  payeeAccountId: string,
  from: string,
  to: string,
): Promise<{ id: string; firstDay: string; lastDay: string; gapCount: number | null }[]> {
  return db.$queryRaw<{ id: string; firstDay: string; lastDay: string; gapCount: number | null }[]>`
    SELECT id, first_day::text AS "firstDay", last_day::text AS "lastDay", gap_count AS "gapCount" FROM statement_files
    WHERE payee_account_id = ${payeeAccountId}::uuid AND state = 'imported' AND last_day >= ${from}::date AND first_day <= ${to}::date
    ORDER BY id`
}

export async function setGapCount(tx: Transaction, id: string, gapCount: number): Promise<void> {
  await tx.statementFile.update({ where: { id }, data: { gapCount } })
}

/** Our own accounts, those that are out of use included: their old statements are still read. */
export async function findOwnAccounts(db: Readable): Promise<PayeeAccountRef[]> {
  return db.payeeAccount.findMany({
    select: { id: true, name: true, bank: true, account: true },
    orderBy: [{ isDefault: 'desc' }, { createdAt: 'asc' }],
  })
}

// --- Layouts -----------------------------------------------------------------------------------------------------

export async function findLayout(db: Readable, headerSignature: string): Promise<ColumnMapping | null> {
  const row = await db.statementLayout.findUnique({ where: { headerSignature } })
  return row ? (row.mapping as unknown as ColumnMapping) : null
}

export async function saveLayout(
  tx: Transaction,
  layout: {
    readonly headerSignature: string
    readonly name: string
    readonly mapping: ColumnMapping
    readonly createdById: string
    readonly now: Date
  },
): Promise<void> {
  const { headerSignature, name, mapping, createdById, now } = layout
  await tx.statementLayout.upsert({
    where: { headerSignature },
    create: { headerSignature, name, mapping, createdById, createdAt: now, updatedAt: now },
    update: { name, mapping, updatedAt: now },
  })
}
