import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { type FormFacts, loadForm, loadFormByCode } from '../enrolments/load-forms.ts'
import { obstacleOf } from './attendance.rules.ts'
import type { AttendanceRow, AttendedPlan, Attender } from './attendance.schema.ts'
import { addDay, findAttendance, findDays, findPlansOn, removeDay } from './attendance.store.ts'

type Reading = Pick<Deps, 'db' | 'clock'>

/** Who the form's code belongs to, and whether they can be ticked today. Throws `notFound`. */
export async function loadAttender(deps: Reading, actor: AccountActor, code: string): Promise<Attender> {
  return attenderOf(deps, await loadFormByCode(deps, actor, code))
}

/**
 * 签到: somebody is there today. Ticked twice, it is the first tick that stands. Throws `notFound`,
 * `enrolmentNotConfirmed`, `attendanceNotToday`.
 */
export async function tickAttendance(deps: Reading, actor: AccountActor, enrolmentId: string): Promise<Attender> {
  const form = await loadForm(deps, actor, enrolmentId)
  const now = deps.clock.now()
  if (obstacleOf(form, now) !== null) throw new AppError('attendanceNotToday')
  const day = shanghaiDay(now)
  await inTransaction(deps, async (tx) => {
    if (await addDay(tx, { id: newId(), enrolmentId, day, byId: actor.accountId, now }))
      await audit(tx, actor, 'enrolment.attended', form, day)
  })
  return attenderOf(deps, form)
}

/** Takes today's tick back: it was somebody else. Throws `notFound`, `enrolmentNotConfirmed`. */
export async function untickAttendance(deps: Reading, actor: AccountActor, enrolmentId: string): Promise<Attender> {
  const form = await loadForm(deps, actor, enrolmentId)
  const day = shanghaiDay(deps.clock.now())
  await inTransaction(deps, async (tx) => {
    if (await removeDay(tx, enrolmentId, day)) await audit(tx, actor, 'enrolment.attendanceRemoved', form, day)
  })
  return attenderOf(deps, form)
}

/** The offline plans of today. */
export async function listAttendedPlans(deps: Reading): Promise<AttendedPlan[]> {
  return findPlansOn(deps.db, shanghaiDay(deps.clock.now()))
}

/** As many as a phone scrolls through; a name finds the others. */
const mostRows = 200

/** Who of a plan is expected today and who was there, the missing first. */
export async function listAttendance(
  deps: Reading,
  { planId, search = '' }: { planId: string; search?: string | undefined },
): Promise<AttendanceRow[]> {
  return findAttendance(deps.db, planId, shanghaiDay(deps.clock.now()), search, mostRows)
}

async function audit(
  tx: Parameters<typeof writeAudit>[0],
  actor: AccountActor,
  action: 'enrolment.attended' | 'enrolment.attendanceRemoved',
  form: FormFacts,
  day: string,
): Promise<void> {
  await writeAudit(tx, actor, {
    action,
    subjectType: 'enrolment',
    subjectId: form.enrolmentId,
    organisationId: form.organisationId,
    after: { day },
  })
}

async function attenderOf(deps: Reading, form: FormFacts): Promise<Attender> {
  const now = deps.clock.now()
  const today = shanghaiDay(now)
  const days = await findDays(deps.db, form.enrolmentId)
  return {
    enrolmentId: form.enrolmentId,
    formCode: form.formCode,
    name: form.learnerName,
    idNumberMasked: form.idNumberMasked,
    organisationName: form.organisationName,
    planId: form.planId,
    planName: form.planName,
    place: form.place,
    subjects: [...form.subjects],
    state: form.state,
    paymentStatus: form.paymentStatus,
    days: days.map(({ day }) => day),
    today,
    tickedAt: days.find(({ day }) => day === today)?.tickedAt.toISOString() ?? null,
    obstacle: obstacleOf(form, now),
  }
}
