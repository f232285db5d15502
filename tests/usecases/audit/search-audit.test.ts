import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import type { AuditRow } from '../../../server/features/audit/audit.schema.ts'
import { type AuditRecord, writeAudit } from '../../../server/platform/audit-log.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAccount, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { sealUntil } from './seal-until.ts'

let world: World
let top: MadeOrganisation
let below: MadeOrganisation
let other: MadeOrganisation
let admin: Person
let otherAdmin: Person
let reviewer: Person
let finance: Person
const orderId = newId()
type Person = { id: string; name: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  top = await makeOrganisation(world, { name: '无锡博瑞建材检测有限公司' })
  below = await makeOrganisation(world, { name: '江阴分公司', parent: top })
  other = await makeOrganisation(world, { name: '徐州中岩工程勘察有限责任公司' })
  admin = await makeAdmin(world, top)
  otherAdmin = await makeAdmin(world, other)
  reviewer = await makeStaff(world, 'reviewer')
  finance = await makeStaff(world, 'finance')
  await world.deps.db.account.update({ where: { id: reviewer.id }, data: { name: '周审核' } })
  await world.deps.db.account.update({ where: { id: admin.id }, data: { name: '沈建国' } })
  const staff = { ...actorOf(reviewer, '周审核'), ip: '10.1.1.1' }
  const person = { ...actorOf(admin, '沈建国'), ip: '58.214.0.9' }
  await write(person, {
    action: 'order.created',
    subjectType: 'order',
    subjectId: orderId,
    organisationId: top.id,
    after: { number: 'PX26ANCM3S', amountFen: 320000 },
  })
  await write(staff, {
    action: 'order.paid',
    subjectType: 'order',
    subjectId: orderId,
    organisationId: top.id,
    before: { state: 'open' },
    after: { state: 'paid' },
  })
  await write(person, {
    action: 'learner.created',
    subjectType: 'learner',
    subjectId: newId(),
    organisationId: below.id,
    after: { name: '王芳' },
  })
  await write(staff, {
    action: 'voucherDecision.waiting',
    subjectType: 'voucherDecision',
    subjectId: newId(),
    organisationId: top.id,
    after: { verdict: 'approve' },
  })
  await write(actorOf(otherAdmin, '孟凡军'), {
    action: 'learner.created',
    subjectType: 'learner',
    subjectId: newId(),
    organisationId: other.id,
    after: { name: '李强' },
  })
  await write(
    { kind: 'system', name: 'orders.expire', ip: null },
    { action: 'order.expired', subjectType: 'order', subjectId: newId(), organisationId: other.id },
  )
  await write(staff, {
    action: 'centre.updated',
    subjectType: 'centre',
    subjectId: newId(),
    organisationId: null,
    before: { name: 'a', tax: { number: '1' } },
    after: { name: 'b', tax: { number: '1' }, days: [1, 2] },
  })
})
afterAll(() => world.close())

function actorOf({ id }: { id: string }, name: string): Extract<Actor, { kind: 'account' }> {
  return { kind: 'account', accountId: id, name, ip: '10.9.9.9', staffRoles: [], organisation: null, learnerId: null }
}

const write = (actor: Actor, record: AuditRecord) => inTransaction(world.deps, (tx) => writeAudit(tx, actor, record))

async function search(who: Person, input: object = {}): Promise<AuditRow[]> {
  const answer = await world.query('audit.search', input, who.cookie)
  expect(answer.code).toBeNull()
  return answer.data.rows
}
const actions = async (who: Person, input: object = {}) => (await search(who, input)).map((row) => row.action)

test('staff of every role see everything, the newest first', async () => {
  for (const who of [reviewer, finance, await makeStaff(world, 'systemAdmin')]) {
    expect(await actions(who)).toEqual([
      'centre.updated',
      'order.expired',
      'learner.created',
      'voucherDecision.waiting',
      'learner.created',
      'order.paid',
      'order.created',
    ])
  }
})

test('an organisation admin sees what happened in their subtree, without what only staff may know', async () => {
  expect(await actions(admin)).toEqual(['learner.created', 'order.paid', 'order.created'])
  expect(await actions(otherAdmin)).toEqual(['order.expired', 'learner.created'])
})

test('of staff, an organisation admin sees the role, not the address; of their own people the address', async () => {
  const [created, paid] = [
    await search(admin, { action: 'order.created' }),
    await search(admin, { action: 'order.paid' }),
  ]
  expect(created[0]).toMatchObject({ actorName: '沈建国', actorRole: 'organisationAdmin', ip: '58.214.0.9' })
  expect(paid[0]).toMatchObject({ actorName: '周审核', actorRole: 'reviewer', ip: null })
  expect((await search(finance, { action: 'order.paid' }))[0]).toMatchObject({ actorRole: 'reviewer', ip: '10.1.1.1' })
  expect((await search(finance, { action: 'order.expired' }))[0]).toMatchObject({ actorRole: 'system', ip: null })
})

test.each([
  ['part of a name', { actor: '建国' }, ['learner.created', 'order.created']],
  ['a name and a noun', { actor: '审核', noun: 'order' }, ['order.paid']],
  ['a noun', { noun: 'order' }, ['order.expired', 'order.paid', 'order.created']],
  ['an action', { action: 'order.expired' }, ['order.expired']],
  ['one thing', { subjectType: 'order', subjectId: orderId }, ['order.paid', 'order.created']],
  [
    'an organisation with what is below it',
    { organisation: '博瑞' },
    ['voucherDecision.waiting', 'order.paid', 'order.created'].toSpliced(1, 0, 'learner.created'),
  ],
  ['an organisation below', { organisation: '江阴' }, ['learner.created']],
  ['an organisation and a noun', { organisation: '徐州', noun: 'learner' }, ['learner.created']],
  ['nobody of that name', { actor: '没有这个人' }, []],
  ['no such organisation', { organisation: '没有这个单位' }, []],
])('filter: %s', async (_what, input, expected) => {
  expect((await actions(finance, input)).sort()).toEqual([...expected].sort())
})

test('an organisation admin cannot search beyond their subtree by naming it', async () => {
  expect(await actions(admin, { organisationId: other.id })).toEqual([])
  expect(await actions(admin, { organisation: '徐州' })).toEqual([])
  expect(await actions(admin, { actorId: otherAdmin.id })).toEqual([])
  expect(await actions(admin, { noun: 'centre' })).toEqual([])
  expect(await actions(admin, { action: 'voucherDecision.waiting' })).toEqual([])
  expect(await actions(otherAdmin, { subjectType: 'order', subjectId: orderId })).toEqual([])
})

test('days are those of Shanghai, both included', async () => {
  const db = world.deps.db
  const subjectId = newId()
  const moments = [
    '2026-05-01T15:59:59.999Z',
    '2026-05-01T16:00:00Z',
    '2026-05-03T15:59:59.999Z',
    '2026-05-03T16:00:00Z',
  ]
  for (const at of moments) {
    await db.$executeRaw`
      INSERT INTO audit_entries (at, actor_kind, actor_name, action, subject_type, subject_id)
      VALUES (${new Date(at)}, 'system', 'x', 'job.resent', 'job', ${subjectId}::uuid)`
  }
  const found = await search(finance, { noun: 'job', from: '2026-05-02', to: '2026-05-03' })
  expect(found.map((row) => row.at)).toEqual(['2026-05-03T15:59:59.999Z', '2026-05-01T16:00:00.000Z'])
  expect(await search(finance, { noun: 'job', from: '2026-05-04' })).toHaveLength(1)
  expect(await search(finance, { noun: 'job', to: '2026-05-01' })).toHaveLength(1)
})

test('pages follow each other without gap or repeat, also while new entries come', async () => {
  const person = await makeAccount(world, { name: '翻页' })
  for (let i = 0; i < 7; i++) {
    await write(actorOf(person, '翻页'), {
      action: 'voucher.begun',
      subjectType: 'voucher',
      subjectId: newId(),
      organisationId: top.id,
      after: { number: i },
    })
  }
  for (const input of [{ actorId: person.id }, { noun: 'voucher' }, { organisation: '博瑞', noun: 'voucher' }]) {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const { data } = await world.query('audit.search', { ...input, limit: 3, cursor }, finance.cookie)
      seen.push(...data.rows.map((row: AuditRow) => row.id))
      cursor = data.nextCursor
      if (seen.length === 3)
        await write(actorOf(person, '翻页'), {
          action: 'voucher.begun',
          subjectType: 'voucher',
          subjectId: newId(),
          organisationId: other.id,
        })
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThanOrEqual(7)
    expect(seen).toEqual([...seen].sort((a, b) => Number(BigInt(b) - BigInt(a))))
  }
})

test('the history of an organisation that was moved goes with it', async () => {
  const moving = await makeOrganisation(world, { name: '搬家分公司', parent: other })
  await write(actorOf(otherAdmin, '孟凡军'), {
    action: 'organisation.created',
    subjectType: 'organisation',
    subjectId: moving.id,
    organisationId: moving.id,
    after: { name: moving.name },
  })
  expect(await actions(otherAdmin, { noun: 'organisation' })).toEqual(['organisation.created'])
  expect(await actions(admin, { noun: 'organisation' })).toEqual([])
  await world.deps.db.organisation.update({
    where: { id: moving.id },
    data: { parentId: top.id, path: `${top.path}${moving.id}/` },
  })
  expect(await actions(otherAdmin, { noun: 'organisation' })).toEqual([])
  expect(await actions(admin, { noun: 'organisation' })).toEqual(['organisation.created'])
})

test('one entry shows what changed, what came, and whether it is sealed', async () => {
  const row = (await search(finance, { action: 'centre.updated' }))[0]
  if (!row) throw new Error('no entry')
  const open = async () => (await world.query('audit.get', { id: row.id }, finance.cookie)).data
  expect(await open()).toMatchObject({
    position: null,
    hash: null,
    changes: [
      { key: 'name', before: 'a', after: 'b', kind: 'changed' },
      { key: 'days', before: null, after: '1、2', kind: 'added' },
      { key: 'tax.number', before: '1', after: '1', kind: 'same' },
    ],
  })
  await sealUntil(world, await world.deps.db.auditEntry.count())
  const sealed = await open()
  expect(sealed.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(Number(sealed.position)).toBeGreaterThan(0)
})

test('entries of others, of the centre and of decisions under way do not exist for an organisation admin', async () => {
  const ids = await Promise.all(
    [{ organisation: '徐州', noun: 'learner' }, { noun: 'centre' }, { action: 'voucherDecision.waiting' }].map(
      async (input) => (await search(finance, input))[0]?.id,
    ),
  )
  for (const id of ids) {
    expect(id).toBeDefined()
    expect(await world.query('audit.get', { id }, admin.cookie)).toMatchObject({ status: 404, code: 'notFound' })
    expect((await world.query('audit.get', { id }, finance.cookie)).code).toBeNull()
  }
  const own = (await search(admin, { action: 'order.paid' }))[0]
  expect((await world.query('audit.get', { id: own?.id }, admin.cookie)).data).toMatchObject({
    ip: null,
    subjectId: orderId,
  })
})

test('learners and people who are not signed in are refused', async () => {
  const learner = await makeAccount(world)
  const cookie = await world.openSession(learner.id)
  expect((await world.query('audit.search', {}, cookie)).code).toBe('notAllowed')
  expect((await world.query('audit.search', {})).code).toBe('notSignedIn')
  expect((await world.query('audit.verify', undefined, admin.cookie)).code).toBe('notAllowed')
})

test("the ids in an entry are read as names and numbers, as far as they are the reader's to see", async () => {
  const { db } = world.deps
  const order = await makeOrder(world, below)
  const strange = await makeOrder(world, other)
  const plan = await db.plan.findUniqueOrThrow({ where: { id: order.planId } })
  const subjectId = newId()
  const about = { subjectType: 'refund', subjectId, organisationId: below.id } as const
  const person = actorOf(admin, '沈建国')
  await write(person, { ...about, action: 'refund.requested', after: { number: 'RF26M4T8RK' } })
  await write(person, {
    ...about,
    action: 'refund.approved',
    after: { orderId: order.id, targetOrderId: strange.id, creditOf: below.id, planId: plan.id },
  })
  const open = async (who: Person) => {
    const [row] = await search(who, { action: 'refund.approved' })
    const { data } = await world.query('audit.get', { id: row?.id }, who.cookie)
    const values = data.changes.map(({ key, after }: { key: string; after: string }) => [key, after])
    return { name: data.subjectName, ...Object.fromEntries(values) }
  }
  const known = { name: 'RF26M4T8RK', orderId: order.number, creditOf: '江阴分公司', planId: plan.name }
  expect(await open(finance)).toMatchObject({ ...known, targetOrderId: strange.number })
  expect(await open(admin)).toMatchObject({ ...known, targetOrderId: strange.id })
})
