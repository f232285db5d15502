import { t } from '../../trpc/init.ts'
import { finance } from '../../trpc/procedures.ts'
import { allocateLine } from './allocate-line.ts'
import { confirmSuggestion } from './confirm-suggestion.ts'
import { dismissSuggestion } from './dismiss-suggestion.ts'
import * as schema from './reconciliation.schema.ts'
import { undoAllocation } from './undo-allocation.ts'

export const reconciliationRouter = t.router({
  confirm: finance
    .input(schema.confirmInput)
    .output(schema.settledOutput)
    .mutation(({ ctx, input }) => confirmSuggestion(ctx.deps, ctx.actor, input)),
  allocate: finance
    .input(schema.allocateInput)
    .output(schema.settledOutput)
    .mutation(({ ctx, input }) => allocateLine(ctx.deps, ctx.actor, input)),
  undo: finance.input(schema.undoInput).mutation(({ ctx, input }) => undoAllocation(ctx.deps, ctx.actor, input)),
  dismiss: finance
    .input(schema.dismissInput)
    .mutation(({ ctx, input }) => dismissSuggestion(ctx.deps, ctx.actor, input)),
})
