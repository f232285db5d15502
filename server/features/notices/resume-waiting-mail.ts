import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { noticeMail } from './notices.queues.ts'
import { takeJoblessMails } from './notices.store.ts'

const mailsAtOnce = 500

/**
 * Queues a job for every mail that waits and has none: what gathered while no SMTP server was set. For the start of a
 * worker that has one; any number of workers may do it at once. Returns how many there were.
 */
export async function resumeWaitingMail(deps: Pick<Deps, 'db' | 'jobs'>): Promise<number> {
  let resumed = 0
  for (;;) {
    const taken = await inTransaction(deps, async (tx) => {
      const ids = await takeJoblessMails(tx, noticeMail.name, mailsAtOnce)
      for (const noticeId of ids) await deps.jobs.send(tx, noticeMail, { noticeId })
      return ids.length
    })
    resumed += taken
    if (taken < mailsAtOnce) return resumed
  }
}
