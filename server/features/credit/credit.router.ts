import { t } from '../../trpc/init.ts'
import { organisationAdmin, signedIn } from '../../trpc/procedures.ts'
import { viewOrder } from '../orders/view-order.ts'
import { payWithCredit } from '../payments/pay-with-credit.ts'
import { creditForOrderSchema, listCreditEntriesSchema, payWithCreditSchema } from './credit.schema.ts'
import { findCreditForOrder, listBalances, listEntries } from './list-credit.ts'

export const creditRouter = t.router({
  balances: organisationAdmin.query(({ ctx }) => listBalances(ctx.deps, ctx.actor)),
  entries: signedIn.input(listCreditEntriesSchema).query(({ ctx, input }) => listEntries(ctx.deps, ctx.actor, input)),
  forOrder: signedIn
    .input(creditForOrderSchema)
    .query(({ ctx, input }) => findCreditForOrder(ctx.deps, ctx.actor, input.orderId)),
  pay: signedIn.input(payWithCreditSchema).mutation(async ({ ctx, input }) => {
    await payWithCredit(ctx.deps, ctx.actor, input)
    return viewOrder(ctx.deps, ctx.actor, input.orderId)
  }),
})
