import { systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import {
  compressPhoto,
  dropOriginals,
  type PaperReader,
  type PhotoShelf,
  type PrepareFile,
  readPhoto,
} from '../files/work-photos.ts'
import type { SlipReading } from './slip-reading.schema.ts'
import {
  changeFileState,
  type FileInWork,
  findAllFiles,
  findFileInWork,
  forgetOriginal,
} from './voucher-files.store.ts'
import { orderCheckAmount, voucherRead } from './vouchers.queues.ts'
import { bumpVersion, findVoucher } from './vouchers.store.ts'

export type SlipReader = PaperReader<SlipReading>

const compressor = systemActor('voucher.compress')
const slipReader = systemActor('voucher.read')

/** Vouchers' files for the worker (files/work-photos.ts). */
const shelf: PhotoShelf<FileInWork> = {
  folder: 'vouchers',
  find: findFileInWork,
  async change(deps, tx, file, { to, data, audit }) {
    const actor = file.state === 'received' ? compressor : slipReader
    await changeFileState(
      tx,
      actor,
      { id: file.id, voucherId: file.ownerId, state: file.state },
      { to, now: deps.clock.now(), organisationId: file.organisationId, data, audit },
    )
  },
  compressed: (deps, tx, file) => deps.jobs.send(tx, voucherRead, { fileId: file.id }),
  async settled(deps, tx, file) {
    await bumpVersion(tx, file.ownerId)
    await deps.jobs.send(tx, orderCheckAmount, { voucherId: file.ownerId })
  },
}

/** Makes the picture and the thumbnail of a received file and queues its reading. */
export async function compressFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'> & { prepareFile: PrepareFile },
  input: { fileId: string },
): Promise<void> {
  await compressPhoto(deps, shelf, input.fileId)
}

/** Reads the slip on a compressed file and queues the checks. */
export async function readFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'> & { reader: SlipReader },
  input: { fileId: string },
): Promise<void> {
  await readPhoto(deps, shelf, deps.reader, (reading) => reading.fields.amountFen !== null, input.fileId)
}

/** Once a voucher is approved, only the re-encoded pictures stay. */
export async function tidyVoucher(deps: Pick<Deps, 'db' | 'files'>, input: { voucherId: string }): Promise<void> {
  const voucher = await findVoucher(deps.db, input.voucherId)
  if (voucher?.state !== 'approved') return
  await dropOriginals(deps, await findAllFiles(deps.db, voucher.id), forgetOriginal)
}
