import { t } from '../../trpc/init.ts'
import { learner, peopleManager, reviewer } from '../../trpc/procedures.ts'
import { changeIdNumber } from './change-id-number.ts'
import { countLearners } from './count-learners.ts'
import { createLearner } from './create-learner.ts'
import { givePassword } from './give-password.ts'
import {
  changeIdNumberSchema,
  countLearnersSchema,
  createLearnerSchema,
  givePasswordSchema,
  learnerIdSchema,
  listLearnersSchema,
  lookUpSchema,
  moveLearnersSchema,
  proveSchema,
  setLearnersEnabledSchema,
  transferSchema,
  unmaskSchema,
  updateLearnerSchema,
  updateMineSchema,
} from './learners.schema.ts'
import { listLearners } from './list-learners.ts'
import { lookUpLearner } from './look-up-learner.ts'
import { loadMine, updateMine } from './mine.ts'
import { moveLearners } from './move-learners.ts'
import { proveLearner } from './prove-learner.ts'
import { setLearnersEnabled } from './set-learners-enabled.ts'
import { transferLearner } from './transfer-learner.ts'
import { loadRights, unmaskLearner } from './unmask-learner.ts'
import { updateLearner } from './update-learner.ts'
import { viewLearner } from './view-learner.ts'

export const learnersRouter = t.router({
  rights: peopleManager.query(({ ctx }) => loadRights(ctx.deps, ctx.actor)),
  list: peopleManager.input(listLearnersSchema).query(({ ctx, input }) => listLearners(ctx.deps, ctx.actor, input)),
  count: peopleManager.input(countLearnersSchema).query(({ ctx, input }) => countLearners(ctx.deps, ctx.actor, input)),
  get: peopleManager.input(learnerIdSchema).query(({ ctx, input }) => viewLearner(ctx.deps, ctx.actor, input.id)),
  // Mutations, so that no ID number ever stands in an address.
  lookUp: peopleManager.input(lookUpSchema).mutation(({ ctx, input }) => lookUpLearner(ctx.deps, ctx.actor, input)),
  prove: peopleManager.input(proveSchema).mutation(({ ctx, input }) => proveLearner(ctx.deps, ctx.actor, input)),
  transfer: peopleManager
    .input(transferSchema)
    .mutation(({ ctx, input }) => transferLearner(ctx.deps, ctx.actor, input)),
  create: peopleManager
    .input(createLearnerSchema)
    .mutation(({ ctx, input }) => createLearner(ctx.deps, ctx.actor, input)),
  update: peopleManager
    .input(updateLearnerSchema)
    .mutation(({ ctx, input }) => updateLearner(ctx.deps, ctx.actor, input)),
  changeIdNumber: reviewer
    .input(changeIdNumberSchema)
    .mutation(({ ctx, input }) => changeIdNumber(ctx.deps, ctx.actor, input)),
  unmask: peopleManager.input(unmaskSchema).mutation(({ ctx, input }) => unmaskLearner(ctx.deps, ctx.actor, input)),
  setEnabled: peopleManager
    .input(setLearnersEnabledSchema)
    .mutation(({ ctx, input }) => setLearnersEnabled(ctx.deps, ctx.actor, input)),
  move: peopleManager.input(moveLearnersSchema).mutation(({ ctx, input }) => moveLearners(ctx.deps, ctx.actor, input)),
  givePassword: peopleManager
    .input(givePasswordSchema)
    .mutation(({ ctx, input }) => givePassword(ctx.deps, ctx.actor, input.id)),
  me: learner.query(({ ctx }) => loadMine(ctx.deps, ctx.actor)),
  updateMine: learner.input(updateMineSchema).mutation(({ ctx, input }) => updateMine(ctx.deps, ctx.actor, input)),
})
