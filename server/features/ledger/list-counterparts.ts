import type { Deps } from '../../deps.ts'
import { correctionPairs, type LedgerAccountKind } from './ledger.rules.ts'
import type { Counterpart, CounterpartsInput } from './ledger.schema.ts'
import { nameAccounts } from './ledger-accounts.store.ts'
import { findCounterparts } from './ledger-corrections.store.ts'

/** Kinds of accounts that a correction can go to or come from. */
function othersOf(kind: LedgerAccountKind): LedgerAccountKind[] {
  const others = correctionPairs.flatMap(([debit, credit]) => [
    ...(debit === kind ? [credit] : []),
    ...(credit === kind ? [debit] : []),
  ])
  return [...new Set(others)]
}

/**
 * Accounts that a correction of this one can have on its other side, also those that nothing was booked for yet: of card
 * value only those of the same batch or plan. Twenty of each kind at most; `search` finds the others by name.
 */
export async function listCounterparts(
  deps: Pick<Deps, 'db'>,
  { kind, ownerId, search }: CounterpartsInput,
): Promise<Counterpart[]> {
  const refs = await findCounterparts(deps.db, { kind, ownerId }, othersOf(kind), search)
  const named = await nameAccounts(deps.db, refs)
  const place = new Map(refs.map((ref, index) => [`${ref.kind}:${ref.ownerId}`, index]))
  const placeOf = (ref: Counterpart) => place.get(`${ref.kind}:${ref.ownerId}`) ?? 0
  return named.toSorted((a, b) => placeOf(a) - placeOf(b))
}
