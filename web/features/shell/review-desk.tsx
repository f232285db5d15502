import type { CreateQueryResult } from '@tanstack/solid-query'
import { type Accessor, createEffect, createMemo, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import type { QueryBinding } from '../../api.ts'
import { DeskPage, Pane, Panes } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-frame.zh-CN.ts'
import { formatDue } from '../../texts/format.ts'
import { language } from '../../texts/texts.ts'
import type { DeskQueue } from './desk-queue.ts'

/** English labels are longer: the queue widens with the language. */
const queueWidth = 'clamp(208px, 17vw, 256px)'
const wideQueue = 'clamp(224px, 20vw, 296px)'
const factsWidth = 'clamp(368px, 36vw, 520px)'

export interface ReviewDeskProps<Row extends { readonly id: string }, State extends string> {
  title: string
  queue: DeskQueue<Row, State>
  /** As many as the queue has states, in its order. */
  tabs: readonly { readonly state: State; readonly label: string; readonly count?: number | undefined }[]
  /** What the search box looks for. */
  search: string
  /** What J and K do, for the list of keys. */
  keyNext: string
  keyPrevious: string
  /** The left part: a `DeskQueuePane`. */
  queuePane: JSX.Element
  /** Heard when another one is chosen. */
  heard: (row: Row) => string
  /** The middle and the right part while nothing is chosen. */
  nothing: JSX.Element
  /** The middle and the right part. */
  children: (id: Accessor<string>) => JSX.Element
}

/** A desk where one thing after the other is decided: queue, what was sent, and what it says, side by side. */
export function ReviewDesk<Row extends { readonly id: string }, State extends string>(
  props: ReviewDeskProps<Row, State>,
): JSX.Element {
  const { queue } = props
  createKeys(() => [
    { key: 'J', label: props.keyNext, run: () => queue.move(1) },
    { key: 'K', label: props.keyPrevious, run: () => queue.move(-1) },
  ])
  const tabs = () =>
    props.tabs.map(({ state, label, count }) => ({
      label,
      count,
      href: queue.href(null, { state }),
      current: queue.state() === state,
    }))
  return (
    <DeskPage
      title={props.title}
      tabs={<LinkTabs label={props.title} tabs={tabs()} />}
      actions={<SearchBox placeholder={props.search} value={queue.search()} onSearch={queue.setSearch} />}
      keys
    >
      <Panes columns={`${language() === 'en' ? wideQueue : queueWidth} minmax(0, 1fr) ${factsWidth}`}>
        {props.queuePane}
        <Show when={queue.selectedId()} fallback={props.nothing}>
          {(id) => props.children(id)}
        </Show>
      </Panes>
      <output class="only-heard">
        {queue
          .rows()
          .filter((row) => row.id === queue.selectedId())
          .map(props.heard)}
      </output>
    </DeskPage>
  )
}

/** What the middle and the right part of a review are called. */
export interface ReviewLabels {
  readonly middle: string
  readonly right: string
}

/** Both parts while nothing is chosen. */
export function NothingToReview(props: { labels: ReviewLabels; title: string; text: string }): JSX.Element {
  return (
    <>
      <Pane label={props.labels.middle} ground="sunk">
        <EmptyState title={props.title}>{props.text}</EmptyState>
      </Pane>
      <Pane label={props.labels.right}>{null}</Pane>
    </>
  )
}

/** While a thing is still being read, it is asked for often; then only whether somebody changed it. */
const beingReadMs = 2_000
const openMs = 5_000

/** The chosen one, asked for again and again: what the worker reads and what others do to it shows by itself. */
export function createReviewQuery<View extends { readonly checked: boolean }>(
  binding: Pick<QueryBinding<{ id: string }, View>, 'use'>,
  id: () => string,
): CreateQueryResult<View, Error> {
  const [checked, setChecked] = createSignal(true)
  const query = binding.use(
    () => ({ id: id() }),
    () => ({ refreshMs: checked() ? openMs : beingReadMs }),
  )
  createEffect(() => setChecked(query.isPending || query.isError || (query.data?.checked ?? true)))
  return query
}

/** Both parts of the chosen one, or that it is on its way, or why it did not open. */
export function ReviewParts<View>(props: {
  query: CreateQueryResult<View, Error>
  labels: ReviewLabels
  failedTitle: string
  /** With why asking again failed: what is shown may be old. */
  children: (view: Accessor<NonNullable<View>>, error: Accessor<unknown>) => JSX.Element
}): JSX.Element {
  const { query } = props
  const middle = () => (
    <Pane label={props.labels.middle} ground="sunk">
      {null}
    </Pane>
  )
  return (
    <Switch>
      <Match when={query.isPending}>
        {middle()}
        <Pane label={props.labels.right}>
          <SkeletonRows count={9} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        {middle()}
        <Pane label={props.labels.right}>
          <ErrorState title={props.failedTitle} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>
        {(view) => props.children(view, () => (query.isRefetchError ? query.error : null))}
      </Match>
    </Switch>
  )
}

/** Runs when another thing is shown in the same place: what was typed or chosen for the one before is not for this one. */
export function onOther(id: () => string, run: () => void): void {
  createEffect(on(createMemo(id), run))
}

/**
 * Whether what the other side said has changed since the reviewer opened it.
 * @param said everything that they said and sent, as one text; what reading and checking change is nobody's news
 */
export function createChangedHere(id: () => string, said: () => string): () => boolean {
  const [seen, setSeen] = createSignal(said())
  onOther(id, () => setSeen(said()))
  return () => seen() !== said()
}

export interface Due {
  /** Waits for a decision; otherwise it is decided. */
  readonly waiting: boolean
  readonly dueAt: string
  readonly decidedAt: string | null
}

/** Whether a decision is late. */
export function isOverdue(due: Due, now: Date): boolean {
  return due.waiting && Date.parse(due.dueAt) < now.getTime()
}

/** The first words of a row in a queue: until when it is due, that it is overdue, or when it was decided. */
export function dueWord(due: Due, now: Date): string {
  if (!due.waiting) return formatDue(due.decidedAt ?? due.dueAt, now)
  const when = formatDue(due.dueAt, now)
  return isOverdue(due, now) ? t('overdue', { when }) : when
}

/** Over a queue: in which order it stands, and how many are late. */
export function QueueHead(props: { waiting: boolean; overdue: number }): JSX.Element {
  return (
    <>
      <span>{t(props.waiting ? 'byDue' : 'byDecision')}</span>
      <Show when={props.waiting && props.overdue > 0}>
        <span>{t('overdueCount', { count: props.overdue })}</span>
      </Show>
    </>
  )
}
