import { scopeOf, subtreeOf } from '../../core/permission.ts'
import { t } from '../../trpc/init.ts'
import { auditReader, organisationAdmin, reviewer, staff } from '../../trpc/procedures.ts'
import { addEnrolments } from './add-enrolments.ts'
import { addPerson } from './add-person.ts'
import { countEnrolments, countForPlans, countForReview } from './count-enrolments.ts'
import { decideEnrolments } from './decide-enrolments.ts'
import {
  addEnrolmentsSchema,
  addPersonSchema,
  changeEnrolmentsSchema,
  countEnrolmentsSchema,
  decideEnrolmentsSchema,
  enrolmentIdSchema,
  listCandidatesSchema,
  listEnrolmentsSchema,
  ofLearnerSchema,
  planBadgesInputSchema,
  reviewGroupsSchema,
  reviewQueueSchema,
  revokeEnrolmentsSchema,
  setSubjectsSchema,
  submitEnrolmentsSchema,
} from './enrolments.schema.ts'
import { getEnrolment } from './get-enrolment.ts'
import { listCandidates } from './list-candidates.ts'
import { listEnrolments, listOfLearner } from './list-enrolments.ts'
import { listReviewGroups, listReviewQueue } from './review-enrolments.ts'
import { revokeEnrolments } from './revoke-enrolments.ts'
import { setSubjects } from './set-subjects.ts'
import { submitEnrolments } from './submit-enrolments.ts'
import { removeEnrolments, withdrawEnrolments, withdrawSubmissions } from './withdraw-enrolments.ts'

export const enrolmentsRouter = t.router({
  badges: organisationAdmin
    .input(planBadgesInputSchema)
    .query(({ ctx, input }) => countForPlans(ctx.deps, ctx.actor, input)),
  candidates: organisationAdmin
    .input(listCandidatesSchema)
    .query(({ ctx, input }) => listCandidates(ctx.deps, ctx.actor, input)),
  add: organisationAdmin
    .input(addEnrolmentsSchema)
    .mutation(({ ctx, input }) => addEnrolments(ctx.deps, ctx.actor, input)),
  addPerson: organisationAdmin
    .input(addPersonSchema)
    .mutation(({ ctx, input }) => addPerson(ctx.deps, ctx.actor, input)),
  list: organisationAdmin
    .input(listEnrolmentsSchema)
    .query(({ ctx, input }) => listEnrolments(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  counts: organisationAdmin
    .input(countEnrolmentsSchema)
    .query(({ ctx, input }) => countEnrolments(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  setSubjects: organisationAdmin
    .input(setSubjectsSchema)
    .mutation(({ ctx, input }) => setSubjects(ctx.deps, ctx.actor, input)),
  submit: organisationAdmin
    .input(submitEnrolmentsSchema)
    .mutation(({ ctx, input }) => submitEnrolments(ctx.deps, ctx.actor, input)),
  withdrawSubmission: organisationAdmin
    .input(changeEnrolmentsSchema)
    .mutation(({ ctx, input }) => withdrawSubmissions(ctx.deps, ctx.actor, input)),
  remove: organisationAdmin
    .input(changeEnrolmentsSchema)
    .mutation(({ ctx, input }) => removeEnrolments(ctx.deps, ctx.actor, input)),
  withdraw: organisationAdmin
    .input(changeEnrolmentsSchema)
    .mutation(({ ctx, input }) => withdrawEnrolments(ctx.deps, ctx.actor, input)),
  get: auditReader.input(enrolmentIdSchema).query(({ ctx, input }) => getEnrolment(ctx.deps, ctx.actor, input.id)),
  ofLearner: auditReader
    .input(ofLearnerSchema)
    .query(({ ctx, input }) => listOfLearner(ctx.deps, ctx.actor, input.learnerId)),
  staffList: staff
    .input(listEnrolmentsSchema)
    .query(({ ctx, input }) => listEnrolments(ctx.deps, ctx.actor, scopeOf(ctx.actor), input)),
  reviewCounts: staff.query(({ ctx }) => countForReview(ctx.deps)),
  reviewGroups: reviewer.input(reviewGroupsSchema).query(({ ctx, input }) => listReviewGroups(ctx.deps, input)),
  reviewQueue: reviewer.input(reviewQueueSchema).query(({ ctx, input }) => listReviewQueue(ctx.deps, ctx.actor, input)),
  decide: reviewer
    .input(decideEnrolmentsSchema)
    .mutation(({ ctx, input }) => decideEnrolments(ctx.deps, ctx.actor, input)),
  revoke: reviewer
    .input(revokeEnrolmentsSchema)
    .mutation(({ ctx, input }) => revokeEnrolments(ctx.deps, ctx.actor, input)),
})
