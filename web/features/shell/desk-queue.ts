import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import type { KeysetList, PageOf } from './keyset-list.ts'

export interface DeskQueueOptions<Row extends { readonly id: string }, State extends string> {
  /** `/desk/vouchers`; the chosen thing stands behind it. */
  readonly path: string
  /** The first one is the queue itself and stands in no address. */
  readonly states: readonly [State, ...State[]]
  readonly list: (state: Accessor<State>, search: Accessor<string>) => KeysetList<PageOf<Row>>
  /** False for what was decided here a moment ago and the list still has. */
  readonly shown?: (row: Row) => boolean
  /** Fetches what the next ones need, so that they open at once. */
  readonly loadAhead: (id: string) => Promise<unknown>
}

/** How many of the next ones are loaded ahead, with their pictures. */
const loadedAhead = 3

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''))

export interface DeskQueue<Row extends { readonly id: string }, State extends string> {
  readonly list: KeysetList<PageOf<Row>>
  readonly rows: Accessor<readonly Row[]>
  readonly state: Accessor<State>
  readonly search: Accessor<string>
  href(id: string | null, wanted?: { state?: State; q?: string }): string
  readonly selectedId: Accessor<string | null>
  open(id: string | null): void
  move(step: 1 | -1): void
  /** Shows the next one when the chosen one is among these. */
  goOnFrom(gone: ReadonlySet<string>): void
  setSearch(q: string): void
}

/** A queue that is worked off by keyboard: state, search and what is chosen stand in the address. */
export function createDeskQueue<Row extends { readonly id: string }, State extends string>(
  options: DeskQueueOptions<Row, State>,
): DeskQueue<Row, State> {
  const params = useParams<{ id?: string }>()
  const [address] = useSearchParams()
  const navigate = useNavigate()
  const [waiting] = options.states

  const state = (): State => options.states.find((known) => known === one(address.state)) ?? waiting
  const search = () => one(address.q)
  const list = options.list(state, search)
  const rows = createMemo(() => list.rows().filter((row) => options.shown?.(row) ?? true))

  const href = (id: string | null, wanted: { state?: State; q?: string } = {}): string => {
    const query = new URLSearchParams()
    const nextState = wanted.state ?? state()
    const nextSearch = wanted.q ?? search()
    if (nextState !== waiting) query.set('state', nextState)
    if (nextSearch) query.set('q', nextSearch)
    return `${options.path}${id ? `/${id}` : ''}${query.size > 0 ? `?${query}` : ''}`
  }
  const selectedId = () => params.id ?? null
  const open = (id: string | null) => navigate(href(id), { replace: true, scroll: false })

  // Where J goes on when the chosen one is no longer in the list.
  const [lastIndex, setLastIndex] = createSignal(0)
  const selectedIndex = () => rows().findIndex((row) => row.id === selectedId())
  createEffect(() => {
    const index = selectedIndex()
    if (index >= 0) setLastIndex(index)
  })
  const move = (step: 1 | -1) => {
    const index = selectedIndex()
    const from = index >= 0 ? index + step : step > 0 ? lastIndex() : lastIndex() - 1
    const row = rows()[Math.min(rows().length - 1, Math.max(0, from))]
    if (row) open(row.id)
  }

  // Without a choice in the address the first one is shown: nobody clicks to begin.
  createEffect(() => {
    const first = rows()[0]
    if (selectedId() === null && first && !list.query.isPlaceholderData) open(first.id)
  })

  createEffect(
    on([selectedId, () => rows().length > 0], () => {
      const index = Math.max(0, selectedIndex())
      for (const row of rows().slice(index + 1, index + 1 + loadedAhead)) {
        void options.loadAhead(row.id).catch(() => {})
      }
    }),
  )

  const goOnFrom = (gone: ReadonlySet<string>) => {
    const current = selectedId()
    if (current === null || !gone.has(current)) return
    const index = Math.max(0, selectedIndex())
    const rest = (row: Row) => !gone.has(row.id)
    const next = rows().slice(index).find(rest) ?? rows().slice(0, index).findLast(rest)
    open(next?.id ?? null)
  }
  return {
    list,
    rows,
    state,
    search,
    href,
    selectedId,
    open,
    move,
    goOnFrom,
    setSearch: (q) => navigate(href(null, { q }), { replace: true }),
  }
}
