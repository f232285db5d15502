import { cleanText, matchKey } from '../imports/cell-text.rules.ts'
import {
  type Change,
  type Decision,
  type ImportFieldDefinition,
  type JudgedCells,
  rowError,
  rowWarning,
  type SourceRow,
} from '../imports/import-row.rules.ts'
import type { Issue } from '../imports/imports.schema.ts'
import {
  judgeLearnerCells,
  type LearnerImportContext,
  type LearnerValues,
  learnerImportFields,
} from '../learners/learner-import.rules.ts'
import { editableStates } from './enrolments.rules.ts'
import type { EnrolmentState } from './enrolments.schema.ts'

/** A person as learners are imported, and what they take. */
export const enrolmentImportFields = [
  ...learnerImportFields,
  {
    field: 'subjects',
    heading: '报考科目',
    required: false,
    synonyms: ['科目', '报名科目', '考试科目', '培训科目', '报考项目', '报考专业', 'Subjects', 'Subject'],
  },
] as const satisfies readonly ImportFieldDefinition[]

const subjectsAt = enrolmentImportFields.length - 1

type Subject = { readonly id: string; readonly name: string; readonly retired: boolean }

export type EnrolmentImportContext = LearnerImportContext & {
  readonly plan: { readonly id: string; readonly name: string; readonly subjects: readonly Subject[] }
}

/** `subjectIds` in the plan's order; null where the row says nothing of them. */
export type EnrolmentValues = LearnerValues & { readonly subjectIds: readonly string[] | null }

/** What one row of an enrolment file says, and what is wrong with it: of the person as in a learners' file. */
export function judgeEnrolmentCells(row: SourceRow, context: EnrolmentImportContext): JudgedCells<EnrolmentValues> {
  const { values, issues, ...judged } = judgeLearnerCells(row, context)
  const more: Issue[] = []
  const text = row.cells[subjectsAt] ?? ''
  const flag = row.flags?.[subjectsAt]
  if (flag === 'formula') more.push(rowWarning('formulaTaken', 'subjects'))
  if (flag === 'failed') more.push(rowError('formulaFailed', 'subjects', { value: text }))
  const subjectIds = flag === 'failed' ? null : readSubjects(text, context.plan.subjects, more)
  return { ...judged, values: { ...values, subjectIds }, issues: [...issues, ...more] }
}

const separators = /[、,，;；\n+＋]|\s{2,}/
const everything = new Set(['全部', '全科', '所有科目', '全部科目', 'ALL'])

/** Names of subjects with signs between them, as they stand in the plan; 全部 is all of them. */
function readSubjects(text: string, all: readonly Subject[], issues: Issue[]): string[] | null {
  const live = all.filter((subject) => !subject.retired)
  if (cleanText(text) === '') {
    if (live.length > 0) issues.push(rowWarning('subjectsMissing', 'subjects'))
    return null
  }
  if (live.length > 0 && everything.has(matchKey(text))) return live.map((subject) => subject.id)
  const byKey = new Map(live.map((subject) => [matchKey(subject.name), subject.id]))
  const whole = byKey.get(matchKey(text))
  if (whole !== undefined) return [whole]
  const names = text.split(separators).flatMap((part) => (cleanText(part) === '' ? [] : [cleanText(part)]))
  const unknown = names.find((name) => !byKey.has(matchKey(name)))
  if (unknown !== undefined) {
    const known = live.map((subject) => subject.name).join('、')
    issues.push(rowError('subjectUnknown', 'subjects', { name: unknown, known }))
    return null
  }
  const chosen = new Set(names.map((name) => byKey.get(matchKey(name))))
  return live.flatMap((subject) => (chosen.has(subject.id) ? [subject.id] : []))
}

/** A learner whom the database has, and what they are in the plan. */
export type KnownPerson = {
  readonly id: string
  readonly organisationPath: string
  readonly name: string
  readonly enabled: boolean
  readonly enrolment: {
    readonly id: string
    readonly state: EnrolmentState
    readonly organisationPath: string
    readonly subjectIds: readonly string[]
  } | null
}

const fresh: Decision = { outcome: 'new', subjectId: null, changes: [], issues: [] }

/**
 * What a row without errors does: a new person who is enrolled, a known one who is, other subjects of a draft, or nothing.
 * Of known people nothing but their enrolment is changed.
 */
export function decideEnrolment(
  values: EnrolmentValues,
  known: KnownPerson | undefined,
  { departments, plan }: EnrolmentImportContext,
): Decision {
  if (!known) return fresh
  const refuse = (subjectId: string | null, issue: Issue): Decision => ({
    outcome: 'error',
    subjectId,
    changes: [],
    issues: [issue],
  })
  const own = departments.root.path
  if (!known.organisationPath.startsWith(own)) return refuse(null, rowError('personElsewhere', null))
  const subjectId = known.id
  const { enrolment } = known
  if (enrolment && !enrolment.organisationPath.startsWith(own))
    return refuse(subjectId, rowError('enrolledElsewhere', null))
  if (!enrolment && !known.enabled) return refuse(subjectId, rowError('personDisabled', null))
  const taken = enrolment?.subjectIds ?? []
  const wanted = values.subjectIds ?? taken
  const named = (ids: readonly string[]) =>
    plan.subjects
      .filter((subject) => ids.includes(subject.id))
      .map((subject) => subject.name)
      .join('、')
  const changes: Change[] = enrolment ? [] : [{ field: 'enrolment', before: '', after: plan.name }]
  const same = wanted.length === taken.length && wanted.every((id) => taken.includes(id))
  if (!same) changes.push({ field: 'subjects', before: named(taken), after: named(wanted) })
  if (enrolment && changes.length > 0 && !editableStates.includes(enrolment.state))
    return refuse(subjectId, rowError('enrolmentFixed', 'subjects', { state: enrolment.state }))
  const issues = known.name === values.name ? [] : [rowWarning('nameDiffers', 'name', { before: known.name })]
  return { outcome: changes.length === 0 ? 'unchanged' : 'changed', subjectId, changes, issues }
}
