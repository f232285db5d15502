import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makeBatch, recharge, runCards, startRecharge, startTakeBack } from '../../support/cards.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { addPeople, download, makeCentre } from './arrange.ts'

let world: World
let company: MadeOrganisation
let unit: MadeOrganisation
let admin: { id: string; name: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  company = await makeOrganisation(world, { name: '江苏省建筑工程质量检测中心有限公司' })
  unit = await makeOrganisation(world, { parent: company, name: '地基基础检测所' })
  admin = await makeAdmin(world, company)
})
afterAll(() => world.close())

const list = (id: string, cookie = admin.cookie) => download(world, `/api/files/card-operations/${id}/list.pdf`, cookie)

test('the list of a recharge says which batch and plan, who did it and when, who got how much, and the sum in words', async () => {
  const batch = await makeBatch(world, company, { valueFen: 500_000 })
  const [one, two] = [
    await makeLearner(world, company, { name: '王𬴊' }),
    await makeLearner(world, unit, { name: '吉野𠮷' }),
  ]
  const id = await recharge(world, admin.cookie, batch.id, [
    { id: one.id, amountFen: 120_000 },
    { id: two.id, amountFen: 80_050 },
  ])
  const { status, pages, text, name } = await list(id)
  expect(status).toBe(200)
  expect(name).toMatch(/^学习卡充值清单_.*\.pdf$/)
  expect(pages).toHaveLength(1)
  for (const said of [
    '学习卡充值清单',
    company.name,
    batch.orderNumber,
    admin.name,
    '2人',
    `${company.name}（1人）`,
    '地基基础检测所（1人）',
    '王𬴊',
    '吉野𠮷',
    '320101********',
    '1,200.00',
    '800.50',
    '共2人，合计2,000.50',
    '人民币贰仟元伍角整',
    '复核人',
  ])
    expect(text).toContain(said)
})

test('what was taken back has its own heading and the reason', async () => {
  const batch = await makeBatch(world, company, { valueFen: 100_000 })
  const person = await makeLearner(world, company)
  await recharge(world, admin.cookie, batch.id, [{ id: person.id, amountFen: 50_000 }])
  const { data } = await startTakeBack(world, admin.cookie, batch.id, [{ id: person.id, amountFen: 20_000 }])
  await runCards(world, data.id)
  const { text } = await list(data.id)
  for (const said of ['学习卡收回清单', '人员离职，没有用掉', '200.00', '贰佰元整']) expect(text).toContain(said)
})

test('before it is done, and when it failed, there is no list; of others there is none at all; staff have it', async () => {
  const batch = await makeBatch(world, company, { valueFen: 100_000 })
  const person = await makeLearner(world, company)
  const { data } = await startRecharge(world, admin.cookie, batch.id, [{ id: person.id, amountFen: 10_000 }])
  expect((await list(data.id)).code).toBe('operationNotDone')
  await runCards(world, data.id)
  expect((await list(data.id)).status).toBe(200)
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect((await list(data.id, stranger.cookie)).status).toBe(404)
  expect((await list(data.id, (await makeStaff(world, 'finance')).cookie)).status).toBe(200)
  expect((await list(newId())).status).toBe(404)
})

test('two thousand people are all in it, with the head on each page and the sum once', async () => {
  const batch = await makeBatch(world, company, { valueFen: 200_000_000 })
  const ids = [...(await addPeople(world, company, 1500)), ...(await addPeople(world, unit, 500))]
  const id = await recharge(
    world,
    admin.cookie,
    batch.id,
    ids.map((learner) => ({ id: learner, amountFen: 10_000 })),
  )
  const { pages, text } = await list(id)
  expect(text.match(/320101\*{8}/g)).toHaveLength(2000)
  for (const [index, page] of pages.entries()) {
    expect(page).toContain('序号姓名证件号码充值金额（元）')
    expect(page).toContain(`第${index + 1}页，共${pages.length}页`)
  }
  expect(text.split('共2000人，合计200,000.00')).toHaveLength(2)
  expect(text).toContain('人民币贰拾万元整')
})
