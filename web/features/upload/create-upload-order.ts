import { createMemo, createSignal } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { Fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { createDraft } from '../../offline/draft.ts'
import { createInvoiceFirst, type InvoiceFirst } from '../invoices/create-invoice-first.ts'

/** The choice of an amount of its own instead of an order that is open. */
export const newAmount = 'new'

interface UploadDraft {
  /** Of the order, made here: pressing twice is one order. */
  id: string
  organisationId: string | null
  amountFen: Fen | null
  mode: OrderListRow['mode']
  /** The open order that is paid, or `newAmount`; null: the first one that there is. */
  pays: string | null
}

/** An order just like the one that would be made, which nobody meant to make a second time. */
export interface LikeOrder {
  readonly id: string
  readonly number: string
  readonly amountFen: Fen
}

export interface UploadOrder {
  readonly draft: UploadDraft
  choose(change: Partial<Omit<UploadDraft, 'id'>>): void
  /** The open orders of this plan and unit; null while they are on their way. */
  open(): readonly OrderListRow[] | null
  /** The one that is paid; null where an amount of its own is. */
  chosen(): OrderListRow | null
  /** Whether the invoice is asked for now, before the money. */
  asksFirst(): boolean
  readonly invoice: InvoiceFirst
  like(): LikeOrder | null
  readonly error: unknown
  readonly busy: boolean
  /** Somebody wanted to go on: now an empty field is a mistake. */
  asked(): boolean
  /** The order to go on with: the chosen one, or a new one; null where something is missing or refused. */
  take(another?: boolean): Promise<string | null>
}

/** The first step of 上传凭证: who pays how much for the plan, by an order that is open or by a new one. */
export function createUploadOrder(plan: () => PlanView): UploadOrder {
  const { draft, setDraft, clear } = createDraft<UploadDraft>(`upload-${plan().id}`, {
    id: newId(),
    organisationId: null,
    amountFen: null,
    mode: 'payFirst',
    pays: null,
  })
  const [asked, setAsked] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  const orders = api.orders.list.use(
    () => ({ planId: plan().id, organisationId: draft.organisationId ?? '', state: 'open', limit: 20 }),
    () => ({ enabled: draft.organisationId !== null, staleMs: 0 }),
  )
  const open = createMemo(() => (draft.organisationId === null ? [] : orders.isSuccess ? orders.data.rows : null))
  const payable = () => (open() ?? []).filter((order) => !order.underWay.voucher)
  const chosen = () => {
    if (draft.pays === newAmount) return null
    return payable().find((order) => order.id === draft.pays) ?? payable()[0] ?? null
  }
  const asksFirst = () => chosen() === null && draft.mode === 'invoiceFirst'
  const invoice = createInvoiceFirst(() => draft.organisationId, asksFirst)
  const create = api.orders.createStudyCardOrder.use()
  const like = (): LikeOrder | null => {
    const refusal = error()
    if (!(refusal instanceof AppError) || refusal.code !== 'orderLikeIt') return null
    const { orderId, orderNumber } = refusal.details
    return { id: String(orderId), number: String(orderNumber), amountFen: draft.amountFen ?? (0 as Fen) }
  }
  return {
    draft,
    choose(change) {
      setError(null)
      // Another order than the one this number was sent with: it needs a number of its own.
      setDraft({ ...change, id: newId() })
    },
    open,
    chosen,
    asksFirst,
    invoice,
    like,
    get error() {
      return like() ? null : error()
    },
    get busy() {
      return create.isPending
    },
    asked,
    async take(another = false) {
      setAsked(true)
      const existing = chosen()
      if (existing) return existing.id
      const { id, organisationId, amountFen, mode } = draft
      if (organisationId === null || amountFen === null || open() === null || create.isPending) return null
      const details = asksFirst() ? invoice.details() : null
      if (asksFirst() && (details === null || !invoice.judge.judge())) return null
      setError(null)
      try {
        const order = await create.mutateAsync({
          id,
          planId: plan().id,
          organisationId,
          amountFen,
          mode,
          alone: !another,
          ...(details ? { invoiceDetails: details } : {}),
        })
        clear()
        if (details) invoice.clear()
        return order.id
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.code === 'idempotencyKeyReused') setDraft('id', newId())
        invoice.refuse(thrown)
        setError(thrown)
        return null
      }
    },
  }
}
