import { type Fen, fen } from '../../../server/core/money.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatDateTime, formatDay, formatYuan } from '../../texts/format.ts'

export interface WindowWords {
  readonly word: string
  readonly tone: StateTone
  /** Until when, or from when. */
  readonly since: string
  /** Less than a day is left. */
  readonly urgent: boolean
}

const dayMs = 86_400_000

/** Whether people can be enrolled now, in a word, and until when or from when. */
export function windowWords(plan: PlanView, now: Date): WindowWords {
  const { open, why, until, late } = plan.enrolment
  if (open) {
    const urgent = until !== null && Date.parse(until) - now.getTime() < dayMs
    const since = until ? t('windowUntil', { when: formatDateTime(until, now) }) : ''
    return { word: t(late ? 'windowLate' : 'windowOpen'), tone: late ? 'waiting' : 'settled', since, urgent }
  }
  if (why === 'notOpen') {
    const from = plan.enrolmentOpensAt ?? plan.startsAt
    return { word: t('windowNotYet'), tone: 'neutral', since: fromWhen(from, now), urgent: false }
  }
  return { word: t('windowClosed'), tone: 'neutral', since: closedSince(plan, now), urgent: false }
}

const fromWhen = (iso: string, now: Date) => t('windowFrom', { when: formatDateTime(iso, now) })

const closedAt = (plan: PlanView): string => plan.enrolment.until ?? plan.endsAt

function closedSince(plan: PlanView, now: Date): string {
  return plan.state === 'closed' ? '' : t('windowSince', { when: formatDateTime(closedAt(plan), now) })
}

/** Why nobody can be added or submitted now, or that it is the late period; null in the ordinary one. */
export function windowNote(plan: PlanView, now: Date): string | null {
  const { open, why, until, late } = plan.enrolment
  if (open) return late && until ? t('lateText', { when: formatDateTime(until, now) }) : null
  if (plan.state === 'closed') return t('planClosedText')
  if (why === 'notOpen') return t('notYetText', { when: formatDateTime(plan.enrolmentOpensAt ?? plan.startsAt, now) })
  return t('closedText', { when: formatDateTime(closedAt(plan), now) })
}

/** What one person costs: by subject where the plan has subjects. */
export function feeWords(plan: PlanView): string {
  if (plan.subjects.length === 0)
    return plan.feePerLearnerFen > 0 ? t('feeEach', { fee: formatYuan(fen(plan.feePerLearnerFen)) }) : t('free')
  const fees = plan.subjects.map(({ feeFen }) => feeFen)
  const least = Math.min(...fees)
  const fee = formatYuan(fen(least))
  return t(fees.every((one) => one === least) ? 'feeSubject' : 'feeFrom', { fee })
}

/** How many seats are left for everybody; null where there is no limit. */
export function seatsWords(plan: PlanView): string | null {
  if (plan.capacity === null || plan.seatsLeft === null) return null
  if (plan.seatsLeft <= 0) return t('seatsNone')
  return t('seatsLeft', { left: plan.seatsLeft, capacity: plan.capacity })
}

export function planDates(plan: PlanView, now: Date): string {
  return t('planDates', { from: formatDay(plan.startsAt, now), to: formatDay(plan.endsAt, now) })
}

/** What somebody with these subjects pays; null while the plan wants a subject and none is chosen. */
export function feeOfChoice(plan: PlanView, subjectIds: readonly string[]): Fen | null {
  if (plan.subjects.length === 0) return fen(plan.feePerLearnerFen)
  const chosen = plan.subjects.filter(({ id }) => subjectIds.includes(id))
  return chosen.length === 0 ? null : fen(chosen.reduce((sum, { feeFen }) => sum + feeFen, 0))
}
