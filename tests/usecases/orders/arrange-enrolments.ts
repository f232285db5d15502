import { newId } from '../../../server/core/ids.ts'
import { makeLearner } from '../../support/people.ts'
import type { World } from '../../support/world.ts'
import { makePlan } from './arrange.ts'

export type Subject = { id: string; name: string; feeFen: number }
export type SubjectPlan = { id: string; name: string; number: string; subjects: Subject[] }

/** A published plan with its subjects; without any it has a fee per learner. */
export async function makeSubjectPlan(world: World, subjects: readonly [string, number][] = []): Promise<SubjectPlan> {
  const plan = await makePlan(world)
  const made = subjects.map(([name, feeFen]) => ({ id: newId(), name, feeFen }))
  await world.deps.db.planSubject.createMany({
    data: made.map((subject, index) => ({
      ...subject,
      planId: plan.id,
      position: index + 1,
      feeFen: BigInt(subject.feeFen),
    })),
  })
  return { ...plan, subjects: made }
}

const codes = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
function formCode(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => codes[byte % codes.length]).join('')
}

type Options = {
  state?: 'submitted' | 'confirmed' | 'rejected'
  /** What was agreed: the sum of the subjects, or the plan's fee per learner of 32,000 fen. */
  feeFen?: number
  subjects?: readonly Subject[]
  name?: string
  /** Who is enrolled, when they are known already. */
  learner?: { id: string; name: string }
}

/** Somebody enrolled in a plan by a unit, with the fees that were agreed. */
export async function makeEnrolled(
  world: World,
  organisation: { id: string; path: string },
  plan: { id: string; subjects?: readonly Subject[] },
  options: Options = {},
): Promise<{ id: string; learnerId: string; name: string; feeFen: number }> {
  const learner =
    options.learner ?? (await makeLearner(world, organisation, options.name ? { name: options.name } : {}))
  const subjects = options.subjects ?? plan.subjects ?? []
  const feeFen =
    options.feeFen ?? (subjects.length > 0 ? subjects.reduce((sum, subject) => sum + subject.feeFen, 0) : 32_000)
  const id = newId()
  const state = options.state ?? 'confirmed'
  const now = world.clock.now()
  await world.deps.db.enrolment.create({
    data: {
      id,
      planId: plan.id,
      learnerId: learner.id,
      organisationId: organisation.id,
      organisationPath: organisation.path,
      state: 'draft',
      formCode: formCode(),
      createdById: newId(),
      subjects: { create: subjects.map(({ id, feeFen }) => ({ subjectId: id, feeFen: BigInt(feeFen) })) },
    },
  })
  await world.deps.db.enrolment.update({
    where: { id },
    data: {
      state,
      feeFen: BigInt(feeFen),
      submittedAt: now,
      dueAt: now,
      ...(state === 'submitted' ? {} : { decidedAt: now, decidedById: newId() }),
      ...(state === 'rejected' ? { reason: '照片不清楚' } : {}),
    },
  })
  return { id, learnerId: learner.id, name: learner.name, feeFen }
}

/** Many confirmed at once, straight in SQL: `count` people of a unit, each with all subjects of the plan. */
export async function makeManyEnrolled(
  world: World,
  organisation: { id: string; path: string },
  plan: SubjectPlan,
  count: number,
): Promise<void> {
  const { db } = world.deps
  const feeFen = plan.subjects.reduce((sum, subject) => sum + subject.feeFen, 0)
  await db.$executeRaw`
    WITH people AS (
      INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked)
      SELECT gen_random_uuid(), ${organisation.id}::uuid, ${organisation.path}, '学员' || n, '学员' || n, 'x', gen_random_uuid()::text, '3201**' || n
      FROM generate_series(1, ${count}::int) AS n RETURNING id),
    enrolled AS (
      INSERT INTO enrolments (id, plan_id, learner_id, organisation_id, organisation_path, state, form_code, created_by_id)
      SELECT gen_random_uuid(), ${plan.id}::uuid, people.id, ${organisation.id}::uuid, ${organisation.path}, 'draft',
             translate(upper(substr(md5(people.id::text), 1, 10)), '01', 'XY'), gen_random_uuid()
      FROM people RETURNING id)
    INSERT INTO enrolment_subjects (enrolment_id, subject_id, fee_fen)
    SELECT enrolled.id, s.id, s.fee_fen FROM enrolled CROSS JOIN plan_subjects s WHERE s.plan_id = ${plan.id}::uuid`
  await db.$executeRaw`
    UPDATE enrolments SET state = 'confirmed', fee_fen = ${BigInt(feeFen)}, submitted_at = now(), due_at = now(), decided_at = now(),
      decided_by_id = gen_random_uuid()
    WHERE plan_id = ${plan.id}::uuid AND state = 'draft'`
}
