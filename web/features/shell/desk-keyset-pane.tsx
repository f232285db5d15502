import { type JSX, Match, Show, Switch } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Pane } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { SumBar, type SumPart } from '../../components/layout.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-frame.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { DeskMoreButton, pageRows } from './desk-more-button.tsx'
import type { KeysetList, PageOf } from './keyset-list.ts'

export interface KeysetPaneProps<Row extends { readonly id: string }> {
  list: KeysetList<PageOf<Row>>
  label: string
  columns: readonly Column<Row>[]
  rowName: (row: Row) => string
  selected?: string | null | undefined
  onOpen?: ((row: Row) => void) | undefined
  emptyTitle: string
  /** What will appear here, and the first step. */
  emptyText?: JSX.Element | undefined
  emptyAction?: JSX.Element | undefined
  /** Whether filters are set: then nothing found is the filters' doing. */
  filtered?: boolean | undefined
  onClear?: (() => void) | undefined
  /** At the foot, beside how many are shown. */
  sums?: readonly SumPart[] | undefined
  /** Ticked rows by id; without it nothing can be ticked. */
  ticked?: ReadonlySet<string> | undefined
  onTick?: ((ticked: ReadonlySet<string>) => void) | undefined
  /** Rows that cannot be ticked say why in a column. */
  tickable?: ((row: Row) => boolean) | undefined
  /** Stays above the rows. */
  head?: JSX.Element | undefined
  /** A `BulkBar` for what is ticked, above the foot. */
  bulk?: JSX.Element | undefined
  /** J and K open the next one while one is open. */
  openOnMove?: boolean | undefined
}

/** A pane with a table over a list that is paged by keys: skeleton, error, nothing, rows, and more without page numbers. */
export function KeysetPane<Row extends { readonly id: string }>(props: KeysetPaneProps<Row>): JSX.Element {
  const { list } = props
  createKeys(() =>
    list.hasMore() ? [{ key: 'PageDown', label: t('more', { count: pageRows }), run: () => list.loadMore() }] : [],
  )
  const count = () =>
    list.hasMore() ? t('shown', { count: list.rows().length }) : t('shownAll', { count: list.rows().length })
  const foot = () => (
    <>
      {props.bulk}
      <SumBar parts={[{ label: count(), value: '' }, ...(props.sums ?? [])]}>
        <DeskMoreButton list={list} keyHint="PgDn" />
      </SumBar>
    </>
  )
  return (
    // The foot stays as it is while rows come and go: what is being typed in it is not lost.
    <Pane label={props.label} head={props.head} foot={<Show when={list.rows().length > 0}>{foot()}</Show>}>
      <Switch
        fallback={
          <>
            <ErrorNote error={list.query.isRefetchError ? list.query.error : null} />
            <DataTable
              label={props.label}
              columns={props.columns}
              rows={list.rows() as readonly Row[]}
              rowKey={(row) => row.id}
              rowName={props.rowName}
              selected={props.selected}
              onOpen={props.onOpen}
              ticked={props.ticked}
              onTick={props.onTick}
              tickable={props.tickable}
              openOnMove={props.openOnMove}
              pageKeys
            />
          </>
        }
      >
        <Match when={list.query.isPending}>
          <SkeletonRows count={14} />
        </Match>
        <Match when={list.query.isLoadingError}>
          <ErrorState title={t('listFailed')} error={list.query.error} onRetry={() => void list.query.refetch()} />
        </Match>
        <Match when={list.rows().length === 0 && props.filtered}>
          <EmptyState
            title={shared('nothingFound')}
            action={<Button onClick={() => props.onClear?.()}>{shared('clear')}</Button>}
          >
            {shared('nothingFoundHint')}
          </EmptyState>
        </Match>
        <Match when={list.rows().length === 0}>
          <EmptyState title={props.emptyTitle} action={props.emptyAction}>
            {props.emptyText}
          </EmptyState>
        </Match>
      </Switch>
    </Pane>
  )
}
