import { z } from 'zod'
import { fenSchema } from '../../core/money.ts'

const daySchema = z.iso.date()
export const monthSchema = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)

/** At most so many days at once: a year and its next January, for a look back. */
export const mostDays = 400

/** Both days are in it; Shanghai. */
export const periodInput = z
  .object({ from: daySchema, to: daySchema })
  .refine(({ from, to }) => from <= to, { path: ['to'] })
  .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 < mostDays, { path: ['from'] })
export type PeriodInput = z.output<typeof periodInput>

/** Money by the day of the books; what was taken back because it was booked by mistake is taken off. */
export const dayMoneySchema = z.object({
  day: daySchema,
  transferFen: fenSchema,
  onlineFen: fenSchema,
  refundedFen: fenSchema,
})
export type DayMoney = z.infer<typeof dayMoneySchema>

/** Days since an order was made, the last one open to the right. */
export const ages = ['0-7', '8-30', '31-90', '91+'] as const
export type Age = (typeof ages)[number]

const amountOf = { count: z.number().int(), fen: fenSchema }

export const figuresSchema = z.object({
  days: z.array(dayMoneySchema),
  totals: z.object({ transferFen: fenSchema, onlineFen: fenSchema, refundedFen: fenSchema }),
  /** What open orders still lack, now. */
  outstanding: z.array(z.object({ age: z.enum(ages), ...amountOf })),
  /** Lines of the period that want matching, by what became of them. */
  lines: z.object({
    matched: z.object(amountOf),
    /** Nothing or not all of it is allocated; what is left. */
    open: z.object(amountOf),
    /** Of the matched ones, those of which every allocation was made by the automatic settling. */
    automatic: z.object(amountOf),
  }),
  /** Approved slips whose money no statement line shows yet, by the days since their approval. */
  unseen: z.object({ ...amountOf, oldestDay: daySchema.nullable() }),
  /** From a slip's submission to its invoice, for invoices of the period; null where there are none. */
  slipToInvoice: z.object({
    count: z.number().int(),
    medianSeconds: z.number().nullable(),
    p90Seconds: z.number().nullable(),
  }),
  creditFen: fenSchema,
})
export type Figures = z.infer<typeof figuresSchema>

export const monthFiguresSchema = z.object({
  transferFen: fenSchema,
  onlineFen: fenSchema,
  refundedFen: fenSchema,
  /** Organisations' credit 预存款 at the month's end, by the books. */
  creditFen: fenSchema,
  transfers: z.number().int(),
})
export type MonthFigures = z.infer<typeof monthFiguresSchema>

export const monthRowSchema = z.object({
  month: monthSchema,
  /** Its last day is over in Shanghai. */
  over: z.boolean(),
  /** As they were when it was closed, else as they are. */
  figures: monthFiguresSchema,
  closed: z.object({ at: z.string(), byName: z.string() }).nullable(),
})
export type MonthRow = z.infer<typeof monthRowSchema>

export const closeMonthInput = z.object({ month: monthSchema })
