import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import type { Workbook } from './give-first-passwords.ts'
import { openIdNumber } from './id-numbers.ts'
import { countLearnerRows, findLearnerPage, type LearnerQuery, type PageKey } from './learner-lists.store.ts'
import { learnerQuery } from './learner-query.ts'
import { type LearnerToExport, learnersSheet, sheetFileName } from './learner-sheets.ts'
import { auditableFilter } from './learners.rules.ts'
import type { ExportLearnersInput } from './learners.schema.ts'
import { findLearnerRows, findSealedNumbers } from './learners.store.ts'
import { loadRights } from './unmask-learner.ts'

/** Rows read at a time: some megabytes, whatever the whole list weighs. */
const rowsAtOnce = 1000
/** Counting for the audit trail stops where no list of one centre goes. */
const mostExported = 10_000_000

/**
 * A list as a workbook, read while it is being sent. With whole ID numbers only for those who may see them, with a
 * reason; who took what, by which filter and how many is written down before the first row leaves. Throws `notAllowed`.
 */
export async function exportLearners(
  deps: Deps,
  actor: AccountActor,
  { filter, whole, reason, locale }: ExportLearnersInput,
): Promise<Workbook> {
  if (whole && !(await loadRights(deps, actor)).unmask) throw new AppError('notAllowed')
  const query = await learnerQuery(deps, actor, filter)
  const { count } = await countLearnerRows(deps.db, query, mostExported, true)
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'learners.exported',
      subjectType: 'export',
      subjectId: newId(),
      organisationId: filter.organisationId ?? actor.organisation?.id ?? null,
      after: { filter: auditableFilter(filter), count, whole, ...(reason === undefined ? {} : { reason }) },
    }),
  )
  return {
    fileName: sheetFileName(locale, 'people', deps.clock.now()),
    body: writeTable([learnersSheet(locale, readAll(deps, query, scopeOf(actor), whole))]),
  }
}

async function* readAll(
  deps: Pick<Deps, 'db' | 'secrets'>,
  query: LearnerQuery,
  scope: string,
  whole: boolean,
): AsyncGenerator<LearnerToExport> {
  let after: PageKey | null = null
  for (;;) {
    const keys: PageKey[] = await findLearnerPage(deps.db, query, after, rowsAtOnce)
    const ids = keys.map((key) => key.id)
    const rows = await findLearnerRows(deps.db, ids, scope)
    const sealed = whole ? await findSealedNumbers(deps.db, ids) : null
    for (const row of rows) {
      const idNumberEncrypted = sealed?.get(row.id)
      yield {
        row,
        idNumber: idNumberEncrypted ? openIdNumber(deps, { id: row.id, idNumberEncrypted }) : row.idNumberMasked,
      }
    }
    after = keys.at(-1) ?? null
    if (keys.length < rowsAtOnce || after === null) return
  }
}
