import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { normaliseMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { testEventKey } from './mail-contents.ts'
import { noticeSamples } from './notice-samples.ts'
import { noticeMail } from './notices.queues.ts'
import { findReader, insertNotices } from './notices.store.ts'
import { checkWords } from './template-words.ts'
import type { sendTestInput } from './templates.schema.ts'

/**
 * Mails the sample event in these words to the address of whoever asks, and to nobody else; its subject says that it is
 * a test, and it carries no file and no link that opens anything. The same `testId` again sends nothing more. Answers the
 * address, and whether mail leaves at all here. Throws `accountMailMissing`, and what saving throws.
 */
export async function sendTestMail(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'settings'>,
  actor: AccountActor,
  { kind, locale, words, testId }: z.output<typeof sendTestInput>,
): Promise<{ to: string; mailLeaves: boolean }> {
  checkWords(kind, words)
  return inTransaction(deps, async (tx) => {
    const reader = await findReader(tx, actor.accountId)
    const to = normaliseMailAddress(reader?.email ?? '')
    if (!to) throw new AppError('accountMailMissing')
    const inserted = await insertNotices(tx, [
      {
        id: newId(),
        eventKey: testEventKey(testId),
        kind,
        channel: 'email',
        recipient: to,
        accountId: null,
        organisationId: null,
        locale,
        data: noticeSamples[kind],
        subject: { type: 'account', id: actor.accountId },
        state: 'queued',
        lastError: null,
        words,
        now: deps.clock.now(),
      },
    ])
    for (const { id } of inserted) await deps.jobs.send(tx, noticeMail, { noticeId: id })
    return { to, mailLeaves: deps.settings.mailLeaves }
  })
}
