import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import type { QueueRow } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { createDeskQueue } from '../shell/desk-queue.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { type Decision, decide, isPutAside } from './decisions.ts'
import { filePictureHref } from './picture-hrefs.ts'

export const queueStates = ['submitted', 'approved', 'rejected'] as const
export type QueueState = (typeof queueStates)[number]

/** New vouchers and other reviewers' decisions show within this, in milliseconds. */
const waitingRefreshMs = 5_000
const decidedRefreshMs = 30_000

/** All checks passed and there is an amount: what may be approved without opening it. */
export function passedAll(row: QueueRow): boolean {
  return row.checked && row.worst === null && row.amountFen !== null && row.decision === null
}

export type ReviewQueue = ReturnType<typeof createReviewQueue>

/** The queue, what is chosen in it (in the address), what is ticked, and going on after a decision. */
export function createReviewQueue() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const queue = createDeskQueue<QueueRow, QueueState>({
    path: '/desk/vouchers',
    states: queueStates,
    list: (state, search) =>
      createKeysetList(
        api.vouchers.queue,
        () => ({ state: state(), search: search(), limit: 50 }),
        () => ({ refreshMs: state() === 'submitted' ? waitingRefreshMs : decidedRefreshMs }),
      ),
    shown: (row) => !isPutAside(row),
    loadAhead: async (id) => {
      const view = await queries.fetchQuery({
        queryKey: api.vouchers.review.key({ id }),
        queryFn: () => api.vouchers.review.query({ id }),
        staleTime: 30_000,
      })
      for (const file of view.files) if (file.hasPicture) new Image().src = filePictureHref(file, 'picture')
    },
  })

  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const tickedRows = () => queue.rows().filter((row) => ticked().has(row.id))
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
    queue.goOnFrom(gone)
    setTicked(new Set([...ticked()].filter((id) => !gone.has(id))))
    void decide(decisions, {
      refresh,
      open: (id) => navigate(`/desk/vouchers/${id}`, { scroll: false }),
    })
  }

  return {
    ...queue,
    ticked,
    tickedRows,
    tick,
    clearTicks: () => setTicked(new Set<string>()),
    decideAndGoOn,
  }
}
