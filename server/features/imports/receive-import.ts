import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { sniffFileKind } from '../../core/file-kind.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { spreadsheetKindOf } from '../../platform/spreadsheets/open-table.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { importsRead } from './imports.queues.ts'
import { type ImportHandle, type ImportKindName, maxImportBytes } from './imports.schema.ts'
import { findImport, type ImportRecord, insertImport } from './imports.store.ts'
import { kindOf } from './kinds.ts'
import { storeUpload, uploadKey } from './uploads.ts'

export type ReceivedImport = {
  /** Made by the client: sending again with the same id is the same import. */
  readonly importId: string
  readonly kind: ImportKindName
  /** Whose subtree it is for; null: the organisation that the admin acts for. */
  readonly organisationId: string | null
  /** The plan that the people are for: kind `enrolments` alone has one. */
  readonly planId: string | null
  /** The batch of study cards that the amounts come from: kind `recharges` alone has one. */
  readonly batchId: string | null
  readonly fileName: string
  /** Hexadecimal SHA-256, computed by us from `bytes`, and the one that the page said. */
  readonly sha256: string
  readonly declaredSha256: string
  readonly bytes: Uint8Array
}

/**
 * Takes in a file to import and queues its reading. Sending it again is the same import. The bytes are on the disk before
 * the row is written.
 *
 * Throws what the kind's own terms refuse (`planNotOpen`, `enrolmentClosed`, `cardBatchExpired`), `fileEmpty`, `fileTooLarge`, `spreadsheetTypeRefused`, `fileHashMismatch`, `inputInvalid` when staff name no
 * organisation, `notFound`, `organisationNotActive`, `idempotencyKeyReused`.
 */
export async function receiveImport(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'secrets' | 'jobs'>,
  actor: AccountActor,
  file: ReceivedImport,
): Promise<ImportHandle> {
  if (file.bytes.length === 0) throw new AppError('fileEmpty')
  if (file.bytes.length > maxImportBytes) throw new AppError('fileTooLarge', { maxBytes: maxImportBytes })
  if (file.sha256 !== file.declaredSha256) throw new AppError('fileHashMismatch')
  const fileKind = kindByContent(file.bytes)
  const organisationId = file.organisationId ?? actor.organisation?.id
  if (organisationId === undefined) throw new AppError('inputInvalid', { field: 'organisation' })
  const organisation = await loadOrganisation(deps, actor, organisationId)
  const sent = await findImport(deps.db, file.importId)
  if (sent) return sameImport(actor, sent, file, organisation.id)
  if (!organisation.open) throw new AppError('organisationNotActive')
  const scope = {
    organisationId: organisation.id,
    organisationPath: organisation.path,
    organisationName: organisation.name,
  }
  const target = { planId: file.planId, batchId: file.batchId }
  await kindOf(file.kind).admit?.(deps, actor, target)
  // What cannot be imported into now is refused before the file is kept.
  await kindOf(file.kind).loadContext(deps, deps.db, { ...scope, ...target }, { hold: false })

  const fileKey = uploadKey(file.importId)
  await storeUpload(deps, file.importId, fileKey, file.bytes)
  const now = deps.clock.now()
  try {
    await inTransaction(deps, async (tx) => {
      await insertImport(tx, {
        id: file.importId,
        kind: file.kind,
        organisationId: organisation.id,
        ...target,
        createdById: actor.accountId,
        createdByName: actor.name,
        stateSince: now,
        fileName: file.fileName.slice(0, 200),
        fileKind,
        fileKey,
        sha256: file.sha256,
        sizeBytes: file.bytes.length,
        createdAt: now,
      })
      await writeAudit(tx, actor, {
        action: 'import.received',
        subjectType: 'import',
        subjectId: file.importId,
        organisationId: organisation.id,
        after: {
          kind: file.kind,
          ...(file.planId === null ? {} : { planId: file.planId }),
          ...(file.batchId === null ? {} : { batchId: file.batchId }),
          fileName: file.fileName.slice(0, 200),
          sizeBytes: file.bytes.length,
          sha256: file.sha256,
        },
      })
      await deps.jobs.send(tx, importsRead, { importId: file.importId, version: 1 })
    })
  } catch (error) {
    // A copy that no row names is of no use; where the answer was lost, the row may be there all the same.
    const named = await findImport(deps.db, file.importId).catch(() => undefined)
    if (named !== undefined && named?.fileKey !== fileKey) await deps.files.remove(fileKey)
    if (isUniqueViolation(error) && named) return sameImport(actor, named, file, organisation.id)
    throw error
  }
  return { id: file.importId, state: 'received', version: 1 }
}

function sameImport(
  actor: AccountActor,
  sent: ImportRecord,
  file: ReceivedImport,
  organisationId: string,
): ImportHandle {
  const { id, state, version, sha256 } = authorize(actor, sent)
  if (
    sha256 !== file.sha256 ||
    sent.organisationId !== organisationId ||
    sent.createdById !== actor.accountId ||
    sent.planId !== file.planId ||
    sent.batchId !== file.batchId
  ) {
    throw new AppError('idempotencyKeyReused')
  }
  return { id, state, version }
}

/** By its first bytes; what a workbook really holds the worker finds out. Throws `spreadsheetTypeRefused`. */
function kindByContent(bytes: Uint8Array): 'xlsx' | 'xls' | 'csv' {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return 'xlsx'
  // The compound file of Excel 97 to 2003, which encrypted .xlsx files are wrapped in too.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return 'xls'
  const kind = sniffFileKind(bytes)
  if (kind === 'xml') return spreadsheetKindOf(bytes)
  if (kind === 'pdf') throw new AppError('spreadsheetTypeRefused', { found: kind })
  if (kind !== null) throw new AppError('spreadsheetTypeRefused', { found: 'picture' })
  return 'csv'
}

const startsWith = (bytes: Uint8Array, head: readonly number[]) => head.every((byte, index) => bytes[index] === byte)
