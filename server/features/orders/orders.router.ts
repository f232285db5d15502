import { t } from '../../trpc/init.ts'
import { organisationAdmin, signedIn, staff } from '../../trpc/procedures.ts'
import { cancelOrder } from './cancel-order.ts'
import { changeMode } from './change-mode.ts'
import { createEnrolmentOrders } from './create-enrolment-orders.ts'
import { createStudyCardOrder } from './create-study-card-order.ts'
import {
  createEnrolmentOrdersSchema,
  mergeOrdersSchema,
  previewOrdersSchema,
  splitOrderSchema,
} from './enrolment-orders.schema.ts'
import { listAllOrders, listOrders } from './list-orders.ts'
import { listPeople } from './list-people.ts'
import { mergeOrders, splitOrder } from './merge-orders.ts'
import {
  cancelOrderSchema,
  changeModeSchema,
  createStudyCardOrderSchema,
  listOrdersSchema,
  listPeopleSchema,
  orderIdSchema,
} from './orders.schema.ts'
import { previewOrders } from './preview-orders.ts'
import { viewOrder } from './view-order.ts'

export const ordersRouter = t.router({
  createStudyCardOrder: signedIn
    .input(createStudyCardOrderSchema)
    .mutation(({ ctx, input }) => createStudyCardOrder(ctx.deps, ctx.actor, input)),
  previewEnrolments: signedIn
    .input(previewOrdersSchema)
    .query(({ ctx, input }) => previewOrders(ctx.deps, ctx.actor, input)),
  createFromEnrolments: signedIn
    .input(createEnrolmentOrdersSchema)
    .mutation(({ ctx, input }) => createEnrolmentOrders(ctx.deps, ctx.actor, input)),
  merge: signedIn.input(mergeOrdersSchema).mutation(({ ctx, input }) => mergeOrders(ctx.deps, ctx.actor, input)),
  split: signedIn.input(splitOrderSchema).mutation(({ ctx, input }) => splitOrder(ctx.deps, ctx.actor, input)),
  list: organisationAdmin.input(listOrdersSchema).query(({ ctx, input }) => listOrders(ctx.deps, ctx.actor, input)),
  listAll: staff.input(listOrdersSchema).query(({ ctx, input }) => listAllOrders(ctx.deps, input)),
  get: signedIn.input(orderIdSchema).query(({ ctx, input }) => viewOrder(ctx.deps, ctx.actor, input.id)),
  people: signedIn.input(listPeopleSchema).query(({ ctx, input }) => listPeople(ctx.deps, ctx.actor, input)),
  changeMode: signedIn.input(changeModeSchema).mutation(({ ctx, input }) => changeMode(ctx.deps, ctx.actor, input)),
  cancel: signedIn.input(cancelOrderSchema).mutation(({ ctx, input }) => cancelOrder(ctx.deps, ctx.actor, input)),
})
