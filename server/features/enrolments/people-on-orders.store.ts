import type { Readable } from '../../platform/database.ts'

/** Which unpaid orders were made for somebody of one of these names (as `personNameKey` writes them). */
export async function findOrdersFor(
  db: Readable,
  nameKeys: readonly string[],
): Promise<{ orderId: string; name: string }[]> {
  return db.$queryRaw<{ orderId: string; name: string }[]>`
    SELECT DISTINCT oe.order_id AS "orderId", l.name
    FROM learners l
    JOIN enrolments e ON e.learner_id = l.id
    JOIN order_enrolments oe ON oe.enrolment_id = e.id
    JOIN orders o ON o.id = oe.order_id
    WHERE l.name_key = ANY(${[...nameKeys]}) AND o.state IN ('open', 'expired')`
}
