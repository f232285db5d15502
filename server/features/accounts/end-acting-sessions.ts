import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { revokeSessionsActingFor } from './sessions.store.ts'

/** Ends the account's sessions that act for an organisation, in the caller's transaction; how many they were. */
export async function endActingSessions(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  accountId: string,
  organisationId: string,
): Promise<number> {
  return revokeSessionsActingFor(tx, accountId, organisationId, deps.clock.now())
}
