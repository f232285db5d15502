import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, createSignal, For, type JSX, Show } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type { LearnerCards as Cards } from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatCalendarDay, formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { useMe } from '../accounts/session.ts'
import { inWork, storedError } from './card-words.ts'

type PlanCards = Cards['plans'][number]

const shortestReason = 4
/** One person is opened in less than a second; until then it is asked for so often, in milliseconds. */
const openingMs = 700

/** What a learner has of study cards, plan by plan, and the courses opened for them; to recharge and to open here. */
export default function LearnerCards(props: { learnerId: string; name: string }): JSX.Element {
  const me = useMe()
  const isStaff = () => me.isSuccess && (me.data?.staffRoles.length ?? 0) > 0
  const maySpend = () =>
    me.isSuccess && (!isStaff() || Boolean(me.data?.staffRoles.some((role) => role !== 'reviewer')))
  const recharge = () => (isStaff() ? '/desk/cards/recharge' : '/recharge')
  const history = () => (isStaff() ? '/desk/cards/history' : '/cards/history')
  const query = api.studyCards.ofLearner.use(() => ({ learnerId: props.learnerId }))
  const shown = (cards: Cards) =>
    cards.plans.filter(({ balanceFen, opening, wallets }) => balanceFen > 0 || opening || wallets.length > 0)
  return (
    <Section title={t('ofLearner')} aside={<a href={`${history()}?learner=${props.learnerId}`}>{t('history')}</a>}>
      <Loaded query={query} errorTitle={t('ofLearnerNotOpened')} skeleton={<SkeletonCards count={1} />}>
        {(cards) => (
          <Stack gap={3}>
            <Show when={shown(cards()).length > 0} fallback={<Quiet>{t('ofLearnerNone')}</Quiet>}>
              <Card>
                <For each={shown(cards())}>
                  {(one) => (
                    <OfPlan
                      cards={one}
                      learnerId={props.learnerId}
                      name={props.name}
                      maySpend={maySpend()}
                      mayClose={isStaff() && maySpend()}
                      rechargeHref={`${recharge()}?plan=${one.plan.id}&q=${encodeURIComponent(props.name)}`}
                    />
                  )}
                </For>
              </Card>
            </Show>
            <Show when={maySpend()}>
              <Line>
                <ButtonLink size="dense" href={`${recharge()}?q=${encodeURIComponent(props.name)}`}>
                  {t('rechargeOther')}
                </ButtonLink>
              </Line>
            </Show>
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}

function walletWords(one: PlanCards): string {
  return joinParts(
    ...one.wallets
      .filter(({ balanceFen }) => balanceFen > 0)
      .map(({ balanceFen, expiresOn }) =>
        t('walletUntil', { amount: formatYuan(fen(balanceFen)), day: formatCalendarDay(expiresOn) }),
      ),
  )
}

function OfPlan(props: {
  cards: PlanCards
  learnerId: string
  name: string
  maySpend: boolean
  mayClose: boolean
  rechargeHref: string
}): JSX.Element {
  const [asking, setAsking] = createSignal<'open' | 'close' | null>(null)
  const refusal = () => (props.cards.opening === null ? props.cards.refusal : null)
  const why = () => {
    const reason = refusal()
    return reason === null
      ? null
      : joinParts(
          t(`why_${reason}`),
          reason === 'balanceTooLow' ? t('missing', { amount: formatYuan(fen(props.cards.missingFen)) }) : null,
        )
  }
  return (
    <CardEntry
      state={
        <Show when={props.cards.opening} fallback={<Chop tone="neutral">{t('notYetOpened')}</Chop>}>
          {(opening) => (
            <Chop tone="settled" since={formatDateTime(opening().openedAt)}>
              {t('opened')}
            </Chop>
          )}
        </Show>
      }
      main={props.cards.plan.name}
      amount={<Money amount={fen(props.cards.balanceFen)} />}
      note={walletWords(props.cards)}
    >
      <Show when={why()}>{(words) => <Quiet>{words()}</Quiet>}</Show>
      <Show when={asking() === null && props.maySpend}>
        <Line>
          <Show when={props.cards.opening === null && refusal() === null}>
            <Button size="dense" onClick={() => setAsking('open')}>
              {openWord(props.cards.feeFen)}
            </Button>
          </Show>
          <Show when={refusal() === 'balanceTooLow'}>
            <ButtonLink size="dense" href={props.rechargeHref}>
              {t('rechargeOne')}
            </ButtonLink>
          </Show>
          <Show when={props.mayClose && props.cards.opening}>
            <Button size="dense" kind="quiet" onClick={() => setAsking('close')}>
              {t('closeCourse')}
            </Button>
          </Show>
        </Line>
      </Show>
      <Show when={asking() === 'open'}>
        <OpenCourse
          planId={props.cards.plan.id}
          feeFen={props.cards.feeFen ?? 0}
          learnerId={props.learnerId}
          name={props.name}
          onClose={() => setAsking(null)}
        />
      </Show>
      <Show when={asking() === 'close' ? props.cards.opening : null}>
        {(opening) => <CloseCourse id={opening().id} onClose={() => setAsking(null)} />}
      </Show>
    </CardEntry>
  )
}

const openWord = (feeFen: number | null) => (feeFen ? t('open', { fee: formatYuan(fen(feeFen)) }) : t('openFree'))

/** 开通课程 for one: an operation of one person, which is done before anybody looks away. */
function OpenCourse(props: {
  planId: string
  feeFen: number
  learnerId: string
  name: string
  onClose: () => void
}): JSX.Element {
  const id = newId()
  const [sent, setSent] = createSignal(false)
  const start = api.studyCards.startOperation.use({ onSuccess: () => void setSent(true), stale: [] })
  const operation = api.studyCards.operation.use(
    () => ({ id }),
    () => ({ enabled: sent(), refreshMs: sent() ? openingMs : false }),
  )
  const state = () => (sent() && operation.isSuccess ? operation.data : null)
  const queries = useQueryClient()
  createEffect(() => {
    if (state()?.state !== 'done') return
    showToast({ text: t('openedDone') })
    void queries.invalidateQueries()
    props.onClose()
  })
  const failure = () => {
    const now = state()
    return now?.state === 'failed' && now.error ? storedError(now.error) : start.error
  }
  const busy = () => start.isPending || (sent() && (state() === null || inWork(state()?.state ?? 'waiting')))
  const send = () =>
    start.mutate({
      id,
      kind: 'open',
      planId: props.planId,
      people: { ids: [props.learnerId] },
      leaveOut: false,
      expected: { people: 1, totalFen: fen(props.feeFen) },
    })
  return (
    <Form onSubmit={send} gap={2}>
      <Note>{t('openAsk', { fee: formatYuan(fen(props.feeFen)), name: props.name })}</Note>
      <ErrorNote error={failure()} />
      <Line>
        <Button type="submit" kind="primary" busy={busy()}>
          {busy() ? t('opening') : t('openFree')}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Line>
    </Form>
  )
}

function CloseCourse(props: { id: string; onClose: () => void }): JSX.Element {
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const close = api.studyCards.closeCourse.use({
    onSuccess: () => {
      showToast({ text: t('closedDone') })
      props.onClose()
    },
  })
  const missing = () => reason().trim().length < shortestReason
  const send = () => {
    setAsked(true)
    if (!missing()) close.mutate({ id: props.id, reason: reason().trim() })
  }
  return (
    <Form onSubmit={send} gap={2}>
      <Note>{t('closeCourseText')}</Note>
      <Field label={t('closeReason')} error={asked() && missing() ? t('reasonMissing') : null} required>
        <TextInput value={reason()} onInput={setReason} maxLength={200} />
      </Field>
      <ErrorNote error={close.error} />
      <Line>
        <Button type="submit" kind="danger" busy={close.isPending}>
          {close.isPending ? t('closing') : t('closeCourse')}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Line>
    </Form>
  )
}
