import { type JSX, Show } from 'solid-js'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import type { VoucherRow } from '../../../server/features/vouchers/vouchers.schema.ts'
import { DeskPage, Pane, Panes } from '../../components/desk-shell.tsx'
import { Line, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/orders.zh-CN.ts'
import { PaymentCards } from '../payments/payment-cards.tsx'
import { VoucherCards } from '../vouchers/voucher-cards.tsx'
import { OrderChanges } from './order-changes.tsx'
import { OrderAbout, OrderHead, OrderInvoices, OrderMake, OrderStanding } from './order-parts.tsx'
import { OrderPeople } from './order-people.tsx'
import { PayByTransfer } from './pay-by-transfer.tsx'

/** An order on a desk: what it is and for whom at the left, how it is paid and what became of that at the right. */
export default function DeskOwnOrder(props: {
  order: OrderView
  vouchers: readonly VoucherRow[]
  /** How it is paid: buttons. */
  actions: JSX.Element
}): JSX.Element {
  return (
    <DeskPage title={t('title')} back="/orders" keys>
      <Panes columns="minmax(0, 1fr) minmax(0, 1fr)">
        <Pane label={t('order')} ground="paper" padded shownId={props.order.id}>
          <Stack gap={5}>
            <OrderHead order={props.order} />
            <OrderStanding order={props.order} />
            <OrderMake order={props.order} />
            <Show when={props.order.peopleCount > 0}>
              <OrderPeople
                orderId={props.order.id}
                count={props.order.peopleCount}
                organisationId={props.order.organisationId}
              />
            </Show>
            <OrderAbout order={props.order} />
          </Stack>
        </Pane>
        <Pane label={t('payments')} ground="paper" padded shownId={props.order.id}>
          <Stack gap={5}>
            <Show when={props.order.state === 'open'}>
              <Line>{props.actions}</Line>
            </Show>
            <PaymentCards orderId={props.order.id} outstandingFen={props.order.outstandingFen} />
            <VoucherCards vouchers={props.vouchers} />
            <Show when={props.order.state === 'paid'}>
              <OrderInvoices orderId={props.order.id} />
            </Show>
            <Show when={props.order.state === 'open'}>
              <PayByTransfer order={props.order} />
            </Show>
            <OrderChanges order={props.order} />
          </Stack>
        </Pane>
      </Panes>
    </DeskPage>
  )
}
