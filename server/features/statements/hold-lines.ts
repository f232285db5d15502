import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, subtractFen } from '../../core/money.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { changeAllocated, findLinesForUpdate, type LineMoney } from './line-money.store.ts'
import { markReversed } from './reversals.store.ts'

export type { LineMoney } from './line-money.store.ts'

/**
 * Locks lines of a statement until the transaction ends, so that what is decided on their money stays true. Take their
 * locks before those of orders. Throws `notFound` when one is not there.
 */
export async function holdLines(tx: Transaction, lineIds: readonly string[]): Promise<Map<string, LineMoney>> {
  const wanted = [...new Set(lineIds)]
  const lines = await findLinesForUpdate(tx, wanted)
  if (lines.length !== wanted.length) throw new AppError('notFound')
  return new Map(lines.map((line) => [line.id, line]))
}

/** What of a line nobody has yet. */
export function leftOf(line: Pick<LineMoney, 'amountFen' | 'allocatedFen'>): Fen {
  return subtractFen(line.amountFen, line.allocatedFen)
}

/** Throws `lineNotOpen` unless the line brought money in that the bank left us, of which something is left to give away. */
export function checkOpen(line: LineMoney): void {
  const open =
    line.direction === 'in' && line.amountFen > 0 && (line.state === 'unmatched' || line.state === 'suggested')
  if (!open) throw new AppError('lineNotOpen', { state: line.state })
  if (line.reversedById !== null) throw new AppError('lineNotOpen', { state: 'reversed' })
}

/**
 * Notes that so much of a held line is allocated, in the transaction that writes the allocation. Throws `lineTooSmall` with what is left.
 */
export async function noteAllocated(tx: Transaction, line: LineMoney, changeFen: number, now: Date): Promise<void> {
  if (!(await changeAllocated(tx, line.id, changeFen, now)))
    throw new AppError('lineTooSmall', { leftFen: leftOf(line) })
}

/**
 * Frees so much of a held line again, in the transaction that undoes an allocation. One that the bank took back while
 * something of it was allocated wants no order once nothing is: its money is gone.
 */
export async function noteFreed(
  tx: Transaction,
  actor: Actor,
  line: LineMoney,
  amountFen: Fen,
  now: Date,
): Promise<void> {
  await noteAllocated(tx, line, -amountFen, now)
  if (line.reversedById === null || line.allocatedFen > amountFen) return
  await markReversed(tx, [line.id], now)
  await writeAudit(tx, actor, {
    action: 'statementLine.reversed',
    subjectType: 'statementLine',
    subjectId: line.id,
    organisationId: null,
    before: { state: line.state, category: line.category },
    after: { reversedBy: line.reversedById },
  })
}
