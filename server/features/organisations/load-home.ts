import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { fenFromBigint, subtractFen, zeroFen } from '../../core/money.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { countAtCentre, findTasks, type TaskRow } from './home.store.ts'
import type { Home, HomeTask } from './organisations.schema.ts'

/** A phone shows four at once; who has more than this works through the lists. */
const mostTasks = 50

/** The phone's first page: what waits for the admin, and what the centre is working on, over their whole subtree. */
export async function loadHome(deps: Pick<Deps, 'db' | 'clock'>, actor: AccountActor): Promise<Home> {
  const path = subtreeOf(actor)
  const { orderPaymentHours } = await loadCentre(deps.db)
  const [rows, atCentre] = await Promise.all([
    findTasks(
      deps.db,
      path,
      { organisationId: actor.organisation?.id ?? '', accountId: actor.accountId },
      deps.clock.now(),
      { paymentHours: orderPaymentHours, limit: mostTasks },
    ),
    countAtCentre(deps.db, path),
  ])
  return { tasks: rows.map(toTask), taskCount: Number(rows[0]?.taskCount ?? 0), atCentre }
}

function toTask(row: TaskRow): HomeTask {
  const since = row.since.toISOString()
  if (row.kind === 'enrolmentsRejected' || row.kind === 'enrolmentsDraft' || row.kind === 'enrolmentsPayable')
    return toEnrolmentTask(row, row.kind, since)
  if (row.kind === 'hoursToReview') {
    const [count, trainings] = [Number(given(row.peopleCount)), Number(given(row.trainingCount))]
    return {
      kind: row.kind,
      count,
      trainings,
      title: given(row.title),
      since,
      dueAt: given(row.expiresAt).toISOString(),
    }
  }
  const organisationId = given(row.organisationId)
  const organisationName = given(row.organisationName)
  if (row.kind === 'billingIncomplete') return { kind: row.kind, organisationId, organisationName, since }
  const order = {
    orderId: given(row.orderId),
    orderNumber: given(row.orderNumber),
    planName: given(row.planName),
    organisationId,
    organisationName,
  }
  const amountFen = fenFromBigint(given(row.amountFen))
  if (row.kind === 'invoiceRejected') {
    return { kind: row.kind, ...order, amountFen, invoiceRequestId: row.subjectId, since, rejectedReason: row.note }
  }
  const paidFen = fenFromBigint(given(row.paidFen))
  const rest = subtractFen(amountFen, paidFen)
  const money = { amountFen, paidFen, outstandingFen: rest > 0 ? rest : zeroFen }
  const expiresAt = given(row.expiresAt).toISOString()
  switch (row.kind) {
    case 'voucherRejected': {
      const rejected = { rejectedCode: row.code, rejectedNote: row.note }
      return { kind: row.kind, ...order, ...money, voucherId: row.subjectId, since, ...rejected }
    }
    case 'voucherDraft': {
      const fileCount = Number(given(row.fileCount))
      return { kind: row.kind, ...order, ...money, voucherId: row.subjectId, fileCount, since, expiresAt }
    }
    case 'orderInvoiced': {
      const issued = row.code === 'issued' || row.code === 'delivered'
      return { kind: row.kind, ...order, ...money, issued, since, expiresAt }
    }
    case 'orderOpen':
      return { kind: row.kind, ...order, ...money, since, expiresAt }
  }
}

function toEnrolmentTask(
  row: TaskRow,
  kind: 'enrolmentsRejected' | 'enrolmentsDraft' | 'enrolmentsPayable',
  since: string,
): HomeTask {
  const plan = { planId: row.subjectId, planName: given(row.planName), count: Number(given(row.peopleCount)), since }
  if (kind === 'enrolmentsPayable') return { kind, ...plan, amountFen: fenFromBigint(given(row.amountFen)) }
  if (kind === 'enrolmentsDraft') return { kind, ...plan, closesAt: given(row.expiresAt).toISOString() }
  const reasons = row.reasons ?? []
  return { kind, ...plan, people: (row.names ?? []).map((name, index) => ({ name, reason: reasons[index] ?? '' })) }
}

function given<T>(value: T | null): T {
  if (value === null) throw new AppError('internal')
  return value
}
