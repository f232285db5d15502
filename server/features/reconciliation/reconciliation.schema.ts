import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { fenSchema, positiveFenSchema } from '../../core/money.ts'

/** One line pays at most so many orders at once: more is a mistake of the hand. */
export const mostParts = 50

const reasonSchema = z.string().trim().min(1).max(300)

/**
 * Confirms a suggestion as it was shown. `key` is the suggestion's own: another thought of the rules since then is
 * refused with `suggestionGone`. One id for each part, made by the client: the idempotency keys.
 */
export const confirmInput = z.object({
  suggestionId: idSchema,
  key: z.string().min(1).max(200),
  allocationIds: z.array(idSchema).min(1).max(mostParts),
  /** 0: what was suggested first; 1: its runner-up. */
  choice: z.number().int().min(0).max(1).default(0),
  otherAccountAccepted: z.boolean().default(false),
})
export type ConfirmInput = z.output<typeof confirmInput>

/** Splits a line by hand. What is over an order's amount becomes its organisation's credit 预存款. */
export const allocateInput = z.object({
  lineId: idSchema,
  parts: z
    .array(z.object({ allocationId: idSchema, orderId: idSchema, amountFen: positiveFenSchema }))
    .min(1)
    .max(mostParts),
  /** Staff saw that the order names another account of ours than the one the money came to. */
  otherAccountAccepted: z.boolean().default(false),
})
export type AllocateInput = z.output<typeof allocateInput>

export const undoInput = z.object({ allocationId: idSchema, reason: reasonSchema })
export type UndoInput = z.output<typeof undoInput>

export const dismissInput = z.object({ suggestionId: idSchema, key: z.string().min(1).max(200) })
export type DismissInput = z.output<typeof dismissInput>

/**
 * What became of a part. `settled`: a payment was made of it. `voucher`: with it a voucher in review was approved.
 * `linked`: the payment was there already, and the line shows it.
 */
export const settledPartSchema = z.object({
  allocationId: idSchema,
  lineId: idSchema,
  orderId: idSchema,
  orderNumber: z.string(),
  paymentId: idSchema,
  how: z.enum(['settled', 'voucher', 'linked']),
  amountFen: fenSchema,
  toOrderFen: fenSchema,
  toCreditFen: fenSchema,
  /** What the order still lacks. */
  outstandingFen: fenSchema,
})
export type SettledPart = z.infer<typeof settledPartSchema>

export const settledOutput = z.object({ parts: z.array(settledPartSchema) })
export type SettledOutput = z.infer<typeof settledOutput>
