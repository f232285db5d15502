import type { RefundFrom, RefundListRow } from '../../../server/features/refunds/refunds.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/refunds.zh-CN.ts'

type State = RefundListRow['state']

export const refundTones: Record<State, StateTone> = {
  requested: 'waiting',
  approved: 'waiting',
  sent: 'waiting',
  done: 'settled',
  failed: 'rejected',
  rejected: 'rejected',
  withdrawn: 'neutral',
}

/** A transfer that finance has yet to make is a state of its own to the reader. */
export function refundStateWord(refund: Pick<RefundListRow, 'state' | 'way'>): string {
  return refund.state === 'sent' && refund.way === 'transfer' ? t('sentTransfer') : t(refund.state)
}

export function methodWord(method: 'transfer' | 'credit' | 'card' | 'netbank' | 'wechat' | 'alipay'): string {
  if (method === 'transfer') return t('transferMethod')
  return method === 'credit' ? t('creditMethod') : t(method)
}

/** What a reader tells apart: it is under way, it is done, it came to nothing. */
export const groupWords = { waiting: 'groupWaiting', done: 'groupDone', stopped: 'groupStopped' } as const
export const groupNames = ['waiting', 'done', 'stopped'] as const

/** What a page's address asks to refund. */
export function refundFrom(search: { order?: string | undefined; credit?: string | undefined }): RefundFrom | null {
  if (search.order) return { kind: 'order', orderId: search.order }
  return search.credit ? { kind: 'credit', organisationId: search.credit } : null
}
