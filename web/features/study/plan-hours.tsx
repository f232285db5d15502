import ReceiptText from 'lucide-solid/icons/receipt-text'
import WalletCards from 'lucide-solid/icons/wallet-cards'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { Fen } from '../../../server/core/money.ts'
import type { StudyCourse, StudyPlan, WaitingHours } from '../../../server/features/study/study.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FigureRow } from '../../components/figure-row.tsx'
import { HoursRing, RingLegend, RingRow } from '../../components/hours-ring.tsx'
import { Headline, Quiet, Stack } from '../../components/layout.tsx'
import { StepChain } from '../../components/step-chain.tsx'
import { formatCalendarDay, formatDay, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/study.zh-CN.ts'
import { chainSteps, countedFigure, kindWord, type Looking, missingLines, ringOf } from './study-words.ts'

/** Until when a plan's hours have to be there. */
export function PlanHead(props: { plan: StudyPlan; now: Date }): JSX.Element {
  const hours = () => formatHours(props.plan.rule.requiredHours)
  const day = () => formatDay(props.plan.endsAt, props.now)
  return (
    <Stack gap={1}>
      <Headline>{props.plan.name}</Headline>
      <Quiet>{t(props.plan.over ? 'ended' : 'deadline', { day: day(), hours: hours() })}</Quiet>
    </Stack>
  )
}

/** The ring with what its strokes mean, and what is missing of each kind in words. */
export function PlanRing(props: { plan: StudyPlan }): JSX.Element {
  const ring = createMemo(() => ringOf(props.plan))
  const of = (hundredths: number) => formatHours(hundredths)
  const lines = () => (props.plan.missing.items.some(({ kind }) => kind !== 'any') ? missingLines(props.plan) : [])
  return (
    <Stack gap={3}>
      <RingRow
        ring={
          <HoursRing
            required={ring().required}
            done={ring().done}
            pending={ring().pending}
            figure={countedFigure(props.plan)}
            caption={t('ofHours', { hours: of(ring().required) })}
            label={t('ringHeard', {
              required: of(ring().required),
              done: of(ring().done),
              pending: of(ring().pending),
              left: of(ring().left),
            })}
          />
        }
      >
        <Headline>
          {props.plan.missing.reached ? t('reached') : t('missing', { hours: of(props.plan.missing.toGo) })}
        </Headline>
        <RingLegend
          parts={[
            { tone: 'done', label: t('approved'), value: of(ring().done) },
            { tone: 'pending', label: t('inReview'), value: of(ring().pending) },
            { tone: 'open', label: t('notYet'), value: of(ring().left) },
          ]}
        />
      </RingRow>
      <Show when={lines().length > 0 || props.plan.missing.aboveCap > 0}>
        <Stack gap={1}>
          <For each={lines()}>{(line) => <Quiet>{line}</Quiet>}</For>
          <Show when={props.plan.missing.aboveCap > 0}>
            <Quiet>{t('aboveCap', { hours: of(props.plan.missing.aboveCap) })}</Quiet>
          </Show>
        </Stack>
      </Show>
    </Stack>
  )
}

/** More than these in review are told by their number. */
const shownWaiting = 3

/** Each missing number with whom it waits for and until when. Nothing where nothing is missing. */
export function PlanWaits(props: { plan: StudyPlan; now: Date; looking: Looking }): JSX.Element {
  const rest = () => props.plan.waiting.slice(shownWaiting)
  const restHours = () => rest().reduce((sum, { hours }) => sum + hours, 0)
  const card = () => props.plan.chain.card
  const certificate = () => props.plan.chain.certificate
  const ended = () => props.plan.chain.hours.point === 'ended'
  const nothing = () =>
    props.plan.waiting.length === 0 &&
    props.plan.missing.toGoAfterPending === 0 &&
    card()?.state !== 'now' &&
    certificate()?.point !== 'needsPayment'
  return (
    <Show when={!nothing()}>
      <Card>
        <Show when={card()?.state === 'now'}>
          <CardRow plan={props.plan} looking={props.looking} />
        </Show>
        <Show when={certificate()?.point === 'needsPayment' && card()?.state !== 'now'}>
          <FigureRow figure={<ReceiptText size={24} />} tone="waiting" title={t('payTitle')}>
            {t('payText')}
          </FigureRow>
        </Show>
        <For each={props.plan.waiting.slice(0, shownWaiting)}>
          {(one) => <WaitingRow waiting={one} now={props.now} />}
        </For>
        <Show when={rest().length > 0}>
          <FigureRow
            figure={formatHours(restHours())}
            tone="waiting"
            title={t('waitingMore', { count: rest().length })}
          />
        </Show>
        <Show when={props.plan.missing.toGoAfterPending > 0}>
          <Show
            when={!ended()}
            fallback={
              <FigureRow
                figure={formatHours(props.plan.missing.toGoAfterPending)}
                tone="rejected"
                title={t('notEnough')}
              >
                {t('notEnoughText')}
              </FigureRow>
            }
          >
            <StudyRow plan={props.plan} looking={props.looking} />
          </Show>
        </Show>
      </Card>
    </Show>
  )
}

function WaitingRow(props: { waiting: WaitingHours; now: Date }): JSX.Element {
  const overdue = () => props.waiting.dueAt !== null && new Date(props.waiting.dueAt) < props.now
  const day = (iso: string) => formatDay(iso, props.now)
  return (
    <FigureRow
      figure={formatHours(props.waiting.hours)}
      tone="waiting"
      title={t(props.waiting.waitsFor === 'staff' ? 'waitsCentre' : 'waitsSecond')}
    >
      {t('waitingWhat', {
        kind: kindWord(props.waiting.kind),
        day: day(`${props.waiting.studiedOn}T00:00:00+08:00`),
        title: props.waiting.title,
      })}
      {t('waitingSince', {
        who: props.waiting.organisationName || t('organisation'),
        day: day(props.waiting.recordedAt),
      })}
      <Show when={props.waiting.dueAt}>
        {(due) => t(overdue() ? 'waitingOverdue' : 'waitingUntil', { day: day(due()) })}
      </Show>
    </FigureRow>
  )
}

/** What is theirs to study: the course that they are in, or how such hours come about. */
function StudyRow(props: { plan: StudyPlan; looking: Looking }): JSX.Element {
  const next = () => nextCourse(props.plan.courses)
  const link = () => (props.looking === 'self' ? (next()?.url ?? null) : null)
  // What is studied before the plan is opened or paid waits for that to count.
  const counts = () => props.plan.chain.payment.state === 'done' && props.plan.chain.card?.state !== 'now'
  return (
    <FigureRow
      figure={formatHours(props.plan.missing.toGoAfterPending)}
      title={t(props.looking === 'self' ? 'waitsYou' : 'theirWaitsYou')}
      action={
        <Show when={link()}>
          {(href) => (
            <ButtonLink
              href={href()}
              kind={counts() ? 'primary' : 'secondary'}
              target="_blank"
              rel="noopener noreferrer"
            >
              {t((next()?.done ?? 0) > 0 ? 'goOn' : 'begin')}
            </ButtonLink>
          )}
        </Show>
      }
    >
      {studyText(props.plan, next())}
    </FigureRow>
  )
}

/** The one that was studied last and is not done; else the first that is not done. */
function nextCourse(courses: readonly StudyCourse[]): StudyCourse | null {
  const open = courses.filter(({ done, hours }) => done < hours)
  const begun = open
    .filter(({ lastAt }) => lastAt !== null)
    .sort((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? 1 : -1))
  return begun[0] ?? open[0] ?? null
}

function studyText(plan: StudyPlan, course: StudyCourse | null): string {
  if (course) {
    const facts = { kind: kindWord(course.kind), title: course.title, hours: formatHours(course.hours) }
    return course.done > 0 ? t('courseAt', { ...facts, done: formatHours(course.done) }) : t('courseNew', facts)
  }
  return plan.mode === 'offline' && plan.place ? t('offlineAt', { place: plan.place }) : t('offlineAnywhere')
}

function CardRow(props: { plan: StudyPlan; looking: Looking }): JSX.Element {
  const opening = () => props.plan.opening
  const yuan = (fen: number) => formatYuan(fen as Fen)
  return (
    <Show
      when={props.plan.chain.card?.point === 'toOpen'}
      fallback={
        <FigureRow figure={<WalletCards size={24} />} tone="waiting" title={t('rechargeTitle')}>
          {t('rechargeText', { missing: yuan(opening()?.missingFen ?? 0) })}
        </FigureRow>
      }
    >
      <FigureRow
        figure={<WalletCards size={24} />}
        tone="waiting"
        title={t(props.looking === 'self' ? 'openTitle' : 'theirOpen')}
        action={
          <Show when={props.looking === 'self'}>
            <ButtonLink href="/learner/wallet" kind="primary">
              {t('open')}
            </ButtonLink>
          </Show>
        }
      >
        {(opening()?.feeFen ?? 0) > 0
          ? t('openText', { balance: yuan(opening()?.balanceFen ?? 0), fee: yuan(opening()?.feeFen ?? 0) })
          : t('openFree')}
        <Show when={opening()?.expiresOn}>{(day) => <div>{t('expires', { day: formatCalendarDay(day()) })}</div>}</Show>
      </FigureRow>
    </Show>
  )
}

export function PlanChain(props: { plan: StudyPlan; now: Date; looking: Looking }): JSX.Element {
  return <StepChain label={t('chain')} steps={chainSteps(props.plan, props.now, props.looking)} />
}
