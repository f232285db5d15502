import { type JSX, Match, Switch } from 'solid-js'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import type { ListTabs } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { DeskCourses } from './desk-courses.tsx'
import { DeskPlatforms } from './desk-platforms.tsx'
import { DeskStatements } from './desk-statement-log.tsx'

export const platformFilters = ['tab', 'platform', 'state', 'outcome', 'reason', 'q'] as const
export type PlatformFilter = (typeof platformFilters)[number]
const tabs = ['platforms', 'courses', 'log'] as const

/** 学习平台: who sends statements, what its activities stand for, and what came of each statement. */
export default function DeskPlatformsPage(): JSX.Element {
  const filters = createFilters('/desk/platforms', platformFilters)
  const tab = () => tabs.find((one) => one === filters.value('tab')) ?? 'platforms'
  const shown = (): ListTabs<PlatformFilter> => ({
    name: 'tab',
    label: t('tabs'),
    current: tab(),
    choices: tabs.map((value) => ({ value, label: t(value) })),
  })
  return (
    <Switch>
      <Match when={tab() === 'platforms'}>
        <DeskPlatforms filters={filters} tabs={shown()} />
      </Match>
      <Match when={tab() === 'courses'}>
        <DeskCourses filters={filters} tabs={shown()} />
      </Match>
      <Match when={tab() === 'log'}>
        <DeskStatements filters={filters} tabs={shown()} />
      </Match>
    </Switch>
  )
}
