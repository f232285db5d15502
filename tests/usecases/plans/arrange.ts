import { newId } from '../../../server/core/ids.ts'
import type { EnrolmentState } from '../../../server/features/enrolments/enrolments.schema.ts'
import type { CreatePlanInput } from '../../../server/features/plans/plans.schema.ts'
import { makeEnrolment } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeLearner } from '../../support/people.ts'
import type { World } from '../../support/world.ts'

let made = 0

/** What a reviewer types for an offline plan with three subjects, each time under another number. */
export function planForm(changes: Partial<CreatePlanInput> = {}): CreatePlanInput {
  return {
    id: newId(),
    number: `20260301161802${String(++made).padStart(3, '0')}`,
    name: '2026年见证取样员培训',
    publisher: '江苏建科建筑技术培训中心',
    year: 2026,
    requiredHours: 3000,
    compulsoryMin: 0,
    compulsoryCap: null,
    electiveMin: 0,
    electiveCap: null,
    startsAt: '2026-05-31T16:00:00.000Z',
    endsAt: '2026-12-31T15:59:00.000Z',
    mode: 'offline',
    capacity: 60,
    lateChangesAllowed: false,
    feePerLearnerFen: 0,
    openingFeeFen: null,
    certificates: true,
    certificateTitle: '培训合格证书',
    certificateNeedsPayment: true,
    enrolmentOpensAt: '2026-04-30T16:00:00.000Z',
    enrolmentClosesAt: '2026-05-24T16:00:00.000Z',
    place: '南京市建邺区江东中路 108 号 3 楼',
    subjects: [
      { id: newId(), name: '法律法规', feeFen: 20_000 },
      { id: newId(), name: '专业知识', feeFen: 30_000 },
      { id: newId(), name: '实操考核', feeFen: 50_000 },
    ],
    ...changes,
  }
}

/** Somebody of the organisation's in a plan, with these subjects; 20000 fen for each, or without any. */
export async function enrol(
  world: World,
  organisation: MadeOrganisation,
  planId: string,
  state: EnrolmentState,
  subjectIds: readonly string[] = [],
): Promise<string> {
  const feeFen = 20_000
  const subjects = subjectIds.map((id) => ({ id, name: '', feeFen }))
  const plan = { id: planId, number: '', name: '', feePerLearnerFen: feeFen, subjects }
  const learner = await makeLearner(world, organisation)
  return (await makeEnrolment(world, { plan, learner, organisation, state })).id
}
