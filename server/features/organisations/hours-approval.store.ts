import type { HoursApproval } from '../../../prisma/generated/enums.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'

export type ApprovalRow = {
  organisationId: string
  own: HoursApproval | null
  /** The nearest that something was said of, itself included; null: nowhere. */
  fromId: string | null
  fromName: string | null
  approval: HoursApproval | null
  /** Enabled admins of it or of anything above it. */
  admins: number
}

/** Who approves hours in these organisations, and how many admins could; `without` is one who is not counted. */
export async function findApprovals(
  db: Readable,
  organisationIds: readonly string[],
  without: string | null,
): Promise<ApprovalRow[]> {
  const except = without === null ? Prisma.empty : Prisma.sql`AND a.id <> ${without}::uuid`
  return db.$queryRaw<ApprovalRow[]>`
    SELECT o.id AS "organisationId", o.hours_approval::text AS own, said.id AS "fromId", said.name AS "fromName",
           said.hours_approval::text AS approval,
           (SELECT count(DISTINCT a.id)::int FROM organisation_admins oa JOIN accounts a ON a.id = oa.account_id AND a.enabled ${except}
            WHERE oa.organisation_id = ANY (above.ids)) AS admins
    FROM organisations o
    CROSS JOIN LATERAL (SELECT string_to_array(trim(BOTH '/' FROM o.path), '/')::uuid[] AS ids) above
    LEFT JOIN LATERAL (
      SELECT u.id, u.name, u.hours_approval FROM organisations u
      WHERE u.id = ANY (above.ids) AND u.hours_approval IS NOT NULL ORDER BY length(u.path) DESC LIMIT 1) said ON true
    WHERE o.id = ANY (${[...organisationIds]}::uuid[])`
}

export async function updateHoursApproval(
  tx: Transaction,
  organisationId: string,
  approval: HoursApproval | null,
): Promise<void> {
  await tx.organisation.update({ where: { id: organisationId }, data: { hoursApproval: approval } })
}
