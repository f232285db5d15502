import type { LineCategory } from '../../../server/features/statements/statement-reading.schema.ts'
import { formatTableDay, formatTableTime } from '../../texts/format.ts'
import { t as words } from '../../texts/statement-words.zh-CN.ts'

type Moment = { readonly day: string; readonly time?: string | null }

/** The moment of a line in Shanghai; the middle of the day where the bank names the day alone. */
export function momentOf({ day, time }: Moment): string {
  return `${day}T${time ?? '12:00:00'}+08:00`
}

/** `05-06 15:32`, or `05-06` where the bank names the day alone. */
export function whenOf(line: Moment, now: Date): string {
  return line.time ? formatTableTime(momentOf(line), now) : formatTableDay(momentOf(line), now)
}

/** The text in pieces, with those that were recognised in it marked: an order's number in the remark. */
export function markFound(text: string, found: readonly string[]): { text: string; marked: boolean }[] {
  const wanted = [...new Set(found)].filter((one) => one !== '' && text.includes(one))
  if (wanted.length === 0) return [{ text, marked: false }]
  const pattern = new RegExp(`(${wanted.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`)
  return text
    .split(pattern)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, marked: wanted.includes(piece) }))
}

export function categoryWord(category: LineCategory): string {
  return words(category)
}

const reasonWords = {
  otherIncome: 'otherIncome',
  internalTransfer: 'internalTransfer',
  returnedElsewhere: 'returnedElsewhere',
  other: 'other',
  payment: 'payment',
  out: 'out',
  fee: 'fee',
  interest: 'interest',
  settlement: 'settlement',
  returned: 'returned',
  refund: 'refund',
  withdraw: 'withdraw',
  reversed: 'reversed',
  reversal: 'reversal',
} as const

/** Why a line is not matched: its own kind, a reason of the list, or what staff wrote. */
export function ignoredWord(reason: string): string {
  return Object.hasOwn(reasonWords, reason) ? words(reasonWords[reason as keyof typeof reasonWords]) : reason
}
