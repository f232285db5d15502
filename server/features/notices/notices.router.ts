import { t } from '../../trpc/init.ts'
import { finance, signedIn, staff } from '../../trpc/procedures.ts'
import { getMail, listMail } from './list-mail.ts'
import { countUnreadNotices, listNotices } from './list-notices.ts'
import { markNoticesRead } from './mark-notices-read.ts'
import { getMailInput, listMailInput, listNoticesInput, markReadInput, resendNoticeInput } from './notices.schema.ts'
import { resendNotice } from './resend-notice.ts'

export const noticesRouter = t.router({
  list: signedIn.input(listNoticesInput).query(({ ctx, input }) => listNotices(ctx.deps, ctx.actor, input)),
  unreadCount: signedIn.query(({ ctx }) => countUnreadNotices(ctx.deps, ctx.actor)),
  markRead: signedIn.input(markReadInput).mutation(({ ctx, input }) => markNoticesRead(ctx.deps, ctx.actor, input)),
  listMail: staff.input(listMailInput).query(({ ctx, input }) => listMail(ctx.deps, ctx.actor, input)),
  getMail: staff.input(getMailInput).query(({ ctx, input }) => getMail(ctx.deps, ctx.actor, input)),
  resend: finance.input(resendNoticeInput).mutation(({ ctx, input }) => resendNotice(ctx.deps, ctx.actor, input)),
})
