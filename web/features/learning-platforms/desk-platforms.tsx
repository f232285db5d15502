import { useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import type { Platform } from '../../../server/features/learning-platforms/learning-platforms.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-platforms.zh-CN.ts'
import { formatCount, formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList, type ListTabs } from '../shell/desk-list.tsx'
import type { Filters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskPlatform } from './desk-platform.tsx'
import { NewPlatform } from './desk-platform-form.tsx'
import type { PlatformFilter } from './desk-platforms-page.tsx'

/** A centre has a handful of platforms: one page. */
const allPlatforms = {
  key: () => api.learningPlatforms.list.key(),
  query: async (_input: { cursor?: string | null | undefined }, signal?: AbortSignal) => ({
    ...(await api.learningPlatforms.list.query(undefined, signal)),
    nextCursor: null,
  }),
}

export function DeskPlatforms(props: {
  filters: Filters<PlatformFilter>
  tabs: ListTabs<PlatformFilter>
}): JSX.Element {
  const params = useParams<{ id?: string }>()
  const now = createNow()
  const list = createKeysetList(allPlatforms, () => ({}))
  const opened = () => list.rows().find((row) => row.id === params.id) ?? null
  const columns = (): DeskColumn<Platform>[] => [
    {
      id: 'name',
      header: t('columnName'),
      cell: (row) => <LongName>{row.name}</LongName>,
      long: true,
    },
    {
      id: 'homePage',
      header: t('columnHomePage'),
      cell: (row) => <LongName>{row.homePage}</LongName>,
      long: true,
      width: '260px',
      wide: true,
    },
    { id: 'courses', header: t('columnCourses'), cell: (row) => formatCount(row.courses), align: 'end', width: '72px' },
    {
      id: 'refused',
      header: t('columnRefused'),
      cell: (row) => (row.refused >= 1000 ? t('refusedMany') : formatCount(row.refused)),
      align: 'end',
      width: '96px',
    },
    {
      id: 'seen',
      header: t('columnSeen'),
      cell: (row) => (row.lastSeenAt ? formatTableTime(row.lastSeenAt, now()) : t('never')),
      width: '112px',
    },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => (
        <StateMark tone={row.enabled ? 'settled' : 'rejected'}>{t(row.enabled ? 'stateOn' : 'stateOff')}</StateMark>
      ),
      width: '96px',
    },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={props.filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => row.name}
      tabs={props.tabs}
      emptyTitle={t('platformsEmpty')}
      emptyText={t('platformsEmptyText')}
      paneWidth="clamp(420px, 40vw, 600px)"
      create={{ label: t('add'), pane: (pane) => <NewPlatform onClose={pane.close} onCreated={pane.open} /> }}
      opened={opened()?.id ?? null}
    >
      {(_, pane) => (
        <Show when={opened()}>
          {(row) => (
            <DeskPlatform
              platform={row()}
              endpoint={list.firstPage()?.endpoint ?? ''}
              filters={props.filters}
              onClose={pane.close}
            />
          )}
        </Show>
      )}
    </DeskList>
  )
}
