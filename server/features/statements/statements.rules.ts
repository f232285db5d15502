import { AppError } from '../../core/app-error.ts'
import type { Transitions } from '../../core/transitions.ts'
import { type LineCategory, lineCategories } from './statement-reading.schema.ts'
import {
  type IgnoreLineInput,
  ignoreReasons,
  type StatementFileState,
  type StatementLineState,
} from './statements.schema.ts'

/**
 *   received -> reading -> imported
 *     ^  ^        |  |
 *     |  |        |  '--> waiting    its columns or its account have to be told
 *     |  |        '-----> refused     or put away by staff, who have no use for it
 *     |  '--- told, or read again ---' (waiting, refused)
 *     '------ read again once its account is one of ours
 */
export const statementFileTransitions: Transitions<StatementFileState> = {
  received: ['reading'],
  reading: ['reading', 'waiting', 'imported', 'refused'],
  waiting: ['received', 'refused'],
  refused: ['received', 'refused'],
  imported: [],
}

/** Lines of these are money in that somebody paid; all others begin as ignored, with the category as the reason. */
export function startOf(category: LineCategory): { state: StatementLineState; ignoredReason: string | null } {
  return category === 'payment'
    ? { state: 'unmatched', ignoredReason: null }
    : { state: 'ignored', ignoredReason: category }
}

type LineToDecide = {
  readonly state: StatementLineState
  readonly direction: 'in' | 'out'
  readonly category: string
  readonly amountFen: number
  readonly allocatedFen: number
}

/** Throws `lineNotOpen` unless nothing of the line is given away yet. */
export function checkIgnorable(line: LineToDecide): void {
  const open = (line.state === 'unmatched' || line.state === 'suggested') && line.allocatedFen === 0
  if (!open) throw new AppError('lineNotOpen', { state: line.state })
}

/** Money that came in and that the bank did not take back may be taken up. Throws `lineNotOpen`. */
export function checkTakeUp(line: LineToDecide): void {
  const money = line.direction === 'in' && line.amountFen > 0 && !['reversed', 'reversal'].includes(line.category)
  if (line.state !== 'ignored' || !money) throw new AppError('lineNotOpen', { state: line.state })
}

/** As it is kept: one of the known reasons, with words behind a colon where there are any; or the words alone. */
export function reasonOf({ reason, text }: Pick<IgnoreLineInput, 'reason' | 'text'>): string {
  if (reason === 'other') return text ?? ''
  return text ? `${reason}:${text}` : reason
}

/** The other way round: what is known of a kept reason, and the words. */
export function partsOfReason(kept: string): { readonly code: string | null; readonly text: string } {
  const [, code = null, text = ''] = /^([A-Za-z]+)(?::(.*))?$/s.exec(kept) ?? []
  return code !== null && isKnownReason(code) ? { code, text } : { code: null, text: kept }
}

const knownReasons: ReadonlySet<string> = new Set([...lineCategories, ...ignoreReasons])
const isKnownReason = (code: string) => code !== 'other' && knownReasons.has(code)
