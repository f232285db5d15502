import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { EnrolmentHistoryEntry, EnrolmentView } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { IdNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Headline, Line, Note, Quiet, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { Timeline, type TimelineStep } from '../../components/timeline.tsx'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t as words } from '../../texts/enrolments.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as learnerWords } from '../../texts/learners.zh-CN.ts'
import { isOverdue } from '../shell/review-desk.tsx'
import { wholePath } from '../shell/unit-path.ts'
import type { DeskDecisions } from './create-desk-decisions.ts'
import { EnrolmentVerdict } from './desk-enrolment-verdict.tsx'
import { paymentTone, paymentWord, stateTone, stateWord } from './enrolment-words.ts'

const refreshMs = 10_000

/** One enrolment beside the list: who, in what, for how much, what they were in before, and the verdict at the foot. */
export function DeskEnrolment(props: { id: string; decisions: DeskDecisions; onClose: () => void }): JSX.Element {
  const query = api.enrolments.get.use(
    () => ({ id: props.id }),
    () => ({ refreshMs }),
  )
  const close = () => <IconButton label={desk('closeDetails')} icon={<X size={20} />} onClick={() => props.onClose()} />
  return (
    <Pane
      label={t('detail')}
      shownId={props.id}
      foot={
        <Show when={query.isSuccess && query.data}>
          {(view) => <EnrolmentVerdict view={view()} decisions={props.decisions} />}
        </Show>
      }
    >
      <PanePart>
        <Show when={!query.isSuccess}>
          <Line apart>
            <span />
            {close()}
          </Line>
        </Show>
        <Loaded query={query} errorTitle={t('detailFailed')} skeleton={<SkeletonRows count={8} />}>
          {(view) => <Detail view={view()} aside={close()} />}
        </Loaded>
      </PanePart>
    </Pane>
  )
}

function Detail(props: { view: EnrolmentView; aside: JSX.Element }): JSX.Element {
  const now = createNow()
  const submitted = () => props.view.state === 'submitted'
  const since = () => {
    const { dueAt, stateSince } = props.view
    return submitted() && dueAt !== null
      ? t('due', { when: formatDateTime(dueAt, now()) })
      : formatDateTime(stateSince, now())
  }
  const late = () =>
    props.view.dueAt !== null && isOverdue({ waiting: submitted(), dueAt: props.view.dueAt, decidedAt: null }, now())
  const reasonTitle = () => {
    if (props.view.state === 'rejected') return t('reasonRejected')
    return props.view.state === 'revoked' ? t('reasonRevoked') : t('reasonBefore')
  }
  const person = (): Fact[] => [
    { label: learnerWords(props.view.learner.idType), value: <IdNumber>{props.view.learner.idNumberMasked}</IdNumber> },
    { label: t('mobile'), value: props.view.learner.mobile || '–' },
    {
      label: t('unit'),
      value: <a href={`/desk/organisations/${props.view.organisation.id}`}>{wholePath(props.view.organisation)}</a>,
    },
  ]
  return (
    <>
      <Line apart>
        <Line>
          <Chop tone={stateTone(props.view.state)} since={since()} sinceUrgent={late()}>
            {stateWord(props.view.state)}
          </Chop>
          <Show when={props.view.paymentStatus !== 'none' || props.view.state === 'confirmed'}>
            <Chop tone={paymentTone(props.view.paymentStatus)}>{paymentWord(props.view.paymentStatus)}</Chop>
          </Show>
        </Line>
        {props.aside}
      </Line>
      <Headline aside={props.view.feeFen === null ? undefined : <Money amount={fen(props.view.feeFen)} size="title" />}>
        {props.view.learner.name}
      </Headline>
      <Show when={!props.view.learner.enabled}>
        <Note tone="waiting">{t('learnerDisabled')}</Note>
      </Show>
      <Show when={props.view.reason}>
        {(reason) => (
          <Note tone={props.view.state === 'rejected' ? 'rejected' : 'quiet'}>
            <strong>{reasonTitle()}</strong> {reason()}
          </Note>
        )}
      </Show>
      <Facts beside facts={person()} />
      <Line>
        <ButtonLink size="dense" href={`/desk/learners/${props.view.learner.id}`}>
          {t('personFile')}
        </ButtonLink>
        <Show when={props.view.order}>
          {(order) => (
            <ButtonLink size="dense" href={`/desk/orders/${order().id}`}>
              {t('order')} <OrderNumber>{order().number}</OrderNumber>
            </ButtonLink>
          )}
        </Show>
      </Line>
      <PlanPart view={props.view} />
      <Section title={t('subjects')} ruled>
        <Show
          when={props.view.subjects.length > 0}
          fallback={<FeeLine name={t('perPerson')} fee={props.view.feeFen} />}
        >
          <For each={props.view.subjects}>{(subject) => <FeeLine name={subject.name} fee={subject.feeFen} />}</For>
          <Show when={props.view.subjects.length > 1}>
            <Line apart>
              <strong>{t('total')}</strong>
              <Show when={props.view.feeFen}>{(fee) => <Money amount={fen(fee())} />}</Show>
            </Line>
          </Show>
        </Show>
      </Section>
      <Earlier learnerId={props.view.learner.id} besides={props.view.id} />
      <Section title={t('history')} ruled>
        <Timeline steps={props.view.history.map((entry) => stepOf(entry, now()))} />
      </Section>
    </>
  )
}

function FeeLine(props: { name: string; fee: number | null }): JSX.Element {
  return (
    <Line apart>
      <span>{props.name}</span>
      {props.fee === null ? '–' : <Money amount={fen(props.fee)} sign={false} strong={false} />}
    </Line>
  )
}

/** The plan, with how many seats are left: those who wait for review hold one already. */
function PlanPart(props: { view: EnrolmentView }): JSX.Element {
  const now = createNow()
  const plan = api.plans.getForStaff.use(() => ({ id: props.view.plan.id }))
  const facts = (): Fact[] => {
    const base: Fact[] = [{ label: t('planNumber'), value: props.view.plan.number }]
    if (!plan.isSuccess) return base
    const { seatsLeft, capacity, enrolment } = plan.data
    return [
      ...base,
      {
        label: t('seats'),
        value:
          capacity === null || seatsLeft === null ? t('seatsUnlimited') : t('seatsLeft', { left: seatsLeft, capacity }),
      },
      ...(enrolment.until === null ? [] : [{ label: t('enrolUntil'), value: formatDateTime(enrolment.until, now()) }]),
    ]
  }
  return (
    <Section title={<a href={`/desk/plans/${props.view.plan.id}`}>{props.view.plan.name}</a>} ruled>
      <Facts beside facts={facts()} />
    </Section>
  )
}

/** What else this person was and is enrolled in: the same training twice is seen here. */
function Earlier(props: { learnerId: string; besides: string }): JSX.Element {
  const now = createNow()
  const query = api.enrolments.ofLearner.use(() => ({ learnerId: props.learnerId }))
  return (
    <Section title={t('earlier')} ruled>
      <Loaded query={query} errorTitle={t('detailFailed')} skeleton={<SkeletonRows count={2} />}>
        {(rows) => {
          const others = () => rows().filter((row) => row.id !== props.besides)
          return (
            <Show when={others().length > 0} fallback={<Quiet>{t('earlierNone')}</Quiet>}>
              <Card label={t('earlier')}>
                <For each={others()}>
                  {(row) => (
                    <CardEntry
                      href={`/desk/enrolments/${row.id}?state=all`}
                      state={
                        <Chop tone={stateTone(row.state)} since={formatDateTime(row.stateSince, now())}>
                          {stateWord(row.state)}
                        </Chop>
                      }
                      main={row.plan.name}
                      note={`${words('paymentState')} ${paymentWord(row.paymentStatus)}`}
                    />
                  )}
                </For>
              </Card>
            </Show>
          )
        }}
      </Loaded>
    </Section>
  )
}

const happened = {
  created: 'wasCreated',
  updated: 'wasUpdated',
  submitted: 'wasSubmitted',
  submissionWithdrawn: 'wasSubmissionWithdrawn',
  confirmed: 'wasConfirmed',
  rejected: 'wasRejected',
  reopened: 'wasReopened',
  withdrawn: 'wasWithdrawn',
  revoked: 'wasRevoked',
  refunded: 'wasRefunded',
  ordered: 'wasOrdered',
  attended: 'wasAttended',
  attendanceRemoved: 'wasAttendanceRemoved',
} as const satisfies Record<EnrolmentHistoryEntry['what'], string>

function stepOf(entry: EnrolmentHistoryEntry, now: Date): TimelineStep {
  const what = t(happened[entry.what])
  return {
    state: entry.what === 'rejected' || entry.what === 'revoked' ? 'failed' : 'done',
    title: entry.byName === '' ? what : t('byName', { what, name: entry.byName }),
    at: formatDateTime(entry.at, now),
    ...(entry.reason ? { note: entry.reason } : {}),
    ...(entry.orderNumber ? { note: <OrderNumber>{entry.orderNumber}</OrderNumber> } : {}),
  }
}
