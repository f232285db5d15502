import { useParams } from '@solidjs/router'
import { type JSX, Match, Switch } from 'solid-js'
import { api } from '../../api.ts'
import { t } from '../../texts/desk-hours.zh-CN.ts'
import { t as hours } from '../../texts/hours.zh-CN.ts'
import type { BesidePane } from '../shell/desk-list.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createHourFilters, type HourFrame } from './desk-hour-frame.ts'
import { HourRecords } from './desk-hour-records.tsx'
import { HourReview } from './desk-hour-review.tsx'
import { NewHoursPane } from './desk-new-hours.tsx'
import { readGroupId } from './training-key.ts'

const tabNames = ['waiting', 'atOrganisations', 'records'] as const
type TabName = (typeof tabNames)[number]

/** 学时审核: what waits for staff by due time, what waits at organisations, and every record. */
export default function DeskHoursPage(): JSX.Element {
  const staff = useStaff()
  const filters = createHourFilters('/desk/hours')
  const reviewer = () => staff.may('reviewer')
  const names = (): readonly TabName[] => (reviewer() ? tabNames : ['records'])
  const params = useParams<{ id?: string }>()
  const isRecord = () => params.id !== undefined && readGroupId(params.id) === null
  const tab = (): TabName =>
    names().find((name) => name === filters.value('tab')) ?? (isRecord() ? 'records' : (names()[0] ?? 'records'))
  const counts = api.hours.reviewCounts.use(
    () => undefined,
    () => ({ refreshMs: 30_000 }),
  )
  const frame: HourFrame = {
    title: t('title'),
    base: '/desk/hours',
    filters,
    wholeCentre: true,
    tabs: () => ({
      name: 'tab',
      label: t('title'),
      current: tab(),
      choices: names().map((value) => ({
        value,
        label: t(value),
        count: value === 'waiting' && counts.isSuccess ? counts.data.waiting : undefined,
      })),
    }),
  }
  const create = {
    label: hours('add'),
    pane: (pane: BesidePane) => <NewHoursPane byStaff planId={filters.value('plan')} onClose={pane.close} />,
  }
  return (
    <Switch>
      <Match when={tab() === 'waiting'}>
        <HourReview
          frame={frame}
          waitsFor="staff"
          mayDecide={reviewer()}
          search={t('searchGroups')}
          organisationWord={t('organisation')}
          emptyTitle={t('emptyWaiting')}
          emptyText={t('emptyWaitingText')}
        />
      </Match>
      <Match when={tab() === 'atOrganisations'}>
        <HourReview
          frame={frame}
          waitsFor="secondAdmin"
          mayDecide={reviewer()}
          search={t('searchGroups')}
          organisationWord={t('organisation')}
          emptyTitle={t('emptyOrganisations')}
          emptyText={t('emptyOrganisationsText')}
        />
      </Match>
      <Match when={tab() === 'records'}>
        <HourRecords frame={frame} create={reviewer() ? create : undefined} />
      </Match>
    </Switch>
  )
}
