import type { Plan, PlanSubject } from '../../../prisma/generated/client.ts'
import { AppError } from '../../core/app-error.ts'
import { escapeLike } from '../../core/escape-like.ts'
import { isUniqueViolation, Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { PlanState } from './plans.rules.ts'
import type { ListAllPlansInput, ListPlansInput, PlanForm } from './plans.schema.ts'

/** A plan with all its subjects, those that can be chosen first, in their order. */
export type PlanRow = Plan & { subjects: PlanSubject[] }

const withSubjects = {
  subjects: { orderBy: [{ retiredAt: { sort: 'asc', nulls: 'first' } }, { position: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.PlanInclude

export async function findPlan(db: Readable, id: string): Promise<PlanRow | null> {
  return db.plan.findUnique({ where: { id }, include: withSubjects })
}

/**
 * Holds the plan until the transaction ends: `share` beside others who only keep it as it is, `change` alone. Neither
 * keeps away those who merely refer to it.
 */
export async function lockPlanRow(tx: Transaction, id: string, how: 'share' | 'change'): Promise<PlanRow | null> {
  const lock = how === 'share' ? Prisma.sql`FOR SHARE` : Prisma.sql`FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT id FROM plans WHERE id = ${id}::uuid ${lock}`
  return findPlan(tx, id)
}

/** The closed plans in which people of a subtree, given as a range of paths, are or were. */
export async function findClosedPlansOf(db: Readable, { from, to }: { from: string; to: string }): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM plans p
    WHERE p.state = 'closed' AND EXISTS (
      SELECT 1 FROM enrolments e
      WHERE e.plan_id = p.id AND e.organisation_path >= ${from} AND e.organisation_path < ${to})`
  return rows.map((row) => row.id)
}

/** Published plans and these closed ones, the latest number first; one row more than the page, as `toPage` wants it. */
export async function findPublishedPlans(
  db: Readable,
  {
    name,
    year,
    openOnly,
    takingOrders,
    cursor,
    limit,
    closed,
  }: ListPlansInput & { readonly closed: readonly string[] },
  now: Date,
): Promise<PlanRow[]> {
  return db.plan.findMany({
    where: {
      ...(closed.length > 0 ? { OR: [{ state: 'published' }, { id: { in: [...closed] } }] } : { state: 'published' }),
      ...(name ? { name: { contains: escapeLike(name), mode: 'insensitive' } } : {}),
      ...(year === undefined ? {} : { year }),
      ...(openOnly ? openNow(now) : {}),
      // What `takesOrders` says, besides the state.
      ...(takingOrders ? { endsAt: { gt: now } } : {}),
      ...(cursor ? { number: { lt: cursor } } : {}),
    },
    include: withSubjects,
    orderBy: { number: 'desc' },
    take: limit + 1,
  })
}

/** The years of the published plans, the latest first; only of those that take orders at `endingAfter`, where it is given. */
export async function findPlanYears(db: Readable, endingAfter: Date | null): Promise<number[]> {
  const rows = await db.plan.findMany({
    where: { state: 'published', ...(endingAfter ? { endsAt: { gt: endingAfter } } : {}) },
    distinct: ['year'],
    select: { year: true },
    orderBy: { year: 'desc' },
  })
  return rows.map(({ year }) => year)
}

/** What `enrolmentWindow` calls open, of a published plan. */
function openNow(now: Date): Prisma.PlanWhereInput {
  return {
    endsAt: { gt: now },
    AND: [
      { OR: [{ enrolmentOpensAt: null }, { enrolmentOpensAt: { lte: now } }] },
      { OR: [{ lateChangesAllowed: true }, { enrolmentClosesAt: null }, { enrolmentClosesAt: { gt: now } }] },
    ],
  }
}

/** Whether a plan has this number. */
export async function isNumberTaken(db: Readable, number: string): Promise<boolean> {
  return (await db.plan.count({ where: { number } })) > 0
}

export async function findAllPlans(
  db: Readable,
  { search, year, state, mode, cursor, limit }: ListAllPlansInput,
): Promise<PlanRow[]> {
  const part = search ? { contains: escapeLike(search), mode: 'insensitive' as const } : null
  return db.plan.findMany({
    where: {
      ...(part ? { OR: [{ name: part }, { number: part }] } : {}),
      ...(year === undefined ? {} : { year }),
      ...(state ? { state } : {}),
      ...(mode ? { mode } : {}),
      ...(cursor ? { number: { lt: cursor } } : {}),
    },
    include: withSubjects,
    orderBy: { number: 'desc' },
    take: limit + 1,
  })
}

export type PlanUse = {
  planId: string
  drafts: number
  submitted: number
  confirmed: number
  revoked: number
  orders: number
  /** Somebody has hours in it, or has opened it. */
  studied: boolean
}

/** Who uses each of the plans: its people by state, and the orders with something of it. */
export async function countPlanUse(db: Readable, planIds: readonly string[]): Promise<Map<string, PlanUse>> {
  const rows = await db.$queryRaw<PlanUse[]>`
    SELECT p.id AS "planId", e.drafts, e.submitted, e.confirmed, e.revoked,
           (SELECT count(DISTINCT i.order_id)::int FROM order_items i WHERE i.plan_id = p.id) AS orders,
           EXISTS (SELECT 1 FROM plan_progress g WHERE g.plan_id = p.id)
             OR EXISTS (SELECT 1 FROM course_openings c WHERE c.plan_id = p.id) AS studied
    FROM plans p
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE state IN ('draft', 'rejected'))::int AS drafts,
             count(*) FILTER (WHERE state = 'submitted')::int AS submitted,
             count(*) FILTER (WHERE state = 'confirmed')::int AS confirmed,
             count(*) FILTER (WHERE state = 'revoked')::int AS revoked
      FROM enrolments WHERE plan_id = p.id) e
    WHERE p.id = ANY(${[...planIds]}::uuid[])`
  return new Map(rows.map((row) => [row.planId, row]))
}

/** How many hold a seat in each of the plans; those without any are left out. */
export async function countSeats(db: Readable, planIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ planId: string; taken: number }[]>`
    SELECT plan_id AS "planId", count(*)::int AS taken FROM enrolments
    WHERE plan_id = ANY(${[...planIds]}::uuid[]) AND state IN ('submitted', 'confirmed')
    GROUP BY plan_id`
  return new Map(rows.map(({ planId, taken }) => [planId, taken]))
}

/** How many enrolments chose each of the plan's subjects. */
export async function countSubjectUse(db: Readable, planId: string): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ subjectId: string; taken: number }[]>`
    SELECT es.subject_id AS "subjectId", count(*)::int AS taken
    FROM plan_subjects s JOIN enrolment_subjects es ON es.subject_id = s.id
    WHERE s.plan_id = ${planId}::uuid GROUP BY es.subject_id`
  return new Map(rows.map(({ subjectId, taken }) => [subjectId, taken]))
}

/** Throws `planNumberTaken`; `conflict` when the id is taken by a plan that was made this very moment. */
export async function insertPlan(
  tx: Transaction,
  plan: { id: string; form: PlanForm; copiedFromId: string | null; now: Date },
): Promise<void> {
  const { subjects, ...columns } = columnsOf(plan.form)
  await numberTakenOr(plan.form.number, () =>
    tx.plan.create({
      data: { id: plan.id, ...columns, copiedFromId: plan.copiedFromId, stateSince: plan.now, createdAt: plan.now },
    }),
  )
  await tx.planSubject.createMany({
    data: subjects.map((subject, position) => ({ ...subject, planId: plan.id, position, createdAt: plan.now })),
  })
}

/** Throws `planNumberTaken`. The row is locked by the caller, who has compared the version. */
export async function updatePlanRow(tx: Transaction, id: string, form: PlanForm): Promise<void> {
  const { subjects: _, ...columns } = columnsOf(form)
  await numberTakenOr(form.number, () =>
    tx.plan.update({ where: { id }, data: { ...columns, version: { increment: 1 } } }),
  )
}

/**
 * Makes the plan's subjects those of the form, in its order: what is left out goes, or is retired where it is in `kept`.
 * Throws `idempotencyKeyReused` for a subject's id that another plan's has.
 */
export async function saveSubjects(
  tx: Transaction,
  planId: string,
  subjects: PlanForm['subjects'],
  kept: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const known = await tx.planSubject.findMany({ where: { planId, retiredAt: null }, select: { id: true, name: true } })
  const gone = known.filter(({ id }) => !subjects.some((subject) => subject.id === id)).map(({ id }) => id)
  await tx.planSubject.updateMany({
    where: { id: { in: gone.filter((id) => kept.has(id)) } },
    data: { retiredAt: now },
  })
  await tx.planSubject.deleteMany({ where: { id: { in: gone.filter((id) => !kept.has(id)) } } })
  // Two may swap their names, and no two have one at any moment: those that change theirs give it up first.
  const renamed = known.filter(({ id, name }) => subjects.some((subject) => subject.id === id && subject.name !== name))
  for (const { id } of renamed) await tx.planSubject.update({ where: { id }, data: { name: id } })
  const written = await tx.$executeRaw`
    INSERT INTO plan_subjects AS s (id, plan_id, position, name, fee_fen, created_at)
    SELECT t.id, ${planId}::uuid, t.position, t.name, t."feeFen", ${now}
    FROM json_to_recordset(${JSON.stringify(subjects.map((subject, position) => ({ ...subject, position })))}::json)
      AS t(id uuid, name text, "feeFen" bigint, position int)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, fee_fen = excluded.fee_fen
    WHERE s.plan_id = excluded.plan_id AND s.retired_at IS NULL`
  if (written < subjects.length) throw new AppError('idempotencyKeyReused')
}

/** From the one state to the other; `conflict` when it is in neither that state nor that version any more. */
export async function changePlanState(
  tx: Transaction,
  { id, version, from, to, now }: { id: string; version: number; from: PlanState; to: PlanState; now: Date },
): Promise<void> {
  const { count } = await tx.plan.updateMany({
    where: { id, version, state: from },
    data: { state: to, stateSince: now, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('conflict')
}

export async function deletePlan(tx: Transaction, id: string): Promise<void> {
  await tx.planSubject.deleteMany({ where: { planId: id } })
  await tx.plan.delete({ where: { id } })
}

function columnsOf({ subjects, ...form }: PlanForm) {
  return {
    ...form,
    startsAt: new Date(form.startsAt),
    endsAt: new Date(form.endsAt),
    enrolmentOpensAt: form.enrolmentOpensAt === null ? null : new Date(form.enrolmentOpensAt),
    enrolmentClosesAt: form.enrolmentClosesAt === null ? null : new Date(form.enrolmentClosesAt),
    feePerLearnerFen: BigInt(form.feePerLearnerFen),
    openingFeeFen: form.openingFeeFen === null ? null : BigInt(form.openingFeeFen),
    subjects: subjects.map(({ id, name, feeFen }) => ({ id, name, feeFen: BigInt(feeFen) })),
  }
}

async function numberTakenOr<T>(number: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw isUniqueViolation(error) ? new AppError('planNumberTaken', { number }) : error
  }
}
