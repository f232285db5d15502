import { systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import {
  compressPhoto,
  dropOriginals,
  type PaperReader,
  type PhotoInWork,
  type PhotoShelf,
  type PrepareFile,
  readPhoto,
} from '../files/work-photos.ts'
import type { LicenceReading } from './licence-reading.schema.ts'
import {
  changeFileState,
  findAllFiles,
  findFile,
  forgetOriginal,
  type RegistrationFileRecord,
} from './registration-files.store.ts'
import { registrationCheck, registrationRead } from './registrations.queues.ts'
import { findRegistration, markUnchecked } from './registrations.store.ts'

export type LicenceReader = PaperReader<LicenceReading>

const compressor = systemActor('registration.compress')
const licenceReader = systemActor('registration.read')

type FileInWork = RegistrationFileRecord & PhotoInWork

/** Registrations' files for the worker (files/work-photos.ts). */
const shelf: PhotoShelf<FileInWork> = {
  folder: 'registrations',
  async find(db, fileId) {
    const file = await findFile(db, fileId)
    return file && file.removedAt === null ? { ...file, ownerId: file.registrationId } : null
  },
  async change(deps, tx, file, { to, data, audit }) {
    // Registrations know nothing of likeness: licences of one office look alike to a hash.
    const { perceptualHash: _, ...kept } = data
    const actor = file.state === 'received' ? compressor : licenceReader
    await changeFileState(tx, actor, file, { to, now: deps.clock.now(), data: kept, audit })
  },
  async compressed(deps, tx, file) {
    if (file.purpose === 'licence') return deps.jobs.send(tx, registrationRead, { fileId: file.id })
    // Qualifications have no form of their own: people look at them, nothing is read.
    await changeFileState(tx, compressor, { ...file, state: 'compressed' }, { to: 'read', now: deps.clock.now() })
    await shelf.settled(deps, tx, file)
  },
  async settled(deps, tx, file) {
    await markUnchecked(tx, file.ownerId)
    await deps.jobs.send(tx, registrationCheck, { registrationId: file.ownerId })
  },
}

/** Makes the picture and the thumbnail of a received file; a licence is then read. */
export async function compressRegistrationFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'> & { prepareFile: PrepareFile },
  input: { fileId: string },
): Promise<void> {
  await compressPhoto(deps, shelf, input.fileId)
}

/** Reads a licence and queues the checks. */
export async function readRegistrationFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'> & { licenceReader: LicenceReader },
  input: { fileId: string },
): Promise<void> {
  const holdsBoth = ({ fields }: LicenceReading) => fields.creditCode !== null && fields.name !== null
  await readPhoto(deps, shelf, deps.licenceReader, holdsBoth, input.fileId)
}

/** Once a registration is approved, only the re-encoded pictures stay. */
export async function tidyRegistration(
  deps: Pick<Deps, 'db' | 'files'>,
  input: { registrationId: string },
): Promise<void> {
  const registration = await findRegistration(deps.db, input.registrationId)
  if (registration?.state !== 'approved') return
  await dropOriginals(deps, await findAllFiles(deps.db, registration.id), forgetOriginal)
}
