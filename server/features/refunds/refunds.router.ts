import { t } from '../../trpc/init.ts'
import { finance, organisationAdmin, signedIn } from '../../trpc/procedures.ts'
import { askRefundAgain } from './ask-again.ts'
import { approveRefund, rejectRefund } from './decide-refund.ts'
import { countRefunds, listAllRefunds, listRefunds } from './list-refunds.ts'
import { previewRefund } from './preview-refund.ts'
import { failRefundTransfer, recordRefundTransfer } from './record-transfer.ts'
import {
  approveRefundSchema,
  askRefundAgainSchema,
  failRefundTransferSchema,
  listAllRefundsSchema,
  listRefundsSchema,
  previewRefundSchema,
  recordRefundTransferSchema,
  refundIdSchema,
  rejectRefundSchema,
  requestRefundSchema,
  withdrawRefundSchema,
} from './refunds.schema.ts'
import { requestRefund } from './request-refund.ts'
import { viewRefund } from './view-refund.ts'
import { withdrawRefund } from './withdraw-refund.ts'

export const refundsRouter = t.router({
  preview: signedIn
    .input(previewRefundSchema)
    .query(({ ctx, input }) => previewRefund(ctx.deps, ctx.actor, input.from)),
  request: signedIn.input(requestRefundSchema).mutation(({ ctx, input }) => requestRefund(ctx.deps, ctx.actor, input)),
  get: signedIn.input(refundIdSchema).query(({ ctx, input }) => viewRefund(ctx.deps, ctx.actor, input.id)),
  list: organisationAdmin.input(listRefundsSchema).query(({ ctx, input }) => listRefunds(ctx.deps, ctx.actor, input)),
  withdraw: signedIn
    .input(withdrawRefundSchema)
    .mutation(({ ctx, input }) => withdrawRefund(ctx.deps, ctx.actor, input)),
  listAll: finance.input(listAllRefundsSchema).query(({ ctx, input }) => listAllRefunds(ctx.deps, input)),
  waiting: finance.query(({ ctx }) => countRefunds(ctx.deps)),
  approve: finance.input(approveRefundSchema).mutation(({ ctx, input }) => approveRefund(ctx.deps, ctx.actor, input)),
  reject: finance.input(rejectRefundSchema).mutation(({ ctx, input }) => rejectRefund(ctx.deps, ctx.actor, input)),
  recordTransfer: finance
    .input(recordRefundTransferSchema)
    .mutation(({ ctx, input }) => recordRefundTransfer(ctx.deps, ctx.actor, input)),
  failTransfer: finance
    .input(failRefundTransferSchema)
    .mutation(({ ctx, input }) => failRefundTransfer(ctx.deps, ctx.actor, input)),
  askAgain: finance
    .input(askRefundAgainSchema)
    .mutation(({ ctx, input }) => askRefundAgain(ctx.deps, ctx.actor, input)),
})
