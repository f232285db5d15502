import { type MadePlan, makeEnrolment, makeOfflinePlan } from './enrolments.ts'
import { type MadeOrganisation, makeLearner, makeOrganisation } from './people.ts'
import { type Chance, type Confirmed, chanceOf, type Person } from './reports-chance.ts'
import { order } from './reports-money.ts'
import { certify, open, study } from './reports-study.ts'
import type { World } from './world.ts'

/**
 * A centre with everything that reports count, by chance: a tree of units, plans with rules, enrolments in every state,
 * orders of one plan or several, money that came in every way, too much, late, wrong or back, hours of both kinds,
 * openings, certificates, invoices, and people who moved meanwhile. The tables are filled directly, money through the
 * ledger's own use-case. The same seed gives the same centre.
 */
export type ReportsWorld = {
  readonly tops: readonly MadeOrganisation[]
  readonly units: readonly MadeOrganisation[]
  readonly plans: readonly MadePlan[]
}

export async function makeReportsWorld(world: World, seed: number): Promise<ReportsWorld> {
  const chance = chanceOf(seed)
  const { tops, units } = await makeTree(world, chance)
  const plans = await makePlans(world, chance)
  const people: Person[] = []
  for (let i = 0; i < 36; i++) {
    const home = chance.one(units)
    people.push({ id: (await makeLearner(world, home)).id, home })
  }
  const confirmed = await enrol(world, chance, people, plans)
  await order(world, chance, units, plans, confirmed)
  await open(world, chance, people, plans)
  await study(world, chance, people, plans)
  await certify(world, chance)
  for (const person of people) {
    if (!chance.in(0.25)) continue
    const to = chance.one(units)
    await world.deps.db.learner.update({
      where: { id: person.id },
      data: { organisationId: to.id, organisationPath: to.path },
    })
  }
  return { tops, units, plans }
}

async function makeTree(world: World, chance: Chance) {
  const tops: MadeOrganisation[] = []
  const units: MadeOrganisation[] = []
  for (let i = 0; i < 3; i++) {
    const top = await makeOrganisation(world)
    tops.push(top)
    units.push(top)
    for (let j = chance.whole(3); j > 0; j--) {
      const child = await makeOrganisation(world, { parent: top, billing: false })
      units.push(child)
      if (chance.in(0.5)) units.push(await makeOrganisation(world, { parent: child, billing: false }))
    }
  }
  return { tops, units }
}

async function makePlans(world: World, chance: Chance): Promise<MadePlan[]> {
  const plans: MadePlan[] = []
  for (let i = 0; i < 4; i++) {
    const plan = await makeOfflinePlan(world, { subjects: [], feePerLearnerFen: chance.one([0, 33_333, 80_000]) })
    const compulsoryMin = chance.one([0, 500, 1000])
    await world.deps.db.plan.update({
      where: { id: plan.id },
      data: {
        year: chance.one([2025, 2026]),
        requiredHours: 2000,
        compulsoryMin,
        compulsoryCap: chance.one([null, 1500]),
        electiveMin: chance.one([0, 300]),
        electiveCap: chance.one([null, 1200]),
      },
    })
    plans.push(plan)
  }
  return plans
}

async function enrol(world: World, chance: Chance, people: readonly Person[], plans: readonly MadePlan[]) {
  const confirmed = new Map<string, Confirmed[]>()
  for (const plan of plans) {
    for (const person of people) {
      if (!chance.in(0.6)) continue
      const state = chance.one([
        'draft',
        'submitted',
        'confirmed',
        'confirmed',
        'confirmed',
        'rejected',
        'withdrawn',
      ] as const)
      const made = await makeEnrolment(world, { plan, learner: person, organisation: person.home, state })
      if (state !== 'confirmed') continue
      const list = confirmed.get(person.home.id) ?? []
      confirmed.set(person.home.id, [...list, { id: made.id, learnerId: person.id, plan, feeFen: made.feeFen }])
    }
  }
  return confirmed
}
