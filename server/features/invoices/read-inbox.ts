import { createHash } from 'node:crypto'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { readStored } from '../files/open-stored-file.ts'
import { cleanFileName } from './file-names.ts'
import { maxDroppedFiles } from './inbox.schema.ts'
import {
  changeDroppedState,
  type DroppedFileRecord,
  type DroppedFileToInsert,
  findSameBytes,
  insertDroppedFiles,
  listReceived,
} from './inbox.store.ts'
import type { ReadProblem } from './invoice-reading.schema.ts'
import { InvoiceUnreadable } from './invoice-reading.ts'
import { issueAlone } from './issue-alone.ts'
import { matchInbox } from './match-inbox.ts'
import { type OpenedFile, openInvoiceFiles } from './open-invoice-files.ts'
import type { ReadPdfText } from './page-text.ts'
import { readInvoices } from './read-invoices.ts'

export type ReadingDeps = Deps & { readonly readPdfText: ReadPdfText }

/** Two processes read PDFs; while they do, others are fetched, unpacked and written down. */
const atOnce = 6

/**
 * Reads all that lies unread in the inbox, archives first of all into their entries, then finds the invoices' requests,
 * and issues those whose drop asked for it. For the worker's job; whatever it was interrupted in, the next run goes on.
 */
export async function readInbox(deps: ReadingDeps): Promise<void> {
  let afterId: string | null = null
  const failures: unknown[] = []
  for (;;) {
    const batch = await listReceived(deps.db, afterId, 200)
    const last = batch.at(-1)
    if (!last) {
      // Entries of archives come to lie before what was looked at: once more from the beginning, until none is left.
      if (afterId === null) break
      afterId = null
      if (failures.length > 0) break
      continue
    }
    afterId = last.id
    await inTurn(batch, atOnce, async (file) => {
      await (file.kind === 'zip' ? unpack(deps, file) : read(deps, file)).catch((error: unknown) =>
        failures.push(error),
      )
    })
  }
  await matchInbox(deps)
  await issueAlone(deps)
  // What could be done is done; the job says that something is left, and is repeated.
  if (failures.length > 0) throw failures[0]
}

async function inTurn<T>(items: readonly T[], count: number, run: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  const lanes = Array.from({ length: count }, async () => {
    for (const item of queue) await run(item)
  })
  await Promise.all(lanes)
}

async function unpack(deps: ReadingDeps, archive: DroppedFileRecord): Promise<void> {
  const same = await findSameBytes(deps.db, archive)
  if (same) return setAside(deps, archive, 'known', { sameAsId: same })
  const bytes = await bytesOf(deps, archive)
  if (bytes === null) return setAside(deps, archive, 'unreadable', { problem: 'damaged' })
  const entries: DroppedFileToInsert[] = []
  let index = 0
  for (const opened of openInvoiceFiles(bytes)) {
    // An archive that cannot be opened at all says so itself.
    if (opened.entry === null && 'problem' in opened)
      return setAside(deps, archive, 'unreadable', { problem: opened.problem })
    if (index >= maxDroppedFiles) return setAside(deps, archive, 'unreadable', { problem: 'archiveRefused' })
    entries.push(await keepEntry(deps, archive, opened, index))
    index += 1
  }
  if (entries.length === 0) return setAside(deps, archive, 'unreadable', { problem: 'notAnInvoice' })
  const at = deps.clock.now()
  await inTransaction(deps, async (tx) => {
    if (!(await changeDroppedState(tx, { id: archive.id, from: 'received', to: 'unpacked', at }))) return
    await insertDroppedFiles(tx, entries, at)
  })
}

/** Keeps an entry as a file of its own, under an id that is the same when this is repeated. */
async function keepEntry(
  deps: ReadingDeps,
  archive: DroppedFileRecord,
  opened: OpenedFile,
  index: number,
): Promise<DroppedFileToInsert> {
  const id = entryId(archive.id, index)
  const fileKey = `invoice-drops/${archive.dropId}/${id}`
  const common = { id, dropId: archive.dropId, archiveId: archive.id }
  if ('problem' in opened) {
    const name = opened.entry?.split('/').at(-1)?.slice(0, 200) || archive.originalName
    // What is no invoice is not kept: its name says what it was.
    return {
      ...common,
      state: 'unreadable',
      kind: 'other',
      originalName: name,
      sizeBytes: 0,
      sha256: '',
      fileKey: '',
      problem: opened.problem,
    }
  }
  const { bytes, kind } = opened
  await deps.files.put(fileKey, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const originalName = cleanFileName(opened.entry ?? '', kind)
  return { ...common, state: 'received', kind, originalName, sizeBytes: bytes.length, sha256, fileKey, problem: null }
}

/** The archive's time, so that entries stand where it stood, and a hash that makes every entry's id its own. */
function entryId(archiveId: string, index: number): string {
  const hash = createHash('sha256').update(`${archiveId}/${index}`).digest('hex')
  const variant = ((Number.parseInt(hash.slice(0, 1), 16) & 3) | 8).toString(16)
  return `${archiveId.slice(0, 13)}-7${hash.slice(1, 4)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
}

async function read(deps: ReadingDeps, file: DroppedFileRecord): Promise<void> {
  const same = await findSameBytes(deps.db, file)
  if (same) return setAside(deps, file, 'known', { sameAsId: same })
  const bytes = await bytesOf(deps, file)
  if (bytes === null) return setAside(deps, file, 'unreadable', { problem: 'damaged' })
  try {
    const readings = await readInvoices(deps.readPdfText, file.kind as 'pdf' | 'ofd' | 'xml', bytes)
    const [reading] = readings
    // Whoever got a file of several by mail would read the others' too.
    if (readings.length > 1) return await setAside(deps, file, 'unreadable', { problem: 'severalInvoices' })
    if (!reading?.number) return await setAside(deps, file, 'unreadable', { problem: 'notAnInvoice' })
    await inTransaction(deps, (tx) =>
      changeDroppedState(tx, {
        id: file.id,
        from: 'received',
        to: 'read',
        at: deps.clock.now(),
        data: { reading, invoiceCode: reading.code ?? '', invoiceNumber: reading.number },
      }),
    )
  } catch (error) {
    if (!(error instanceof InvoiceUnreadable)) throw error
    await setAside(deps, file, 'unreadable', { problem: error.problem })
  }
}

async function bytesOf(deps: Pick<Deps, 'files'>, file: DroppedFileRecord): Promise<Uint8Array | null> {
  try {
    return await readStored(deps, file.fileKey)
  } catch (error) {
    if (error instanceof AppError && error.code === 'fileNotFound') return null
    throw error
  }
}

async function setAside(
  deps: Pick<Deps, 'db' | 'clock'>,
  file: DroppedFileRecord,
  to: 'known' | 'unreadable',
  data: { problem?: ReadProblem; sameAsId?: string },
): Promise<void> {
  await inTransaction(deps, (tx) =>
    changeDroppedState(tx, { id: file.id, from: 'received', to, at: deps.clock.now(), data }),
  )
}
