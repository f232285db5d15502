import { newId } from '../../server/core/ids.ts'
import { noticeSamples } from '../../server/features/notices/notice-samples.ts'
import { insertNotices } from '../../server/features/notices/notices.store.ts'
import { inTransaction } from '../../server/platform/database.ts'
import type { World } from './world.ts'

const atOnce = 500

/** So many mails that wait, each to an address of its own, without jobs: a worker that starts queues them. */
export async function makeWaitingMails(world: World, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  for (let from = 0; from < count; from += atOnce) {
    await inTransaction(world.deps, (tx) =>
      insertNotices(
        tx,
        ids.slice(from, from + atOnce).map((id) => ({
          id,
          eventKey: `voucherRejected:${id}:1`,
          kind: 'voucherRejected',
          channel: 'email' as const,
          recipient: `caiwu-${id}@dept.example.com`,
          accountId: null,
          organisationId: null,
          locale: 'zh-CN',
          data: noticeSamples.voucherRejected,
          subject: { type: 'voucher', id },
          state: 'queued' as const,
          lastError: null,
          now: world.clock.now(),
        })),
      ),
    )
  }
  return ids
}
