import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Me } from './accounts.schema.ts'
import { findAdministered } from './accounts.store.ts'
import { loadMyself } from './load-me.ts'
import type { SignedIn } from './load-session.ts'
import { setActingOrganisation } from './sessions.store.ts'

/** Acts for another organisation that one administers, in this session. Throws `notFound` for any other, and for closed ones. */
export async function switchOrganisation(
  deps: Deps,
  signedIn: SignedIn,
  input: { organisationId: string },
): Promise<Me> {
  const { actor, sessionId } = signedIn
  const chosen = await inTransaction(deps, async (tx) => {
    const administered = await findAdministered(tx, actor.accountId)
    const wanted = administered.find((one) => one.id === input.organisationId && one.open)
    if (!wanted) throw new AppError('notFound')
    if (!(await setActingOrganisation(tx, sessionId, wanted.id))) throw new AppError('notSignedIn')
    await writeAudit(tx, actor, {
      action: 'account.organisationSwitched',
      subjectType: 'account',
      subjectId: actor.accountId,
      organisationId: wanted.id,
      before: { organisationId: actor.organisation?.id ?? null },
      after: { organisationId: wanted.id },
    })
    return { id: wanted.id, name: wanted.name }
  })
  return { ...(await loadMyself(deps, signedIn)), organisation: chosen }
}
