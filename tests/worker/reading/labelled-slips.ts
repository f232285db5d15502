import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { SlipReading } from '../../../server/features/vouchers/slip-reading.schema.ts'

export const vouchersFolder = new URL('../../fixtures/vouchers/', import.meta.url)

export const labelledFields = [
  'amountFen',
  'amountInWords',
  'payerName',
  'payerAccount',
  'payeeName',
  'payeeAccount',
  'orderNo',
  'serialNo',
  'paidAt',
  'remark',
] as const
export type LabelledField = (typeof labelledFields)[number]

export type SlipLabel = { readonly file: string } & Readonly<Record<LabelledField, string | number | null>>

export async function readLabels(): Promise<SlipLabel[]> {
  return JSON.parse(await readFile(new URL('labels.json', vouchersFolder), 'utf8'))
}

export function voucherPath(file: string): string {
  return fileURLToPath(new URL(file, vouchersFolder))
}

/** The fixtures' README: after NFKC, without blanks and brackets; dates by day; accounts by their digits. */
export function comparable(field: LabelledField, value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null
  const text = String(value)
    .normalize('NFKC')
    .replace(/[\s()[\]【】]/g, '')
  if (field === 'paidAt') return text.slice(0, 10)
  return field.endsWith('Account') ? text.replace(/\D/g, '') : text
}

export function comparableReading(reading: SlipReading): Record<string, string | null> {
  return Object.fromEntries(
    labelledFields.map((field) => [field, comparable(field, reading.fields[field]?.value ?? null)]),
  )
}

export function comparableLabel(label: SlipLabel): Record<string, string | null> {
  return Object.fromEntries(labelledFields.map((field) => [field, comparable(field, label[field])]))
}
