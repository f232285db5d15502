import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Stack } from '../../components/layout.tsx'
import { t } from '../../texts/orders.zh-CN.ts'

const CancelOrder = lazy(() => import('./cancel-order.tsx'))
const SplitOrder = lazy(() => import('./split-order.tsx'))

/** What can still be done with an order besides paying it: split, cancel, ask for money back, order again. */
export function OrderChanges(props: { order: OrderView }): JSX.Element {
  const [asking, setAsking] = createSignal<'cancel' | 'split' | null>(null)
  const untouched = () => props.order.state === 'open' && props.order.paidFen === 0 && !props.order.underWay.voucher
  const over = () => props.order.state === 'expired' || props.order.state === 'cancelled'
  const close = () => setAsking(null)
  return (
    <Stack gap={2}>
      <Show when={untouched() && props.order.unitCount > 1}>
        <Button wide onClick={() => setAsking('split')}>
          {t('split')}
        </Button>
      </Show>
      <Show when={props.order.paidFen > 0}>
        <ButtonLink wide href={`/refunds/new?order=${props.order.id}`}>
          {t('refund')}
        </ButtonLink>
      </Show>
      <Show when={props.order.refundedFen > 0}>
        <ButtonLink kind="quiet" wide href={`/refunds?order=${props.order.id}`}>
          {t('refunds')}
        </ButtonLink>
      </Show>
      <Show when={over() && props.order.replacedBy.length === 0}>
        <ButtonLink wide href={props.order.kind === 'studyCards' ? '/orders/new?kind=cards' : '/orders/new'}>
          {t('orderAgain')}
        </ButtonLink>
      </Show>
      <Show when={untouched()}>
        <Button kind="quiet" wide onClick={() => setAsking('cancel')}>
          {t('cancel')}
        </Button>
      </Show>
      <Suspense>
        <Show when={asking() === 'cancel'}>
          <CancelOrder orderId={props.order.id} attempt={props.order.underWay.attempt} open onClose={close} />
        </Show>
        <Show when={asking() === 'split'}>
          <SplitOrder order={props.order} open onClose={close} />
        </Show>
      </Suspense>
    </Stack>
  )
}
