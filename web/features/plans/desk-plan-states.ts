import type { DeskPlanRow, PlanForm } from '../../../server/features/plans/plans.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/desk-plans.zh-CN.ts'
import { windowWords } from '../enrolments/plan-words.ts'

export const planStates = ['draft', 'published', 'closed'] as const satisfies readonly DeskPlanRow['state'][]
export const planModes = ['online', 'offline'] as const satisfies readonly DeskPlanRow['mode'][]

/** A published plan's state is whether people can be enrolled; the others say what they are. */
export function planState(
  plan: DeskPlanRow,
  now: Date,
): { readonly word: string; readonly tone: StateTone; readonly since: string; readonly urgent: boolean } {
  if (plan.state === 'published') return windowWords(plan, now)
  return { word: t(plan.state), tone: plan.state === 'draft' ? 'waiting' : 'neutral', since: '', urgent: false }
}

/** What must be filled in before it can be published, as labels of the form. */
export function missingWords(fields: readonly (keyof PlanForm)[]): string[] {
  const words = { publisher: 'publisher', place: 'place', endsAt: 'endsOn' } as const
  return fields.map((field) => (field in words ? t(words[field as keyof typeof words]) : field))
}
