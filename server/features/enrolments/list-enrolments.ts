import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { fen, fenFromBigint } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import {
  type EnrolmentListRow,
  findEnrolmentPage,
  findEnrolmentRows,
  findOfLearner,
  type PageKey,
} from './enrolment-lists.store.ts'
import { enrolmentQuery } from './enrolment-query.ts'
import type { EnrolmentRow, ListEnrolmentsInput } from './enrolments.schema.ts'

/**
 * 查询报名状态: the enrolments within `scope`, of one plan or of all; those of an organisation by unit, the newest of each
 * first, those of the whole centre the newest first.
 */
export async function listEnrolments(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  scope: string,
  input: ListEnrolmentsInput,
): Promise<Page<EnrolmentRow>> {
  const query = await enrolmentQuery(deps, actor, scope, input)
  const after = input.cursor ? readCursor(input.cursor) : null
  const keys = await findEnrolmentPage(deps.db, query, after, input.limit + 1)
  const { rows, nextCursor } = toPage(keys, input.limit, cursorOf)
  return { rows: await rowsOf(deps, ids(rows), scope), nextCursor }
}

/** The most that one person's page shows; nobody is in that many plans. */
const mostOfLearner = 100

/** What a learner is and was enrolled in, the newest first: by whom the actor may see. */
export async function listOfLearner(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  learnerId: string,
): Promise<EnrolmentRow[]> {
  const scope = scopeOf(actor)
  return rowsOf(deps, await findOfLearner(deps.db, learnerId, scope, mostOfLearner), scope)
}

/** The plans that a learner is confirmed in, by whichever organisation: whose they may see is the caller's to know. */
export async function plansOfLearner(db: Readable, learnerId: string): Promise<string[]> {
  const rows = await rowsOf({ db }, await findOfLearner(db, learnerId, '/', mostOfLearner), '/')
  return [...new Set(rows.filter((row) => row.state === 'confirmed').map((row) => row.plan.id))]
}

/** These enrolments in this order, with their units as seen from `scope` downwards. */
export async function rowsOf(
  deps: { readonly db: Readable },
  ids: readonly string[],
  scope: string,
): Promise<EnrolmentRow[]> {
  return (await findEnrolmentRows(deps.db, ids, scope)).map(toEnrolmentRow)
}

const ids = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id)

function cursorOf({ path, id }: PageKey): string {
  return Buffer.from(`${path} ${id}`).toString('base64url')
}

function readCursor(cursor: string): PageKey {
  const [path, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  if (path === undefined || !idSchema.safeParse(id).success) throw new AppError('inputInvalid', { field: 'cursor' })
  return { path, id: idSchema.parse(id) }
}

export function toEnrolmentRow(row: EnrolmentListRow): EnrolmentRow {
  return {
    id: row.id,
    version: row.version,
    plan: { id: row.planId, number: row.planNumber, name: row.planName },
    learner: {
      id: row.learnerId,
      name: row.learnerName,
      idType: row.idType,
      idNumberMasked: row.idNumberMasked,
      mobile: row.mobile,
      enabled: row.learnerEnabled,
    },
    organisation: { id: row.organisationId, name: row.organisationName, names: row.organisationNames },
    state: row.state,
    stateSince: row.stateSince.toISOString(),
    paymentStatus: row.paymentStatus,
    subjects: row.subjects.map((subject) => ({ ...subject, feeFen: fen(subject.feeFen) })),
    feeFen: row.feeFen === null ? null : fenFromBigint(row.feeFen),
    reason: row.reason,
    submittedAt: row.submittedAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    order: row.orderId !== null && row.orderNumber !== null ? { id: row.orderId, number: row.orderNumber } : null,
    refundId: row.refundId,
    createdAt: row.createdAt.toISOString(),
  }
}
