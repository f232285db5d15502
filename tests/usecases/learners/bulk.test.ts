import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { sessionCookie } from '../../../server/http/request.ts'
import { makeManyLearners } from '../../support/many-learners.ts'
import { slowness } from '../../support/pace.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let company: MadeOrganisation
let department: MadeOrganisation
let other: MadeOrganisation
let admin: { id: string; cookie: string }
let departmentAdmin: { id: string; cookie: string }
let reviewer: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  company = await makeOrganisation(world)
  department = await makeOrganisation(world, { parent: company, billing: false })
  other = await makeOrganisation(world)
  admin = await makeAdmin(world, company)
  departmentAdmin = await makeAdmin(world, department)
  reviewer = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const find = (id: string) => world.deps.db.learner.findUniqueOrThrow({ where: { id } })
const auditCount = (action: string) => world.deps.db.auditEntry.count({ where: { action } })
const exactCount = async (filter: object, cookie: string) =>
  (await world.query('learners.count', { ...filter, exact: true }, cookie)).data.count as number

async function withAccount(organisation: MadeOrganisation, options: { mustChangePassword?: boolean } = {}) {
  const account = await makeAccount(world, options)
  const learner = await makeLearner(world, organisation, { accountId: account.id, name: account.name })
  return { ...learner, accountId: account.id, cookie: await world.openSession(account.id) }
}

describe('disabling', () => {
  test('ends the sessions of those disabled at once and of nobody else; enabling lets them log in again', async () => {
    const [one, spared] = [await withAccount(company), await withAccount(company)]
    expect((await world.query('learners.me', undefined, one.cookie)).data.id).toBe(one.id)
    const selection = { ids: [one.id] }
    const done = await world.mutate(
      'learners.setEnabled',
      { selection, enabled: false, reason: '已离职' },
      admin.cookie,
    )
    expect(done.data).toEqual({ changed: 1, unchanged: 0 })
    expect((await world.query('learners.me', undefined, one.cookie)).code).toBe('notSignedIn')
    expect((await world.query('learners.me', undefined, spared.cookie)).code).toBeNull()
    const [entry] = await world.deps.db.auditEntry.findMany({ where: { subjectId: one.id } })
    expect(entry).toMatchObject({
      action: 'learner.disabled',
      actorId: admin.id,
      actorName: expect.any(String),
      organisationId: company.id,
      before: { enabled: true },
      after: { enabled: false, reason: '已离职' },
    })
    const again = await world.mutate('learners.setEnabled', { selection, enabled: false }, admin.cookie)
    expect(again.data).toEqual({ changed: 0, unchanged: 1 })
    await world.mutate('learners.setEnabled', { selection, enabled: true }, admin.cookie)
    expect((await find(one.id)).enabled).toBe(true)
  })

  test('somebody who is also an admin stays signed in, as admin only', async () => {
    const both = await makeAdmin(world, other)
    const learner = await makeLearner(world, company, { accountId: both.id })
    await world.mutate('learners.setEnabled', { selection: { ids: [learner.id] }, enabled: false }, admin.cookie)
    expect((await world.query('learners.me', undefined, both.cookie)).code).toBe('notAllowed')
    expect((await world.query('learners.list', {}, both.cookie)).code).toBeNull()
  })

  test("one id of another's subtree, or of nobody, and nothing happens to the others", async () => {
    const [mine, theirs] = [await makeLearner(world, department), await makeLearner(world, company)]
    for (const stray of [theirs.id, newId()]) {
      const answer = await world.mutate(
        'learners.setEnabled',
        { selection: { ids: [mine.id, stray] }, enabled: false },
        departmentAdmin.cookie,
      )
      expect(answer.code).toBe('notFound')
    }
    expect((await find(mine.id)).enabled).toBe(true)
  })

  test('over a filter: all that it finds in the own subtree, and none outside', async () => {
    const inside = await Promise.all([1, 2, 3].map(() => makeLearner(world, department, { name: '范围测试' })))
    const above = await makeLearner(world, company, { name: '范围测试' })
    const elsewhere = await makeLearner(world, other, { name: '范围测试' })
    const filter = { search: '范围测试', enabled: true }
    const expectedCount = await exactCount(filter, departmentAdmin.cookie)
    expect(expectedCount).toBe(3)
    const done = await world.mutate(
      'learners.setEnabled',
      { selection: { filter, expectedCount }, enabled: false },
      departmentAdmin.cookie,
    )
    expect(done.data).toEqual({ changed: 3, unchanged: 0 })
    for (const { id } of inside) expect((await find(id)).enabled).toBe(false)
    for (const { id } of [above, elsewhere]) expect((await find(id)).enabled).toBe(true)
    const outside = await world.mutate(
      'learners.setEnabled',
      { selection: { filter: { organisationId: company.id }, expectedCount: 1 }, enabled: false },
      departmentAdmin.cookie,
    )
    expect(outside.code).toBe('notFound')
  })

  test('a filter that finds others than the person saw changes nobody', async () => {
    const first = await makeLearner(world, company, { name: '人数变化' })
    const filter = { search: '人数变化' }
    const expectedCount = await exactCount(filter, admin.cookie)
    await makeLearner(world, company, { name: '人数变化' })
    const refused = await world.mutate(
      'learners.setEnabled',
      { selection: { filter, expectedCount }, enabled: false },
      admin.cookie,
    )
    expect(refused).toMatchObject({ code: 'selectionChanged', details: { expectedCount: 1, count: 2 } })
    expect((await find(first.id)).enabled).toBe(true)
    // Positive control: with the number of now it goes through.
    const done = await world.mutate(
      'learners.setEnabled',
      { selection: { filter, expectedCount: 2 }, enabled: false },
      admin.cookie,
    )
    expect(done.data.changed).toBe(2)
  })
})

describe('moving', () => {
  const move = (input: object, cookie = admin.cookie) => world.mutate('learners.move', input, cookie)

  test('the path of the list follows, and the trail says from where', async () => {
    const people = await Promise.all([1, 2].map(() => makeLearner(world, company)))
    const done = await move({ selection: { ids: people.map((one) => one.id) }, organisationId: department.id })
    expect(done.data).toEqual({ changed: 2, unchanged: 0 })
    for (const { id } of people) {
      expect(await find(id)).toMatchObject({ organisationId: department.id, organisationPath: department.path })
      const [entry] = await world.deps.db.auditEntry.findMany({ where: { subjectId: id } })
      expect(entry).toMatchObject({
        action: 'learner.moved',
        before: { organisationId: company.id },
        after: { organisationId: department.id },
      })
    }
    expect(
      (await move({ selection: { ids: people.map((one) => one.id) }, organisationId: department.id })).data,
    ).toEqual({
      changed: 0,
      unchanged: 2,
    })
  })

  test("neither another's person nor another's organisation, nor a closed one", async () => {
    const [mine, theirs] = [await makeLearner(world, company), await makeLearner(world, other)]
    const closed = await makeOrganisation(world, { parent: company, enabled: false, billing: false })
    expect((await move({ selection: { ids: [theirs.id] }, organisationId: company.id })).code).toBe('notFound')
    expect((await move({ selection: { ids: [mine.id] }, organisationId: other.id })).code).toBe('notFound')
    expect((await move({ selection: { ids: [mine.id] }, organisationId: closed.id })).code).toBe(
      'organisationNotActive',
    )
    expect(
      (await move({ selection: { ids: [mine.id] }, organisationId: other.id }, reviewer.cookie)).data.changed,
    ).toBe(1)
  })

  test('two people move the same person at once: one of them is told; without naming from where, both go through', async () => {
    const [a, b] = [
      await makeOrganisation(world, { parent: company, billing: false }),
      await makeOrganisation(world, { parent: company, billing: false }),
    ]
    const learner = await makeLearner(world, company)
    const both = (from: object) =>
      Promise.all([a, b].map((to) => move({ selection: { ids: [learner.id] }, organisationId: to.id, ...from })))
    const answers = await both({ from: company.id })
    expect(answers.map((one) => one.code).sort()).toEqual(['conflict', null].sort())
    const winner = answers[0]?.code === null ? a : b
    expect((await find(learner.id)).organisationId).toBe(winner.id)
    // Positive control: the check is what refused the second.
    expect((await both({})).map((one) => one.code)).toEqual([null, null])
  })

  test('while the organisation itself is being moved, the person ends up under its new path', async () => {
    const [target, parent] = [
      await makeOrganisation(world, { parent: company, billing: false }),
      await makeOrganisation(world, { parent: company, billing: false }),
    ]
    const learner = await makeLearner(world, company)
    const path = `${parent.path}${target.id}/`
    const [moved] = await Promise.all([
      move({ selection: { ids: [learner.id] }, organisationId: target.id }),
      world.deps.db.organisation.update({ where: { id: target.id }, data: { parentId: parent.id, path } }),
    ])
    expect(moved.code).toBeNull()
    expect((await find(learner.id)).organisationPath).toBe(path)
  })
})

describe('passwords', () => {
  const give = (id: string, cookie = admin.cookie) => world.mutate('learners.givePassword', { id }, cookie)
  const logIn = (name: string, password: string) => world.mutate('accounts.logIn', { name, password })

  test('the first makes the account: it logs in by ID number and by mobile, and has to be changed', async () => {
    const learner = await makeLearner(world, department)
    const given = await give(learner.id)
    expect(given.data).toEqual({
      oneTimePassword: expect.stringMatching(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/),
      mobile: learner.mobile,
    })
    for (const name of [learner.idNumber, learner.idNumber.toLowerCase(), learner.mobile]) {
      expect((await logIn(name, given.data.oneTimePassword)).data).toMatchObject({
        next: 'passwordChange',
        me: { learner: { id: learner.id } },
      })
    }
    const account = await world.deps.db.account.findFirstOrThrow({
      where: { learner: { id: learner.id } },
      include: { logInNames: true },
    })
    expect(account.passwordHash).not.toContain(given.data.oneTimePassword)
    expect(JSON.stringify(account.logInNames)).not.toContain(learner.idNumber)
    expect((await world.query('learners.get', { id: learner.id }, admin.cookie)).data).toMatchObject({
      account: 'given',
      mobileLogsIn: true,
    })
    const trail = await world.deps.db.auditEntry.findMany({ where: { subjectId: learner.id } })
    expect(trail.map((one) => one.after)).toEqual([{ accountId: account.id, accountCreated: true }])
  })

  test('the state follows the account: given, then active once they have chosen one', async () => {
    const learner = await makeLearner(world, department)
    const { oneTimePassword } = (await give(learner.id)).data
    const request = await world.request('/trpc/accounts.logIn', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: learner.mobile, password: oneTimePassword }),
    })
    const cookie = request.headers
      .getSetCookie()
      .find((one) => one.startsWith(`${sessionCookie}=`))
      ?.split(';')[0]
    const changed = await world.mutate('accounts.changePassword', { next: 'jiangnan-haofengjing-58' }, cookie)
    expect(changed.data).toMatchObject({ next: 'open' })
    expect((await world.query('learners.get', { id: learner.id }, admin.cookie)).data.account).toBe('active')
    const active = await world.query(
      'learners.list',
      { account: 'active', organisationId: department.id },
      admin.cookie,
    )
    expect(active.data.rows.map((one: { id: string }) => one.id)).toContain(learner.id)
    // A new one for who forgot theirs: sessions end, the old password is void.
    const again = (await give(learner.id)).data
    expect((await world.query('accounts.listSessions', undefined, cookie)).code).toBe('notSignedIn')
    expect((await logIn(learner.mobile, 'jiangnan-haofengjing-58')).code).toBe('logInRefused')
    expect((await logIn(learner.mobile, again.oneTimePassword)).data.next).toBe('passwordChange')
  })

  test('a mobile with which somebody else logs in does not become theirs', async () => {
    const first = await makeLearner(world, company)
    const second = await makeLearner(world, other, { mobile: first.mobile })
    await give(first.id)
    const given = await give(second.id, reviewer.cookie)
    expect(given.data.mobile).toBe('')
    expect((await logIn(first.mobile, given.data.oneTimePassword)).code).toBe('logInRefused')
    expect((await logIn(second.idNumber, given.data.oneTimePassword)).data.me.learner.id).toBe(second.id)
  })

  test("not for a disabled one, not for another's, not for an account that is also staff's or an admin's", async () => {
    const disabled = await makeLearner(world, company, { enabled: false })
    expect((await give(disabled.id)).code).toBe('learnerDisabled')
    const theirs = await makeLearner(world, other)
    expect((await give(theirs.id)).code).toBe('notFound')
    const parentAdmin = await makeLearner(world, department, { accountId: (await makeAdmin(world, company)).id })
    const staff = await makeLearner(world, department, { accountId: (await makeStaff(world, 'systemAdmin')).id })
    for (const { id } of [parentAdmin, staff]) {
      expect((await give(id, departmentAdmin.cookie)).code).toBe('accountIsShared')
      expect((await give(id, reviewer.cookie)).code).toBe('accountIsShared')
    }
  })

  test('two at once: only one password is handed over in vain to nobody', async () => {
    const fresh = await makeLearner(world, company)
    const known = await withAccount(company)
    for (const { id, idNumber } of [fresh, known]) {
      const answers = await Promise.all([give(id), give(id), give(id)])
      const right = answers.filter((one) => one.code === null)
      expect(answers.filter((one) => one.code !== null).every((one) => one.code === 'conflict')).toBe(true)
      const last = right.at(-1)
      expect(right.length).toBeGreaterThan(0)
      const account = await world.deps.db.account.findFirstOrThrow({ where: { learner: { id } } })
      expect(account.mustChangePassword).toBe(true)
      if (right.length === 1) expect((await logIn(idNumber, last?.data.oneTimePassword)).data.me.learner.id).toBe(id)
    }
  })
})

test('20,000 people are disabled, moved and enabled in one transaction each, with a row for each in the trail', async () => {
  const many = await openWorld()
  try {
    const { big, department: to } = await makeManyLearners(many, 100_000)
    const { cookie } = await makeAdmin(many, big)
    const expectedCount = (await many.query('learners.count', { exact: true }, cookie)).data.count
    expect(expectedCount).toBe(20_000)
    const steps = [
      ['learners.setEnabled', { enabled: false }],
      ['learners.move', { organisationId: to.id }],
      ['learners.setEnabled', { enabled: true }],
    ] as const
    for (const [procedure, input] of steps) {
      const startMs = performance.now()
      const done = await many.mutate(procedure, { ...input, selection: { filter: {}, expectedCount } }, cookie)
      const ms = performance.now() - startMs
      expect(done.data.changed + done.data.unchanged).toBe(20_000)
      expect(ms).toBeLessThan(15_000 * (await slowness()))
    }
    const elsewhere = await many.deps.db.learner.count({ where: { organisationId: to.id } })
    expect(elsewhere).toBe(20_000)
    expect(await many.deps.db.auditEntry.count({ where: { action: 'learner.enabled' } })).toBe(20_000)
  } finally {
    await many.close()
  }
}, 120_000)

test('nothing is written down about those who were left alone', async () => {
  const before = await auditCount('learner.enabled')
  const learner = await makeLearner(world, company)
  await world.mutate('learners.setEnabled', { selection: { ids: [learner.id] }, enabled: true }, admin.cookie)
  expect(await auditCount('learner.enabled')).toBe(before)
})
