import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { slowness } from '../../support/pace.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { addPeople, download, makeCentre } from './arrange.ts'

let world: World
let company: MadeOrganisation
let unit: MadeOrganisation
let admin: { cookie: string }
let plan: MadePlan

beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  company = await makeOrganisation(world, { name: '江苏省建筑工程质量检测中心有限公司' })
  unit = await makeOrganisation(world, {
    parent: company,
    name: '岩土与桩基静载试验及基坑监测综合检测研究所（南京江北新区）',
  })
  admin = await makeAdmin(world, company)
  plan = await makeOfflinePlan(world)
  const enrol = async (
    name: string,
    where: MadeOrganisation,
    state: 'confirmed' | 'submitted' | 'draft' | 'rejected',
  ) =>
    makeEnrolment(world, {
      plan,
      learner: await makeLearner(world, where, { name }),
      organisation: where,
      state,
    })
  await enrol('王𬴊', company, 'confirmed')
  await enrol('吉野𠮷', unit, 'submitted')
  await enrol('只是草稿', company, 'draft')
  await enrol('被驳回的', company, 'rejected')
})
afterAll(() => world.close())

const list = (cookie: string, planId = plan.id, search = '') =>
  download(world, `/api/files/plans/${planId}/people.pdf${search}`, cookie)

test('the list says who is enrolled, by unit, with what they take, how it stands and what it costs', async () => {
  const { status, pages, text, name } = await list(admin.cookie)
  expect(status).toBe(200)
  expect(name).toBe(`报名名单_${plan.name}_${company.name}.pdf`)
  expect(pages).toHaveLength(1)
  for (const said of [
    '报名名单',
    plan.number,
    '已确认1人，待审核1人',
    `${company.name}（1人）`,
    '王𬴊',
    '吉野𠮷',
    '低应变、静载',
    '待审核',
    '800.00',
    '共2人，费用合计1,600.00',
    '第1页，共1页',
  ])
    expect(text).toContain(said)
  for (const not of ['只是草稿', '被驳回的']) expect(text).not.toContain(not)
})

test('it is cut to the own subtree and to a unit; staff have everybody; a stranger has nobody, and no unit of others', async () => {
  expect((await list((await makeAdmin(world, unit)).cookie)).text).not.toContain('王𬴊')
  const ofUnit = await list(admin.cookie, plan.id, `?organisationId=${unit.id}`)
  expect(ofUnit.text).toContain('吉野𠮷')
  expect(ofUnit.text).not.toContain('王𬴊')
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  const theirs = await list(stranger.cookie)
  expect(theirs.status).toBe(200)
  expect(theirs.text).toContain('还没有人报名')
  expect(theirs.text).not.toContain('王𬴊')
  expect((await list(stranger.cookie, plan.id, `?organisationId=${unit.id}`)).status).toBe(404)
  const staff = await makeStaff(world, 'finance')
  const everybody = await list(staff.cookie)
  for (const said of ['王𬴊', '吉野𠮷', '全部单位']) expect(everybody.text).toContain(said)
})

test('a plan that is a draft is the centre’s own matter', async () => {
  const draft = await makeOfflinePlan(world, { state: 'draft' })
  expect((await list(admin.cookie, draft.id)).status).toBe(404)
})

test('two thousand people in less than five seconds: everybody is in it once, in order, the head on each page, pages numbered through', async () => {
  const big = await makeOfflinePlan(world, { name: '两千人的计划' })
  await addPeople(world, company, 1200, big.id)
  await addPeople(world, unit, 800, big.id)
  const begun = performance.now()
  const answer = await world.request(`/api/files/plans/${big.id}/people.pdf`, { cookie: admin.cookie })
  await answer.arrayBuffer()
  const ms = performance.now() - begun
  expect(ms).toBeLessThan(5000 * (await slowness()))
  const { pages, text, bytes } = await list(admin.cookie, big.id)
  expect(pages.length).toBeGreaterThan(40)
  for (const [index, page] of pages.entries()) {
    expect(page).toContain('序号姓名证件号码')
    expect(page).toContain(`第${index + 1}页，共${pages.length}页`)
  }
  for (let n = 1; n <= 1200; n++) expect(text).toContain(`学员${n}号`)
  expect(text.match(/320101\*{8}/g)).toHaveLength(2000)
  expect(text).toContain(`${company.name}（1200人）`)
  expect(text).toContain('共2000人，费用合计1,600,000.00')
  // What a phone with one bar of signal loads.
  expect(bytes).toBeLessThan(600_000)
})

test('a list longer than one part of the setting goes on as if it were one', async () => {
  const big = await makeOfflinePlan(world, { name: '很多人的计划' })
  await addPeople(world, company, 2600, big.id)
  const { pages, text } = await list(admin.cookie, big.id)
  expect(text.match(/320101\*{8}/g)).toHaveLength(2600)
  for (const [index, page] of pages.entries()) expect(page).toContain(`第${index + 1}页，共${pages.length}页`)
  // On the first page it is the heading, on every other one the line that a loose page is known by.
  expect(text.split('报名名单很多人的计划')).toHaveLength(pages.length + 1)
  expect(text).toContain('（2600人，续）')
  expect(text.split('费用合计')).toHaveLength(2)
})
