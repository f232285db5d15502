import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { photoKindOf } from '../files/files.rules.ts'
import { maxPhotoBytes } from '../files/files.schema.ts'
import { checkUpload, receiveUpload, type Upload } from '../files/receive-upload.ts'
import { type Applicant, applicantActor, authorizeApplicant } from './applicant.ts'
import { findAllFiles, findFile, insertFile } from './registration-files.store.ts'
import { registrationCompress } from './registrations.queues.ts'
import { checkEditable } from './registrations.rules.ts'
import { type FilePurpose, mostFiles } from './registrations.schema.ts'
import { bumpVersion, findRegistration, lockRegistration } from './registrations.store.ts'

export type ReceivedRegistrationFile = Upload & { readonly registrationId: string; readonly purpose: FilePurpose }

/** Files that were taken off again count here: nobody fills the disk by adding and removing. */
const mostEver = 20

/**
 * Takes in one licence or qualification and queues its compression; the same again is the same file. Throws
 * `fileEmpty`, `fileTooLarge`, `fileTypeRefused`, `fileHashMismatch` (damaged on the way: send again),
 * `registrationTooManyFiles`, `registrationNotEditable`, `notFound`, `idempotencyKeyReused`.
 */
export async function receiveRegistrationFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs' | 'secrets'>,
  applicant: Applicant,
  file: ReceivedRegistrationFile,
): Promise<{ fileId: string; version: number }> {
  const registration = authorizeApplicant(deps, applicant, await findRegistration(deps.db, file.registrationId))
  checkUpload(file, maxPhotoBytes)
  const kind = photoKindOf(file.bytes)
  const { id: registrationId } = registration
  const { purpose } = file

  const received = await receiveUpload(deps, file, {
    ownerId: registrationId,
    keyPrefix: `registrations/${registrationId}/original`,
    async find(db, fileId) {
      const row = await findFile(db, fileId)
      return row && { ...row, ownerId: row.registrationId, key: row.originalKey }
    },
    async lockAndList(tx) {
      checkEditable((await lockRegistration(tx, registrationId)).state)
      const ever = await findAllFiles(tx, registrationId)
      if (ever.length >= mostEver) throw new AppError('registrationTooManyFiles', { max: mostFiles[purpose], purpose })
      return ever.filter((other) => other.removedAt === null)
    },
    checkRoom(present) {
      const max = mostFiles[purpose]
      if (present.filter((other) => other.purpose === purpose).length >= max) {
        throw new AppError('registrationTooManyFiles', { max, purpose })
      }
    },
    async insert(tx, originalKey) {
      await insertFile(tx, {
        id: file.fileId,
        registrationId,
        purpose,
        originalName: file.originalName.slice(0, 200),
        kind,
        sizeBytes: file.bytes.length,
        sha256: file.sha256,
        originalKey,
        now: deps.clock.now(),
      })
      await bumpVersion(tx, registrationId)
      await writeAudit(tx, applicantActor(applicant, registration), {
        action: 'registrationFile.received',
        subjectType: 'registration',
        subjectId: registrationId,
        organisationId: null,
        after: { fileId: file.fileId, purpose, kind, sizeBytes: file.bytes.length, sha256: file.sha256 },
      })
      await deps.jobs.send(tx, registrationCompress, { fileId: file.fileId })
    },
  })
  const after = await findRegistration(deps.db, registrationId)
  return { fileId: received.fileId, version: after?.version ?? registration.version }
}
