import { newId } from '../../server/core/ids.ts'
import { makeFormCodes } from '../../server/features/enrolments/enrolments.rules.ts'
import type { EnrolmentState } from '../../server/features/enrolments/enrolments.schema.ts'
import type { World } from './world.ts'

/** Arrangement for tests, straight through the database: what is tested goes through use-cases. */

export type MadePlan = {
  id: string
  number: string
  name: string
  feePerLearnerFen: number
  /** In their order. */
  subjects: { id: string; name: string; feeFen: number }[]
}

/** A published plan that takes place somewhere, open for enrolment now; with two subjects unless others are given. */
export async function makeOfflinePlan(
  world: World,
  options: {
    name?: string
    /** None: a fee per learner. */
    subjects?: readonly { name: string; feeFen: number }[]
    feePerLearnerFen?: number
    capacity?: number
    state?: 'draft' | 'published' | 'closed'
    startsAt?: Date
    endsAt?: Date
    enrolmentOpensAt?: Date
    enrolmentClosesAt?: Date
    lateChangesAllowed?: boolean
  } = {},
): Promise<MadePlan> {
  const id = newId()
  const now = world.clock.now().getTime()
  const number = `2026${id.replaceAll('-', '').slice(-12)}`
  const name = options.name ?? '2026 年桩基检测培训'
  const feePerLearnerFen = options.feePerLearnerFen ?? 80_000
  const subjects = (
    options.subjects ?? [
      { name: '低应变', feeFen: 50_000 },
      { name: '静载', feeFen: 30_000 },
    ]
  ).map((subject) => ({ id: newId(), ...subject }))
  await world.deps.db.plan.create({
    data: {
      id,
      number,
      name,
      publisher: '江苏建科建筑技术培训中心',
      year: 2026,
      requiredHours: 3000,
      startsAt: options.startsAt ?? new Date(now - 86_400_000),
      endsAt: options.endsAt ?? new Date(now + 180 * 86_400_000),
      mode: 'offline',
      place: '南京市山西路 1 号',
      capacity: options.capacity ?? null,
      feePerLearnerFen: BigInt(feePerLearnerFen),
      enrolmentOpensAt: options.enrolmentOpensAt ?? null,
      enrolmentClosesAt: options.enrolmentClosesAt ?? null,
      lateChangesAllowed: options.lateChangesAllowed ?? false,
      state: options.state ?? 'published',
      subjects: {
        create: subjects.map(({ id: subjectId, name: subject, feeFen }, position) => ({
          id: subjectId,
          position,
          name: subject,
          feeFen: BigInt(feeFen),
        })),
      },
    },
  })
  return { id, number, name, feePerLearnerFen, subjects }
}

/** A learner in a plan, in any state, with what that state knows; all subjects of the plan unless others are named. */
export async function makeEnrolment(
  world: World,
  options: {
    plan: MadePlan
    learner: { id: string }
    organisation: { id: string; path: string }
    state?: EnrolmentState
    subjectIds?: readonly string[]
    reason?: string
  },
): Promise<{ id: string; version: number; feeFen: number; formCode: string }> {
  const { plan, learner, organisation, state = 'draft' } = options
  const id = newId()
  const [formCode = ''] = makeFormCodes(1)
  const now = world.clock.now()
  const taken = plan.subjects.filter((subject) => options.subjectIds?.includes(subject.id) ?? true)
  const feeFen = plan.subjects.length === 0 ? plan.feePerLearnerFen : taken.reduce((sum, one) => sum + one.feeFen, 0)
  const submitted = state !== 'draft' && state !== 'withdrawn'
  const decided = submitted && state !== 'submitted'
  const created = {
    id,
    planId: plan.id,
    learnerId: learner.id,
    organisationId: organisation.id,
    organisationPath: organisation.path,
    formCode,
    createdById: newId(),
    createdAt: now,
    stateSince: now,
  }
  await world.deps.db.$transaction([
    world.deps.db.enrolment.create({
      data: {
        ...created,
        subjects: {
          create: taken.map((one) => ({ subjectId: one.id, feeFen: submitted ? BigInt(one.feeFen) : null })),
        },
      },
    }),
    // A confirmed one takes no subjects any more, so it becomes what it is once it has them.
    world.deps.db.enrolment.update({
      where: { id },
      data: {
        state,
        ...(submitted ? { feeFen: BigInt(feeFen), submittedAt: now, submittedById: newId(), dueAt: now } : {}),
        ...(decided ? { decidedAt: now, decidedById: newId() } : {}),
        ...(state === 'rejected' || state === 'revoked' ? { reason: options.reason ?? '资料不全' } : {}),
      },
    }),
  ])
  return { id, version: 1, feeFen, formCode }
}
