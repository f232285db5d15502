import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { AuditAction } from '../../core/audit-actions.ts'
import { newId } from '../../core/ids.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { OnlineMethod, ProviderName } from '../../core/payment-methods.ts'
import { checkTransition } from '../../core/transitions.ts'
import { changeAudited, writeAudit, writeAudits } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import {
  askForHours,
  askPauseSeconds,
  cashierGraceMinutes,
  type PaymentOutcome,
  type PaymentState,
  paymentTransitions,
} from './payments.rules.ts'

export type PaymentMethod = 'transfer' | 'credit' | OnlineMethod

export type NewPayment = {
  readonly id: string
  readonly orderId: string
  readonly method: PaymentMethod
  readonly amountFen: Fen
  readonly outcome: PaymentOutcome
  readonly voucherId: string | null
  readonly movedAt: Date | null
  readonly createdById?: string | null
  readonly now: Date
}

/** Records a payment that is confirmed from the start, as a transfer approved by its voucher and credit are. */
export async function insertConfirmedPayment(tx: Transaction, payment: NewPayment): Promise<void> {
  await tx.payment.create({
    data: {
      id: payment.id,
      orderId: payment.orderId,
      method: payment.method,
      state: 'confirmed',
      stateSince: payment.now,
      amountFen: BigInt(payment.amountFen),
      receivedFen: BigInt(payment.amountFen),
      outcome: payment.outcome,
      voucherId: payment.voucherId,
      movedAt: payment.movedAt,
      createdById: payment.createdById ?? null,
      createdAt: payment.now,
    },
  })
}

/** An attempt to pay online. Times are ISO-free Dates; money is Fen. */
export type AttemptRow = {
  readonly id: string
  readonly orderId: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly orderState: 'open' | 'paid' | 'expired' | 'cancelled'
  readonly method: OnlineMethod
  readonly provider: ProviderName
  readonly merchant: string
  readonly tradeNo: string
  readonly providerTradeNo: string | null
  readonly state: PaymentState
  readonly amountFen: Fen
  readonly expiresAt: Date
  /** By the database's clock, when it was read. */
  readonly isOver: boolean
  /** And for so long that nobody can still be at its cashier. */
  readonly isLongOver: boolean
  readonly createdById: string | null
  readonly createdAt: Date
}

type SqlAttempt = Omit<AttemptRow, 'amountFen'> & { amountFen: bigint }

const selectAttempts = Prisma.sql`
  SELECT p.id, p.order_id AS "orderId", o.organisation_id AS "organisationId", org.path AS "organisationPath",
         o.state::text AS "orderState", p.method::text AS method, p.provider::text AS provider, p.merchant,
         p.trade_no AS "tradeNo", p.provider_trade_no AS "providerTradeNo", p.state::text AS state,
         p.amount_fen AS "amountFen", p.expires_at AS "expiresAt", p.expires_at <= now() AS "isOver",
         p.expires_at <= now() - make_interval(mins => ${cashierGraceMinutes}::int) AS "isLongOver",
         p.created_by_id AS "createdById", p.created_at AS "createdAt"
  FROM payments p
  JOIN orders o ON o.id = p.order_id
  JOIN organisations org ON org.id = o.organisation_id
  WHERE p.provider IS NOT NULL`

async function findAttempts(db: Readable, rest: Prisma.Sql): Promise<AttemptRow[]> {
  const rows = await db.$queryRaw<SqlAttempt[]>(Prisma.sql`${selectAttempts} ${rest}`)
  return rows.map((row) => ({ ...row, amountFen: fenFromBigint(row.amountFen) }))
}

export async function findAttempt(db: Readable, id: string): Promise<AttemptRow | null> {
  return (await findAttempts(db, Prisma.sql`AND p.id = ${id}::uuid`))[0] ?? null
}

export async function findAttemptByTrade(
  db: Readable,
  provider: ProviderName,
  tradeNo: string,
): Promise<AttemptRow | null> {
  const rest = Prisma.sql`AND p.trade_no = ${tradeNo} AND p.provider = ${provider}::payment_provider`
  return (await findAttempts(db, rest))[0] ?? null
}

/**
 * Reads the attempt and holds it until the transaction ends. Lock its order first, always: what is read of the order
 * beside it is then as it is.
 */
export async function lockAttempt(tx: Transaction, id: string): Promise<AttemptRow | null> {
  return (await findAttempts(tx, Prisma.sql`AND p.id = ${id}::uuid FOR UPDATE OF p`))[0] ?? null
}

/** The attempts to pay an order online, held until the transaction ends. Lock the order first, always. */
export async function lockAttemptsOfOrder(tx: Transaction, orderId: string): Promise<AttemptRow[]> {
  await tx.$queryRaw`SELECT id FROM payments WHERE order_id = ${orderId}::uuid AND provider IS NOT NULL ORDER BY id FOR UPDATE`
  return findAttempts(tx, Prisma.sql`AND p.order_id = ${orderId}::uuid ORDER BY p.id`)
}

/** Whether a payment is confirmed already by this transaction of the provider's. */
export async function findByProviderTrade(
  tx: Transaction,
  provider: ProviderName,
  providerTradeNo: string,
): Promise<{ id: string } | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM payments WHERE provider = ${provider}::payment_provider AND provider_trade_no = ${providerTradeNo}`
  return rows[0] ?? null
}

/** Whether the order's time to pay is over by the database's clock, though no sweep has expired it yet. */
export async function orderIsOverdue(tx: Transaction, orderId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ over: boolean }[]>`
    SELECT expires_at <= now() AS over FROM orders WHERE id = ${orderId}::uuid`
  return rows[0]?.over ?? true
}

export async function auditBegun(
  tx: Transaction,
  actor: Actor,
  attempt: { readonly id: string; readonly organisationId: string; readonly after: Prisma.InputJsonObject },
): Promise<void> {
  await writeAudit(tx, actor, {
    action: 'payment.begun',
    subjectType: 'payment',
    subjectId: attempt.id,
    organisationId: attempt.organisationId,
    after: attempt.after,
  })
}

export type SecondTrade = {
  readonly id: string
  readonly of: AttemptRow
  readonly providerTradeNo: string
  readonly receivedFen: Fen
  readonly outcome: PaymentOutcome
  readonly movedAt: Date
  readonly now: Date
}

/** A second transaction that the provider has for a trade that was paid by another: a payment of its own. */
export async function insertSecondTrade(tx: Transaction, second: SecondTrade): Promise<void> {
  await tx.payment.create({
    data: {
      id: second.id,
      orderId: second.of.orderId,
      method: second.of.method,
      state: 'confirmed',
      stateSince: second.now,
      amountFen: BigInt(second.of.amountFen),
      receivedFen: BigInt(second.receivedFen),
      outcome: second.outcome,
      provider: second.of.provider,
      merchant: second.of.merchant,
      tradeNo: `${second.of.tradeNo}+${second.providerTradeNo}`,
      providerTradeNo: second.providerTradeNo,
      expiresAt: second.of.expiresAt,
      closedAt: second.now,
      movedAt: second.movedAt,
      createdById: second.of.createdById,
      createdAt: second.now,
    },
  })
}

export type NewAttempt = {
  readonly id: string
  readonly orderId: string
  readonly method: OnlineMethod
  readonly provider: ProviderName
  readonly merchant: string
  readonly amountFen: Fen
  readonly attemptMinutes: number
  readonly createdById: string
  readonly now: Date
}

/** How many attempts to pay online an order has had; ask with the order locked. */
export async function countAttempts(tx: Transaction, orderId: string): Promise<number> {
  return tx.payment.count({ where: { orderId, provider: { not: null } } })
}

/** Its end is reckoned by the database's clock: the given minutes from now, and never later than the order's own end. */
export async function insertAttempt(
  tx: Transaction,
  attempt: NewAttempt & { readonly tradeNo: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO payments (id, order_id, method, state, state_since, amount_fen, provider, merchant, trade_no, expires_at, created_by_id, created_at)
    SELECT ${attempt.id}::uuid, o.id, ${attempt.method}::payment_method, 'created', ${attempt.now}, ${BigInt(attempt.amountFen)},
           ${attempt.provider}::payment_provider, ${attempt.merchant}, ${attempt.tradeNo},
           least(now() + make_interval(mins => ${attempt.attemptMinutes}::int), o.expires_at), ${attempt.createdById}::uuid, ${attempt.now}
    FROM orders o WHERE o.id = ${attempt.orderId}::uuid`
}

/** What an attempt learns with its new state. */
export type StateFacts = {
  readonly receivedFen?: Fen
  readonly outcome?: PaymentOutcome
  readonly providerTradeNo?: string
  readonly movedAt?: Date
  readonly failure?: string
}

type StateChange = {
  readonly to: PaymentState
  readonly now: Date
  readonly facts?: StateFacts
}

/**
 * The one place where an attempt changes its state, with its audit row. Throws `conflict` when the table has no such step
 * or somebody else changed it first.
 */
export async function changePaymentState(
  tx: Transaction,
  actor: Actor,
  payment: Pick<AttemptRow, 'id' | 'state' | 'organisationId' | 'orderId'>,
  { to, now, facts = {} }: StateChange,
): Promise<void> {
  checkTransition(paymentTransitions, payment.state, to)
  const { receivedFen, outcome = null, providerTradeNo = null, movedAt = null, failure = null } = facts
  // Confirmed, there is nothing more to ask the provider about.
  const change = Prisma.sql`
    UPDATE payments SET state = ${to}::payment_state, state_since = ${now},
      received_fen = coalesce(${receivedFen === undefined ? null : BigInt(receivedFen)}::bigint, received_fen),
      outcome = coalesce(${outcome}::payment_outcome, outcome),
      provider_trade_no = coalesce(${providerTradeNo}, provider_trade_no),
      moved_at = coalesce(${movedAt}::timestamptz, moved_at), failure = coalesce(${failure}, failure),
      closed_at = CASE WHEN ${to} = 'confirmed' THEN ${now}::timestamptz ELSE closed_at END,
      next_query_at = CASE WHEN ${to} = 'confirmed' THEN NULL ELSE next_query_at END
    WHERE id = ${payment.id}::uuid AND state = ${payment.state}::payment_state RETURNING id`
  const changed = await changeAudited(tx, actor, change, {
    action: `payment.${to}` as AuditAction,
    subjectType: 'payment',
    subjectId: payment.id,
    organisationId: payment.organisationId,
    before: { state: payment.state },
    after: {
      state: to,
      orderId: payment.orderId,
      ...facts,
      ...(facts.movedAt ? { movedAt: facts.movedAt.toISOString() } : {}),
    },
  })
  if (!changed) throw new AppError('conflict', { from: payment.state, to })
}

/** The provider is asked about it from now on: its cashier was opened. By the database's clock, as the sweep reads it. */
export async function askFrom(tx: Transaction, id: string, seconds: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE payments SET next_query_at = now() + make_interval(secs => ${seconds}::int)
    WHERE id = ${id}::uuid AND closed_at IS NULL AND state <> 'confirmed'`
}

/** The provider has said its last word on it. */
export async function closeAttempt(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`UPDATE payments SET closed_at = now(), next_query_at = NULL WHERE id = ${id}::uuid AND closed_at IS NULL`
}

type Ended = { id: string; organisationId: string; orderId: string; from: string; to: PaymentState }

/**
 * Ends attempts that are over by the database's clock, and those whose order takes no money any more, each with its audit
 * row; returns how many. They are asked about from now on until the provider says that no money will come.
 */
export async function endOverdueAttempts(tx: Transaction, actor: Actor, now: Date, limit: number): Promise<number> {
  const ended = await tx.$queryRaw<Ended[]>`
    WITH over AS (
      SELECT p.id, p.state AS was, o.organisation_id,
             (CASE WHEN o.state = 'open' THEN 'expired' ELSE 'cancelled' END)::payment_state AS becomes
      FROM payments p JOIN orders o ON o.id = p.order_id
      WHERE p.state IN ('created', 'pending') AND (p.expires_at <= now() OR o.state <> 'open')
      ORDER BY p.id LIMIT ${limit} FOR UPDATE OF p SKIP LOCKED)
    UPDATE payments p SET state = over.becomes, state_since = ${now},
      next_query_at = CASE WHEN p.closed_at IS NULL AND over.was = 'pending' THEN now() END,
      closed_at = CASE WHEN over.was = 'created' THEN coalesce(p.closed_at, now()) ELSE p.closed_at END
    FROM over WHERE p.id = over.id
    RETURNING p.id, over.organisation_id AS "organisationId", p.order_id AS "orderId", over.was::text AS "from", p.state::text AS "to"`
  for (const to of ['expired', 'cancelled'] as const) {
    const rows = ended.filter((row) => row.to === to)
    await writeAudits(
      tx,
      actor,
      { action: `payment.${to}`, subjectType: 'payment' },
      rows.map(({ id, organisationId, orderId, from }) => ({
        subjectId: id,
        organisationId,
        before: { state: from },
        after: { state: to, orderId },
      })),
    )
  }
  return ended.length
}

/**
 * Takes up to `limit` attempts that are due to be asked about, by the database's clock, and puts each off by its own
 * back-off, so that of two workers each takes others and one that dies costs one round only.
 */
export async function takeDueAttempts(tx: Transaction, waits: readonly number[], limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE payments SET query_count = query_count + 1,
      next_query_at = now() + make_interval(secs => (${waits}::int[])[least(query_count + 1, ${waits.length}::int)])
    WHERE id IN (
      SELECT id FROM payments WHERE next_query_at <= now() ORDER BY next_query_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id`
  return rows.map(({ id }) => id)
}

export type Unanswered = { readonly id: string; readonly provider: ProviderName; readonly tradeNo: string }

/** Attempts that nobody gave an answer on for days are asked about no more; finance looks at them. */
export async function giveUpAsking(tx: Transaction): Promise<Unanswered[]> {
  return tx.$queryRaw<Unanswered[]>`
    UPDATE payments SET next_query_at = NULL
    WHERE next_query_at IS NOT NULL AND created_at < now() - make_interval(hours => ${askForHours}::int)
    RETURNING id, provider::text AS provider, trade_no AS "tradeNo"`
}

/** False when somebody had the provider asked a moment ago: its answer is in the row, or on its way. */
export async function mayAskNow(tx: Transaction, id: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE payments SET asked_at = now()
    WHERE id = ${id}::uuid AND (asked_at IS NULL OR asked_at <= now() - make_interval(secs => ${askPauseSeconds}::int))`
  return count === 1
}

/** Our account at a provider, as an owner in the ledger; made when it is first needed. */
export async function merchantAccountId(tx: Transaction, provider: ProviderName, merchant: string): Promise<string> {
  const find = () => tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM gateway_merchants WHERE provider = ${provider}::payment_provider AND merchant = ${merchant}`
  const [known] = await find()
  if (known) return known.id
  await tx.gatewayMerchant.createMany({ data: { id: newId(), provider, merchant }, skipDuplicates: true })
  const [made] = await find()
  if (!made) throw new Error('the merchant account was not made')
  return made.id
}
