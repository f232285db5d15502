import type { OrderPerson } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { createMore } from '../shell/create-more.ts'

const pageSize = 20

type PageOf<Row> = { readonly rows: readonly Row[]; readonly nextCursor: string | null }
const withIds = (page: PageOf<OrderPerson>) => ({
  ...page,
  rows: page.rows.map((row) => ({ ...row, id: row.enrolmentId })),
})

/** The people of an order, page by page. */
export function createOrderPeople(orderId: () => string) {
  const filter = () => ({ id: orderId(), limit: pageSize })
  const query = api.orders.people.use(filter)
  const more = createMore(
    orderId,
    () => (query.isSuccess && query.data ? withIds(query.data) : undefined),
    async (cursor) => withIds(await api.orders.people.query({ ...filter(), cursor })),
  )
  return { query, more }
}
