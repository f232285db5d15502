import { t } from '../../trpc/init.ts'
import { auditReader, learner } from '../../trpc/procedures.ts'
import { loadMyStudy, loadStudyOf } from './load-study.ts'
import { studyOfLearnerSchema } from './study.schema.ts'

export const studyRouter = t.router({
  home: learner.query(({ ctx }) => loadMyStudy(ctx.deps, ctx.actor)),
  ofLearner: auditReader
    .input(studyOfLearnerSchema)
    .query(({ ctx, input }) => loadStudyOf(ctx.deps, ctx.actor, input.learnerId)),
})
