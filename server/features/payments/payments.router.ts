import { t } from '../../trpc/init.ts'
import { finance, organisationAdmin, signedIn } from '../../trpc/procedures.ts'
import { askAboutPayment } from './ask-provider.ts'
import { beginPayment, listMethods } from './begin-payment.ts'
import { handleNotice } from './handle-notice.ts'
import {
  beginPaymentSchema,
  gatewayNoticeIdSchema,
  handleNoticeSchema,
  listGatewayNoticesSchema,
  listPaymentsSchema,
  paymentIdSchema,
  paymentsOfOrderSchema,
} from './payments.schema.ts'
import { scanCode } from './scan-code.ts'
import {
  listGatewayNotices,
  listPayments,
  listPaymentsOfOrder,
  viewGatewayNotice,
  viewPayment,
} from './view-payment.ts'

export const paymentsRouter = t.router({
  methods: signedIn.query(({ ctx }) => listMethods(ctx.deps)),
  begin: organisationAdmin
    .input(beginPaymentSchema)
    .mutation(({ ctx, input }) => beginPayment(ctx.deps, ctx.actor, input)),
  scanCode: organisationAdmin
    .input(paymentIdSchema)
    .mutation(({ ctx, input }) => scanCode(ctx.deps, ctx.actor, input.id)),
  get: signedIn.input(paymentIdSchema).query(({ ctx, input }) => viewPayment(ctx.deps, ctx.actor, input.id)),
  ask: signedIn.input(paymentIdSchema).mutation(({ ctx, input }) => askAboutPayment(ctx.deps, ctx.actor, input.id)),
  ofOrder: signedIn
    .input(paymentsOfOrderSchema)
    .query(({ ctx, input }) => listPaymentsOfOrder(ctx.deps, ctx.actor, input.orderId)),
  listAll: finance.input(listPaymentsSchema).query(({ ctx, input }) => listPayments(ctx.deps, input)),
  notices: finance.input(listGatewayNoticesSchema).query(({ ctx, input }) => listGatewayNotices(ctx.deps, input)),
  notice: finance.input(gatewayNoticeIdSchema).query(({ ctx, input }) => viewGatewayNotice(ctx.deps, input.id)),
  handleNotice: finance
    .input(handleNoticeSchema)
    .mutation(({ ctx, input }) => handleNotice(ctx.deps, ctx.actor, input)),
})
