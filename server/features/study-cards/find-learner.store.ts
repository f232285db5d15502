import type { Readable, Transaction } from '../../platform/database.ts'

export type CardLearner = {
  id: string
  name: string
  enabled: boolean
  organisationId: string
  organisationPath: string
}

export async function findCardLearner(db: Readable, id: string): Promise<CardLearner | null> {
  return db.learner.findFirst({
    where: { id, erasedAt: null },
    select: { id: true, name: true, enabled: true, organisationId: true, organisationPath: true },
  })
}

/** Nobody moves or disables the learner before the transaction ends. */
export async function holdCardLearner(tx: Transaction, id: string): Promise<CardLearner | null> {
  await tx.$queryRaw`SELECT 1 AS held FROM learners WHERE id = ${id}::uuid FOR SHARE`
  return findCardLearner(tx, id)
}

/** The organisation of the first of these learners. */
export async function findOrganisationOf(
  db: Readable,
  learnerIds: readonly string[],
): Promise<{ organisationId: string; organisationPath: string } | null> {
  const rows = await db.$queryRaw<{ organisationId: string; organisationPath: string }[]>`
    SELECT l.organisation_id AS "organisationId", l.organisation_path AS "organisationPath"
    FROM unnest(${[...learnerIds]}::uuid[]) WITH ORDINALITY AS t (id, position) JOIN learners l ON l.id = t.id
    ORDER BY t.position LIMIT 1`
  return rows[0] ?? null
}
