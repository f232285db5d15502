import type { Readable, Transaction } from '../../platform/database.ts'
import type { InvoiceFileKind } from './invoices.schema.ts'

export type InvoiceFileRecord = {
  id: string
  requestId: string
  kind: InvoiceFileKind
  originalName: string
  sizeBytes: number
  sha256: string
  fileKey: string
  removedAt: Date | null
  createdAt: Date
}

const columns = {
  id: true,
  requestId: true,
  kind: true,
  originalName: true,
  sizeBytes: true,
  sha256: true,
  fileKey: true,
  removedAt: true,
  createdAt: true,
} as const

/** Also one that was removed: its id stays used. */
export async function findInvoiceFile(db: Readable, id: string): Promise<InvoiceFileRecord | null> {
  return (await db.invoiceFile.findUnique({ where: { id }, select: columns })) as InvoiceFileRecord | null
}

/** Those that are there, in the order in which they came. */
export async function listInvoiceFiles(db: Readable, requestId: string): Promise<InvoiceFileRecord[]> {
  const rows = await db.invoiceFile.findMany({
    where: { requestId, removedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: columns,
  })
  return rows as InvoiceFileRecord[]
}

export async function insertInvoiceFile(
  tx: Transaction,
  file: Omit<InvoiceFileRecord, 'removedAt' | 'createdAt'> & { createdById: string; now: Date },
): Promise<void> {
  const { now, ...data } = file
  await tx.invoiceFile.create({ data: { ...data, createdAt: now } })
}

/** False when it was removed before. */
export async function markInvoiceFileRemoved(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.invoiceFile.updateMany({ where: { id, removedAt: null }, data: { removedAt: now } })
  return count === 1
}

/** Files that a provider gave, with their invoice; one whose bytes staff had dropped before is that one. */
export async function insertProviderFiles(
  tx: Transaction,
  requestId: string,
  files: readonly Omit<InvoiceFileRecord, 'requestId' | 'removedAt' | 'createdAt'>[],
  now: Date,
): Promise<string[]> {
  await tx.invoiceFile.createMany({
    data: files.map((file) => ({ ...file, requestId, createdById: null, createdAt: now })),
    skipDuplicates: true,
  })
  const rows = await tx.invoiceFile.findMany({
    where: { requestId, removedAt: null, sha256: { in: files.map(({ sha256 }) => sha256) } },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

/** Says which invoice files are of. */
export async function assignFiles(tx: Transaction, invoiceId: string, fileIds: readonly string[]): Promise<void> {
  await tx.invoiceFile.updateMany({ where: { id: { in: [...fileIds] }, removedAt: null }, data: { invoiceId } })
}
