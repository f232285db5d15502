import { useSearchParams } from '@solidjs/router'
import { For, type JSX, lazy, Show } from 'solid-js'
import type { PlanBadges } from '../../../server/features/enrolments/enrolments.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { CardEntry } from '../../components/card.tsx'
import { Chop, StateMark } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Line, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { createPlanBadges, planYears } from './create-plan-badges.ts'
import { feeWords, planDates, seatsWords, windowWords } from './plan-words.ts'

const DeskPlans = lazy(async () => {
  const module = await import('./desk-enrolment-plans.tsx')
  await textsReady()
  return module
})

/** The server takes badges of so many plans at once; a phone shows fewer. */
const pageSize = 20

/** 单位代报名: the plans to choose from, with what waits in each of them for the organisation. */
export default function EnrolmentsPage(): JSX.Element {
  return <ByWidth phone={<PlansPhone />} desk={<DeskPlans />} />
}

function PlansPhone(): JSX.Element {
  loadAhead(() => import('./plan-enrolments-page.tsx'))
  const [address, setAddress] = useSearchParams<{ q?: string; year?: string }>()
  const filter = () => ({
    limit: pageSize,
    withOwnClosed: true,
    ...(address.q ? { name: address.q } : {}),
    ...(address.year ? { year: Number(address.year) } : {}),
  })
  const list = createPagedList(api.plans.list, filter)
  const badges = createPlanBadges(() => list.rows().map(({ id }) => id))
  const filtered = () => Boolean(address.q || address.year)
  return (
    <OrganisationShell title={t('title')} places>
      <SearchBox
        placeholder={t('planSearch')}
        value={address.q ?? ''}
        onSearch={(q) => setAddress({ q: q || null }, { replace: true })}
      />
      <Select
        label={t('year')}
        value={address.year ?? ''}
        onChange={(year) => setAddress({ year: year || null }, { replace: true })}
        choices={[
          { value: '', label: t('allYears') },
          ...planYears().map((year) => ({ value: String(year), label: String(year) })),
        ]}
      />
      <PagedRows list={list} errorTitle={t('plansNotOpened')} empty={<NoPlans filtered={filtered()} />}>
        {(plan) => <PlanEntry plan={plan} badges={badges(plan.id)} />}
      </PagedRows>
    </OrganisationShell>
  )
}

export function NoPlans(props: { filtered: boolean }): JSX.Element {
  return (
    <Show when={props.filtered} fallback={<EmptyState title={t('noPlans')}>{t('noPlansText')}</EmptyState>}>
      <EmptyState title={t('noPlansFound')}>{t('noPlansFoundText')}</EmptyState>
    </Show>
  )
}

/** A plan: whether one can enrol and until when, what it costs, what is left, and what waits for the organisation. */
function PlanEntry(props: { plan: PlanView; badges: PlanBadges | null }): JSX.Element {
  const now = createNow()
  const words = () => windowWords(props.plan, now())
  return (
    <CardEntry
      href={`/enrolments/${props.plan.id}`}
      state={
        <Chop tone={words().tone} since={words().since} sinceUrgent={words().urgent}>
          {words().word}
        </Chop>
      }
      action={t(props.plan.enrolment.open ? 'enter' : 'look')}
      main={<strong>{props.plan.name}</strong>}
      note={joinParts(t(props.plan.mode), planDates(props.plan, now()))}
    >
      <Stack gap={1}>
        <span>{joinParts(feeWords(props.plan), seatsWords(props.plan))}</span>
        <Show when={props.badges}>{(badges) => <Badges badges={badges()} />}</Show>
      </Stack>
    </CardEntry>
  )
}

/** What of the organisation's waits in a plan, each in the colour of whom it waits for. */
function Badges(props: { badges: PlanBadges }): JSX.Element {
  const badges = () => {
    const { rejected, drafts, unpaid, submitted, confirmed } = props.badges
    return [
      { count: rejected, tone: 'rejected', word: t('badgeRejected', { count: rejected }) },
      { count: drafts, tone: 'neutral', word: t('badgeDrafts', { count: drafts }) },
      { count: unpaid, tone: 'waiting', word: t('badgeUnpaid', { count: unpaid }) },
      { count: submitted, tone: 'waiting', word: t('badgeSubmitted', { count: submitted }) },
      { count: confirmed, tone: 'settled', word: t('badgeConfirmed', { count: confirmed }) },
    ] as const
  }
  const some = () => badges().filter(({ count }) => count > 0)
  return (
    <Show when={some().length > 0}>
      <Line gap={3}>
        <For each={some()}>{(badge) => <StateMark tone={badge.tone}>{badge.word}</StateMark>}</For>
      </Line>
    </Show>
  )
}
