import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { findLiveBounce } from './bounces.store.ts'
import { loadOverrides } from './load-overrides.ts'
import { type AddressLog, mostTries } from './mail-bounces.schema.ts'
import { subjectOfMail } from './mail-contents.ts'
import { findMails, listTriesTo } from './notices.store.ts'

/** Every try to reach one address, whatever the mail, the latest first, and whether the address bears a mark. */
export async function addressLog(
  deps: Pick<Deps, 'db'>,
  _staff: Actor,
  { address }: { address: string },
): Promise<AddressLog> {
  const [tries, bounce, overrides] = await Promise.all([
    listTriesTo(deps.db, address, mostTries),
    findLiveBounce(deps.db, address),
    loadOverrides(deps.db),
  ])
  const mails = await findMails(deps.db, [...new Set(tries.map((one) => one.noticeId))])
  const subjects = new Map(mails.map((mail) => [mail.id, subjectOfMail(mail, overrides)]))
  return {
    address,
    bounce: bounce && { id: bounce.id, bouncedAt: bounce.bouncedAt.toISOString(), detail: bounce.detail },
    tries: tries.map(({ id, noticeId, at, outcome, detail }) => ({
      id,
      noticeId,
      subject: subjects.get(noticeId) ?? '',
      at: at.toISOString(),
      outcome,
      detail,
    })),
  }
}
