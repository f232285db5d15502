import { t } from '../../trpc/init.ts'
import { finance } from '../../trpc/procedures.ts'
import { confirmInbox } from './confirm-inbox.ts'
import {
  assignInboxInput,
  confirmInboxInput,
  discardDroppedInput,
  dropIdInput,
  listInboxInput,
  startDropInput,
} from './inbox.schema.ts'
import { countInboxTabs, listInbox } from './list-inbox.ts'
import { assignInbox, discardDropped, matchInboxAgain } from './place-dropped.ts'
import { finishDrop, getDrop, startDrop } from './start-drop.ts'

export const inboxRouter = t.router({
  startDrop: finance.input(startDropInput).mutation(({ ctx, input }) => startDrop(ctx.deps, ctx.actor, input)),
  finishDrop: finance.input(dropIdInput).mutation(({ ctx, input }) => finishDrop(ctx.deps, ctx.actor, input)),
  getDrop: finance.input(dropIdInput).query(({ ctx, input }) => getDrop(ctx.deps, ctx.actor, input)),
  list: finance.input(listInboxInput).query(({ ctx, input }) => listInbox(ctx.deps, ctx.actor, input)),
  counts: finance.query(({ ctx }) => countInboxTabs(ctx.deps)),
  assign: finance.input(assignInboxInput).mutation(({ ctx, input }) => assignInbox(ctx.deps, ctx.actor, input)),
  confirm: finance.input(confirmInboxInput).mutation(({ ctx, input }) => confirmInbox(ctx.deps, ctx.actor, input)),
  discard: finance.input(discardDroppedInput).mutation(({ ctx, input }) => discardDropped(ctx.deps, ctx.actor, input)),
  matchAgain: finance.mutation(({ ctx }) => matchInboxAgain(ctx.deps)),
})
