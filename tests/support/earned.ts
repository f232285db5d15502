import { newId } from '../../server/core/ids.ts'
import { issueCertificates } from '../../server/features/certificates/issue-certificates.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from './enrolments.ts'
import { makeLearner } from './people.ts'
import type { World } from './world.ts'

/** Arrangement for tests of certificates: hours straight into the table, whose triggers keep the sums. */

export type Unit = { id: string; path: string; name: string }

/** A plan that asks for 30.00 hours and costs nothing, so that who is confirmed takes part. */
export function makeFreePlan(world: World, name?: string): Promise<MadePlan> {
  return makeOfflinePlan(world, { subjects: [], feePerLearnerFen: 0, ...(name === undefined ? {} : { name }) })
}

/** Approved hours in hundredths; negative ones correct `correctsId`. Returns the record's id. */
export async function addHours(
  world: World,
  learner: { id: string },
  plan: { id: string },
  hours: number,
  options: { kind?: 'compulsory' | 'elective'; correctsId?: string } = {},
): Promise<string> {
  const { organisationId, organisationPath } = await world.deps.db.learner.findUniqueOrThrow({
    where: { id: learner.id },
  })
  const id = newId()
  await world.deps.db.hourRecord.create({
    data: {
      id,
      learnerId: learner.id,
      planId: plan.id,
      organisationId,
      organisationPath,
      kind: options.kind ?? 'compulsory',
      source: options.correctsId ? 'adjustment' : 'offline',
      title: '岗位能力提升',
      hours,
      studiedOn: new Date('2026-05-08'),
      state: 'approved',
      reason: options.correctsId ? '重复录入' : '',
      correctsId: options.correctsId ?? null,
      createdByName: '王老师',
    },
  })
  return id
}

/** A learner who takes part and has the hours: 20.00 compulsory and 12.00 elective. */
export async function makeEarner(
  world: World,
  plan: MadePlan,
  organisation: Unit,
  options: Parameters<typeof makeLearner>[2] = {},
): Promise<{ id: string; name: string; idNumber: string; compulsoryId: string }> {
  const learner = await makeLearner(world, organisation, options)
  await makeEnrolment(world, { plan, learner, organisation, state: 'confirmed' })
  const compulsoryId = await addHours(world, learner, plan, 2000)
  await addHours(world, learner, plan, 1200, { kind: 'elective' })
  return { ...learner, compulsoryId }
}

/** The same with the certificate that was issued for it. */
export async function makeCertified(
  world: World,
  plan: MadePlan,
  organisation: Unit,
  options: Parameters<typeof makeLearner>[2] = {},
): Promise<{ id: string; number: string; code: string; learner: Awaited<ReturnType<typeof makeEarner>> }> {
  const learner = await makeEarner(world, plan, organisation, options)
  await issueCertificates(world.deps, { planId: plan.id })
  const { id, number, code } = await world.deps.db.certificate.findFirstOrThrow({
    where: { learnerId: learner.id, planId: plan.id, state: 'valid' },
  })
  return { id, number, code, learner }
}

/** One straight into the table, of a learner whose hours nobody asks about. */
export async function makeCertificateRow(
  world: World,
  { planId, learnerId, organisation }: { planId: string; learnerId: string; organisation: Unit },
): Promise<string> {
  const id = newId()
  const { name } = await world.deps.db.learner.findUniqueOrThrow({ where: { id: learnerId } })
  const tail = id.replaceAll('-', '').slice(-12).toUpperCase().replaceAll('0', 'X').replaceAll('1', 'Y')
  await world.deps.db.certificate.create({
    data: {
      id,
      number: `T${tail}`,
      code: tail,
      learnerId,
      planId,
      organisationId: organisation.id,
      organisationPath: organisation.path,
      organisationName: organisation.name,
      learnerName: name,
      idNumberMasked: '320101********0011',
      title: '培训合格证书',
      planNumber: '2026X',
      planName: '见证取样员培训',
      publisher: '培训中心',
      year: 2026,
      hours: 3000,
      compulsoryHours: 3000,
      electiveHours: 0,
      centreName: '培训中心',
      issuedOn: world.clock.now(),
    },
  })
  return id
}
