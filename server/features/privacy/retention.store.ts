import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { RetentionCategory } from './retention.schema.ts'

/**
 * What is outdated, across the tables of all nouns: it is counted for a preview and erased by the same conditions, which
 * therefore stand side by side here. Nothing else of these nouns is touched.
 */

export type RuleRow = { category: string; keepDays: number; updatedByName: string; updatedAt: Date }

export async function findRules(db: Readable): Promise<RuleRow[]> {
  return db.retentionRule.findMany({
    select: { category: true, keepDays: true, updatedByName: true, updatedAt: true },
  })
}

export async function saveRule(
  tx: Transaction,
  rule: { category: string; keepDays: number; updatedById: string; updatedByName: string; updatedAt: Date },
): Promise<void> {
  await tx.retentionRule.upsert({ where: { category: rule.category }, create: rule, update: rule })
}

export async function findLastRuns(db: Readable): Promise<{ category: string; erased: number; at: Date }[]> {
  return db.$queryRaw<{ category: string; erased: number; at: Date }[]>`
    SELECT DISTINCT ON (category) category, erased, at FROM retention_runs ORDER BY category, at DESC`
}

/** Adds to what this night erased, in the transaction that erases it. */
export async function addToRun(
  tx: Transaction,
  run: { id: string; category: string; before: Date; at: Date },
  erased: number,
): Promise<void> {
  await tx.retentionRun.upsert({
    where: { id: run.id },
    create: { ...run, erased },
    update: { erased: { increment: erased } },
  })
}

/** Categories whose rows go by themselves, without files or anybody's locks. */
export type PlainCategory = Extract<
  RetentionCategory,
  'learningStatements' | 'notices' | 'sessions' | 'repeatedAnswers' | 'dataRequests' | 'givenUpJobs'
>

type Part = { readonly table: string; readonly key: string; readonly where: (before: Date) => Prisma.Sql }

const plain: Readonly<Record<PlainCategory, readonly Part[]>> = {
  learningStatements: [
    {
      table: 'learning_statements',
      key: 'id',
      where: (before) => Prisma.sql`received_at < ${before} AND body IS NOT NULL`,
    },
  ],
  notices: [
    {
      table: 'notices',
      key: 'id',
      // One that has not left yet is not outdated, whenever it was made.
      where: (before) => Prisma.sql`created_at < ${before} AND state IN ('sent', 'failed')`,
    },
  ],
  sessions: [
    {
      table: 'sessions',
      key: 'id',
      where: (before) => Prisma.sql`least(expires_at, coalesce(revoked_at, expires_at)) < ${before}`,
    },
    { table: 'one_time_secrets', key: 'id', where: (before) => Prisma.sql`expires_at < ${before}` },
    {
      table: 'log_in_throttles',
      key: 'bucket',
      where: (before) => Prisma.sql`greatest(window_ends_at, coalesce(blocked_until, window_ends_at)) < ${before}`,
    },
  ],
  repeatedAnswers: [{ table: 'idempotent_results', key: 'key', where: (before) => Prisma.sql`created_at < ${before}` }],
  dataRequests: [
    {
      table: 'personal_data_requests',
      key: 'id',
      where: (before) => Prisma.sql`state <> 'requested' AND state_since < ${before}`,
    },
  ],
  givenUpJobs: [{ table: 'given_up_jobs', key: 'id', where: (before) => Prisma.sql`given_up_at < ${before}` }],
}

export function isPlain(category: RetentionCategory): category is PlainCategory {
  return category in plain
}

export async function countPlain(db: Readable, category: PlainCategory, before: Date): Promise<number> {
  const counts = await Promise.all(
    plain[category].map(
      ({ table, where }) =>
        db.$queryRaw<
          { count: number }[]
        >`SELECT count(*)::int AS count FROM ${Prisma.raw(table)} WHERE ${where(before)}`,
    ),
  )
  return counts.reduce((sum, rows) => sum + (rows[0]?.count ?? 0), 0)
}

/** Erases at most so many of each part; how many it were. */
export async function erasePlain(
  tx: Transaction,
  category: PlainCategory,
  before: Date,
  take: number,
): Promise<number> {
  let erased = 0
  for (const { table, key, where } of plain[category]) {
    const these = Prisma.sql`SELECT ${Prisma.raw(key)} FROM ${Prisma.raw(table)} WHERE ${where(before)} LIMIT ${take}`
    if (category === 'learningStatements') {
      erased += await tx.$executeRaw`UPDATE learning_statements SET body = NULL WHERE id IN (${these})`
      continue
    }
    if (category === 'notices') {
      // The tries first: they hang on the notices. Both see the same rows of this transaction.
      const ids = (await tx.$queryRaw<{ id: string }[]>`${these} FOR UPDATE`).map((row) => row.id)
      await tx.$executeRaw`DELETE FROM notice_attempts WHERE notice_id = ANY(${ids}::uuid[])`
      erased += await tx.$executeRaw`DELETE FROM notices WHERE id = ANY(${ids}::uuid[])`
      continue
    }
    erased += await tx.$executeRaw`DELETE FROM ${Prisma.raw(table)} WHERE ${Prisma.raw(key)} IN (${these})`
  }
  return erased
}

// --- Files ---------------------------------------------------------------------------------------------------------

export type FileRow = { ownerId: string; fileId: string | null; keys: string[] }

const slipsUnused = (before: Date) => Prisma.sql`
  v.state IN ('draft', 'rejected') AND v.state_since < ${before}
  AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.voucher_id = v.id)
  AND (f.original_key IS NOT NULL OR f.picture_key IS NOT NULL OR f.thumbnail_key IS NOT NULL OR f.reading IS NOT NULL)`

export async function countUnusedSlips(db: Readable, before: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM vouchers v JOIN voucher_files f ON f.voucher_id = v.id WHERE ${slipsUnused(before)}`
  return row?.count ?? 0
}

/** Files of slips that paid nothing, with their keys in the file store. */
export async function findUnusedSlips(db: Readable, before: Date, take: number): Promise<FileRow[]> {
  return db.$queryRaw<FileRow[]>`
    SELECT v.id AS "ownerId", f.id AS "fileId", array_remove(ARRAY[f.original_key, f.picture_key, f.thumbnail_key], NULL) AS keys
    FROM vouchers v JOIN voucher_files f ON f.voucher_id = v.id WHERE ${slipsUnused(before)} ORDER BY f.id LIMIT ${take}`
}

/** Hash and looks stay: a slip that comes again is still known. */
export async function forgetSlips(tx: Transaction, fileIds: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE voucher_files SET original_key = NULL, picture_key = NULL, thumbnail_key = NULL, reading = NULL, pdf_items = NULL,
           added_text = NULL, drawn_text = NULL, slip_height = NULL, original_name = '', removed_at = coalesce(removed_at, ${now})
    WHERE id = ANY(${[...fileIds]}::uuid[])`
}

const registrationsRejected = (before: Date) => Prisma.sql`
  r.state = 'rejected' AND r.state_since < ${before} AND r.mobile <> ''`

export async function countRejected(db: Readable, before: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM registrations r WHERE ${registrationsRejected(before)}`
  return row?.count ?? 0
}

/** Rejected registrations, each with the keys of its files. */
export async function findRejected(db: Readable, before: Date, take: number): Promise<FileRow[]> {
  return db.$queryRaw<FileRow[]>`
    SELECT r.id AS "ownerId", NULL AS "fileId", coalesce((
             SELECT array_agg(key) FROM registration_files f, unnest(ARRAY[f.original_key, f.picture_key, f.thumbnail_key]) AS key
             WHERE f.registration_id = r.id AND key IS NOT NULL), '{}') AS keys
    FROM registrations r WHERE ${registrationsRejected(before)} ORDER BY r.id LIMIT ${take}`
}

/** What stays is the unit's own: its code, its name, when it asked and why it was rejected. */
export async function forgetRegistrations(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM registration_checks WHERE registration_id = ANY(${[...ids]}::uuid[])`
  await tx.$executeRaw`DELETE FROM registration_files WHERE registration_id = ANY(${[...ids]}::uuid[])`
  await tx.$executeRaw`
    UPDATE registrations SET contact_name = '', mobile = '', email = '', address = ''
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'rejected'`
}

// --- Learners who never came ---------------------------------------------------------------------------------------

const neverCame = (before: Date) => Prisma.sql`
  l.created_at < ${before} AND l.updated_at < ${before} AND l.erased_at IS NULL AND l.account_state <> 'active'
  AND NOT EXISTS (SELECT 1 FROM enrolments x WHERE x.learner_id = l.id)
  AND NOT EXISTS (SELECT 1 FROM hour_records x WHERE x.learner_id = l.id)
  AND NOT EXISTS (SELECT 1 FROM study_card_wallets x WHERE x.learner_id = l.id)
  AND NOT EXISTS (SELECT 1 FROM card_operation_lines x WHERE x.learner_id = l.id)
  AND NOT EXISTS (SELECT 1 FROM course_openings x WHERE x.learner_id = l.id)
  AND NOT EXISTS (SELECT 1 FROM certificates x WHERE x.learner_id = l.id)
  AND NOT EXISTS (SELECT 1 FROM learning_statements x WHERE x.learner_id = l.id)
  AND NOT EXISTS (SELECT 1 FROM personal_data_requests x WHERE x.learner_id = l.id AND x.state = 'requested')
  AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = l.account_id
                  AND (a.staff_roles <> '{}' OR EXISTS (SELECT 1 FROM organisation_admins o WHERE o.account_id = a.id)))`

export async function countIdle(db: Readable, before: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM learners l WHERE ${neverCame(before)}`
  return row?.count ?? 0
}

export async function findIdle(db: Readable, before: Date, take: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM learners l WHERE ${neverCame(before)} ORDER BY l.id LIMIT ${take}`
  return rows.map((row) => row.id)
}

/** Imports whose file or rows are kept and that ended before: `tidyImports` (imports) drops the same. */
export async function countImports(db: Readable, before: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM imports i
    WHERE i.state IN ('committed', 'failed', 'cancelled', 'previewed') AND i.state_since < ${before}
      AND (i.file_key IS NOT NULL OR EXISTS (SELECT 1 FROM import_chunks c WHERE c.import_id = i.id))`
  return row?.count ?? 0
}
