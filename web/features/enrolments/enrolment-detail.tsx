import { For, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { EnrolmentView } from '../../../server/features/enrolments/enrolments.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { Chop, StateMark } from '../../components/chop.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { IdNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { Timeline } from '../../components/timeline.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t as learnerTexts } from '../../texts/learners.zh-CN.ts'
import { CallCentre } from '../accounts/call-centre.tsx'
import { PdfButton } from '../shell/pdf-button.tsx'
import { unitPath } from '../shell/unit-path.ts'
import type { One } from './create-one.ts'
import { historySteps } from './enrolment-history.ts'
import { paymentTone, paymentWord, stateTone, stateWord } from './enrolment-words.ts'
import { SubmitProblems } from './submit-problems.tsx'

const SubjectsSheet = lazy(() => import('./subjects-sheet.tsx'))

/** One person's enrolment: where it stands, why, what it costs, who had it when. The same on the phone and on the desk. */
export function EnrolmentDetail(props: {
  one: EnrolmentView
  open: One
  now: Date
  /** Beside the state: what closes the pane. */
  aside?: JSX.Element | undefined
  /** The buttons of what can be done, where they do not stand at the thumb. */
  buttons?: JSX.Element | undefined
}): JSX.Element {
  return (
    <Stack gap={5}>
      <Stack gap={2}>
        <Line apart>
          <Chop tone={stateTone(props.one.state)} since={formatDateTime(props.one.stateSince, props.now)}>
            {stateWord(props.one.state)}
          </Chop>
          {props.aside}
        </Line>
        <Headline aside={props.one.feeFen === null ? undefined : <Money amount={fen(props.one.feeFen)} size="title" />}>
          {props.one.learner.name}
        </Headline>
        <span>{props.one.plan.name}</span>
        <Line>
          <Quiet>{t('paymentState')}</Quiet>
          <StateMark tone={paymentTone(props.one.paymentStatus)}>{paymentWord(props.one.paymentStatus)}</StateMark>
        </Line>
      </Stack>
      <Why one={props.one} now={props.now} />
      <Show when={props.open.actions.problems()}>
        {(problems) => (
          <SubmitProblems problems={problems()} planId={props.one.plan.id} others={[]} onSubmitOthers={() => {}} />
        )}
      </Show>
      <Show when={props.open.actions.changed()}>
        <Note tone="waiting">{t('changedMeanwhile')}</Note>
      </Show>
      <ErrorNote error={props.open.choosing() ? null : props.open.actions.error()} />
      {props.buttons}
      <Fees one={props.one} open={props.open} />
      <Papers one={props.one} />
      <Section
        title={t('learner')}
        aside={
          <ButtonLink kind="quiet" href={`/learners/${props.one.learner.id}`}>
            {t('editLearner')}
          </ButtonLink>
        }
      >
        <Facts beside facts={learnerFacts(props.one)} />
      </Section>
      <Section title={t('history')}>
        <Timeline steps={historySteps(props.one, props.now)} />
      </Section>
      <Suspense>
        <Show when={props.open.choosing() ? props.open.plan() : null}>
          {(plan) => (
            <SubjectsSheet
              plan={plan()}
              people={1}
              chosen={props.one.subjects.filter(({ retired }) => !retired).map(({ id }) => id)}
              busy={props.open.actions.busy()}
              error={props.open.actions.error()}
              onSave={props.open.saveSubjects}
              onClose={props.open.stopChoosing}
            />
          )}
        </Show>
      </Suspense>
    </Stack>
  )
}

/** What stands in the way and what now: it came back, it waits, or it can no longer be changed and whom to call. */
function Why(props: { one: EnrolmentView; now: Date }): JSX.Element {
  return (
    <Switch>
      <Match when={props.one.reason && (props.one.state === 'rejected' || props.one.state === 'draft')}>
        <Note tone={props.one.state === 'rejected' ? 'rejected' : 'waiting'}>
          <strong>{t('rejectedWhy', { reason: props.one.reason ?? '' })}</strong>
          <p>{t('howToCorrect')}</p>
        </Note>
      </Match>
      <Match when={props.one.state === 'revoked' && props.one.reason}>
        {(reason) => <Note tone="waiting">{t('revokedWhy', { reason: reason() })}</Note>}
      </Match>
      <Match when={props.one.state === 'submitted'}>
        <Note tone="waiting">
          <strong>{t('waitingTitle')}</strong>
          <p>{t('waitingText', { when: formatDateTime(props.one.dueAt ?? props.one.stateSince, props.now) })}</p>
        </Note>
      </Match>
      <Match when={props.one.state === 'confirmed'}>
        <Stack gap={2}>
          <Note>
            <strong>{t('lockedTitle')}</strong>
            <p>{t('lockedText')}</p>
          </Note>
          <CallCentre />
        </Stack>
      </Match>
    </Switch>
  )
}

/** Fees stand from the submission on; what came back is agreed anew. */
const agreedStates: ReadonlySet<string> = new Set(['submitted', 'confirmed', 'revoked'])

function Fees(props: { one: EnrolmentView; open: One }): JSX.Element {
  const agreed = () => agreedStates.has(props.one.state) && props.one.feeFen !== null
  const canChange = () => props.open.doings().includes('setSubjects')
  return (
    <Show when={props.one.subjects.length > 0 || canChange() || agreed()}>
      <Section
        title={props.one.subjects.length > 0 || canChange() ? t('subjects') : t('fee')}
        aside={
          <Show when={canChange()}>
            <Button kind="quiet" onClick={() => props.open.run('setSubjects')}>
              {t('chooseSubjects')}
            </Button>
          </Show>
        }
      >
        <Show
          when={props.one.subjects.length > 0}
          fallback={
            <Show when={canChange()}>
              <span>{t('noSubjects')}</span>
            </Show>
          }
        >
          <Card>
            <For each={props.one.subjects}>
              {(subject) => (
                <CardLine
                  label={subject.retired ? t('subjectRetired', { name: subject.name }) : subject.name}
                  value={<Money amount={fen(subject.feeFen)} strong={false} />}
                />
              )}
            </For>
          </Card>
        </Show>
        <Show when={agreed()}>
          <Quiet>{t('feeAgreed')}</Quiet>
        </Show>
      </Section>
    </Show>
  )
}

/** Its order, its refund, and the form to bring along: what exists of them. */
function Papers(props: { one: EnrolmentView }): JSX.Element {
  const confirmed = () => props.one.state === 'confirmed'
  return (
    <Show when={props.one.order || props.one.refundId || confirmed()}>
      <Stack gap={3}>
        <Show when={props.one.order || props.one.refundId}>
          <Card>
            <Show when={props.one.order}>
              {(order) => (
                <CardLine
                  label={t('order')}
                  value={<OrderNumber>{order().number}</OrderNumber>}
                  href={`/orders/${order().id}`}
                />
              )}
            </Show>
            <Show when={props.one.refundId}>
              {(refundId) => <CardLine label={t('refund')} value={t('openRefund')} href={`/refunds/${refundId()}`} />}
            </Show>
          </Card>
        </Show>
        <Show when={confirmed()}>
          <Stack gap={1}>
            <PdfButton wide href={`/api/files/enrolments/${props.one.id}/form.pdf`}>
              {t('form')}
            </PdfButton>
            <Quiet>{t('formText')}</Quiet>
          </Stack>
        </Show>
      </Stack>
    </Show>
  )
}

function learnerFacts(one: EnrolmentView): Fact[] {
  const { learner, organisation } = one
  const rows: readonly [string, JSX.Element][] = [
    [learnerTexts(learner.idType), <IdNumber>{learner.idNumberMasked}</IdNumber>],
    [t('columnMobile'), learner.mobile],
    [t('unit'), unitPath(organisation)],
  ]
  return rows.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }]))
}
