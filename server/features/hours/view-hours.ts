import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { managesCentre } from '../organisations/units.rules.ts'
import { findHourRows, type HourListRow, type WaitingDecisionRow } from './hour-lists.store.ts'
import { whyNotCorrectable } from './hours.rules.ts'
import { type HourRow, type WaitingDecision, withdrawnReason } from './hours.schema.ts'

/** Who reads records, and as what. Null: the learner themself, or a document; they change nothing. */
type Reader = Pick<AccountActor, 'accountId' | 'staffRoles' | 'organisation'>

/**
 * These records in this order as `actor` may see them; places are as seen from `scope` downwards. Who is not staff reads
 * the centre's name where a member of staff recorded or decided.
 */
export async function viewHours(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  ids: readonly string[],
  scope: string,
): Promise<HourRow[]> {
  const isStaff = actor.staffRoles.length > 0
  const [rows, centre] = await Promise.all([
    findHourRows(deps.db, ids, scope),
    isStaff || ids.length === 0 ? null : loadCentre(deps.db),
  ])
  return rows.map((row) => toHourRow(row, actor, centre?.name ?? null))
}

/** The same for the learner themself and for documents: everything is shown, and nothing can be done. */
export async function viewHoursPlainly(db: Readable, ids: readonly string[]): Promise<HourRow[]> {
  const [rows, centre] = await Promise.all([findHourRows(db, ids, '/'), ids.length === 0 ? null : loadCentre(db)])
  return rows.map((row) => toHourRow(row, null, centre?.name ?? ''))
}

/** `centreName`: what stands for the names of staff; null: their names. */
export function toHourRow(row: HourListRow, reader: Reader | null, centreName: string | null): HourRow {
  // Of what another organisation recorded before the learner came, its present one reads the hours and not by whom.
  const elsewhere = reader !== null && reader.staffRoles.length === 0 && !isWithin(row, reader)
  const byWhom = (name: string, isStaff: boolean) =>
    isStaff && centreName !== null ? centreName : elsewhere ? '' : name
  return {
    id: row.id,
    plan: { id: row.planId, number: row.planNumber, name: row.planName, year: row.planYear },
    learner: { id: row.learnerId, name: row.learnerName, idNumberMasked: row.idNumberMasked },
    organisation: {
      id: row.organisationId,
      name: elsewhere ? '' : row.organisationName,
      names: elsewhere ? [] : row.organisationNames,
    },
    kind: row.kind,
    source: row.source,
    title: row.title,
    hours: row.hours,
    left: row.left,
    studiedOn: row.studiedOn,
    evidence: row.evidence,
    reason: row.reason,
    correctsId: row.correctsId,
    importId: row.importId,
    state: row.state,
    withdrawn: row.rejectedReason === withdrawnReason,
    stateSince: row.stateSince.toISOString(),
    dueAt: row.state === 'pending' ? (row.dueAt?.toISOString() ?? null) : null,
    waitsFor: row.waitsFor,
    decision: decisionOf(row, reader, centreName),
    rejectedReason: row.rejectedReason === withdrawnReason ? null : row.rejectedReason,
    decidedByName: byWhom(row.decidedByName, row.decidedByStaff),
    createdByName: byWhom(row.createdByName, row.createdByStaff),
    createdAt: row.createdAt.toISOString(),
    may: reader === null ? { decide: false, withdraw: false, correct: false } : mayOf(row, reader),
  }
}

/** Whether it is one of theirs to decide on, while it waits. */
function isReviewer(row: HourListRow, reader: Reader): boolean {
  if (managesCentre(asActor(reader))) return true
  return isWithin(row, reader) && row.waitsFor === 'secondAdmin' && row.createdById !== reader.accountId
}

/** Until it takes effect a decision is known to those who might decide too, and to staff. */
function decisionOf(row: HourListRow, reader: Reader | null, centreName: string | null): HourRow['decision'] {
  if (reader === null || row.waitingDecision === null) return null
  if (reader.staffRoles.length === 0 && !isReviewer(row, reader)) return null
  return toWaitingDecision(row.waitingDecision, reader.accountId, centreName)
}

/** `centreName`: what stands for the names of staff; null: their names. */
export function toWaitingDecision(
  decision: WaitingDecisionRow,
  accountId: string,
  centreName: string | null,
): WaitingDecision {
  const { id, verdict, decidedById, decidedByName, byStaff, effectiveAt } = decision
  return {
    id,
    verdict,
    byName: byStaff && centreName !== null ? centreName : decidedByName,
    mine: decidedById === accountId,
    effectiveAt: new Date(effectiveAt).toISOString(),
  }
}

const asActor = (reader: Reader) => ({ ...reader, kind: 'account' as const, name: '', ip: '', learnerId: null })

const isWithin = (row: HourListRow, reader: Reader) =>
  reader.organisation !== null && row.organisationPath.startsWith(reader.organisation.path)

/** What a page offers; every use-case asks again. */
function mayOf(row: HourListRow, reader: Reader): HourRow['may'] {
  const manages = managesCentre(asActor(reader))
  if (!manages && !isWithin(row, reader)) return { decide: false, withdraw: false, correct: false }
  const pending = row.state === 'pending'
  const correctable = whyNotCorrectable(row, manages) === null
  return {
    decide: pending && row.waitingDecision === null && isReviewer(row, reader),
    withdraw: pending || correctable,
    correct: correctable,
  }
}
