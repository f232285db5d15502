import type { Actor } from '../../core/actor.ts'
import { AppError, isRetryable } from '../../core/app-error.ts'
import { formatHours } from '../../core/hours.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { sweepLostWork } from '../jobs/lost-work.ts'
import {
  decideUnder,
  endHourDecision,
  findHourDecision,
  findOverdueDecisions,
  findRecordsUnder,
  freeFromDecision,
  type HourDecision,
} from './hour-decisions.store.ts'
import { hoursSettle } from './hours.queues.ts'
import { lockDecided } from './lock-decided.ts'
import { tellDecision } from './tell-hours.ts'

type SettleDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/** Twenty thousand records take some seconds, with their audit rows and notices. */
const timeoutMs = 120_000
/** How long a job may be late before it is looked for. */
const sweepAfterMs = 60_000
/** More wait for the next round. */
const mostSwept = 500

/**
 * Carries a decision out, once, when its ten seconds are over, in one transaction: its records are approved or rejected,
 * which moves the sums of their learners, each with its audit row; learners and recorders are told, and certificates asked
 * for. The actor is the reviewer: the job only waited for them. What was taken back meanwhile is left out; where that is
 * all of it, the decision fails with `hoursTakenBack`.
 */
export async function settleHours(deps: SettleDeps, input: { readonly decisionId: string }): Promise<void> {
  const decision = await findHourDecision(deps.db, input.decisionId)
  if (!decision || decision.state !== 'waiting') return
  if (decision.effectiveAt > deps.clock.now()) {
    // The job came a moment early: clocks of two machines differ. Queue it for the right moment.
    await inTransaction(deps, (tx) => deps.jobs.send(tx, hoursSettle, input, { startAfter: decision.effectiveAt }))
    return
  }
  try {
    await inTransaction(
      deps,
      async (tx) => {
        const held = await lockDecided(tx, decision.id)
        if (held?.state === 'waiting') await carryOut(deps, tx, held)
      },
      { timeoutMs },
    )
  } catch (error) {
    if (isRetryable(error)) throw error
    await fail(deps, decision, error)
  }
}

/**
 * Sends decisions to their job again that none carries out any more. What was tried in vain for a day fails, and can be
 * decided on anew. Returns how many were sent and failed.
 */
export async function sweepHourDecisions(deps: SettleDeps): Promise<{ sent: number; failed: number }> {
  const before = new Date(deps.clock.now().getTime() - sweepAfterMs)
  const overdue = await findOverdueDecisions(deps.db, before, mostSwept)
  const { sent, inVain } = await sweepLostWork(
    deps,
    'hours.sweep',
    hoursSettle,
    overdue.map(({ id }) => ({ id, key: { decisionId: id }, payload: { decisionId: id } })),
  )
  const failed = overdue.filter(({ id }) => inVain.includes(id))
  for (const decision of failed) await fail(deps, decision, new AppError('triedInVain'))
  return { sent, failed: failed.length }
}

/** It cannot be carried out, now or later: whoever decided hears why, and what is left can be decided on anew. */
async function fail(deps: SettleDeps, { id }: HourDecision, error: unknown): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const held = await lockDecided(tx, id)
    if (held?.state !== 'waiting') return
    await freeFromDecision(tx, id)
    const errorCode = error instanceof AppError ? error.code : 'internal'
    const end = { to: 'failed', errorCode, now: deps.clock.now() } as const
    await endHourDecision(tx, deciderOf(held), held, end)
  })
}

async function carryOut(deps: Pick<Deps, 'clock' | 'jobs'>, tx: Transaction, decision: HourDecision): Promise<void> {
  const records = await findRecordsUnder(tx, decision.id)
  if (records.length === 0) throw new AppError('hoursTakenBack')
  const now = deps.clock.now()
  const actor = deciderOf(decision)
  const { reason } = decision
  const state = decision.verdict === 'approve' ? 'approved' : 'rejected'
  const settled = await decideUnder(tx, decision, now)
  if (settled !== records.length) throw new AppError('internal')
  await writeAudits(
    tx,
    actor,
    { action: state === 'approved' ? 'hours.approved' : 'hours.rejected', subjectType: 'hours' },
    records.map((record) => ({
      subjectId: record.id,
      organisationId: record.organisationId,
      before: { state: 'pending' },
      after: { state, studyHours: formatHours(record.hours), ...(reason === null ? {} : { reason }) },
    })),
  )
  await tellDecision(deps, tx, records, { rejectedReason: reason, byId: decision.decidedById })
  if (state === 'approved') {
    for (const planId of new Set(records.map((record) => record.planId))) await askForCertificates(deps, tx, planId)
  }
  await endHourDecision(tx, actor, decision, { to: 'effective', settledCount: settled, now })
}

/** Whoever decided, as the audit trail names them; what they may do was checked when they decided. */
function deciderOf(decision: HourDecision): Actor {
  return {
    kind: 'account',
    accountId: decision.decidedById,
    name: decision.decidedByName,
    ip: 'hours.settle',
    staffRoles: decision.byStaff ? ['reviewer'] : [],
    organisation: null,
    learnerId: null,
  }
}
