import { AppError } from '../../core/app-error.ts'
import type { ProviderName } from '../../core/payment-methods.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { NoticeVerdict } from './payments.rules.ts'
import type { GatewayNoticeView, ListGatewayNoticesInput } from './payments.schema.ts'

export type NewGatewayNotice = {
  readonly id: string
  readonly provider: ProviderName
  readonly about: 'payment' | 'refund' | ''
  readonly tradeNo: string
  readonly providerTradeNo: string
  readonly verdict: NoticeVerdict
  readonly amountFen: number | null
  readonly body: string
  readonly paymentId: string | null
  readonly refundId: string | null
}

/** As much of a message as a person looks at; a real one has 1 to 4 KB. */
const keptCharacters = 16_000

export async function addGatewayNotice(tx: Transaction, notice: NewGatewayNotice): Promise<void> {
  // PostgreSQL's text holds no NUL; what a stranger sends may.
  const body = notice.body.slice(0, keptCharacters).replaceAll('\0', '�')
  await tx.$executeRaw`
    INSERT INTO gateway_notices (id, provider, about, trade_no, provider_trade_no, verdict, detail, body, payment_id, refund_id)
    VALUES (${notice.id}::uuid, ${notice.provider}::payment_provider, ${notice.about}, ${notice.tradeNo}, ${notice.providerTradeNo},
            ${notice.verdict}, ${JSON.stringify({ amountFen: notice.amountFen })}::jsonb, ${body}, ${notice.paymentId}::uuid, ${notice.refundId}::uuid)`
}

/** How many messages of a verdict came in the last hour: strangers can send any number of forged ones. */
export async function countRecent(tx: Transaction, provider: ProviderName, verdict: NoticeVerdict): Promise<number> {
  const rows = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM gateway_notices
    WHERE provider = ${provider}::payment_provider AND verdict = ${verdict} AND received_at > now() - interval '1 hour'`
  return Number(rows[0]?.count ?? 0n)
}

type SqlNotice = Omit<GatewayNoticeView, 'receivedAt' | 'handledAt' | 'amountFen'> & {
  receivedAt: Date
  handledAt: Date | null
  detail: { amountFen?: number | null }
}

/** One row more than the page, as `toPage` wants it, the newest first. */
export async function findGatewayNotices(
  db: Readable,
  { open, paymentId, cursor, limit }: ListGatewayNoticesInput,
): Promise<GatewayNoticeView[]> {
  const conditions = [Prisma.sql`true`]
  if (open) conditions.push(Prisma.sql`n.handled_at IS NULL AND n.verdict NOT IN ('applied', 'repeated')`)
  if (paymentId) conditions.push(Prisma.sql`n.payment_id = ${paymentId}::uuid`)
  if (cursor) conditions.push(Prisma.sql`n.id < ${cursor}::uuid`)
  return selectNotices(db, Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY n.id DESC LIMIT ${limit + 1}`)
}

export async function findGatewayNotice(db: Readable, id: string): Promise<GatewayNoticeView | null> {
  const [notice] = await selectNotices(db, Prisma.sql`WHERE n.id = ${id}::uuid`)
  return notice ?? null
}

async function selectNotices(db: Readable, which: Prisma.Sql): Promise<GatewayNoticeView[]> {
  const rows = await db.$queryRaw<SqlNotice[]>`
    SELECT n.id, n.provider::text AS provider, n.received_at AS "receivedAt", n.about, n.trade_no AS "tradeNo",
           n.provider_trade_no AS "providerTradeNo", n.verdict, n.detail, n.payment_id AS "paymentId",
           n.refund_id AS "refundId", n.body, n.handled_at AS "handledAt", a.name AS "handledByName", n.handled_note AS "handledNote"
    FROM gateway_notices n LEFT JOIN accounts a ON a.id = n.handled_by_id ${which}`
  return rows.map(({ detail, receivedAt, handledAt, ...row }) => ({
    ...row,
    amountFen: detail.amountFen ?? null,
    receivedAt: receivedAt.toISOString(),
    handledAt: handledAt?.toISOString() ?? null,
  }))
}

/** Throws `conflict` when somebody else has dealt with it, `notFound`. */
export async function markHandled(
  tx: Transaction,
  notice: { readonly id: string; readonly accountId: string; readonly note: string; readonly now: Date },
): Promise<void> {
  const { count } = await tx.gatewayNotice.updateMany({
    where: { id: notice.id, handledAt: null },
    data: { handledAt: notice.now, handledById: notice.accountId, handledNote: notice.note },
  })
  if (count === 1) return
  const known = await tx.gatewayNotice.findUnique({ where: { id: notice.id }, select: { id: true } })
  throw new AppError(known ? 'conflict' : 'notFound')
}
