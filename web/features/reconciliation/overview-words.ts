import type {
  InvoiceStand,
  OverviewRow,
  OverviewWay,
  ReviewState,
  StatementStand,
} from '../../../server/features/reconciliation/overview.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'

/** 缴费方式, in the order of their tabs; the manual's 银行转账凭证 comes first. */
export const ways = ['transfer', 'online', 'credit', 'awaiting'] as const satisfies readonly OverviewWay[]

/** The states that each way has, in the order in which somebody would ask for them. */
export const statesOf: Readonly<Record<OverviewWay, readonly ReviewState[]>> = {
  transfer: ['waiting', 'approved', 'rejected', 'reversed'],
  online: ['waiting', 'approved', 'failed'],
  credit: ['approved'],
  awaiting: ['awaiting'],
}

export const invoiceStands = [
  'none',
  'filled',
  'requested',
  'issued',
  'rejected',
  'redFlushed',
] as const satisfies readonly InvoiceStand[]

export const modes = ['payFirst', 'invoiceFirst'] as const satisfies readonly OverviewRow['mode'][]

/** A slip is reviewed and approved; online it is being paid, and the money comes. */
export function stateWord(state: ReviewState, way: OverviewWay): string {
  switch (state) {
    case 'awaiting':
      return t('stateAwaiting')
    case 'waiting':
      return t(way === 'online' ? 'statePaying' : 'stateWaiting')
    case 'approved':
      return t(way === 'transfer' ? 'stateApproved' : 'statePaid')
    case 'rejected':
      return t('stateRejected')
    case 'failed':
      return t('stateFailed')
    case 'reversed':
      return t('stateReversed')
  }
}

export const stateTones: Readonly<Record<ReviewState, StateTone>> = {
  awaiting: 'waiting',
  waiting: 'waiting',
  approved: 'settled',
  rejected: 'rejected',
  failed: 'neutral',
  reversed: 'neutral',
}

const invoiceKeys = {
  none: 'invoiceNone',
  filled: 'invoiceFilled',
  requested: 'invoiceRequested',
  issued: 'invoiceIssued',
  rejected: 'invoiceRejected',
  redFlushed: 'invoiceRedFlushed',
} as const satisfies Record<InvoiceStand, string>

export const invoiceWord = (stand: InvoiceStand) => t(invoiceKeys[stand])

export const invoiceTones: Readonly<Record<InvoiceStand, StateTone>> = {
  none: 'neutral',
  filled: 'neutral',
  requested: 'waiting',
  issued: 'settled',
  rejected: 'rejected',
  redFlushed: 'neutral',
}

const lineKeys = {
  shown: 'lineShown',
  part: 'linePart',
  suggested: 'lineSuggested',
  none: 'lineNone',
} as const satisfies Record<StatementStand, string>

export const lineWord = (stand: StatementStand) => t(lineKeys[stand])

export const lineTones: Readonly<Record<StatementStand, StateTone>> = {
  shown: 'settled',
  part: 'waiting',
  suggested: 'waiting',
  none: 'neutral',
}

/** `2026-05-02T12:19:08` as it is read: a day alone stays one, and midnight is a day whose time nobody knows. */
export function movedWord(movedAt: string | null, withSeconds = false): string {
  if (movedAt === null) return '–'
  const [day = '', time = ''] = movedAt.split('T')
  if (time === '' || time.startsWith('00:00')) return day
  return `${day} ${time.slice(0, withSeconds ? 8 : 5)}`
}

/** The same in a narrow column: the year is said where it is another one. */
export function movedShort(movedAt: string | null, now: Date): string {
  const word = movedWord(movedAt)
  return word.startsWith(`${now.getFullYear()}-`) ? word.slice(5) : word
}
