import { type JSX, Match, Switch } from 'solid-js'
import { Pane } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorState } from '../../components/empty-state.tsx'
import { QueueList } from '../../components/queue-list.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import type { DeskQueue } from './desk-queue.ts'

export interface DeskQueuePaneProps<Row extends { readonly id: string }, State extends string> {
  queue: DeskQueue<Row, State>
  label: string
  head: JSX.Element
  foot?: JSX.Element | undefined
  failedTitle: string
  moreLabel: string
  /** Of the state that is shown: what would appear here. */
  emptyTitle: string
  emptyText: string
  /** A `QueueItem`. */
  children: (row: Row) => JSX.Element
}

/** The left part of a review desk: what waits, the one that is due first on top; skeleton, error, nothing, rows. */
export function DeskQueuePane<Row extends { readonly id: string }, State extends string>(
  props: DeskQueuePaneProps<Row, State>,
): JSX.Element {
  return (
    <Pane label={props.label} ground="paper" head={props.head} foot={props.foot}>
      <Switch
        fallback={
          <QueueList
            label={props.label}
            rows={props.queue.rows()}
            selected={props.queue.selectedId()}
            hasMore={props.queue.list.hasMore()}
            onMore={props.queue.list.loadMore}
            moreLabel={props.moreLabel}
          >
            {props.children}
          </QueueList>
        }
      >
        <Match when={props.queue.list.query.isPending}>
          <SkeletonRows count={9} />
        </Match>
        <Match when={props.queue.list.query.isLoadingError}>
          <ErrorState
            title={props.failedTitle}
            error={props.queue.list.query.error}
            onRetry={() => void props.queue.list.query.refetch()}
          />
        </Match>
        <Match when={props.queue.rows().length === 0 && props.queue.search() !== ''}>
          <EmptyState title={shared('nothingFound')}>{shared('nothingFoundHint')}</EmptyState>
        </Match>
        <Match when={props.queue.rows().length === 0}>
          <EmptyState title={props.emptyTitle}>{props.emptyText}</EmptyState>
        </Match>
      </Switch>
    </Pane>
  )
}
