import { useNavigate, useParams } from '@solidjs/router'
import { createEffect, createSignal, type JSX, lazy, Show } from 'solid-js'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import type { VoucherRow } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { CameraButton } from '../../components/pick-files.tsx'
import { isWide } from '../../components/wide.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { PaymentCards } from '../payments/payment-cards.tsx'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { takePhotos, voucherHref } from '../vouchers/take-photos.ts'
import { VoucherCards } from '../vouchers/voucher-cards.tsx'
import { OrderChanges } from './order-changes.tsx'
import { OrderAbout, OrderHead, OrderInvoices, OrderMake, OrderStanding } from './order-parts.tsx'
import { OrderPeople } from './order-people.tsx'
import { PayByTransfer } from './pay-by-transfer.tsx'

const DeskOwnOrder = lazy(async () => {
  const module = await import('./desk-own-order.tsx')
  await textsReady()
  return module
})

/** While somebody pays, the page follows by itself. */
const underWayMs = 5_000

/** An order: what to pay, how it comes about, for whom, until when, and how; when it is over, why. */
export default function OrderPage(): JSX.Element {
  loadAhead(() => import('../payments/pay-page.tsx'))
  loadAhead(() => import('../vouchers/voucher-page.tsx'))
  const params = useParams<{ orderId: string }>()
  const [underWay, setUnderWay] = createSignal(false)
  const order = api.orders.get.use(
    () => ({ id: params.orderId }),
    () => (underWay() ? { refreshMs: underWayMs } : {}),
  )
  const vouchers = api.vouchers.list.use(() => ({ orderId: params.orderId, limit: 20 }))
  // The bar stands outside what is loaded, so that the buttons are where the thumb is from the first moment on.
  const shown = (): OrderView | undefined => (order.isSuccess ? order.data : undefined)
  createEffect(() => setUnderWay(shown()?.underWay.attempt ?? false))
  const rows = () => (vouchers.isSuccess ? (vouchers.data?.rows ?? []) : [])
  return (
    <Show
      when={isWide() ? shown() : null}
      fallback={
        <OrganisationShell
          title={t('title')}
          back="/orders"
          actionBar={
            <Show when={shown()?.state === 'open' ? shown() : null}>
              {(data) => <PayActions order={data()} vouchers={rows()} />}
            </Show>
          }
        >
          <Loaded query={order} errorTitle={t('notOpened')}>
            {(data) => <OrderContent order={data()} vouchers={rows()} />}
          </Loaded>
        </OrganisationShell>
      }
    >
      {(data) => (
        <DeskOwnOrder order={data()} vouchers={rows()} actions={<PayActions order={data()} vouchers={rows()} />} />
      )}
    </Show>
  )
}

/** What the thumb does: look at a slip in review, else pay online, or photograph the slip of a transfer. */
function PayActions(props: { order: OrderView; vouchers: readonly VoucherRow[] }): JSX.Element {
  const navigate = useNavigate()
  const inReview = () => props.vouchers.find((voucher) => voucher.state === 'submitted')
  const photograph = async (photos: File[]) => {
    const voucherId = await takePhotos(props.order.id, photos)
    navigate(voucherHref(voucherId, props.order.id))
  }
  return (
    <Show
      when={inReview()}
      fallback={
        <>
          <CameraButton kind="secondary" onFiles={(photos) => void photograph(photos)}>
            {t('photograph')}
          </CameraButton>
          <ButtonLink kind="primary" size="main" wide href={`/orders/${props.order.id}/pay`}>
            {t('confirmPay')}
          </ButtonLink>
        </>
      }
    >
      {(voucher) => (
        <ButtonLink kind="primary" size="main" wide href={voucherHref(voucher().id, props.order.id)}>
          {t('seeVoucher')}
        </ButtonLink>
      )}
    </Show>
  )
}

function OrderContent(props: { order: OrderView; vouchers: readonly VoucherRow[] }): JSX.Element {
  return (
    <>
      <OrderHead order={props.order} />
      <OrderStanding order={props.order} />
      <PaymentCards orderId={props.order.id} outstandingFen={props.order.outstandingFen} />
      <VoucherCards vouchers={props.vouchers} />
      <Show when={props.order.state === 'paid'}>
        <OrderInvoices orderId={props.order.id} />
      </Show>
      <OrderMake order={props.order} />
      <Show when={props.order.peopleCount > 0}>
        <OrderPeople
          orderId={props.order.id}
          count={props.order.peopleCount}
          organisationId={props.order.organisationId}
        />
      </Show>
      <Show when={props.order.state === 'open'}>
        <PayByTransfer order={props.order} />
      </Show>
      <OrderAbout order={props.order} />
      <OrderChanges order={props.order} />
    </>
  )
}
