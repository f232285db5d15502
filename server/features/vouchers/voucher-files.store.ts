import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type FileState, fileTransitions } from '../../core/file-states.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { type SlipReading, slipReadingSchema } from './slip-reading.schema.ts'

export type VoucherFileRecord = {
  id: string
  voucherId: string
  position: number
  state: FileState
  errorCode: string | null
  originalName: string
  addedText: string | null
  drawnText: string | null
  slipHeight: number | null
  kind: string
  sizeBytes: number
  sha256: string
  originalKey: string | null
  pictureKey: string | null
  thumbnailKey: string | null
  width: number | null
  height: number | null
  pageCount: number | null
  perceptualHash: string | null
  pdfItems: Prisma.JsonValue
  reading: SlipReading | null
  removedAt: Date | null
  createdById: string
}

/** The rest of the row is as Prisma has it; a reading of another shape than today's is no reading. */
function toRecord(row: { reading: Prisma.JsonValue } & Omit<VoucherFileRecord, 'reading'>): VoucherFileRecord {
  const reading = row.reading === null ? null : slipReadingSchema.safeParse(row.reading)
  return { ...row, reading: reading?.success ? reading.data : null }
}

export async function findFile(db: Readable, id: string): Promise<VoucherFileRecord | null> {
  const row = await db.voucherFile.findUnique({ where: { id } })
  return row ? toRecord(row) : null
}

export type FileInWork = Pick<
  VoucherFileRecord,
  'id' | 'state' | 'originalKey' | 'pictureKey' | 'width' | 'height' | 'pdfItems'
> & { ownerId: string; organisationId: string }

/** What the worker needs to know of a file, in one query: it asks this for every picture that streams through. */
export async function findFileInWork(db: Readable, id: string): Promise<FileInWork | null> {
  const rows = await db.$queryRaw<FileInWork[]>`
    SELECT f.id, f.voucher_id AS "ownerId", f.state::text AS state, f.original_key AS "originalKey",
           f.picture_key AS "pictureKey", f.width, f.height, f.pdf_items AS "pdfItems", v.organisation_id AS "organisationId"
    FROM voucher_files f JOIN vouchers v ON v.id = f.voucher_id WHERE f.id = ${id}::uuid`
  return rows[0] ?? null
}

/** The files that count, in the order in which they were added. */
export async function findFiles(db: Readable, voucherId: string): Promise<VoucherFileRecord[]> {
  const rows = await db.voucherFile.findMany({ where: { voucherId, removedAt: null }, orderBy: [{ position: 'asc' }] })
  return rows.map(toRecord)
}

export async function findAllFiles(db: Readable, voucherId: string): Promise<VoucherFileRecord[]> {
  const rows = await db.voucherFile.findMany({ where: { voucherId }, orderBy: [{ position: 'asc' }] })
  return rows.map(toRecord)
}

export type NewVoucherFile = {
  id: string
  voucherId: string
  originalName: string
  kind: string
  sizeBytes: number
  sha256: string
  originalKey: string
  createdById: string
  now: Date
}

/** Adds a file behind the ones that are there; the caller holds the voucher's lock, so positions do not collide. */
export async function insertFile(tx: Transaction, file: NewVoucherFile): Promise<void> {
  const last = await tx.voucherFile.aggregate({ where: { voucherId: file.voucherId }, _max: { position: true } })
  const { now, ...row } = file
  await tx.voucherFile.create({
    data: { ...row, position: (last._max.position ?? 0) + 1, stateSince: now, createdAt: now },
  })
}

export async function markFileRemoved(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.voucherFile.updateMany({ where: { id, removedAt: null }, data: { removedAt: now } })
}

/** Notes the line that is to stand under the slip; null takes it away. The worker draws it. */
export async function setAddedText(tx: Transaction, id: string, addedText: string | null): Promise<void> {
  await tx.voucherFile.update({ where: { id }, data: { addedText } })
}

/** The picture that was made anew, with all that is measured on it. */
export async function replacePicture(
  tx: Transaction,
  id: string,
  drawn: {
    pictureKey: string
    thumbnailKey: string
    width: number
    height: number
    drawnText: string | null
    slipHeight: number | null
    reading: SlipReading | null
    pdfItems: Prisma.InputJsonArray | null
  },
): Promise<void> {
  const { reading, pdfItems, ...row } = drawn
  await tx.voucherFile.update({
    where: { id },
    data: { ...row, ...(reading ? { reading } : {}), ...(pdfItems ? { pdfItems } : {}) },
  })
}

export async function forgetOriginal(tx: Transaction, id: string): Promise<void> {
  await tx.voucherFile.updateMany({ where: { id }, data: { originalKey: null } })
}

/** The one function that changes a file's state: conditional on the state it had, with its audit row. */
export async function changeFileState(
  tx: Transaction,
  actor: Actor,
  file: Pick<VoucherFileRecord, 'id' | 'voucherId' | 'state'>,
  change: {
    to: FileState
    now: Date
    organisationId: string
    data?: Omit<Prisma.VoucherFileUncheckedUpdateManyInput, 'state' | 'stateSince'>
    audit?: Prisma.InputJsonObject
  },
): Promise<void> {
  checkTransition(fileTransitions, file.state, change.to)
  const changed = await tx.voucherFile.updateMany({
    where: { id: file.id, state: file.state },
    data: { ...change.data, state: change.to, stateSince: change.now },
  })
  if (changed.count !== 1) throw new AppError('conflict', { from: file.state, to: change.to })
  await writeAudit(tx, actor, {
    action: `voucherFile.${change.to}`,
    subjectType: 'voucher',
    subjectId: file.voucherId,
    organisationId: change.organisationId,
    after: { fileId: file.id, ...change.audit },
  })
}

// --- Seen before? ------------------------------------------------------------------------------------------------

export type SeenRow = { voucherId: string; orderNumber: string; organisationId: string }

/** Another voucher, handed in at some time, that has the very same file. */
export async function findSameFile(
  db: Readable,
  voucherId: string,
  hashes: readonly string[],
): Promise<SeenRow | null> {
  if (hashes.length === 0) return null
  const rows = await db.$queryRaw<SeenRow[]>`
    SELECT v.id AS "voucherId", r.number AS "orderNumber", v.organisation_id AS "organisationId"
    FROM voucher_files f JOIN vouchers v ON v.id = f.voucher_id JOIN orders r ON r.id = v.order_id
    WHERE f.sha256 IN (${Prisma.join([...hashes])}) AND f.removed_at IS NULL
      AND v.id <> ${voucherId}::uuid AND v.submitted_at IS NOT NULL
    ORDER BY v.id LIMIT 1`
  return rows[0] ?? null
}

export type PictureCandidate = SeenRow & { pictureKey: string; slipHeight: number | null }

/**
 * Pictures of other vouchers whose hash differs from this one in at most `maxDistance` of 64 bits, the nearest first, and
 * how many there were to compare with. Looks at every picture (64 bits each): hundreds of thousands take some tens of
 * milliseconds.
 */
export async function findCandidatePictures(
  db: Readable,
  voucherId: string,
  hash: string,
  maxDistance: number,
  most: number,
): Promise<{ candidates: PictureCandidate[]; compared: number }> {
  const bits = `x${hash}`
  const rows = await db.$queryRaw<(PictureCandidate & { distance: number; compared: bigint })[]>`
    WITH others AS (
      SELECT v.id AS "voucherId", r.number AS "orderNumber", v.organisation_id AS "organisationId",
             f.picture_key AS "pictureKey", f.slip_height AS "slipHeight",
             bit_count(('x' || f.perceptual_hash)::bit(64) # ${bits}::bit(64))::int AS distance
      FROM voucher_files f JOIN vouchers v ON v.id = f.voucher_id JOIN orders r ON r.id = v.order_id
      WHERE f.perceptual_hash IS NOT NULL AND f.picture_key IS NOT NULL AND f.removed_at IS NULL
        AND v.id <> ${voucherId}::uuid AND v.submitted_at IS NOT NULL
    )
    SELECT others.*, (SELECT count(*) FROM others) AS compared FROM others ORDER BY distance, "voucherId" LIMIT ${most}`
  return {
    candidates: rows.filter((row) => row.distance <= maxDistance),
    compared: Number(rows[0]?.compared ?? 0),
  }
}

/** Another voucher that was handed in with the same serial number, amount and day. */
export async function findSameSerial(
  db: Readable,
  voucherId: string,
  slip: { serialNo: string; amountFen: number; day: string },
): Promise<SeenRow | null> {
  const rows = await db.$queryRaw<SeenRow[]>`
    SELECT v.id AS "voucherId", r.number AS "orderNumber", v.organisation_id AS "organisationId"
    FROM voucher_files f JOIN vouchers v ON v.id = f.voucher_id JOIN orders r ON r.id = v.order_id
    WHERE f.reading IS NOT NULL AND f.removed_at IS NULL
      AND f.reading #>> '{fields,serialNo,value}' = ${slip.serialNo}
      AND (f.reading #>> '{fields,amountFen,value}')::bigint = ${slip.amountFen}
      AND left(f.reading #>> '{fields,paidAt,value}', 10) = ${slip.day}
      AND v.id <> ${voucherId}::uuid AND v.submitted_at IS NOT NULL
    UNION ALL
    SELECT v.id, r.number, v.organisation_id FROM vouchers v JOIN orders r ON r.id = v.order_id
    WHERE v.serial_no = ${slip.serialNo} AND v.amount_fen = ${slip.amountFen} AND left(v.paid_at, 10) = ${slip.day}
      AND v.id <> ${voucherId}::uuid AND v.submitted_at IS NOT NULL
    LIMIT 1`
  return rows[0] ?? null
}
