import type { AccountActor, Actor, Authorized } from './actor.ts'
import { AppError } from './app-error.ts'

/**
 * Whose things an actor may touch, decided here alone. Staff and the system see the whole centre; an organisation admin
 * sees their own subtree. What one may not see does not exist for them: `notFound`, never "not allowed", so that ids of
 * others cannot be tried out.
 */
export function authorize<T extends { readonly organisationPath: string }>(
  actor: Actor,
  thing: T | null,
): Authorized<T> {
  if (!thing || !maySee(actor, thing.organisationPath)) throw new AppError('notFound')
  return thing as Authorized<T>
}

function maySee(actor: Actor, path: string): boolean {
  if (actor.kind === 'applicant') return false
  if (actor.kind === 'system' || actor.staffRoles.length > 0) return true
  return actor.organisation !== null && path.startsWith(actor.organisation.path)
}

/**
 * What an actor's lists, counts, exports and imports are cut to, as a path prefix: `/` is the whole centre, for staff and
 * the system; an organisation admin has their own subtree. Throws `notAllowed` for everybody else.
 */
export function scopeOf(actor: Actor): string {
  if (actor.kind === 'applicant') throw new AppError('notAllowed')
  if (actor.kind === 'system' || actor.staffRoles.length > 0) return '/'
  return subtreeOf(actor)
}

/** The subtree that an organisation admin's lists are cut to, as a path prefix. */
export function subtreeOf(actor: AccountActor): string {
  if (!actor.organisation) throw new AppError('notAllowed')
  return actor.organisation.path
}
