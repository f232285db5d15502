import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadOrder } from '../orders/load-order.ts'
import { findGatewayNotice, findGatewayNotices } from './gateway-notices.store.ts'
import type { GatewayNoticeView, ListGatewayNoticesInput, ListPaymentsInput, PaymentView } from './payments.schema.ts'
import { findPaymentPage, findPaymentRow, findPaymentsOfOrder, type PaymentRow } from './payments-page.store.ts'

/** A payment as pages show it. Throws `notFound` also for another organisation's. */
export async function viewPayment(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<PaymentView> {
  return toView(authorize(actor, await findPaymentRow(deps.db, id)))
}

/** Every payment and attempt of an order, the newest first. Throws `notFound` also for another organisation's. */
export async function listPaymentsOfOrder(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  orderId: string,
): Promise<PaymentView[]> {
  const order = await loadOrder(deps, actor, orderId)
  return (await findPaymentsOfOrder(deps.db, order.id)).map(toView)
}

/** The payments of the whole centre, the newest first. */
export async function listPayments(deps: Pick<Deps, 'db'>, input: ListPaymentsInput): Promise<Page<PaymentView>> {
  const page = toPage(await findPaymentPage(deps.db, input), input.limit, (row) => row.id)
  return { ...page, rows: page.rows.map(toView) }
}

/** What came in the providers' names, the newest first. */
export async function listGatewayNotices(
  deps: Pick<Deps, 'db'>,
  input: ListGatewayNoticesInput,
): Promise<Page<GatewayNoticeView>> {
  return toPage(await findGatewayNotices(deps.db, input), input.limit, (row) => row.id)
}

/** One of them, however old. Throws `notFound`. */
export async function viewGatewayNotice(deps: Pick<Deps, 'db'>, id: string): Promise<GatewayNoticeView> {
  const notice = await findGatewayNotice(deps.db, id)
  if (!notice) throw new AppError('notFound')
  return notice
}

function toView({ organisationPath: _, ...row }: PaymentRow): PaymentView {
  return {
    ...row,
    stateSince: row.stateSince.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    movedAt: row.movedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}
