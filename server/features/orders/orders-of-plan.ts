import type { Readable } from '../../platform/database.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { findOrdersOfPlan, type PlanOrder } from './orders-of-plan.store.ts'

export type { PlanOrder } from './orders-of-plan.store.ts'

/**
 * What was ordered of a plan for an organisation and everything below it, open and paid, the oldest first: its own orders,
 * and the share of its people in orders that an organisation above placed. What the actor may see was decided by the caller.
 */
export async function loadOrdersOfPlan(db: Readable, planId: string, organisationPath: string): Promise<PlanOrder[]> {
  return findOrdersOfPlan(db, planId, pathRange(organisationPath))
}
