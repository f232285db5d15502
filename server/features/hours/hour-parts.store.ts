import { Prisma } from '../../platform/database.ts'

const aboveOf = (path: Prisma.Sql) => Prisma.sql`string_to_array(trim(BOTH '/' FROM ${path}), '/')::uuid[]`

/**
 * Whom something that waits under a path waits for, recorded by an account: a second admin where the nearest rule says so
 * and there is another one who sees it; else staff. The same as `reviewerOf` (hours.rules.ts).
 */
export const reviewerSql = (path: Prisma.Sql, createdById: Prisma.Sql) => Prisma.sql`
  CASE WHEN (SELECT u.hours_approval FROM organisations u
             WHERE u.id = ANY (${aboveOf(path)}) AND u.hours_approval IS NOT NULL
             ORDER BY length(u.path) DESC LIMIT 1) = 'secondAdmin'
        AND EXISTS (SELECT 1 FROM organisation_admins oa JOIN accounts a ON a.id = oa.account_id AND a.enabled
                    WHERE oa.organisation_id = ANY (${aboveOf(path)}) AND a.id IS DISTINCT FROM ${createdById})
       THEN 'secondAdmin' ELSE 'staff' END`

/** Whom the record `h` waits for; null when it is decided. */
export const waitsForSql = Prisma.sql`
  CASE WHEN h.state = 'pending' THEN ${reviewerSql(Prisma.sql`h.organisation_path`, Prisma.sql`h.created_by_id`)} END`

/**
 * A table `waiting` of whom the pending records of a condition on `h` wait for, asked once for each unit and person instead
 * of once for each record. To be joined by `joinWaiting`.
 */
export const waitingSql = (where: Prisma.Sql) => Prisma.sql`
  waiting AS MATERIALIZED (
    SELECT d.organisation_id, d.created_by_id, ${reviewerSql(Prisma.sql`d.organisation_path`, Prisma.sql`d.created_by_id`)} AS waits_for
    FROM (SELECT DISTINCT h.organisation_id, h.organisation_path, h.created_by_id FROM hour_records h
          WHERE h.state = 'pending' AND ${where}) d)`

export const joinWaiting = Prisma.sql`
  JOIN waiting w ON w.organisation_id = h.organisation_id AND w.created_by_id IS NOT DISTINCT FROM h.created_by_id`
