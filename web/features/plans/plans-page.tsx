import { useParams, useSearchParams } from '@solidjs/router'
import { For, type JSX, lazy, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/plans.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { t as upload } from '../../texts/upload.zh-CN.ts'
import { feeWords, planDates } from '../enrolments/plan-words.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { OwnPlan, planTime } from './own-plan.tsx'

const DeskOwnPlans = lazy(async () => {
  const module = await import('./desk-own-plans.tsx')
  await textsReady()
  return module
})

const pageSize = 20
const anyYear = 'all'

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
  const [search, setSearch] = useSearchParams<{ q?: string; year?: string }>()
  const years = api.plans.years.use(() => ({}))
  const year = () => Number(search.year) || null
  const filter = () => ({
    withOwnClosed: true,
    limit: pageSize,
    ...(search.q ? { name: search.q } : {}),
    ...(year() ? { year: year() ?? undefined } : {}),
  })
  const plans = api.plans.list.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (plans.isSuccess ? plans.data : undefined),
    (cursor) => api.plans.list.query({ ...filter(), cursor }),
  )
  const filtered = () => Boolean(search.q || search.year)
  return (
    <OrganisationShell title={t('title')} back="/menu">
      <Stack gap={2}>
        <SearchBox
          placeholder={upload('search')}
          value={search.q ?? ''}
          onSearch={(q) => setSearch({ q: q || null }, { replace: true })}
          slashKey={false}
        />
        <Select
          label={upload('year')}
          value={year() ? String(year()) : anyYear}
          onChange={(value) => setSearch({ year: value === anyYear ? null : value }, { replace: true })}
          choices={[
            { value: anyYear, label: upload('allYears') },
            ...(years.isSuccess ? years.data.years : []).map((one) => ({ value: String(one), label: String(one) })),
          ]}
        />
      </Stack>
      <Loaded query={plans} errorTitle={upload('notOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={<EmptyState title={t(filtered() ? 'nothing' : 'empty')}>{t('emptyText')}</EmptyState>}
          >
            <Stack gap={3}>
              <For each={more.rows()}>
                {(plan) => (
                  <Card>
                    <CardEntry
                      href={`/plans/${plan.id}`}
                      state={<Chop tone={planTime(plan, now()).tone}>{planTime(plan, now()).word}</Chop>}
                      main={plan.name}
                      note={joinParts(planDates(plan, now()), feeWords(plan))}
                    />
                  </Card>
                )}
              </For>
              <MoreButton more={more} label={upload('more')} busyLabel={upload('loadingMore')} />
            </Stack>
          </Show>
        )}
      </Loaded>
    </OrganisationShell>
  )
}
