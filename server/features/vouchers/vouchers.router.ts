import { t } from '../../trpc/init.ts'
import { organisationAdmin, reviewer, staff } from '../../trpc/procedures.ts'
import { addLine } from './add-line.ts'
import { beginVoucher, findOpenVoucher } from './begin-voucher.ts'
import { decideVoucher } from './decide-voucher.ts'
import { getReview, getVoucher } from './get-voucher.ts'
import { listVouchers } from './list-vouchers.ts'
import { removeFile } from './remove-file.ts'
import { countQueue, reviewQueue } from './review-queue.ts'
import { saveClaims } from './save-claims.ts'
import { submitVoucher } from './submit-voucher.ts'
import { undoDecision } from './undo-decision.ts'
import {
  addLineInput,
  beginVoucherInput,
  decideInput,
  listVouchersInput,
  openVoucherInput,
  queueInput,
  removeFileInput,
  saveClaimsInput,
  submitVoucherInput,
  undoInput,
  voucherIdInput,
} from './vouchers.schema.ts'

export const vouchersRouter = t.router({
  begin: organisationAdmin
    .input(beginVoucherInput)
    .mutation(({ ctx, input }) => beginVoucher(ctx.deps, ctx.actor, input)),
  findOpen: organisationAdmin
    .input(openVoucherInput)
    .query(({ ctx, input }) => findOpenVoucher(ctx.deps, ctx.actor, input)),
  get: organisationAdmin.input(voucherIdInput).query(({ ctx, input }) => getVoucher(ctx.deps, ctx.actor, input)),
  list: organisationAdmin.input(listVouchersInput).query(({ ctx, input }) => listVouchers(ctx.deps, ctx.actor, input)),
  removeFile: organisationAdmin
    .input(removeFileInput)
    .mutation(({ ctx, input }) => removeFile(ctx.deps, ctx.actor, input)),
  addLine: organisationAdmin.input(addLineInput).mutation(({ ctx, input }) => addLine(ctx.deps, ctx.actor, input)),
  saveClaims: organisationAdmin
    .input(saveClaimsInput)
    .mutation(({ ctx, input }) => saveClaims(ctx.deps, ctx.actor, input)),
  submit: organisationAdmin
    .input(submitVoucherInput)
    .mutation(({ ctx, input }) => submitVoucher(ctx.deps, ctx.actor, input)),

  queue: staff.input(queueInput).query(({ ctx, input }) => reviewQueue(ctx.deps, ctx.actor, input)),
  queueCounts: staff.query(({ ctx }) => countQueue(ctx.deps)),
  review: staff.input(voucherIdInput).query(({ ctx, input }) => getReview(ctx.deps, ctx.actor, input)),
  decide: reviewer.input(decideInput).mutation(({ ctx, input }) => decideVoucher(ctx.deps, ctx.actor, input)),
  undo: reviewer.input(undoInput).mutation(({ ctx, input }) => undoDecision(ctx.deps, ctx.actor, input)),
})
