import {
  type ColumnMapping,
  type MappedField,
  mappedFields,
} from '../../../server/features/statements/statement-reading.schema.ts'
import type { SampleRow } from '../../../server/features/statements/statements.schema.ts'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { t as words } from '../../texts/statement-words.zh-CN.ts'

/** What a column can mean. Of remarks and summaries several columns can be; of the rest one. */
export type Meaning = MappedField | 'remark' | 'summary'

/** What staff said so far: the date may still be missing. */
export type MappingDraft = Omit<ColumnMapping, 'date'> & { readonly date?: number | undefined }

/** In the order in which they are offered: what is needed first. */
const offered: readonly Meaning[] = [
  'date',
  'time',
  'in',
  'out',
  'amount',
  'flag',
  'balance',
  'name',
  'account',
  'remark',
  'summary',
  'serial',
  'payerName',
  'payerAccount',
  'payeeName',
  'payeeAccount',
  'reference',
  'reversal',
  'ownAccount',
  'ownName',
]

const texts = {
  date: ['columnDate', 'hintDate'],
  time: ['columnTime', 'hintTime'],
  in: ['columnIn', 'hintIn'],
  out: ['columnOut', 'hintOut'],
  amount: ['columnAmount', 'hintAmount'],
  flag: ['columnFlag', 'hintFlag'],
  balance: ['columnBalance', 'hintBalance'],
  name: ['columnName', 'hintName'],
  account: ['columnAccount', 'hintAccount'],
  payerName: ['columnPayerName', 'hintPayer'],
  payerAccount: ['columnPayerAccount', 'hintPayer'],
  payeeName: ['columnPayeeName', 'hintPayee'],
  payeeAccount: ['columnPayeeAccount', 'hintPayee'],
  serial: ['columnSerial', 'hintSerial'],
  reference: ['columnReference', 'hintReference'],
  reversal: ['columnReversal', 'hintReversal'],
  ownAccount: ['columnOwnAccount', 'hintOwn'],
  ownName: ['columnOwnName', 'hintOwn'],
  remark: ['columnRemark', 'hintRemark'],
  summary: ['columnSummary', 'hintSummary'],
} as const satisfies Record<Meaning, readonly [string, string]>

export const meaningChoices = (): { value: Meaning; label: string; hint: string }[] =>
  offered.map((value) => ({ value, label: words(texts[value][0]), hint: t(texts[value][1]) }))

export function meaningOf(mapping: MappingDraft, column: number): Meaning | null {
  if (mapping.remarks.includes(column)) return 'remark'
  if (mapping.summaries?.includes(column)) return 'summary'
  return mappedFields.find((field) => mapping[field] === column) ?? null
}

/** Money stands either in two columns or in one: choosing one of the ways lets go of the other. */
const otherWay: Readonly<Partial<Record<Meaning, readonly MappedField[]>>> = {
  in: ['amount', 'flag'],
  out: ['amount', 'flag'],
  amount: ['in', 'out'],
  flag: ['in', 'out'],
}

/** The mapping with a column meaning something else, or nothing. What only one column can be, the other one is no more. */
export function withMeaning(mapping: MappingDraft, column: number, meaning: Meaning | null): MappingDraft {
  const next: Record<string, unknown> = { ...mapping }
  for (const field of mappedFields) {
    const gone = mapping[field] === column || field === meaning || (meaning && otherWay[meaning]?.includes(field))
    if (gone) delete next[field]
  }
  next.remarks = mapping.remarks.filter((one) => one !== column)
  next.summaries = (mapping.summaries ?? []).filter((one) => one !== column)
  if (meaning === 'remark') next.remarks = [...(next.remarks as number[]), column].toSorted((a, b) => a - b)
  else if (meaning === 'summary') next.summaries = [...(next.summaries as number[]), column].toSorted((a, b) => a - b)
  else if (meaning !== null) next[meaning] = column
  return next as MappingDraft
}

/** What has to be said before the file can be read. */
export function missingIn(mapping: MappingDraft): 'date' | 'amount' | null {
  if (mapping.date === undefined) return 'date'
  return mapping.in === undefined && mapping.out === undefined && mapping.amount === undefined ? 'amount' : null
}

export function isWhole(mapping: MappingDraft): mapping is ColumnMapping {
  return missingIn(mapping) === null
}

export const emptyMapping: MappingDraft = { headerRow: 0, headerRows: 1, remarks: [], summaries: [] }

/** `A`, `Z`, `AA`: as the person's program names it. */
export function letterOf(column: number): string {
  const rest = Math.floor(column / 26)
  return `${rest > 0 ? letterOf(rest - 1) : ''}${String.fromCharCode(65 + (column % 26))}`
}

/** Where the headings can be: one of the rows that are shown, the two that were guessed, or nowhere. */
export function headerChoices(sample: readonly SampleRow[], guess: MappingDraft | null) {
  const first = sample[0]?.row ?? 1
  const two = guess && guess.headerRows >= 2 ? guess.headerRow + 1 : null
  return [
    ...(two === null ? [] : [{ value: `${two}+2`, label: t('headerAtTwo', { row: two }) }]),
    ...sample.map(({ row }) => ({ value: `${row}+1`, label: t('headerAt', { row }) })),
    { value: `${first}+0`, label: t('headerNone', { row: first }) },
  ]
}

export const headerValue = (mapping: MappingDraft) => `${mapping.headerRow + 1}+${mapping.headerRows}`

/** Another row holds the headings: by its words the old one would be found again, so they go. */
export function withHeader(mapping: MappingDraft, value: string): MappingDraft {
  const [row = 1, rows = 1] = value.split('+').map(Number)
  const { headerSignature: _, ...rest } = mapping
  return { ...rest, headerRow: row - 1, headerRows: rows }
}
