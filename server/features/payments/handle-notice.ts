import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { markHandled } from './gateway-notices.store.ts'
import type { HandleNoticeInput } from './payments.schema.ts'

/** Writes down what came of a provider's message that could not be placed. Throws `notFound`, `conflict`. */
export async function handleNotice(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: HandleNoticeInput,
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    await markHandled(tx, { ...input, accountId: actor.accountId, now: deps.clock.now() })
    await writeAudit(tx, actor, {
      action: 'gatewayNotice.handled',
      subjectType: 'gatewayNotice',
      subjectId: input.id,
      organisationId: null,
      after: { note: input.note },
    })
  })
}
