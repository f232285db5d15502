import type { SlipFieldName } from '../../../server/features/vouchers/slip-reading.schema.ts'
import type { Check, VoucherFileView } from '../../../server/features/vouchers/vouchers.schema.ts'
import type { PictureBox } from '../../components/picture-viewer.tsx'
import { slipField } from '../../texts/checks.ts'

/** The order in which a slip's fields are numbered. */
const numbered: readonly SlipFieldName[] = [
  'amountFen',
  'amountInWords',
  'payerName',
  'payerAccount',
  'payerBank',
  'payeeName',
  'payeeAccount',
  'payeeBank',
  'orderNo',
  'serialNo',
  'paidAt',
  'remark',
]

const order: Record<Check['verdict'], number> = { fail: 3, warn: 2, pass: 1, pending: 0 }

/** The fields read on one file as boxes over its picture, in the colour of the worst check about each. */
export function boxesOf(file: VoucherFileView, checks: readonly Check[]): PictureBox[] {
  return file.fields.flatMap((field) => {
    const verdicts = checks.filter((check) => check.field === field.name).map((check) => check.verdict)
    const verdict = verdicts.sort((a, b) => order[b] - order[a])[0] ?? 'pending'
    const number = numbered.indexOf(field.name as SlipFieldName) + 1
    if (number === 0 || field.quads.length === 0) return []
    return [{ id: field.name, number, label: slipField(field.name as SlipFieldName), verdict, quads: field.quads }]
  })
}
