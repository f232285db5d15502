import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { spreadsheetKindOf } from '../../platform/spreadsheets/open-table.ts'
import { checkUpload, receiveUpload, type Upload } from '../files/receive-upload.ts'
import { findStatementFile, holdSameBytes, insertStatementFile } from './statement-files.store.ts'
import { statementsRead } from './statements.queues.ts'
import { maxStatementBytes, type StatementFileHandle } from './statements.schema.ts'

/** All statements are of one owner, the centre. */
const owner = 'centre'

export type ReceivedStatement = StatementFileHandle & {
  /** The same bytes were uploaded before, under this id and perhaps another name. */
  readonly known: boolean
  readonly fileName: string
}

/**
 * Takes in a bank's statement as a file and queues its reading. Sending it again, under its id or as the same bytes under
 * another name, is the same file: answers that one. Throws `fileEmpty`, `fileTooLarge`, `fileHashMismatch`,
 * `spreadsheetTypeRefused`, `idempotencyKeyReused`.
 */
export async function receiveStatement(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'>,
  actor: AccountActor,
  upload: Upload,
): Promise<ReceivedStatement> {
  checkUpload(upload, maxStatementBytes)
  spreadsheetKindOf(upload.bytes)
  const { fileId } = await receiveUpload(deps, upload, {
    ownerId: owner,
    keyPrefix: `statements/${upload.fileId}/upload`,
    async find(db, id) {
      const row = await findStatementFile(db, id)
      return row && { id: row.id, ownerId: owner, sha256: row.sha256, key: row.fileKey }
    },
    lockAndList: (tx) => holdSameBytes(tx, upload.sha256),
    checkRoom: () => undefined,
    async insert(tx, fileKey) {
      const originalName = cleanName(upload.originalName)
      const row = { id: upload.fileId, originalName, sizeBytes: upload.bytes.length, sha256: upload.sha256, fileKey }
      await insertStatementFile(tx, {
        ...row,
        createdById: actor.accountId,
        createdByName: actor.name,
        now: deps.clock.now(),
      })
      await writeAudit(tx, actor, {
        action: 'statement.received',
        subjectType: 'statement',
        subjectId: upload.fileId,
        organisationId: null,
        after: { fileName: originalName, sizeBytes: upload.bytes.length, sha256: upload.sha256 },
      })
      await deps.jobs.send(tx, statementsRead, { fileId: upload.fileId })
    },
  })
  const file = await findStatementFile(deps.db, fileId)
  if (!file) throw new AppError('notFound')
  return { id: file.id, state: file.state, known: file.id !== upload.fileId, fileName: file.originalName }
}

/** The last part of a path, without control characters. */
function cleanName(name: string): string {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  return (
    last
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .trim()
      .slice(0, 200) || '对账单'
  )
}
