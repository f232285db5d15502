import type { MatchTexts, MatchValues, zh } from './matching.zh-CN.ts'
import type { Translation } from './texts.ts'

const like = (v: MatchValues) => (v.characters ? ` (${v.characters} look alike)` : '')

export const matchReasonsEnglish: MatchTexts = {
  numberExact: (v) => `The remark gives order number ${v.expected}`,
  numberWritten: (v) => `${v.found} in the remark is order number ${v.expected}`,
  numberConfused: (v) => `${v.found} in the remark reads as order number ${v.expected}${like(v)}`,
  numberTail: (v) => `${v.found} in the remark is the end of order number ${v.expected}`,
  numberTypo: (v) => `${v.found} in the remark is one slip away from order number ${v.expected}`,
  numberOther: (v) => `The remark says ${v.found}, not ${v.expected}`,
  numberNone: () => 'The remark gives no order number',
  amountExact: (v) => `The amount is what is due, ${v.expected}`,
  amountSum: (v) => `These orders add up to the amount, ${v.expected}`,
  amountTogether: (v) => `These lines add up to what is due, ${v.found}`,
  amountPart: (v) => `Part of what is due: ${v.found} of ${v.expected}`,
  amountOver: (v) => `${v.difference} more than the ${v.expected} due`,
  amountNear: (v) => `${v.difference} away from the ${v.expected} due`,
  amountNothingDue: (v) => `Nothing is due any more, so all of ${v.found} becomes credit`,
  nameEqual: () => 'The payer is the organisation itself',
  nameSameKey: (v) => `${v.found} and ${v.expected} differ only in the form of company`,
  aliasName: (v) => `${v.found} has paid for ${v.expected} before`,
  aliasAccount: (v) => `Account ${v.found} was confirmed before`,
  slipName: (v) => `The payer is the one on the slip, ${v.expected}`,
  slipAccount: (v) => `The account is the one on the slip, ${v.expected}`,
  nameAbove: (v) => `The payer is above ${v.expected} in the tree`,
  nameBelow: (v) => `The payer is below ${v.expected} in the tree`,
  nameInRemark: (v) => `The remark names ${v.expected}`,
  nameContained: (v) => `One of the names ${v.found} and ${v.expected} holds the other`,
  nameSimilar: (v) => `The names ${v.found} and ${v.expected} are alike`,
  nameSameBrand: (v) => `${v.found} and ${v.expected} share a trade name and may be one group`,
  personOnOrder: (v) => `${v.found} is on this order`,
  nameOther: (v) => `${v.found} seems to have nothing to do with ${v.expected}`,
  nameNone: () => 'The line names no payer',
  dateFits: (v) =>
    v.days > 1
      ? `Arrived ${v.days} days after the order`
      : v.days === 1
        ? 'Arrived the day after the order'
        : 'Arrived on the day of the order',
  dateLongAfter: (v) => `Arrived only ${v.days} days after the order`,
  dateBeforeOrder: (v) => `Arrived on ${v.found}, before the order was made on ${v.expected}`,
  orderExpired: (v) => `Order ${v.found} has expired`,
  orderCancelled: (v) => `Order ${v.found} was cancelled`,
  slipAgrees: (v) => (v.expected ? `Agrees with the slip of ${v.expected}` : 'Agrees with the slip'),
  slipOtherDay: (v) =>
    v.expected
      ? `A slip shows the same amount, but is dated ${v.expected}`
      : 'A slip shows the same amount, but no date',
  paidTwice: (v) => `Order ${v.found} has been paid already: this is a second payment`,
}

export const en: Translation<typeof zh> = {
  certain: 'All agrees',
  high: 'Very likely',
  possible: 'Possible',
  double: 'Paid twice',
  tieTargets: 'Several explanations are equally good, so none is suggested',
  tieLines: 'Several lines could equally well pay this order, so none is suggested',
}
