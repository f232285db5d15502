import { For, type JSX, Show } from 'solid-js'
import { Card } from '../../components/card.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { Line, Stack } from '../../components/layout.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import type { KeysetList, PageOf } from './keyset-list.ts'
import { MoreButton } from './more-button.tsx'

export interface TickListProps<Row extends { readonly id: string }> {
  list: Pick<KeysetList<PageOf<Row>>, 'query' | 'rows' | 'hasMore' | 'loadMore'>
  errorTitle: JSX.Element
  /** Of what was done with the rows; it gives way to why they could not be asked for again. */
  error?: unknown
  /** In the place of rows, where there are none. */
  empty: JSX.Element
  /** Over the rows, where there are some. */
  above?: JSX.Element | undefined
  tickAllLabel: string
  /** Those of the rows that can be ticked; all of them when left out. */
  tickable?: readonly Row[] | undefined
  isTicked: (id: string) => boolean
  /** All that are shown, or none at all. */
  onTickAll: (on: boolean) => void
  /** Beside the box that ticks what is shown: the offer to take all that match, once all of it is ticked. */
  beside?: ((allShown: () => boolean) => JSX.Element) | undefined
  /** A `TickEntry`. */
  children: (row: Row) => JSX.Element
}

/** On a phone: rows to tick, all that are shown at once, and the way to more of them. */
export function TickList<Row extends { readonly id: string }>(props: TickListProps<Row>): JSX.Element {
  const { list } = props
  const tickable = () => props.tickable ?? list.rows()
  const allShown = () => tickable().length > 0 && tickable().every(({ id }) => props.isTicked(id))
  const someShown = () => !allShown() && tickable().some(({ id }) => props.isTicked(id))
  const more = {
    hasMore: list.hasMore,
    get loading() {
      return list.query.isFetchingNextPage
    },
    get error() {
      return list.query.isFetchNextPageError ? list.query.error : null
    },
    load: async () => list.loadMore(),
  }
  return (
    <Show
      when={!list.query.isPending && !list.query.isLoadingError}
      fallback={
        <Show when={list.query.isLoadingError} fallback={<SkeletonCards count={3} />}>
          <ErrorState title={props.errorTitle} error={list.query.error} onRetry={() => void list.query.refetch()} />
        </Show>
      }
    >
      <ErrorNote error={list.query.isRefetchError ? list.query.error : props.error} />
      <Show when={list.rows().length > 0} fallback={props.empty}>
        <Stack gap={3}>
          {props.above}
          <Line apart>
            <Checkbox checked={allShown()} indeterminate={someShown()} onChange={props.onTickAll}>
              {props.tickAllLabel}
            </Checkbox>
            {props.beside?.(allShown)}
          </Line>
          <Card>
            <For each={list.rows()}>{(row) => props.children(row)}</For>
          </Card>
          <MoreButton more={more} />
        </Stack>
      </Show>
    </Show>
  )
}
