import type { AccountActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Prisma } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import { type CertificateQuery, countCertificates, findCertificatePage, findDoubts } from './certificate-lists.store.ts'
import { type CertificateToExport, certificatesSheet, certificatesTitle } from './certificate-sheet.ts'
import type { ExportCertificatesInput } from './certificates.schema.ts'
import { certificateQuery } from './list-certificates.ts'
import { toRow } from './load-certificate.ts'

/** Rows read at a time: a megabyte, whatever the whole list weighs. */
const rowsAtOnce = 1000

/**
 * The list as a workbook, read while it is being sent. Who took it, by which filter and how many rows, is written down
 * before the first one leaves. Throws `notAllowed` when somebody who is not staff asks for the centre's, `notFound`.
 */
export async function exportCertificates(
  deps: Deps,
  actor: AccountActor,
  { of, filter, locale }: ExportCertificatesInput,
): Promise<{ readonly fileName: string; readonly body: AsyncIterable<Uint8Array> }> {
  // What is doubtful is the staff's to look into.
  const query = await certificateQuery(deps, actor, of, of === 'own' ? { ...filter, doubtful: false } : filter)
  const { valid, revoked } = await countCertificates(deps.db, query)
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'certificates.exported',
      subjectType: 'export',
      subjectId: newId(),
      organisationId: filter.organisationId ?? (of === 'own' ? (actor.organisation?.id ?? null) : null),
      after: { filter: auditable(filter), count: valid + revoked },
    }),
  )
  return {
    fileName: `${certificatesTitle(locale)}_${shanghaiDay(deps.clock.now())}.xlsx`,
    body: writeTable([certificatesSheet(locale, of === 'centre', readAll(deps, query, of === 'centre'))]),
  }
}

function auditable(filter: ExportCertificatesInput['filter']): Prisma.InputJsonObject {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== false))
}

async function* readAll(
  deps: Pick<Deps, 'db'>,
  query: CertificateQuery,
  withDoubts: boolean,
): AsyncGenerator<CertificateToExport> {
  let before: string | null = null
  for (;;) {
    const rows = await findCertificatePage(deps.db, query, before, rowsAtOnce)
    const ids = rows.map((row) => row.id)
    const doubts = withDoubts ? await findDoubts(deps.db, ids) : new Map()
    for (const row of rows) yield { ...toRow(row), doubt: doubts.get(row.id) ?? null }
    before = ids.at(-1) ?? null
    if (rows.length < rowsAtOnce || before === null) return
  }
}
