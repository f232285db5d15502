import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/desk-orders.zh-CN.ts'

export const orderStates = ['open', 'paid', 'expired', 'cancelled'] as const satisfies readonly OrderListRow['state'][]
export const orderKinds = ['enrolments', 'studyCards'] as const satisfies readonly OrderListRow['kind'][]
export const orderModes = ['payFirst', 'invoiceFirst'] as const satisfies readonly OrderListRow['mode'][]

export const orderTones: Readonly<Record<OrderListRow['state'], StateTone>> = {
  open: 'waiting',
  paid: 'settled',
  expired: 'rejected',
  cancelled: 'neutral',
}

/** An open order that is being paid, or is paid in part, says so: 缴费中. */
export function orderStateWord(
  state: OrderListRow['state'],
  order?: Pick<OrderListRow, 'paidFen' | 'underWay'>,
): string {
  if (state === 'open' && order && (order.paidFen > 0 || order.underWay.attempt || order.underWay.voucher)) {
    return t('statePaying')
  }
  const words = {
    open: 'stateOpen',
    paid: 'statePaid',
    expired: 'stateExpired',
    cancelled: 'stateCancelled',
  } as const
  return t(words[state])
}

export function orderModeWord(mode: OrderListRow['mode']): string {
  return t(mode === 'payFirst' ? 'modePayFirst' : 'modeInvoiceFirst')
}

export function orderKindWord(kind: OrderListRow['kind']): string {
  return t(kind === 'studyCards' ? 'kindStudyCards' : 'kindEnrolments')
}
