import { createVirtualizer } from '@tanstack/solid-virtual'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { Checkbox } from './checkbox.tsx'
import './data-table.css'
import { createKeys } from './keys.ts'

export interface Column<Row> {
  readonly id: string
  readonly header: string
  /** The head is heard and not seen: a column of buttons or links. */
  readonly headerHidden?: boolean | undefined
  readonly cell: (row: Row) => JSX.Element
  /** CSS width; columns without one share what is left. */
  readonly width?: string | undefined
  readonly align?: 'start' | 'end' | undefined
  /** Long names: two caption lines in the same row height. */
  readonly long?: boolean | undefined
  readonly sort?: 'up' | 'down' | 'none' | undefined
  readonly onSort?: (() => void) | undefined
}

export interface DataTableProps<Row> {
  /** Heard: what the table lists. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The name of a row for its tick: an organisation, an order number. */
  rowName: (row: Row) => string
  /** The row whose detail is shown beside the table. */
  selected?: string | null | undefined
  onOpen?: ((row: Row) => void) | undefined
  /** Ticked rows by key; without it there is no tick column. */
  ticked?: ReadonlySet<string> | undefined
  onTick?: ((ticked: ReadonlySet<string>) => void) | undefined
  /** Rows that cannot be ticked say why in a column. All can when left out. */
  tickable?: ((row: Row) => boolean) | undefined
  /** Moving by keys opens the row while one is open: for lists that are worked off one after the other. */
  openOnMove?: boolean | undefined
  /** J, K and X for the whole page, not only with the focus inside. One table a page. */
  pageKeys?: boolean | undefined
  /** Under the rows: nothing found, loading, more. */
  children?: JSX.Element
}

/** A column that shares what is left takes so much of it, in px: below it names fall apart, and the table scrolls instead. */
const leastShare = 112
const tickWidth = 46

/** What columns take together, in px; each that shares what is left takes `share`. */
export function widthOf(columns: readonly { readonly width?: string | undefined }[], share: number): number {
  return columns.reduce((sum, { width }) => sum + (width?.endsWith('px') ? Number.parseFloat(width) : share), 0)
}

/** From here on only the rows near the window are in the document. */
const virtualFrom = 150
const rowHeightPx = 36

/** A dense table: sticky head, ticks, J/K or arrows to move, X to tick, Enter to open. Scrolls in its own box. */
export function DataTable<Row>(props: DataTableProps<Row>): JSX.Element {
  let box: HTMLDivElement | undefined
  let lastTicked: number | null = null
  const [current, setCurrent] = createSignal<string | null>(null)
  const keys = createMemo(() => props.rows.map(props.rowKey))
  const virtual = () => props.rows.length > virtualFrom
  const virtualizer = createVirtualizer({
    get count() {
      return props.rows.length
    },
    getScrollElement: () => box ?? null,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  })
  const window = createMemo(() => {
    if (!virtual()) return { from: 0, rows: props.rows, before: 0, after: 0 }
    const items = virtualizer.getVirtualItems()
    const first = items[0]?.index ?? 0
    const last = items.at(-1)?.index ?? Math.min(props.rows.length - 1, 40)
    return {
      from: first,
      rows: props.rows.slice(first, last + 1),
      before: first * rowHeightPx,
      after: (props.rows.length - 1 - last) * rowHeightPx,
    }
  })

  const focusRow = (index: number) => {
    const key = keys()[index]
    if (key === undefined) return
    setCurrent(key)
    if (virtual()) virtualizer.scrollToIndex(index)
    queueMicrotask(() => {
      const row = box?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'nearest' })
    })
  }
  const follows = () => Boolean(props.openOnMove && props.selected)
  const at = () => keys().indexOf((follows() ? null : current()) ?? props.selected ?? '')
  const move = (step: number) => {
    const to = Math.min(props.rows.length - 1, Math.max(0, at() + step))
    focusRow(to)
    if (follows()) open(to)
  }
  const canTick = (index: number) => {
    const row = props.rows[index]
    return row !== undefined && (props.tickable?.(row) ?? true)
  }
  const tickableKeys = () => keys().filter((_, index) => canTick(index))
  const tick = (index: number, range: boolean) => {
    const key = keys()[index]
    if (key === undefined || !props.ticked) return
    const next = new Set(props.ticked)
    const on = !next.has(key)
    const from = range && lastTicked !== null ? lastTicked : index
    for (let i = Math.min(from, index); i <= Math.max(from, index); i++) {
      const one = keys()[i]
      if (one === undefined || !canTick(i)) continue
      if (on) next.add(one)
      else next.delete(one)
    }
    lastTicked = index
    props.onTick?.(next)
  }
  const open = (index: number) => {
    const row = props.rows[index]
    if (row !== undefined) props.onOpen?.(row)
  }
  const allTicked = () => tickableKeys().length > 0 && tickableKeys().every((key) => props.ticked?.has(key))
  const someTicked = () => !allTicked() && keys().some((key) => props.ticked?.has(key))
  const tabStop = () => (at() >= 0 ? keys()[at()] : keys()[0])

  createKeys(() =>
    props.pageKeys
      ? [
          { key: 'J', label: `↓ ${props.label}`, run: () => move(1) },
          { key: 'K', label: `↑ ${props.label}`, run: () => move(-1) },
          ...(props.ticked === undefined
            ? []
            : [
                {
                  key: 'X',
                  label: t('selectRow', { name: '' }).trim(),
                  run: () => tick(at(), false),
                  when: () => at() >= 0,
                },
              ]),
        ]
      : [],
  )

  const handleRowKey = (event: KeyboardEvent, index: number) => {
    const inControl = event.target !== event.currentTarget
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Home') focusRow(0)
    else if (event.key === 'End') focusRow(props.rows.length - 1)
    // Of the row that is open already, Enter is the page's: it decides.
    else if (event.key === 'Enter' && !inControl && props.selected !== keys()[index]) open(index)
    else if (event.key === ' ' && !inControl && props.ticked) tick(index, event.shiftKey)
    else return
    event.preventDefault()
  }

  return (
    <div class="data-table-box" ref={box}>
      <table
        class="data-table"
        style={{ 'min-width': `${widthOf(props.columns, leastShare) + (props.ticked ? tickWidth : 0)}px` }}
        aria-label={props.label}
        aria-rowcount={virtual() ? props.rows.length + 1 : undefined}
      >
        <colgroup>
          <Show when={props.ticked}>
            <col style={{ width: `${tickWidth}px` }} />
          </Show>
          <For each={props.columns}>{(column) => <col style={{ width: column.width ?? 'auto' }} />}</For>
        </colgroup>
        <thead>
          <tr>
            <Show when={props.ticked}>
              <th scope="col" class="data-table-tick">
                <Checkbox
                  aria-label={t('selectAll')}
                  checked={allTicked()}
                  indeterminate={someTicked()}
                  onChange={(checked) => props.onTick?.(new Set(checked ? tickableKeys() : []))}
                />
              </th>
            </Show>
            <For each={props.columns}>
              {(column) => (
                <th
                  scope="col"
                  class={column.align === 'end' ? 'data-table-end' : undefined}
                  aria-sort={column.sort === 'up' ? 'ascending' : column.sort === 'down' ? 'descending' : undefined}
                >
                  <Show
                    when={column.onSort}
                    fallback={<span classList={{ 'only-heard': Boolean(column.headerHidden) }}>{column.header}</span>}
                  >
                    <button
                      type="button"
                      class="data-table-sort"
                      aria-label={t('sortBy', { column: column.header })}
                      onClick={() => column.onSort?.()}
                    >
                      {column.header}
                      <Show when={column.sort === 'up'}>
                        <ArrowUp size={16} />
                      </Show>
                      <Show when={column.sort === 'down'}>
                        <ArrowDown size={16} />
                      </Show>
                    </button>
                  </Show>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <Show when={window().before > 0}>
            <tr style={{ height: `${window().before}px` }} />
          </Show>
          <For each={window().rows}>
            {(row, offset) => {
              const key = props.rowKey(row)
              const index = () => window().from + offset()
              return (
                <tr
                  class="data-table-row"
                  data-row={key}
                  tabindex={tabStop() === key ? 0 : -1}
                  aria-current={props.selected === key ? 'true' : undefined}
                  classList={{
                    'data-table-selected': props.selected === key,
                    'data-table-ticked': Boolean(props.ticked?.has(key)),
                    'data-table-touchable': props.onOpen !== undefined,
                  }}
                  aria-rowindex={virtual() ? index() + 2 : undefined}
                  onFocus={() => setCurrent(key)}
                  onKeyDown={(event) => handleRowKey(event, index())}
                  onClick={(event) => {
                    if (event.target instanceof Element && event.target.closest('a,button,input,label')) return
                    setCurrent(key)
                    open(index())
                  }}
                >
                  <Show when={props.ticked}>
                    <td class="data-table-tick">
                      <Checkbox
                        tabindex={-1}
                        aria-label={t('selectRow', { name: props.rowName(row) })}
                        checked={Boolean(props.ticked?.has(key))}
                        disabled={!canTick(index())}
                        onClick={(event) => {
                          if (!event.shiftKey) return
                          event.preventDefault()
                          tick(index(), true)
                        }}
                        onChange={() => tick(index(), false)}
                      />
                    </td>
                  </Show>
                  <For each={props.columns}>
                    {(column) => (
                      <td
                        classList={{
                          'data-table-end': column.align === 'end',
                          'data-table-long': Boolean(column.long),
                        }}
                      >
                        {column.cell(row)}
                      </td>
                    )}
                  </For>
                </tr>
              )
            }}
          </For>
          <Show when={window().after > 0}>
            <tr style={{ height: `${window().after}px` }} />
          </Show>
        </tbody>
      </table>
      {props.children}
    </div>
  )
}

/** A name in a `long` column: one body line where its cell has room for it, else two caption lines in the same row. */
export function LongName(props: { children: string }): JSX.Element {
  return (
    <span class="long-name" style={{ '--characters': visualLength(props.children) }}>
      <span class="long-name-words">{props.children}</span>
    </span>
  )
}

/** Text in a `long` column that may be as long as it likes: one line, else two small ones and the rest on pointing. */
export function LongText(props: { children: string }): JSX.Element {
  return (
    <span class="long-name" title={props.children} style={{ '--characters': visualLength(props.children) }}>
      <span class="long-name-words long-text">{props.children}</span>
    </span>
  )
}

/** How wide a text is in ems: a Chinese character one, a Latin one or a digit at most six tenths. */
function visualLength(text: string): number {
  let length = 0
  for (const character of text) length += (character.codePointAt(0) ?? 0) < 0x2e80 ? 0.6 : 1
  return Number(length.toFixed(1))
}
