import type { Readable } from '../../platform/database.ts'

export type TrailEntry = {
  at: string
  action: string
  actorName: string
  actorKind: string
  details: Record<string, unknown>
}

/** What happened to one thing, oldest first: the timeline that its page shows. Callers have checked who may see the thing. */
export async function readTrail(db: Readable, subjectType: string, subjectId: string): Promise<TrailEntry[]> {
  const rows = await db.auditEntry.findMany({
    where: { subjectType, subjectId },
    orderBy: { id: 'asc' },
    select: { at: true, action: true, actorName: true, actorKind: true, after: true },
  })
  return rows.map((row) => ({
    at: row.at.toISOString(),
    action: row.action,
    actorName: row.actorName,
    actorKind: row.actorKind,
    details: row.after !== null && typeof row.after === 'object' && !Array.isArray(row.after) ? row.after : {},
  }))
}
