import type { JSX } from 'solid-js'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { Chop, type StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/orders.zh-CN.ts'

export const orderTones: Record<OrderListRow['state'], StateTone> = {
  open: 'waiting',
  paid: 'settled',
  expired: 'neutral',
  cancelled: 'neutral',
}

/** An order's state as a chop; partly paid, or somebody paying it, is a state of its own to the reader: 缴费中. */
export function OrderChop(props: {
  order: Pick<OrderListRow, 'state' | 'paidFen' | 'underWay'>
  since?: JSX.Element | undefined
  urgent?: boolean | undefined
}): JSX.Element {
  return (
    <Chop tone={orderTones[props.order.state]} since={props.since} sinceUrgent={props.urgent}>
      {orderWord(props.order)}
    </Chop>
  )
}

export function orderWord(order: Pick<OrderListRow, 'state' | 'paidFen' | 'underWay'>): string {
  if (order.state !== 'open') return t(order.state)
  return order.paidFen > 0 || order.underWay.attempt || order.underWay.voucher ? t('paying') : t('open')
}
