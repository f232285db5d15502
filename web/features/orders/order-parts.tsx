import { createSignal, For, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { Countdown } from '../../components/countdown.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { InvoiceCards } from '../invoices/invoice-cards.tsx'
import { awaitsInvoice, OrderInvoice } from './order-invoice.tsx'
import { OrderItems } from './order-items.tsx'
import { OrderChop } from './order-state.tsx'

const UseCredit = lazy(() => import('./use-credit.tsx'))

/** How it stands: until when it can be paid and whether somebody does; when it is over, why, and what now. */
export function OrderStanding(props: { order: OrderView }): JSX.Element {
  return (
    <Switch>
      <Match when={props.order.state === 'open'}>
        <Show when={!awaitsInvoice(props.order)}>
          <Countdown startedAt={props.order.createdAt} deadline={props.order.expiresAt} />
        </Show>
        <OrderInvoice order={props.order} />
        <Show when={props.order.underWay.attempt}>
          <Note tone="waiting">{t('underWayAttempt')}</Note>
        </Show>
        <Show when={props.order.underWay.voucher}>
          <Note tone="waiting">{t('underWayVoucher')}</Note>
        </Show>
        <CreditOffer orderId={props.order.id} />
      </Match>
      <Match when={props.order.state === 'paid'}>
        <Note>{t('paidText')}</Note>
      </Match>
      <Match when={props.order.state === 'expired'}>
        <Note tone="waiting">{t('expiredText')}</Note>
      </Match>
      <Match when={props.order.replacedBy.length > 0}>
        <Note>
          <p>{props.order.replacedBy.length > 1 ? t('splitText') : t('mergedText')}</p>
          <OtherOrders orders={props.order.replacedBy} />
        </Note>
      </Match>
      <Match when={props.order.state === 'cancelled'}>
        <Note>{t('cancelledText', { reason: props.order.cancelReason ?? '' })}</Note>
      </Match>
    </Switch>
  )
}

/** How the amount comes about. */
export function OrderMake(props: { order: OrderView }): JSX.Element {
  return (
    <Section title={t('make')} aside={t(props.order.kind === 'studyCards' ? 'kindStudyCards' : 'kindEnrolments')}>
      <OrderItems
        label={t('make')}
        items={props.order.items}
        amountFen={props.order.amountFen}
        people={props.order.kind === 'enrolments'}
      />
    </Section>
  )
}

/** The state, how much there is to pay, and for what. */
export function OrderHead(props: { order: OrderView }): JSX.Element {
  const part = () => props.order.state === 'open' && props.order.paidFen > 0
  const refunded = () => (props.order.refundedFen > 0 ? t('refunded', { amount: yuan(props.order.refundedFen) }) : null)
  return (
    <Stack gap={2}>
      <OrderChop order={props.order} since={t('since', { when: formatDateTime(props.order.stateSince) })} />
      <Money
        amount={fen(part() ? props.order.outstandingFen : props.order.amountFen)}
        size="figure"
        tone={props.order.state === 'paid' ? 'settled' : undefined}
      />
      <Show when={part() || refunded()}>
        <Quiet>
          {joinParts(
            part() ? t('stillDue') : null,
            part() ? t('paidOf', { paid: yuan(props.order.paidFen), amount: yuan(props.order.amountFen) }) : null,
            refunded(),
          )}
        </Quiet>
      </Show>
      <Quiet>
        {joinParts(
          props.order.planName,
          props.order.peopleCount > 0 ? t('peopleCount', { count: props.order.peopleCount }) : null,
        )}
      </Quiet>
      <CardsOfOrder order={props.order} />
    </Stack>
  )
}

/** What a paid order of study cards is for: the batch that it gave, and the learners who get it. */
function CardsOfOrder(props: { order: OrderView }): JSX.Element {
  return (
    <Show when={props.order.cardBatch}>
      {(batch) => (
        <Card>
          <Show when={batch().leftFen > 0}>
            <CardLine
              label={t('rechargeLearners')}
              value={t('cardsLeft', { left: yuan(batch().leftFen) })}
              href={`/recharge?plan=${props.order.planId}&batch=${batch().id}`}
            />
          </Show>
          <CardLine label={t('cards')} href={`/cards/${batch().id}`} />
        </Card>
      )}
    </Show>
  )
}

/** 预存款 that the order can be paid with, where there is any. */
function CreditOffer(props: { orderId: string }): JSX.Element {
  const credit = api.credit.forOrder.use(() => ({ orderId: props.orderId }))
  const [open, setOpen] = createSignal(false)
  const known = () => (credit.isSuccess && credit.data && credit.data.sources.length > 0 ? credit.data : null)
  const sum = () => known()?.sources.reduce((total, source) => total + source.balanceFen, 0) ?? 0
  return (
    <Show when={known()}>
      {(offered) => (
        <>
          <Card>
            <CardLine
              label={t('useCredit')}
              value={t('creditAvailable', { amount: yuan(sum()) })}
              onOpen={() => setOpen(true)}
            />
          </Card>
          <Show when={open()}>
            <Suspense>
              <UseCredit orderId={props.orderId} credit={offered()} open={open()} onClose={() => setOpen(false)} />
            </Suspense>
          </Show>
        </>
      )}
    </Show>
  )
}

/** What was invoiced for the order so far. */
export function OrderInvoices(props: { orderId: string }): JSX.Element {
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

export function OrderAbout(props: { order: OrderView }): JSX.Element {
  return (
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
          ...(props.order.cardBatch
            ? [{ label: t('cards'), value: t('cardsLeft', { left: yuan(props.order.cardBatch.leftFen) }) }]
            : []),
        ]}
      />
      <Show when={props.order.replaces.length > 0}>
        <Quiet>{t('replacesText')}</Quiet>
        <OtherOrders orders={props.order.replaces} />
      </Show>
    </Section>
  )
}

function OtherOrders(props: { orders: readonly { readonly id: string; readonly number: string }[] }): JSX.Element {
  return (
    <Line>
      <For each={props.orders}>
        {(order) => (
          <ButtonLink size="dense" href={`/orders/${order.id}`}>
            <OrderNumber>{order.number}</OrderNumber>
          </ButtonLink>
        )}
      </For>
    </Line>
  )
}

const yuan = (amount: number) => formatYuan(fen(amount))
