import { createEffect, createSignal, For, type JSX, Show } from 'solid-js'
import type { NoticeRow } from '../../../server/features/notices/notices.schema.ts'
import { api } from '../../api.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/notices.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'

const pageSize = 30

/** What was announced, newest first. Having been here is having read it; what was new stays marked until one leaves. */
export function NoticeList(): JSX.Element {
  const filter = () => ({ locale: language(), limit: pageSize })
  const notices = api.notices.list.use(filter)
  const more = createMore<NoticeRow>(
    language,
    () => (notices.isSuccess ? notices.data : undefined),
    (cursor) => api.notices.list.query({ ...filter(), cursor }),
  )
  const markRead = api.notices.markRead.use({ stale: [api.notices.unreadCount.key()] })
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set())
  createEffect(() => {
    const rows = more.rows()
    const unread = rows.filter((row) => row.readAt === null && !fresh().has(row.id))
    const newest = rows[0]
    if (unread.length === 0 || !newest) return
    setFresh(new Set([...fresh(), ...unread.map((row) => row.id)]))
    markRead.mutate({ upToId: newest.id })
  })
  return (
    <Loaded query={notices} errorTitle={t('notOpened')}>
      {() => (
        <Show
          when={more.rows().length > 0}
          fallback={<EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState>}
        >
          <Stack gap={3}>
            <Card>
              <For each={more.rows()}>{(row) => <NoticeEntry row={row} fresh={fresh().has(row.id)} />}</For>
            </Card>
            <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
          </Stack>
        </Show>
      )}
    </Loaded>
  )
}

function NoticeEntry(props: { row: NoticeRow; fresh: boolean }): JSX.Element {
  return (
    <CardEntry
      href={props.row.page ?? undefined}
      state={
        <Chop tone={props.fresh ? 'waiting' : 'neutral'} since={formatDateTime(props.row.createdAt)}>
          {props.fresh ? t('newOne') : t('readOne')}
        </Chop>
      }
      action={props.row.page === null ? undefined : t('look')}
      main={<strong>{props.row.title}</strong>}
    >
      {props.row.sentence}
    </CardEntry>
  )
}
