import { t } from '../../trpc/init.ts'
import { peopleManager } from '../../trpc/procedures.ts'
import { cancelImport } from './cancel-import.ts'
import { fixRow, repairAlike } from './fix-rows.ts'
import { getImport } from './get-import.ts'
import {
  cancelInput,
  chooseSheetInput,
  commitInput,
  fixRowInput,
  importIdInput,
  importRowsInput,
  listImportsInput,
  remapInput,
  repairAlikeInput,
} from './imports.schema.ts'
import { listImports } from './list-imports.ts'
import { listRows } from './list-rows.ts'
import { chooseSheet, remapColumns } from './read-again.ts'
import { startCommit } from './start-commit.ts'

export const importsRouter = t.router({
  get: peopleManager.input(importIdInput).query(({ ctx, input }) => getImport(ctx.deps, ctx.actor, input)),
  list: peopleManager.input(listImportsInput).query(({ ctx, input }) => listImports(ctx.deps, ctx.actor, input)),
  rows: peopleManager.input(importRowsInput).query(({ ctx, input }) => listRows(ctx.deps, ctx.actor, input)),
  remap: peopleManager.input(remapInput).mutation(({ ctx, input }) => remapColumns(ctx.deps, ctx.actor, input)),
  chooseSheet: peopleManager
    .input(chooseSheetInput)
    .mutation(({ ctx, input }) => chooseSheet(ctx.deps, ctx.actor, input)),
  fixRow: peopleManager.input(fixRowInput).mutation(({ ctx, input }) => fixRow(ctx.deps, ctx.actor, input)),
  repairAlike: peopleManager
    .input(repairAlikeInput)
    .mutation(({ ctx, input }) => repairAlike(ctx.deps, ctx.actor, input)),
  commit: peopleManager.input(commitInput).mutation(({ ctx, input }) => startCommit(ctx.deps, ctx.actor, input)),
  cancel: peopleManager.input(cancelInput).mutation(({ ctx, input }) => cancelImport(ctx.deps, ctx.actor, input)),
})
