import { t } from '../../trpc/init.ts'
import { finance, organisationAdmin, signedIn, staff } from '../../trpc/procedures.ts'
import { addressLog } from './address-log.ts'
import { listBounces } from './list-bounces.ts'
import { getMail, listMail } from './list-mail.ts'
import { countUnreadNotices, listNotices } from './list-notices.ts'
import { listOwnMail } from './list-own-mail.ts'
import {
  addressLogInput,
  clearBounceInput,
  listBouncesInput,
  listOwnMailInput,
  readReturnedInput,
} from './mail-bounces.schema.ts'
import { markNoticesRead } from './mark-notices-read.ts'
import { getMailInput, listMailInput, listNoticesInput, markReadInput, resendNoticeInput } from './notices.schema.ts'
import { recordReturnedMail } from './record-returned-mail.ts'
import { clearBounce } from './release-mail.ts'
import { resendNotice } from './resend-notice.ts'

export const noticesRouter = t.router({
  list: signedIn.input(listNoticesInput).query(({ ctx, input }) => listNotices(ctx.deps, ctx.actor, input)),
  unreadCount: signedIn.query(({ ctx }) => countUnreadNotices(ctx.deps, ctx.actor)),
  markRead: signedIn.input(markReadInput).mutation(({ ctx, input }) => markNoticesRead(ctx.deps, ctx.actor, input)),
  listMail: staff.input(listMailInput).query(({ ctx, input }) => listMail(ctx.deps, ctx.actor, input)),
  getMail: staff.input(getMailInput).query(({ ctx, input }) => getMail(ctx.deps, ctx.actor, input)),
  addressLog: staff.input(addressLogInput).query(({ ctx, input }) => addressLog(ctx.deps, ctx.actor, input)),
  listBounces: finance.input(listBouncesInput).query(({ ctx, input }) => listBounces(ctx.deps, ctx.actor, input)),
  clearBounce: finance.input(clearBounceInput).mutation(({ ctx, input }) => clearBounce(ctx.deps, ctx.actor, input)),
  recordReturned: finance
    .input(readReturnedInput)
    .mutation(({ ctx, input }) => recordReturnedMail(ctx.deps, ctx.actor, input)),
  listOwnMail: organisationAdmin
    .input(listOwnMailInput)
    .query(({ ctx, input }) => listOwnMail(ctx.deps, ctx.actor, input)),
  resend: finance.input(resendNoticeInput).mutation(({ ctx, input }) => resendNotice(ctx.deps, ctx.actor, input)),
})
