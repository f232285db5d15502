import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { gateOf, type SessionGate, sessionEnd, sessionLimits } from './accounts.rules.ts'
import { hashToken } from './session-token.ts'
import { findSession, touchSession } from './sessions.store.ts'

export type { SessionGate } from './accounts.rules.ts'

export type SignedIn = {
  readonly sessionId: string
  readonly signedInAt: Date
  readonly gate: SessionGate
  readonly actor: AccountActor
}

const touchEveryMs = 5 * 60_000

/**
 * Who the cookie's token belongs to, or null when it is unknown, expired or revoked, or its account is disabled: one
 * indexed query, so that disabling takes effect on the next request.
 */
export async function loadSession(
  deps: Pick<Deps, 'db' | 'clock' | 'settings'>,
  token: string,
  ip: string,
): Promise<SignedIn | null> {
  const now = deps.clock.now()
  const row = await findSession(deps.db, hashToken(token), now)
  if (!row) return null
  const gate = gateOf({ ...row, staffTotp: deps.settings.staffTotp })
  if (now.getTime() - row.lastSeenAt.getTime() > touchEveryMs) {
    await touchSession(
      deps.db,
      row.sessionId,
      now,
      sessionEnd(sessionLimits(row.staffRoles, gate), row.signedInAt, now),
    )
  }
  return {
    sessionId: row.sessionId,
    signedInAt: row.signedInAt,
    gate,
    actor: {
      kind: 'account',
      accountId: row.accountId,
      name: row.accountName,
      ip,
      staffRoles: row.staffRoles,
      organisation:
        row.organisationId && row.organisationPath && row.organisationName
          ? { id: row.organisationId, path: row.organisationPath, name: row.organisationName }
          : null,
      learnerId: row.learnerId,
    },
  }
}
