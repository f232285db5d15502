import { fen, formatFen } from '../../../server/core/money.ts'
import { checkValues } from '../../texts/checks.ts'
import { t } from '../../texts/desk-review.zh-CN.ts'
import type { SlipField, SlipFieldId } from './slip-fields.ts'

const labels = {
  amount: 'fieldAmount',
  words: 'fieldWords',
  payer: 'fieldPayer',
  payee: 'fieldPayee',
  reference: 'fieldReference',
  date: 'fieldDate',
  serial: 'fieldSerial',
} as const satisfies Record<SlipFieldId, string>

/** `付款人`: short, as it stands in the comparison. */
export function fieldLabel(id: SlipFieldId): string {
  return t(labels[id])
}

/** A value as people read it: fen as yuan, a moment without its T. */
export function valueText(id: SlipFieldId, value: string): string {
  if (id === 'amount') return formatFen(fen(Number(value)))
  return id === 'date' ? value.replace('T', ' ') : value
}

export function readText(field: SlipField): string | null {
  return field.read === null ? null : valueText(field.id, field.read)
}

/** What the check wanted to see, where that is one value that can be laid beside the one that was read. */
export function expectedText(field: SlipField): string | null {
  const expected = field.check?.expected ?? null
  if (expected === null || field.id === 'date' || field.id === 'serial' || field.id === 'words') return null
  // Several accounts or names of ours: none of them is the one that should stand here.
  if (field.id === 'payee' && expected.includes(' ')) return null
  return valueText(field.id, expected)
}

/** Where the expected value is from: 待缴, 填的, 单位, 中心, 订单. */
export function expectedLabel(field: SlipField): string {
  const values = field.check ? checkValues(field.check) : []
  return values.at(-1)?.label ?? t('shouldBe')
}

/** The two texts whose differing characters are worth marking; null where there is nothing to lay side by side. */
export function differingTexts(field: SlipField): { read: string; expected: string } | null {
  if (field.verdict === 'pass') return null
  const expected = expectedText(field)
  // A reference holds more than the number: only the number that was found in it is compared.
  const read = field.id === 'reference' ? (field.check?.found ?? null) : readText(field)
  return read === null || expected === null || read === expected ? null : { read, expected }
}
