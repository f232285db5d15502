import { escapeLike } from '../../core/escape-like.ts'
import { personNameKey } from '../../core/names.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { LedgerAccountKind, LedgerAccountRef } from './ledger.rules.ts'

const mostOfEach = 20

/** Owners of accounts of these kinds that belong with this one. */
export async function findCounterparts(
  db: Readable,
  { kind, ownerId }: LedgerAccountRef,
  kinds: readonly LedgerAccountKind[],
  search: string,
): Promise<LedgerAccountRef[]> {
  if (kinds.length === 0) return []
  const contains = `%${escapeLike(search)}%`
  const starts = `${escapeLike(search.toUpperCase().replace(/\s/g, ''))}%`
  // The batch that a wallet is of, or the plan that card value is of.
  const batch =
    kind === 'cardBatch'
      ? Prisma.sql`${ownerId}::uuid`
      : Prisma.sql`(SELECT batch_id FROM study_card_wallets WHERE id = ${ownerId}::uuid)`
  const ofPlan = kind === 'cardIssue' || kind === 'cardUse'
  const plan = ofPlan
    ? Prisma.sql`${ownerId}::uuid`
    : Prisma.sql`(SELECT plan_id FROM study_card_batches WHERE id = ${batch})`
  const wanted: Partial<Record<LedgerAccountKind, Prisma.Sql>> = {
    bank: Prisma.sql`SELECT p.id, NOT p.is_default AS later, p.name FROM payee_accounts p
      WHERE p.name ILIKE ${contains} OR p.bank ILIKE ${contains} OR p.account LIKE ${contains}`,
    gateway: Prisma.sql`SELECT m.id, false AS later, m.merchant AS name FROM gateway_merchants m WHERE m.merchant ILIKE ${contains}`,
    organisationCredit: Prisma.sql`SELECT o.id, NOT EXISTS (SELECT 1 FROM ledger_accounts a WHERE a.kind = 'organisationCredit' AND a.owner_id = o.id) AS later, o.name
      FROM organisations o WHERE o.name ILIKE ${contains}`,
    cardIssue: Prisma.sql`SELECT p.id, false AS later, p.name FROM plans p WHERE p.id = ${plan}`,
    cardUse: Prisma.sql`SELECT p.id, false AS later, p.name FROM plans p WHERE p.id = ${plan}`,
    cardBatch: Prisma.sql`SELECT b.id, false AS later, o.number AS name FROM study_card_batches b
      JOIN orders o ON o.id = b.order_id JOIN organisations n ON n.id = b.organisation_id
      WHERE b.expired_at IS NULL AND ${kind === 'wallet' ? Prisma.sql`b.id = ${batch}` : Prisma.sql`b.plan_id = ${plan}`}
        AND (o.number LIKE ${starts} OR n.name ILIKE ${contains})`,
    wallet: Prisma.sql`SELECT w.id, false AS later, l.name_key AS name FROM study_card_wallets w
      JOIN study_card_batches b ON b.id = w.batch_id JOIN learners l ON l.id = w.learner_id
      WHERE b.expired_at IS NULL AND ${ofPlan ? Prisma.sql`b.plan_id = ${plan}` : Prisma.sql`b.id = ${batch}`}
        AND l.name_key LIKE ${`${escapeLike(personNameKey(search))}%`}`,
  }
  const parts = kinds.flatMap((one, place) => {
    const found = wanted[one]
    return found
      ? [
          Prisma.sql`(SELECT ${place}::int AS place, ${one}::ledger_account_kind AS kind, w.id, w.later, w.name FROM (${found}) AS w
            WHERE NOT (${one} = ${kind} AND w.id = ${ownerId}::uuid) ORDER BY w.later, w.name, w.id LIMIT ${mostOfEach})`,
        ]
      : []
  })
  return db.$queryRaw<LedgerAccountRef[]>`
    SELECT kind::text AS kind, id AS "ownerId" FROM (${Prisma.join(parts, ' UNION ALL ')}) AS found ORDER BY place, later, name, id`
}

export type CardOwner = { readonly planId: string | null; readonly batchId: string | null; readonly expired: boolean }

/** Plan and batch that an account of card value belongs to. */
export async function findCardOwner(db: Readable, { kind, ownerId }: LedgerAccountRef): Promise<CardOwner> {
  const [row] = await db.$queryRaw<CardOwner[]>`
    SELECT b.plan_id AS "planId", b.id AS "batchId", b.expired_at IS NOT NULL AS expired FROM study_card_batches b
    WHERE b.id = CASE WHEN ${kind} = 'cardBatch' THEN ${ownerId}::uuid ELSE (SELECT batch_id FROM study_card_wallets WHERE id = ${ownerId}::uuid) END`
  return row ?? { planId: ownerId, batchId: null, expired: false }
}

/** Until the transaction ends the same correction waits. */
export async function holdCorrection(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`ledger.correct:${id}`}, 0))`
}

export type PostedCorrection = {
  readonly debitAccountId: string
  readonly creditAccountId: string
  readonly debit: LedgerAccountRef
  readonly credit: LedgerAccountRef
  readonly amountFen: bigint
  readonly reason: string | null
  readonly bookedOn: string
  readonly actorId: string | null
}

/** The transfer with this key, if it was posted. */
export async function findCorrection(db: Readable, key: string): Promise<PostedCorrection | null> {
  const [row] = await db.$queryRaw<
    (Omit<PostedCorrection, 'debit' | 'credit'> & {
      debitKind: LedgerAccountKind
      debitOwner: string
      creditKind: LedgerAccountKind
      creditOwner: string
    })[]
  >`
    SELECT d.id AS "debitAccountId", d.kind::text AS "debitKind", d.owner_id AS "debitOwner",
           c.id AS "creditAccountId", c.kind::text AS "creditKind", c.owner_id AS "creditOwner",
           t.amount_fen AS "amountFen", t.reason, t.booked_on::text AS "bookedOn", t.actor_id AS "actorId"
    FROM ledger_transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
    WHERE t.idempotency_key = ${key}`
  if (!row) return null
  const { debitKind, debitOwner, creditKind, creditOwner, ...posted } = row
  return {
    ...posted,
    debit: { kind: debitKind, ownerId: debitOwner },
    credit: { kind: creditKind, ownerId: creditOwner },
  }
}

/** Whether nothing is booked on a day any more. */
export async function isDayClosed(db: Readable, day: string): Promise<boolean> {
  const closed = await db.closedMonth.count({ where: { month: { gte: day.slice(0, 7) } } })
  return closed > 0
}
