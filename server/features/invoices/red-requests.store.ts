import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { AuditAction } from '../../core/audit-actions.ts'
import type { RedReason } from '../../core/red-reasons.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { InvoiceDetails } from './invoices.schema.ts'
import type { IssuingColumns } from './invoices.store.ts'
import { redTransitions } from './issuing.rules.ts'
import type { RedRequestState } from './red-requests.schema.ts'

export type RedRequestRecord = {
  id: string
  requestId: string
  /** The blue one. */
  invoiceId: string
  reason: RedReason
  note: string
  state: RedRequestState
  stateSince: Date
  reissue: boolean
  reissueDetails: InvoiceDetails | null
  issueSerial: string | null
  issueFailure: string | null
  requestedById: string
  requestedByName: string
  createdAt: Date
  organisationId: string
}

const include = { request: { select: { organisationId: true } } } as const
type Row = Prisma.RedRequestGetPayload<{ include: typeof include }>

function recordOf({ request, reissueDetails, ...row }: Row): RedRequestRecord {
  return {
    ...row,
    organisationId: request.organisationId,
    // Written by us, out of `invoiceDetailsSchema`.
    reissueDetails: reissueDetails as unknown as InvoiceDetails | null,
  }
}

export async function findRedRequest(db: Readable, id: string): Promise<RedRequestRecord | null> {
  const row = await db.redRequest.findUnique({ where: { id }, include })
  return row && recordOf(row)
}

/** The one that counts, if there is one: there is one at most that was not withdrawn. */
export async function findRedOfInvoice(db: Readable, invoiceId: string): Promise<RedRequestRecord | null> {
  const row = await db.redRequest.findFirst({ where: { invoiceId, state: { not: 'withdrawn' } }, include })
  return row && recordOf(row)
}

/** The latest first. */
export async function listRedRequests(db: Readable, requestId: string): Promise<RedRequestRecord[]> {
  const rows = await db.redRequest.findMany({ where: { requestId }, include, orderBy: { id: 'desc' } })
  return rows.map(recordOf)
}

export type RedRequestToInsert = Pick<
  RedRequestRecord,
  'id' | 'requestId' | 'invoiceId' | 'reason' | 'note' | 'reissue' | 'reissueDetails'
> & { requestedById: string; requestedByName: string; now: Date }

/** False when the id, or a red request of this invoice, is there already. */
export async function insertRedRequest(tx: Transaction, { now, reissueDetails, ...red }: RedRequestToInsert) {
  const { count } = await tx.redRequest.createMany({
    data: [{ ...red, reissueDetails: reissueDetails ?? Prisma.DbNull, stateSince: now, createdAt: now }],
    skipDuplicates: true,
  })
  return count === 1
}

export async function lockRedRequest(tx: Transaction, id: string): Promise<{ state: RedRequestState } | null> {
  const rows = await tx.$queryRaw<{ state: RedRequestState }[]>`
    SELECT state::text AS state FROM red_requests WHERE id = ${id}::uuid FOR UPDATE`
  return rows[0] ?? null
}

export type RedChange = {
  readonly red: Pick<RedRequestRecord, 'id' | 'requestId' | 'organisationId'>
  readonly from: RedRequestState
  readonly to: RedRequestState
  readonly at: Date
  readonly action: AuditAction
  readonly after?: Prisma.InputJsonObject
  readonly issuing?: IssuingColumns
}

/** The one place where a red request's state changes: only from the expected state, with its audit row. Throws `conflict`. */
export async function changeRedState(tx: Transaction, actor: Actor, change: RedChange): Promise<void> {
  const { red, from, to, at, action, after = {}, issuing } = change
  checkTransition(redTransitions, from, to)
  const { count } = await tx.redRequest.updateMany({
    where: { id: red.id, state: from },
    data: { state: to, stateSince: at, ...issuing },
  })
  if (count !== 1) throw new AppError('conflict', { from, to })
  await writeAudit(tx, actor, {
    action,
    subjectType: 'redRequest',
    subjectId: red.id,
    organisationId: red.organisationId,
    before: { state: from },
    after: { state: to, requestId: red.requestId, ...after },
  })
}
