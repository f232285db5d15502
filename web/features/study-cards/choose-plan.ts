import type { CardPlan } from '../../../server/features/study-cards/study-cards.schema.ts'

/** The plan in the address; else the one with most cards left to give. Null where there is none. */
export function choosePlan(plans: readonly CardPlan[], asked: string | undefined): CardPlan | null {
  const found = plans.find(({ id }) => id === asked)
  if (found) return found
  return plans.reduce<CardPlan | null>((best, plan) => (!best || plan.leftFen > best.leftFen ? plan : best), null)
}
