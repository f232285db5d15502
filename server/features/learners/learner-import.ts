import { maskIdNumber, newId } from '../../core/ids.ts'
import { personNameKey } from '../../core/names.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { followLearner } from '../accounts/learner-accounts.ts'
import type { ImportKind } from '../imports/import-kind.ts'
import { createDepartments } from './learner-departments.rules.ts'
import {
  judgeLearnerCells,
  type LearnerImportContext,
  type LearnerValues,
  learnerImportFields,
} from './learner-import.rules.ts'
import {
  findDepartments,
  findExisting,
  findKnownLearners,
  type ImportedLearner,
  insertLearners,
  type KnownRow,
  lockLearners,
  touchWaitingEnrolments,
  updateLearners,
} from './learner-import.store.ts'
import { decideLearner } from './learner-import-decision.rules.ts'
import { learnerTemplate } from './learner-import-template.ts'

/** 导入学员: one row a person, found by ID number in the whole centre. */
export const learnerImport: ImportKind<LearnerValues, KnownRow, LearnerImportContext> = {
  name: 'learners',
  fields: learnerImportFields,

  async loadContext(deps, db, { organisationId }, { hold }) {
    return { today: deps.clock.now(), departments: createDepartments(await findDepartments(db, organisationId, hold)) }
  },

  judgeCells: judgeLearnerCells,
  decide: decideLearner,

  async findKnown(db, identities) {
    const rows = await findKnownLearners(db, identities)
    return new Map(rows.map((row) => [row.identity, row]))
  },

  async lockKnown(tx, ids) {
    const rows = await lockLearners(tx, ids)
    return new Map(rows.map((row) => [row.id, row]))
  },

  prepareNew(deps, rows, { departments }) {
    const now = deps.clock.now()
    const ids = idsFor(rows.length, now)
    const learners = rows.map(({ identity, values }, index) => {
      const id = ids[index] ?? newId(now.getTime())
      const { id: organisationId, path: organisationPath } = values.department ?? departments.root
      const { name, idNumber } = values
      return {
        id,
        organisationId,
        organisationPath,
        name,
        nameKey: personNameKey(name),
        idType: values.idType ?? 'residentId',
        mobile: values.mobile ?? '',
        email: values.email ?? '',
        post: values.post ?? '',
        education: values.education ?? '',
        // As id-numbers.ts does, with the hash that the preview has computed already.
        idNumberEncrypted: deps.secrets.encrypt(idNumber, `learners.id_number:${id}`),
        idNumberHash: identity,
        idNumberMasked: maskIdNumber(idNumber),
      }
    })
    return {
      async write(tx, { skipKnown }) {
        const count = await insertLearners(tx, learners, now, skipKnown)
        if (count === learners.length) return new Set()
        const ids = learners.map((learner) => learner.id)
        const written = await findExisting(tx, ids)
        return new Set(learners.filter((one) => !written.has(one.id)).map((one) => one.idNumberHash))
      },
    }
  },

  async writeChanged(deps, tx, actor, rows, { departments }) {
    const changed = rows.map(({ values, known }): ImportedLearner => {
      const place = values.department ?? departments.byId(known.organisationId)
      return {
        id: known.id,
        organisationId: place?.id ?? known.organisationId,
        organisationPath: place?.path ?? known.organisationPath,
        name: values.name,
        nameKey: personNameKey(values.name),
        idType: values.idType ?? known.idType,
        mobile: values.mobile ?? known.mobile,
        email: values.email ?? known.email,
        post: values.post ?? known.post,
        education: values.education ?? known.education,
      }
    })
    await updateLearners(tx, changed, deps.clock.now())
    await touchWaitingEnrolments(
      tx,
      rows.filter(({ changes }) => changes.some(({ field }) => identityFields.has(field))).map(({ known }) => known.id),
    )
    for (const { known, changes } of rows) {
      if (known.accountId === null) continue
      const details = Object.fromEntries(
        changes.filter(({ field }) => accountFields.has(field)).map(({ field, after }) => [field, after]),
      )
      if (Object.keys(details).length > 0) await followLearner(tx, known.accountId, details)
    }
    await writeAudits(
      tx,
      actor,
      { action: 'learner.imported', subjectType: 'learner' },
      rows.map(({ known, changes }) => ({
        subjectId: known.id,
        organisationId: known.organisationId,
        before: Object.fromEntries(changes.map(({ field, before }) => [field, before])),
        after: Object.fromEntries(changes.map(({ field, after }) => [field, after])),
      })),
    )
  },

  template: learnerTemplate,
}

const randomBytesOfId = 10

/**
 * Ids in rising order, so that lists show people as the file has them and new rows go to the end of the index. Their
 * randomness is drawn at once: one call for each costs as much as sealing an ID number.
 */
function idsFor(count: number, now: Date): string[] {
  const random = crypto.getRandomValues(new Uint8Array(count * randomBytesOfId))
  return Array.from({ length: count }, (_, index) =>
    newId(now.getTime(), random.subarray(index * randomBytesOfId, (index + 1) * randomBytesOfId)),
  ).sort()
}

/** Who somebody is. */
const identityFields = new Set(['name', 'idType'])

/** What a learner's account repeats (accounts/learner-accounts.ts). */
const accountFields = new Set(['name', 'mobile', 'email'])
