import { useNavigate, useParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import type { BeginPaymentInput, PaymentMethodsView } from '../../../server/features/payments/payments.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Countdown } from '../../components/countdown.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { isWide } from '../../components/wide.ts'
import { t } from '../../texts/payments.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { openCashier } from './open-cashier.ts'

type Method = BeginPaymentInput['method']

/** 确认缴费: how much, for what, and how; 付款 opens the provider's cashier. */
export default function PayPage(): JSX.Element {
  const params = useParams<{ orderId: string }>()
  const navigate = useNavigate()
  const order = api.orders.get.use(() => ({ id: params.orderId }))
  const methods = api.payments.methods.use(() => undefined)
  const [chosen, setChosen] = createSignal<Method | null>(null)
  const known = () => (methods.isSuccess ? methods.data : undefined)
  const method = (): Method | null => chosen() ?? known()?.methods[0] ?? null
  const payable = () => (order.isSuccess && order.data && order.data.outstandingFen > 0 ? order.data : undefined)
  const [error, setError] = createSignal<unknown>(null)
  const [opening, setOpening] = createSignal(false)
  const pay = async () => {
    const by = method()
    if (!by || opening()) return
    setError(null)
    setOpening(true)
    try {
      await openCashier(params.orderId, by, api.payments.begin.mutate, (href) => navigate(href, { replace: true }))
    } catch (thrown) {
      setError(thrown)
    }
    setOpening(false)
  }
  return (
    <OrganisationShell
      title={t('payTitle')}
      back={`/orders/${params.orderId}`}
      actionBar={
        <Show when={payable() && method()}>
          <Button kind="primary" size="main" wide busy={opening()} onClick={() => void pay()}>
            {opening() ? t('opening') : t('pay')}
          </Button>
        </Show>
      }
    >
      <Loaded query={order} errorTitle={t('notOpened')}>
        {(data) => (
          <Show when={data().outstandingFen > 0} fallback={<NothingToPay order={data()} />}>
            <Summary order={data()} />
            <Loaded query={methods} errorTitle={t('notOpened')}>
              {(offered) => (
                <Methods
                  orderId={params.orderId}
                  offered={offered()}
                  method={method()}
                  onChoose={setChosen}
                  error={error()}
                />
              )}
            </Loaded>
          </Show>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

function Summary(props: { order: OrderView }): JSX.Element {
  return (
    <>
      <Stack gap={2}>
        <Quiet>{t('toPay')}</Quiet>
        <Money amount={fen(props.order.outstandingFen)} size="figure" />
      </Stack>
      <Countdown startedAt={props.order.createdAt} deadline={props.order.expiresAt} />
      <Facts
        facts={[
          { label: t('order'), value: <OrderNumber>{props.order.number}</OrderNumber>, wide: true },
          { label: t('plan'), value: props.order.planName, wide: true },
        ]}
      />
    </>
  )
}

function Methods(props: {
  orderId: string
  offered: PaymentMethodsView
  method: Method | null
  onChoose: (method: Method) => void
  error: unknown
}): JSX.Element {
  const hints = { card: 'cardHint', netbank: 'netbankHint', wechat: 'wechatHint', alipay: 'alipayHint' } as const
  const sandboxed = () => props.method !== null && props.offered.sandbox.includes(props.method)
  return (
    <Section title={t('method')}>
      <Show when={props.offered.methods.length > 0} fallback={<Note tone="waiting">{t('noMethods')}</Note>}>
        <Card padded>
          <RadioGroup
            label={t('method')}
            value={props.method}
            onChange={props.onChoose}
            choices={props.offered.methods.map((method) => ({
              value: method,
              label: t(method),
              hint: t(hints[method]),
            }))}
          />
        </Card>
        <Note>
          {isWide() ? t('newWindow') : t('sameWindow')} {t('attemptTime', { minutes: props.offered.attemptMinutes })}
        </Note>
        <Show when={sandboxed()}>
          <Note tone="waiting">{t('sandboxNote')}</Note>
        </Show>
        <ErrorNote error={props.error} />
      </Show>
      <ButtonLink kind="quiet" wide href={`/orders/${props.orderId}`}>
        {t('byTransfer')}
      </ButtonLink>
    </Section>
  )
}

function NothingToPay(props: { order: OrderView }): JSX.Element {
  return (
    <EmptyState
      title={t('notPayable')}
      action={<ButtonLink href={`/orders/${props.order.id}`}>{t('seeOrder')}</ButtonLink>}
    />
  )
}
