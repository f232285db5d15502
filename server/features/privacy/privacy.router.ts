import { t } from '../../trpc/init.ts'
import { learner, systemAdmin } from '../../trpc/procedures.ts'
import { askErasure, loadMyData, recordErasure, withdrawErasure } from './ask-erasure.ts'
import { countWaiting, decideErasure, listRequests, viewRequest } from './decide-erasure.ts'
import {
  askErasureSchema,
  decideErasureSchema,
  getRequestInput,
  listRequestsSchema,
  recordErasureSchema,
  withdrawErasureSchema,
} from './personal-data.schema.ts'
import { previewRetentionSchema, saveRetentionSchema } from './retention.schema.ts'
import { listRetention, previewRetention, saveRetention } from './retention.ts'

/** Personal data: what learners may ask for by law, and how long things are kept. */
export const privacyRouter = t.router({
  mine: learner.query(({ ctx }) => loadMyData(ctx.deps, ctx.actor)),
  askErasure: learner.input(askErasureSchema).mutation(({ ctx, input }) => askErasure(ctx.deps, ctx.actor, input)),
  withdrawErasure: learner
    .input(withdrawErasureSchema)
    .mutation(({ ctx, input }) => withdrawErasure(ctx.deps, ctx.actor, input)),
  requests: systemAdmin.input(listRequestsSchema).query(({ ctx, input }) => listRequests(ctx.deps, input)),
  request: systemAdmin.input(getRequestInput).query(({ ctx, input }) => viewRequest(ctx.deps, input)),
  waiting: systemAdmin.query(({ ctx }) => countWaiting(ctx.deps)),
  recordErasure: systemAdmin
    .input(recordErasureSchema)
    .mutation(({ ctx, input }) => recordErasure(ctx.deps, ctx.actor, input)),
  decideErasure: systemAdmin
    .input(decideErasureSchema)
    .mutation(({ ctx, input }) => decideErasure(ctx.deps, ctx.actor, input)),
  retention: systemAdmin.query(({ ctx }) => listRetention(ctx.deps)),
  saveRetention: systemAdmin
    .input(saveRetentionSchema)
    .mutation(({ ctx, input }) => saveRetention(ctx.deps, ctx.actor, input)),
  previewRetention: systemAdmin
    .input(previewRetentionSchema)
    .query(({ ctx, input }) => previewRetention(ctx.deps, input)),
})
