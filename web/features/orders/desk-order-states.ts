import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/desk-orders.zh-CN.ts'

export const orderStates = ['open', 'paid', 'expired', 'cancelled'] as const satisfies readonly OrderListRow['state'][]
export const orderModes = ['payFirst', 'invoiceFirst'] as const satisfies readonly OrderListRow['mode'][]

export const orderTones: Readonly<Record<OrderListRow['state'], StateTone>> = {
  open: 'waiting',
  paid: 'settled',
  expired: 'rejected',
  cancelled: 'neutral',
}

export function orderStateWord(state: OrderListRow['state']): string {
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
