import type { HoursApproval } from '../../../prisma/generated/enums.ts'
import type { AccountActor } from '../../core/actor.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Readable } from '../../platform/database.ts'
import { findApprovals, updateHoursApproval } from './hours-approval.store.ts'
import { findOrganisation } from './organisations.store.ts'
import { lockUnit } from './units.store.ts'

/** What holds where nobody up to the top said anything. */
const usual: HoursApproval = 'staff'

export type HoursApprovalFacts = {
  /** Its own; null: as its parent. */
  readonly own: HoursApproval | null
  /** What holds. */
  readonly approval: HoursApproval
  /** Where that comes from, if not from itself. */
  readonly from: { readonly id: string; readonly name: string } | null
  /** How many enabled admins see it, those above included. */
  readonly admins: number
}

/**
 * Who approves the hours that are recorded in these organisations 学时审核: their own rule, or the nearest one above.
 * `without`: an account that is not counted among the admins.
 */
export async function hoursApprovalsOf(
  db: Readable,
  organisationIds: readonly string[],
  without: string | null = null,
): Promise<ReadonlyMap<string, HoursApprovalFacts>> {
  const rows = await findApprovals(db, [...new Set(organisationIds)], without)
  return new Map(
    rows.map(({ organisationId, own, approval, fromId, fromName, admins }) => [
      organisationId,
      {
        own,
        approval: approval ?? usual,
        from: fromId === null || fromName === null || fromId === organisationId ? null : { id: fromId, name: fromName },
        admins,
      },
    ]),
  )
}

/** The rule of one organisation that the actor may see. Throws `notFound`. */
export async function loadHoursApproval(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  organisationId: string,
): Promise<HoursApprovalFacts> {
  const unit = authorize(actor, await findOrganisation(deps.db, organisationId))
  const facts = (await hoursApprovalsOf(deps.db, [unit.id])).get(unit.id)
  return facts ?? { own: null, approval: usual, from: null, admins: 0 }
}

/**
 * Sets who approves what an organisation's admins record; null: as its parent. What waits already waits for whom the new
 * rule names. Throws `notFound`.
 */
export async function setHoursApproval(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { organisationId, approval }: { readonly organisationId: string; readonly approval: HoursApproval | null },
): Promise<HoursApprovalFacts> {
  await inTransaction(deps, async (tx) => {
    const unit = authorize(actor, await lockUnit(tx, organisationId))
    if (unit.hoursApproval === approval) return
    await updateHoursApproval(tx, unit.id, approval)
    await writeAudit(tx, actor, {
      action: 'organisation.hoursApprovalSet',
      subjectType: 'organisation',
      subjectId: unit.id,
      organisationId: unit.id,
      before: { hoursApproval: unit.hoursApproval },
      after: { hoursApproval: approval },
    })
  })
  return loadHoursApproval(deps, actor, organisationId)
}
