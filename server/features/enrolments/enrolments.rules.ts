import { AppError } from '../../core/app-error.ts'
import { orderNumberAlphabet } from '../../core/order-number.ts'
import type { Transitions } from '../../core/transitions.ts'
import { enrolmentWindow, type WindowFacts } from '../plans/plans.rules.ts'
import type { EnrolmentState } from './enrolments.schema.ts'

/**
 * ```
 *        withdrawn
 *            ^
 *            │
 *          draft <──────> submitted ──> confirmed ──> revoked
 *            ^   withdrawn   │ ^        by staff, or by its refund
 *            │ edited        v │ as it is
 *            └─────────── rejected ──> withdrawn
 * ```
 * A draft that was never submitted may be deleted too. A submitted or confirmed one holds a seat.
 */
export const enrolmentTransitions: Transitions<EnrolmentState> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['draft', 'confirmed', 'rejected'],
  rejected: ['draft', 'submitted', 'withdrawn'],
  confirmed: ['revoked'],
  withdrawn: [],
  revoked: [],
}

/** What organisations may still change, in whatever way. */
export const editableStates: readonly EnrolmentState[] = ['draft', 'rejected']

/**
 * Throws `planNotOpen` for a plan that is not published, `enrolmentClosed` (why, at) outside of its window: nothing can be
 * added, changed or submitted then.
 */
export function checkWindow(plan: WindowFacts & { readonly name: string }, now: Date): void {
  if (plan.state !== 'published') throw new AppError('planNotOpen', { planName: plan.name })
  const { why, until } = enrolmentWindow(plan, now)
  if (why === null) return
  const at = why === 'notOpen' ? plan.enrolmentOpensAt : until
  throw new AppError('enrolmentClosed', { why, at: at?.toISOString() ?? null })
}

/** Throws `planFull` (left, asked) when the seats that are left do not do for all who ask. */
export function checkSeats(capacity: number, taken: number, asked: number): void {
  const left = Math.max(0, capacity - taken)
  if (asked > left) throw new AppError('planFull', { left, asked })
}

/** Throws `enrolmentSubjectRetired` (name), or `notFound` for a subject of another plan. */
export function checkSubjects(
  subjects: readonly { readonly id: string; readonly name: string; readonly retired: boolean }[],
  chosen: readonly string[],
): void {
  for (const id of chosen) {
    const subject = subjects.find((one) => one.id === id)
    if (!subject) throw new AppError('notFound')
    if (subject.retired) throw new AppError('enrolmentSubjectRetired', { name: subject.name })
  }
}

/** What the code of a confirmation form is long: 31^10 of them, so that nobody guesses one. */
const formCodeLength = 10

/** Codes for confirmation forms 培训报名确认表, of the characters of order numbers, from the system's randomness. */
export function makeFormCodes(count: number): string[] {
  const characters = orderNumberAlphabet.length
  const fair = 256 - (256 % characters)
  let pool = new Uint8Array(0)
  let next = 0
  const character = () => {
    for (;;) {
      if (next >= pool.length) {
        pool = crypto.getRandomValues(new Uint8Array(16_384))
        next = 0
      }
      const byte = pool[next++] ?? 255
      if (byte < fair) return orderNumberAlphabet.charAt(byte % characters)
    }
  }
  return Array.from({ length: count }, () => Array.from({ length: formCodeLength }, character).join(''))
}

/** Throws `inputInvalid` when somebody is decided on twice, `selectionEmpty` when nobody is. */
export function checkDecisions({
  confirm,
  reject,
}: {
  readonly confirm: readonly { readonly id: string }[]
  readonly reject: readonly { readonly id: string }[]
}): void {
  const ids = [...confirm, ...reject].map((pick) => pick.id)
  if (ids.length === 0) throw new AppError('selectionEmpty')
  if (new Set(ids).size !== ids.length) throw new AppError('inputInvalid', { field: 'reject' })
}

/** Throws `enrolmentNotConfirmed`, `enrolmentPaid`, `enrolmentHasOrder`: what staff cannot revoke. */
export function checkRevocable(one: {
  readonly learnerName: string
  readonly state: EnrolmentState
  readonly orderNumber: string | null
  readonly orderPaid: boolean
}): void {
  const { learnerName: name, orderNumber } = one
  if (one.state !== 'confirmed') throw new AppError('enrolmentNotConfirmed', { name })
  if (one.orderPaid) throw new AppError('enrolmentPaid', { name })
  if (orderNumber !== null) throw new AppError('enrolmentHasOrder', { name, orderNumber })
}

/** Working hours before its deadline from which an enrolment to review counts as due soon. */
export const reviewDueSoonHours = 2

/** Hours before the closing from which organisations are told of what they have not submitted. */
export const closingSoonHours = 48
