import type { AccountActor } from '../core/actor.ts'
import { AppError } from '../core/app-error.ts'
import type { SignedIn } from '../features/accounts/load-session.ts'
import { type Permission, t, withAppErrors } from './init.ts'

/**
 * The one place that says who may call what, for tRPC procedures and for HTTP routes. Returns the actor; throws
 * `notSignedIn`, what the session still lacks, or `notAllowed`. Whose things an actor may touch is decided by
 * core/permission.ts when the thing is loaded.
 */
export function checkPermission(permission: Exclude<Permission, 'public'>, signedIn: SignedIn | null): AccountActor {
  if (!signedIn) throw new AppError('notSignedIn')
  const { actor, gate } = signedIn
  if (permission === 'session') return actor
  if (gate === 'secondFactor') throw new AppError('secondFactorNeeded')
  if (gate === 'passwordChange') throw new AppError('passwordChangeNeeded')
  if (gate === 'secondFactorSetup') throw new AppError('secondFactorSetupNeeded')
  if (!mayCall(permission, actor)) throw new AppError('notAllowed')
  // Staff of another office who also administer an organisation act for it, not for everybody: `scopeOf` gives staff the centre.
  const office = officeOf[permission]
  return office !== undefined && !mayCall(office, actor) ? { ...actor, staffRoles: [] } : actor
}

/** Which staff may do over the whole centre what organisation admins do over their subtree. */
const officeOf: Partial<Record<Permission, 'reviewer' | 'finance'>> = {
  peopleManager: 'reviewer',
  cardManager: 'finance',
}

/** The same as a question: whether somebody could call what asks for the permission. */
export function isAllowed(permission: Exclude<Permission, 'public'>, signedIn: SignedIn | null): boolean {
  try {
    checkPermission(permission, signedIn)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

function mayCall(permission: Exclude<Permission, 'public' | 'session'>, actor: AccountActor): boolean {
  const { staffRoles } = actor
  switch (permission) {
    case 'signedIn':
      return true
    case 'organisationAdmin':
      return actor.organisation !== null
    case 'peopleManager':
      return actor.organisation !== null || mayCall('reviewer', actor)
    case 'cardManager':
      return actor.organisation !== null || mayCall('finance', actor)
    case 'auditReader':
      return actor.organisation !== null || staffRoles.length > 0
    case 'learner':
      return actor.learnerId !== null
    case 'staff':
      return staffRoles.length > 0
    case 'reviewer':
      return staffRoles.includes('reviewer') || staffRoles.includes('systemAdmin')
    case 'finance':
      return staffRoles.includes('finance') || staffRoles.includes('systemAdmin')
    case 'systemAdmin':
      return staffRoles.includes('systemAdmin')
  }
}

const base = t.procedure.use(withAppErrors)

function procedureFor(permission: Exclude<Permission, 'public'>) {
  return base.meta({ permission }).use(({ ctx, next }) => {
    const actor = checkPermission(permission, ctx.signedIn)
    if (!ctx.signedIn) throw new AppError('notSignedIn')
    return next({ ctx: { actor, sessionId: ctx.signedIn.sessionId, signedIn: ctx.signedIn } })
  })
}

export const publicProcedure = base.meta({ permission: 'public' })
/** Any session, also one that still owes a second factor or a new password. */
export const session = procedureFor('session')
export const signedIn = procedureFor('signedIn')
export const organisationAdmin = procedureFor('organisationAdmin')
/** Organisation admins over their subtree; reviewers and system admins over the whole centre (`scopeOf`). */
export const peopleManager = procedureFor('peopleManager')
/** Organisation admins over their subtree; finance and system admins over the whole centre (`scopeOf`). */
export const cardManager = procedureFor('cardManager')
/** All staff over the whole centre; organisation admins over their subtree (`scopeOf`). */
export const auditReader = procedureFor('auditReader')
export const learner = procedureFor('learner')
export const staff = procedureFor('staff')
export const reviewer = procedureFor('reviewer')
export const finance = procedureFor('finance')
export const systemAdmin = procedureFor('systemAdmin')
