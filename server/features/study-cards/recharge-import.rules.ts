import { type Fen, formatFen, parseYuan } from '../../core/money.ts'
import { personNameKey } from '../../core/names.ts'
import { cleanText } from '../imports/cell-text.rules.ts'
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

/** Who it is, as learners are imported: their first three columns. */
const identityFields = learnerImportFields.slice(0, 3)

/** One row is one person's amount. */
export const rechargeImportFields: readonly ImportFieldDefinition[] = [
  ...identityFields,
  {
    field: 'amount',
    heading: '充值金额',
    required: true,
    synonyms: [
      '金额',
      '充值',
      '充值额',
      '金额（元）',
      '金额(元)',
      '充值金额（元）',
      '充值金额(元)',
      '学习卡金额',
      'Amount',
    ],
  },
]

const amountAt = identityFields.length

export type RechargeImportContext = LearnerImportContext

export type RechargeValues = { readonly name: string; readonly amountFen: Fen }

/** What one row says, and what is wrong with it; nothing of it needs the database. */
export function judgeRechargeCells(row: SourceRow, context: RechargeImportContext): JudgedCells<RechargeValues> {
  const person = judgeLearnerCells(personOf(row), context)
  const issues: Issue[] = [...person.issues]
  const amountFen = readAmount(row, issues)
  return {
    values: { name: person.values.name, amountFen: amountFen ?? (0 as Fen) },
    issues,
    identity: amountFen === null ? null : person.identity,
    singles: [],
  }
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

function readAmount(row: SourceRow, issues: Issue[]): Fen | null {
  const text = row.cells[amountAt] ?? ''
  const flag = row.flags?.[amountAt]
  if (flag === 'failed') {
    issues.push(rowError('formulaFailed', 'amount', { value: text }))
    return null
  }
  if (flag === 'formula') issues.push(rowWarning('formulaTaken', 'amount'))
  const amountFen = amountOf(text)
  if (cleanText(text) === '') issues.push(rowError('valueMissing', 'amount'))
  else if (amountFen === null) issues.push(rowError('amountFormat', 'amount'))
  return amountFen
}

/** What a cell says in yuan; a program's own number has no more decimals than it was typed with. */
export function amountOf(text: string): Fen | null {
  return parseYuan(cleanText(text))
}

/** The amount of a row that will be recharged. */
export function amountOfCells(cells: readonly string[]): number {
  return amountOf(cells[amountAt] ?? '') ?? 0
}

/** A learner whom the row's ID number names, and what they got of this batch by the last file. */
export type KnownHolder = {
  readonly learnerId: string
  readonly name: string
  readonly enabled: boolean
  readonly organisationPath: string
  /** Null: nothing, or it was taken back since. */
  readonly importedFen: Fen | null
  /** `2026-05-02` in Shanghai. */
  readonly importedOn: string | null
}

/**
 * What a row without errors does. The name has to be the one that is known: money goes by it. Who got the same amount of
 * this batch by an earlier file gets nothing again, so that a file that is sent twice, or sent again with some rows put
 * right, recharges nobody twice.
 */
export function decideRecharge(
  values: RechargeValues,
  known: KnownHolder | undefined,
  context: RechargeImportContext,
): Decision {
  const refuse = (issue: Issue): Decision => ({ outcome: 'error', subjectId: null, changes: [], issues: [issue] })
  if (!known) return refuse(rowError('personUnknown', 'idNumber'))
  if (!known.organisationPath.startsWith(context.departments.root.path))
    return refuse(rowError('rechargeElsewhere', null))
  if (!known.enabled) return refuse(rowError('personDisabled', null))
  if (personNameKey(known.name) !== personNameKey(values.name)) {
    return refuse(rowError('nameDiffers', 'name', { before: known.name }))
  }
  const done = { subjectId: known.learnerId, changes: [] }
  if (known.importedFen === null) return { ...done, outcome: 'new', issues: [] }
  const before = { amount: formatFen(known.importedFen), day: known.importedOn }
  return known.importedFen === values.amountFen
    ? { ...done, outcome: 'unchanged', issues: [rowWarning('alreadyRecharged', 'amount', before)] }
    : { ...done, outcome: 'new', issues: [rowWarning('rechargedBefore', 'amount', before)] }
}
