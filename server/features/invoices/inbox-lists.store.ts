import { Prisma, type Readable } from '../../platform/database.ts'
import { type DroppedFileState, type InboxTab, type Standing, standings } from './inbox.schema.ts'
import type { DroppedFileRecord } from './inbox.store.ts'

export type InboxFileRecord = DroppedFileRecord & {
  createdByName: string
  sameName: string | null
  sameCreatedAt: Date | null
}

/** Everything of one tab: by standing while it is read, by state otherwise. */
function belongsTo(tab: InboxTab): Prisma.Sql {
  return (standings as readonly string[]).includes(tab)
    ? Prisma.sql`f.state = 'read' AND f.standing = ${tab}`
    : Prisma.sql`f.state = ${tab}::dropped_file_state`
}

/**
 * The invoices of one tab, the latest first, each by its first file; a file without a number, or that was known, stands
 * for itself. One row
 * more than `limit` where there are more.
 */
export async function listInboxKeys(
  db: Readable,
  input: { tab: InboxTab; search: string; afterId: string | null; limit: number },
): Promise<{ id: string; fileIds: string[] }[]> {
  const like = `%${input.search.replace(/[\\%_]/g, '\\$&')}%`
  const matches =
    input.search === ''
      ? Prisma.sql`true`
      : Prisma.sql`(
    f.invoice_number LIKE ${like} OR f.original_name ILIKE ${like} OR f.reading->>'buyerName' LIKE ${like}
    OR f.reading->>'buyerTaxNumber' LIKE ${like.toUpperCase()} OR f.finding->'request'->>'orderNumber' LIKE ${like.toUpperCase()})`
  const after = input.afterId === null ? Prisma.sql`true` : Prisma.sql`min(f.id::text) < ${input.afterId}`
  return db.$queryRaw`
    SELECT min(f.id::text) AS id, array_agg(f.id ORDER BY f.id) AS "fileIds"
    FROM dropped_files f
    WHERE ${belongsTo(input.tab)} AND ${matches}
    GROUP BY coalesce(f.invoice_code, ''), coalesce(CASE WHEN f.state = 'known' THEN NULL ELSE f.invoice_number END, f.id::text)
    HAVING ${after}
    ORDER BY 1 DESC LIMIT ${input.limit + 1}`
}

export async function listInboxFiles(db: Readable, ids: readonly string[]): Promise<InboxFileRecord[]> {
  return db.$queryRaw`
    SELECT f.id, f.drop_id AS "dropId", f.archive_id AS "archiveId", f.state::text AS state,
           f.original_name AS "originalName", f.kind, f.size_bytes AS "sizeBytes", f.sha256, f.file_key AS "fileKey",
           f.problem, f.reading, f.invoice_code AS "invoiceCode", f.invoice_number AS "invoiceNumber",
           f.request_id AS "requestId", f.finding, f.standing, f.same_as_id AS "sameAsId", f.created_at AS "createdAt",
           d.created_by_name AS "createdByName", coalesce(s.original_name, a.original_name) AS "sameName",
           coalesce(s.created_at, a.created_at) AS "sameCreatedAt"
    FROM dropped_files f
    JOIN invoice_drops d ON d.id = f.drop_id
    LEFT JOIN dropped_files s ON s.id = f.same_as_id
    LEFT JOIN invoice_files a ON a.id = f.same_as_id
    WHERE f.id = ANY(${ids}::uuid[]) ORDER BY f.id`
}

/** How many invoices stand how, how many files cannot be read, and how many wait to be. */
export async function countInbox(db: Readable): Promise<{ kind: string; count: number }[]> {
  return db.$queryRaw`
    SELECT f.standing AS kind, count(DISTINCT (coalesce(f.invoice_code, ''), coalesce(f.invoice_number, f.id::text)))::int AS count
    FROM dropped_files f WHERE f.state = 'read' AND f.standing IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT f.state::text, count(*)::int FROM dropped_files f WHERE f.state IN ('received', 'unreadable') GROUP BY 1`
}

export async function countDrop(
  db: Readable,
  dropId: string,
): Promise<{ state: DroppedFileState; standing: Standing | null; files: number; invoices: number }[]> {
  return db.$queryRaw`
    SELECT f.state::text AS state, f.standing, count(*)::int AS files,
           count(DISTINCT (coalesce(f.invoice_code, ''), coalesce(f.invoice_number, f.id::text)))::int AS invoices
    FROM dropped_files f WHERE f.drop_id = ${dropId}::uuid AND f.state <> 'unpacked' GROUP BY 1, 2`
}

/** Invoices whose every check passes, whose every file came in drops that issue by themselves and are closed and read. */
export async function listIssuableAlone(
  db: Readable,
  limit: number,
): Promise<{ fileIds: string[]; issuedById: string }[]> {
  return db.$queryRaw`
    SELECT array_agg(f.id ORDER BY f.id) AS "fileIds", min(d.created_by_id::text) AS "issuedById"
    FROM dropped_files f JOIN invoice_drops d ON d.id = f.drop_id
    WHERE f.state = 'read'
    GROUP BY f.invoice_code, f.invoice_number
    HAVING bool_and(f.standing = 'ready' AND d.issue_alone AND d.closed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM dropped_files w WHERE w.drop_id = d.id AND w.state = 'received'))
    ORDER BY min(f.id::text) LIMIT ${limit}`
}
