import type { AccountActor } from '../../core/actor.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import { canGo } from '../../core/transitions.ts'
import type { Deps } from '../../deps.ts'
import { readTrail, type TrailEntry } from '../audit/read-trail.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { findPlanTerms } from '../plans/hold-plan.ts'
import { enrolmentWindow } from '../plans/plans.rules.ts'
import { type EnrolmentListRow, findEnrolmentRows } from './enrolment-lists.store.ts'
import { findOrdersOf, type OrderOf } from './enrolment-money.store.ts'
import { enrolmentTransitions } from './enrolments.rules.ts'
import type { EnrolmentHistoryEntry, EnrolmentView } from './enrolments.schema.ts'
import { toEnrolmentRow } from './list-enrolments.ts'

/** An enrolment with everything that happened to it. Throws `notFound`. */
export async function getEnrolment(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  id: string,
): Promise<EnrolmentView> {
  const [found] = await findEnrolmentRows(deps.db, [id], scopeOf(actor))
  const row = authorize(actor, found ?? null)
  const [trail, orders, plan, centre] = await Promise.all([
    readTrail(deps.db, 'enrolment', id),
    findOrdersOf(deps.db, id),
    findPlanTerms(deps.db, row.planId),
    loadCentre(deps.db),
  ])
  const isStaff = actor.staffRoles.length > 0
  return {
    ...toEnrolmentRow(row),
    formCode: row.state === 'confirmed' ? row.formCode : null,
    history: historyOf(trail, orders, isStaff ? null : centre.name),
    may: mayOf(actor, row, enrolmentWindow(plan, deps.clock.now()).open),
  }
}

/** What the page offers; every use-case asks again. */
function mayOf(actor: AccountActor, row: EnrolmentListRow, open: boolean): EnrolmentView['may'] {
  const admin = actor.organisation !== null && row.organisationPath.startsWith(actor.organisation.path)
  const reviewer = actor.staffRoles.some((role) => role !== 'finance')
  const goes = (to: EnrolmentListRow['state']) => canGo(enrolmentTransitions, row.state, to)
  const editable = row.state === 'draft' || row.state === 'rejected'
  return {
    changeSubjects: admin && open && editable,
    submit: admin && open && goes('submitted'),
    withdrawSubmission: admin && row.state === 'submitted',
    remove: admin && row.state === 'draft' && row.submittedAt === null,
    withdraw: admin && goes('withdrawn'),
    decide: reviewer && row.state === 'submitted',
    revoke: reviewer && row.state === 'confirmed' && row.orderId === null,
  }
}

/** What reviewers do; an organisation reads the centre's name under it. */
const byStaff: readonly string[] = ['confirmed', 'rejected', 'revoked']

function historyOf(
  trail: readonly TrailEntry[],
  orders: readonly OrderOf[],
  centreName: string | null,
): EnrolmentHistoryEntry[] {
  const done = trail.flatMap((entry): EnrolmentHistoryEntry[] => {
    const verb = entry.action.split('.')[1] ?? ''
    const what = whatOf(verb, entry.details)
    if (what === null) return []
    const { reason, feeFen } = entry.details
    return [
      {
        at: entry.at,
        what,
        byName: centreName !== null && byStaff.includes(verb) ? centreName : entry.actorName,
        reason: typeof reason === 'string' ? reason : null,
        feeFen: typeof feeFen === 'number' ? feeFen : null,
        orderNumber: null,
      },
    ]
  })
  const ordered = orders.map(
    (order): EnrolmentHistoryEntry => ({
      at: order.createdAt.toISOString(),
      what: 'ordered',
      byName: '',
      reason: null,
      feeFen: order.feeFen,
      orderNumber: order.number,
    }),
  )
  return [...done, ...ordered].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function whatOf(verb: string, details: Record<string, unknown>): EnrolmentHistoryEntry['what'] | null {
  switch (verb) {
    case 'reopened':
      return details['submissionWithdrawn'] === true ? 'submissionWithdrawn' : 'reopened'
    case 'revoked':
      return typeof details['refundId'] === 'string' ? 'refunded' : 'revoked'
    case 'created':
    case 'updated':
    case 'submitted':
    case 'confirmed':
    case 'rejected':
    case 'withdrawn':
    case 'attended':
    case 'attendanceRemoved':
      return verb
    default:
      return null
  }
}
