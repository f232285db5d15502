import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { AppError, type ErrorDetails, type ErrorKind } from '../core/app-error.ts'
import type { Deps } from '../deps.ts'
import type { SignedIn } from '../features/accounts/load-session.ts'
import { unavailableOr } from '../platform/database.ts'

/** Who may call a procedure or a route; checked in procedures.ts and http/route.ts, and listed by the permission test. */
export type Permission =
  | 'public'
  | 'session'
  | 'signedIn'
  | 'organisationAdmin'
  /** Organisation admins over their subtree; reviewers and system admins over the whole centre. */
  | 'peopleManager'
  /** Organisation admins over their subtree; finance and system admins over the whole centre. */
  | 'cardManager'
  | 'learner'
  /** All staff over the whole centre; organisation admins over their subtree. */
  | 'auditReader'
  | 'staff'
  | 'reviewer'
  | 'finance'
  | 'systemAdmin'

export type RequestContext = {
  readonly deps: Deps
  readonly signedIn: SignedIn | null
  readonly ip: string
  readonly userAgent: string
  /** The device cookie of a browser that logged in here before (see accounts/throttle.rules.ts). */
  readonly deviceToken: string | null
  /** The registrations that this browser began (see registrations/applicant.ts). */
  readonly registrationToken: string | null
  setSessionCookie(token: string | null): void
  setDeviceCookie(token: string): void
  setRegistrationCookie(token: string): void
}

const codeOfKind = {
  invalid: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  notFound: 'NOT_FOUND',
  conflict: 'CONFLICT',
  tooLarge: 'PAYLOAD_TOO_LARGE',
  tooMany: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorKind, TRPCError['code']>

export const t = initTRPC
  .context<RequestContext>()
  .meta<{ permission: Permission }>()
  .create({
    errorFormatter({ shape, error }) {
      const app = toAppError(error)
      return {
        ...shape,
        // The code is what counts; the message of an unknown error could hold anything.
        message: app.code,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          app: { code: app.code, details: app.details },
        },
      }
    },
  })

/** Brings whatever was thrown to the one table of errors; what is not in it is `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ZodError) return new AppError('inputInvalid', firstIssue(error))
  if (error instanceof TRPCError) {
    if (error.cause) return toAppError(error.cause)
    if (error.code === 'NOT_FOUND') return new AppError('notFound')
    if (error.code === 'BAD_REQUEST' || error.code === 'PARSE_ERROR') return new AppError('inputInvalid')
  }
  const known = unavailableOr(error)
  return known instanceof AppError ? known : new AppError('internal', {}, { cause: error })
}

function firstIssue(error: ZodError): ErrorDetails {
  const issue = error.issues[0]
  return { field: issue?.path.join('.') ?? '', rule: issue?.code ?? '' }
}

/** Gives every error of a procedure the status of its kind, and logs the ones that we did not foresee. */
export const withAppErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await next()
  if (result.ok) return result
  const app = toAppError(result.error)
  if (app.kind === 'internal') ctx.deps.logger.error('request.failed', app.cause ?? app, { path })
  throw new TRPCError({ code: codeOfKind[app.kind], message: app.code, cause: app })
})
