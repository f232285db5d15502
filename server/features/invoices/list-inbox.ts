import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { type OpenedFile, openStored } from '../files/open-stored-file.ts'
import {
  type DroppedFileView,
  type InboxCounts,
  type InboxRow,
  type listInboxInput,
  standings,
} from './inbox.schema.ts'
import { findDroppedFile } from './inbox.store.ts'
import { groupFiles } from './inbox-files.ts'
import { countInbox, type InboxFileRecord, listInboxFiles, listInboxKeys } from './inbox-lists.store.ts'
import { contentTypeOf } from './invoices.rules.ts'

/** What lies in the inbox, by invoice, the latest first. */
export async function listInbox(
  deps: Pick<Deps, 'db'>,
  _finance: AccountActor,
  input: z.output<typeof listInboxInput>,
): Promise<Page<InboxRow>> {
  const { tab, search, limit } = input
  const keys = await listInboxKeys(deps.db, { tab, search, afterId: input.cursor ?? null, limit })
  const files = await listInboxFiles(
    deps.db,
    keys.flatMap(({ fileIds }) => fileIds),
  )
  const byId = new Map(files.map((file) => [file.id, file]))
  const rows = keys.map(({ id, fileIds }) =>
    rowOf(
      id,
      fileIds.flatMap((fileId) => byId.get(fileId) ?? []),
    ),
  )
  return toPage(rows, limit, (row) => row.id)
}

function rowOf(id: string, files: readonly InboxFileRecord[]): InboxRow {
  const [first] = files
  const [group] = groupFiles(files)
  const shown = group ? files.filter((file) => group.files.some((one) => one.id === file.id)) : files
  return {
    id,
    code: first?.invoiceCode ?? '',
    number: first?.invoiceNumber ?? null,
    reading: group?.reading ?? first?.reading ?? null,
    standing: first?.standing ?? null,
    finding: first?.finding ?? null,
    files: (shown.length > 0 ? shown : files).map(viewOf),
  }
}

function viewOf(file: InboxFileRecord): DroppedFileView {
  const { id, dropId, state, kind, originalName, sizeBytes, problem, createdByName, createdAt } = file
  const sameAs =
    file.sameAsId && file.sameName !== null && file.sameCreatedAt
      ? { id: file.sameAsId, originalName: file.sameName, createdAt: file.sameCreatedAt.toISOString() }
      : null
  return {
    id,
    dropId,
    state,
    kind,
    originalName,
    sizeBytes,
    problem,
    sameAs,
    createdByName,
    createdAt: createdAt.toISOString(),
  }
}

/** How much lies where. */
export async function countInboxTabs(deps: Pick<Deps, 'db'>): Promise<InboxCounts> {
  const counts = await countInbox(deps.db)
  const of = (kind: string) => counts.find((count) => count.kind === kind)?.count ?? 0
  const [ready = 0, check = 0, unmatched = 0, waiting = 0] = standings.map(of)
  return { ready, check, unmatched, waiting, unreadable: of('unreadable'), received: of('received') }
}

/** A dropped file as it came, always as a download. Throws `notFound`, `fileNotFound`. */
export async function openDroppedFile(
  deps: Pick<Deps, 'db' | 'files'>,
  _finance: AccountActor,
  { fileId }: { fileId: string },
): Promise<OpenedFile> {
  const file = await findDroppedFile(deps.db, fileId)
  if (!file || file.state === 'discarded' || file.fileKey === '') throw new AppError('notFound')
  const opened = await openStored(deps, file.fileKey)
  const contentType = file.kind === 'zip' || file.kind === 'other' ? 'application/zip' : contentTypeOf(file.kind)
  return { contentType, sizeBytes: opened.sizeBytes, fileName: file.originalName, inline: false, body: opened.body }
}
