import { AppError } from '../../core/app-error.ts'
import { formatHours } from '../../core/hours.ts'
import { fen, formatFen } from '../../core/money.ts'
import type { PlanForm } from './plans.schema.ts'

/**
 *   draft ──publish──▶ published ──close──▶ closed
 *     │                    │
 *   removed              changed, as far as nobody relies on it
 */
export type PlanState = 'draft' | 'published' | 'closed'

/** An order can be made from the publication of its plan until its end; before its start too, people pay ahead. */
export function takesOrders(plan: { readonly state: PlanState; readonly endsAt: Date }, now: Date): boolean {
  return plan.state === 'published' && now < plan.endsAt
}

export type WindowFacts = {
  readonly state: PlanState
  readonly endsAt: Date
  readonly enrolmentOpensAt: Date | null
  readonly enrolmentClosesAt: Date | null
  readonly lateChangesAllowed: boolean
}

export type EnrolmentWindow = {
  readonly open: boolean
  readonly why: 'notOpen' | 'closed' | null
  /** When it closes, or closed, for this plan. */
  readonly until: Date
  /** The regular closing is over, and 是否修改 keeps it open. */
  readonly late: boolean
}

/**
 * When organisations may enrol people, change and submit them: from the opening (or the publication) until the closing
 * (or the end of the plan); with 是否修改 until the end in any case.
 */
export function enrolmentWindow(plan: WindowFacts, now: Date): EnrolmentWindow {
  const closes = plan.enrolmentClosesAt ?? plan.endsAt
  const until = plan.lateChangesAllowed ? plan.endsAt : closes
  const why =
    plan.state === 'closed' || now >= until
      ? 'closed'
      : plan.state === 'draft' || (plan.enrolmentOpensAt !== null && now < plan.enrolmentOpensAt)
        ? 'notOpen'
        : null
  return { open: why === null, why, until, late: why === null && now >= closes }
}

// --- The form ------------------------------------------------------------------------------------------------------

export type PlanProblem = {
  readonly field: keyof PlanForm
  readonly rule:
    | 'endsBeforeStart'
    | 'closesBeforeOpening'
    | 'outsidePlan'
    | 'subjectTwice'
    | 'minsAboveRequired'
    | 'capBelowMin'
    | 'capsBelowRequired'
}

/** What makes no sense whatever the state: such a plan is not even kept as a draft. */
export function planFormProblems(
  form: Pick<PlanForm, 'startsAt' | 'endsAt' | 'enrolmentOpensAt' | 'enrolmentClosesAt' | 'subjects'> & PlanHourRule,
): PlanProblem[] {
  const { enrolmentOpensAt: opens, enrolmentClosesAt: closes } = form
  const problems: PlanProblem[] = []
  if (at(form.endsAt) <= at(form.startsAt)) problems.push({ field: 'endsAt', rule: 'endsBeforeStart' })
  if (opens && at(opens) >= at(form.endsAt)) problems.push({ field: 'enrolmentOpensAt', rule: 'outsidePlan' })
  if (closes && at(closes) > at(form.endsAt)) problems.push({ field: 'enrolmentClosesAt', rule: 'outsidePlan' })
  if (opens && closes && at(closes) <= at(opens)) {
    problems.push({ field: 'enrolmentClosesAt', rule: 'closesBeforeOpening' })
  }
  const names = form.subjects.map(({ name }) => name)
  if (new Set(names).size < names.length) problems.push({ field: 'subjects', rule: 'subjectTwice' })
  return [...problems, ...hourRuleProblems(form)]
}

export type PlanHourRule = Pick<
  PlanForm,
  'requiredHours' | 'compulsoryMin' | 'compulsoryCap' | 'electiveMin' | 'electiveCap'
>

/** A rule about hours that nobody could fulfil, or that contradicts itself. */
export function hourRuleProblems(rule: PlanHourRule): PlanProblem[] {
  const { requiredHours, compulsoryMin, compulsoryCap, electiveMin, electiveCap } = rule
  const problems: PlanProblem[] = []
  if (compulsoryMin + electiveMin > requiredHours) {
    problems.push({ field: electiveMin > 0 ? 'electiveMin' : 'compulsoryMin', rule: 'minsAboveRequired' })
  }
  if (compulsoryCap !== null && compulsoryCap < compulsoryMin) {
    problems.push({ field: 'compulsoryCap', rule: 'capBelowMin' })
  }
  if (electiveCap !== null && electiveCap < electiveMin) problems.push({ field: 'electiveCap', rule: 'capBelowMin' })
  if (compulsoryCap !== null && electiveCap !== null && compulsoryCap + electiveCap < requiredHours) {
    problems.push({ field: 'electiveCap', rule: 'capsBelowRequired' })
  }
  return problems
}

const at = (iso: string) => Date.parse(iso)

/** Throws `inputInvalid` with the first problem's field and rule. */
export function checkPlanForm(form: PlanForm): void {
  const [problem] = planFormProblems(form)
  if (problem) throw new AppError('inputInvalid', { field: problem.field, rule: problem.rule })
}

/** What a published plan must say besides what every draft does. */
export function missingToPublish(
  form: Pick<PlanForm, 'publisher' | 'mode' | 'place' | 'endsAt'>,
  now: Date,
): (keyof PlanForm)[] {
  return [
    ...(form.publisher === '' ? (['publisher'] as const) : []),
    ...(form.mode === 'offline' && form.place === '' ? (['place'] as const) : []),
    ...(at(form.endsAt) <= now.getTime() ? (['endsAt'] as const) : []),
  ]
}

/** Throws `planIncomplete` with the names of what is missing, joined by commas. */
export function checkComplete(form: PlanForm, now: Date): void {
  const missing = missingToPublish(form, now)
  if (missing.length > 0) throw new AppError('planIncomplete', { missing: missing.join(',') })
}

/**
 * What stays once others rely on it: it stands on confirmation forms, orders and certificates. Fees may change: an
 * enrolment keeps what was agreed when it was submitted.
 */
export const fixedFields = [
  'number',
  'year',
  'mode',
  'requiredHours',
  'compulsoryMin',
  'compulsoryCap',
  'electiveMin',
  'electiveCap',
] as const

const certificateRule = [
  'certificates',
  'certificateNeedsPayment',
  'requiredHours',
  'compulsoryMin',
  'compulsoryCap',
  'electiveMin',
  'electiveCap',
] as const satisfies readonly (keyof PlanForm)[]

/** Whether somebody may have earned a certificate by this change alone, without anything of their own having changed. */
export function mayEarnNow(before: PlanForm, after: PlanForm): boolean {
  return after.certificates && certificateRule.some((field) => before[field] !== after[field])
}

type Reliance = {
  /** Submitted, confirmed or revoked enrolments, orders, hours, or courses that were opened. */
  readonly relied: boolean
  readonly seatsTaken: number
  /** How many enrolments chose each subject, by id. */
  readonly takenBy: ReadonlyMap<string, number>
}

/** Throws `planFixed` (field, and for the capacity how many seats are taken) where a change would go under somebody. */
export function checkChange(before: PlanForm, after: PlanForm, { relied, seatsTaken, takenBy }: Reliance): void {
  const changed = relied ? fixedFields.find((field) => before[field] !== after[field]) : undefined
  if (changed) throw new AppError('planFixed', { field: changed })
  if (after.capacity !== null && after.capacity < seatsTaken) {
    throw new AppError('planFixed', { field: 'capacity', taken: seatsTaken })
  }
  for (const subject of after.subjects) {
    const was = before.subjects.find(({ id }) => id === subject.id)
    if (was && was.name !== subject.name && (takenBy.get(subject.id) ?? 0) > 0) {
      throw new AppError('planFixed', { field: 'subjects', subject: was.name })
    }
  }
}

// --- Numbers and copies --------------------------------------------------------------------------------------------

const shanghaiMs = 8 * 3_600_000

/** `20220301161802103` as in the manual: the moment in Shanghai with its milliseconds. */
export function planNumberAt(now: Date): string {
  return new Date(now.getTime() + shanghaiMs).toISOString().replace(/\D/g, '')
}

/** The same day and time a year later in Shanghai; 29 February becomes the 28th. */
export function aYearLater(time: Date): Date {
  const local = new Date(time.getTime() + shanghaiMs)
  const month = local.getUTCMonth()
  local.setUTCFullYear(local.getUTCFullYear() + 1)
  if (local.getUTCMonth() !== month) local.setUTCDate(0)
  return new Date(local.getTime() - shanghaiMs)
}

/** `2026年公共知识` → `2027年公共知识`; a name without its year stays. */
export function nameOfNextYear(name: string, year: number): string {
  return name.replaceAll(new RegExp(`(?<!\\d)${year}(?!\\d)`, 'g'), String(year + 1))
}

/** What the new year's plan says: everything, a year later, with subjects of its own ids. */
export function nextYearsForm(form: PlanForm, number: string, newSubjectId: () => string): PlanForm {
  const later = (iso: string) => aYearLater(new Date(iso)).toISOString()
  return {
    ...form,
    number,
    name: nameOfNextYear(form.name, form.year),
    year: form.year + 1,
    startsAt: later(form.startsAt),
    endsAt: later(form.endsAt),
    enrolmentOpensAt: form.enrolmentOpensAt && later(form.enrolmentOpensAt),
    enrolmentClosesAt: form.enrolmentClosesAt && later(form.enrolmentClosesAt),
    subjects: form.subjects.map(({ name, feeFen }) => ({ id: newSubjectId(), name, feeFen: fen(feeFen) })),
  }
}

// --- The trail -----------------------------------------------------------------------------------------------------

/** What the audit trail says of a plan: hours and fees as people read them. */
export function auditedPlan({ requiredHours, openingFeeFen, mode, subjects, ...form }: PlanForm) {
  return {
    ...form,
    hours: formatHours(requiredHours),
    compulsoryMin: formatHours(form.compulsoryMin),
    compulsoryCap: form.compulsoryCap === null ? null : formatHours(form.compulsoryCap),
    electiveMin: formatHours(form.electiveMin),
    electiveCap: form.electiveCap === null ? null : formatHours(form.electiveCap),
    openingFee: openingFeeFen === null ? null : `¥${formatFen(fen(openingFeeFen))}`,
    held: mode,
    subjects: subjects.map(({ name, feeFen }) => `${name} ¥${formatFen(fen(feeFen))}`),
  }
}

/** What is different, as it was and as it is, with the name on both sides. */
export function auditedChange(before: PlanForm, after: PlanForm) {
  const [old, now] = [auditedPlan(before), auditedPlan(after)]
  const fields = (Object.keys(now) as (keyof typeof now)[]).filter(
    (field) => field === 'name' || JSON.stringify(old[field]) !== JSON.stringify(now[field]),
  )
  const only = (plan: typeof now) => Object.fromEntries(fields.map((field) => [field, plan[field]]))
  return { before: only(old), after: only(now) }
}
