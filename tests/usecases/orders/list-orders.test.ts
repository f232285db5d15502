import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { groupOrderNumber } from '../../../server/core/order-number.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makePayee, makePlan, payOrder } from './arrange.ts'

let world: World
let group: MadeOrganisation
let subsidiary: MadeOrganisation
let stranger: MadeOrganisation
let groupAdmin: { cookie: string }
let subsidiaryAdmin: { cookie: string }
let strangerAdmin: { cookie: string }
let staff: { cookie: string }
const made: { id: string; number: string; organisationId: string }[] = []

beforeAll(async () => {
  world = await openWorld()
  await makePayee(world)
  group = await makeOrganisation(world, { name: '中建材_集团有限公司' })
  subsidiary = await makeOrganisation(world, { parent: group })
  stranger = await makeOrganisation(world)
  groupAdmin = await makeAdmin(world, group)
  subsidiaryAdmin = await makeAdmin(world, subsidiary)
  strangerAdmin = await makeAdmin(world, stranger)
  staff = await makeStaff(world, 'finance')
  const plans = [await makePlan(world, { name: '公共知识培训' }), await makePlan(world, { name: '100%见证取样' })]
  for (let n = 0; n < 6; n++) {
    const organisationId = [group.id, subsidiary.id, stranger.id][n % 3]
    const input = {
      id: newId(),
      planId: plans[n % 2]?.id,
      organisationId,
      amountFen: 100 * (n + 1),
      mode: n === 5 ? 'invoiceFirst' : 'payFirst',
    }
    made.push((await world.mutate('orders.createStudyCardOrder', input, staff.cookie)).data)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
})
afterAll(() => world.close())

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
const madeFor = (...organisations: MadeOrganisation[]) =>
  ids(made.filter(({ organisationId }) => organisations.some(({ id }) => id === organisationId))).reverse()

test("an admin sees the orders of their subtree, the newest first, and nobody else's", async () => {
  expect(ids((await world.query('orders.list', {}, groupAdmin.cookie)).data.rows)).toEqual(madeFor(group, subsidiary))
  expect(ids((await world.query('orders.list', {}, subsidiaryAdmin.cookie)).data.rows)).toEqual(madeFor(subsidiary))
  expect(ids((await world.query('orders.list', {}, strangerAdmin.cookie)).data.rows)).toEqual(madeFor(stranger))
})

test('pages follow each other without gaps, also when an order comes in between', async () => {
  const first = (await world.query('orders.list', { limit: 2 }, groupAdmin.cookie)).data
  expect(ids(first.rows)).toEqual(madeFor(group, subsidiary).slice(0, 2))
  const second = (await world.query('orders.list', { limit: 2, cursor: first.nextCursor }, groupAdmin.cookie)).data
  expect(ids(second.rows)).toEqual(madeFor(group, subsidiary).slice(2))
  expect(second.nextCursor).toBeNull()
})

test('a cursor that is none is refused in words', async () => {
  expect(await world.query('orders.list', { cursor: "' OR 1=1" }, groupAdmin.cookie)).toMatchObject({
    code: 'inputInvalid',
    details: { field: 'cursor' },
  })
})

test('an order is found by any part of its number as people type it, and by its plan', async () => {
  const [order] = made
  if (!order) throw new Error('no order')
  for (const search of [
    order.number,
    order.number.toLowerCase(),
    groupOrderNumber(order.number),
    order.number.slice(3, 9),
  ]) {
    expect(ids((await world.query('orders.list', { search }, groupAdmin.cookie)).data.rows)).toContain(order.id)
  }
  const byPlan = (await world.query('orders.list', { search: '见证' }, groupAdmin.cookie)).data.rows
  expect(byPlan.length).toBeGreaterThan(0)
  expect(byPlan.every(({ planName }: { planName: string }) => planName === '100%见证取样')).toBe(true)
})

test('signs that SQL knows are looked for as they are', async () => {
  const rows = (await world.query('orders.list', { search: '100%' }, groupAdmin.cookie)).data.rows
  expect(rows.every(({ planName }: { planName: string }) => planName.includes('100%'))).toBe(true)
  expect((await world.query('orders.list', { search: '%_%' }, groupAdmin.cookie)).data.rows).toEqual([])
  expect((await world.query('orders.listAll', { search: '材_集' }, staff.cookie)).data.rows).toHaveLength(2)
})

// Every number holds a 2: the digits of a name were once looked for in numbers too, and all orders answered.
test('a name that holds a digit is no part of a number', async () => {
  expect((await world.query('orders.listAll', { search: '没有的第2工程公司' }, staff.cookie)).data.rows).toEqual([])
})

test('the list says what was paid and what is outstanding', async () => {
  const [order] = made
  if (!order) throw new Error('no order')
  await payOrder(world, order.id, 40)
  const rows = (await world.query('orders.list', { search: order.number }, groupAdmin.cookie)).data.rows
  expect(rows).toMatchObject([{ amountFen: 100, paidFen: 40, outstandingFen: 60 }])
})

test('states filter', async () => {
  const [, order] = made
  if (!order) throw new Error('no order')
  await world.mutate('orders.cancel', { id: order.id, reason: '重复' }, staff.cookie)
  expect(ids((await world.query('orders.list', { state: 'cancelled' }, groupAdmin.cookie)).data.rows)).toEqual([
    order.id,
  ])
  expect(ids((await world.query('orders.list', { state: 'open' }, groupAdmin.cookie)).data.rows)).not.toContain(
    order.id,
  )
})

test("staff see all and filter by organisation, plan, mode and the organisation's name", async () => {
  expect(ids((await world.query('orders.listAll', {}, staff.cookie)).data.rows)).toEqual(
    madeFor(group, subsidiary, stranger),
  )
  expect(ids((await world.query('orders.listAll', { organisationId: stranger.id }, staff.cookie)).data.rows)).toEqual(
    madeFor(stranger),
  )
  expect(ids((await world.query('orders.listAll', { mode: 'invoiceFirst' }, staff.cookie)).data.rows)).toEqual([
    made[5]?.id,
  ])
  expect(ids((await world.query('orders.listAll', { search: stranger.name }, staff.cookie)).data.rows)).toEqual(
    madeFor(stranger),
  )
})

test('an admin may not list the whole centre, and staff have no subtree', async () => {
  expect((await world.query('orders.listAll', {}, groupAdmin.cookie)).code).toBe('notAllowed')
  expect((await world.query('orders.list', {}, staff.cookie)).code).toBe('notAllowed')
})
