import type { Actor } from '../../core/actor.ts'
import type { Transaction } from '../../platform/database.ts'
import { postTransfersFrom } from '../ledger/post-transfers-from.ts'
import { findShortOpenings, lockWallets, type Openings, openingRows, type ShortOpenings } from './move-value.store.ts'

/**
 * Takes what openings cost out of their learners' wallets of the plan, those that end first before the others, in the
 * caller's transaction. Answers with those that have too little, and then nothing was taken; else null.
 */
export async function payOpenings(
  tx: Transaction,
  actor: Actor,
  which: Openings,
  today: string,
): Promise<ShortOpenings | null> {
  await lockWallets(tx, which, today)
  const short = await findShortOpenings(tx, which, today)
  if (short.count > 0) return short
  await postTransfersFrom(
    tx,
    actor,
    { kind: 'courseOpened', debit: 'wallet', credit: 'cardUse', causeType: 'courseOpening' },
    openingRows(which, today),
  )
  return null
}
