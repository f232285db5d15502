import { type RequestContext, t } from '../../trpc/init.ts'
import { publicProcedure, reviewer, session, signedIn, systemAdmin } from '../../trpc/procedures.ts'
import * as schema from './accounts.schema.ts'
import { resendActivation } from './activation.ts'
import { beginSecondFactor } from './begin-second-factor.ts'
import { beginMobileChange, changeEmail, confirmMobileChange } from './change-contact.ts'
import { changePassword } from './change-password.ts'
import { confirmSecondFactor } from './confirm-second-factor.ts'
import { createStaff } from './create-staff.ts'
import { endSession } from './end-session.ts'
import { enterSecondFactor } from './enter-second-factor.ts'
import { forgottenPassword } from './forgotten-password.ts'
import { listAccounts } from './list-accounts.ts'
import { listSessions } from './list-sessions.ts'
import { loadMe } from './load-me.ts'
import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'
import { logOutEverywhere } from './log-out-everywhere.ts'
import { removeSecondFactor } from './remove-second-factor.ts'
import { renewRecoveryCodes } from './renew-recovery-codes.ts'
import { resetPassword } from './reset-password.ts'
import { setAccountEnabled } from './set-account-enabled.ts'
import { setLocale } from './set-locale.ts'
import { lookAtLink, setPasswordByLink } from './set-password-by-link.ts'
import { setStaffRoles } from './set-staff-roles.ts'
import { switchOrganisation } from './switch-organisation.ts'

/** Puts the cookies that a step of logging in gives out beside its answer. */
function withCookies<Answer>(
  ctx: RequestContext,
  result: { answer: Answer; sessionToken: string; deviceToken?: string | null },
): Answer {
  ctx.setSessionCookie(result.sessionToken)
  if (result.deviceToken) ctx.setDeviceCookie(result.deviceToken)
  return result.answer
}

export const accountsRouter = t.router({
  me: publicProcedure.output(schema.meSchema.nullable()).query(({ ctx }) => loadMe(ctx.deps, ctx.signedIn)),

  logIn: publicProcedure
    .input(schema.logInSchema.input)
    .output(schema.logInSchema.output)
    .mutation(async ({ ctx, input }) => withCookies(ctx, await logIn(ctx.deps, ctx, ctx.signedIn, input))),
  logOut: publicProcedure.mutation(({ ctx }) => {
    ctx.setSessionCookie(null)
    return logOut(ctx.deps, ctx.signedIn)
  }),
  logOutEverywhere: signedIn.output(schema.logOutEverywhereSchema.output).mutation(async ({ ctx }) => {
    const answer = await logOutEverywhere(ctx.deps, ctx.actor)
    ctx.setSessionCookie(null)
    return answer
  }),
  listSessions: signedIn
    .output(schema.listSessionsSchema.output)
    .query(({ ctx }) => listSessions(ctx.deps, ctx.signedIn)),
  endSession: signedIn
    .input(schema.endSessionSchema.input)
    .mutation(({ ctx, input }) => endSession(ctx.deps, ctx.actor, input)),

  changePassword: session
    .input(schema.changePasswordSchema.input)
    .output(schema.changePasswordSchema.output)
    .mutation(async ({ ctx, input }) => withCookies(ctx, await changePassword(ctx.deps, ctx.signedIn, input))),
  switchOrganisation: signedIn
    .input(schema.switchOrganisationSchema.input)
    .output(schema.switchOrganisationSchema.output)
    .mutation(({ ctx, input }) => switchOrganisation(ctx.deps, ctx.signedIn, input)),
  setLocale: session
    .input(schema.setLocaleSchema.input)
    .mutation(({ ctx, input }) => setLocale(ctx.deps, ctx.actor, input)),

  lookAtLink: publicProcedure
    .input(schema.lookAtLinkSchema.input)
    .output(schema.lookAtLinkSchema.output)
    .query(({ ctx, input }) => lookAtLink(ctx.deps, input)),
  setPasswordByLink: publicProcedure
    .input(schema.setPasswordByLinkSchema.input)
    .output(schema.setPasswordByLinkSchema.output)
    .mutation(async ({ ctx, input }) => withCookies(ctx, await setPasswordByLink(ctx.deps, ctx, ctx.signedIn, input))),
  forgotten: publicProcedure
    .input(schema.forgottenSchema.input)
    .output(schema.forgottenSchema.output)
    .mutation(({ ctx, input }) => forgottenPassword(ctx.deps, ctx, input)),
  resendActivation: reviewer
    .input(schema.resendActivationSchema.input)
    .output(schema.resendActivationSchema.output)
    .mutation(({ ctx, input }) => resendActivation(ctx.deps, ctx.actor, input)),

  beginMobileChange: signedIn
    .input(schema.beginMobileChangeSchema.input)
    .output(schema.beginMobileChangeSchema.output)
    .mutation(({ ctx, input }) => beginMobileChange(ctx.deps, ctx.signedIn, input)),
  confirmMobileChange: signedIn
    .input(schema.confirmMobileChangeSchema.input)
    .output(schema.confirmMobileChangeSchema.output)
    .mutation(({ ctx, input }) => confirmMobileChange(ctx.deps, ctx.signedIn, input)),
  changeEmail: signedIn
    .input(schema.changeEmailSchema.input)
    .output(schema.changeEmailSchema.output)
    .mutation(({ ctx, input }) => changeEmail(ctx.deps, ctx.signedIn, input)),

  beginSecondFactor: session
    .output(schema.beginSecondFactorSchema.output)
    .mutation(({ ctx }) => beginSecondFactor(ctx.deps, ctx.signedIn)),
  confirmSecondFactor: session
    .input(schema.confirmSecondFactorSchema.input)
    .output(schema.confirmSecondFactorSchema.output)
    .mutation(async ({ ctx, input }) =>
      withCookies(ctx, await confirmSecondFactor(ctx.deps, ctx, ctx.signedIn, input)),
    ),
  enterSecondFactor: session
    .input(schema.enterSecondFactorSchema.input)
    .output(schema.enterSecondFactorSchema.output)
    .mutation(async ({ ctx, input }) => withCookies(ctx, await enterSecondFactor(ctx.deps, ctx, ctx.signedIn, input))),
  removeSecondFactor: signedIn
    .input(schema.removeSecondFactorSchema.input)
    .output(schema.removeSecondFactorSchema.output)
    .mutation(({ ctx, input }) => removeSecondFactor(ctx.deps, ctx.signedIn, input)),

  renewRecoveryCodes: signedIn
    .input(schema.renewRecoveryCodesSchema.input)
    .output(schema.renewRecoveryCodesSchema.output)
    .mutation(({ ctx, input }) => renewRecoveryCodes(ctx.deps, ctx.signedIn, input)),

  list: systemAdmin
    .input(schema.listAccountsSchema.input)
    .output(schema.listAccountsSchema.output)
    .query(({ ctx, input }) => listAccounts(ctx.deps, input)),
  createStaff: systemAdmin
    .input(schema.createStaffSchema.input)
    .output(schema.createStaffSchema.output)
    .mutation(({ ctx, input }) => createStaff(ctx.deps, ctx.actor, input)),
  setStaffRoles: systemAdmin
    .input(schema.setStaffRolesSchema.input)
    .mutation(({ ctx, input }) => setStaffRoles(ctx.deps, ctx.actor, input)),
  setEnabled: systemAdmin
    .input(schema.setEnabledSchema.input)
    .mutation(({ ctx, input }) => setAccountEnabled(ctx.deps, ctx.actor, input)),
  resetPassword: systemAdmin
    .input(schema.resetPasswordSchema.input)
    .output(schema.resetPasswordSchema.output)
    .mutation(({ ctx, input }) => resetPassword(ctx.deps, ctx.actor, input)),
})
