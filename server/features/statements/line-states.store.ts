import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { changeAudited } from '../../platform/audit-log.ts'
import { Prisma, type Transaction } from '../../platform/database.ts'
import type { LineMoney } from './line-money.store.ts'

/** Both take a held line, write the audit row in the same statement, and throw `conflict` when it is another by now. */
export async function setIgnored(
  tx: Transaction,
  actor: Actor,
  line: Pick<LineMoney, 'id' | 'state'>,
  by: { readonly reason: string; readonly byId: string; readonly byName: string; readonly now: Date },
): Promise<void> {
  const change = Prisma.sql`
    UPDATE statement_lines SET state = 'ignored', state_since = ${by.now}, suggestion_id = NULL,
      ignored_reason = ${by.reason}, ignored_by_id = ${by.byId}::uuid, ignored_by_name = ${by.byName}
    WHERE id = ${line.id}::uuid AND state = ${line.state}::statement_line_state AND allocated_fen = 0 RETURNING id`
  const audit = {
    action: 'statementLine.ignored',
    before: { state: line.state },
    after: { reason: by.reason },
  } as const
  const done = await changeAudited(tx, actor, change, { ...audit, ...subjectOf(line) })
  if (!done) throw new AppError('conflict')
}

export async function setTakenUp(
  tx: Transaction,
  actor: Actor,
  line: Pick<LineMoney, 'id' | 'ignoredReason'>,
  now: Date,
): Promise<void> {
  const change = Prisma.sql`
    UPDATE statement_lines SET state = 'unmatched', state_since = ${now}, ignored_reason = NULL, ignored_by_id = NULL,
      ignored_by_name = NULL
    WHERE id = ${line.id}::uuid AND state = 'ignored' RETURNING id`
  const audit = { action: 'statementLine.takenUp', before: { reason: line.ignoredReason } } as const
  const done = await changeAudited(tx, actor, change, { ...audit, ...subjectOf(line) })
  if (!done) throw new AppError('conflict')
}

const subjectOf = ({ id }: { readonly id: string }) => ({
  subjectType: 'statementLine',
  subjectId: id,
  organisationId: null,
})
