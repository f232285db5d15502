import { createVirtualizer } from '@tanstack/solid-virtual'
import { createEffect, createMemo, For, type JSX, on, Show } from 'solid-js'
import './queue-list.css'

export interface QueueListProps<Row extends { readonly id: string }> {
  /** Heard: what waits here. */
  label: string
  rows: readonly Row[]
  selected: string | null
  /** A `QueueItem`: one `<li>`. The row stays the same object when the list is asked for again. */
  children: (row: Row) => JSX.Element
  hasMore: boolean
  /** Asked for when the end comes near, and by the button at the end. */
  onMore: () => void
  moreLabel: string
}

/** A guess for rows that were not measured yet, in pixels: two lines of name and one of finding. */
const rowHeightPx = 88
/** How near to the end the next page is asked for, in rows. */
const nearEnd = 8

/** Waiting things under one another, of any height, with only those near the window in the document. Scrolls by itself. */
export function QueueList<Row extends { readonly id: string }>(props: QueueListProps<Row>): JSX.Element {
  let box: HTMLDivElement | undefined
  const virtualizer = createVirtualizer({
    get count() {
      return props.rows.length
    },
    getScrollElement: () => box ?? null,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => props.rows[index]?.id ?? index,
    overscan: 6,
  })
  createEffect(
    on(
      () => props.selected,
      (id) => {
        const index = props.rows.findIndex((row) => row.id === id)
        if (index >= 0) queueMicrotask(() => virtualizer.scrollToIndex(index, { align: 'auto' }))
      },
    ),
  )
  createEffect(() => {
    const last = virtualizer.getVirtualItems().at(-1)
    if (last && props.hasMore && last.index >= props.rows.length - nearEnd) props.onMore()
  })
  const shown = createMemo(() => {
    const items = virtualizer.getVirtualItems()
    return {
      rows: items.flatMap((item) => props.rows[item.index] ?? []),
      before: items[0]?.start ?? 0,
      after: Math.max(0, virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)),
    }
  })
  return (
    <div class="queue-list" ref={box}>
      <ul
        aria-label={props.label}
        style={{ 'padding-top': `${shown().before}px`, 'padding-bottom': `${shown().after}px` }}
      >
        <For each={shown().rows}>
          {(row) => {
            const element = props.children(row)
            createEffect(() => {
              const index = props.rows.indexOf(row)
              if (!(element instanceof HTMLElement) || index < 0) return
              element.dataset.index = String(index)
              queueMicrotask(() => element.isConnected && virtualizer.measureElement(element))
            })
            return element
          }}
        </For>
      </ul>
      <Show when={props.hasMore}>
        <button type="button" class="queue-list-more" onClick={() => props.onMore()}>
          {props.moreLabel}
        </button>
      </Show>
    </div>
  )
}
