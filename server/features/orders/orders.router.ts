import { t } from '../../trpc/init.ts'
import { organisationAdmin, signedIn, staff } from '../../trpc/procedures.ts'
import { cancelOrder } from './cancel-order.ts'
import { createStudyCardOrder } from './create-study-card-order.ts'
import { listAllOrders, listOrders } from './list-orders.ts'
import {
  cancelOrderSchema,
  createStudyCardOrderSchema,
  listAllOrdersSchema,
  listOrdersSchema,
  orderIdSchema,
} from './orders.schema.ts'
import { viewOrder } from './view-order.ts'

export const ordersRouter = t.router({
  createStudyCardOrder: signedIn
    .input(createStudyCardOrderSchema)
    .mutation(({ ctx, input }) => createStudyCardOrder(ctx.deps, ctx.actor, input)),
  list: organisationAdmin.input(listOrdersSchema).query(({ ctx, input }) => listOrders(ctx.deps, ctx.actor, input)),
  listAll: staff.input(listAllOrdersSchema).query(({ ctx, input }) => listAllOrders(ctx.deps, input)),
  get: signedIn.input(orderIdSchema).query(({ ctx, input }) => viewOrder(ctx.deps, ctx.actor, input.id)),
  cancel: signedIn.input(cancelOrderSchema).mutation(({ ctx, input }) => cancelOrder(ctx.deps, ctx.actor, input)),
})
