import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { readPdfText } from '../../support/read-pdf.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { cookie: string }
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world, { name: '江苏省建筑工程质量检测中心有限公司' })
  admin = await makeAdmin(world, organisation)
  plan = await makeOfflinePlan(world)
})
afterAll(() => world.close())

async function enrol(name: string, state: 'draft' | 'submitted' | 'confirmed' = 'confirmed') {
  const learner = await makeLearner(world, organisation, { name })
  return makeEnrolment(world, { plan, learner, organisation, state })
}
async function download(
  path: string,
  cookie = admin.cookie,
): Promise<{ status: number; pages: string[]; name: string }> {
  const answer = await world.request(path, { cookie })
  const pages = answer.ok ? await readPdfText(new Uint8Array(await answer.arrayBuffer())) : []
  const name = /filename\*=UTF-8''(.*)$/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? ''
  return { status: answer.status, pages, name: decodeURIComponent(name) }
}
const flat = (text: string | undefined) => (text ?? '').replace(/\s/g, '')

test('the form says who, where and what, and its text comes out again, rare characters of names too', async () => {
  // 㛃 is in extension A and 𬭎 in extension F: both stand in real names, and in few fonts.
  const { id } = await enrol('欧阳㛃𬭎')
  const { status, pages, name } = await download(`/api/files/enrolments/${id}/form.pdf`)
  expect(status).toBe(200)
  expect(name).toBe('培训报名确认表_欧阳㛃𬭎.pdf')
  expect(pages).toHaveLength(1)
  const { formCode } = await world.deps.db.enrolment.findUniqueOrThrow({ where: { id } })
  for (const said of [
    '培训报名确认表',
    '欧阳㛃𬭎',
    organisation.name,
    plan.name,
    plan.number,
    '低应变、静载',
    '¥800.00',
    '已确认',
    '待缴费',
    '南京市山西路1号',
    '30.00学时',
    formCode,
    '单位盖章',
  ])
    expect(flat(pages[0])).toContain(flat(said))
})

test('what people typed is printed and never read as markup', async () => {
  const { id } = await enrol('#import "x" $a$ *b* \\ <l>')
  const { status, pages } = await download(`/api/files/enrolments/${id}/form.pdf`)
  expect(status).toBe(200)
  expect(flat(pages[0])).toContain('#import"x"$a$*b*\\<l>')
})

test('all of a plan, a page each, and only those who are confirmed', async () => {
  const own = await makeOfflinePlan(world, { name: '另一个计划' })
  for (const name of ['王芳', '李强']) {
    await makeEnrolment(world, {
      plan: own,
      learner: await makeLearner(world, organisation, { name }),
      organisation,
      state: 'confirmed',
    })
  }
  await makeEnrolment(world, {
    plan: own,
    learner: await makeLearner(world, organisation, { name: '赵未定' }),
    organisation,
    state: 'submitted',
  })
  const { pages } = await download(`/api/files/plans/${own.id}/enrolment-forms.pdf`)
  expect(pages).toHaveLength(2)
  expect(flat(pages.join(''))).not.toContain('赵未定')
})

test('before it is confirmed there is none, and another organisation has none at all', async () => {
  const { id } = await enrol('钱多', 'submitted')
  expect((await download(`/api/files/enrolments/${id}/form.pdf`)).status).toBe(409)
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  const confirmed = await enrol('孙立')
  expect((await download(`/api/files/enrolments/${confirmed.id}/form.pdf`, stranger.cookie)).status).toBe(404)
  expect((await download(`/api/files/plans/${plan.id}/enrolment-forms.pdf`, stranger.cookie)).status).toBe(409)
})
