/**
 * What the proof of the books looks for. (a) The ledger in itself, (b) what other tables say of it.
 *
 * What it does not look for: whether an account was below zero at some earlier moment. No column says in which order
 * transfers were committed (`created_at` is when their transaction began, ids are of the clock of whoever made them), so an
 * account that was never below zero could seem so; posting itself refuses it under the account's lock.
 */
export const problemCodes = [
  // (a)
  'entriesUnequal',
  'balanceDiffers',
  'belowZero',
  'ownerMissing',
  'directionWrong',
  'moneyAndCards',
  'planMixed',
  'causeMissing',
  // (b)
  'paymentDiffers',
  'orderDiffers',
  'batchDiffers',
  'operationDiffers',
  'openingDiffers',
  'refundDiffers',
  'expiredHolds',
  'lineDiffers',
  'monthDiffers',
  'progressDiffers',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** What `expected` and `found` of a problem are. */
export const problemUnits: Record<ProblemCode, 'fen' | 'hours' | 'words'> = {
  entriesUnequal: 'fen',
  balanceDiffers: 'fen',
  belowZero: 'fen',
  ownerMissing: 'words',
  directionWrong: 'words',
  moneyAndCards: 'words',
  planMixed: 'words',
  causeMissing: 'words',
  paymentDiffers: 'fen',
  orderDiffers: 'fen',
  batchDiffers: 'fen',
  operationDiffers: 'fen',
  openingDiffers: 'fen',
  refundDiffers: 'fen',
  expiredHolds: 'fen',
  lineDiffers: 'fen',
  monthDiffers: 'fen',
  progressDiffers: 'hours',
}

/** So many problems are kept with a proof; the count says how many there are. */
export const mostKept = 100

const hourMs = 3_600_000
/** After so long without a proof the desk says so. */
export const lateAfterHours = 36
/** A night without one (the machine was off) is made up for after so long. */
const makeUpAfterHours = 25
const night = { fromHour: 2, toHour: 5 }

/**
 * Whether the clock's own proof is due: every night between two and five in Shanghai, and at any hour when the last one
 * is more than a day old, for machines that are off at night.
 */
export function isProofDue(now: Date, last: Date | null): boolean {
  if (last === null) return true
  const sinceHours = (now.getTime() - last.getTime()) / hourMs
  const hour = new Date(now.getTime() + 8 * hourMs).getUTCHours()
  const isNight = hour >= night.fromHour && hour < night.toHour
  return sinceHours >= makeUpAfterHours || (isNight && sinceHours >= 12)
}

export function isProofLate(now: Date, last: Date): boolean {
  return now.getTime() - last.getTime() > lateAfterHours * hourMs
}
