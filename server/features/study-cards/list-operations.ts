import type { AccountActor, Authorized } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { fenFromBigint } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { loadBatch } from './list-batches.ts'
import { findLines, findOperation, findOperations, type OperationRow } from './operations.store.ts'
import type { ListOperationsInput, Operation, OperationLine, OperationLinesInput } from './study-cards.schema.ts'

/** Recharges, take-backs and bulk openings of the actor's subtree, and all those on its batches; the newest first. */
export async function listOperations(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: ListOperationsInput,
): Promise<Page<Operation>> {
  const rows = await findOperations(deps.db, pathRange(scopeOf(actor)), input)
  const page = toPage(rows, input.limit, (row) => row.id)
  return { rows: page.rows.map(toOperation), nextCursor: page.nextCursor }
}

/** An operation that somebody of the actor's subtree asked for, or that is on a batch of it. Throws `notFound`. */
export async function loadOperation(
  deps: { readonly db: Readable } & Pick<Deps, 'clock'>,
  actor: AccountActor,
  id: string,
): Promise<Authorized<OperationRow>> {
  const row = await findOperation(deps.db, id)
  if (!row) throw new AppError('notFound')
  try {
    return authorize(actor, row)
  } catch (error) {
    if (row.batchId === null) throw error
    const { organisationPath } = await loadBatch(deps, actor, row.batchId)
    return authorize(actor, { ...row, organisationPath })
  }
}

export async function viewOperation(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  id: string,
): Promise<Operation> {
  return toOperation(await loadOperation(deps, actor, id))
}

/** Who is in an operation, in the order in which they were given. Throws `notFound`. */
export async function listLines(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, cursor, limit }: OperationLinesInput,
): Promise<Page<OperationLine>> {
  await loadOperation(deps, actor, id)
  const after = Number(cursor ?? 0)
  if (!Number.isSafeInteger(after)) throw new AppError('inputInvalid', { field: 'cursor' })
  const found = await findLines(deps.db, id, pathRange(scopeOf(actor)), after, limit + 1)
  const { rows, nextCursor } = toPage(found, limit, (row) => String(row.position))
  return {
    rows: rows.map(({ position: _, amountFen, ...row }) => ({ ...row, amountFen: fenFromBigint(amountFen) })),
    nextCursor,
  }
}

export function toOperation(row: OperationRow): Operation {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    stateSince: row.stateSince.toISOString(),
    people: row.people,
    totalFen: Number(row.totalFen),
    done: row.done,
    batch: row.batchId === null ? null : { id: row.batchId, orderNumber: row.orderNumber ?? '' },
    plan: { id: row.planId, number: row.planNumber, name: row.planName },
    organisation: { id: row.organisationId, name: row.organisationName },
    reason: row.reason,
    importId: row.importId,
    error: row.errorCode === null ? null : { code: row.errorCode, details: detailsOf(row.errorDetails) },
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
  }
}

const detailsOf = (details: unknown): Record<string, unknown> =>
  typeof details === 'object' && details !== null ? { ...details } : {}
