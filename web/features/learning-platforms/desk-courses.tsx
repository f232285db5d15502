import { type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { Course } from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { type DeskColumn, DeskList, type ListRoom, type ListTabs } from '../shell/desk-list.tsx'
import type { Filters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskCourse } from './desk-course.tsx'
import { PasteCourses } from './desk-paste-courses.tsx'
import type { PlatformFilter } from './desk-platforms-page.tsx'

/** What the activities of platforms stand for. */
export function DeskCourses(props: { filters: Filters<PlatformFilter>; tabs: ListTabs<PlatformFilter> }): JSX.Element {
  const retired = () => props.filters.value('state') === 'retired'
  const list = createKeysetList(api.learningPlatforms.courses, () => ({
    limit: 50,
    retired: retired(),
    ...(props.filters.value('platform') ? { platformId: props.filters.value('platform') ?? '' } : {}),
    ...(props.filters.value('q') ? { search: props.filters.value('q') ?? '' } : {}),
  }))
  const columns = (room: ListRoom): DeskColumn<Course>[] => [
    {
      id: 'title',
      header: t('columnTitle'),
      cell: (row) => <LongName>{row.title}</LongName>,
      long: true,
    },
    {
      id: 'activity',
      header: t('columnActivity'),
      cell: (row) => <LongName>{row.activityId}</LongName>,
      long: true,
      width: '240px',
      wide: true,
    },
    {
      id: 'plan',
      header: t('columnPlan'),
      cell: (row) => <LongName>{row.planName}</LongName>,
      long: true,
      width: room.beside() ? '180px' : '260px',
    },
    { id: 'kind', header: t('columnKind'), cell: (row) => t(row.kind), width: language() === 'en' ? '104px' : '72px' },
    { id: 'hours', header: t('columnHours'), cell: (row) => formatHours(row.hours), align: 'end', width: '72px' },
    {
      id: 'platform',
      header: t('columnPlatform'),
      cell: (row) => <LongName>{row.platformName}</LongName>,
      long: true,
      width: '140px',
      wide: true,
    },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={props.filters}
      list={list}
      label={t('courseList')}
      columns={columns}
      rowName={(row) => row.title}
      tabs={props.tabs}
      selects={
        <>
          <PlatformSelect filters={props.filters} />
          <FilterSelect
            label={t('columnState')}
            value={props.filters.value('state')}
            onChange={(state) => props.filters.set({ state })}
            choices={[{ value: 'retired', label: t('retired') }]}
          />
        </>
      }
      search={t('searchCourses')}
      emptyTitle={t('coursesEmpty')}
      emptyText={t('coursesEmptyText')}
      paneWidth="clamp(420px, 42vw, 640px)"
      create={{
        label: t('addCourses'),
        pane: (pane) => <PasteCourses platformId={props.filters.value('platform')} onClose={pane.close} />,
      }}
    >
      {(id, pane) => (
        <Show when={list.rows().find((row) => row.id === id())}>
          {(course) => <DeskCourse course={course()} onClose={pane.close} />}
        </Show>
      )}
    </DeskList>
  )
}

/** Cuts a list to one platform. */
export function PlatformSelect(props: { filters: Filters<PlatformFilter> }): JSX.Element {
  const platforms = api.learningPlatforms.list.use(() => undefined)
  const choices = () =>
    platforms.isSuccess ? (platforms.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name })) : []
  return (
    <FilterSelect
      label={t('columnPlatform')}
      value={props.filters.value('platform')}
      onChange={(platform) => props.filters.set({ platform })}
      choices={choices()}
    />
  )
}
