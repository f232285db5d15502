import type { AccountActor } from '../../core/actor.ts'

/** Staff who also administer an organisation enrol its people as its admin: they see and tick its own, not everybody's. */
export function asAdmin(actor: AccountActor): AccountActor {
  return { ...actor, staffRoles: [] }
}
