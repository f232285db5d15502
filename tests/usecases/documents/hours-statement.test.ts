import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { centre, download, flat, makeCentre } from './arrange.ts'

let world: World
let company: MadeOrganisation
let unit: MadeOrganisation
let admin: { cookie: string }
let plan: MadePlan
let learner: { id: string; name: string }
let own: string

beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  world.clock.set('2026-11-20T02:00:00Z')
  company = await makeOrganisation(world, { name: '江苏省建筑工程质量检测中心有限公司' })
  unit = await makeOrganisation(world, { parent: company, name: '地基基础检测所' })
  admin = await makeAdmin(world, company)
  plan = await makeOfflinePlan(world)
  await world.deps.db.plan.update({
    where: { id: plan.id },
    data: { compulsoryMin: 1000, compulsoryCap: 2000, electiveMin: 600 },
  })
  const account = await makeAccount(world)
  own = await world.openSession(account.id)
  learner = await makeLearner(world, unit, { name: '欧阳𬴊', accountId: account.id })
  const first = await record('高处作业安全讲座', 'compulsory', 1200, '2026-03-02')
  await record('工程检测新规范', 'compulsory', 1100, '2026-04-12', { source: 'online' })
  await record('高处作业安全讲座', 'compulsory', -200, '2026-03-02', {
    source: 'adjustment',
    correctsId: first,
    reason: '签到表核对后减 2 学时',
  })
  await record('绿色建筑案例', 'elective', 300, '2026-05-01')
  await record('装配式混凝土', 'elective', 600, '2026-06-01', { state: 'pending', dueAt: new Date() })
  await record('没有证明的讲座', 'elective', 900, '2026-06-02', {
    state: 'rejected',
    rejectedReason: '没有证明',
    decidedById: newId(),
  })
})
afterAll(() => world.close())

async function record(
  title: string,
  kind: 'compulsory' | 'elective',
  hours: number,
  studiedOn: string,
  more: Partial<{
    source: 'online' | 'adjustment'
    state: 'pending' | 'rejected'
    dueAt: Date
    correctsId: string
    reason: string
    rejectedReason: string
    decidedById: string
  }> = {},
): Promise<string> {
  const id = newId()
  await world.deps.db.hourRecord.create({
    data: {
      id,
      learnerId: learner.id,
      planId: plan.id,
      organisationId: unit.id,
      organisationPath: unit.path,
      kind,
      source: 'offline',
      title,
      hours,
      studiedOn: new Date(studiedOn),
      state: 'approved',
      createdByName: '赵敏',
      ...more,
    },
  })
  return id
}

const mine = (year = '') => download(world, `/api/files/learners/me/hours.pdf${year}`, own)
const ofLearner = (cookie: string, id = learner.id) =>
  download(world, `/api/files/learners/${id}/hours.pdf?year=2026`, cookie)

test('the learner’s own statement: every record, what counts up to the caps, and what is missing in words', async () => {
  const { status, pages, text, name } = await mine('?year=2026')
  expect(status).toBe(200)
  expect(name).toBe('学时证明_欧阳𬴊_2026.pdf')
  expect(pages).toHaveLength(1)
  for (const said of [
    '学时证明',
    '2026年度',
    '欧阳𬴊',
    `${company.name}/${unit.name}`,
    plan.name,
    plan.number,
    '考核值30.00',
    '必修21.00（至少10.00，最多计20.00）',
    '选修3.00（至少6.00）',
    '计23.00学时，未达标',
    '选修还差7.00（另有6.00待审核）',
    '2026-03-02高处作业安全讲座必修线下12.00已计入',
    '高处作业安全讲座（签到表核对后减2学时）必修更正-2.00已计入',
    '2026-04-12工程检测新规范必修线上11.00已计入',
    '2026-06-01装配式混凝土选修线下6.00待审核',
    '另有1.00超过上限，不计',
    centre.name,
    '2026年11月20日',
  ])
    expect(text).toContain(flat(said))
  expect(text).not.toContain('没有证明的讲座')
})

test('without a year it is this one; a year without plans says so', async () => {
  expect((await mine()).text).toContain('2026年度')
  const { status, text } = await mine('?year=2019')
  expect(status).toBe(200)
  expect(text).toContain('2019年度没有学时记录')
  expect((await mine('?year=99999')).code).toBe('inputInvalid')
})

test('a plan that they are confirmed in stands there before there is a single hour', async () => {
  const second = await makeOfflinePlan(world, { name: '还没开始学的计划' })
  await makeEnrolment(world, { plan: second, learner, organisation: unit, state: 'confirmed' })
  const { text } = await mine('?year=2026')
  for (const said of ['还没开始学的计划', '还没有学时记录', '还差30.00']) expect(text).toContain(said)
})

test('their organisation and all staff print it too; a stranger and another learner do not', async () => {
  expect((await ofLearner(admin.cookie)).text).toContain('工程检测新规范')
  expect((await ofLearner((await makeStaff(world, 'finance')).cookie)).status).toBe(200)
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect((await ofLearner(stranger.cookie)).status).toBe(404)
  expect((await ofLearner(own)).code).toBe('notAllowed')
  expect((await download(world, '/api/files/learners/me/hours.pdf', admin.cookie)).code).toBe('notAllowed')
})

test('once everything is there it says reached, and lacks nothing', async () => {
  await record('补修', 'elective', 700, '2026-09-01')
  const { text } = await mine('?year=2026')
  expect(text).toContain('已达标：计30.00学时')
  // 选修 is reached; what still waits is not missing.
  expect(text).not.toContain('选修还差')
})
