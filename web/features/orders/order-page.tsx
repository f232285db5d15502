import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import type { VoucherRow } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { Countdown } from '../../components/countdown.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { CameraButton } from '../../components/pick-files.tsx'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { InvoiceCards } from '../invoices/invoice-cards.tsx'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { takePhotos, voucherHref } from '../vouchers/take-photos.ts'
import { VoucherCards } from '../vouchers/voucher-cards.tsx'
import { OrderChop } from './order-state.tsx'
import { copyAllText, PayByTransfer } from './pay-by-transfer.tsx'

const CancelOrder = lazy(() => import('./cancel-order.tsx'))

/** An order: what to pay, until when, to which account; its slips; and when it is over, why. */
export default function OrderPage(): JSX.Element {
  loadAhead(() => import('../vouchers/voucher-page.tsx'))
  const params = useParams<{ orderId: string }>()
  const order = api.orders.get.use(() => ({ id: params.orderId }))
  const vouchers = api.vouchers.list.use(() => ({ orderId: params.orderId, limit: 20 }))
  // The bar stands outside what is loaded, so that the camera is where the thumb is from the first moment on.
  const shown = () => (order.isSuccess ? order.data : undefined)
  const rows = () => (vouchers.isSuccess ? (vouchers.data?.rows ?? []) : [])
  return (
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
  )
}

/** What the thumb does: look at a slip in review, else copy and photograph. */
function PayActions(props: { order: OrderView; vouchers: readonly VoucherRow[] }): JSX.Element {
  const navigate = useNavigate()
  const inReview = () => props.vouchers.find((voucher) => voucher.state === 'submitted')
  const photograph = async (photos: File[]) => {
    const voucherId = await takePhotos(props.order.id, photos)
    navigate(voucherHref(voucherId, props.order.id))
  }
  return (
    <>
      <CopyButton text={copyAllText(props.order)} size="main">
        {t('copyAll')}
      </CopyButton>
      <Show
        when={inReview()}
        fallback={<CameraButton onFiles={(photos) => void photograph(photos)}>{t('photograph')}</CameraButton>}
      >
        {(voucher) => (
          <ButtonLink kind="primary" size="main" wide href={voucherHref(voucher().id, props.order.id)}>
            {t('seeVoucher')}
          </ButtonLink>
        )}
      </Show>
    </>
  )
}

function OrderContent(props: { order: OrderView; vouchers: readonly VoucherRow[] }): JSX.Element {
  const inReview = () => props.vouchers.some((voucher) => voucher.state === 'submitted')
  const part = () => props.order.state === 'open' && props.order.paidFen > 0
  return (
    <>
      <Stack gap={2}>
        <OrderChop order={props.order} since={t('since', { when: formatDateTime(props.order.stateSince) })} />
        <Money
          amount={fen(part() ? props.order.outstandingFen : props.order.amountFen)}
          size="figure"
          tone={props.order.state === 'paid' ? 'settled' : undefined}
        />
        <Show when={part()}>
          <Quiet>
            {joinParts(
              t('stillDue'),
              t('paidOf', { paid: yuan(props.order.paidFen), amount: yuan(props.order.amountFen) }),
            )}
          </Quiet>
        </Show>
        <Quiet>{props.order.planName}</Quiet>
      </Stack>
      <Switch>
        <Match when={props.order.state === 'open'}>
          <Countdown startedAt={props.order.createdAt} deadline={props.order.expiresAt} />
          <VoucherCards vouchers={props.vouchers} />
          <PayByTransfer order={props.order} />
        </Match>
        <Match when={props.order.state === 'paid'}>
          <Note>{t('paidText')}</Note>
          <OrderInvoices orderId={props.order.id} />
          <VoucherCards vouchers={props.vouchers} />
        </Match>
        <Match when={props.order.state === 'expired'}>
          <Note tone="waiting">{t('expiredText')}</Note>
          <VoucherCards vouchers={props.vouchers} />
          <OrderAgain />
        </Match>
        <Match when={props.order.state === 'cancelled'}>
          <Note>{t('cancelledText', { reason: props.order.cancelReason ?? '' })}</Note>
          <VoucherCards vouchers={props.vouchers} />
          <OrderAgain />
        </Match>
      </Switch>
      <Section title={t('items')}>
        <Facts
          facts={[
            { label: t('number'), value: <OrderNumber>{props.order.number}</OrderNumber> },
            { label: t('mode'), value: t(props.order.mode) },
            { label: t('plan'), value: props.order.planName, wide: true },
            { label: t('organisation'), value: props.order.organisationName, wide: true },
            { label: t('total'), value: <Money amount={fen(props.order.amountFen)} /> },
            { label: t('alreadyPaid'), value: <Money amount={fen(props.order.paidFen)} /> },
            { label: t('createdAt'), value: formatDateTime(props.order.createdAt) },
            { label: t('createdBy'), value: props.order.createdByName },
          ]}
        />
      </Section>
      <Show when={props.order.state === 'open' && props.order.paidFen === 0 && !inReview()}>
        <CancelEntry order={props.order} />
      </Show>
    </>
  )
}

/** What was invoiced for the order so far. */
function OrderInvoices(props: { orderId: string }): JSX.Element {
  const invoices = api.invoices.listMine.use(() => ({ orderId: props.orderId, limit: 20 }))
  const rows = () => (invoices.isSuccess ? (invoices.data?.rows ?? []) : [])
  return (
    <Show when={rows().length > 0}>
      <Section title={t('invoices')}>
        <InvoiceCards requests={rows()} />
      </Section>
    </Show>
  )
}

function OrderAgain(): JSX.Element {
  return (
    <ButtonLink href="/orders/new" wide>
      {t('orderAgain')}
    </ButtonLink>
  )
}

function CancelEntry(props: { order: OrderView }): JSX.Element {
  const [open, setOpen] = createSignal(false)
  const [wanted, setWanted] = createSignal(false)
  return (
    <Line>
      <Button
        kind="quiet"
        wide
        onClick={() => {
          setWanted(true)
          setOpen(true)
        }}
      >
        {t('cancel')}
      </Button>
      <Show when={wanted()}>
        <Suspense>
          <CancelOrder orderId={props.order.id} open={open()} onClose={() => setOpen(false)} />
        </Suspense>
      </Show>
    </Line>
  )
}

const yuan = (amount: number) => formatYuan(fen(amount))
