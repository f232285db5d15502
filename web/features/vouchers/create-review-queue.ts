import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type { QueueRow } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { createKeysetList } from '../shell/desk-keyset-list.ts'
import { type Decision, decide, isPutAside } from './decisions.ts'

export const queueStates = ['submitted', 'approved', 'rejected'] as const
export type QueueState = (typeof queueStates)[number]

/** New vouchers and other reviewers' decisions show within this, in milliseconds. */
const waitingRefreshMs = 5_000
const decidedRefreshMs = 30_000
/** How many of the next vouchers are loaded ahead, with their pictures. */
const loadedAhead = 3

export function pictureHref(fileId: string, form: 'picture' | 'thumbnail' | 'original'): string {
  return `/api/files/vouchers/${fileId}/${form}`
}

const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''))

/** All checks passed and there is an amount: what may be approved without opening it. */
export function passedAll(row: QueueRow): boolean {
  return row.checked && row.worst === null && row.amountFen !== null && row.decision === null
}

export type ReviewQueue = ReturnType<typeof createReviewQueue>

/** The queue, what is chosen in it (in the address), what is ticked, and going on after a decision. */
export function createReviewQueue() {
  const params = useParams<{ id?: string }>()
  const [address] = useSearchParams()
  const navigate = useNavigate()
  const queries = useQueryClient()

  const state = (): QueueState => queueStates.find((known) => known === one(address.state)) ?? 'submitted'
  const search = () => one(address.q)
  const list = createKeysetList(
    api.vouchers.queue,
    () => ({ state: state(), search: search(), limit: 50 }),
    () => ({ refreshMs: state() === 'submitted' ? waitingRefreshMs : decidedRefreshMs }),
  )
  const rows = createMemo(() => list.rows().filter((row) => !isPutAside(row)))

  const href = (id: string | null, wanted: { state?: QueueState; q?: string } = {}): string => {
    const query = new URLSearchParams()
    const nextState = wanted.state ?? state()
    const nextSearch = wanted.q ?? search()
    if (nextState !== 'submitted') query.set('state', nextState)
    if (nextSearch) query.set('q', nextSearch)
    return `/desk/vouchers${id ? `/${id}` : ''}${query.size > 0 ? `?${query}` : ''}`
  }
  const selectedId = () => params.id ?? null
  const open = (id: string | null) => navigate(href(id), { replace: true, scroll: false })

  // Where J goes on when the chosen voucher is no longer in the list.
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
      for (const row of rows().slice(index + 1, index + 1 + loadedAhead)) void loadAhead(row.id)
    }),
  )
  const loadAhead = async (id: string) => {
    const view = await queries
      .fetchQuery({
        queryKey: api.vouchers.review.key({ id }),
        queryFn: () => api.vouchers.review.query({ id }),
        staleTime: 30_000,
      })
      .catch(() => null)
    for (const file of view?.files ?? []) if (file.hasPicture) new Image().src = pictureHref(file.id, 'picture')
  }

  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const tickedRows = () => rows().filter((row) => ticked().has(row.id))
  const tick = (id: string, on = !ticked().has(id)) => {
    const next = new Set(ticked())
    if (on) next.add(id)
    else next.delete(id)
    setTicked(next)
  }

  const refresh = async () => {
    await Promise.all([
      // The queue also when its page is not open: what was decided must not be in it when it opens again.
      queries.invalidateQueries({ queryKey: api.vouchers.queue.key(), refetchType: 'all' }),
      queries.invalidateQueries({ queryKey: api.vouchers.queueCounts.key() }),
      queries.invalidateQueries({ queryKey: api.vouchers.review.key() }),
    ])
  }

  /** Decides, and shows the next voucher at once when the chosen one was among them. */
  const decideAndGoOn = (decisions: readonly Decision[]) => {
    const gone = new Set(decisions.map(({ voucher }) => voucher.id))
    const current = selectedId()
    if (current !== null && gone.has(current)) {
      const index = Math.max(0, selectedIndex())
      const rest = (row: QueueRow) => !gone.has(row.id)
      const next = rows().slice(index).find(rest) ?? rows().slice(0, index).findLast(rest)
      open(next?.id ?? null)
    }
    setTicked(new Set([...ticked()].filter((id) => !gone.has(id))))
    void decide(decisions, {
      refresh,
      open: (id) => navigate(`/desk/vouchers/${id}`, { scroll: false }),
    })
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
    ticked,
    tickedRows,
    tick,
    clearTicks: () => setTicked(new Set<string>()),
    decideAndGoOn,
    setSearch: (q: string) => navigate(href(null, { q }), { replace: true }),
  }
}
