import { newId } from '../../server/core/ids.ts'
import type { MadePlan } from './enrolments.ts'
import { type Chance, dayOf, daysAgo, type Person } from './reports-chance.ts'
import type { World } from './world.ts'

export async function open(
  world: World,
  chance: Chance,
  people: readonly Person[],
  plans: readonly MadePlan[],
): Promise<void> {
  for (const plan of plans) {
    for (const person of people) {
      if (!chance.in(0.2)) continue
      const closed = chance.in(0.2)
      await world.deps.db.courseOpening.create({
        data: {
          id: newId(),
          learnerId: person.id,
          planId: plan.id,
          organisationId: person.home.id,
          organisationPath: person.home.path,
          amountFen: 0n,
          openedById: newId(),
          openedByName: '王芳',
          ...(closed ? { closedAt: world.clock.now(), closedReason: '错了' } : {}),
        },
      })
    }
  }
}

export async function study(
  world: World,
  chance: Chance,
  people: readonly Person[],
  plans: readonly MadePlan[],
): Promise<void> {
  const records = plans.flatMap((plan) =>
    people
      .filter(() => chance.in(0.6))
      .flatMap((person) =>
        Array.from({ length: 1 + chance.whole(4) }, () => {
          const state = chance.one(['approved', 'approved', 'approved', 'pending', 'rejected'] as const)
          return {
            id: newId(),
            learnerId: person.id,
            planId: plan.id,
            organisationId: person.home.id,
            organisationPath: person.home.path,
            kind: chance.one(['compulsory', 'elective'] as const),
            source: 'offline' as const,
            title: '线下培训',
            hours: 100 * (1 + chance.whole(15)),
            studiedOn: new Date(dayOf(daysAgo(world, chance.whole(60)))),
            state,
            createdByName: '王芳',
            ...(state === 'rejected' ? { rejectedReason: '材料不全' } : {}),
          }
        }),
      ),
  )
  await world.deps.db.hourRecord.createMany({ data: records })
}

/** Most who have the hours and take part hold a certificate; some of these were revoked, and some of them issued anew. */
export async function certify(world: World, chance: Chance): Promise<void> {
  const ready = await world.deps.db.$queryRaw<
    { learnerId: string; planId: string; organisationId: string; path: string }[]
  >`
    SELECT g.learner_id AS "learnerId", g.plan_id AS "planId", l.organisation_id AS "organisationId", l.organisation_path AS path
    FROM plan_progress g JOIN plans p ON p.id = g.plan_id JOIN learners l ON l.id = g.learner_id
    WHERE hours_reached(p, g.compulsory_approved, g.elective_approved) AND takes_part(g.learner_id, g.plan_id)
      AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.learner_id = g.learner_id AND c.plan_id = g.plan_id)
    ORDER BY g.learner_id, g.plan_id`
  for (const one of ready) {
    if (chance.in(0.2)) continue
    const revoked = chance.in(0.25)
    await addCertificate(world, one, revoked)
    if (revoked && chance.in(0.5)) await addCertificate(world, one, false)
  }
}

const codeLetters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

async function addCertificate(
  world: World,
  one: { learnerId: string; planId: string; organisationId: string; path: string },
  revoked: boolean,
): Promise<void> {
  const id = newId()
  await world.deps.db.certificate.create({
    data: {
      id,
      number: `XS${id}`,
      code: Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => codeLetters[byte % 32]).join(''),
      learnerId: one.learnerId,
      planId: one.planId,
      organisationId: one.organisationId,
      organisationPath: one.path,
      organisationName: '单位',
      learnerName: '学员',
      idNumberMasked: '320101********1234',
      title: '培训合格证书',
      planNumber: '2026',
      planName: '培训',
      publisher: '',
      year: 2026,
      hours: 2000,
      compulsoryHours: 1000,
      electiveHours: 1000,
      centreName: '培训中心',
      issuedOn: new Date(dayOf(world.clock.now())),
      ...(revoked ? { state: 'revoked', revokedAt: world.clock.now(), revokedReason: '错了' } : {}),
    },
  })
}
