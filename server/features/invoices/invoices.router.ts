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
import { askedInput, redRequestIdInput, requestRedInput } from './red-requests.schema.ts'
import { removeInvoiceFile } from './remove-invoice-file.ts'
import { issueRedByProvider, listReds, requestRed, withdrawRed } from './request-red.ts'
import { askProviderNow, getIssuing, issueByProvider, takeBackToHand } from './steer-issuing.ts'

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
  issueByProvider: finance
    .input(requestIdInput)
    .mutation(({ ctx, input }) => issueByProvider(ctx.deps, ctx.actor, input)),
  getIssuing: finance.input(askedInput).query(({ ctx, input }) => getIssuing(ctx.deps, ctx.actor, input)),
  askProvider: finance.input(askedInput).mutation(({ ctx, input }) => askProviderNow(ctx.deps, ctx.actor, input)),
  takeBackToHand: finance.input(askedInput).mutation(({ ctx, input }) => takeBackToHand(ctx.deps, ctx.actor, input)),
  listReds: finance.input(requestIdInput).query(({ ctx, input }) => listReds(ctx.deps, ctx.actor, input)),
  requestRed: finance.input(requestRedInput).mutation(({ ctx, input }) => requestRed(ctx.deps, ctx.actor, input)),
  withdrawRed: finance.input(redRequestIdInput).mutation(({ ctx, input }) => withdrawRed(ctx.deps, ctx.actor, input)),
  issueRedByProvider: finance
    .input(redRequestIdInput)
    .mutation(({ ctx, input }) => issueRedByProvider(ctx.deps, ctx.actor, input)),
  correctMine: organisationAdmin
    .input(correctRequestInput)
    .mutation(({ ctx, input }) => correctRequest(ctx.deps, ctx.actor, input)),
})
