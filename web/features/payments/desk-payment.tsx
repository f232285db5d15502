import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { PaymentView } from '../../../server/features/payments/payments.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { type Fact, Facts, Headline, Line, Note, Quiet, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-payments.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as words } from '../../texts/payments.zh-CN.ts'
import { onOther } from '../shell/review-desk.tsx'
import { outcomeTone, outcomeWord, paymentSentence, verdictTone, verdictWord } from './desk-payment-words.ts'
import { paymentTone, stateWord } from './payment-words.ts'

/** While money may come, its page asks the server often; then it only looks whether something changed. */
const liveMs = 5_000
const settledMs = 30_000

/** One payment, or attempt at one: what became of its money in a sentence, and what the provider said. */
export function DeskPayment(props: { id: string; onClose: () => void }): JSX.Element {
  const [live, setLive] = createSignal(false)
  const query = api.payments.get.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: live() ? liveMs : settledMs }),
  )
  const close = () => <IconButton label={desk('closeDetails')} icon={<X size={20} />} onClick={() => props.onClose()} />
  return (
    <Pane label={t('detail')} shownId={props.id}>
      <PanePart>
        <Show when={!query.isSuccess}>
          <Line apart>
            <span />
            {close()}
          </Line>
        </Show>
        <Loaded query={query} errorTitle={t('detailFailed')} skeleton={<SkeletonRows count={8} />}>
          {(payment) => <Detail payment={payment()} aside={close()} onLive={setLive} />}
        </Loaded>
      </PanePart>
    </Pane>
  )
}

function Detail(props: { payment: PaymentView; aside: JSX.Element; onLive: (live: boolean) => void }): JSX.Element {
  const now = createNow()
  onOther(
    () => `${props.payment.id} ${props.payment.live}`,
    () => props.onLive(props.payment.live),
  )
  const order = api.orders.get.use(() => ({ id: props.payment.orderId }))
  const rest = () => (order.isSuccess ? Math.max(0, order.data.outstandingFen) : null)
  const money = (amount: number) => <Money amount={fen(amount)} strong={false} />
  const facts = (): Fact[] => {
    const { payment } = props
    const when = (iso: string) => formatDateTime(iso, now())
    const rows: readonly (Fact | null)[] = [
      { label: t('columnMethod'), value: words(payment.method) },
      payment.provider && { label: t('columnProvider'), value: t(payment.provider) },
      payment.tradeNo === null
        ? null
        : { label: t('tradeNo'), value: <AccountNumber>{payment.tradeNo}</AccountNumber> },
      payment.providerTradeNo === null
        ? null
        : { label: t('providerTradeNo'), value: <AccountNumber>{payment.providerTradeNo}</AccountNumber> },
      { label: t('asked'), value: money(payment.amountFen) },
      payment.receivedFen === null ? null : { label: t('received'), value: money(payment.receivedFen) },
      payment.toOrderFen > 0 ? { label: t('toOrder'), value: money(payment.toOrderFen) } : null,
      payment.toCreditFen > 0 ? { label: t('toCredit'), value: money(payment.toCreditFen) } : null,
      payment.movedAt === null ? null : { label: t('movedAt'), value: when(payment.movedAt) },
      payment.live && payment.expiresAt ? { label: t('expiresAt'), value: when(payment.expiresAt) } : null,
      { label: t('createdAt'), value: when(payment.createdAt) },
      payment.createdByName === '' ? null : { label: t('createdBy'), value: payment.createdByName },
      {
        label: t('columnOrganisation'),
        value: <a href={`/desk/organisations/${payment.organisationId}`}>{payment.organisationName}</a>,
      },
    ]
    return rows.filter((row) => row !== null)
  }
  return (
    <>
      <Line apart>
        <Line>
          <Chop tone={paymentTone(props.payment)} since={formatDateTime(props.payment.stateSince, now())}>
            {stateWord(props.payment)}
          </Chop>
          <Show when={props.payment.outcome === 'exact' ? null : props.payment.outcome}>
            {(outcome) => <Chop tone={outcomeTone(outcome())}>{outcomeWord(outcome())}</Chop>}
          </Show>
        </Line>
        {props.aside}
      </Line>
      <Headline aside={<Money amount={fen(props.payment.receivedFen ?? props.payment.amountFen)} size="title" />}>
        <OrderNumber>{props.payment.orderNumber}</OrderNumber>
      </Headline>
      <Note tone={props.payment.live || props.payment.outcome === 'under' ? 'waiting' : 'quiet'}>
        {paymentSentence(props.payment, rest(), now())}
      </Note>
      <AskProvider payment={props.payment} />
      <Line>
        <ButtonLink size="dense" href={`/desk/orders/${props.payment.orderId}`}>
          {t('seeOrder')}
        </ButtonLink>
        <Show when={props.payment.voucherId}>
          {(id) => (
            <ButtonLink size="dense" href={`/desk/vouchers/${id()}`}>
              {t('seeVoucher')}
            </ButtonLink>
          )}
        </Show>
        <Show when={props.payment.receivedFen !== null}>
          <ButtonLink size="dense" href={`/desk/refunds?q=${props.payment.orderNumber}`}>
            {t('seeRefunds')}
          </ButtonLink>
        </Show>
      </Line>
      <Section title={t('facts')} ruled>
        <Facts beside facts={facts()} />
      </Section>
      <Show when={props.payment.provider !== null}>
        <Messages paymentId={props.payment.id} />
      </Show>
    </>
  )
}

/** Asks the gateway now. What it says is taken like a notice of its own; the sentence says what came of it. */
function AskProvider(props: { payment: PaymentView }): JSX.Element {
  const [answer, setAnswer] = createSignal<PaymentView | null>(null)
  const ask = api.payments.ask.use({ onSuccess: (payment) => void setAnswer(payment) })
  onOther(
    () => props.payment.id,
    () => {
      setAnswer(null)
      ask.reset()
    },
  )
  /** One that was never opened at the provider, or is paid, has nothing to be asked about. */
  const askable = () =>
    props.payment.provider !== null && props.payment.state !== 'confirmed' && props.payment.state !== 'created'
  const send = () => {
    if (!ask.isPending) ask.mutate({ id: props.payment.id })
  }
  createKeys(() => (askable() ? [{ key: 'W', label: t('askProvider'), run: send }] : []))
  const said = (payment: PaymentView) => {
    if (payment.state === 'confirmed') return t('answeredPaid')
    return payment.state === 'failed' ? t('answeredEnded') : t('answeredSame')
  }
  return (
    <>
      <Show when={askable()}>
        <Line>
          <Button keyHint="W" busy={ask.isPending} onClick={send}>
            {t(ask.isPending ? 'askingProvider' : 'askProvider')}
          </Button>
        </Line>
      </Show>
      <ErrorNote error={ask.error} />
      <Show when={answer()}>{(payment) => <Note>{said(payment())}</Note>}</Show>
    </>
  )
}

/** Everything that came in the provider's name about it. */
function Messages(props: { paymentId: string }): JSX.Element {
  const now = createNow()
  const query = api.payments.notices.use(() => ({ open: false, paymentId: props.paymentId, limit: 50 }))
  return (
    <Section title={t('messagesOf')} ruled>
      <Loaded query={query} skeleton={<SkeletonRows count={2} />}>
        {(page) => (
          <Show when={page().rows.length > 0} fallback={<Quiet>{t('noMessages')}</Quiet>}>
            <Card label={t('messagesOf')}>
              <For each={page().rows}>
                {(notice) => (
                  <CardEntry
                    href={`/desk/payments/${notice.id}?tab=all`}
                    state={
                      <Chop tone={verdictTone(notice)} since={formatDateTime(notice.receivedAt, now())}>
                        {verdictWord(notice.verdict)}
                      </Chop>
                    }
                    main={notice.providerTradeNo || notice.tradeNo}
                    amount={notice.amountFen === null ? undefined : <Money amount={fen(notice.amountFen)} />}
                    note={notice.handledNote ?? undefined}
                  />
                )}
              </For>
            </Card>
          </Show>
        )}
      </Loaded>
    </Section>
  )
}
