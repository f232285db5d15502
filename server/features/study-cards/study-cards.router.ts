import { t } from '../../trpc/init.ts'
import { auditReader, cardManager, finance, learner } from '../../trpc/procedures.ts'
import { entryFilterSchema, listEntriesInput, myEntriesInput } from './card-entries.schema.ts'
import { checkOperation } from './check-operation.ts'
import { closeCourse } from './close-course.ts'
import { listCardPlans, loadLearnerCards } from './learner-cards.ts'
import { listBatches, sumBatches, viewBatch } from './list-batches.ts'
import { listEntries, listMyEntries, sumOfEntries } from './list-entries.ts'
import { listLines, listOperations, viewOperation } from './list-operations.ts'
import { countPeople, listPeople } from './list-people.ts'
import { openMine } from './open-course.ts'
import { prolongBatch } from './prolong-batch.ts'
import { startOperation } from './start-operation.ts'
import {
  batchFilterSchema,
  batchIdInput,
  checkOperationInput,
  closeCourseInput,
  countPeopleInput,
  learnerCardsInput,
  listBatchesInput,
  listOperationsInput,
  listPeopleInput,
  openMineInput,
  operationIdInput,
  operationLinesInput,
  prolongBatchInput,
  startOperationInput,
} from './study-cards.schema.ts'

export const studyCardsRouter = t.router({
  batches: auditReader.input(listBatchesInput).query(({ ctx, input }) => listBatches(ctx.deps, ctx.actor, input)),
  batchTotals: auditReader.input(batchFilterSchema).query(({ ctx, input }) => sumBatches(ctx.deps, ctx.actor, input)),
  batch: auditReader.input(batchIdInput).query(({ ctx, input }) => viewBatch(ctx.deps, ctx.actor, input.id)),
  prolongBatch: finance.input(prolongBatchInput).mutation(({ ctx, input }) => prolongBatch(ctx.deps, ctx.actor, input)),
  plans: auditReader.query(({ ctx }) => listCardPlans(ctx.deps, ctx.actor)),

  people: cardManager.input(listPeopleInput).query(({ ctx, input }) => listPeople(ctx.deps, ctx.actor, input)),
  countPeople: cardManager.input(countPeopleInput).query(({ ctx, input }) => countPeople(ctx.deps, ctx.actor, input)),

  checkOperation: cardManager
    .input(checkOperationInput)
    .query(({ ctx, input }) => checkOperation(ctx.deps, ctx.actor, input)),
  startOperation: cardManager
    .input(startOperationInput)
    .mutation(({ ctx, input }) => startOperation(ctx.deps, ctx.actor, input)),
  operation: auditReader
    .input(operationIdInput)
    .query(({ ctx, input }) => viewOperation(ctx.deps, ctx.actor, input.id)),
  operations: auditReader
    .input(listOperationsInput)
    .query(({ ctx, input }) => listOperations(ctx.deps, ctx.actor, input)),
  operationLines: auditReader
    .input(operationLinesInput)
    .query(({ ctx, input }) => listLines(ctx.deps, ctx.actor, input)),

  entries: auditReader.input(listEntriesInput).query(({ ctx, input }) => listEntries(ctx.deps, ctx.actor, input)),
  entryTotals: auditReader.input(entryFilterSchema).query(({ ctx, input }) => sumOfEntries(ctx.deps, ctx.actor, input)),

  closeCourse: finance.input(closeCourseInput).mutation(({ ctx, input }) => closeCourse(ctx.deps, ctx.actor, input)),
  ofLearner: auditReader
    .input(learnerCardsInput)
    .query(({ ctx, input }) => loadLearnerCards(ctx.deps, ctx.actor, input.learnerId)),

  myEntries: learner.input(myEntriesInput).query(({ ctx, input }) => listMyEntries(ctx.deps, ctx.actor, input)),
  openMine: learner.input(openMineInput).mutation(({ ctx, input }) => openMine(ctx.deps, ctx.actor, input)),
})
