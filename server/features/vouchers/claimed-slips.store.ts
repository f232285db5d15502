import { fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { SlipFields } from './vouchers.rules.ts'
import type { Check, VoucherClaims } from './vouchers.schema.ts'

export type ClaimedRow = {
  readonly id: string
  readonly version: number
  readonly orderId: string
  readonly organisationId: string
  readonly claims: VoucherClaims
  /** Of each file that was not removed; null where nothing was read. */
  readonly readings: readonly { readonly fileId: string; readonly reading: SlipFields | null }[]
  /** Its check against the statements, where the checks have run. */
  readonly statementLine: Check | null
}

type SqlRow = Omit<ClaimedRow, 'claims' | 'readings'> &
  Omit<VoucherClaims, 'amountFen'> & {
    amountFen: bigint | null
    files: { fileId: string; fields: SlipFields['fields'] | null }[] | null
  }

/** What vouchers claim: those in review after the given id, up to `limit`. */
export async function findSlipsInReview(db: Readable, afterId: string | null, limit: number): Promise<ClaimedRow[]> {
  return find(
    db,
    Prisma.sql`v.state = 'submitted' AND (${afterId}::uuid IS NULL OR v.id > ${afterId}::uuid) ORDER BY v.id LIMIT ${limit}`,
  )
}

export async function findSlips(db: Readable, ids: readonly string[]): Promise<ClaimedRow[]> {
  return find(db, Prisma.sql`v.id = ANY(${[...ids]}::uuid[])`)
}

async function find(db: Readable, rest: Prisma.Sql): Promise<ClaimedRow[]> {
  const rows = await db.$queryRaw<SqlRow[]>`
    SELECT v.id, v.version, v.order_id AS "orderId", v.organisation_id AS "organisationId", v.amount_fen AS "amountFen",
           v.payer_name AS "payerName", v.payer_bank AS "payerBank", v.payer_account AS "payerAccount",
           v.paid_at AS "paidAt", v.serial_no AS "serialNo", v.remark, v.note,
           (SELECT jsonb_agg(jsonb_build_object('fileId', f.id, 'fields', f.reading -> 'fields') ORDER BY f.position)
            FROM voucher_files f WHERE f.voucher_id = v.id AND f.removed_at IS NULL) AS files,
           (SELECT to_jsonb(c) FROM voucher_checks c WHERE c.voucher_id = v.id AND c.code = 'statementLine') AS "statementLine"
    FROM vouchers v WHERE ${rest}`
  return rows.map(({ id, version, orderId, organisationId, files, statementLine, amountFen, ...claims }) => ({
    id,
    version,
    orderId,
    organisationId,
    claims: { ...claims, amountFen: amountFen === null ? null : fenFromBigint(amountFen) },
    readings: (files ?? []).map(({ fileId, fields }) => ({ fileId, reading: fields && { fields } })),
    statementLine,
  }))
}
