import { escapeLike } from '../../core/escape-like.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { AttendanceRow, AttendedPlan } from './attendance.schema.ts'

export type TickedDay = { readonly day: string; readonly tickedAt: Date }

/** The days somebody was there, the latest first. */
export async function findDays(db: Readable, enrolmentId: string): Promise<TickedDay[]> {
  const rows = await db.attendance.findMany({ where: { enrolmentId }, orderBy: { day: 'desc' } })
  return rows.map(({ day, tickedAt }) => ({ day: day.toISOString().slice(0, 10), tickedAt }))
}

/** False when they are ticked on that day already. */
export async function addDay(
  tx: Transaction,
  tick: {
    readonly id: string
    readonly enrolmentId: string
    readonly day: string
    readonly byId: string
    readonly now: Date
  },
): Promise<boolean> {
  const { count } = await tx.attendance.createMany({
    data: [
      {
        id: tick.id,
        enrolmentId: tick.enrolmentId,
        day: new Date(tick.day),
        tickedAt: tick.now,
        tickedById: tick.byId,
      },
    ],
    skipDuplicates: true,
  })
  return count === 1
}

/** False when they were not ticked on that day. */
export async function removeDay(tx: Transaction, enrolmentId: string, day: string): Promise<boolean> {
  const { count } = await tx.attendance.deleteMany({ where: { enrolmentId, day: new Date(day) } })
  return count === 1
}

/** The offline plans that take place on a day, with how many are expected and how many were there. */
export async function findPlansOn(db: Readable, day: string): Promise<AttendedPlan[]> {
  return db.$queryRaw<AttendedPlan[]>`
    SELECT p.id, p.name, p.place, count(e.id)::int AS confirmed, count(a.id)::int AS ticked
    FROM plans p
    LEFT JOIN enrolments e ON e.plan_id = p.id AND e.state = 'confirmed'
    LEFT JOIN attendance a ON a.enrolment_id = e.id AND a.day = ${day}::date
    WHERE p.mode = 'offline' AND p.state <> 'draft'
      AND (p.starts_at AT TIME ZONE 'Asia/Shanghai')::date <= ${day}::date
      AND (p.ends_at AT TIME ZONE 'Asia/Shanghai')::date >= ${day}::date
    GROUP BY p.id ORDER BY p.starts_at, p.id`
}

type SqlRow = Omit<AttendanceRow, 'tickedAt'> & { tickedAt: Date | null }

/** The confirmed people of a plan, who is not there yet first. */
export async function findAttendance(
  db: Readable,
  planId: string,
  day: string,
  search: string,
  most: number,
): Promise<AttendanceRow[]> {
  const rows = await db.$queryRaw<SqlRow[]>`
    SELECT e.id AS "enrolmentId", l.name, l.id_number_masked AS "idNumberMasked", org.name AS "organisationName", a.ticked_at AS "tickedAt"
    FROM enrolments e
    JOIN learners l ON l.id = e.learner_id
    JOIN organisations org ON org.id = e.organisation_id
    LEFT JOIN attendance a ON a.enrolment_id = e.id AND a.day = ${day}::date
    WHERE e.plan_id = ${planId}::uuid AND e.state = 'confirmed' AND l.name LIKE ${`%${escapeLike(search)}%`}
    ORDER BY a.ticked_at IS NOT NULL, l.name_key, e.id LIMIT ${most}`
  return rows.map((row) => ({ ...row, tickedAt: row.tickedAt?.toISOString() ?? null }))
}
