import { daysApart, daysFrom, slipDay } from './match-days.rules.ts'
import type { Slip } from './match-index.rules.ts'
import type { NameHit } from './match-payers.rules.ts'
import type { Reference } from './match-references.rules.ts'
import type { Share, Taking } from './match-state.rules.ts'
import type { LineFacts, OrderFacts, Part, Reason, ReasonCode } from './matching.schema.ts'

/** One order within an explanation of a line, with all that speaks for it. */
export type Pick = {
  readonly order: OrderFacts
  readonly shares: readonly Share[]
  readonly fit: Taking['fit']
  readonly wantedFen: number
  readonly givenFen: number
  readonly reference: Reference | null
  readonly name: NameHit
}

/** What else the line says that the explanation has to bear. */
export type Circumstances = {
  /** Numbers of other orders, or of none of ours, that stand in the remark. */
  readonly otherNumbers: readonly string[]
  /** The remark names an organisation that gets nothing. */
  readonly namesAnother: boolean
  /** The remark speaks of so many orders, and they are not so many. */
  readonly wrongCount: boolean
  /** The remark speaks of a part or a rest: 尾款. */
  readonly saysPart: boolean
  /** Orders of the payer that could have been meant: many make a sum likelier to come about by chance. */
  readonly poolSize: number
}

/** One way to understand a line. */
export type Candidate = {
  readonly key: string
  readonly orderIds: readonly string[]
  readonly parts: readonly Part[]
  readonly restToCreditFen: number
  readonly creditOrderId: string | null
  readonly score: number
  readonly reasons: readonly Reason[]
  readonly grade: 'byNumber' | 'bySlip' | null
  readonly double: boolean
  readonly sureNumber: boolean
}

/**
 * How likely it is to find so much by chance; a score is one less the product of these, so that things that agree add up
 * and none alone is enough: amount and name 872, number and amount 930, all three 984, amount alone 420.
 */
const chanceOf = {
  numberExact: 0.12,
  numberWritten: 0.12,
  numberConfused: 0.14,
  numberTail: 0.25,
  numberTypo: 0.42,
  amountExact: 0.58,
  slipAgrees: 0.45,
  slipOtherDay: 0.8,
} as const
const nameCounts = 0.78
/** A slip's money arrives within so many days. */
const slipDays = 3
const longAfterDays = 60

/** Whether a reading of the number can be relied on alone: one order, and no character was guessed. */
export function isSure(reference: Reference | null): boolean {
  return (
    reference !== null &&
    reference.orderIds.length === 1 &&
    reference.code !== 'numberTypo' &&
    reference.code !== 'numberTail'
  )
}

/** What one column says: the product of the chances, what the score is multiplied by, and the reasons in words. */
type Verdict = { readonly chance: number; readonly factor: number; readonly reasons: readonly Reason[] }

/** An explanation before it is judged. */
type Explanation = {
  readonly line: LineFacts
  readonly first: Pick
  readonly picks: readonly Pick[]
  readonly restToCreditFen: number
  readonly circumstances: Circumstances
  readonly isQuoted: boolean
  readonly isExact: boolean
  /** Nothing is due: the order was paid or cancelled. */
  readonly isDouble: boolean
}

/**
 * Gives an explanation its score and its reasons; null when the day rules it out: without a number, money that came
 * before the order was made pays something else (a day's tolerance for banks' booking).
 */
export function judge(
  line: LineFacts,
  picks: readonly Pick[],
  restToCreditFen: number,
  circumstances: Circumstances,
): Candidate | null {
  const [first] = picks
  if (!first || picks.some((pick) => isTooEarly(line, pick))) return null
  const parts = picks.flatMap(({ shares }) =>
    shares.map(({ target, amountFen }) => ({ lineId: line.id, target, amountFen })),
  )
  const explanation: Explanation = {
    line,
    first,
    picks,
    restToCreditFen,
    circumstances,
    isQuoted: picks.every(({ reference }) => reference !== null),
    isExact: restToCreditFen === 0 && picks.every(({ fit }) => fit === 'exact'),
    isDouble: parts.length === 0,
  }
  const verdicts = [
    judgeNumbers(explanation),
    judgeAmount(explanation),
    judgePayer(explanation),
    judgeDays(explanation),
    judgeSlips(explanation),
  ]
  const chance = verdicts.reduce((product, verdict) => product * verdict.chance, 1)
  const factor = verdicts.reduce((product, verdict) => product * verdict.factor, 1)
  return {
    key: keyOf(parts, restToCreditFen, first.order.id),
    orderIds: picks.map(({ order }) => order.id),
    parts,
    restToCreditFen,
    creditOrderId: restToCreditFen > 0 ? first.order.id : null,
    score: Math.max(0, Math.min(1000, Math.round(1000 * (1 - chance) * factor))),
    reasons: verdicts.flatMap(({ reasons }) => reasons),
    grade: gradeOf(explanation),
    double: explanation.isDouble,
    sureNumber: picks.every(({ reference }) => isSure(reference)),
  }
}

const usesSlip = ({ shares }: Pick) => shares.some(({ slip }) => slip !== null)
const slipsOf = (picks: readonly Pick[]): Slip[] =>
  picks.flatMap(({ shares }) => shares.map(({ slip }) => slip).filter((slip) => slip !== null))
const comesBefore = (line: LineFacts, { order }: Pick) => daysFrom(order.createdOn, line.date) < -1
const isTooEarly = (line: LineFacts, pick: Pick) => !pick.reference && !usesSlip(pick) && comesBefore(line, pick)
const agrees = (line: LineFacts, slip: Slip) => daysApart(line, slip) <= slipDays

/** Several numbers are as good as the weakest of them; a number of another order speaks against all that do not have it. */
function judgeNumbers({ picks, first, circumstances, isQuoted }: Explanation): Verdict {
  const quoted = picks.flatMap(({ reference, order }) => (reference ? [{ reference, order }] : []))
  const others = circumstances.otherNumbers.join(' ')
  if (quoted.length === 0) {
    const { id, number } = first.order
    const said = reason('reference', others ? 'numberOther' : 'numberNone', others || null, number, 0, id)
    return { chance: 1, factor: others ? 0.75 : 1, reasons: [said] }
  }
  const chances = quoted.map(({ reference: { orderIds, code } }) =>
    orderIds.length > 1 ? Math.max(0.4, chanceOf[code]) : chanceOf[code],
  )
  return {
    chance: isQuoted ? Math.max(...chances) : 0.35,
    factor: others ? 0.95 : 1,
    reasons: quoted.map(({ reference: { code, found }, order }) =>
      reason('reference', code, found, order.number, Math.round(1000 * (1.08 - chanceOf[code])), order.id),
    ),
  }
}

/** Prices are few and near each other: without a number, nearly the amount is often another order's. */
function judgeAmount({
  line,
  picks,
  restToCreditFen,
  circumstances,
  isQuoted,
  isExact,
  isDouble,
}: Explanation): Verdict {
  const wantedFen = picks.reduce((sum, pick) => sum + pick.wantedFen, 0)
  const off = wantedFen === 0 ? 1 : Math.abs(line.leftFen - wantedFen) / wantedFen
  const fits = new Set(picks.map(({ fit }) => fit))
  const many = picks.length > 1
  let chance = 1
  let factor = 1
  let code: ReasonCode = many ? 'amountSum' : 'amountExact'
  if (isExact) {
    chance = isQuoted ? chanceOf.amountExact : sumChance(picks.length, circumstances.poolSize)
    if (many && !isQuoted) factor *= 0.96
  } else {
    if (off <= 0.01) chance = isQuoted ? 0.62 : 0.75
    else if (off <= 0.05) chance = 0.8
    factor *= isQuoted ? (off <= 0.01 ? 0.98 : 0.92) : off <= 0.01 ? 0.9 : 0.6
    code = fits.has('near') ? 'amountNear' : 'amountPart'
    if (restToCreditFen > 0 || fits.has('over')) code = 'amountOver'
    if (isDouble) code = 'amountNothingDue'
  }
  if (circumstances.wrongCount) factor *= 0.88
  const untouched = picks.some(({ order, wantedFen, reference }) => !reference && wantedFen === order.amountFen)
  if (circumstances.saysPart && untouched) factor *= 0.93
  const weight = isExact ? 1000 : off <= 0.01 ? 980 : off <= 0.05 ? 850 : off <= 0.1 ? 600 : 0
  return { chance, factor, reasons: [reason('amount', code, String(line.leftFen), String(wantedFen), weight, null)] }
}

/** Several organisations are as sure as the least sure of them. */
function judgePayer({ picks, circumstances, isQuoted, isExact }: Explanation): Verdict {
  const quality = Math.min(...picks.map(({ name }) => name.quality))
  const perOrganisation = [...new Map(picks.map((pick) => [pick.order.organisationId, pick])).values()]
  let factor = circumstances.namesAnother ? 0.85 : 1
  for (const { name } of perOrganisation) {
    if (name.code === 'nameOther') factor *= isQuoted && isExact ? 0.9 : 0.78
  }
  return {
    chance: 1 - nameCounts * quality,
    factor,
    reasons: perOrganisation.map(({ name, order }) =>
      reason('name', name.code, name.found, name.expected, Math.round(name.quality * 1000), order.id),
    ),
  }
}

/** Money comes within weeks of the order; an age makes a guess weaker, and a number or a slip only older. */
function judgeDays({ line, picks, first, isDouble }: Explanation): Verdict {
  const reasons: Reason[] = []
  let factor = 1
  for (const pick of picks) {
    const { order, reference } = pick
    const gap = daysFrom(order.createdOn, line.date)
    if (comesBefore(line, pick) && !usesSlip(pick)) {
      factor *= 0.75
      reasons.push(reason('date', 'dateBeforeOrder', line.date, order.createdOn, 0, order.id))
    } else if (gap > longAfterDays) {
      const age = Math.max(0.85, 1 - (gap - longAfterDays) / 1500)
      if (!reference && !usesSlip(pick)) factor *= age
      reasons.push(reason('date', 'dateLongAfter', line.date, order.createdOn, Math.round(age * 1000), order.id))
    } else if (pick === first) {
      reasons.push(reason('date', 'dateFits', line.date, order.createdOn, 1000, order.id))
    }
    if (isLate(pick)) {
      factor *= 0.95
      reasons.push(reason('date', 'orderExpired', order.number, null, 0, order.id))
    }
    if (order.state === 'cancelled' && isDouble) {
      factor *= 0.9
      reasons.push(reason('date', 'orderCancelled', order.number, null, 0, order.id))
    }
  }
  return { chance: 1, factor, reasons }
}

const isLate = ({ order, shares }: Pick) =>
  order.state === 'expired' && shares.some(({ target }) => target.kind !== 'payment')

function judgeSlips({ line, picks, first, isDouble }: Explanation): Verdict {
  if (isDouble) {
    if (first.order.state === 'cancelled') return { chance: 1, factor: 1, reasons: [] }
    // A stranger who quotes a number that is paid has quoted the wrong one: nobody's credit grows by that.
    const isStranger = picks.some(({ name }) => name.quality < 0.5)
    const said = reason('voucher', 'paidTwice', first.order.number, null, 0, first.order.id)
    return { chance: 1, factor: isStranger ? 0.6 : 0.9, reasons: [said] }
  }
  const slips = slipsOf(picks)
  const agree = slips.every((slip) => agrees(line, slip))
  return {
    chance: slips.length === 0 ? 1 : agree ? chanceOf.slipAgrees : chanceOf.slipOtherDay,
    factor: 1,
    reasons: slips.map((slip) => {
      const [code, weight] = agrees(line, slip) ? (['slipAgrees', 950] as const) : (['slipOtherDay', 300] as const)
      return reason('voucher', code, line.date, slipDay(slip), weight, slip.facts.orderId)
    }),
  }
}

/** The strongest class, before it is known whether something like it is near (match-alone). */
function gradeOf({ line, picks, circumstances, isQuoted, isExact, isDouble }: Explanation): Candidate['grade'] {
  const isUndisturbed =
    isExact &&
    !isDouble &&
    !circumstances.namesAnother &&
    circumstances.otherNumbers.length === 0 &&
    picks.every((pick) => pick.name.known && !isLate(pick) && (usesSlip(pick) || !comesBefore(line, pick)))
  if (!isUndisturbed) return null
  if (isQuoted && picks.every(({ reference }) => isSure(reference))) return 'byNumber'
  const areSlips = picks.every(
    ({ shares, reference }) => reference === null && shares.every(({ slip }) => slip !== null && agrees(line, slip)),
  )
  return areSlips ? 'bySlip' : null
}

/** A sum of many, or out of many, comes about by chance more easily. */
function sumChance(size: number, poolSize: number): number {
  if (size <= 1) return chanceOf.amountExact
  return size === poolSize ? 0.6 : Math.min(0.9, 0.6 + 0.02 * poolSize)
}

function keyOf(parts: readonly Part[], rest: number, creditOrderId: string): string {
  const written = parts.map(({ target, amountFen }) => `${idOf(target)}=${amountFen}`).toSorted()
  return rest > 0 ? `${written.join('+')}+credit:${creditOrderId}=${rest}` : written.join('+')
}

function idOf(target: Part['target']): string {
  return target.kind === 'payment' ? target.paymentId : target.kind === 'voucher' ? target.voucherId : target.orderId
}

function reason(
  slot: Reason['slot'],
  code: ReasonCode,
  found: string | null,
  expected: string | null,
  weight: number,
  orderId: string | null,
): Reason {
  return { slot, code, found, expected, weight, orderId }
}
