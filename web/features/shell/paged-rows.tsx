import { For, type JSX, Show } from 'solid-js'
import { Card } from '../../components/card.tsx'
import { Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import type { PageOf } from './create-more.ts'
import { MoreButton } from './more-button.tsx'
import type { PagedList } from './paged-list.ts'

export interface PagedRowsProps<Row extends { readonly id: string }> {
  list: PagedList<PageOf<Row>>
  /** What did not work, when the first page does not come. */
  errorTitle: JSX.Element
  /** In the place of rows, where there are none. */
  empty: JSX.Element
  /** All rows as entries of one card, with its heard name where it has one; a card for each when left out. */
  together?: boolean | string | undefined
  /** Over the rows, and under what leads to more of them: only where there are rows. */
  above?: JSX.Element | undefined
  below?: JSX.Element | undefined
  skeleton?: JSX.Element | undefined
  children: (row: Row) => JSX.Element
}

/** A list on a phone: a skeleton, a sentence with a retry, what stands in its place, or its cards and the way to more. */
export function PagedRows<Row extends { readonly id: string }>(props: PagedRowsProps<Row>): JSX.Element {
  const entries = () => <For each={props.list.rows()}>{(row) => props.children(row)}</For>
  const cards = () => <For each={props.list.rows()}>{(row) => <Card>{props.children(row)}</Card>}</For>
  const cardLabel = () => (typeof props.together === 'string' ? props.together : undefined)
  return (
    <Loaded query={props.list.query} errorTitle={props.errorTitle} skeleton={props.skeleton}>
      {() => (
        <Show when={props.list.rows().length > 0} fallback={props.empty}>
          <Stack gap={3}>
            {props.above}
            <Show when={props.together} fallback={cards()}>
              <Card label={cardLabel()}>{entries()}</Card>
            </Show>
            <MoreButton more={props.list} />
            {props.below}
          </Stack>
        </Show>
      )}
    </Loaded>
  )
}
