import type { Readable } from '../../platform/database.ts'
import { type AccountRow, findAdministered, findLearnerOf } from './accounts.store.ts'

/**
 * Where a secret for the account may be mailed: its own address, else the one that the learner's organisation knows;
 * empty where there is none. Who is also staff or an organisation's admin has only their own: whoever manages the
 * learner would otherwise take over more than a learner.
 */
export async function mailAddressOf(
  db: Readable,
  account: Pick<AccountRow, 'id' | 'email' | 'staffRoles'>,
): Promise<string> {
  if (account.email !== '' || account.staffRoles.length > 0) return account.email
  const learner = await findLearnerOf(db, account.id)
  if (!learner || (await findAdministered(db, account.id)).length > 0) return ''
  return learner.email
}
