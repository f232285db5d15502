import { z } from 'zod'
import { t } from '../../trpc/init.ts'
import { finance } from '../../trpc/procedures.ts'
import { closeMonth, listMonths } from './close-month.ts'
import { closeMonthInput, figuresSchema, monthRowSchema, periodInput } from './finance.schema.ts'
import { loadFigures } from './load-figures.ts'

export const financeRouter = t.router({
  figures: finance
    .input(periodInput)
    .output(figuresSchema)
    .query(({ ctx, input }) => loadFigures(ctx.deps, input)),
  months: finance.output(z.array(monthRowSchema)).query(({ ctx }) => listMonths(ctx.deps)),
  closeMonth: finance
    .input(closeMonthInput)
    .output(monthRowSchema)
    .mutation(({ ctx, input }) => closeMonth(ctx.deps, ctx.actor, input)),
})
