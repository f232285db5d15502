import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import type { AllocateInput, SettledOutput } from './reconciliation.schema.ts'
import { settleParts } from './settle-parts.ts'

/**
 * Splits a statement line by hand over orders of any organisations and states; what an order cannot take becomes its
 * organisation's credit. What is not given away stays on the line. Throws what `settleParts` throws.
 */
export async function allocateLine(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { lineId, parts, otherAccountAccepted }: AllocateInput,
): Promise<SettledOutput> {
  try {
    const settled = await inTransaction(deps, (tx) =>
      settleParts(deps, tx, actor, {
        parts: parts.map((part) => ({ ...part, lineId })),
        automatic: false,
        evidence: null,
        otherAccountAccepted,
      }),
    )
    return { parts: settled }
  } catch (error) {
    // An id that stands there twice, or that another line's part or a payment has.
    if (isUniqueViolation(error)) throw new AppError('idempotencyKeyReused')
    throw error
  }
}
