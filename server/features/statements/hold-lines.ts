import { AppError } from '../../core/app-error.ts'
import { type Fen, subtractFen } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import { changeAllocated, findLinesForUpdate, type LineMoney } from './line-money.store.ts'

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

/** Throws `lineNotOpen` unless the line brought money in of which something is left to give away. */
export function checkOpen(line: LineMoney): void {
  const open =
    line.direction === 'in' && line.amountFen > 0 && (line.state === 'unmatched' || line.state === 'suggested')
  if (!open) throw new AppError('lineNotOpen', { state: line.state })
}

/**
 * Notes that so much of a held line is allocated, or free again where it is below zero, in the transaction that writes
 * the allocation. Throws `lineTooSmall` with what is left.
 */
export async function noteAllocated(tx: Transaction, line: LineMoney, changeFen: number, now: Date): Promise<void> {
  if (!(await changeAllocated(tx, line.id, changeFen, now)))
    throw new AppError('lineTooSmall', { leftFen: leftOf(line) })
}
