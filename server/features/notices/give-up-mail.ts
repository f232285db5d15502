import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { addTry, changeMail, lockMail } from './notices.store.ts'

/**
 * For a mail whose job has had its last try: it shows as failed, with what the server said last, and staff can send it
 * again. A mail that has been sent, or has failed, stays as it is.
 */
export async function giveUpMail(deps: Pick<Deps, 'db' | 'clock'>, { noticeId }: { noticeId: string }): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const mail = await lockMail(tx, noticeId)
    if (!mail) return
    const now = deps.clock.now()
    if (await changeMail(tx, noticeId, { to: 'failed', now, lastError: mail.lastError })) {
      await addTry(tx, { noticeId, at: now, outcome: 'givenUp' })
    }
  })
}
