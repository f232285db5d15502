import { z } from 'zod'

const dayS = 86_400

/** How the tax service misbehaves, for every seller or for one of them. All times are seconds of its own clock. */
export const behaviourSchema = z.object({
  /** Between taking a request in and having issued it; 0: at once. */
  workingS: z.coerce.number().min(0).max(dayS),
  outcome: z.enum(['issued', 'failsFirst', 'failsForGood']),
  /** With `failsFirst`: so many tries of one serial fail, and the next one is issued. */
  failTimes: z.coerce.number().int().min(0).max(100),
  /** `atOnce`: two invoices for one request. `again`: a request that is sent a second time is issued a second time. */
  duplicate: z.enum(['never', 'atOnce', 'again']),
  /** `lost`: a submission is carried out, and its answer is an error. */
  answer: z.enum(['normal', 'slow', 'error', 'unsigned', 'lost']),
  answerSlowS: z.coerce.number().min(0).max(120),
  callbackDelayS: z.coerce.number().min(0).max(dayS),
  /** 0: never. */
  callbackCopies: z.coerce.number().int().min(0).max(5),
  /** `number`: signed rightly, another invoice number. `signature`: changed after signing. `stranger`: another key. */
  callbackFault: z.enum(['none', 'number', 'signature', 'stranger', 'app', 'stale']),
  /** After the invoice is issued its files are not there for so long. */
  filesDelayS: z.coerce.number().min(0).max(dayS),
  files: z.enum(['all', 'pdfOnly', 'none', 'damaged', 'otherBuyer', 'otherAmount']),
  /** `refused`: the buyer refuses the confirmation form 红字确认单. */
  red: z.enum(['issued', 'refused']),
  /** How long the buyer takes to confirm. */
  redWorkingS: z.coerce.number().min(0).max(dayS),
})

export type Behaviour = z.infer<typeof behaviourSchema>
export type BehaviourChange = { readonly [Key in keyof Behaviour]?: Behaviour[Key] | undefined }
export type CallbackFault = Behaviour['callbackFault']

/** A tax service as one wishes it. */
export const goodBehaviour: Behaviour = {
  workingS: 0,
  outcome: 'issued',
  failTimes: 1,
  duplicate: 'never',
  answer: 'normal',
  answerSlowS: 15,
  callbackDelayS: 0,
  callbackCopies: 1,
  callbackFault: 'none',
  filesDelayS: 0,
  files: 'all',
  red: 'issued',
  redWorkingS: 0,
}
