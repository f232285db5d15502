import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import type { Deps } from '../../../server/deps.ts'
import { decideEnrolments } from '../../../server/features/enrolments/decide-enrolments.ts'
import { learnerImport } from '../../../server/features/learners/learner-import.ts'
import { decideLearner } from '../../../server/features/learners/learner-import-decision.rules.ts'
import { updateLearner } from '../../../server/features/learners/update-learner.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { untilBlocked } from '../../support/until-blocked.ts'
import { withoutRowLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'

/** Issue item 3: what is confirmed is changed by nobody but staff, whatever way is tried. */
let world: World
let firm: MadeOrganisation
let admin: { cookie: string }
let reviewer: { cookie: string }
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld()
  firm = await makeOrganisation(world)
  admin = await makeAdmin(world, firm)
  reviewer = await makeStaff(world, 'reviewer')
  plan = await makeOfflinePlan(world)
})
afterAll(() => world.close())

async function confirmedOne() {
  const learner = await makeLearner(world, firm)
  const made = await makeEnrolment(world, { plan, learner, organisation: firm, state: 'confirmed' })
  return { ...made, learner }
}
const rowOf = (id: string) => world.deps.db.enrolment.findUniqueOrThrow({ where: { id }, include: { subjects: true } })
const nameOf = async (id: string) => (await world.deps.db.learner.findUniqueOrThrow({ where: { id } })).name

async function renaming(id: string, name: string) {
  const { updatedAt, mobile, email, post, education } = (await world.query('learners.get', { id }, reviewer.cookie))
    .data
  return { id, updatedAt, organisationId: firm.id, name, mobile, email, post, education }
}

describe('a confirmed enrolment', () => {
  test.each([
    ['setSubjects', (id: string) => ({ planId: plan.id, selection: { picks: [{ id, version: 1 }] }, subjectIds: [] })],
    ['submit', (id: string) => ({ planId: plan.id, selection: { picks: [{ id, version: 1 }] } })],
    ['withdrawSubmission', (id: string) => ({ selection: { picks: [{ id, version: 1 }] } })],
    ['withdraw', (id: string) => ({ selection: { picks: [{ id, version: 1 }] } })],
    ['remove', (id: string) => ({ selection: { picks: [{ id, version: 1 }] } })],
  ])('is refused to its organisation: %s', async (name, input) => {
    const one = await confirmedOne()
    const before = await rowOf(one.id)
    expect(await world.mutate(`enrolments.${name}`, input(one.id), admin.cookie)).toMatchObject({
      code: 'enrolmentLocked',
      details: { state: 'confirmed' },
    })
    expect(await rowOf(one.id)).toEqual(before)
  })

  test('is refused to a tab that was loaded before it was confirmed', async () => {
    const learner = await makeLearner(world, firm)
    const made = await makeEnrolment(world, { plan, learner, organisation: firm, state: 'submitted' })
    const decision = { confirm: [{ id: made.id, version: 1 }], reject: [] }
    expect((await world.mutate('enrolments.decide', decision, reviewer.cookie)).data).toMatchObject({ confirmed: 1 })
    const stale = { selection: { picks: [{ id: made.id, version: 1 }] } }
    expect((await world.mutate('enrolments.withdrawSubmission', stale, admin.cookie)).code).toBe('conflict')
    expect((await rowOf(made.id)).state).toBe('confirmed')
  })

  test('is not changed or deleted in the database either', async () => {
    const one = await confirmedOne()
    const { db } = world.deps
    const other = await makeLearner(world, firm)
    const refused = async (work: Promise<unknown>) =>
      expect(
        await work.then(
          () => 'changed',
          () => 'refused',
        ),
      ).toBe('refused')
    await refused(db.enrolment.update({ where: { id: one.id }, data: { learnerId: other.id } }))
    await refused(db.enrolment.update({ where: { id: one.id }, data: { feeFen: 1n } }))
    await refused(db.enrolment.update({ where: { id: one.id }, data: { state: 'draft' } }))
    await refused(db.enrolment.delete({ where: { id: one.id } }))
    await refused(db.enrolmentSubject.deleteMany({ where: { enrolmentId: one.id } }))
  })
})

describe('the person under a confirmed enrolment', () => {
  test('is not renamed by their organisation, whose other details it still changes', async () => {
    const { learner } = await confirmedOne()
    const change = await renaming(learner.id, '别的名字')
    expect(await world.mutate('learners.update', change, admin.cookie)).toMatchObject({
      code: 'identityLocked',
      details: { name: learner.name },
    })
    expect(await nameOf(learner.id)).toBe(learner.name)
    const contact = { ...change, name: learner.name, mobile: '13700001111', post: '检测员' }
    expect((await world.mutate('learners.update', contact, admin.cookie)).data).toMatchObject({ mobile: '13700001111' })
  })

  test('is corrected by reviewers', async () => {
    const { learner } = await confirmedOne()
    expect(
      (await world.mutate('learners.update', await renaming(learner.id, '更正后'), reviewer.cookie)).code,
    ).toBeNull()
    expect(await nameOf(learner.id)).toBe('更正后')
  })

  test('has an ID number that only staff change at all', async () => {
    const { learner } = await confirmedOne()
    const { updatedAt } = (await world.query('learners.get', { id: learner.id }, admin.cookie)).data
    const change = { id: learner.id, updatedAt, idType: 'passport', idNumber: 'E12345678', reason: '证件号录错了' }
    expect((await world.mutate('learners.changeIdNumber', change, admin.cookie)).code).toBe('notAllowed')
    expect((await world.mutate('learners.changeIdNumber', change, reviewer.cookie)).code).toBeNull()
  })

  test('does not rename themselves', async () => {
    const account = await makeAccount(world)
    const learner = await makeLearner(world, firm, { accountId: account.id, name: account.name })
    await makeEnrolment(world, { plan, learner, organisation: firm, state: 'confirmed' })
    const cookie = await world.openSession(account.id)
    const { updatedAt } = (await world.query('learners.me', undefined, cookie)).data
    await world.mutate('learners.updateMine', { updatedAt, education: '本科', name: '我改名了' }, cookie)
    expect(await nameOf(learner.id)).toBe(learner.name)
  })

  test('is not renamed by an import, and the row says why', async () => {
    const { learner } = await confirmedOne()
    const { id: organisationId, path: organisationPath, name: organisationName } = firm
    const scope = { organisationId, organisationPath, organisationName, planId: null, batchId: null }
    const context = await learnerImport.loadContext(world.deps, world.deps.db, scope, { hold: false })
    const found = await inTransaction(world.deps, (tx) => learnerImport.lockKnown(tx, [learner.id], context))
    const known = found.get(learner.id)
    expect(known).toMatchObject({ identityLocked: true })
    const values = {
      idNumber: learner.idNumber,
      idType: null,
      mobile: null,
      email: null,
      department: null,
      post: null,
      education: null,
    }
    expect(decideLearner({ ...values, name: '别的名字' }, known, context)).toMatchObject({
      outcome: 'error',
      issues: [{ code: 'identityLocked', field: 'name' }],
    })
    expect(decideLearner({ ...values, name: learner.name }, known, context)).toMatchObject({ outcome: 'unchanged' })
  })
})

/**
 * Confirming and renaming at the same moment: each holds what it decides by, so the other one waits and sees it. Somebody
 * else holds the learner's row for a while, so that both stand in front of it when it is let go.
 */
describe('confirming and changing the person at the same moment', () => {
  async function race(
    first: 'confirming' | 'changing',
    depsOf: (deps: Deps) => Deps = (deps) => deps,
  ): Promise<{ renamed: boolean; confirmed: boolean }> {
    const learner = await makeLearner(world, firm)
    const made = await makeEnrolment(world, { plan, learner, organisation: firm, state: 'submitted' })
    const change = await renaming(learner.id, '抢改的名字')
    const holder = new pg.Client({ connectionString: world.databaseUrl })
    await holder.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT 1 FROM learners WHERE id = $1 FOR UPDATE', [learner.id])
    const happens = (work: Promise<unknown>) =>
      work.then(
        () => true,
        () => false,
      )
    const deps = depsOf(world.deps)
    const begin = {
      confirming: () =>
        happens(decideEnrolments(deps, actors.reviewer, { confirm: [{ id: made.id, version: 1 }], reject: [] })),
      changing: () => happens(updateLearner(deps, actors.admin, change)),
    }
    const one = begin[first]()
    await untilBlocked(world, 1, one)
    const two = begin[first === 'confirming' ? 'changing' : 'confirming']()
    await untilBlocked(world, 2, two)
    await holder.query('COMMIT')
    await holder.end()
    const [a, b] = await Promise.all([one, two])
    return first === 'confirming' ? { confirmed: a, renamed: b } : { confirmed: b, renamed: a }
  }
  const actors = {} as Record<'reviewer' | 'admin', AccountActor>
  beforeAll(() => {
    const someone = { kind: 'account' as const, accountId: newId(), name: '某人', ip: '', learnerId: null }
    actors.reviewer = { ...someone, staffRoles: ['reviewer'], organisation: null }
    actors.admin = { ...someone, staffRoles: [], organisation: { id: firm.id, path: firm.path, name: firm.name } }
  })

  test.each(['confirming', 'changing'] as const)('only what came first happens: %s', async (first) => {
    const { renamed, confirmed } = await race(first)
    expect({ renamed, confirmed }).toEqual({ renamed: first === 'changing', confirmed: first === 'confirming' })
  })

  test('positive control: without the row locks both happen', async () => {
    expect(await race('changing', withoutRowLocks)).toEqual({ renamed: true, confirmed: true })
  })
})
