import { AppError } from '../../core/app-error.ts'
import { formatHours, mostHoursOfOne } from '../../core/hours.ts'
import type { PlanState } from '../plans/plans.rules.ts'
import type {
  HourApproval,
  HourKind,
  HourReviewer,
  HourSource,
  HourState,
  HourSums,
  PlanHours,
} from './hours.schema.ts'

// --- What counts -----------------------------------------------------------------------------------------------------

/** What counts of the approved hours of both kinds: each up to its cap. The same as SQL's `counted_hours`. */
export function countedHours(rule: PlanHours, compulsory: number, elective: number): number {
  return Math.min(compulsory, rule.compulsoryCap ?? compulsory) + Math.min(elective, rule.electiveCap ?? elective)
}

/** Whether that is enough: both minimums, and the plan's required value 考核值. The same as SQL's `hours_reached`. */
export function hoursReached(rule: PlanHours, compulsory: number, elective: number): boolean {
  return (
    compulsory >= rule.compulsoryMin &&
    elective >= rule.electiveMin &&
    countedHours(rule, compulsory, elective) >= rule.requiredHours
  )
}

export type MissingHours = {
  readonly reached: boolean
  /** Whether what waits for review would be enough, if all of it were approved. */
  readonly reachedWithPending: boolean
  readonly required: number
  /** With caps applied. */
  readonly counted: number
  /** Approved hours that do not count because their kind is over its cap. */
  readonly aboveCap: number
  /** What waits for review, of both kinds. */
  readonly pending: number
  /**
   * What is still missing, each to be added: 必修还差, 选修还差; `any`: of whichever kind. `pending`: what waits for review
   * of that kind, of both for `any`. Empty once it is reached.
   */
  readonly items: readonly { readonly kind: HourKind | 'any'; readonly missing: number; readonly pending: number }[]
}

/**
 * What somebody lacks, for words such as “选修还差 3.00；6.00 待审核”: first what the minimums ask for, then the rest, of the
 * one kind that still counts or of either.
 */
export function whatIsMissing(rule: PlanHours, sums: HourSums): MissingHours {
  const { compulsoryApproved, electiveApproved, compulsoryPending, electivePending } = sums
  const counted = countedHours(rule, compulsoryApproved, electiveApproved)
  const compulsoryShort = Math.max(0, rule.compulsoryMin - compulsoryApproved)
  const electiveShort = Math.max(0, rule.electiveMin - electiveApproved)
  // A minimum is never above its cap, so that what it asks for counts.
  const rest = Math.max(0, rule.requiredHours - counted - compulsoryShort - electiveShort)
  const room = (cap: number | null, approved: number, short: number) =>
    cap === null ? Number.POSITIVE_INFINITY : Math.max(0, cap - approved - short)
  const compulsoryRoom = room(rule.compulsoryCap, compulsoryApproved, compulsoryShort)
  const electiveRoom = room(rule.electiveCap, electiveApproved, electiveShort)
  const restKind = electiveRoom === 0 ? 'compulsory' : compulsoryRoom === 0 ? 'elective' : 'any'
  const of = (kind: HourKind | 'any', missing: number, pending: number) =>
    missing > 0 ? [{ kind, missing, pending }] : []
  const add = (kind: HourKind) => (restKind === kind ? rest : 0)
  return {
    reached: hoursReached(rule, compulsoryApproved, electiveApproved),
    reachedWithPending: hoursReached(rule, compulsoryApproved + compulsoryPending, electiveApproved + electivePending),
    required: rule.requiredHours,
    counted,
    aboveCap: compulsoryApproved + electiveApproved - counted,
    pending: compulsoryPending + electivePending,
    items: [
      ...of('compulsory', compulsoryShort + add('compulsory'), compulsoryPending),
      ...of('elective', electiveShort + add('elective'), electivePending),
      ...of('any', restKind === 'any' ? rest : 0, compulsoryPending + electivePending),
    ],
  }
}

// --- Hours as people write them --------------------------------------------------------------------------------------

export type ReadHours =
  | { readonly hundredths: number; readonly problem: null }
  /** `format`: no number; `digits`: more than two decimals, which nobody rounds; `range`: 0, or more than one training has. */
  | { readonly hundredths: null; readonly problem: 'format' | 'digits' | 'range' }

const written = /^\+?(\d{1,9})(?:\.(\d{0,30}))?(?:个)?(?:学时|课时|H|HOURS?)?$/

/** `3`, `3.5`, `３．５`, `3.50 学时`: in hundredths, never rounded. */
export function readHours(text: string): ReadHours {
  const match = written.exec(text.normalize('NFKC').replaceAll(/\s/g, '').replaceAll('。', '.').toUpperCase())
  if (!match) return { hundredths: null, problem: 'format' }
  const [, whole = '', decimals = ''] = match
  const kept = decimals.replace(/0+$/, '')
  if (kept.length > 2) return { hundredths: null, problem: 'digits' }
  const hundredths = Number(whole) * 100 + Number(kept.padEnd(2, '0'))
  if (hundredths === 0 || hundredths > mostHoursOfOne) return { hundredths: null, problem: 'range' }
  return { hundredths, problem: null }
}

/** `3.00` as a page's field shows it for typing on: `3`, `3.5`, `3.25`. */
export function hoursToType(hundredths: number): string {
  return formatHours(hundredths).replace(/\.?0+$/, '')
}

// --- Who has to approve ----------------------------------------------------------------------------------------------

/**
 * Whom a new record waits for; null: it counts at once. Staff's own counts at once; where the rule names a second admin and
 * there is none, staff approve.
 */
export function reviewerOf(
  approval: HourApproval,
  { byStaff, otherAdmins }: { readonly byStaff: boolean; readonly otherAdmins: number },
): HourReviewer | null {
  if (byStaff || approval === 'immediate') return null
  return approval === 'secondAdmin' && otherAdmins > 0 ? 'secondAdmin' : 'staff'
}

// --- What may be changed ---------------------------------------------------------------------------------------------

export type CorrectableRecord = {
  readonly state: HourState
  readonly source: HourSource
  /** What counts of it, with its adjustments. */
  readonly left: number
  /** An adjustment of it waits for review. */
  readonly adjustmentWaits: boolean
}

/** Why a record cannot be corrected; null: it can. Of what a platform sent only staff may. */
export function whyNotCorrectable(
  record: CorrectableRecord,
  byStaff: boolean,
): 'pending' | 'rejected' | 'adjustment' | 'withdrawn' | 'adjustmentWaits' | 'online' | null {
  if (record.source === 'adjustment') return 'adjustment'
  if (record.state !== 'approved') return record.state
  if (record.source === 'online' && !byStaff) return 'online'
  if (record.adjustmentWaits) return 'adjustmentWaits'
  return record.left === 0 ? 'withdrawn' : null
}

/** The difference that makes `left` into `wanted`. Throws `hoursNotCorrectable` (why), `hoursUnchanged`. */
export function differenceFor(record: CorrectableRecord, wanted: number, byStaff: boolean): number {
  const why = whyNotCorrectable(record, byStaff)
  if (why !== null) throw new AppError('hoursNotCorrectable', { why })
  if (wanted === record.left) throw new AppError('hoursUnchanged', { hours: formatHours(wanted) })
  return wanted - record.left
}

/**
 * Organisations record hours of published plans, reviewers of closed ones too, nobody of a draft. Throws `planNotStarted`,
 * `hoursPlanClosed` (plan).
 */
export function checkRecordable(plan: { readonly state: PlanState; readonly name: string }, byStaff: boolean): void {
  if (plan.state === 'draft') throw new AppError('planNotStarted')
  if (plan.state === 'closed' && !byStaff) throw new AppError('hoursPlanClosed', { plan: plan.name })
}

/** Whether a day is before a plan's first or behind its last; all are days of Shanghai. */
export function isOutsidePlan(studiedOn: string, startsOn: string, endsOn: string): boolean {
  return studiedOn < startsOn || studiedOn > endsOn
}

/** What is said of somebody before hours are recorded for them; nothing of it is a refusal. */
export function remarksOn(
  rule: PlanHours,
  person: HourSums & { readonly takesPart: boolean },
  { kind, hours }: { readonly kind: HourKind; readonly hours: number },
): ('notInPlan' | 'aboveCap')[] {
  return [
    ...(person.takesPart ? [] : (['notInPlan'] as const)),
    ...(isAboveCap(rule, person, kind, hours) ? (['aboveCap'] as const) : []),
  ]
}

/** Whether so much more of a kind is more than counts, with what waits. */
export function isAboveCap(rule: PlanHours, sums: HourSums, kind: HourKind, more: number): boolean {
  const { compulsoryApproved, compulsoryPending, electiveApproved, electivePending } = sums
  return kind === 'compulsory'
    ? rule.compulsoryCap !== null && compulsoryApproved + compulsoryPending + more > rule.compulsoryCap
    : rule.electiveCap !== null && electiveApproved + electivePending + more > rule.electiveCap
}

/** A title as comparisons see it: the same training typed with other brackets, blanks or letters. */
export function titleKey(title: string): string {
  return title
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}]/gu, '')
    .toUpperCase()
}

/** Throws `inputInvalid` for a day to come; `today` is the day in Shanghai. */
export function checkStudiedOn(studiedOn: string, today: string): void {
  if (studiedOn > today) throw new AppError('inputInvalid', { field: 'studiedOn', rule: 'future' })
}
