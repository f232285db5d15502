import { z } from 'zod'

/**
 * What the matching rules take and give. Amounts are whole fen, dates `YYYY-MM-DD` and times `HH:mm:ss` of Asia/Shanghai.
 * The facts are plain rows that a store loads in bulk; the suggestions are stored as JSON beside the lines, so that their
 * shape is a schema.
 */

/** A line of a statement that brought money in and is not wholly allocated. */
export type LineFacts = {
  readonly id: string
  readonly date: string
  readonly time: string | null
  /** More than nothing. */
  readonly amountFen: number
  /** What no allocation has taken yet; suggestions never exceed it. */
  readonly leftFen: number
  readonly counterpartyName: string
  readonly counterpartyAccount: string
  /** All that was said about the payment: 附言, 用途, 摘要, 备注, a provider's 商户订单号, joined with blanks. */
  readonly remark: string
  readonly payeeAccountId: string
}

export type OrderFacts = {
  readonly id: string
  readonly number: string
  readonly organisationId: string
  readonly amountFen: number
  /** What may still be paid; nothing for cancelled and paid ones. */
  readonly outstandingFen: number
  readonly state: 'open' | 'expired' | 'cancelled' | 'paid'
  /** The day on which it was made, in Shanghai. */
  readonly createdOn: string
  readonly mode: string
  /** The people on it, and who placed it: somebody may pay from their own card. */
  readonly peopleNames?: readonly string[]
}

/** Confirmed by an approved voucher and not yet (wholly) seen on a statement. */
export type PaymentFacts = {
  readonly id: string
  readonly orderId: string
  readonly amountFen: number
  /** What no statement line has shown yet. */
  readonly leftFen: number
  readonly movedOn: string | null
  readonly payerName: string | null
  readonly payerAccount: string | null
  readonly serial: string | null
}

/** Submitted and waiting for its review. */
export type VoucherFacts = {
  readonly id: string
  readonly orderId: string
  readonly amountFen: number
  readonly payerName: string | null
  readonly payerAccount: string | null
  readonly paidOn: string | null
  readonly remark: string | null
}

export type OrganisationFacts = {
  readonly id: string
  readonly name: string
  readonly path: string
  /** Every organisation above it. */
  readonly parentIds: readonly string[]
  readonly aliases: readonly {
    /** Empty where only the account is known, and the other way round. */
    readonly payerNameKey: string
    readonly payerAccount: string
    readonly confirmed: true
  }[]
}

/** A pair that staff dismissed: it is never suggested again. */
export type Dismissed = { readonly lineId: string; readonly targetKey: string }

export type MatchFacts = {
  readonly lines: readonly LineFacts[]
  /** Open and expired ones, and paid and cancelled ones as far back as a number may still be quoted. */
  readonly orders: readonly OrderFacts[]
  readonly payments: readonly PaymentFacts[]
  readonly vouchers: readonly VoucherFacts[]
  /** Of all orders, and the organisations above them. */
  readonly organisations: readonly OrganisationFacts[]
  readonly dismissed: readonly Dismissed[]
  /** The centre's own accounts: what moves between them pays nothing. */
  readonly ownAccounts?: readonly { readonly name: string; readonly account: string }[]
}

export const targetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('payment'), paymentId: z.string(), orderId: z.string() }),
  z.object({ kind: z.literal('voucher'), voucherId: z.string(), orderId: z.string() }),
  z.object({ kind: z.literal('order'), orderId: z.string() }),
])
export type Target = z.infer<typeof targetSchema>

export const partSchema = z.object({
  lineId: z.string(),
  target: targetSchema,
  amountFen: z.number().int().positive(),
})
export type Part = z.infer<typeof partSchema>

/** The columns that the eye runs down on the desk: 单号, 金额, 户名, and what else speaks for or against it. */
export const reasonSlots = ['reference', 'amount', 'name', 'date', 'voucher'] as const

/**
 * What was found, slot by slot. The words are in web/texts/matching.*.ts. In all, `found` is the line's side and
 * `expected` the order's; amounts in them are fen as digits, several numbers are joined with blanks.
 */
export const reasonCodes = {
  reference: [
    /** The number stands there as we write it. */
    'numberExact',
    /** In another case, with blanks or dashes, full width. */
    'numberWritten',
    /** With a character that is easily taken for another. */
    'numberConfused',
    /** Only the six characters after `PX26`. */
    'numberTail',
    /** One character wrong, missing, too many, or two swapped. */
    'numberTypo',
    /** The number of another order (or of none of ours) stands there. */
    'numberOther',
    'numberNone',
  ],
  amount: [
    'amountExact',
    /** The sum of several orders. */
    'amountSum',
    /** Several lines together are the order's amount; `found` holds their sum. */
    'amountTogether',
    /** The order's number was quoted, and less was paid than it wants. */
    'amountPart',
    'amountOver',
    /** Within ten parts of a hundred: a fee was taken off, or a figure mistyped. */
    'amountNear',
    /** Nothing is wanted any more. */
    'amountNothingDue',
  ],
  name: [
    'nameEqual',
    /** The same but for 有限公司, 集团 and such. */
    'nameSameKey',
    'aliasName',
    'aliasAccount',
    /** The payer that the slip names. */
    'slipName',
    'slipAccount',
    /** An organisation above the order's in the tree. */
    'nameAbove',
    /** One below it, such as a branch. */
    'nameBelow',
    /** The remark names the organisation. */
    'nameInRemark',
    /** One name holds the other: a branch, or a name that was cut off. */
    'nameContained',
    'nameSimilar',
    /** The same 字号: perhaps the same group. */
    'nameSameBrand',
    /** Somebody on the order paid. */
    'personOnOrder',
    'nameOther',
    'nameNone',
  ],
  date: ['dateFits', 'dateLongAfter', 'dateBeforeOrder', 'orderExpired', 'orderCancelled'],
  voucher: [
    /** A slip that was handed in shows this money; `found` the line's day, `expected` the slip's. */
    'slipAgrees',
    'slipOtherDay',
    /** Another line has paid this order, or another slip: the number is sure, so the money becomes credit. */
    'paidTwice',
  ],
} as const satisfies Record<(typeof reasonSlots)[number], readonly string[]>

export type ReasonSlot = (typeof reasonSlots)[number]
export type ReasonCode = (typeof reasonCodes)[ReasonSlot][number]

const allReasonCodes = Object.values(reasonCodes).flat() as [ReasonCode, ...ReasonCode[]]

export const reasonSchema = z.object({
  slot: z.enum(reasonSlots),
  code: z.enum(allReasonCodes),
  found: z.string().nullable(),
  expected: z.string().nullable(),
  /** How much it speaks for the suggestion, 0..1000; 0 speaks against it. */
  weight: z.number().int(),
  /** Which order it is about, where the suggestion has several. */
  orderId: z.string().nullable(),
})
export type Reason = z.infer<typeof reasonSchema>

const explanation = {
  parts: z.array(partSchema),
  /** What is left over becomes credit of `creditOrderId`'s organisation; nothing unless the number is sure. */
  restToCreditFen: z.number().int().min(0),
  creditOrderId: z.string().nullable(),
  score: z.number().int().min(0).max(1000),
  reasons: z.array(reasonSchema),
}

export const alternativeSchema = z.object(explanation)
export type Alternative = z.infer<typeof alternativeSchema>

export const strengths = ['certain', 'high', 'possible'] as const

export const suggestionSchema = z.object({
  /** The same for the same lines, targets and amounts, whenever it is made. */
  key: z.string(),
  lineIds: z.array(z.string()).min(1),
  ...explanation,
  /** certain: number or slip, whole amount and a known payer; high from 720, possible from 600. */
  strength: z.enum(strengths),
  /** The strongest class, with nothing that asks for a look: may settle by itself where staff switched that on. */
  automatic: z.boolean(),
  /** The order was paid already: all of the money becomes credit, and `parts` is empty. */
  double: z.boolean(),
  runnerUp: alternativeSchema.nullable(),
})
export type Suggestion = z.infer<typeof suggestionSchema>

/** Several explanations are as good as each other, so that none is suggested; the best of them, at most four. */
export const tieSchema = z.object({
  lineIds: z.array(z.string()).min(1),
  alternatives: z.array(alternativeSchema).min(1).max(4),
  /** Whether the line cannot tell orders apart, or several lines want the same order. */
  between: z.enum(['targets', 'lines']),
})
export type Tie = z.infer<typeof tieSchema>

export type Matches = { readonly suggestions: readonly Suggestion[]; readonly ties: readonly Tie[] }

/** `order:<id>`, `payment:<id>`, `voucher:<id>`: what a dismissal names. */
export function targetKey(target: Target): string {
  switch (target.kind) {
    case 'payment':
      return `payment:${target.paymentId}`
    case 'voucher':
      return `voucher:${target.voucherId}`
    case 'order':
      return `order:${target.orderId}`
  }
}

/** From these scores on a match is suggested, and called high (facts.md, scoring). */
export const suggestFrom = 600
export const highFrom = 720
