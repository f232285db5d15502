import { mostHoursOfOne } from '../../core/hours.ts'
import { cleanText, matchKey } from '../imports/cell-text.rules.ts'
import {
  type Decision,
  type ImportFieldDefinition,
  type JudgedCells,
  rowError,
  rowWarning,
  type SourceRow,
} from '../imports/import-row.rules.ts'
import type { Issue } from '../imports/imports.schema.ts'
import { judgeLearnerCells, type LearnerImportContext, learnerImportFields } from '../learners/learner-import.rules.ts'
import { isAboveCap, isOutsidePlan, readHours, titleKey } from './hours.rules.ts'
import type { HourKind, HourSums, PlanHours } from './hours.schema.ts'

/** Who it is, as learners are imported: their first three columns. */
const identityFields = learnerImportFields.slice(0, 3)

/** One row is one training of one person. */
export const hourImportFields: readonly ImportFieldDefinition[] = [
  ...identityFields,
  {
    field: 'training',
    heading: '培训名称',
    required: true,
    synonyms: [
      '培训',
      '课程名称',
      '课程',
      '培训课程',
      '培训内容',
      '培训项目',
      '培训班名称',
      '项目名称',
      'Training',
      'Course',
      'Title',
    ],
  },
  {
    field: 'hourKind',
    heading: '学时类型',
    required: true,
    synonyms: ['类型', '课程类型', '课程性质', '学时性质', '培训类型', '必修/选修', '必修选修', '类别', 'Kind', 'Type'],
  },
  {
    field: 'hours',
    heading: '学时',
    required: true,
    synonyms: ['学时数', '课时', '课时数', '培训学时', '获得学时', '学分', 'Hours'],
  },
  {
    field: 'studiedOn',
    heading: '培训日期',
    required: true,
    synonyms: ['日期', '培训时间', '学习日期', '学习时间', '时间', '完成日期', '结束日期', 'Date', 'Day'],
  },
  {
    field: 'evidence',
    heading: '证明',
    required: false,
    synonyms: ['证明材料', '证书编号', '证明文件', '证明编号', '凭据', '备注', 'Evidence', 'Proof'],
  },
]

export type HourImportContext = LearnerImportContext & {
  readonly rule: PlanHours
  /** Days of Shanghai. */
  readonly startsOn: string
  readonly endsOn: string
  readonly todayOn: string
}

export type HourValues = {
  readonly name: string
  readonly training: string
  readonly kind: HourKind
  /** Hundredths. */
  readonly hours: number
  readonly studiedOn: string
  readonly evidence: string
}

const kindWords: Readonly<Record<HourKind, readonly string[]>> = {
  compulsory: ['必修', '必修课', '必修课程', '必修学时', '必', 'COMPULSORY', 'REQUIRED'],
  elective: ['选修', '选修课', '选修课程', '选修学时', '选', 'ELECTIVE', 'OPTIONAL'],
}
const kindOf = new Map<string, HourKind>(
  (Object.keys(kindWords) as HourKind[]).flatMap((kind) => kindWords[kind].map((word) => [word, kind] as const)),
)

const [mostTitle, mostEvidence] = [100, 200]

/** What one row says, and what is wrong with it; nothing of it needs the database. */
export function judgeHourCells(row: SourceRow, context: HourImportContext): JudgedCells<HourValues> {
  const person = judgeLearnerCells(personOf(row), context)
  const issues: Issue[] = [...person.issues]
  const text = (field: string): string => {
    const index = hourImportFields.findIndex((one) => one.field === field)
    const cell = row.cells[index] ?? ''
    const flag = row.flags?.[index]
    if (flag === 'formula') issues.push(rowWarning('formulaTaken', field))
    if (flag !== 'failed') return cell
    issues.push(rowError('formulaFailed', field, { value: cell }))
    return failed
  }
  const training = readTitle(text('training'), issues)
  const kind = readKind(text('hourKind'), issues)
  const hours = readAmount(text('hours'), issues)
  const studiedOn = readStudiedOn(text('studiedOn'), context, issues)
  const evidence = readEvidence(text('evidence'), issues)
  const whole = training !== null && kind !== null && hours !== null && studiedOn !== null
  return {
    values: {
      name: person.values.name,
      training: training ?? '',
      kind: kind ?? 'elective',
      hours: hours ?? 0,
      studiedOn: studiedOn ?? '',
      evidence: evidence ?? '',
    },
    issues,
    identity:
      whole && person.identity !== null ? identityText(person.identity, { kind, studiedOn, hours, training }) : null,
    singles: [],
  }
}

/** Stands for a cell of which an error was said already. */
const failed = '\u0000'

const separator = '\u001f'

/** What makes two rows the same: the person, and the training with its kind, day and length. */
function identityText(
  person: string,
  { kind, studiedOn, hours, training }: Pick<HourValues, 'kind' | 'studiedOn' | 'hours' | 'training'>,
): string {
  return [person, kind, studiedOn, String(hours), titleKey(training)].join(separator)
}

/** The parts of such a text: whom it is about, and what. */
export function identityParts(text: string): {
  person: string
  kind: string
  studiedOn: string
  hours: string
  key: string
} {
  const [person = '', kind = '', studiedOn = '', hours = '', key = ''] = text.split(separator)
  return { person, kind, studiedOn, hours, key }
}

/** The row as learners' imports have it: their other columns are empty. */
function personOf(row: SourceRow): SourceRow {
  const flags = Object.entries(row.flags ?? {}).filter(([index]) => Number(index) < identityFields.length)
  return {
    ...row,
    cells: learnerImportFields.map((_, index) => (index < identityFields.length ? (row.cells[index] ?? '') : '')),
    flags: flags.length > 0 ? Object.fromEntries(flags) : null,
  }
}

function readTitle(cell: string, issues: Issue[]): string | null {
  if (cell === failed) return null
  const title = lineOf(cell)
  const length = [...title].length
  if (length < 2) issues.push(rowError(length === 0 ? 'valueMissing' : 'titleShort', 'training'))
  else if (length > mostTitle) issues.push(rowError('valueTooLong', 'training', { max: mostTitle, length }))
  else return title
  return null
}

function readEvidence(cell: string, issues: Issue[]): string | null {
  if (cell === failed) return null
  const evidence = lineOf(cell)
  const length = [...evidence].length
  if (length <= mostEvidence) return evidence
  issues.push(rowError('valueTooLong', 'evidence', { max: mostEvidence, length }))
  return null
}

/** As it was written, brackets and all, on one line. */
function lineOf(cell: string): string {
  return cell
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/[\p{Cf}\u3164]/gu, '')
    .trim()
}

function readKind(cell: string, issues: Issue[]): HourKind | null {
  if (cell === failed) return null
  if (cleanText(cell) === '') {
    issues.push(rowError('valueMissing', 'hourKind'))
    return null
  }
  const kind = kindOf.get(matchKey(cell)) ?? null
  if (kind === null) issues.push(rowError('hourKindUnknown', 'hourKind', { value: cell.slice(0, 20) }))
  return kind
}

function readAmount(cell: string, issues: Issue[]): number | null {
  if (cell === failed) return null
  if (cleanText(cell) === '') {
    issues.push(rowError('valueMissing', 'hours'))
    return null
  }
  const { hundredths, problem } = readHours(cell)
  if (problem === 'format') issues.push(rowError('hoursFormat', 'hours'))
  if (problem === 'digits') issues.push(rowError('hoursDigits', 'hours'))
  if (problem === 'range') issues.push(rowError('hoursRange', 'hours', { most: mostHoursOfOne / 100 }))
  return hundredths
}

const writtenDay =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/
const packedDay = /^(\d{4})(\d{2})(\d{2})$/

/** `2026-05-08`, `2026/5/8`, `2026年5月8日`, `20260508`, with a time or without: as `2026-05-08`. Null for what is no day. */
export function readDay(text: string): string | null {
  const match = writtenDay.exec(cleanText(text)) ?? packedDay.exec(cleanText(text))
  if (!match) return null
  const [, year = '', month = '', date = ''] = match
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const time = Date.parse(`${day}T00:00:00Z`)
  // 31 April would be 1 May.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? null : day
}

function readStudiedOn(cell: string, context: HourImportContext, issues: Issue[]): string | null {
  if (cell === failed) return null
  if (cleanText(cell) === '') {
    issues.push(rowError('valueMissing', 'studiedOn'))
    return null
  }
  const day = readDay(cell)
  if (day === null || day < '1990-01-01') {
    issues.push(rowError('dayFormat', 'studiedOn'))
    return null
  }
  if (day > context.todayOn) {
    issues.push(rowError('dayFuture', 'studiedOn', { day }))
    return null
  }
  if (isOutsidePlan(day, context.startsOn, context.endsOn)) {
    issues.push(rowWarning('dayOutsidePlan', 'studiedOn', { from: context.startsOn, to: context.endsOn }))
  }
  return day
}

/** A learner whom the row's ID number names, and what they have of this very training. */
export type KnownHours = HourSums & {
  readonly learnerId: string
  readonly name: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly takesPart: boolean
  /** `live`: it counts or waits. `withdrawn`: taken back, or corrected to nothing. */
  readonly before: 'live' | 'rejected' | 'withdrawn' | null
  readonly rejectedReason: string | null
  /** What the rows that are judged together bring this person of the row's kind, this row included. */
  readonly brought: number
}

/** What a row without errors does: it is recorded, or it is there already. */
export function decideHours(values: HourValues, known: KnownHours | undefined, context: HourImportContext): Decision {
  const refuse = (issue: Issue): Decision => ({ outcome: 'error', subjectId: null, changes: [], issues: [issue] })
  if (!known) return refuse(rowError('personUnknown', 'idNumber'))
  if (!known.organisationPath.startsWith(context.departments.root.path)) return refuse(rowError('hoursElsewhere', null))
  const issues: Issue[] = known.name === values.name ? [] : [rowWarning('nameDiffers', 'name', { before: known.name })]
  const done = { subjectId: known.learnerId, changes: [] }
  if (known.before === 'live') return { ...done, outcome: 'unchanged', issues }
  if (known.before === 'rejected') {
    issues.push(rowWarning('rejectedBefore', null, { reason: known.rejectedReason ?? '' }))
  }
  if (known.before === 'withdrawn') issues.push(rowWarning('withdrawnBefore', null))
  if (!known.takesPart) issues.push(rowWarning('notInPlan', null))
  const brought = Math.max(known.brought, values.hours)
  if (isAboveCap(context.rule, known, values.kind, brought)) issues.push(capWarning(values.kind, context.rule))
  return { ...done, outcome: 'new', issues }
}

function capWarning(kind: HourKind, rule: PlanHours): Issue {
  const cap = (kind === 'compulsory' ? rule.compulsoryCap : rule.electiveCap) ?? 0
  return rowWarning('aboveCap', 'hours', { kind, cap: (cap / 100).toFixed(2) })
}
