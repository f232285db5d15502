import { createEffect, createSignal, type JSX } from 'solid-js'
import type { NoticeRow } from '../../../server/features/notices/notices.schema.ts'
import { api } from '../../api.ts'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/notices.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'

const pageSize = 30

/** What was announced, newest first. Having been here is having read it; what was new stays marked until one leaves. */
export function NoticeList(props: {
  /** What will come here, where nothing has: the organisation's matters when left out. */
  emptyText?: string | undefined
}): JSX.Element {
  const list = createPagedList(api.notices.list, () => ({ locale: language(), limit: pageSize }))
  const markRead = api.notices.markRead.use({ stale: [api.notices.unreadCount.key()] })
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set())
  createEffect(() => {
    const rows = list.rows()
    const unread = rows.filter((row) => row.readAt === null && !fresh().has(row.id))
    const newest = rows[0]
    if (unread.length === 0 || !newest) return
    setFresh(new Set([...fresh(), ...unread.map((row) => row.id)]))
    markRead.mutate({ upToId: newest.id })
  })
  return (
    <PagedRows
      list={list}
      errorTitle={t('notOpened')}
      together
      empty={<EmptyState title={t('emptyTitle')}>{props.emptyText ?? t('emptyText')}</EmptyState>}
    >
      {(row) => <NoticeEntry row={row} fresh={fresh().has(row.id)} />}
    </PagedRows>
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
