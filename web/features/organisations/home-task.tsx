import { type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { HomeTask } from '../../../server/features/organisations/organisations.schema.ts'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Quiet } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { isRejectReason, rejectAdvice, rejectReason } from '../../texts/checks.ts'
import { formatDateTime, formatDuration } from '../../texts/format.ts'
import { t } from '../../texts/home.zh-CN.ts'
import { joinParts, joinSentences } from '../../texts/join.ts'
import { orderOfPlan } from '../enrolments/order-href.ts'
import { voucherHref } from '../vouchers/take-photos.ts'
import { PlanOf } from './whose.tsx'

type TaskOf<K extends HomeTask['kind']> = Extract<HomeTask, { kind: K }>

const dayMs = 86_400_000

function only<K extends HomeTask['kind']>(task: HomeTask, kind: K): TaskOf<K> | null {
  return task.kind === kind ? (task as TaskOf<K>) : null
}

/** One thing to do: state and when, which and how much, why and what now. */
export function HomeTaskEntry(props: { task: HomeTask; now: Date }): JSX.Element {
  return (
    <Switch>
      <Match when={only(props.task, 'voucherRejected')}>{(task) => <VoucherRejected task={task()} />}</Match>
      <Match when={only(props.task, 'invoiceRejected')}>{(task) => <InvoiceRejected task={task()} />}</Match>
      <Match when={only(props.task, 'billingIncomplete')}>{(task) => <BillingIncomplete task={task()} />}</Match>
      <Match when={only(props.task, 'voucherDraft')}>
        {(task) => <VoucherDraftTask task={task()} now={props.now} />}
      </Match>
      <Match when={only(props.task, 'orderInvoiced')}>
        {(task) => <OrderInvoiced task={task()} now={props.now} />}
      </Match>
      <Match when={only(props.task, 'orderOpen')}>{(task) => <OrderOpen task={task()} now={props.now} />}</Match>
      <Match when={only(props.task, 'enrolmentsRejected')}>{(task) => <EnrolmentsRejected task={task()} />}</Match>
      <Match when={only(props.task, 'enrolmentsDraft')}>
        {(task) => <EnrolmentsDraft task={task()} now={props.now} />}
      </Match>
      <Match when={only(props.task, 'hoursToReview')}>
        {(task) => <HoursToReview task={task()} now={props.now} />}
      </Match>
      <Match when={only(props.task, 'enrolmentsPayable')}>{(task) => <EnrolmentsPayable task={task()} />}</Match>
    </Switch>
  )
}

function OrderName(props: { children: string }): JSX.Element {
  return (
    <>
      {t('order')} <OrderNumber>{props.children}</OrderNumber>
    </>
  )
}

/** Who came back and why: the first few, by name. */
function EnrolmentsRejected(props: { task: TaskOf<'enrolmentsRejected'> }): JSX.Element {
  const others = () => props.task.count - props.task.people.length
  return (
    <CardEntry
      href={`/enrolments/${props.task.planId}?state=rejected`}
      state={
        <Chop
          tone="rejected"
          since={joinParts(t('people', { count: props.task.count }), formatDateTime(props.task.since))}
        >
          {t('enrolmentsRejected')}
        </Chop>
      }
      action={t('correct')}
      note={props.task.planName}
    >
      <Facts beside facts={props.task.people.map(({ name, reason }) => ({ label: name, value: reason }))} />
      <Show when={others() > 0}>
        <Quiet>{t('andOthers', { count: others() })}</Quiet>
      </Show>
    </CardEntry>
  )
}

function EnrolmentsDraft(props: { task: TaskOf<'enrolmentsDraft'>; now: Date }): JSX.Element {
  const time = () => left(props.task.closesAt, props.now)
  return (
    <CardEntry
      href={`/enrolments/${props.task.planId}?state=draft`}
      state={
        <Chop
          tone="waiting"
          since={t('until', { when: formatDateTime(props.task.closesAt, props.now) })}
          sinceUrgent={time().urgent}
        >
          {t('enrolmentsDraft')}
        </Chop>
      }
      action={t('goSubmit')}
      main={t('notSubmitted', { count: props.task.count })}
      note={props.task.planName}
      noteEnd={time().text}
      noteEndUrgent={time().urgent}
    />
  )
}

function EnrolmentsPayable(props: { task: TaskOf<'enrolmentsPayable'> }): JSX.Element {
  return (
    <CardEntry
      href={orderOfPlan(props.task.planId)}
      state={
        <Chop tone="waiting" since={formatDateTime(props.task.since)}>
          {t('enrolmentsPayable')}
        </Chop>
      }
      action={t('goPay')}
      main={t('confirmedPeople', { count: props.task.count })}
      amount={<Money amount={fen(props.task.amountFen)} />}
      note={props.task.planName}
    />
  )
}

/** What another admin recorded: this one approves it. */
function HoursToReview(props: { task: TaskOf<'hoursToReview'>; now: Date }): JSX.Element {
  const time = () => left(props.task.dueAt, props.now)
  return (
    <CardEntry
      href="/hours/review"
      state={
        <Chop
          tone="waiting"
          since={t('until', { when: formatDateTime(props.task.dueAt, props.now) })}
          sinceUrgent={time().urgent}
        >
          {t('hoursToReview')}
        </Chop>
      }
      action={t('goReview')}
      main={t('hoursCount', { count: props.task.count })}
      note={
        props.task.trainings > 1
          ? t('trainingsFrom', { title: props.task.title, count: props.task.trainings })
          : props.task.title
      }
      noteEnd={time().text}
      noteEndUrgent={time().urgent}
    />
  )
}

function VoucherRejected(props: { task: TaskOf<'voucherRejected'> }): JSX.Element {
  const code = () => (isRejectReason(props.task.rejectedCode) ? props.task.rejectedCode : 'other')
  return (
    <CardEntry
      href={voucherHref(props.task.voucherId, props.task.orderId)}
      state={
        <Chop tone="rejected" since={formatDateTime(props.task.since)}>
          {t('voucherRejected')}
        </Chop>
      }
      action={t('resubmit')}
      main={<OrderName>{props.task.orderNumber}</OrderName>}
      amount={<Money amount={fen(props.task.outstandingFen)} />}
    >
      {joinSentences(rejectReason(code()), props.task.rejectedNote || rejectAdvice(code()))}
    </CardEntry>
  )
}

function InvoiceRejected(props: { task: TaskOf<'invoiceRejected'> }): JSX.Element {
  return (
    <CardEntry
      href={`/invoices/${props.task.invoiceRequestId}`}
      state={
        <Chop tone="rejected" since={formatDateTime(props.task.since)}>
          {t('invoiceRejected')}
        </Chop>
      }
      action={t('fix')}
      main={<OrderName>{props.task.orderNumber}</OrderName>}
      amount={<Money amount={fen(props.task.amountFen)} />}
    >
      {props.task.rejectedReason}
    </CardEntry>
  )
}

function BillingIncomplete(props: { task: TaskOf<'billingIncomplete'> }): JSX.Element {
  return (
    <CardEntry
      href={`/billing?organisation=${props.task.organisationId}&return=/home`}
      state={<Chop tone="waiting">{t('billingIncomplete')}</Chop>}
      action={t('fill')}
      main={props.task.organisationName}
    >
      {t('billingText')}
    </CardEntry>
  )
}

/** How long there is, and whether that is less than a day. */
function left(expiresAt: string, now: Date): { text: string; urgent: boolean } {
  const ms = Date.parse(expiresAt) - now.getTime()
  return { text: ms > 0 ? t('left', { duration: formatDuration(ms) }) : t('overdue'), urgent: ms < dayMs }
}

function VoucherDraftTask(props: { task: TaskOf<'voucherDraft'>; now: Date }): JSX.Element {
  const time = () => left(props.task.expiresAt, props.now)
  return (
    <CardEntry
      href={voucherHref(props.task.voucherId, props.task.orderId)}
      state={
        <Chop
          tone="waiting"
          since={t('until', { when: formatDateTime(props.task.expiresAt, props.now) })}
          sinceUrgent={time().urgent}
        >
          {t('voucherDraft')}
        </Chop>
      }
      action={t('goOn')}
      main={<OrderName>{props.task.orderNumber}</OrderName>}
      amount={<Money amount={fen(props.task.outstandingFen)} />}
      note={t('draftFiles', { count: props.task.fileCount })}
      noteEnd={time().text}
      noteEndUrgent={time().urgent}
    />
  )
}

/** 先开票后付款: the invoice is on its way or here, and nothing but the money is missing. */
function OrderInvoiced(props: { task: TaskOf<'orderInvoiced'>; now: Date }): JSX.Element {
  const time = () => left(props.task.expiresAt, props.now)
  return (
    <CardEntry
      href={`/orders/${props.task.orderId}`}
      state={
        <Chop
          tone="waiting"
          since={
            props.task.issued
              ? t('payBy', { when: formatDateTime(props.task.expiresAt, props.now) })
              : formatDateTime(props.task.since)
          }
          sinceUrgent={props.task.issued && time().urgent}
        >
          {props.task.issued ? t('orderInvoiced') : t('invoiceApproved')}
        </Chop>
      }
      action={t('goPay')}
      main={<OrderName>{props.task.orderNumber}</OrderName>}
      amount={<Money amount={fen(props.task.outstandingFen)} />}
      note={<PlanOf planName={props.task.planName} organisationName={props.task.organisationName} />}
    />
  )
}

function OrderOpen(props: { task: TaskOf<'orderOpen'>; now: Date }): JSX.Element {
  const time = () => left(props.task.expiresAt, props.now)
  return (
    <CardEntry
      href={`/orders/${props.task.orderId}`}
      state={
        <Chop
          tone="waiting"
          since={t('until', { when: formatDateTime(props.task.expiresAt, props.now) })}
          sinceUrgent={time().urgent}
        >
          {props.task.paidFen > 0 ? t('partlyPaid') : t('orderOpen')}
        </Chop>
      }
      action={t('goPay')}
      main={<OrderName>{props.task.orderNumber}</OrderName>}
      amount={<Money amount={fen(props.task.outstandingFen)} />}
      note={<PlanOf planName={props.task.planName} organisationName={props.task.organisationName} />}
      noteEnd={time().text}
      noteEndUrgent={time().urgent}
    />
  )
}
