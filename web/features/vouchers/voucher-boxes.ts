import { type SlipFieldName, slipFieldNames } from '../../../server/features/vouchers/slip-fields.rules.ts'
import type { Check, VoucherFileView } from '../../../server/features/vouchers/vouchers.schema.ts'
import type { PictureBox } from '../../components/picture-viewer.tsx'
import { slipField } from '../../texts/checks.ts'

const order: Record<Check['verdict'], number> = { fail: 3, warn: 2, pass: 1, pending: 0 }

/** The fields read on one file as boxes over its picture, in the colour of the worst check about each. */
export function boxesOf(file: VoucherFileView, checks: readonly Check[]): PictureBox[] {
  return file.fields.flatMap((field) => {
    const verdicts = checks.filter((check) => check.field === field.name).map((check) => check.verdict)
    const verdict = verdicts.sort((a, b) => order[b] - order[a])[0] ?? 'pending'
    // A slip's fields are numbered in their order.
    const number = slipFieldNames.indexOf(field.name as SlipFieldName) + 1
    if (number === 0 || field.quads.length === 0) return []
    return [{ id: field.name, number, label: slipField(field.name as SlipFieldName), verdict, quads: field.quads }]
  })
}
