import { z } from 'zod'
import { idSchema } from '../../core/ids.ts'
import { pageSchema } from '../../core/page.ts'
import { mailRowSchema, noticeStates, type TryOutcome } from './notices.schema.ts'

/** A centre with more marked addresses than that has another problem; they are searched then. */
export const mostBounces = 200

export const listBouncesInput = z.object({
  /** Part of an address. */
  search: z.string().trim().max(80).default(''),
})
export const clearBounceInput = z.object({ id: idSchema })

export type BounceRow = {
  readonly id: string
  readonly address: string
  readonly bouncedAt: string
  /** What the server said. */
  readonly detail: string
  readonly noticeId: string | null
  /** How many mails wait for it. */
  readonly held: number
  readonly organisationId: string | null
  readonly organisationName: string
}

export const addressLogInput = z.object({ address: z.string().trim().min(1).max(254) })
/** The latest ones of an address; more are in the mails themselves. */
export const mostTries = 100
export type AddressLog = {
  readonly address: string
  readonly bounce: { readonly id: string; readonly bouncedAt: string; readonly detail: string } | null
  readonly tries: readonly {
    readonly id: string
    readonly noticeId: string
    readonly subject: string
    readonly at: string
    readonly outcome: TryOutcome
    readonly detail: string
  }[]
}

/**
 * A returned mail as its .eml file holds it, one byte a character (ISO 8859-1), so that every charset comes whole. What
 * matters stands before the mail that is returned: the page sends the beginning.
 */
export const maxReturnedCharacters = 384 * 1024
export const readReturnedInput = z.object({ text: z.string().min(1).max(maxReturnedCharacters) })

/**
 * - `marked`: the mail is marked as come back, and its address too.
 * - `mailOnly`: the mail is; the server did not say that the address is wrong.
 * - `delayed`: the server still tries; nothing was changed.
 */
export type ReturnedMail = {
  readonly verdict: 'marked' | 'mailOnly' | 'delayed'
  readonly noticeId: string
  readonly recipient: string
  readonly subject: string
  readonly organisationName: string
  readonly detail: string
}

// --- What an organisation sees of its mail -------------------------------------------------------------------------

export const listOwnMailInput = pageSchema.extend({ cursor: idSchema.nullish() })
export const ownMailSchema = mailRowSchema
  .pick({ id: true, kind: true, subject: true, recipient: true, sentAt: true, createdAt: true, attachmentCount: true })
  .extend({
    state: z.enum(noticeStates),
    /** Why it did not arrive, where the organisation can do something about it. */
    problem: z.enum(['addressInvalid', 'addressBounced', 'other']).nullable(),
  })
export type OwnMail = z.infer<typeof ownMailSchema>
export type OwnMailPage = {
  readonly rows: OwnMail[]
  readonly nextCursor: string | null
  /** Their addresses that mail does not arrive at, for now. */
  readonly bounced: readonly string[]
}
