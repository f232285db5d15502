import type { Deps } from '../../deps.ts'
import { noticeMail } from './notices.queues.ts'
import { bringForward } from './notices.store.ts'

/**
 * For the moment at which a mail server that was away is back: mail whose next try lies up to half an hour ahead is tried
 * now. Returns how many jobs that were.
 */
export async function hurryMail(deps: Pick<Deps, 'db'>): Promise<number> {
  return bringForward(deps.db, noticeMail.name)
}
