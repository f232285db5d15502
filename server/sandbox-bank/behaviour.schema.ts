import { z } from 'zod'

const dayS = 86_400

/** How the bank misbehaves, for every trade or for one of them. All times are seconds of the bank's clock. */
export const behaviourSchema = z.object({
  noticeDelayS: z.coerce.number().min(0).max(dayS),
  /** 0: never. */
  noticeCopies: z.coerce.number().int().min(0).max(5),
  /** `outdatedLast`: an older notice, which says that the payer has not paid yet, comes after the one that says paid. */
  noticeOrder: z.enum(['normal', 'outdatedLast']),
  /** `amount`: signed rightly, one yuan too much. `signature`: changed after signing. `stranger`: signed with another key. */
  noticeFault: z.enum(['none', 'amount', 'signature', 'stranger', 'merchant', 'currency']),
  /** In fen: the payer pays so much more than asked, or less where it is negative. */
  payDifferenceFen: z.coerce.number().int().min(-100_000_000).max(100_000_000),
  /** Between the payer's confirmation and the money: may pass the time limit. */
  processingS: z.coerce.number().min(0).max(dayS),
  afterLimit: z.enum(['refused', 'taken']),
  queryAnswer: z.enum(['normal', 'slow', 'error', 'unsigned']),
  querySlowS: z.coerce.number().min(0).max(120),
  /** So many queries of a paid trade still answer that it waits. */
  queryWaitingTimes: z.coerce.number().int().min(0).max(1000),
  refund: z.enum(['done', 'pendingDone', 'pendingFailed', 'failed']),
  refundDelayS: z.coerce.number().min(0).max(dayS),
  /** `ignored`: the bank says that it closed the trade, and takes the money all the same. */
  close: z.enum(['works', 'ignored']),
})

export type Behaviour = z.infer<typeof behaviourSchema>
export type BehaviourChange = { readonly [Key in keyof Behaviour]?: Behaviour[Key] | undefined }
export type NoticeFault = Behaviour['noticeFault']

/** A bank as one wishes it. */
export const goodBehaviour: Behaviour = {
  noticeDelayS: 0,
  noticeCopies: 1,
  noticeOrder: 'normal',
  noticeFault: 'none',
  payDifferenceFen: 0,
  processingS: 0,
  afterLimit: 'refused',
  queryAnswer: 'normal',
  querySlowS: 15,
  queryWaitingTimes: 0,
  refund: 'done',
  refundDelayS: 5,
  close: 'works',
}
