import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { fenFromBigint, parseYuan } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { countByState, listQueue, type QueueListRow } from './voucher-queue.store.ts'
import type { QueueRow } from './vouchers.schema.ts'

export type QueueInput = {
  state: 'submitted' | 'approved' | 'rejected'
  search: string
  cursor?: string | null | undefined
  limit: number
}

/** What is up for review, oldest due first; what was decided, newest first. The cursor is the last row's due time and id. */
export async function reviewQueue(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: QueueInput,
): Promise<Page<QueueRow>> {
  const rows = await listQueue(deps.db, {
    state: input.state,
    search: input.search,
    searchFen: parseYuan(input.search),
    after: input.cursor ? parseCursor(input.cursor) : null,
    take: input.limit + 1,
  })
  return toPage(
    rows.map((row) => toRow(row, actor)),
    input.limit,
    (row) => `${row.dueAt}|${row.id}`,
  )
}

function parseCursor(cursor: string): { dueAt: Date; id: string } {
  const [time = '', id = ''] = cursor.split('|')
  const dueAt = new Date(time)
  if (Number.isNaN(dueAt.getTime()) || !idSchema.safeParse(id).success)
    throw new AppError('inputInvalid', { field: 'cursor' })
  return { dueAt, id }
}

function toRow(row: QueueListRow, actor: AccountActor): QueueRow {
  const { worstVerdict, worstFinding, worstDetails, decisionId, decisionVerdict, decidedById, decidedByName } = row
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    organisationName: row.organisationName,
    orderNumber: row.orderNumber,
    amountFen: row.amountFen === null ? null : fenFromBigint(row.amountFen),
    submittedAt: row.submittedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    worst:
      worstVerdict && worstFinding
        ? { verdict: worstVerdict, finding: worstFinding, details: worstDetails ?? {} }
        : null,
    checksPassed: row.checksPassed,
    checked: row.checkedAt !== null,
    decision:
      decisionId && decisionVerdict && row.decisionAt && row.effectiveAt
        ? {
            id: decisionId,
            verdict: decisionVerdict,
            state: 'waiting',
            decidedByName: decidedByName ?? '',
            mine: decidedById === actor.accountId,
            decidedAt: row.decisionAt.toISOString(),
            effectiveAt: row.effectiveAt.toISOString(),
            errorCode: null,
          }
        : null,
  }
}

/** How many wait for review, and how many of them are late: for the desk's rail. */
export async function countQueue(deps: Pick<Deps, 'db'>): Promise<{ submitted: number; overdue: number }> {
  return countByState(deps.db)
}
