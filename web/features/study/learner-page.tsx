import { useSearchParams } from '@solidjs/router'
import { type Accessor, createMemo, For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { Fen } from '../../../server/core/money.ts'
import type { Study } from '../../../server/features/study/study.schema.ts'
import { api } from '../../api.ts'
import { Card, CardLine } from '../../components/card.tsx'
import { StateMark } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Headline, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/study.zh-CN.ts'
import { CentreLine } from '../accounts/centre-line.tsx'
import { createStudy } from './create-study.ts'
import { LearnerShell, WithStudy } from './learner-shell.tsx'
import { PlanChain, PlanHead, PlanRing, PlanWaits } from './plan-hours.tsx'
import { countedFigure, shownNumber, yearsOf } from './study-words.ts'

/** 学时: how much is done, what is missing and whom it waits for, from the payment to the certificate. */
export default function LearnerPage(): JSX.Element {
  const mine = createStudy()
  const notices = api.notices.unreadCount.use(() => undefined)
  const owner = () => mine.study()?.learner.name ?? ''
  return (
    <LearnerShell
      owner={owner()}
      noticesHref="/learner/notices"
      newNotices={notices.isSuccess ? (notices.data?.unread ?? 0) : 0}
    >
      <WithStudy mine={mine}>{(study) => <Home study={study} />}</WithStudy>
    </LearnerShell>
  )
}

function Home(props: { study: Accessor<Study> }): JSX.Element {
  const now = createNow()
  const [search, setSearch] = useSearchParams<{ plan?: string }>()
  const plans = () => props.study().plans
  const current = () => plans().filter(({ over }) => !over)
  const chosen = createMemo(() => plans().find(({ id }) => id === search.plan) ?? current()[0] ?? null)
  const others = () => current().filter(({ id }) => id !== chosen()?.id)
  const choose = (id: string) => {
    setSearch({ plan: id })
    scrollTo({ top: 0 })
  }
  return (
    <>
      <Show when={chosen()} fallback={<Nothing study={props.study()} />}>
        {(plan) => (
          <Stack gap={4}>
            <PlanHead plan={plan()} now={now()} />
            <PlanRing plan={plan()} />
            <PlanWaits plan={plan()} now={now()} looking="self" />
            <PlanChain plan={plan()} now={now()} looking="self" />
          </Stack>
        )}
      </Show>
      <Lines study={props.study()} />
      <Show when={others().length > 0}>
        <Section title={t('otherPlans')}>
          <Card>
            <For each={others()}>
              {(plan) => (
                <CardLine
                  label={plan.name}
                  value={t('progress', {
                    done: countedFigure(plan),
                    required: formatHours(plan.rule.requiredHours),
                  })}
                  onOpen={() => choose(plan.id)}
                />
              )}
            </For>
          </Card>
        </Section>
      </Show>
    </>
  )
}

function Nothing(props: { study: Study }): JSX.Element {
  return (
    <>
      <Headline>{t('hours')}</Headline>
      <Show
        when={props.study.plans.length > 0}
        fallback={
          <>
            <EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState>
            <CentreLine />
          </>
        }
      >
        <EmptyState title={t('allOverTitle')}>{t('allOverText')}</EmptyState>
      </Show>
    </>
  )
}

/** Wallet, the latest certificate, earlier years. */
function Lines(props: { study: Study }): JSX.Element {
  const certificate = () => props.study.certificates.find(({ state }) => state === 'valid')
  const years = () => yearsOf(props.study).length
  return (
    <Card>
      <CardLine label={t('wallet')} value={<Money amount={props.study.balanceFen as Fen} />} href="/learner/wallet" />
      <Show when={certificate()}>
        {(one) => (
          <CardLine
            label={t('yearCertificate', { year: one().year })}
            note={shownNumber(one().number)}
            value={<StateMark tone="settled">{t('valid')}</StateMark>}
            href="/learner/certificates"
          />
        )}
      </Show>
      <Show when={years() > 0}>
        <CardLine label={t('history')} value={t('years', { count: years() })} href="/learner/history" />
      </Show>
    </Card>
  )
}
