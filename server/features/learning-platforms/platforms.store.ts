import type { LearningPlatform } from '../../../prisma/generated/client.ts'
import { AppError } from '../../core/app-error.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { DurationMeaning } from './learning-platforms.schema.ts'

export type { LearningPlatform }

export async function findPlatform(db: Readable, id: string): Promise<LearningPlatform | null> {
  return db.learningPlatform.findUnique({ where: { id } })
}

export async function findPlatformByKey(db: Readable, accessKey: string): Promise<LearningPlatform | null> {
  return db.learningPlatform.findUnique({ where: { accessKey } })
}

export type PlatformRow = LearningPlatform & { courses: number; refused: number }

/** How far refused statements are counted. */
export const mostCounted = 1000

/** All of them, the oldest first: a centre has a handful. */
export async function findPlatformRows(db: Readable, id?: string): Promise<PlatformRow[]> {
  const platforms = await db.learningPlatform.findMany({
    ...(id ? { where: { id } } : {}),
    orderBy: { createdAt: 'asc' },
  })
  const counts = await db.$queryRaw<{ id: string; courses: number; refused: number }[]>`
    SELECT p.id, (SELECT count(*)::int FROM learning_courses c WHERE c.platform_id = p.id AND c.retired_at IS NULL) AS courses,
           coalesce(r.refused, 0) AS refused
    FROM learning_platforms p
    LEFT JOIN (SELECT platform_id, count(*)::int AS refused
               FROM (SELECT platform_id FROM learning_statements WHERE outcome = 'refused' ORDER BY id DESC LIMIT ${mostCounted}) newest
               GROUP BY platform_id) r ON r.platform_id = p.id
    WHERE p.id = ANY(${platforms.map((platform) => platform.id)}::uuid[])`
  const byId = new Map(counts.map((count) => [count.id, count]))
  return platforms.map((platform) => ({
    ...platform,
    courses: byId.get(platform.id)?.courses ?? 0,
    refused: byId.get(platform.id)?.refused ?? 0,
  }))
}

export type NewPlatform = {
  id: string
  name: string
  homePage: string
  durationMeaning: DurationMeaning
  accessKey: string
  secretHash: Uint8Array<ArrayBuffer>
  createdById: string
  createdAt: Date
}

/** False when the id is taken. */
export async function insertPlatform(tx: Transaction, platform: NewPlatform): Promise<boolean> {
  const { count } = await tx.learningPlatform.createMany({ data: [platform], skipDuplicates: true })
  return count === 1
}

/** Throws `conflict` when somebody else has changed it since `version`. */
export async function changePlatform(
  tx: Transaction,
  { id, version }: { id: string; version: number },
  change: Partial<Pick<LearningPlatform, 'name' | 'homePage' | 'durationMeaning' | 'enabled'>> & {
    secretHash?: Uint8Array<ArrayBuffer>
  },
): Promise<void> {
  const { count } = await tx.learningPlatform.updateMany({
    where: { id, version },
    data: { ...change, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('conflict')
}

/** When it was last heard of, a minute at a time: its requests do not queue at its row. */
export async function touchPlatform(db: Readable, id: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE learning_platforms SET last_seen_at = ${now} WHERE id = ${id}::uuid
      AND (last_seen_at IS NULL OR last_seen_at < ${now}::timestamptz - interval '1 minute')`
}
