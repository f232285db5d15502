import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { escapeLike } from '../../core/escape-like.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { letterTransitions, readLetterCode } from './letters.rules.ts'
import { type LetterFacts, type LetterState, letterFactsSchema } from './letters.schema.ts'

/** A letter as lists show it: all of its facts but the annex, which can be thousands of people. */
export type LetterRecord = {
  readonly id: string
  readonly code: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly planId: string
  readonly facts: Omit<LetterFacts, 'list'>
  /** How many the annex lists; null: there is none. */
  readonly listed: number | null
  readonly state: LetterState
  readonly stateSince: Date
  readonly receivedByName: string
  readonly note: string
  readonly createdById: string
  readonly createdByName: string
  readonly createdAt: Date
}

type SqlLetter = Omit<LetterRecord, 'facts'> & { readonly facts: unknown }

const selectLetters = Prisma.sql`
  SELECT t.id, t.code, t.organisation_id AS "organisationId", t.organisation_path AS "organisationPath", t.plan_id AS "planId",
         t.facts - 'list' AS facts,
         CASE jsonb_typeof(t.facts -> 'list') WHEN 'array' THEN jsonb_array_length(t.facts -> 'list') END AS listed,
         t.state::text AS state, t.state_since AS "stateSince", t.received_by_name AS "receivedByName", t.note,
         t.created_by_id AS "createdById", t.created_by_name AS "createdByName", t.created_at AS "createdAt"
  FROM confirmation_letters t`

const shownFactsSchema = letterFactsSchema.omit({ list: true })

async function findLetters(db: Readable, rest: Prisma.Sql): Promise<LetterRecord[]> {
  const rows = await db.$queryRaw<SqlLetter[]>(Prisma.sql`${selectLetters} ${rest}`)
  return rows.map((row) => ({ ...row, facts: shownFactsSchema.parse(row.facts) }))
}

export async function findLetter(db: Readable, id: string): Promise<LetterRecord | null> {
  return (await findLetters(db, Prisma.sql`WHERE t.id = ${id}::uuid`))[0] ?? null
}

export async function findLetterByCode(db: Readable, code: string): Promise<LetterRecord | null> {
  return (await findLetters(db, Prisma.sql`WHERE t.code = ${code}`))[0] ?? null
}

/** Locks them until the transaction ends, in the order of their ids. */
export async function lockLetters(tx: Transaction, ids: readonly string[]): Promise<LetterRecord[]> {
  await tx.$queryRaw`SELECT id FROM confirmation_letters WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`
  return findLetters(tx, Prisma.sql`WHERE t.id = ANY(${[...ids]}::uuid[]) ORDER BY t.id`)
}

/** The latest of a plan and unit that is on its way. */
export async function findUnderWay(
  db: Readable,
  planId: string,
  organisationId: string,
): Promise<{ id: string; createdAt: Date } | null> {
  return db.confirmationLetter.findFirst({
    where: { planId, organisationId, state: 'printed' },
    select: { id: true, createdAt: true },
    orderBy: { id: 'desc' },
  })
}

/** All of what it says, the annex too. */
export async function findLetterFacts(db: Readable, id: string): Promise<LetterFacts | null> {
  const row = await db.confirmationLetter.findUnique({ where: { id }, select: { facts: true } })
  return row && letterFactsSchema.parse(row.facts)
}

export type LetterQuery = {
  /** Null: the whole centre. */
  readonly range: { readonly from: string; readonly to: string } | null
  readonly state: LetterState | null
  readonly planId: string | null
  readonly search: string
}

/** One row more than the page, as `toPage` wants it, the newest first. */
export async function findLetterPage(
  db: Readable,
  query: LetterQuery,
  cursor: string | null,
  limit: number,
): Promise<LetterRecord[]> {
  const after = cursor === null ? Prisma.sql`true` : Prisma.sql`t.id < ${cursor}::uuid`
  return findLetters(db, Prisma.sql`WHERE ${conditionsOf(query)} AND ${after} ORDER BY t.id DESC LIMIT ${limit + 1}`)
}

export async function countLetterRows(db: Readable, query: LetterQuery): Promise<Record<LetterState, number>> {
  const rows = await db.$queryRaw<{ state: LetterState; count: number }[]>`
    SELECT t.state::text AS state, count(*)::int AS count FROM confirmation_letters t
    WHERE ${conditionsOf(query)} GROUP BY t.state`
  const counts = { printed: 0, received: 0, cancelled: 0 }
  for (const row of rows) counts[row.state] = row.count
  return counts
}

function conditionsOf({ range, state, planId, search }: LetterQuery): Prisma.Sql {
  const conditions = [Prisma.sql`true`]
  if (range) conditions.push(Prisma.sql`t.organisation_path >= ${range.from} AND t.organisation_path < ${range.to}`)
  // As text, so that the index of the waiting ones can answer.
  if (state) conditions.push(Prisma.sql`t.state = ${Prisma.raw(`'${state}'`)}`)
  if (planId) conditions.push(Prisma.sql`t.plan_id = ${planId}::uuid`)
  if (search !== '') conditions.push(searchCondition(search))
  return Prisma.join(conditions, ' AND ')
}

/** A code, whole or its beginning, or part of a name as the letter bears it or as it is now. */
function searchCondition(search: string): Prisma.Sql {
  const words = `%${escapeLike(search)}%`
  const code = `${escapeLike(readLetterCode(search))}%`
  return Prisma.sql`(
    t.code LIKE ${code} OR t.facts -> 'organisation' ->> 'name' ILIKE ${words} OR t.facts -> 'organisation' ->> 'unit' ILIKE ${words}
    OR t.organisation_id IN (SELECT id FROM organisations WHERE name ILIKE ${words})
    OR t.plan_id IN (SELECT id FROM plans WHERE name ILIKE ${words} OR number LIKE ${words}))`
}

export type NewLetter = {
  readonly id: string
  readonly code: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly planId: string
  readonly facts: LetterFacts
  readonly createdById: string
  readonly createdByName: string
  readonly now: Date
}

/** Writes a letter and that it was printed. Fails with a unique violation for an id or code that is there. */
export async function addLetter(tx: Transaction, actor: Actor, { now, ...letter }: NewLetter): Promise<void> {
  await tx.confirmationLetter.create({ data: { ...letter, createdAt: now, stateSince: now } })
  await writeAudit(tx, actor, {
    action: 'letter.printed',
    subjectType: 'letter',
    subjectId: letter.id,
    organisationId: letter.organisationId,
    after: {
      code: letter.code,
      planId: letter.planId,
      confirmed: letter.facts.people.confirmed,
      listed: letter.facts.list?.length ?? null,
    },
  })
}

/** The one place where a letter's state changes: the row must still be in it. Writes the audit row. Throws `conflict`. */
export async function changeLetterState(
  tx: Transaction,
  actor: Actor,
  letter: Pick<LetterRecord, 'id' | 'code' | 'state' | 'organisationId'>,
  change: {
    readonly to: LetterState
    readonly now: Date
    /** Who opened it, and what they noted. */
    readonly received?: { readonly byId: string; readonly byName: string; readonly note: string }
  },
): Promise<void> {
  const { to, now, received } = change
  checkTransition(letterTransitions, letter.state, to)
  const { count } = await tx.confirmationLetter.updateMany({
    where: { id: letter.id, state: letter.state },
    data: {
      state: to,
      stateSince: now,
      receivedById: received?.byId ?? null,
      receivedByName: received?.byName ?? '',
      note: received?.note ?? '',
    },
  })
  if (count !== 1) throw new AppError('conflict', { from: letter.state, to })
  const verb = to === 'printed' ? 'letter.putBack' : to === 'received' ? 'letter.received' : 'letter.cancelled'
  await writeAudit(tx, actor, {
    action: verb,
    subjectType: 'letter',
    subjectId: letter.id,
    organisationId: letter.organisationId,
    before: { state: letter.state },
    after: { state: to, code: letter.code, ...(received?.note ? { note: received.note } : {}) },
  })
}

/** Somebody in the annexes of letters: which letters, and what each says of them. */
export async function findInAnnexes(
  db: Readable,
  learnerId: string,
): Promise<{ letterId: string; code: string; planName: string; printedOn: string; person: unknown }[]> {
  return db.$queryRaw<{ letterId: string; code: string; planName: string; printedOn: string; person: unknown }[]>`
    SELECT t.id AS "letterId", t.code, t.facts -> 'plan' ->> 'name' AS "planName", t.facts ->> 'printedOn' AS "printedOn", p.person
    FROM confirmation_letters t
    CROSS JOIN LATERAL jsonb_array_elements(t.facts -> 'list') AS p(person)
    WHERE t.facts -> 'list' @> ${JSON.stringify([{ learnerId }])}::jsonb AND p.person ->> 'learnerId' = ${learnerId}
    ORDER BY t.id`
}

/** Puts something else in the place of a person's name and number in every annex. Returns how many letters it were. */
export async function replaceInAnnexes(
  tx: Transaction,
  learnerId: string,
  by: { readonly name: string; readonly idNumberMasked: string },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE confirmation_letters t
    SET facts = jsonb_set(t.facts, '{list}', (
      SELECT jsonb_agg(CASE WHEN p.person ->> 'learnerId' = ${learnerId} THEN p.person || ${JSON.stringify(by)}::jsonb ELSE p.person END
                       ORDER BY p.place)
      FROM jsonb_array_elements(t.facts -> 'list') WITH ORDINALITY AS p(person, place)))
    WHERE t.facts -> 'list' @> ${JSON.stringify([{ learnerId }])}::jsonb`
}
