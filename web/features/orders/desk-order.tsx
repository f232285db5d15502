import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderView } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { CopyRow } from '../../components/copy.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Facts, Headline, Line, Note, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-orders.zh-CN.ts'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { useStaff } from '../shell/desk-staff.ts'
import { DeskOrderPayments, DeskOrderPeople } from './desk-order-parts.tsx'
import { orderModeWord, orderStateWord, orderTones } from './desk-order-states.ts'
import { DeskOrderTrail } from './desk-order-trail.tsx'

/** One order: what is paid and outstanding, how it is paid, and where its vouchers and invoices are. */
export function DeskOrder(props: { id: string; onClose: () => void }): JSX.Element {
  const query = api.orders.get.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: 15_000 }),
  )
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('detail')}>
          <SkeletonRows count={8} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('detail')}>
          <ErrorState title={t('failed')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>{(order) => <Order order={order()} onClose={props.onClose} />}</Match>
    </Switch>
  )
}

function Order(props: { order: OrderView; onClose: () => void }): JSX.Element {
  const staff = useStaff()
  const now = createNow()
  const since = () => {
    const { state, stateSince, expiresAt } = props.order
    return state === 'open' ? t('until', { when: formatDateTime(expiresAt, now()) }) : formatDateTime(stateSince, now())
  }
  const rest = () => {
    const { outstandingFen } = props.order
    return outstandingFen < 0
      ? { label: t('over'), value: <Money amount={fen(-outstandingFen)} tone="waiting" /> }
      : { label: t('outstanding'), value: <Money amount={fen(outstandingFen)} /> }
  }
  return (
    <Pane label={t('detail')} foot={props.order.state === 'open' ? <CancelFoot order={props.order} /> : undefined}>
      <PanePart>
        <Line apart>
          <Chop tone={orderTones[props.order.state]} since={since()}>
            {orderStateWord(props.order.state, props.order)}
          </Chop>
          <IconButton label={t('keyClose')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Headline aside={<Money amount={fen(props.order.amountFen)} size="title" />}>
          {props.order.organisationName}
        </Headline>
        <Show when={props.order.cancelReason}>
          {(reason) => <Note>{t('cancelReasonLine', { reason: reason() })}</Note>}
        </Show>
        <Show when={props.order.replacedBy.length > 0}>
          <Note>
            <p>{t(props.order.replacedBy.length > 1 ? 'splitInto' : 'mergedInto')}</p>
            <OtherOrders orders={props.order.replacedBy} />
          </Note>
        </Show>
        <Facts
          facts={[
            { label: t('paidOf'), value: <Money amount={fen(props.order.paidFen)} /> },
            rest(),
            ...(props.order.refundedFen > 0
              ? [{ label: t('refunded'), value: <Money amount={fen(props.order.refundedFen)} /> }]
              : []),
            ...(props.order.cardBatch
              ? [{ label: t('cardsLeft'), value: <CardsLeft batch={props.order.cardBatch} /> }]
              : []),
          ]}
        />
        <Line>
          <ButtonLink size="dense" href={`/desk/vouchers?q=${props.order.number}`}>
            {t('seeVouchers')}
          </ButtonLink>
          <Show when={staff.may('finance')}>
            <ButtonLink size="dense" href={`/desk/invoices?tab=all&q=${props.order.number}`}>
              {t('seeInvoices')}
            </ButtonLink>
            <ButtonLink size="dense" href={`/desk/refunds?order=${props.order.id}`}>
              {t('seeRefunds')}
            </ButtonLink>
          </Show>
        </Line>
        <DeskOrderPayments orderId={props.order.id} outstandingFen={props.order.outstandingFen} />
        <DeskOrderTrail orderId={props.order.id} />
        <Section title={t('items')} ruled>
          <For each={props.order.items}>
            {(item) => (
              <Line apart>
                <span>
                  {t('item', {
                    description: item.description,
                    quantity: item.quantity,
                    unit: formatYuan(fen(item.unitFen)),
                  })}
                </span>
                <Money amount={fen(item.amountFen)} sign={false} strong={false} />
              </Line>
            )}
          </For>
          <Line apart>
            <strong>{t('total')}</strong>
            <Money amount={fen(props.order.amountFen)} />
          </Line>
        </Section>
        <Show when={props.order.peopleCount > 0}>
          <DeskOrderPeople orderId={props.order.id} count={props.order.peopleCount} />
        </Show>
        <Section title={t('payTo')} aside={orderModeWord(props.order.mode)} ruled>
          <div>
            <CopyRow label={t('transferCode')} copy={props.order.number} lead>
              <OrderNumber>{props.order.number}</OrderNumber>
            </CopyRow>
            <CopyRow label={t('payee')} copy={props.order.payee.name}>
              {props.order.payee.name}
            </CopyRow>
            <CopyRow label={t('account')} copy={props.order.payee.account}>
              <AccountNumber>{props.order.payee.account}</AccountNumber>
            </CopyRow>
            <CopyRow label={t('bank')} copy={props.order.payee.bank}>
              {props.order.payee.bank}
            </CopyRow>
          </div>
        </Section>
        <Section title={t('about')} ruled>
          <Facts
            beside
            facts={[
              { label: t('plan'), value: props.order.planName },
              { label: t('kind'), value: t(props.order.kind === 'studyCards' ? 'kindStudyCards' : 'kindEnrolments') },
              { label: t('by'), value: props.order.createdByName },
              { label: t('at'), value: formatDateTime(props.order.createdAt, now()) },
              {
                label: t('organisation'),
                value: <a href={`/desk/organisations/${props.order.organisationId}`}>{props.order.organisationName}</a>,
              },
              ...(props.order.replaces.length > 0
                ? [{ label: t('madeFrom'), value: <OtherOrders orders={props.order.replaces} /> }]
                : []),
            ]}
          />
        </Section>
      </PanePart>
    </Pane>
  )
}

function OtherOrders(props: { orders: readonly { readonly id: string; readonly number: string }[] }): JSX.Element {
  return (
    <Line>
      <For each={props.orders}>
        {(order) => (
          <a href={`/desk/orders/${order.id}`}>
            <OrderNumber>{order.number}</OrderNumber>
          </a>
        )}
      </For>
    </Line>
  )
}

function CancelFoot(props: { order: OrderView }): JSX.Element {
  const [asking, setAsking] = createSignal(false)
  const [reason, setReason] = createSignal('')
  const [complained, setComplained] = createSignal(false)
  const cancel = api.orders.cancel.use({
    onSuccess: () => {
      showToast({ text: t('cancelled') })
      setAsking(false)
    },
  })
  const send = () => {
    setComplained(true)
    if (reason().trim() !== '') cancel.mutate({ id: props.order.id, reason: reason().trim() })
  }
  createKeys(() => (asking() ? [{ key: 'Esc', label: shared('keyClose'), run: () => setAsking(false) }] : []))
  return (
    <VerdictBar
      before={
        asking() ? (
          <>
            <ErrorNote error={cancel.error} />
            <Field
              label={t('cancelReason')}
              hint={t('cancelHint')}
              error={complained() && reason().trim() === '' ? t('cancelNeeded') : null}
              required
            >
              <TextInput
                value={reason()}
                onInput={setReason}
                maxLength={500}
                ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && !event.isComposing) send()
                  if (event.key === 'Escape') {
                    event.preventDefault()
                    setAsking(false)
                  }
                }}
              />
            </Field>
          </>
        ) : undefined
      }
    >
      <Show
        when={asking()}
        fallback={
          <Button kind="danger" size="verdict" onClick={() => setAsking(true)}>
            {t('cancel')}
          </Button>
        }
      >
        <Button kind="danger" size="verdict" keyHint="Enter" busy={cancel.isPending} onClick={send}>
          {t('cancelSend')}
        </Button>
        <Button size="verdict" keyHint="Esc" onClick={() => setAsking(false)}>
          {shared('back')}
        </Button>
      </Show>
    </VerdictBar>
  )
}

/** What is left of the batch that the order gave, leading to it. */
function CardsLeft(props: { batch: { readonly id: string; readonly leftFen: number } }): JSX.Element {
  return (
    <a href={`/desk/cards/${props.batch.id}`}>
      <Money amount={fen(props.batch.leftFen)} />
    </a>
  )
}
