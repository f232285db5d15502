import { AppError, type ErrorCode } from '../../core/app-error.ts'
import { type Fen, fen, fenFromBigint } from '../../core/money.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import { pathRange } from '../organisations/units.rules.ts'
import {
  clearOrder,
  findOrderPeople,
  findPayable,
  findPayableIds,
  type PayableRow,
  setOrder,
} from './enrolment-money.store.ts'
import type { EnrolmentState } from './enrolments.schema.ts'
import { lockEnrolments } from './enrolments.store.ts'

/** A confirmed enrolment whose fee an order can ask for. */
export type PayableEnrolment = {
  readonly id: string
  readonly planId: string
  readonly planNumber: string
  readonly planName: string
  readonly learnerId: string
  readonly learnerName: string
  /** The unit that enrolled the learner. */
  readonly organisationId: string
  readonly organisationName: string
  readonly organisationPath: string
  readonly feeFen: Fen
  /** With their agreed fees, in the plan's order; empty where the plan asks a fee per learner. */
  readonly subjects: readonly { readonly id: string; readonly name: string; readonly feeFen: Fen }[]
}

/** The ids of all that an order could be made for within `scope` (a path prefix; `/` for staff): `most` at most. */
export async function payableIds(
  db: Readable,
  scope: string,
  filter: { readonly planId?: string | undefined; readonly organisationPath?: string | undefined },
  most: number,
): Promise<string[]> {
  const { planId, organisationPath } = filter
  const range = pathRange(organisationPath?.startsWith(scope) ? organisationPath : scope)
  return findPayableIds(db, range, planId, most)
}

/**
 * What an order could be made for of these enrolments, as it is now; nothing is locked. `free` are confirmed and cost
 * nothing, `other` is everything else: not confirmed, ordered or paid already, outside of `scope`, no such id.
 */
export async function payableAmong(
  db: Readable,
  ids: readonly string[],
  scope: string,
): Promise<{ rows: PayableEnrolment[]; free: string[]; other: string[] }> {
  const found = (await findPayable(db, ids)).filter((row) => row.organisationPath.startsWith(scope))
  const confirmed = found.filter((row) => row.state === 'confirmed' && row.orderNumber === null)
  const [rows, free] = [confirmed.filter((row) => row.feeFen > 0n), confirmed.filter((row) => row.feeFen === 0n)]
  const kept = new Set(confirmed.map((row) => row.id))
  return {
    rows: rows.map(toPayable),
    free: free.map((row) => row.id),
    other: [...new Set(ids)].filter((id) => !kept.has(id)),
  }
}

/**
 * Locks enrolments that an order is to be made for, in the order of their ids; lock orders and payments before. Answers
 * them as they are then, by plan, the latest number first. Throws `notFound` outside of `scope` (a path prefix; `/` for
 * staff), `enrolmentNotConfirmed` (name, count), `enrolmentPaid` (name, count) also where there is no fee,
 * `enrolmentHasOrder` (name, orderNumber, count).
 */
export async function lockPayableEnrolments(
  tx: Transaction,
  ids: readonly string[],
  scope: string,
): Promise<PayableEnrolment[]> {
  const wanted = [...new Set(ids)]
  const locked = await lockEnrolments(tx, wanted, scope)
  if (locked.length !== wanted.length) throw new AppError('notFound')
  // Asked once more after the wait for the lock: what others did meanwhile is seen.
  const rows = await findPayable(tx, wanted)
  refuseSome('enrolmentNotConfirmed', rows, (row) => row.state !== 'confirmed')
  refuseSome('enrolmentPaid', rows, (row) => row.orderPaid || row.feeFen === 0n)
  refuseSome('enrolmentHasOrder', rows, (row) => row.orderNumber !== null)
  return rows.map(toPayable)
}

/** Throws the code with the first one's name and how many there are. */
function refuseSome(code: ErrorCode, rows: readonly PayableRow[], isRefused: (row: PayableRow) => boolean): void {
  const refused = rows.filter(isRefused)
  const [first] = refused
  if (!first) return
  const { learnerName: name, orderNumber } = first
  throw new AppError(code, { name, count: refused.length, ...(orderNumber === null ? {} : { orderNumber }) })
}

function toPayable({
  feeFen,
  state: _state,
  orderNumber: _number,
  orderPaid: _paid,
  subjects,
  ...row
}: PayableRow): PayableEnrolment {
  return {
    ...row,
    feeFen: fenFromBigint(feeFen),
    subjects: subjects.map((subject) => ({ ...subject, feeFen: fen(subject.feeFen) })),
  }
}

/** Lets the order, which is written already, ask for their fees. Throws `conflict` when another one does. */
export async function takeIntoOrder(
  tx: Transaction,
  orderId: string,
  rows: readonly PayableEnrolment[],
): Promise<void> {
  await setOrder(tx, orderId, rows)
}

/** Lets go of those whose fees an order asked for that is no more; answers their ids. That it was made for them stays. */
export async function releaseFromOrder(tx: Transaction, orderId: string): Promise<string[]> {
  return clearOrder(tx, orderId)
}

export type OrderPerson = {
  readonly enrolmentId: string
  readonly learnerId: string
  readonly learnerName: string
  readonly idNumberMasked: string
  readonly planId: string
  readonly planName: string
  readonly organisationId: string
  readonly organisationName: string
  readonly state: EnrolmentState
  readonly refunded: boolean
  /** Another order asks for the fee now. */
  readonly elsewhere: boolean
  /** What the order asks or asked for them. */
  readonly feeFen: Fen
  readonly subjectNames: readonly string[]
}

/** For whom an order was made, in the order of ids after `after`. Who may see the order was checked by the caller. */
export async function peopleOfOrder(
  db: Readable,
  orderId: string,
  after: string | null,
  take: number,
): Promise<OrderPerson[]> {
  const rows = await findOrderPeople(db, orderId, after, take)
  return rows.map((row) => ({ ...row, feeFen: fenFromBigint(row.feeFen) }))
}
