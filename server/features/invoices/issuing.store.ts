import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { pauseSeconds, turnSeconds } from './issuing.rules.ts'

/** A blue or a red invoice that a provider is asked for. */
export type About = 'invoice' | 'red'
export type Asked = {
  readonly about: About
  /** Of the invoice request, or of the red request. */
  readonly id: string
  /** Of the invoice request. */
  readonly requestId: string
  readonly state: string
  readonly serial: string
  /** As it was sent the first time. */
  readonly content: Prisma.JsonValue
  /** With the one that is being asked. */
  readonly questions: number
  /** That the provider said it issued. */
  readonly number: string | null
  readonly failure: string | null
  readonly nextQueryAt: Date | null
}

type Row = Omit<Asked, 'about'>

function select(db: Readable, about: About, id: string, end: Prisma.Sql): Promise<Row[]> {
  const [table, requestId] =
    about === 'invoice'
      ? [Prisma.sql`invoice_requests`, Prisma.sql`id`]
      : [Prisma.sql`red_requests`, Prisma.sql`request_id`]
  return db.$queryRaw<Row[]>`
    SELECT id, ${requestId} AS "requestId", state::text AS state, issue_serial AS serial, issue_content AS content,
           query_count AS questions, provider_number AS number, issue_failure AS failure, next_query_at AS "nextQueryAt"
    FROM ${table} WHERE id = ${id}::uuid AND issue_serial IS NOT NULL ${end}`
}

const held = Prisma.sql`FOR UPDATE`

export async function findAsked(db: Readable, about: About, id: string): Promise<Asked | null> {
  const [row] = await select(db, about, id, Prisma.empty)
  return row ? { about, ...row } : null
}

/** Holds it until the transaction ends. */
export async function lockAsked(tx: Transaction, about: About, id: string): Promise<Asked | null> {
  const [row] = await select(tx, about, id, held)
  return row ? { about, ...row } : null
}

/** The turn to ask about it, if it is one: for so long nobody else does. Null when it is not issuing, or not due. */
export async function takeTurn(tx: Transaction, about: About, id: string, now: Date): Promise<Asked | null> {
  const [row] = await select(tx, about, id, held)
  if (row?.state !== 'issuing' || row.nextQueryAt === null || row.nextQueryAt > now) return null
  const questions = row.questions + 1
  await setNext(tx, about, id, { queryCount: questions, nextQueryAt: after(now, turnSeconds) })
  return { about, ...row, questions }
}

export type NextQuestion = {
  nextQueryAt?: Date | null
  queryCount?: number
  issueFailure?: string | null
  providerNumber?: string | null
}

/** Changes nothing once it is no longer issuing. */
export async function setNext(tx: Transaction, about: About, id: string, next: NextQuestion): Promise<boolean> {
  const { count } =
    about === 'invoice'
      ? await tx.invoiceRequest.updateMany({ where: { id, state: 'issuing' }, data: next })
      : await tx.redRequest.updateMany({ where: { id, state: 'issuing' }, data: next })
  return count === 1
}

/** When to ask again after so many questions. */
export function nextQuestionAt(now: Date, questions: number): Date {
  return after(now, pauseSeconds(questions))
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000)
}

/** Those whose question is overdue: their job was lost, or they were asked last by a process that died. */
export async function listDue(db: Readable, now: Date, limit: number): Promise<{ about: About; id: string }[]> {
  return db.$queryRaw<{ about: About; id: string }[]>`
    (SELECT 'invoice' AS about, id, next_query_at FROM invoice_requests
     WHERE next_query_at <= ${now} AND state = 'issuing' ORDER BY next_query_at LIMIT ${limit})
    UNION ALL
    (SELECT 'red' AS about, id, next_query_at FROM red_requests
     WHERE next_query_at <= ${now} AND state = 'issuing' ORDER BY next_query_at LIMIT ${limit})
    ORDER BY next_query_at LIMIT ${limit}`
}

// --- Callbacks -------------------------------------------------------------------------------------------------------

export type CallbackVerdict =
  | 'asked'
  | 'repeated'
  | 'issuedTwice'
  | 'unknownSerial'
  | 'badSignature'
  | 'stale'
  | 'unreadable'
  | 'otherApp'

export async function insertCallback(
  tx: Transaction,
  callback: { id: string; serial: string; verdict: CallbackVerdict; body: string; receivedAt: Date },
): Promise<void> {
  await tx.invoiceCallback.create({ data: { ...callback, body: callback.body.slice(0, 16_384) } })
}

/** Refused messages of a kind within the last hour. */
export async function countRecentCallbacks(db: Readable, verdict: CallbackVerdict, since: Date): Promise<number> {
  return db.invoiceCallback.count({ where: { verdict, receivedAt: { gte: since } } })
}

/** Whether finance was told before that the provider issued this number besides. */
export async function wasToldOfTwice(db: Readable, serial: string, number: string): Promise<boolean> {
  const row = await db.invoiceCallback.findFirst({
    where: { serial, verdict: 'issuedTwice', body: { contains: number } },
    select: { id: true },
  })
  return row !== null
}

/** Of these numbers of 20 digits, those of invoices that we have. */
export async function findKnownNumbers(db: Readable, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await db.invoice.findMany({ where: { number: { in: [...numbers] } }, select: { number: true } })
  return new Set(rows.map(({ number }) => number))
}
