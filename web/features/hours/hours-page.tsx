import { useParams, useSearchParams } from '@solidjs/router'
import FileUp from 'lucide-solid/icons/file-up'
import Plus from 'lucide-solid/icons/plus'
import { For, type JSX, lazy, Match, Show, Switch } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { HourPerson, TrainingRow } from '../../../server/features/hours/hour-people.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Quiet, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { formatCalendarDay } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { loadAhead } from '../shell/load-ahead.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { missingParts, ruleParts, trainingState, whoAndWhen } from './hour-words.ts'
import { createPlanChoice, OfPlan, PlanSelect } from './plan-choice.tsx'
import { readTrainingId, trainingId } from './training-key.ts'

const DeskHours = lazy(async () => {
  const { DeskOwnHours } = await import('./desk-own-hours.tsx')
  await textsReady()
  return { default: DeskOwnHours }
})
const RecordPhone = lazy(async () => {
  const { RecordPhone: Phone } = await import('./hours-phone.tsx')
  await textsReady()
  return { default: Phone }
})
const TrainingPhone = lazy(async () => {
  const { TrainingPhone: Phone } = await import('./hours-phone.tsx')
  await textsReady()
  return { default: Phone }
})

const pageSize = 20

/** 线下档案管理: what was recorded in a plan, by training and by learner; one training or record on a phone. */
export default function HoursPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <ByWidth
      phone={
        <Switch fallback={<HoursPhone />}>
          <Match when={params.id ? readTrainingId(params.id) : null}>
            {(key) => <TrainingPhone training={key()} />}
          </Match>
          <Match when={params.id}>{(id) => <RecordPhone id={id()} />}</Match>
        </Switch>
      }
      desk={<DeskHours />}
    />
  )
}

type Address = { plan?: string; by?: string; q?: string; show?: string }
const peopleShows = ['all', 'short', 'pending', 'reached'] as const

function HoursPhone(): JSX.Element {
  loadAhead(
    () => import('./hours-phone.tsx'),
    () => import('./new-hours-page.tsx'),
  )
  const [address, setAddress] = useSearchParams<Address>()
  const choice = createPlanChoice(() => address.plan ?? null)
  const waiting = api.hours.ownReviewCounts.use(() => undefined)
  const byPerson = () => address.by === 'person'
  const query = () => (choice.plan() ? `?plan=${choice.plan()?.id}` : '')
  return (
    <OrganisationShell
      title={t('title')}
      back="/menu"
      actionBar={
        <Show when={choice.plan()?.state === 'published'}>
          <ButtonLink size="main" href={`/hours/import${query()}`} icon={<FileUp size={20} />}>
            {t('import')}
          </ButtonLink>
          <ButtonLink kind="primary" size="main" wide href={`/hours/new${query()}`} icon={<Plus size={24} />}>
            {t('add')}
          </ButtonLink>
        </Show>
      }
    >
      <Show when={waiting.isSuccess && waiting.data.waiting > 0 && waiting.data}>
        {(counts) => (
          <Card>
            <CardEntry
              href="/hours/review"
              state={<Chop tone="waiting">{t('review')}</Chop>}
              action={t('goReview')}
              main={t('reviewCard', { count: counts().waiting })}
            />
          </Card>
        )}
      </Show>
      <OfPlan choice={choice}>
        {(plan) => (
          <Stack gap={3}>
            <PlanSelect choice={choice} onChange={(id) => setAddress({ plan: id, q: null }, { replace: true })} />
            <Quiet>{joinParts(...ruleParts(plan))}</Quiet>
            <LinkTabs
              label={t('title')}
              tabs={[
                { label: t('byTraining'), href: `/hours${query()}`, current: !byPerson() },
                { label: t('byPerson'), href: `/hours${query()}&by=person`, current: byPerson() },
              ]}
            />
            <SearchBox
              placeholder={t(byPerson() ? 'searchPerson' : 'searchTraining')}
              value={address.q ?? ''}
              onSearch={(q) => setAddress({ q: q || null }, { replace: true })}
              slashKey={false}
            />
            <Show when={byPerson()} fallback={<Trainings plan={plan} search={address.q ?? ''} />}>
              <People
                plan={plan}
                search={address.q ?? ''}
                show={peopleShows.find((one) => one === address.show) ?? 'all'}
              />
            </Show>
          </Stack>
        )}
      </OfPlan>
    </OrganisationShell>
  )
}

function Trainings(props: { plan: PlanView; search: string }): JSX.Element {
  const now = createNow()
  const filter = () => ({
    planId: props.plan.id,
    limit: pageSize,
    ...(props.search ? { search: props.search } : {}),
  })
  const query = api.hours.trainings.use(filter, () => ({ keepPrevious: true }))
  const withId = (rows: readonly TrainingRow[]) => rows.map((row) => ({ ...row, id: trainingId(row) }))
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (query.isSuccess ? { ...query.data, rows: withId(query.data.rows) } : undefined),
    async (cursor) => {
      const page = await api.hours.trainings.query({ ...filter(), cursor })
      return { ...page, rows: withId(page.rows) }
    },
  )
  return (
    <Loaded query={query} errorTitle={t('listFailed')}>
      {() => (
        <Show
          when={more.rows().length > 0}
          fallback={
            <EmptyState title={t(props.search ? 'nothingFound' : 'emptyTrainings')}>
              {props.search ? undefined : t('emptyTrainingsText')}
            </EmptyState>
          }
        >
          <Stack gap={3}>
            <Card>
              <For each={more.rows()}>
                {(row) => (
                  <CardEntry
                    href={`/hours/${row.id}?plan=${row.planId}`}
                    state={
                      <Chop tone={trainingState(row).tone} since={whoAndWhen(row, now()) ?? undefined}>
                        {trainingState(row).word}
                      </Chop>
                    }
                    main={<strong>{row.title}</strong>}
                    amount={t('hours', { hours: formatHours(row.approved + row.pending) })}
                    note={joinParts(t(row.kind), formatCalendarDay(row.studiedOn))}
                    noteEnd={t('peopleCount', { count: row.people })}
                  >
                    <Show when={row.counts.rejected > 0}>{t('rejectedPart', { count: row.counts.rejected })}</Show>
                  </CardEntry>
                )}
              </For>
            </Card>
            <MoreButton more={more} />
          </Stack>
        </Show>
      )}
    </Loaded>
  )
}

type Shown = (typeof peopleShows)[number]
const showWords = { all: 'all', short: 'short', pending: 'withPending', reached: 'reached' } as const

function People(props: { plan: PlanView; search: string; show: Shown }): JSX.Element {
  const filter = () => ({
    planId: props.plan.id,
    show: props.show,
    limit: pageSize,
    ...(props.search ? { search: props.search } : {}),
  })
  const query = api.hours.people.use(filter, () => ({ keepPrevious: true }))
  const counts = api.hours.peopleCounts.use(
    () => ({ planId: props.plan.id, ...(props.search ? { search: props.search } : {}) }),
    () => ({ keepPrevious: true }),
  )
  const withId = (rows: readonly HourPerson[]) => rows.map((row) => ({ ...row, id: row.learner.id }))
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (query.isSuccess ? { ...query.data, rows: withId(query.data.rows) } : undefined),
    async (cursor) => {
      const page = await api.hours.people.query({ ...filter(), cursor })
      return { ...page, rows: withId(page.rows) }
    },
  )
  return (
    <Stack gap={3}>
      <LinkTabs
        label={t('people')}
        tabs={peopleShows.map((show) => ({
          label: t(showWords[show]),
          count: counts.isSuccess ? counts.data[show] : undefined,
          href: `/hours?plan=${props.plan.id}&by=person${show === 'all' ? '' : `&show=${show}`}`,
          current: props.show === show,
        }))}
      />
      <Loaded query={query} errorTitle={t('listFailed')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <EmptyState title={t(props.search || props.show !== 'all' ? 'nothingFound' : 'emptyPeople')}>
                {props.search || props.show !== 'all' ? undefined : t('emptyPeopleText')}
              </EmptyState>
            }
          >
            <Stack gap={3}>
              <Card>
                <For each={more.rows()}>{(row) => <PersonEntry row={row} plan={props.plan} />}</For>
              </Card>
              <MoreButton more={more} />
            </Stack>
          </Show>
        )}
      </Loaded>
    </Stack>
  )
}

/** A learner: how far, and in words what is missing and what of it waits. */
function PersonEntry(props: { row: HourPerson; plan: PlanView }): JSX.Element {
  const pending = () => props.row.sums.compulsoryPending + props.row.sums.electivePending
  return (
    <CardEntry
      href={`/hours/people/${props.row.learner.id}?plan=${props.plan.id}`}
      state={
        <Chop tone={props.row.reached ? 'settled' : pending() > 0 ? 'waiting' : 'neutral'}>
          {t(props.row.reached ? 'reached' : pending() > 0 ? 'withPending' : 'short')}
        </Chop>
      }
      main={<strong>{props.row.learner.name}</strong>}
      amount={t('ofRequired', {
        counted: formatHours(props.row.counted),
        required: formatHours(props.plan.requiredHours),
      })}
      note={props.row.organisation.names.slice(1).join(' › ') || props.row.organisation.name}
    >
      <Show when={!props.row.reached}>{joinParts(...missingParts(props.plan, props.row.sums))}</Show>
    </CardEntry>
  )
}
