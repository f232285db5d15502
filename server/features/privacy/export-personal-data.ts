import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import { writeZip, type ZipPart } from '../../platform/zip-writer.ts'
import { printCertificate } from '../certificates/print-certificates.ts'
import { printHoursOf, printMyHours } from '../documents/print-hours-statement.ts'
import { collectPersonalData, type PersonalData } from './collect-personal-data.ts'
import type { ExportDataInput } from './personal-data.schema.ts'
import { findKeptPerson } from './personal-data.store.ts'
import { personalSheets, personalWords } from './personal-data-sheets.ts'
import { insertRequest } from './requests.store.ts'

export type PersonalArchive = { readonly fileName: string; readonly body: AsyncGenerator<Buffer, void, void> }

/**
 * Everything that is kept about a learner as one archive (个人信息保护法 45): one JSON with all of it, a workbook to read, the
 * statement of hours and the certificates as PDF. Learners take their own; system admins somebody's who asked for it, with a
 * reason. It is written down who took whose. Throws `notAllowed`, `notFound`, `learnerErased`, `inputInvalid` (reason).
 */
export async function exportPersonalData(
  deps: Deps,
  actor: AccountActor,
  { learnerId, reason, locale }: ExportDataInput,
): Promise<PersonalArchive> {
  const own = learnerId === undefined || learnerId === actor.learnerId
  const id = learnerId ?? actor.learnerId
  if (id === null) throw new AppError('notAllowed')
  const found = await findKeptPerson(deps.db, id)
  const kept = own && found ? found : authorize(actor, found)
  if (!own && !actor.staffRoles.includes('systemAdmin')) throw new AppError('notAllowed')
  if (!own && reason === undefined) throw new AppError('inputInvalid', { field: 'reason' })
  if (kept.erasedAt !== null) throw new AppError('learnerErased')
  await inTransaction(deps, async (tx) => {
    await insertRequest(tx, {
      id: newId(),
      learnerId: id,
      kind: 'export',
      reason: reason ?? '',
      byId: actor.accountId,
      byName: actor.name,
      at: deps.clock.now(),
      done: true,
    })
    await writeAudit(tx, actor, {
      action: 'learner.dataExported',
      subjectType: 'learner',
      subjectId: id,
      organisationId: kept.organisationId,
      after: { own, ...(reason === undefined ? {} : { reason }) },
    })
  })
  const data = await collectPersonalData(deps, kept)
  const day = new Date(data.madeAt.getTime() + 8 * 3600_000).toISOString().slice(0, 10)
  return {
    fileName: `${personalWords[locale].title}-${kept.name}-${day}.zip`,
    body: writeZip(partsOf(deps, actor, data, own, locale)),
  }
}

async function* partsOf(
  deps: Deps,
  actor: AccountActor,
  data: PersonalData,
  own: boolean,
  locale: ExportDataInput['locale'],
): AsyncGenerator<ZipPart> {
  const words = personalWords[locale]
  yield { name: `${words.title}.json`, content: [Buffer.from(`${JSON.stringify(data, null, 2)}\n`)] }
  yield { name: `${words.title}.xlsx`, content: writeTable(personalSheets(locale, data)) }
  for (const year of [...new Set(data.hours.map((one) => one.plan.year))].sort()) {
    const { pdf } = own ? await printMyHours(deps, actor, year) : await printHoursOf(deps, actor, data.person.id, year)
    yield { name: `${words.hoursFile}-${year}.pdf`, content: [Buffer.from(pdf)] }
  }
  for (const { id, number } of data.certificates.filter((one) => one.state === 'valid')) {
    const { pdf } = await printCertificate(deps, actor, id)
    yield { name: `${words.certificatesFolder}/${number}.pdf`, content: [Buffer.from(pdf)] }
  }
}
