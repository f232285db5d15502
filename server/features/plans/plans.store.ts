import type { Plan } from '../../../prisma/generated/client.ts'
import { escapeLike } from '../../core/escape-like.ts'
import type { Readable } from '../../platform/database.ts'
import type { ListPlansInput } from './plans.schema.ts'

export async function findPlan(db: Readable, id: string): Promise<Plan | null> {
  return db.plan.findUnique({ where: { id } })
}

/** Published plans, the latest number first; one row more than the page, as `toPage` wants it. */
export async function findPublishedPlans(db: Readable, { name, year, cursor, limit }: ListPlansInput): Promise<Plan[]> {
  return db.plan.findMany({
    where: {
      state: 'published',
      ...(name ? { name: { contains: escapeLike(name), mode: 'insensitive' } } : {}),
      ...(year === undefined ? {} : { year }),
      ...(cursor ? { number: { lt: cursor } } : {}),
    },
    orderBy: { number: 'desc' },
    take: limit + 1,
  })
}
