import { t } from '../../trpc/init.ts'
import { publicProcedure, reviewer } from '../../trpc/procedures.ts'
import { approveRegistration } from './approve-registration.ts'
import { beginRegistration } from './begin-registration.ts'
import { checkCode } from './check-code.ts'
import { getRegistration, reviewRegistration } from './get-registration.ts'
import {
  approveRegistrationInput,
  beginRegistrationInput,
  checkCodeInput,
  confirmResumeInput,
  queueRegistrationsInput,
  registrationIdInput,
  rejectRegistrationInput,
  removeRegistrationFileInput,
  resumeInput,
  saveFormInput,
  sendResumeCodeInput,
  submitRegistrationInput,
} from './registrations.schema.ts'
import { rejectRegistration } from './reject-registration.ts'
import { removeRegistrationFile } from './remove-registration-file.ts'
import { confirmResume, listMine, resumeRegistration, sendResumeCode } from './resume-registration.ts'
import { countRegistrations, queueRegistrations } from './review-registrations.ts'
import { saveForm } from './save-form.ts'
import { submitRegistration } from './submit-registration.ts'
import { withdrawRegistration } from './withdraw-registration.ts'

/** Applicants have no account yet: what they may touch is in their cookie (applicant.ts), whoever is signed in besides. */
const applicant = publicProcedure.use(({ ctx, next }) =>
  next({ ctx: { applicant: { token: ctx.registrationToken, ip: ctx.ip } } }),
)

export const registrationsRouter = t.router({
  checkCode: applicant.input(checkCodeInput).mutation(({ ctx, input }) => checkCode(ctx.deps, ctx.applicant, input)),
  mine: applicant.query(({ ctx }) => listMine(ctx.deps, ctx.applicant)),
  begin: applicant.input(beginRegistrationInput).mutation(async ({ ctx, input }) => {
    const { token, ...begun } = await beginRegistration(ctx.deps, ctx.applicant, input)
    ctx.setRegistrationCookie(token)
    return begun
  }),
  get: applicant.input(registrationIdInput).query(({ ctx, input }) => getRegistration(ctx.deps, ctx.applicant, input)),
  saveForm: applicant.input(saveFormInput).mutation(({ ctx, input }) => saveForm(ctx.deps, ctx.applicant, input)),
  removeFile: applicant
    .input(removeRegistrationFileInput)
    .mutation(({ ctx, input }) => removeRegistrationFile(ctx.deps, ctx.applicant, input)),
  submit: applicant
    .input(submitRegistrationInput)
    .mutation(({ ctx, input }) => submitRegistration(ctx.deps, ctx.applicant, input)),
  withdraw: applicant
    .input(registrationIdInput)
    .mutation(({ ctx, input }) => withdrawRegistration(ctx.deps, ctx.applicant, input)),
  resume: applicant.input(resumeInput).mutation(({ ctx, input }) => resumeRegistration(ctx.deps, ctx.applicant, input)),
  sendResumeCode: applicant
    .input(sendResumeCodeInput)
    .mutation(({ ctx, input }) => sendResumeCode(ctx.deps, ctx.applicant, input)),
  confirmResume: applicant.input(confirmResumeInput).mutation(async ({ ctx, input }) => {
    const { token, ...resumed } = await confirmResume(ctx.deps, ctx.applicant, input)
    ctx.setRegistrationCookie(token)
    return resumed
  }),

  queue: reviewer.input(queueRegistrationsInput).query(({ ctx, input }) => queueRegistrations(ctx.deps, input)),
  queueCounts: reviewer.query(({ ctx }) => countRegistrations(ctx.deps)),
  review: reviewer.input(registrationIdInput).query(({ ctx, input }) => reviewRegistration(ctx.deps, input)),
  approve: reviewer
    .input(approveRegistrationInput)
    .mutation(({ ctx, input }) => approveRegistration(ctx.deps, ctx.actor, input)),
  reject: reviewer
    .input(rejectRegistrationInput)
    .mutation(({ ctx, input }) => rejectRegistration(ctx.deps, ctx.actor, input)),
})
