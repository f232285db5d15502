import { t } from '../../trpc/init.ts'
import { finance } from '../../trpc/procedures.ts'
import { findOrdersForLine, loadDeskLine } from './desk-line.ts'
import { countDesk, listDeskLines, sumDesk } from './desk-lines.ts'
import { listAutomatic } from './list-automatic.ts'
import {
  automaticInput,
  findOrdersInput,
  matchLineInput,
  matchLinesInput,
  matchTotalsInput,
} from './matching-desk.schema.ts'

/** 流水对账: what the matching desk looks at. What it does is reconciliation.router.ts. */
export const matchingDeskRouter = t.router({
  lines: finance.input(matchLinesInput).query(({ ctx, input }) => listDeskLines(ctx.deps, input)),
  totals: finance.input(matchTotalsInput).query(({ ctx, input }) => sumDesk(ctx.deps, input)),
  counts: finance.query(({ ctx }) => countDesk(ctx.deps)),
  line: finance.input(matchLineInput).query(({ ctx, input }) => loadDeskLine(ctx.deps, input)),
  findOrders: finance.input(findOrdersInput).query(({ ctx, input }) => findOrdersForLine(ctx.deps, input)),
  automatic: finance.input(automaticInput).query(({ ctx, input }) => listAutomatic(ctx.deps, input)),
})
