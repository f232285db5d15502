import { afterAll, beforeAll, expect, test } from 'vitest'
import { erasedMark, erasedName } from '../../../server/core/erased-name.ts'
import { forgetPersonOnCertificates } from '../../../server/features/certificates/list-certificates.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { addHours, makeCertified, makeFreePlan } from '../../support/earned.ts'
import type { MadePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAccount, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let firm: MadeOrganisation
let department: MadeOrganisation
let elsewhere: MadeOrganisation
let admin: { cookie: string }
let staff: { cookie: string }
let plan: MadePlan
let other: MadePlan
const made: Record<string, Awaited<ReturnType<typeof makeCertified>>> = {}

beforeAll(async () => {
  world = await openWorld()
  firm = await makeOrganisation(world)
  department = await makeOrganisation(world, { parent: firm, billing: false })
  elsewhere = await makeOrganisation(world)
  admin = await makeAdmin(world, firm)
  staff = await makeStaff(world, 'finance')
  plan = await makeFreePlan(world, '见证取样员培训')
  other = await makeFreePlan(world, '桩基检测培训')
  world.clock.set('2026-11-20T02:00:00Z')
  made.wang = await makeCertified(world, plan, firm, { name: '王小明' })
  world.clock.set('2026-11-21T02:00:00Z')
  made.li = await makeCertified(world, plan, department, { name: '李小红' })
  world.clock.set('2026-11-22T02:00:00Z')
  made.zhao = await makeCertified(world, other, department, { name: '赵敏' })
  world.clock.advance(1000)
  made.stranger = await makeCertified(world, plan, elsewhere, { name: '王外人' })
  await world.deps.db.certificate.update({
    where: { id: made.zhao.id },
    data: { state: 'revoked', revokedAt: world.clock.now(), revokedReason: '姓名有误' },
  })
})
afterAll(() => world.close())

const names = (rows: { learnerName: string }[]) => rows.map((row) => row.learnerName)
const list = async (input: object = {}) => (await world.query('certificates.list', input, admin.cookie)).data.rows
const listAll = async (input: object = {}) => (await world.query('certificates.listAll', input, staff.cookie)).data.rows

test('an organisation sees the certificates of its subtree, the newest first', async () => {
  expect(names(await list())).toEqual(['赵敏', '李小红', '王小明'])
})

test('staff see those of the whole centre', async () => {
  expect(names(await listAll())).toEqual(['王外人', '赵敏', '李小红', '王小明'])
})

test.each<[string, () => object, string[]]>([
  ['a plan', () => ({ planId: plan.id }), ['李小红', '王小明']],
  ['a unit', () => ({ organisationId: department.id }), ['赵敏', '李小红']],
  ['a state', () => ({ state: 'revoked' }), ['赵敏']],
  ['part of a name', () => ({ search: '小' }), ['李小红', '王小明']],
  ['a number', () => ({ search: made.li?.number.toLowerCase() }), ['李小红']],
  ['the end of a number', () => ({ search: made.wang?.number.slice(-4) }), ['王小明']],
  ['a whole ID number', () => ({ search: made.wang?.learner.idNumber }), ['王小明']],
  ['the days of issue', () => ({ from: '2026-11-20', to: '2026-11-21' }), ['李小红', '王小明']],
  ['a wildcard that is none', () => ({ search: '%' }), []],
])('the list can be cut by %s', async (_what, input, found) => {
  expect(names(await list(input()))).toEqual(found)
})

test('pages go on where the one before ended', async () => {
  const first = (await world.query('certificates.list', { limit: 2 }, admin.cookie)).data
  const second = (await world.query('certificates.list', { limit: 2, cursor: first.nextCursor }, admin.cookie)).data
  expect([names(first.rows), names(second.rows), second.nextCursor]).toEqual([['赵敏', '李小红'], ['王小明'], null])
})

test('totals and plans count the same as the lists', async () => {
  const own = async (name: string, input: object | undefined) => (await world.query(name, input, admin.cookie)).data
  expect(await own('certificates.totals', {})).toEqual({ valid: 2, revoked: 1 })
  expect(await own('certificates.totals', { planId: plan.id })).toEqual({ valid: 2, revoked: 0 })
  expect(await own('certificates.plans', undefined)).toMatchObject([
    { name: '桩基检测培训', count: 1 },
    { name: '见证取样员培训', count: 2 },
  ])
  expect((await world.query('certificates.totalsAll', {}, staff.cookie)).data).toEqual({
    valid: 3,
    revoked: 1,
    doubtful: 0,
  })
  expect((await world.query('certificates.plansAll', undefined, staff.cookie)).data).toHaveLength(2)
})

test('a unit of another organisation is not found', async () => {
  const answer = await world.query('certificates.list', { organisationId: elsewhere.id }, admin.cookie)
  expect(answer.code).toBe('notFound')
  expect((await world.query('certificates.get', { id: made.stranger?.id }, admin.cookie)).code).toBe('notFound')
})

test('learners see their own from every organisation', async () => {
  const account = await makeAccount(world)
  const { id, learner } = await makeCertified(world, plan, firm, { accountId: account.id })
  await world.deps.db.learner.update({
    where: { id: learner.id },
    data: { organisationId: elsewhere.id, organisationPath: elsewhere.path },
  })
  const cookie = await world.openSession(account.id)
  expect((await world.query('study.home', undefined, cookie)).data.certificates).toMatchObject([
    { id, organisationId: firm.id },
  ])
  expect((await world.query('certificates.get', { id }, cookie)).data).toMatchObject({
    checkUrl: expect.stringMatching(/^http:\/\/localhost:3000\/c\/\w{12}$/),
  })
})

test('staff find those that would not be issued today: too few hours, or no longer paid', async () => {
  world.clock.advance(1000)
  const one = await makeCertified(world, plan, firm, { name: '学时少' })
  await addHours(world, one.learner, plan, -500, { correctsId: one.learner.compulsoryId })
  world.clock.advance(1000)
  const two = await makeCertified(world, plan, firm, { name: '取消了' })
  await world.deps.db.enrolment.updateMany({
    where: { learnerId: two.learner.id },
    data: { state: 'revoked', reason: '重复报名' },
  })
  const rows = await listAll({ doubtful: true })
  expect(rows.map((row: { learnerName: string; doubt: string }) => [row.learnerName, row.doubt])).toEqual([
    ['取消了', 'payment'],
    ['学时少', 'hours'],
  ])
  expect((await listAll({ search: '王小明' }))[0].doubt).toBeNull()
  expect((await world.query('certificates.totalsAll', {}, staff.cookie)).data.doubtful).toBe(2)
})

test('a person who is erased leaves certificates that name nobody', async () => {
  const { id, code, number, learner } = await makeCertified(world, plan, firm, { name: '钱某某' })
  const erased = await inTransaction(world.deps, (tx) =>
    forgetPersonOnCertificates(tx, learner.id, { name: erasedName, idNumberMasked: '' }),
  )
  expect(erased).toBe(1)
  expect(await world.deps.db.certificate.findUnique({ where: { id } })).toMatchObject({
    number,
    learnerName: erasedName,
  })
  expect((await world.query('certificates.check', { code })).data.nameMasked).toBe(erasedMark)
})
