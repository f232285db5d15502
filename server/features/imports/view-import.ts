import type { AccountActor, Authorized } from '../../core/actor.ts'
import { maskIdNumber, normaliseIdNumber } from '../../core/ids.ts'
import { authorize } from '../../core/permission.ts'
import type { Readable } from '../../platform/database.ts'
import type { ImportFieldDefinition } from './import-row.rules.ts'
import type { StoredRow } from './import-rows.rules.ts'
import type { ImportRow, ImportSummary } from './imports.schema.ts'
import { countsOf, findImport, type ImportRecord } from './imports.store.ts'

/** An import of the actor's subtree. Throws `notFound`. */
export async function loadImport(
  deps: { readonly db: Readable },
  actor: AccountActor,
  id: string,
): Promise<Authorized<ImportRecord>> {
  return authorize(actor, await findImport(deps.db, id))
}

export function summaryOf(actor: AccountActor, one: ImportRecord): ImportSummary {
  return {
    id: one.id,
    kind: one.kind,
    state: one.state,
    stateSince: one.stateSince.toISOString(),
    version: one.version,
    fileName: one.fileName,
    organisation: { id: one.organisationId, name: one.organisationName },
    plan: one.planId !== null && one.planName !== null ? { id: one.planId, name: one.planName } : null,
    batch:
      one.batchId !== null && one.batchOrderNumber !== null
        ? { id: one.batchId, orderNumber: one.batchOrderNumber }
        : null,
    createdByName: one.createdByName,
    mine: isMine(actor, one),
    createdAt: one.createdAt.toISOString(),
    rowsDone: one.rowsDone,
    rowsTotal: one.rowsTotal,
    counts: countsOf(one),
    result: one.committedAt
      ? { created: one.createdCount, updated: one.updatedCount, committedAt: one.committedAt.toISOString() }
      : null,
  }
}

export function isMine(actor: AccountActor, one: Pick<ImportRecord, 'createdById'>): boolean {
  return actor.accountId === one.createdById
}

/**
 * A row as the reader may see it. Whole ID numbers are for whoever uploaded the file, in the rows that they have to
 * correct; everything else shows them masked.
 */
export function rowView(
  row: StoredRow,
  fields: readonly ImportFieldDefinition[],
  present: readonly boolean[],
  mine: boolean,
): ImportRow {
  const whole = mine && row.outcome === 'error'
  const cells: Record<string, string> = {}
  const secret = new Set<string>()
  for (const [index, { field, secret: masked }] of fields.entries()) {
    if (masked && !whole) secret.add(field)
    if (present[index]) cells[field] = masked && !whole ? maskText(row.cells[index] ?? '') : (row.cells[index] ?? '')
  }
  const issues = (row.issues ?? []).map((issue) =>
    issue.field !== null && secret.has(issue.field) ? { ...issue, repair: null, marks: [] } : issue,
  )
  return {
    row: row.number,
    outcome: row.outcome,
    cells,
    issues,
    changes: row.changes ?? [],
    subjectId: row.subjectId ?? null,
    corrected: row.corrected ?? false,
  }
}

export function maskText(text: string): string {
  return text === '' ? '' : maskIdNumber(normaliseIdNumber(text))
}

/** A heading's samples come from any column, mapped or not: what could be an ID number is masked. */
export function maskSample(text: string): string {
  return /^[\dX*]{15,}$/.test(normaliseIdNumber(text)) || /^[A-Z]{1,2}\d{7,}$/.test(normaliseIdNumber(text))
    ? maskText(text)
    : text
}
