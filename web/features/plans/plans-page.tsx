import { useParams } from '@solidjs/router'
import { type JSX, lazy, Show } from 'solid-js'
import { api } from '../../api.ts'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/plans.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { t as upload } from '../../texts/upload.zh-CN.ts'
import { feeWords, planDates } from '../enrolments/plan-words.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { PagedRows } from '../shell/paged-rows.tsx'
import { OwnPlan, planTime } from './own-plan.tsx'
import { createPlanSearch, PlanSearch } from './plan-search.tsx'

const DeskOwnPlans = lazy(async () => {
  const module = await import('./desk-own-plans.tsx')
  await textsReady()
  return module
})

const which = { withOwnClosed: true } as const

/** 培训计划: what the centre offers, what each plan requires and costs, and what can be done for learners in it. */
export default function PlansPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <ByWidth
      phone={
        <Show when={params.id} fallback={<PlansPhone />}>
          {(id) => <PlanPhone id={id()} />}
        </Show>
      }
      desk={<DeskOwnPlans />}
    />
  )
}

function PlanPhone(props: { id: string }): JSX.Element {
  const now = createNow()
  const query = api.plans.get.use(() => ({ id: props.id }))
  return (
    <OrganisationShell title={t('detail')} back="/plans">
      <Loaded query={query} errorTitle={upload('planNotOpened')}>
        {(plan) => <OwnPlan plan={plan()} now={now()} />}
      </Loaded>
    </OrganisationShell>
  )
}

function PlansPhone(): JSX.Element {
  const now = createNow()
  const { filters, list } = createPlanSearch('/plans', which)
  return (
    <OrganisationShell title={t('title')} back="/menu">
      <PlanSearch filters={filters} which={which} />
      <PagedRows
        list={list}
        errorTitle={upload('notOpened')}
        empty={<EmptyState title={t(filters.any() ? 'nothing' : 'empty')}>{t('emptyText')}</EmptyState>}
      >
        {(plan) => (
          <CardEntry
            href={`/plans/${plan.id}`}
            state={<Chop tone={planTime(plan, now()).tone}>{planTime(plan, now()).word}</Chop>}
            main={plan.name}
            note={joinParts(planDates(plan, now()), feeWords(plan))}
          />
        )}
      </PagedRows>
    </OrganisationShell>
  )
}
