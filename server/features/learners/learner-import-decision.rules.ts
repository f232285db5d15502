import { type Change, type Decision, rowError, rowWarning } from '../imports/import-row.rules.ts'
import { idTypeNames } from './learner-id.rules.ts'
import type { LearnerImportContext, LearnerValues } from './learner-import.rules.ts'
import type { IdType } from './learners.schema.ts'

/** A learner as the database has them. */
export type KnownLearner = {
  readonly id: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly name: string
  readonly idType: IdType
  readonly mobile: string
  readonly email: string
  readonly post: string
  readonly education: string
  readonly enabled: boolean
  /** An enrolment of theirs is confirmed: who they are is on forms and orders. */
  readonly identityLocked: boolean
}

const fresh: Decision = { outcome: 'new', subjectId: null, changes: [], issues: [] }
const unchanging: readonly Change[] = []

/**
 * What a row without errors does: a new person, changes of a known one in the subtree, or nothing. People of others are
 * never named, nothing is done to disabled ones, and who somebody is stays as it was confirmed.
 */
export function decideLearner(
  values: LearnerValues,
  known: KnownLearner | undefined,
  { departments }: LearnerImportContext,
): Decision {
  if (!known) return fresh
  if (!known.organisationPath.startsWith(departments.root.path)) {
    return { outcome: 'error', subjectId: null, changes: unchanging, issues: [rowError('personElsewhere', null)] }
  }
  const subjectId = known.id
  if (!known.enabled) {
    return { outcome: 'error', subjectId, changes: unchanging, issues: [rowError('personDisabled', null)] }
  }
  const renamed = known.name !== values.name
  if (known.identityLocked && (renamed || (values.idType !== null && values.idType !== known.idType))) {
    const issue = rowError('identityLocked', renamed ? 'name' : 'idType', { before: known.name })
    return { outcome: 'error', subjectId, changes: unchanging, issues: [issue] }
  }
  const changes: Change[] = []
  const compare = (field: string, before: string, after: string | null) => {
    if (after !== null && after !== before) changes.push({ field, before, after })
  }
  compare('name', known.name, values.name)
  if (values.idType !== null) compare('idType', idTypeNames[known.idType], idTypeNames[values.idType])
  compare('mobile', known.mobile, values.mobile)
  compare('email', known.email, values.email)
  if (values.department && values.department.id !== known.organisationId) {
    const before = departments.byId(known.organisationId)?.namePath ?? ''
    changes.push({ field: 'department', before, after: values.department.namePath })
  }
  compare('post', known.post, values.post)
  compare('education', known.education, values.education)
  const issues = !renamed ? [] : [rowWarning('nameDiffers', 'name', { before: known.name })]
  return { outcome: changes.length === 0 ? 'unchanged' : 'changed', subjectId, changes, issues }
}
