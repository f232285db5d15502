import type { Reason, ReasonCode } from '../../../server/features/reconciliation/matching.schema.ts'
import type { Verdict } from '../../components/check-row.tsx'
import type { SlotVerdict } from '../../components/reason-slots.tsx'

/** How much each reason speaks for a match: 单号, 金额 and 户名 are looked at by it, and so is the list of reasons. */
const verdicts: Readonly<Record<ReasonCode, SlotVerdict>> = {
  numberExact: 'agrees',
  numberWritten: 'agrees',
  numberConfused: 'agrees',
  numberTail: 'agrees',
  numberTypo: 'doubt',
  numberOther: 'absent',
  numberNone: 'absent',
  amountExact: 'agrees',
  amountSum: 'agrees',
  amountTogether: 'agrees',
  amountPart: 'doubt',
  amountOver: 'doubt',
  amountNear: 'doubt',
  amountNothingDue: 'doubt',
  nameEqual: 'agrees',
  nameSameKey: 'agrees',
  aliasName: 'agrees',
  aliasAccount: 'agrees',
  slipName: 'agrees',
  slipAccount: 'agrees',
  nameAbove: 'doubt',
  nameBelow: 'doubt',
  nameInRemark: 'doubt',
  nameContained: 'doubt',
  nameSimilar: 'doubt',
  nameSameBrand: 'doubt',
  personOnOrder: 'doubt',
  nameOther: 'absent',
  nameNone: 'absent',
  dateFits: 'agrees',
  dateLongAfter: 'doubt',
  dateBeforeOrder: 'doubt',
  orderExpired: 'doubt',
  orderCancelled: 'doubt',
  slipAgrees: 'agrees',
  slipOtherDay: 'doubt',
  paidTwice: 'doubt',
}

export const fixedSlots = ['reference', 'amount', 'name'] as const
export type FixedSlot = (typeof fixedSlots)[number]

export function reasonVerdict({ code }: Pick<Reason, 'code'>): SlotVerdict {
  return verdicts[code]
}

/** Of several orders' reasons in one slot: all agree, nothing does, or a look is wanted. */
export function slotVerdict(reasons: readonly Reason[], slot: FixedSlot): SlotVerdict {
  const found = reasons.filter((reason) => reason.slot === slot).map(reasonVerdict)
  if (found.length === 0 || found.every((verdict) => verdict === 'absent')) return 'absent'
  return found.every((verdict) => verdict === 'agrees') ? 'agrees' : 'doubt'
}

/** Whether number, amount and payer all agree: nothing asks for a look. */
export function allAgree(reasons: readonly Reason[]): boolean {
  return fixedSlots.every((slot) => slotVerdict(reasons, slot) === 'agrees')
}

/** As a mark in the list of reasons. */
export function reasonMark(reason: Reason): Verdict {
  const marks = { agrees: 'pass', doubt: 'warn', absent: 'pending' } as const
  return marks[reasonVerdict(reason)]
}
