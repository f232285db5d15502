import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { fenFromBigint } from '../../core/money.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Prisma, Readable, Transaction } from '../../platform/database.ts'
import { voucherTransitions } from './vouchers.rules.ts'
import type { RejectReason, VoucherClaims, VoucherState } from './vouchers.schema.ts'

export type VoucherRecord = {
  id: string
  orderId: string
  organisationId: string
  organisationPath: string
  organisationName: string
  state: VoucherState
  stateSince: Date
  version: number
  claims: VoucherClaims
  invoiceDetails: Prisma.JsonValue
  submittedAt: Date | null
  submittedById: string | null
  dueAt: Date | null
  decidedAt: Date | null
  rejectedCode: RejectReason | null
  rejectedNote: string | null
  checkedAt: Date | null
  createdById: string
}

export async function findVoucher(db: Readable, id: string): Promise<VoucherRecord | null> {
  const row = await db.voucher.findUnique({
    where: { id },
    include: { organisation: { select: { path: true, name: true } } },
  })
  if (!row) return null
  return {
    id: row.id,
    orderId: row.orderId,
    organisationId: row.organisationId,
    organisationPath: row.organisation.path,
    organisationName: row.organisation.name,
    state: row.state,
    stateSince: row.stateSince,
    version: row.version,
    claims: {
      amountFen: row.amountFen === null ? null : fenFromBigint(row.amountFen),
      payerName: row.payerName,
      payerBank: row.payerBank,
      payerAccount: row.payerAccount,
      paidAt: row.paidAt,
      serialNo: row.serialNo,
      remark: row.remark,
      note: row.note,
    },
    invoiceDetails: row.invoiceDetails,
    submittedAt: row.submittedAt,
    submittedById: row.submittedById,
    dueAt: row.dueAt,
    decidedAt: row.decidedAt,
    rejectedCode: row.rejectedCode as RejectReason | null,
    rejectedNote: row.rejectedNote,
    checkedAt: row.checkedAt,
    createdById: row.createdById,
  }
}

/** Locks the voucher until the transaction ends: whoever decides or changes it next waits and then sees what we did. */
export async function lockVoucher(tx: Transaction, id: string): Promise<VoucherRecord> {
  await tx.$queryRaw`SELECT 1 FROM vouchers WHERE id = ${id}::uuid FOR UPDATE`
  const voucher = await findVoucher(tx, id)
  if (!voucher) throw new AppError('notFound')
  return voucher
}

export type NewVoucher = { id: string; orderId: string; organisationId: string; createdById: string; now: Date }

/** False when a voucher with this id was there already. */
export async function insertVoucher(tx: Transaction, voucher: NewVoucher): Promise<boolean> {
  const { now, ...row } = voucher
  const added = await tx.voucher.createMany({ data: { ...row, stateSince: now, createdAt: now }, skipDuplicates: true })
  return added.count === 1
}

/** Writes what was typed and starts the checks anew: the version counts up, so that decisions name what they saw. */
export async function updateClaims(tx: Transaction, id: string, claims: VoucherClaims): Promise<void> {
  await tx.voucher.update({
    where: { id },
    data: {
      ...claims,
      amountFen: claims.amountFen === null ? null : BigInt(claims.amountFen),
      version: { increment: 1 },
      checkedAt: null,
    },
  })
}

/** Something that the checks look at has changed: the version counts up and they have to run again. */
export async function bumpVersion(tx: Transaction, id: string): Promise<void> {
  await tx.voucher.update({ where: { id }, data: { version: { increment: 1 }, checkedAt: null } })
}

export type StateChange = {
  to: VoucherState
  now: Date
  data?: Omit<Prisma.VoucherUncheckedUpdateManyInput, 'state' | 'stateSince'>
  audit?: Prisma.InputJsonObject
}

/** The one function that changes a voucher's state: conditional on the state it had, with its audit row. */
export async function changeVoucherState(
  tx: Transaction,
  actor: Actor,
  voucher: Pick<VoucherRecord, 'id' | 'state' | 'organisationId'>,
  change: StateChange,
): Promise<void> {
  checkTransition(voucherTransitions, voucher.state, change.to)
  const changed = await tx.voucher.updateMany({
    where: { id: voucher.id, state: voucher.state },
    data: { ...change.data, state: change.to, stateSince: change.now },
  })
  if (changed.count !== 1) throw new AppError('conflict', { from: voucher.state, to: change.to })
  await writeAudit(tx, actor, {
    action: `voucher.${change.to}`,
    subjectType: 'voucher',
    subjectId: voucher.id,
    organisationId: voucher.organisationId,
    before: { state: voucher.state },
    after: { state: change.to, ...change.audit },
  })
}

/** The voucher that a person would go on with for this order: a draft, or one that was rejected. Newest first. */
export async function findOpenVoucherId(db: Readable, orderId: string): Promise<string | null> {
  const row = await db.voucher.findFirst({
    where: { orderId, state: { in: ['draft', 'rejected'] } },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  return row?.id ?? null
}

/** Vouchers of the order that are not approved, besides the given one. */
export async function findOtherVoucherIds(db: Readable, orderId: string, id: string): Promise<string[]> {
  const rows = await db.voucher.findMany({
    where: { orderId, id: { not: id }, state: { not: 'approved' } },
    select: { id: true },
  })
  return rows.map((row) => row.id)
}

/** Those of an order that wait for their review, the oldest first. */
export async function findSubmittedIds(db: Readable, orderId: string): Promise<string[]> {
  const rows = await db.voucher.findMany({
    where: { orderId, state: 'submitted' },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return rows.map((row) => row.id)
}

export async function findAccountName(db: Readable, accountId: string | null): Promise<string | null> {
  if (!accountId) return null
  const rows = await db.$queryRaw<{ name: string }[]>`SELECT name FROM accounts WHERE id = ${accountId}::uuid`
  return rows[0]?.name ?? null
}

export type VoucherListRow = {
  id: string
  state: VoucherState
  stateSince: Date
  organisationName: string
  orderId: string
  orderNumber: string
  planName: string
  amountFen: bigint | null
  submittedAt: Date | null
  dueAt: Date | null
  rejectedCode: RejectReason | null
  rejectedNote: string | null
  fileCount: number
}

/** Vouchers of a subtree, newest first. The amount is what was typed, else what the first file shows. */
export async function listVouchersOf(
  db: Readable,
  filter: { subtree: string; state: VoucherState | null; orderId: string | null; cursor: string | null; take: number },
): Promise<VoucherListRow[]> {
  return db.$queryRaw<VoucherListRow[]>`
    SELECT v.id, v.state::text AS state, v.state_since AS "stateSince", o.name AS "organisationName",
           r.id AS "orderId", r.number AS "orderNumber", order_plan_name(r.id) AS "planName",
           coalesce(v.amount_fen, f.read_fen) AS "amountFen", v.submitted_at AS "submittedAt", v.due_at AS "dueAt",
           v.rejected_code AS "rejectedCode", v.rejected_note AS "rejectedNote", coalesce(f.files, 0)::int AS "fileCount"
    FROM vouchers v
    JOIN organisations o ON o.id = v.organisation_id
    JOIN orders r ON r.id = v.order_id
    LEFT JOIN LATERAL (
      SELECT count(*) AS files, sum((reading #>> '{fields,amountFen,value}')::bigint) AS read_fen
      FROM voucher_files WHERE voucher_id = v.id AND removed_at IS NULL
    ) f ON true
    WHERE o.path LIKE ${`${filter.subtree}%`}
      AND (${filter.state}::text IS NULL OR v.state = ${filter.state}::voucher_state)
      AND (${filter.orderId}::uuid IS NULL OR v.order_id = ${filter.orderId}::uuid)
      AND (${filter.cursor}::uuid IS NULL OR v.id < ${filter.cursor}::uuid)
    ORDER BY v.id DESC LIMIT ${filter.take}`
}
