import { AppError } from '../../../server/core/app-error.ts'
import { fen } from '../../../server/core/money.ts'
import type { EntryKind } from '../../../server/features/study-cards/card-entries.schema.ts'
import type {
  BatchRow,
  BatchState,
  Operation,
  OperationCheck,
  OperationState,
} from '../../../server/features/study-cards/study-cards.schema.ts'
import { appErrorFrom } from '../../api.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatCalendarDay, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'

export const batchStates = ['usable', 'expiring', 'expired'] as const satisfies readonly BatchState[]

export const batchTones: Record<BatchState, StateTone> = { usable: 'settled', expiring: 'waiting', expired: 'neutral' }

export const operationTones: Record<OperationState, StateTone> = {
  waiting: 'waiting',
  running: 'waiting',
  done: 'settled',
  failed: 'rejected',
}

export const entryKindList = [
  'recharged',
  'rechargeTakenBack',
  'courseOpened',
  'courseClosed',
  'cardsExpired',
  'cardsRevived',
  'correction',
] as const satisfies readonly EntryKind[]

/** Into a learner's account, out of it, or gone. */
export const entryTones: Record<EntryKind, StateTone> = {
  recharged: 'settled',
  rechargeTakenBack: 'waiting',
  courseOpened: 'neutral',
  courseClosed: 'waiting',
  cardsExpired: 'rejected',
  cardsRevived: 'settled',
  correction: 'waiting',
}

/** Whether the worker still has it: then pages ask again and again. */
export function inWork(state: OperationState): boolean {
  return state === 'waiting' || state === 'running'
}

/** `已给 300 人充值 ¥59,400.00`. */
export function doneSentence(one: Operation): string {
  return t(`done_${one.kind}`, { count: one.people, sum: formatYuan(fen(one.totalFen)) })
}

/** A refusal that came in an answer rather than as one. */
export function storedError(error: { readonly code: string; readonly details: Record<string, unknown> }): AppError {
  return appErrorFrom({ app: error }) ?? new AppError('internal')
}

type Refused = OperationCheck['refused'][number]

/** Why somebody is left out, with what they have or lack. */
export function refusalWords({ why, heldFen, missingFen }: Pick<Refused, 'why' | 'heldFen' | 'missingFen'>): string {
  return joinParts(
    t(`why_${why}`),
    why === 'balanceTooLow' && missingFen !== null ? t('missing', { amount: formatYuan(fen(missingFen)) }) : null,
    why === 'holdsLess' && heldFen !== null ? t('holds', { amount: formatYuan(fen(heldFen)) }) : null,
  )
}

/** Until when a batch is good, and what is lost where that is near or over; null where neither. */
export function batchWarning(batch: Pick<BatchRow, 'state' | 'expiresOn' | 'leftFen' | 'expiredFen'>): string | null {
  const day = formatCalendarDay(batch.expiresOn)
  if (batch.state === 'expiring' && batch.leftFen > 0)
    return t('expiresSoon', { day, left: formatYuan(fen(batch.leftFen)) })
  if (batch.state === 'expired' && batch.expiredFen > 0)
    return t('ranOut', { day, amount: formatYuan(fen(batch.expiredFen)) })
  return null
}
