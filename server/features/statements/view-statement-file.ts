import type { StatementFileRecord } from './statement-files.store.ts'
import type { StatementFileRow } from './statements.schema.ts'

export function rowOf(file: StatementFileRecord): StatementFileRow {
  return {
    id: file.id,
    state: file.state,
    stateSince: file.stateSince.toISOString(),
    fileName: file.originalName,
    sizeBytes: file.sizeBytes,
    createdByName: file.createdByName,
    createdAt: file.createdAt.toISOString(),
    importedAt: file.importedAt?.toISOString() ?? null,
    payeeAccount: file.payeeAccount,
    bank: file.bank,
    account: file.account,
    accountName: file.accountName,
    waitingFor: file.state === 'waiting' ? (file.reading?.waitingFor ?? null) : null,
    rowsRead: file.rowsRead,
    lineCount: file.lineCount,
    newCount: file.newCount,
    gapCount: file.gapCount,
    rowErrorCount: file.reading?.rowErrorCount ?? 0,
    firstDay: dayOf(file.firstDay),
    lastDay: dayOf(file.lastDay),
    error: file.state === 'refused' && file.errorCode ? { code: file.errorCode, details: file.errorDetails } : null,
  }
}

/** `2026-05-02` */
export function dayOf(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null
}
