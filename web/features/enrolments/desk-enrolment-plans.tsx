import { useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { PlanBadges } from '../../../server/features/enrolments/enrolments.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatCount, formatTableDay } from '../../texts/format.ts'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { createPlanBadges, planYears } from './create-plan-badges.ts'
import { feeWords, windowWords } from './plan-words.ts'

/** 单位代报名 on a desk: the plans to choose from, and in each what waits for the organisation. */
export default function DeskEnrolmentPlans(): JSX.Element {
  const navigate = useNavigate()
  const now = createNow()
  const filters = createFilters('/enrolments', ['year', 'q'])
  const medium = createFromWidth(1200)
  const wide = createFromWidth(1400)
  const widest = createFromWidth(1680)
  const year = () => filters.value('year')
  const list = createKeysetList(api.plans.list, () => ({
    limit: 50,
    withOwnClosed: true,
    ...(year() ? { year: Number(year()) } : {}),
    ...(filters.value('q') ? { name: filters.value('q') ?? undefined } : {}),
  }))
  const badges = createPlanBadges(() => list.rows().map(({ id }) => id))
  return (
    <DeskPage
      title={t('title')}
      keys
      filters={
        <FilterBar onClear={filters.any() ? filters.clear : undefined}>
          <FilterSelect
            label={t('year')}
            value={year()}
            onChange={(value) => filters.set({ year: value })}
            choices={planYears().map((one) => ({ value: String(one), label: String(one) }))}
          />
          <SearchBox
            placeholder={t('planSearch')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns="minmax(0, 1fr)">
        <KeysetPane
          list={list}
          label={t('plans')}
          columns={planColumns({ now: now(), badges, medium: medium(), wide: wide(), widest: widest() })}
          rowName={(plan) => plan.name}
          onOpen={(plan) => navigate(`/enrolments/${plan.id}`)}
          emptyTitle={t('noPlans')}
          emptyText={t('noPlansText')}
          filtered={filters.any()}
          onClear={filters.clear}
        />
      </Panes>
    </DeskPage>
  )
}

function planColumns(room: {
  now: Date
  badges: (planId: string) => PlanBadges | null
  medium: boolean
  wide: boolean
  widest: boolean
}): Column<PlanView>[] {
  const { now, badges, medium, wide, widest } = room
  const count = (id: string, header: string, of: (one: PlanBadges) => number, loud = false): Column<PlanView> => ({
    id,
    header,
    cell: (plan) => {
      const one = badges(plan.id)
      const number = one ? of(one) : 0
      return number === 0 ? '–' : loud ? <strong>{formatCount(number)}</strong> : formatCount(number)
    },
    width: '68px',
    align: 'end',
  })
  const all: (Column<PlanView> & { readonly shown?: boolean })[] = [
    {
      id: 'window',
      header: t('columnWindow'),
      cell: (plan) => {
        const words = windowWords(plan, now)
        return <StateMark tone={words.tone}>{words.word}</StateMark>
      },
      width: '128px',
    },
    {
      id: 'name',
      header: t('columnPlan'),
      cell: (plan) => (
        <a href={`/enrolments/${plan.id}`}>
          <LongName>{plan.name}</LongName>
        </a>
      ),
      long: true,
    },
    {
      id: 'number',
      header: t('columnNumber'),
      cell: (plan) => <LongName>{plan.number}</LongName>,
      long: true,
      width: '152px',
      shown: wide,
    },
    {
      id: 'until',
      header: t('columnUntil'),
      cell: (plan) => (plan.enrolment.until ? formatTableDay(plan.enrolment.until, now) : '–'),
      width: '96px',
    },
    {
      id: 'dates',
      header: t('columnDates'),
      cell: (plan) => `${formatTableDay(plan.startsAt, now)} – ${formatTableDay(plan.endsAt, now)}`,
      width: '188px',
      shown: widest,
    },
    { id: 'mode', header: t('columnMode'), cell: (plan) => t(plan.mode), width: '72px', shown: widest },
    {
      id: 'fee',
      header: t('columnFee'),
      cell: (plan) => <LongName>{feeWords(plan)}</LongName>,
      long: true,
      width: '124px',
    },
    {
      id: 'seats',
      header: t('columnSeats'),
      cell: (plan) => (plan.seatsLeft === null ? '–' : formatCount(Math.max(0, plan.seatsLeft))),
      width: '80px',
      align: 'end',
    },
    count('drafts', t('columnDrafts'), (one) => one.drafts, true),
    count('rejected', t('rejected'), (one) => one.rejected, true),
    count('submitted', t('submitted'), (one) => one.submitted),
    count('unpaid', t('due'), (one) => one.unpaid, true),
    { ...count('confirmed', t('confirmed'), (one) => one.confirmed), shown: medium },
  ]
  return all.filter(({ shown }) => shown !== false)
}
