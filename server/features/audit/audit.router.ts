import { t } from '../../trpc/init.ts'
import { auditReader, systemAdmin } from '../../trpc/procedures.ts'
import { getAuditEntryInput, searchAuditInput } from './audit.schema.ts'
import { getAuditEntry, searchAudit } from './search-audit.ts'
import { verifyRecentAudit } from './verify-audit.ts'

export const auditRouter = t.router({
  search: auditReader.input(searchAuditInput).query(({ ctx, input }) => searchAudit(ctx.deps, ctx.actor, input)),
  get: auditReader.input(getAuditEntryInput).query(({ ctx, input }) => getAuditEntry(ctx.deps, ctx.actor, input)),
  verify: systemAdmin.query(({ ctx }) => verifyRecentAudit(ctx.deps)),
})
