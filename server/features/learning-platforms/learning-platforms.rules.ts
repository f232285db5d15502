import { hourTitleSchema } from '../hours/hours.schema.ts'
import type {
  CourseProblem,
  DurationMeaning,
  NotedReason,
  RefusedReason,
  StatementOutcome,
} from './learning-platforms.schema.ts'
import { activityIdSchema, courseHoursSchema } from './learning-platforms.schema.ts'
import { voidedVerb, type XapiActor } from './xapi-statement.schema.ts'

/**
 * What becomes of a statement:
 *
 *   received ─┬─> recorded ─┐
 *             ├─> noted ────┼─> voided      (another statement took it back)
 *             └─> refused ──┘
 *                  └─> recorded | noted     (taken up again, once what was wrong is mended)
 */

// --- Verbs ---------------------------------------------------------------------------------------------------------

const counted = new Set(['completed', 'progressed', 'passed'].map((verb) => `adlnet.gov/expapi/verbs/${verb}`))

/** Whether a verb says how long somebody studied; addresses with https and with http mean the same. */
export function isCountedVerb(verb: string): boolean {
  return counted.has(verb.replace(/^https?:\/\//, ''))
}

export function isCompletion(verb: string): boolean {
  return /^https?:\/\/adlnet\.gov\/expapi\/verbs\/completed$/.test(verb)
}

export function isVoiding(verb: string): boolean {
  return verb === voidedVerb
}

/** `http://adlnet.gov/expapi/verbs/completed` -> `completed`. */
export function shortVerb(verb: string): string {
  return /([^/#:]+)[/#]*$/.exec(verb)?.[1] ?? verb
}

// --- Whose and what ------------------------------------------------------------------------------------------------

/** The ways in which a statement can name a learner of ours; null for one that cannot be ours. */
export type ActorKey =
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'mail'; readonly address: string }

/** Accounts count under the platform's own home page alone: another's `homePage` is another's names. */
export function actorKeyOf(actor: XapiActor, homePage: string): ActorKey | null {
  if (actor.objectType === 'Group') return null
  if (actor.account) {
    return withoutSlash(actor.account.homePage) === withoutSlash(homePage)
      ? { kind: 'account', name: actor.account.name.trim() }
      : null
  }
  return actor.mbox ? { kind: 'mail', address: actor.mbox.slice('mailto:'.length) } : null
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '')
}

/** The form in which an activity is stored: without slashes at its end. */
export function storedActivityId(iri: string): string {
  return withoutSlash(iri.trim())
}

/**
 * Under what an activity may be mapped, the closest first: as it is, or without its fragment. Only what is mapped without
 * one takes statements of all of them: players that keep their pages behind a `#` map each on its own.
 */
export function activityCandidates(iri: string): string[] {
  const whole = storedActivityId(iri)
  return [...new Set([whole, storedActivityId(whole.replace(/#.*$/, ''))])]
}

// --- Judging -------------------------------------------------------------------------------------------------------

/** Clocks of two machines differ by minutes where nobody sets them. */
const clockToleranceMs = 5 * 60_000

export type PlanFacts = {
  readonly state: 'draft' | 'published' | 'closed'
  /** Since when it is closed, where it is. */
  readonly stateSince: Date
  readonly startsAt: Date
  readonly endsAt: Date
}

export type StatementFacts = {
  readonly verb: string
  readonly seconds: number | null
  readonly happenedAt: Date
  /** Found, or why not. */
  readonly learner:
    | { readonly id: string; readonly enabled: boolean }
    | 'actorForeign'
    | 'learnerUnknown'
    | 'learnerAmbiguous'
  readonly course: { readonly id: string; readonly retired: boolean; readonly plan: PlanFacts } | null
  readonly takesPart: boolean
}

export type Judgement =
  | { readonly outcome: 'counts' }
  | { readonly outcome: 'noted'; readonly reason: NotedReason }
  | { readonly outcome: 'refused'; readonly reason: RefusedReason }

/**
 * Whether a statement counts, before it is known whether it brings anything new. What is not about hours is noted whoever
 * it is of; what is about hours is refused when it can be nobody's, with what has to be mended first named first.
 */
export function judgeStatement(facts: StatementFacts, now: Date): Judgement {
  const { verb, seconds, learner, course, happenedAt } = facts
  if (!isCountedVerb(verb)) return { outcome: 'noted', reason: 'verbNotCounted' }
  if (seconds === null && !isCompletion(verb)) return { outcome: 'noted', reason: 'noDuration' }
  const refused = (reason: RefusedReason): Judgement => ({ outcome: 'refused', reason })
  if (course === null) return refused('courseUnknown')
  if (typeof learner === 'string') return refused(learner)
  if (!learner.enabled) return refused('learnerDisabled')
  if (course.retired) return refused('courseRetired')
  const { state, stateSince, startsAt, endsAt } = course.plan
  if (state === 'draft') return refused('planNotOpen')
  if (happenedAt.getTime() > now.getTime() + clockToleranceMs) return refused('inFuture')
  if (happenedAt < startsAt) return refused('beforePlan')
  // What was studied in time counts, also where it is sent late.
  if (happenedAt > endsAt || (state === 'closed' && happenedAt > stateSince)) return refused('afterPlan')
  return facts.takesPart ? { outcome: 'counts' } : refused('notTakingPart')
}

// --- Hours ---------------------------------------------------------------------------------------------------------

/** What the statements of one learner in one course say together. */
export type Studied = {
  readonly mostSeconds: number
  readonly sumSeconds: number
  /** Whether one says that it was completed, and no time. */
  readonly completedUntimed: boolean
}

export function addStudied(before: Studied, verb: string, seconds: number | null): Studied {
  return {
    mostSeconds: Math.max(before.mostSeconds, seconds ?? 0),
    sumSeconds: before.sumSeconds + (seconds ?? 0),
    completedUntimed: before.completedUntimed || (seconds === null && isCompletion(verb)),
  }
}

export const nothingStudied: Studied = { mostSeconds: 0, sumSeconds: 0, completedUntimed: false }

/**
 * The hundredths of an hour that a learner has reached in a course: rounded down once, on the whole of it, so that a
 * hundred short statements give what one long one gives. A completion without a time gives the course's hours.
 *
 *   minutes an hour | seconds | hundredths
 *   45              | 26      | 0
 *   45              | 27      | 1
 *   45              | 2700    | 100
 */
export function reachedHours(
  studied: Studied,
  rule: { readonly meaning: DurationMeaning; readonly minutesPerHour: number; readonly courseHours: number },
): number {
  if (studied.completedUntimed) return rule.courseHours
  const seconds = rule.meaning === 'total' ? studied.mostSeconds : studied.sumSeconds
  return Math.min(Math.floor((seconds * 100) / (rule.minutesPerHour * 60)), rule.courseHours)
}

/** What a statement that counts brings, after what was recorded before it. */
export function growthOf(
  reached: number,
  recorded: number,
  courseHours: number,
): { readonly hours: number; readonly outcome: StatementOutcome; readonly reason: NotedReason | null } {
  const hours = Math.min(reached, courseHours) - recorded
  if (hours > 0) return { hours, outcome: 'recorded', reason: null }
  return { hours: 0, outcome: 'noted', reason: recorded >= courseHours ? 'courseFull' : 'noGrowth' }
}

// --- Courses that were pasted --------------------------------------------------------------------------------------

export type PastedCourse = {
  readonly line: number
  readonly text: string
  readonly activityId: string
  readonly planNumber: string
  readonly kind: 'compulsory' | 'elective' | null
  readonly hours: number | null
  readonly title: string
  readonly problem: CourseProblem | null
}

const kindWords: Readonly<Record<string, 'compulsory' | 'elective'>> = {
  必修: 'compulsory',
  公需: 'compulsory',
  compulsory: 'compulsory',
  required: 'compulsory',
  选修: 'elective',
  专业: 'elective',
  elective: 'elective',
  optional: 'elective',
}

/**
 * Reads what was pasted: activity, plan number, 必修/选修, hours, title, parted by tabs, or by bars or commas where there
 * are none. A first line that is a heading is passed over. Plans are looked up by the caller.
 */
export function readPastedCourses(text: string): PastedCourse[] {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: at + 1, text: line.trim() }))
  const seen = new Set<string>()
  return lines
    .filter((one) => one.text !== '')
    .flatMap((one, at) => {
      const cells = cellsOf(one.text)
      const [activity = '', planNumber = '', kindWord = '', hoursText = '', ...rest] = cells
      if (at === 0 && !activity.includes(':')) return []
      const activityId = storedActivityId(activity)
      const kind = kindWords[kindWord.toLowerCase()] ?? null
      const hours = hoursOf(hoursText)
      const title = rest.join(' ').trim()
      const twice = seen.has(activityId)
      seen.add(activityId)
      const problem: CourseProblem | null =
        cells.length < 4
          ? 'columns'
          : !activityIdSchema.safeParse(activityId).success
            ? 'activityId'
            : twice
              ? 'twice'
              : kind === null
                ? 'kind'
                : hours === null
                  ? 'hours'
                  : !hourTitleSchema.safeParse(title).success
                    ? 'title'
                    : null
      return [{ line: one.line, text: one.text, activityId, planNumber, kind, hours, title, problem }]
    })
}

function cellsOf(line: string): string[] {
  const mark = ['\t', '|', ',', '，'].find((one) => line.includes(one)) ?? '\t'
  return line.split(mark).map((cell) => cell.trim())
}

/** `2`, `2.5`, `2.50` -> hundredths; null for what is none, or more than a course can give. */
function hoursOf(text: string): number | null {
  if (!/^\d{1,4}(?:\.\d{1,2})?$/.test(text)) return null
  const hundredths = Math.round(Number(text) * 100)
  return courseHoursSchema.safeParse(hundredths).success ? hundredths : null
}
