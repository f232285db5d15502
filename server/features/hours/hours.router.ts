import { scopeOf, subtreeOf } from '../../core/permission.ts'
import { t } from '../../trpc/init.ts'
import { auditReader, organisationAdmin, peopleManager, reviewer, staff } from '../../trpc/procedures.ts'
import { loadHoursApproval, setHoursApproval } from '../organisations/hours-approval.ts'
import { correctHours, withdrawHours } from './change-hours.ts'
import { checkHours } from './check-hours.ts'
import { decideHours } from './decide-hours.ts'
import { countHourPeopleSchema, listHourPeopleSchema, listTrainingsSchema } from './hour-people.schema.ts'
import {
  decideHoursSchema,
  groupRowsSchema,
  hourDecisionIdSchema,
  hoursApprovalOfSchema,
  reviewHoursSchema,
  setHoursApprovalSchema,
} from './hour-review.schema.ts'
import { hourFilterSchema, hourIdSchema, hoursOfLearnerSchema, listHoursSchema } from './hours.schema.ts'
import { getHours, hoursOfLearner, listHours, sumOfHours } from './list-hours.ts'
import { countHourPeople, listHourPeople, listTrainings } from './list-trainings.ts'
import { checkHoursSchema, correctHoursSchema, recordHoursSchema, withdrawHoursSchema } from './record-hours.schema.ts'
import { recordHours } from './record-hours.ts'
import { countHourReview, countOwnHourReview, listGroupRows, listReviewGroups } from './review-hours.ts'
import { getHourDecision, undoHours } from './undo-hours.ts'

export const hoursRouter = t.router({
  list: organisationAdmin
    .input(listHoursSchema)
    .query(({ ctx, input }) => listHours(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  totals: organisationAdmin
    .input(hourFilterSchema)
    .query(({ ctx, input }) => sumOfHours(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  trainings: organisationAdmin
    .input(listTrainingsSchema)
    .query(({ ctx, input }) => listTrainings(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  people: organisationAdmin
    .input(listHourPeopleSchema)
    .query(({ ctx, input }) => listHourPeople(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  peopleCounts: organisationAdmin
    .input(countHourPeopleSchema)
    .query(({ ctx, input }) => countHourPeople(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  groups: organisationAdmin
    .input(reviewHoursSchema)
    .query(({ ctx, input }) => listReviewGroups(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  groupRows: organisationAdmin
    .input(groupRowsSchema)
    .query(({ ctx, input }) => listGroupRows(ctx.deps, ctx.actor, subtreeOf(ctx.actor), input)),
  ownReviewCounts: organisationAdmin.query(({ ctx }) => countOwnHourReview(ctx.deps, ctx.actor)),
  check: peopleManager.input(checkHoursSchema).query(({ ctx, input }) => checkHours(ctx.deps, ctx.actor, input)),
  record: peopleManager.input(recordHoursSchema).mutation(({ ctx, input }) => recordHours(ctx.deps, ctx.actor, input)),
  correct: peopleManager
    .input(correctHoursSchema)
    .mutation(({ ctx, input }) => correctHours(ctx.deps, ctx.actor, input)),
  withdraw: peopleManager
    .input(withdrawHoursSchema)
    .mutation(({ ctx, input }) => withdrawHours(ctx.deps, ctx.actor, input)),
  decide: peopleManager.input(decideHoursSchema).mutation(({ ctx, input }) => decideHours(ctx.deps, ctx.actor, input)),
  undo: peopleManager.input(hourDecisionIdSchema).mutation(({ ctx, input }) => undoHours(ctx.deps, ctx.actor, input)),
  decision: peopleManager
    .input(hourDecisionIdSchema)
    .query(({ ctx, input }) => getHourDecision(ctx.deps, ctx.actor, input)),
  get: auditReader.input(hourIdSchema).query(({ ctx, input }) => getHours(ctx.deps, ctx.actor, input.id)),
  ofLearner: auditReader
    .input(hoursOfLearnerSchema)
    .query(({ ctx, input }) => hoursOfLearner(ctx.deps, ctx.actor, input)),
  approval: auditReader
    .input(hoursApprovalOfSchema)
    .query(({ ctx, input }) => loadHoursApproval(ctx.deps, ctx.actor, input.organisationId)),
  staffList: staff
    .input(listHoursSchema)
    .query(({ ctx, input }) => listHours(ctx.deps, ctx.actor, scopeOf(ctx.actor), input)),
  staffTotals: staff
    .input(hourFilterSchema)
    .query(({ ctx, input }) => sumOfHours(ctx.deps, ctx.actor, scopeOf(ctx.actor), input)),
  reviewCounts: staff.query(({ ctx }) => countHourReview(ctx.deps, 'staff')),
  reviewGroups: reviewer
    .input(reviewHoursSchema)
    .query(({ ctx, input }) => listReviewGroups(ctx.deps, ctx.actor, '/', input)),
  reviewRows: reviewer.input(groupRowsSchema).query(({ ctx, input }) => listGroupRows(ctx.deps, ctx.actor, '/', input)),
  setApproval: reviewer
    .input(setHoursApprovalSchema)
    .mutation(({ ctx, input }) => setHoursApproval(ctx.deps, ctx.actor, input)),
})
