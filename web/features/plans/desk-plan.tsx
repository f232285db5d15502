import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import { fen } from '../../../server/core/money.ts'
import type { DeskPlan } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Chop } from '../../components/chop.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { type Fact, Facts, Headline, Line, Quiet, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-plans.zh-CN.ts'
import { formatCalendarDay, formatDateTime, shanghaiDate } from '../../texts/format.ts'
import { feeOfChoice } from '../enrolments/plan-words.ts'
import { PrintForms, PrintPeople } from '../enrolments/print-forms.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { PlanActions } from './desk-plan-actions.tsx'
import { EditPlan } from './desk-plan-form.tsx'
import { planState } from './desk-plan-states.ts'

/** One plan beside the list: what it says, who is in it, what it costs, and changing it. */
export function DeskPlanPane(props: { id: string; onClose: () => void; onOpen: (id: string) => void }): JSX.Element {
  const [editing, setEditing] = createSignal<string | null>(null)
  const query = api.plans.getForStaff.use(
    () => ({ id: props.id }),
    () => ({ refreshMs: editing() === props.id ? undefined : 30_000 }),
  )
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('detail')}>
          <SkeletonRows count={10} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('detail')}>
          <ErrorState title={t('detailFailed')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>
        {(plan) => (
          <Show
            when={editing() === plan().id}
            fallback={
              <PlanDetail
                plan={plan()}
                onEdit={() => setEditing(plan().id)}
                onClose={props.onClose}
                onOpen={props.onOpen}
              />
            }
          >
            <EditPlan plan={plan()} onClose={() => setEditing(null)} />
          </Show>
        )}
      </Match>
    </Switch>
  )
}

function PlanDetail(props: {
  plan: DeskPlan
  onEdit: () => void
  onClose: () => void
  onOpen: (id: string) => void
}): JSX.Element {
  const staff = useStaff()
  const now = createNow()
  const state = () => planState(props.plan, now())
  return (
    <Pane
      label={t('detail')}
      shownId={props.plan.id}
      foot={
        staff.may('reviewer') ? (
          <PlanActions plan={props.plan} onEdit={props.onEdit} onClose={props.onClose} onOpen={props.onOpen} />
        ) : undefined
      }
    >
      <PanePart>
        <Line apart>
          <Chop tone={state().tone} since={state().since} sinceUrgent={state().urgent}>
            {state().word}
          </Chop>
          <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Headline>{props.plan.name}</Headline>
        <Facts beside facts={planFacts(props.plan, now())} />
        <Section title={t('hourRule')} ruled>
          <Facts facts={hourFacts(props.plan)} />
        </Section>
        <Section
          title={t('people')}
          aside={
            <Line gap={2}>
              <Show when={props.plan.mode === 'offline' && props.plan.state !== 'draft'}>
                <ButtonLink kind="quiet" href={`/attend?plan=${props.plan.id}`}>
                  {t('attendance')}
                </ButtonLink>
              </Show>
              <ButtonLink kind="quiet" href={`/desk/enrolments?plan=${props.plan.id}`}>
                {t('seeEnrolments')}
              </ButtonLink>
            </Line>
          }
          ruled
        >
          <Facts facts={useFacts(props.plan)} />
          <Show when={props.plan.counts.submitted + props.plan.counts.confirmed > 0}>
            <Line gap={2}>
              <PrintPeople planId={props.plan.id} />
              <Show when={props.plan.counts.confirmed > 0}>
                <PrintForms planId={props.plan.id} />
              </Show>
            </Line>
          </Show>
        </Section>
        <PlanFees plan={props.plan} />
      </PanePart>
    </Pane>
  )
}

function planFacts(plan: DeskPlan, now: Date): Fact[] {
  const day = (iso: string) => formatCalendarDay(shanghaiDate(new Date(iso)))
  const opens = plan.enrolmentOpensAt === null ? t('fromPublication') : formatDateTime(plan.enrolmentOpensAt, now)
  const closes = plan.enrolmentClosesAt === null ? day(plan.endsAt) : formatDateTime(plan.enrolmentClosesAt, now)
  return [
    { label: t('number'), value: plan.number },
    { label: t('publisher'), value: plan.publisher || '–' },
    { label: t('year'), value: plan.year },
    { label: t('standard'), value: `${t('standardHours')} ${formatHours(plan.requiredHours)}` },
    { label: t('dates'), value: t('datesOf', { from: day(plan.startsAt), to: day(plan.endsAt) }) },
    { label: t('window'), value: t('windowOf', { from: opens, to: closes }) },
    { label: t('columnLate'), value: desk(plan.lateChangesAllowed ? 'yes' : 'no') },
    { label: t('mode'), value: t(plan.mode) },
    ...(plan.mode === 'offline' ? [{ label: t('place'), value: plan.place || t('noPlace') }] : []),
    ...(plan.copiedFrom
      ? [
          {
            label: t('copiedFrom'),
            value: <a href={`/desk/plans/${plan.copiedFrom.id}`}>{plan.copiedFrom.name}</a>,
          },
        ]
      : []),
  ]
}

/** What it asks of hours, what opening it costs, and the certificate at its end. */
function hourFacts(plan: DeskPlan): Fact[] {
  const ofKind = (min: number, cap: number | null) =>
    [
      ...(min > 0 ? [t('atLeast', { hours: formatHours(min) })] : []),
      ...(cap === null ? [] : [t('atMost', { hours: formatHours(cap) })]),
    ].join(t('and')) || t('anyHours')
  const fee = plan.openingFeeFen ?? (plan.subjects.length === 0 ? plan.feePerLearnerFen : null)
  return [
    { label: t('compulsory'), value: ofKind(plan.compulsoryMin, plan.compulsoryCap) },
    { label: t('elective'), value: ofKind(plan.electiveMin, plan.electiveCap) },
    { label: t('openingFee'), value: fee === null ? t('notOpenable') : <Money amount={fen(fee)} strong={false} /> },
    {
      label: t('certificate'),
      value: plan.certificates
        ? t(plan.certificateNeedsPayment ? 'certificateWhenPaid' : 'certificateAtOnce', {
            title: plan.certificateTitle,
          })
        : t('noCertificate'),
    },
  ]
}

function useFacts({ counts, capacity, seatsLeft }: DeskPlan): Fact[] {
  return [
    { label: t('submitted'), value: counts.submitted },
    { label: t('confirmed'), value: counts.confirmed },
    { label: t('drafts'), value: counts.drafts },
    { label: t('orders'), value: counts.orders },
    { label: t('capacity'), value: capacity ?? t('noLimit') },
    { label: t('seatsLeft'), value: seatsLeft ?? t('noLimit') },
  ]
}

/** What it costs, and what one person pays for the subjects that are ticked. */
function PlanFees(props: { plan: DeskPlan }): JSX.Element {
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set())
  const chosen = () => props.plan.subjects.filter(({ id }) => !left().has(id)).map(({ id }) => id)
  const tick = (id: string, on: boolean) => {
    const next = new Set(left())
    if (on) next.delete(id)
    else next.add(id)
    setLeft(next)
  }
  return (
    <Section title={t('fees')} aside={props.plan.subjects.length > 0 ? <Quiet>{t('feeTry')}</Quiet> : undefined} ruled>
      <Show
        when={props.plan.subjects.length > 0}
        fallback={
          <Line apart>
            <span>{t('feePerLearner')}</span>
            <Money amount={fen(props.plan.feePerLearnerFen)} />
          </Line>
        }
      >
        <For each={props.plan.subjects}>
          {(subject) => (
            <Line apart>
              <Checkbox checked={!left().has(subject.id)} onChange={(on) => tick(subject.id, on)}>
                {subject.name}
                <Show when={subject.takenBy > 0}>
                  {' '}
                  <Quiet>{t('takenBy', { count: subject.takenBy })}</Quiet>
                </Show>
              </Checkbox>
              <Money amount={fen(subject.feeFen)} sign={false} strong={false} />
            </Line>
          )}
        </For>
        <Line apart>
          <strong>{chosen().length > 0 ? t('feeChosen', { count: chosen().length }) : t('feeNone')}</strong>
          <Show when={feeOfChoice(props.plan, chosen())}>{(fee) => <Money amount={fee()} />}</Show>
        </Line>
      </Show>
      <Show when={props.plan.retiredSubjects.length > 0}>
        <Section title={t('retired')} aside={<Quiet>{t('retiredText')}</Quiet>} ruled>
          <For each={props.plan.retiredSubjects}>
            {(subject) => (
              <Line apart>
                <Quiet>
                  {subject.name} {t('takenBy', { count: subject.takenBy })}
                </Quiet>
                <Money amount={fen(subject.feeFen)} sign={false} strong={false} />
              </Line>
            )}
          </For>
        </Section>
      </Show>
    </Section>
  )
}
