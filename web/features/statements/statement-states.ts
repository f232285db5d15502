import type { LineCategory, StatementRowError } from '../../../server/features/statements/statement-reading.schema.ts'
import type {
  IgnoreReason,
  StatementFileRow,
  StatementLineState,
  StatementLineView,
} from '../../../server/features/statements/statements.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { formatCalendarDay, formatPhrases } from '../../texts/format.ts'
import { t as words } from '../../texts/statement-words.zh-CN.ts'

/** Whether the worker has it in hand, or will. */
export const inWork = (file: Pick<StatementFileRow, 'state'>) => file.state === 'received' || file.state === 'reading'

/** The state of a file in a word, with what about it wants somebody. */
export function stateOf(file: StatementFileRow): { readonly word: string; readonly tone: StateTone } {
  switch (file.state) {
    case 'received':
      return { word: t('received'), tone: 'neutral' }
    case 'reading':
      return { word: t(file.lineCount === null ? 'reading' : 'writing'), tone: 'neutral' }
    case 'waiting':
      return { word: t(file.waitingFor === 'account' ? 'waitingAccount' : 'waitingColumns'), tone: 'waiting' }
    case 'refused':
      return file.error?.code === 'statementDiscarded'
        ? { word: t('discarded'), tone: 'neutral' }
        : { word: t('refused'), tone: 'rejected' }
    case 'imported':
      if ((file.gapCount ?? 0) > 0) return { word: t('importedGaps'), tone: 'waiting' }
      if (file.rowErrorCount > 0) return { word: t('importedErrors'), tone: 'waiting' }
      return { word: t('imported'), tone: 'settled' }
  }
}

/** `建设银行 尾号 5678`: ours where it is known, else what the file says. */
export function accountWord(file: Pick<StatementFileRow, 'payeeAccount' | 'bank' | 'account'>): string {
  const bank = file.payeeAccount?.bank ?? file.bank ?? ''
  const number = file.payeeAccount?.account ?? file.account ?? ''
  if (number === '') return bank || '–'
  return t('tail', { bank, tail: number.slice(-4) }).trim()
}

export function periodWord(file: Pick<StatementFileRow, 'firstDay' | 'lastDay'>): string {
  const { firstDay, lastDay } = file
  if (firstDay === null || lastDay === null) return '–'
  if (firstDay === lastDay) return formatCalendarDay(firstDay)
  return t('days', { from: formatCalendarDay(firstDay), to: formatCalendarDay(lastDay) })
}

/** The same for a column: the year once. */
export function periodShort({ firstDay, lastDay }: Pick<StatementFileRow, 'firstDay' | 'lastDay'>): string {
  if (firstDay === null || lastDay === null) return '–'
  if (firstDay === lastDay) return firstDay
  const to = firstDay.slice(0, 4) === lastDay.slice(0, 4) ? lastDay.slice(5) : lastDay
  return t('days', { from: firstDay, to })
}

export const lineTones: Readonly<Record<StatementLineState, StateTone>> = {
  unmatched: 'waiting',
  suggested: 'waiting',
  matched: 'settled',
  ignored: 'neutral',
}

/** What became of a line; of one that wants no matching, what it is. */
export function lineWord(line: Pick<StatementLineView, 'state' | 'category' | 'ignoredByName'>): string {
  return line.state === 'ignored' && line.ignoredByName === null ? words(line.category) : words(line.state)
}

const knownReasons = [
  'payment',
  'out',
  'fee',
  'interest',
  'settlement',
  'returned',
  'refund',
  'withdraw',
  'reversed',
  'reversal',
  'otherIncome',
  'internalTransfer',
  'returnedElsewhere',
] as const satisfies readonly (LineCategory | IgnoreReason)[]

/** Why a line wants no matching, in words: a category or a known reason with words behind it, or what staff wrote. */
export function ignoredReasonWord(kept: string): string {
  const [, code, text = ''] = /^([A-Za-z]+)(?::(.*))?$/s.exec(kept) ?? []
  const known = knownReasons.find((one) => one === code)
  return known === undefined ? kept : formatPhrases([words(known), ...(text === '' ? [] : [text])])
}

export function rowErrorSentence(error: StatementRowError): string {
  const said = words(error.code)
  return error.column === null || error.column === ''
    ? t('rowError', { row: error.row, said })
    : t('rowErrorIn', { row: error.row, column: error.column, said })
}
