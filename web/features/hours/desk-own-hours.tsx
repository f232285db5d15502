import { useParams } from '@solidjs/router'
import { type JSX, Match, Switch } from 'solid-js'
import { api } from '../../api.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import type { BesidePane } from '../shell/desk-list.tsx'
import { createHourFilters, type HourFrame } from './desk-hour-frame.ts'
import { HourRecords } from './desk-hour-records.tsx'
import { HourReview } from './desk-hour-review.tsx'
import { NewHoursPane } from './desk-new-hours.tsx'
import { PeopleDesk } from './desk-own-people.tsx'
import { TrainingsDesk } from './desk-own-trainings.tsx'
import { createPlanChoice } from './plan-choice.tsx'
import { readTrainingId } from './training-key.ts'

const tabNames = ['trainings', 'people', 'records', 'review'] as const
type TabName = (typeof tabNames)[number]
const tabWords = { trainings: 'byTraining', people: 'byPerson', records: 'records', review: 'review' } as const

/** 线下档案管理 on a desk of an organisation's admin. */
export function DeskOwnHours(): JSX.Element {
  const filters = createHourFilters('/hours')
  const waiting = api.hours.ownReviewCounts.use(
    () => undefined,
    () => ({ refreshMs: 30_000 }),
  )
  const params = useParams<{ id?: string }>()
  // The address of one record says no tab: it comes from a phone.
  const isRecord = () => params.id !== undefined && readTrainingId(params.id) === null
  const tab = (): TabName =>
    tabNames.find((name) => name === filters.value('tab')) ?? (isRecord() ? 'records' : 'trainings')
  const frame: HourFrame = {
    title: t('title'),
    base: '/hours',
    filters,
    wholeCentre: false,
    tabs: () => ({
      name: 'tab',
      label: t('title'),
      current: tab(),
      choices: tabNames.map((value) => ({
        value,
        label: t(tabWords[value]),
        count: value === 'review' && waiting.isSuccess ? waiting.data.waiting : undefined,
      })),
    }),
  }
  const choice = createPlanChoice(() => filters.value('plan'))
  const create = {
    label: t('add'),
    pane: (pane: BesidePane) => (
      <NewHoursPane byStaff={false} planId={choice.plan()?.id ?? null} onClose={pane.close} />
    ),
  }
  return (
    <Switch>
      <Match when={tab() === 'trainings'}>
        <TrainingsDesk frame={frame} choice={choice} create={create} />
      </Match>
      <Match when={tab() === 'people'}>
        <PeopleDesk frame={frame} choice={choice} create={create} />
      </Match>
      <Match when={tab() === 'records'}>
        <HourRecords frame={frame} create={create} />
      </Match>
      <Match when={tab() === 'review'}>
        <HourReview
          frame={frame}
          waitsFor={null}
          mayDecide
          search={t('searchTraining')}
          organisationWord={t('unit')}
          emptyTitle={t('emptyReview')}
          emptyText={t('emptyReviewText')}
        />
      </Match>
    </Switch>
  )
}
