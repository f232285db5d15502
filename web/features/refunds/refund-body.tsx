import { createSignal, For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { AccountNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { Timeline } from '../../components/timeline.tsx'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/refunds.zh-CN.ts'
import { refundSteps } from './refund-steps.ts'
import { methodWord, refundStateWord, refundTones } from './refund-words.ts'

export function RefundChop(props: {
  refund: Pick<RefundView, 'state' | 'way' | 'stateSince'>
  since?: boolean | undefined
}): JSX.Element {
  const now = createNow()
  return (
    <Chop
      tone={refundTones[props.refund.state]}
      since={props.since === false ? undefined : formatDateTime(props.refund.stateSince, now())}
    >
      {refundStateWord(props.refund)}
    </Chop>
  )
}

/** State, amount and reason; and for the organisation, in a sentence, whom it waits for, where the money goes and when. */
export function RefundHead(props: { refund: RefundView; staff?: boolean | undefined }): JSX.Element {
  const stopped = () => refundTones[props.refund.state] === 'rejected'
  return (
    <>
      <Stack gap={2}>
        <RefundChop refund={props.refund} />
        <Money
          amount={fen(props.refund.amountFen)}
          size="figure"
          tone={props.refund.state === 'done' ? 'settled' : undefined}
        />
        <Quiet>{joinParts(fromWord(props.refund), t(props.refund.way))}</Quiet>
        <span>{t('because', { reason: props.refund.reason })}</span>
      </Stack>
      <Show
        when={props.staff}
        fallback={
          <Note tone={stopped() ? 'rejected' : 'quiet'}>
            <WhereItStands refund={props.refund} />
          </Note>
        }
      >
        <Show when={stopped() && props.refund.decisionNote}>{(note) => <Note tone="rejected">{note()}</Note>}</Show>
      </Show>
    </>
  )
}

/** The order's plan, or the credit. */
export function fromWord(refund: Pick<RefundView, 'orderId' | 'planName'>): string {
  return refund.orderId === null ? t('fromCredit') : refund.planName
}

function WhereItStands(props: { refund: RefundView }): JSX.Element {
  const now = createNow()
  const sentence = () => {
    const { state, way, decisionNote, transfer, targetOrder, nextQueryAt } = props.refund
    switch (state) {
      case 'requested':
        return t('waitsForFinance')
      case 'approved':
        return t('waitsForSend')
      case 'sent':
        if (way === 'transfer') return t('waitsForTransfer')
        return [
          t('waitsForProvider'),
          nextQueryAt === null ? '' : t('waitsForProviderNext', { when: formatDateTime(nextQueryAt, now()) }),
        ].join(' ')
      case 'done':
        if (way === 'source') return t('doneSource')
        if (way === 'credit') return t('doneCredit')
        if (way === 'order') return t('doneOrder', { number: targetOrder?.number ?? '' })
        return t('doneTransfer', { day: transfer?.transferredOn ?? '', serial: transfer?.serial ?? '' })
      case 'failed':
        return t('failedText', { note: plainEnd(decisionNote) })
      case 'rejected':
        return t('rejectedText', { note: decisionNote ?? '' })
      case 'withdrawn':
        return t('withdrawnText')
    }
  }
  return <>{sentence()}</>
}

/** Somebody else's words inside a sentence of ours: their full stop goes. */
const plainEnd = (words: string | null) => (words ?? '').replace(/[。．.！!]+$/, '')

/** The steps, the facts, and the people whose fees go back. */
export function RefundStory(props: {
  refund: RefundView
  orderHref: (id: string) => string
  /** What only staff know of it. */
  more?: readonly Fact[] | undefined
}): JSX.Element {
  const now = createNow()
  return (
    <>
      <Section title={t('progress')} ruled>
        <Timeline
          steps={refundSteps(props.refund).map((step) => ({
            state: step.state,
            title: titleOf(step.key, step.name),
            at: step.at === null ? undefined : formatDateTime(step.at, now()),
          }))}
        />
      </Section>
      <Show when={props.refund.people.length > 0}>
        <People refund={props.refund} />
      </Show>
      <Section title={t('about')} ruled>
        <Facts facts={[...factsOf(props.refund, now(), props.orderHref), ...(props.more ?? [])]} />
      </Section>
    </>
  )
}

function titleOf(key: ReturnType<typeof refundSteps>[number]['key'], name: string): string {
  switch (key) {
    case 'stepRequested':
    case 'stepRequestedStaff':
    case 'stepApproved':
    case 'stepRejected':
      return t(key, { name })
    default:
      return t(key)
  }
}

function factsOf(refund: RefundView, now: Date, orderHref: (id: string) => string): Fact[] {
  const { payment, payee, transfer, targetOrder, orderId, orderNumber } = refund
  const facts: Fact[] = [
    { label: t('number'), value: <OrderNumber>{refund.number}</OrderNumber> },
    {
      label: t('from'),
      value:
        orderId === null ? (
          t('fromCredit')
        ) : (
          <a href={orderHref(orderId)}>
            <OrderNumber>{orderNumber ?? ''}</OrderNumber>
          </a>
        ),
    },
    { label: t('way'), value: t(refund.way), wide: targetOrder === null },
  ]
  if (targetOrder) {
    facts.push({
      label: t('targetOrder'),
      value: (
        <a href={orderHref(targetOrder.id)}>
          <OrderNumber>{targetOrder.number}</OrderNumber>
        </a>
      ),
    })
  }
  facts.push({ label: t('organisation'), value: refund.organisationName, wide: true })
  if (payment) {
    const when = payment.movedAt === null ? '' : formatDateTime(payment.movedAt, now)
    const amount = formatYuan(fen(payment.receivedFen))
    facts.push({
      label: t('payment'),
      value: t('paymentLine', { method: methodWord(payment.method), when, amount }),
      wide: true,
    })
  }
  if (payee) {
    facts.push({ label: t('payee'), value: payee.name, wide: true })
    facts.push({ label: t('bank'), value: payee.bank, wide: true })
    facts.push({ label: t('account'), value: <AccountNumber>{payee.account}</AccountNumber>, wide: true })
  }
  if (transfer) {
    facts.push(
      { label: t('serial'), value: transfer.serial },
      { label: t('transferredOn'), value: transfer.transferredOn },
    )
  }
  if (refund.decisionNote && refund.state !== 'failed' && refund.state !== 'rejected') {
    facts.push({ label: t('decisionNote'), value: refund.decisionNote, wide: true })
  }
  return facts
}

const shownPeople = 10

function People(props: { refund: RefundView }): JSX.Element {
  const [whole, setWhole] = createSignal(false)
  const shown = () => (whole() ? props.refund.people : props.refund.people.slice(0, shownPeople))
  const hidden = () => props.refund.people.length - shown().length
  const ended = () => ['failed', 'rejected', 'withdrawn'].includes(props.refund.state)
  return (
    <Section title={t('peopleTitle')} aside={t('people', { count: props.refund.people.length })} ruled>
      <Show when={!ended()}>
        <Quiet>{props.refund.state === 'done' ? t('peopleDoneText') : t('peopleText')}</Quiet>
      </Show>
      <Card>
        <For each={shown()}>
          {(person) => (
            <CardLine
              label={person.learnerName}
              note={person.planName}
              value={<Money amount={fen(person.feeFen)} sign={false} strong={false} />}
            />
          )}
        </For>
      </Card>
      <Show when={hidden() > 0}>
        <Button wide onClick={() => setWhole(true)}>
          {t('morePeople', { count: hidden() })}
        </Button>
      </Show>
    </Section>
  )
}
