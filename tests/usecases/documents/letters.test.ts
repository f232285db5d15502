import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { forgetPersonInLetters, lettersNaming } from '../../../server/features/documents/forget-person.ts'
import { tellOfLetters } from '../../../server/features/documents/receive-letters.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { makePayee } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { centre, download, flat, makeCentre } from './arrange.ts'

let world: World
let company: MadeOrganisation
let unit: MadeOrganisation
let admin: { cookie: string; name: string }
let reviewer: { cookie: string; name: string }
let plan: MadePlan
let people: Record<'own' | 'below' | 'waiting', { id: string; name: string }>

beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  await makePayee(world)
  company = await makeOrganisation(world, { name: '江苏省建筑工程质量检测中心有限公司' })
  unit = await makeOrganisation(world, { parent: company, name: '地基基础检测所', billing: false })
  const { db } = world.deps
  await db.organisation.update({ where: { id: unit.id }, data: { kind: 'department', creditCode: null } })
  const contact = { contactName: '赵敏', telephone: '025-84290000', address: '南京市山西路 1 号' }
  await db.organisation.update({ where: { id: company.id }, data: contact })
  admin = await makeAdmin(world, company)
  reviewer = await makeStaff(world, 'reviewer')
  plan = await makeOfflinePlan(world)
  people = {
    own: await makeLearner(world, company, { name: '欧阳㛃𬭎' }),
    below: await makeLearner(world, unit, { name: '吉野𠮷' }),
    waiting: await makeLearner(world, unit, { name: 'MUHAMMADABDULREHEMANJAVEDIQBALKHAN' }),
  }
  await makeEnrolment(world, { plan, learner: people.own, organisation: company, state: 'confirmed' })
  await makeEnrolment(world, { plan, learner: people.below, organisation: unit, state: 'confirmed' })
  await makeEnrolment(world, { plan, learner: people.waiting, organisation: unit, state: 'submitted' })
  const { rows } = (await world.query('enrolments.list', { planId: plan.id, state: 'confirmed' }, admin.cookie)).data
  const ordered = await world.mutate(
    'orders.createFromEnrolments',
    {
      id: newId(),
      selection: { ids: rows.map((row: { id: string }) => row.id) },
      mode: 'payFirst',
      expected: { peopleCount: 2, amountFen: 160_000 },
    },
    admin.cookie,
  )
  if (ordered.code !== null) throw new Error(ordered.code)
})
afterAll(() => world.close())

const input = (changed: object = {}) => ({
  id: newId(),
  planId: plan.id,
  organisationId: company.id,
  contactName: '赵敏',
  telephone: '025-84290000',
  withList: false,
  ...changed,
})
async function print(changed: object = {}, cookie = admin.cookie) {
  const answer = await world.mutate('letters.print', input(changed), cookie)
  if (answer.code !== null) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`)
  return answer.data as { id: string; code: string; state: string; stateSince: string }
}
const pdfOf = (id: string, cookie = admin.cookie) => download(world, `/api/files/letters/${id}/letter.pdf`, cookie)

test('the letter is filled in: who, which plan, how many people, what was ordered, and where it is posted', async () => {
  const { data: preview } = await world.query('letters.preview', { planId: plan.id }, admin.cookie)
  expect(preview).toMatchObject({
    organisationId: company.id,
    empty: false,
    contactName: '赵敏',
    telephone: '025-84290000',
    organisation: { name: company.name, creditCode: company.creditCode, unit: '' },
    people: { submitted: 1, confirmed: 2, paid: 0, due: 2 },
    ordersFen: 160_000,
    paidFen: 0,
  })
  const { id, code } = await print({ withList: true })
  const { status, pages, text, name } = await pdfOf(id)
  expect(status).toBe(200)
  expect(name).toBe(`确认书_${company.name}_${plan.name}.pdf`)
  expect(pages).toHaveLength(2)
  for (const said of [
    '确认书',
    `${centre.name}：`,
    company.name,
    company.creditCode,
    '赵敏',
    '025-84290000',
    plan.name,
    plan.number,
    '30.00 学时',
    '3 人（已确认 2 人，待审核 1 人）',
    '0 人，待缴 2 人',
    preview.orders[0].number,
    '¥1,600.00',
    '待付款',
    '单位盖章',
    '加盖公章后邮寄至',
    centre.postalAddress,
    centre.letterRecipient,
    centre.telephone,
    code,
  ])
    expect(pages[0]).toContain(flat(said))
  // The annex: everybody by unit, rare characters and a name without a blank to break at.
  for (const said of [
    '报名人员名单',
    '欧阳㛃𬭎',
    '吉野𠮷',
    'MUHAMMADABDULREHEMANJAVEDIQBALKHAN',
    '地基基础检测所（2人）',
    '低应变、静载',
  ])
    expect(pages[1]).toContain(flat(said))
  expect(text).toContain('第2页，共2页')
})

test('of a unit the letter bears the registered organisation, the unit, its people and their share of an order from above', async () => {
  const { data: preview } = await world.query(
    'letters.preview',
    { planId: plan.id, organisationId: unit.id },
    admin.cookie,
  )
  expect(preview).toMatchObject({
    organisation: { name: company.name, creditCode: company.creditCode, unit: unit.name },
    people: { submitted: 1, confirmed: 1 },
    orders: [{ amountFen: 80_000, paidFen: 0, payer: company.name }],
  })
  const { id } = await print({ organisationId: unit.id, contactName: '钱立', telephone: '13800000001' })
  const { text } = await pdfOf(id)
  for (const said of ['部门', unit.name, '钱立', '13800000001', '¥800.00', '统一缴费']) expect(text).toContain(said)
  // Its own admin prints it too, and sees nothing of what stands above but the name that the letter bears.
  const below = await makeAdmin(world, unit)
  const own = await world.query('letters.preview', { planId: plan.id }, below.cookie)
  expect(own.data).toMatchObject({ organisation: { name: company.name, unit: unit.name }, people: { confirmed: 1 } })
  expect(
    (await world.query('letters.preview', { planId: plan.id, organisationId: company.id }, below.cookie)).code,
  ).toBe('notFound')
})

test('what it says stays, whatever changes afterwards: printing again gives the same', async () => {
  const { id } = await print({ withList: true })
  const before = await pdfOf(id)
  const { db } = world.deps
  await db.organisation.update({ where: { id: company.id }, data: { name: '改名以后的公司', address: '搬走了' } })
  await db.learner.update({ where: { id: people.own.id }, data: { name: '改名' } })
  await makeCentre(world, { postalAddress: '北京市海淀区别处 9 号', letterRecipient: '别人' })
  const late = await makeEnrolment(world, {
    plan,
    learner: await makeLearner(world, company, { name: '后来的人' }),
    organisation: company,
    state: 'confirmed',
  })
  const after = await pdfOf(id)
  expect(after.pages).toEqual(before.pages)
  // A new one says what is so now.
  const { text } = await pdfOf((await print({ withList: true })).id)
  for (const said of ['改名以后的公司', '北京市海淀区别处9号', '后来的人']) expect(text).toContain(said)
  await db.enrolment.delete({ where: { id: late.id } }).catch(() => undefined)
  await db.organisation.update({ where: { id: company.id }, data: { name: company.name } })
  await db.learner.update({ where: { id: people.own.id }, data: { name: people.own.name } })
  await makeCentre(world)
})

test('sent twice it is one letter; another under the same id is refused', async () => {
  const wanted = input()
  const [first, second] = await Promise.all([
    world.mutate('letters.print', wanted, admin.cookie),
    world.mutate('letters.print', wanted, admin.cookie),
  ])
  expect(first.data.code).toBe(second.data.code)
  expect(await world.deps.db.confirmationLetter.count({ where: { id: wanted.id } })).toBe(1)
  expect((await world.mutate('letters.print', { ...wanted, withList: true }, admin.cookie)).code).toBe(
    'idempotencyKeyReused',
  )
})

test('without people and orders there is nothing to confirm', async () => {
  const empty = await makeOfflinePlan(world, { name: '没人报的计划' })
  const { data } = await world.query('letters.preview', { planId: empty.id }, admin.cookie)
  expect(data.empty).toBe(true)
  const refused = await world.mutate('letters.print', input({ planId: empty.id }), admin.cookie)
  expect(refused).toMatchObject({ code: 'letterEmpty', details: { plan: '没人报的计划' } })
})

test('staff find it by its code, scanned as a link or typed with blanks, and mark it received with a note', async () => {
  const { id, code } = await print()
  const link = `http://localhost:3000/desk/letters?code=${code}`
  for (const typed of [
    code,
    link,
    `${code.slice(0, 5).toLowerCase()} ${code.slice(5)}`,
    `${code.slice(0, 5)}-${code.slice(5)}`,
  ]) {
    expect((await world.query('letters.find', { code: typed }, reviewer.cookie)).data).toMatchObject({
      id,
      state: 'printed',
    })
  }
  expect((await world.query('letters.find', { code: '2222222222' }, reviewer.cookie)).code).toBe('notFound')
  expect((await world.query('letters.find', { code: '看不清' }, reviewer.cookie)).code).toBe('inputInvalid')
  const { data } = await world.mutate('letters.receive', { ids: [id], note: '缺附件' }, reviewer.cookie)
  expect(data).toMatchObject({
    received: [{ id, state: 'received', note: '缺附件', receivedByName: reviewer.name }],
    skipped: [],
  })
  // The organisation sees that and when, the note, and the centre's name instead of a person's.
  const seen = (await world.query('letters.get', { id }, admin.cookie)).data
  expect(seen).toMatchObject({ state: 'received', note: '缺附件', receivedByName: centre.name, may: { cancel: false } })
  const trail = await world.deps.db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })
  expect(trail.map((row) => row.action)).toEqual(['letter.printed', 'letter.received'])
})

test('many are marked in one go; those that were received or cancelled already are named and stay as they are', async () => {
  const [one, two, gone] = [await print(), await print(), await print()]
  await world.mutate('letters.cancel', { id: gone.id }, admin.cookie)
  await world.mutate('letters.receive', { ids: [one.id], note: '第一次' }, reviewer.cookie)
  const { data } = await world.mutate('letters.receive', { ids: [one.id, two.id, gone.id, two.id] }, reviewer.cookie)
  expect(data.received.map((row: { id: string }) => row.id)).toEqual([two.id])
  expect(data.skipped.map((row: { id: string; state: string }) => [row.id, row.state]).sort()).toEqual(
    [
      [one.id, 'received'],
      [gone.id, 'cancelled'],
    ].sort(),
  )
  expect((await world.query('letters.get', { id: one.id }, reviewer.cookie)).data.note).toBe('第一次')
  expect((await world.mutate('letters.receive', { ids: [newId()] }, reviewer.cookie)).code).toBe('notFound')
})

test('two clerks who open the same letter at once: one marks it, the other hears so', async () => {
  const { id } = await print()
  const other = await makeStaff(world, 'reviewer')
  const answers = await Promise.all(
    [reviewer, other].map(({ cookie }) => world.mutate('letters.receive', { ids: [id] }, cookie)),
  )
  expect(answers.map(({ data }) => data.received.length).sort()).toEqual([0, 1])
  expect(answers.map(({ data }) => data.skipped.length).sort()).toEqual([0, 1])
})

test('the organisation is told once, with the date, and not of a mark that was taken back meanwhile', async () => {
  const [kept, undone] = [await print(), await print()]
  await world.mutate('letters.receive', { ids: [kept.id, undone.id] }, reviewer.cookie)
  const { stateSince } = (await world.query('letters.get', { id: kept.id }, admin.cookie)).data
  const back = await world.mutate('letters.putBack', { id: undone.id }, reviewer.cookie)
  expect(back.data).toMatchObject({ state: 'printed', note: '', receivedByName: '' })
  const job = { letterIds: [kept.id, undone.id], receivedAt: stateSince }
  await tellOfLetters(world.deps, job)
  await tellOfLetters(world.deps, job)
  const notices = await world.deps.db.notice.findMany({ where: { kind: 'letterReceived', channel: 'app' } })
  expect(notices.filter((row) => row.subjectId === kept.id)).toHaveLength(1)
  expect(notices.filter((row) => row.subjectId === undone.id)).toHaveLength(0)
  const { data } = await world.query('notices.list', {}, admin.cookie)
  expect(data.rows[0]).toMatchObject({ kind: 'letterReceived', page: `/letters/${kept.id}` })
  expect(data.rows[0].sentence).toContain(plan.name)
})

test('its organisation gives it up while it is on its way, and not once it was received; a cancelled one is not printed', async () => {
  const [one, received] = [await print(), await print()]
  expect((await world.mutate('letters.cancel', { id: one.id }, admin.cookie)).data.state).toBe('cancelled')
  expect((await world.mutate('letters.cancel', { id: one.id }, admin.cookie)).data.state).toBe('cancelled')
  expect((await pdfOf(one.id)).code).toBe('letterOver')
  await world.mutate('letters.receive', { ids: [received.id] }, reviewer.cookie)
  expect((await world.mutate('letters.cancel', { id: received.id }, admin.cookie)).code).toBe('letterOver')
  expect((await pdfOf(received.id)).status).toBe(200)
})

test('another organisation sees none of it; staff see all, and do not print in its name', async () => {
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  const { id, code } = await print()
  expect((await world.query('letters.get', { id }, stranger.cookie)).code).toBe('notFound')
  expect((await pdfOf(id, stranger.cookie)).status).toBe(404)
  expect((await world.mutate('letters.cancel', { id }, stranger.cookie)).code).toBe('notFound')
  expect((await world.query('letters.list', { search: code }, stranger.cookie)).data.rows).toEqual([])
  expect((await world.query('letters.counts', {}, stranger.cookie)).data).toEqual({
    printed: 0,
    received: 0,
    cancelled: 0,
  })
  expect((await world.mutate('letters.print', input(), stranger.cookie)).code).toBe('notFound')
  expect((await world.query('letters.list', { search: code }, reviewer.cookie)).data.rows).toHaveLength(1)
  expect((await pdfOf(id, reviewer.cookie)).status).toBe(200)
  expect((await world.mutate('letters.print', input(), reviewer.cookie)).code).toBe('notAllowed')
})

test('the list is paged, cut by state, plan and unit, and found by code and by name; tabs count the same', async () => {
  const own = await makeOfflinePlan(world, { name: '分页用的计划' })
  await makeEnrolment(world, { plan: own, learner: people.own, organisation: company, state: 'confirmed' })
  await makeEnrolment(world, { plan: own, learner: people.below, organisation: unit, state: 'confirmed' })
  const made = [
    await print({ planId: own.id }),
    await print({ planId: own.id }),
    await print({ planId: own.id, organisationId: unit.id }),
  ]
  await world.mutate('letters.receive', { ids: [made[1]?.id] }, reviewer.cookie)
  const list = async (filter: object) => (await world.query('letters.list', filter, admin.cookie)).data
  const first = await list({ planId: own.id, limit: 2 })
  const second = await list({ planId: own.id, limit: 2, cursor: first.nextCursor })
  expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual(made.map((one) => one.id).reverse())
  expect(second.nextCursor).toBeNull()
  expect((await list({ planId: own.id, state: 'received' })).rows).toHaveLength(1)
  expect((await list({ planId: own.id, organisationId: unit.id })).rows).toHaveLength(1)
  expect((await list({ search: '分页用' })).rows).toHaveLength(3)
  expect((await list({ search: made[0]?.code.slice(0, 6).toLowerCase() })).rows).toHaveLength(1)
  expect((await list({ search: '100%' })).rows).toHaveLength(0)
  const { data } = await world.query('letters.counts', { planId: own.id }, admin.cookie)
  expect(data).toEqual({ printed: 2, received: 1, cancelled: 0 })
})

test('who is forgotten is no longer named by a letter that is printed again, and everybody else is', async () => {
  const { id } = await print({ withList: true })
  expect((await lettersNaming(world.deps.db, people.below.id)).map((row) => row.letterId)).toContain(id)
  const by = { name: '（已删除）', idNumberMasked: '' }
  await inTransaction(world.deps, (tx) => forgetPersonInLetters(tx, people.below.id, by))
  const { text } = await pdfOf(id)
  expect(text).toContain('（已删除）')
  expect(text).toContain('欧阳㛃𬭎')
  expect(text).not.toContain('吉野𠮷')
})
