import type { PlanBadges } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'

/** As many as the server counts in one go (enrolments.schema.ts). */
const mostAsked = 100

/** What waits in each plan of a list for the organisation; null while it is not known. The list does not wait for it. */
export function createPlanBadges(planIds: () => readonly string[]): (planId: string) => PlanBadges | null {
  const asked = () => planIds().slice(0, mostAsked)
  const query = api.enrolments.badges.use(
    () => ({ planIds: asked() }),
    () => ({ enabled: asked().length > 0, keepPrevious: true }),
  )
  const known = () => (query.isPending || query.isLoadingError ? [] : (query.data ?? []))
  return (planId) => known().find((one) => one.planId === planId) ?? null
}

/** Years to choose from: next year's plans are published this year. */
export function planYears(now = new Date()): readonly number[] {
  const next = now.getFullYear() + 1
  return Array.from({ length: 8 }, (_, index) => next - index)
}
