import { t } from '../../trpc/init.ts'
import { finance, organisationAdmin } from '../../trpc/procedures.ts'
import { approveRequest, correctRequest, rejectRequest } from './decide-request.ts'
import { getMyRequest, getRequest } from './get-request.ts'
import {
  correctRequestInput,
  invoiceFileIdInput,
  issueInvoiceInput,
  listMyRequestsInput,
  listRequestsInput,
  rejectRequestInput,
  requestIdInput,
} from './invoices.schema.ts'
import { issueInvoice } from './issue-invoice.ts'
import { listMyRequests, listRequests } from './list-requests.ts'
import { readRequestFile } from './read-request-file.ts'
import { removeInvoiceFile } from './remove-invoice-file.ts'

export const invoicesRouter = t.router({
  listRequests: finance.input(listRequestsInput).query(({ ctx, input }) => listRequests(ctx.deps, ctx.actor, input)),
  getRequest: finance.input(requestIdInput).query(({ ctx, input }) => getRequest(ctx.deps, ctx.actor, input)),
  readFile: finance.input(invoiceFileIdInput).query(({ ctx, input }) => readRequestFile(ctx.deps, ctx.actor, input)),
  approveRequest: finance
    .input(requestIdInput)
    .mutation(({ ctx, input }) => approveRequest(ctx.deps, ctx.actor, input)),
  rejectRequest: finance
    .input(rejectRequestInput)
    .mutation(({ ctx, input }) => rejectRequest(ctx.deps, ctx.actor, input)),
  removeFile: finance
    .input(invoiceFileIdInput)
    .mutation(({ ctx, input }) => removeInvoiceFile(ctx.deps, ctx.actor, input)),
  issueInvoice: finance.input(issueInvoiceInput).mutation(({ ctx, input }) => issueInvoice(ctx.deps, ctx.actor, input)),
  listMine: organisationAdmin
    .input(listMyRequestsInput)
    .query(({ ctx, input }) => listMyRequests(ctx.deps, ctx.actor, input)),
  getMine: organisationAdmin.input(requestIdInput).query(({ ctx, input }) => getMyRequest(ctx.deps, ctx.actor, input)),
  correctMine: organisationAdmin
    .input(correctRequestInput)
    .mutation(({ ctx, input }) => correctRequest(ctx.deps, ctx.actor, input)),
})
