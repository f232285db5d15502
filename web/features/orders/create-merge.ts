import { createSignal } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/orders.zh-CN.ts'

/** Whether an order can be merged with others: for enrolments, open, and nobody has paid for it in any way. */
export function isMergeable(order: OrderListRow): boolean {
  return order.kind === 'enrolments' && order.state === 'open' && order.paidFen === 0 && !order.underWay.voucher
}

/** Whether any two of them go together. */
export function canMergeAny(orders: readonly OrderListRow[]): boolean {
  const units = orders.filter(isMergeable).map((order) => order.organisationId)
  return new Set(units).size < units.length
}

/** Ticked orders and their merging. Only those of one unit go together: the first tick decides which. */
export function createMerge(rows: () => readonly OrderListRow[], onMerged: (orderId: string) => void) {
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const [id, setId] = createSignal(newId())
  // What a refetch has taken out of the list is no longer ticked.
  const chosen = () => rows().filter((order) => ticked().has(order.id) && isMergeable(order))
  const unit = () => chosen()[0]?.organisationId ?? null
  const merge = api.orders.merge.use({
    onSuccess: (order) => {
      setTicked(new Set<string>())
      showToast({ text: t('mergeDone') })
      onMerged(order.id)
    },
    // A refusal merged nothing; what got lost on the way may have, and is sent again as the same.
    onError: (error) => error instanceof AppError && setId(newId()),
  })
  return {
    ticked: () => new Set(chosen().map((order) => order.id)) as ReadonlySet<string>,
    chosen,
    amountFen: () => chosen().reduce((sum, order) => sum + order.amountFen, 0),
    setTicked,
    clear: () => setTicked(new Set<string>()),
    tick(orderId: string, on: boolean) {
      const next = new Set(ticked())
      if (on) next.add(orderId)
      else next.delete(orderId)
      setTicked(next)
    },
    canTick: (order: OrderListRow) => isMergeable(order) && (unit() === null || unit() === order.organisationId),
    ofOneUnit: () => new Set(chosen().map((order) => order.organisationId)).size <= 1,
    send() {
      const [first] = chosen()
      if (!first || chosen().length < 2 || merge.isPending) return
      merge.mutate({ id: id(), orderIds: chosen().map((order) => order.id), mode: first.mode })
    },
    get busy() {
      return merge.isPending
    },
    get error() {
      return merge.error
    },
  }
}

export type Merge = ReturnType<typeof createMerge>
