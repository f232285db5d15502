import { z } from 'zod'

const mostFen = 100_000_000_000

const serialSchema = z.string().regex(/^[A-Za-z0-9-]{1,32}$/)
const amountSchema = z.number().int().positive().max(mostFen)
const oneLine = (length: number) =>
  z
    .string()
    .max(length)
    .regex(/^\P{Cc}*$/u)
const callbackUrlSchema = z.url({ protocol: /^https?$/ }).max(500)
const sellerSchema = z.object({ name: oneLine(100).min(1), taxNumber: z.string().regex(/^[0-9A-Z]{15,20}$/) })

export const numberSchema = z.string().regex(/^\d{20}$/)

/** What is asked for a blue invoice. Whether it can be issued is decided afterwards: see `tax-service.ts`. */
export const blueAskSchema = z.object({
  serial: serialSchema,
  kind: z.enum(['normal', 'special']),
  buyer: z.object({
    name: oneLine(200),
    taxNumber: oneLine(30),
    address: oneLine(200),
    telephone: oneLine(50),
    bank: oneLine(200),
    account: oneLine(50),
  }),
  seller: sellerSchema,
  lines: z
    .array(
      z.object({
        name: oneLine(90).min(1),
        taxCode: z
          .string()
          .regex(/^\d{19}$/)
          .optional(),
        quantity: z.number().int().positive().max(1_000_000),
        unit: oneLine(20),
        amountFen: amountSchema,
        taxRateBasisPoints: z.number().int().min(0).max(10_000),
      }),
    )
    .min(1)
    .max(2000),
  totalFen: amountSchema,
  remark: oneLine(200),
  callbackUrl: callbackUrlSchema,
})
export type BlueAsk = z.infer<typeof blueAskSchema>

export const redReasons = {
  wrong: '开票有误',
  returned: '销货退回',
  serviceEnded: '服务中止',
  allowance: '销售折让',
} as const

export const redAskSchema = z.object({
  serial: serialSchema,
  blueNumber: numberSchema,
  blueTotalFen: amountSchema,
  reason: z.enum(['wrong', 'returned', 'serviceEnded', 'allowance']),
  seller: sellerSchema,
  callbackUrl: callbackUrlSchema,
})
export type RedAsk = z.infer<typeof redAskSchema>

export const serialAskSchema = z.object({ serial: serialSchema })
export const numberAskSchema = z.object({ number: numberSchema })
export const dayAskSchema = z.object({ day: z.iso.date() })
