import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { BeginPaymentInput, PaymentView } from '../../../server/features/payments/payments.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { Countdown } from '../../components/countdown.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Note, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { isWide } from '../../components/wide.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/payments.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { cashierHref, openCashier } from './open-cashier.ts'
import { endedSentence, outcomeSentence, paymentTone, stateWord } from './payment-words.ts'

const ScanCode = lazy(() => import('./scan-code.tsx'))

/** How often our own server is asked while the payer is at the cashier: its notice may come at any moment. */
const refreshMs = 3000

/** After the cashier: what we know of the payment, how long it can be finished, 已完成支付 and 再次提交支付. */
export default function PaymentPage(): JSX.Element {
  const params = useParams<{ orderId: string; paymentId: string }>()
  const [settled, setSettled] = createSignal(false)
  const payment = api.payments.get.use(
    () => ({ id: params.paymentId }),
    () => ({ refreshMs: settled() ? false : refreshMs }),
  )
  const shown = () => {
    const data = payment.isSuccess ? payment.data : undefined
    setSettled(data?.state === 'confirmed')
    return data
  }
  return (
    <OrganisationShell
      title={t('waitTitle')}
      back={`/orders/${params.orderId}`}
      actionBar={<Show when={shown()}>{(data) => <Actions payment={data()} />}</Show>}
    >
      <Loaded query={payment} errorTitle={t('notOpened')}>
        {(data) => <Content payment={data()} />}
      </Loaded>
    </OrganisationShell>
  )
}

type Method = BeginPaymentInput['method']
const isOnline = (method: PaymentView['method']): method is Method => method !== 'transfer' && method !== 'credit'

function Actions(props: { payment: PaymentView }): JSX.Element {
  const navigate = useNavigate()
  const [error, setError] = createSignal<unknown>(null)
  const [opening, setOpening] = createSignal(false)
  const [waitingSince, setWaitingSince] = createSignal<string | null>(null)
  const ask = api.payments.ask.use({
    onSuccess: (answer) => {
      setWaitingSince(answer.live ? formatDateTime(new Date().toISOString()) : null)
    },
  })
  const again = async () => {
    const { method, orderId } = props.payment
    if (!isOnline(method) || opening()) return
    setError(null)
    setWaitingSince(null)
    setOpening(true)
    try {
      await openCashier(orderId, method, api.payments.begin.mutate, (href) => navigate(href, { replace: true }))
    } catch (thrown) {
      setError(thrown)
    }
    setOpening(false)
  }
  const orderHref = () => `/orders/${props.payment.orderId}`
  return (
    <Stack gap={2}>
      <Show when={waitingSince()}>{(when) => <Note tone="waiting">{t('stillWaiting', { when: when() })}</Note>}</Show>
      <ErrorNote error={ask.error ?? error()} />
      <Switch>
        <Match when={!isOnline(props.payment.method) || props.payment.state === 'confirmed'}>
          <Show
            when={props.payment.orderState === 'open'}
            fallback={
              <ButtonLink kind="primary" size="main" wide href={orderHref()}>
                {t('seeOrder')}
              </ButtonLink>
            }
          >
            <ButtonLink kind="primary" size="main" wide href={`${orderHref()}/pay`}>
              {t('payRest')}
            </ButtonLink>
          </Show>
        </Match>
        <Match when={props.payment.live}>
          <Button
            kind="primary"
            size="main"
            wide
            busy={ask.isPending}
            onClick={() => ask.mutate({ id: props.payment.id })}
          >
            {ask.isPending ? t('asking') : t('done')}
          </Button>
          <Button kind="quiet" wide busy={opening()} onClick={() => void again()}>
            {t('again')}
          </Button>
        </Match>
        <Match when={props.payment.orderState === 'open'}>
          <Button kind="primary" size="main" wide busy={opening()} onClick={() => void again()}>
            {t('again')}
          </Button>
          {/* The time was over a moment after the money had left: it is found by asking. */}
          <Button kind="quiet" wide busy={ask.isPending} onClick={() => ask.mutate({ id: props.payment.id })}>
            {t('done')}
          </Button>
        </Match>
        <Match when={true}>
          <ButtonLink kind="primary" size="main" wide href={orderHref()}>
            {t('seeOrder')}
          </ButtonLink>
        </Match>
      </Switch>
    </Stack>
  )
}

function Content(props: { payment: PaymentView }): JSX.Element {
  const order = api.orders.get.use(() => ({ id: props.payment.orderId }))
  const restFen = () => (order.isSuccess ? (order.data?.outstandingFen ?? 0) : 0)
  const outcome = () => outcomeSentence(props.payment, restFen())
  const ended = () => endedSentence(props.payment)
  return (
    <>
      <Stack gap={2}>
        <Chop tone={paymentTone(props.payment)} since={formatDateTime(props.payment.stateSince)}>
          {stateWord(props.payment)}
        </Chop>
        <Money
          amount={fen(props.payment.receivedFen ?? props.payment.amountFen)}
          size="figure"
          tone={props.payment.state === 'confirmed' ? 'settled' : undefined}
        />
      </Stack>
      <Show when={outcome()}>
        {(sentence) => <Note tone={props.payment.outcome === 'under' ? 'waiting' : 'quiet'}>{sentence()}</Note>}
      </Show>
      <Show when={props.payment.toCreditFen > 0}>
        <ButtonLink href="/credit">{t('creditLink')}</ButtonLink>
      </Show>
      <Show when={ended()}>{(sentence) => <Note tone="waiting">{sentence()}</Note>}</Show>
      <Show when={props.payment.live && props.payment.expiresAt}>
        {(expiresAt) => <Countdown startedAt={props.payment.createdAt} deadline={expiresAt()} />}
      </Show>
      <Show when={props.payment.live}>
        <Switch>
          <Match when={props.payment.method === 'wechat'}>
            <Suspense>
              <ScanCode paymentId={props.payment.id} />
            </Suspense>
          </Match>
          <Match when={true}>
            <Note>{t('finish')}</Note>
            <ButtonLink
              href={cashierHref(props.payment.id)}
              rel="external noreferrer"
              target={isWide() ? '_blank' : undefined}
            >
              {t('reopen')}
            </ButtonLink>
          </Match>
        </Switch>
      </Show>
      <Facts
        facts={[
          { label: t('order'), value: <OrderNumber>{props.payment.orderNumber}</OrderNumber> },
          { label: t('method'), value: t(props.payment.method) },
          { label: t('asked'), value: <Money amount={fen(props.payment.amountFen)} /> },
          ...(props.payment.receivedFen === null
            ? []
            : [{ label: t('received'), value: <Money amount={fen(props.payment.receivedFen)} /> }]),
          ...(props.payment.movedAt ? [{ label: t('paidAt'), value: formatDateTime(props.payment.movedAt) }] : []),
          { label: t('tradeNo'), value: props.payment.tradeNo ?? '' },
          ...(props.payment.providerTradeNo
            ? [
                {
                  label: t('providerTradeNo'),
                  value: <AccountNumber>{props.payment.providerTradeNo}</AccountNumber>,
                  wide: true,
                },
              ]
            : []),
        ]}
      />
    </>
  )
}
