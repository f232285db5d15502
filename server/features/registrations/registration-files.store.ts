import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type FileState, fileTransitions } from '../../core/file-states.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Prisma, Readable, Transaction } from '../../platform/database.ts'
import { type LicenceReading, licenceReadingSchema } from './licence-reading.schema.ts'
import type { FilePurpose } from './registrations.schema.ts'

export type RegistrationFileRecord = {
  id: string
  registrationId: string
  purpose: FilePurpose
  state: FileState
  errorCode: string | null
  originalName: string
  kind: string
  sizeBytes: number
  sha256: string
  originalKey: string | null
  pictureKey: string | null
  thumbnailKey: string | null
  width: number | null
  height: number | null
  pageCount: number | null
  pdfItems: Prisma.JsonValue
  reading: LicenceReading | null
  removedAt: Date | null
}

/** A reading of another shape than today's is no reading. */
function toRecord(
  row: { reading: Prisma.JsonValue } & Omit<RegistrationFileRecord, 'reading'>,
): RegistrationFileRecord {
  const reading = row.reading === null ? null : licenceReadingSchema.safeParse(row.reading)
  return { ...row, reading: reading?.success ? reading.data : null }
}

export async function findFile(db: Readable, id: string): Promise<RegistrationFileRecord | null> {
  const row = await db.registrationFile.findUnique({ where: { id } })
  return row ? toRecord(row) : null
}

/** The files that count, in the order in which they were added. */
export async function findFiles(db: Readable, registrationId: string): Promise<RegistrationFileRecord[]> {
  return (await findAllFiles(db, registrationId)).filter((file) => file.removedAt === null)
}

/** Those that were taken off again too. */
export async function findAllFiles(db: Readable, registrationId: string): Promise<RegistrationFileRecord[]> {
  const rows = await db.registrationFile.findMany({
    where: { registrationId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toRecord)
}

export type NewRegistrationFile = {
  id: string
  registrationId: string
  purpose: FilePurpose
  originalName: string
  kind: string
  sizeBytes: number
  sha256: string
  originalKey: string
  now: Date
}

export async function insertFile(tx: Transaction, { now, ...row }: NewRegistrationFile): Promise<void> {
  await tx.registrationFile.create({ data: { ...row, stateSince: now, createdAt: now } })
}

/** Takes a file off; its bytes stay in the store. */
export async function markFileRemoved(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.registrationFile.updateMany({ where: { id, removedAt: null }, data: { removedAt: now } })
}

/** The same for a file that nobody but its applicant has seen: its bytes go too. Returns their keys. */
export async function markFileDropped(tx: Transaction, file: RegistrationFileRecord, now: Date): Promise<string[]> {
  await tx.registrationFile.updateMany({
    where: { id: file.id, removedAt: null },
    data: { removedAt: now, originalKey: null, pictureKey: null, thumbnailKey: null },
  })
  return [file.originalKey, file.pictureKey, file.thumbnailKey].filter((key) => key !== null)
}

export async function forgetOriginal(tx: Transaction, id: string): Promise<void> {
  await tx.registrationFile.updateMany({ where: { id }, data: { originalKey: null } })
}

/** The one function that changes a file's state: conditional on the state it had, with its audit row. */
export async function changeFileState(
  tx: Transaction,
  actor: Actor,
  file: Pick<RegistrationFileRecord, 'id' | 'registrationId' | 'state'>,
  change: {
    to: FileState
    now: Date
    data?: Omit<Prisma.RegistrationFileUncheckedUpdateManyInput, 'state' | 'stateSince'>
    audit?: Prisma.InputJsonObject
  },
): Promise<void> {
  checkTransition(fileTransitions, file.state, change.to)
  const changed = await tx.registrationFile.updateMany({
    // A file that was taken off meanwhile is left alone.
    where: { id: file.id, state: file.state, removedAt: null },
    data: { ...change.data, state: change.to, stateSince: change.now },
  })
  if (changed.count !== 1) throw new AppError('conflict', { from: file.state, to: change.to })
  await writeAudit(tx, actor, {
    action: `registrationFile.${change.to}`,
    subjectType: 'registration',
    subjectId: file.registrationId,
    organisationId: null,
    after: { fileId: file.id, ...change.audit },
  })
}
