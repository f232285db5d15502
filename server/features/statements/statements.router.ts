import { t } from '../../trpc/init.ts'
import { finance } from '../../trpc/procedures.ts'
import { ignoreLine, takeUpLine } from './decide-line.ts'
import { listStatementLines } from './list-lines.ts'
import { getStatementFile, listStatementFiles, loadStatementsOverview } from './load-statements.ts'
import { previewMapping } from './preview-mapping.ts'
import {
  chooseAccountInput,
  ignoreLineInput,
  listStatementFilesInput,
  listStatementLinesInput,
  mapColumnsInput,
  previewMappingInput,
  statementFileIdInput,
  statementLineIdInput,
} from './statements.schema.ts'
import { chooseAccount, discardStatement, mapColumns, readStatementAgain } from './tell-statement.ts'

export const statementsRouter = t.router({
  list: finance.input(listStatementFilesInput).query(({ ctx, input }) => listStatementFiles(ctx.deps, input)),
  overview: finance.query(({ ctx }) => loadStatementsOverview(ctx.deps)),
  get: finance.input(statementFileIdInput).query(({ ctx, input }) => getStatementFile(ctx.deps, input)),
  lines: finance.input(listStatementLinesInput).query(({ ctx, input }) => listStatementLines(ctx.deps, input)),
  preview: finance.input(previewMappingInput).query(({ ctx, input }) => previewMapping(ctx.deps, input)),
  mapColumns: finance.input(mapColumnsInput).mutation(({ ctx, input }) => mapColumns(ctx.deps, ctx.actor, input)),
  chooseAccount: finance
    .input(chooseAccountInput)
    .mutation(({ ctx, input }) => chooseAccount(ctx.deps, ctx.actor, input)),
  readAgain: finance
    .input(statementFileIdInput)
    .mutation(({ ctx, input }) => readStatementAgain(ctx.deps, ctx.actor, input)),
  discard: finance
    .input(statementFileIdInput)
    .mutation(({ ctx, input }) => discardStatement(ctx.deps, ctx.actor, input)),
  ignoreLine: finance.input(ignoreLineInput).mutation(({ ctx, input }) => ignoreLine(ctx.deps, ctx.actor, input)),
  takeUpLine: finance.input(statementLineIdInput).mutation(({ ctx, input }) => takeUpLine(ctx.deps, ctx.actor, input)),
})
