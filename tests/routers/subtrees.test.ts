import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import { announce } from '../../server/features/notices/announce.ts'
import { routes } from '../../server/http/routes.ts'
import { inTransaction } from '../../server/platform/database.ts'
import { openTable } from '../../server/platform/spreadsheets/open-table.ts'
import type { Permission } from '../../server/trpc/init.ts'
import { appRouter } from '../../server/trpc/router.ts'
import { makeRecharged } from '../support/cards.ts'
import { addHours, makeCertificateRow } from '../support/earned.ts'
import { makeDoneOperation, makeLetter } from '../support/letters.ts'
import { makeAttempt, makeOrder } from '../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation } from '../support/people.ts'
import { makeRefund } from '../support/refunds.ts'
import { invoiceDetails, submitted } from '../support/vouchers.ts'
import { openWorld, type World } from '../support/world.ts'
import { makeEnrolled } from '../usecases/orders/arrange-enrolments.ts'
import { type Ask, httpRoutes, json, procedures, type Things } from './subtree-tables.ts'

/**
 * Every procedure and route that an organisation's admin may call × admins of different subtrees: what a list, a count
 * or an export holds is the own subtree's and nothing else, and what anything else stands for is not found. A procedure
 * or route without a line in subtree-tables.ts fails the first test.
 *
 *   group ── branch ─┬─ room      other
 *                    └─ beside
 */

/** What an organisation's admin may call at all. */
const theirPermissions: readonly Permission[] = [
  'signedIn',
  'organisationAdmin',
  'peopleManager',
  'cardManager',
  'auditReader',
  'learner',
]

let world: World
type UnitName = 'group' | 'branch' | 'room' | 'beside' | 'other'
const unitNames = ['group', 'branch', 'room', 'beside', 'other'] as const
const units = {} as Record<UnitName, Things>
const cookies = {} as Record<UnitName, string>
/** Whose admin sees what. */
const subtrees: Record<Exclude<UnitName, 'group'>, readonly UnitName[]> = {
  room: ['room'],
  beside: ['beside'],
  branch: ['branch', 'room', 'beside'],
  other: ['other'],
}
const admins = Object.keys(subtrees) as (keyof typeof subtrees)[]
const foreignOf = (admin: keyof typeof subtrees) => unitNames.filter((unit) => !subtrees[admin].includes(unit))

beforeAll(async () => {
  world = await openWorld()
  const group = await makeOrganisation(world, { name: '总集团甲' })
  const branch = await makeOrganisation(world, { name: '分公司乙', parent: group })
  const made = {
    group,
    branch,
    room: await makeOrganisation(world, { name: '检测室丙', parent: branch }),
    beside: await makeOrganisation(world, { name: '检测室丁', parent: branch }),
    other: await makeOrganisation(world, { name: '别家戊' }),
  }
  for (const name of unitNames) units[name] = await makeThings(name, made[name])
  // What stands deep is a department; its slips were handed in while it still had details of its own.
  for (const { organisation } of [units.room, units.beside]) {
    await world.deps.db.billingProfile.delete({ where: { organisationId: organisation.id } })
    await world.deps.db.organisation.update({
      where: { id: organisation.id },
      data: { kind: 'department', creditCode: null },
    })
  }
})
afterAll(() => world.close())

async function makeThings(name: UnitName, organisation: MadeOrganisation): Promise<Things> {
  const { db } = world.deps
  const admin = await makeAdmin(world, organisation)
  cookies[name] = admin.cookie
  const order = await makeOrder(world, organisation)
  const voucher = await submitted(world, admin.cookie, order)
  const learner = await makeLearner(world, organisation, { name: `学员之${organisation.name}` })
  const enrolment = await makeEnrolled(world, organisation, { id: order.planId }, { learner })
  const [importId, requestId, invoiceFileId] = [newId(), newId(), newId()]
  await db.import.create({
    data: {
      id: importId,
      kind: 'learners',
      organisationId: organisation.id,
      createdById: admin.id,
      createdByName: admin.name,
      fileName: `${organisation.name}.csv`,
      fileKind: 'csv',
      sha256: 'a'.repeat(64),
      sizeBytes: 1,
      state: 'previewed',
      notes: { notes: [], sheets: ['Sheet1'] },
    },
  })
  const request = { id: requestId, orderId: order.id, organisationId: organisation.id, state: 'issued' } as const
  await db.invoiceRequest.create({
    data: { ...request, ...invoiceDetails, title: organisation.name, amountFen: 100n },
  })
  await db.invoiceFile.create({
    data: {
      id: invoiceFileId,
      requestId,
      kind: 'pdf',
      originalName: 'x.pdf',
      sizeBytes: 1,
      sha256: 'b'.repeat(64),
      fileKey: `x/${invoiceFileId}`,
      createdById: admin.id,
    },
  })
  await inTransaction(world.deps, (tx) =>
    announce(world.deps, tx, {
      kind: 'voucherApproved',
      voucherId: voucher.id,
      orderId: order.id,
      orderNumber: order.number,
      organisationId: organisation.id,
      organisationName: organisation.name,
      amountFen: fen(100),
      creditFen: fen(0),
      outstandingFen: fen(0),
    }),
  )
  const entry = await db.auditEntry.findFirstOrThrow({
    where: { organisationId: organisation.id, subjectType: 'voucher' },
  })
  return {
    organisation,
    adminId: admin.id,
    adminName: admin.name,
    planId: order.planId,
    orderId: order.id,
    orderNumber: order.number,
    voucherId: voucher.id,
    fileId: voucher.fileId,
    requestId,
    invoiceFileId,
    enrolmentId: enrolment.id,
    paymentId: await makeAttempt(world, order),
    refundId: await makeRefund(world, {
      organisationId: organisation.id,
      orderId: order.id,
      requestedById: admin.id,
    }),
    certificateId: await makeCertificateRow(world, { planId: order.planId, learnerId: learner.id, organisation }),
    hoursId: await addHours(world, learner, { id: order.planId }, 300),
    letterId: (await makeLetter(world, organisation, order.planId)).id,
    cardOperationId: await makeDoneOperation(world, organisation, order.planId, learner.id),
    batchId: await makeRecharged(world, organisation, admin, order, learner.id),
    learnerId: learner.id,
    learnerName: learner.name,
    idNumber: learner.idNumber,
    mobile: learner.mobile,
    importId,
    auditId: String(entry.id),
  }
}

/** Everything by which something of a unit could be recognised. */
function marksOf(t: Things): string[] {
  const { organisation, planId, auditId, ...others } = t
  return [organisation.id, organisation.name, organisation.creditCode, ...Object.values(others)]
}

const declared = Object.entries(appRouter._def.procedures).map(([name, procedure]) => {
  const { type, meta } = (
    procedure as unknown as { _def: { type: 'query' | 'mutation'; meta?: { permission: Permission } } }
  )._def
  return { name, type, permission: meta?.permission ?? 'public' }
})
const typeOf = new Map(declared.map(({ name, type }) => [name, type]))
const call = (name: string, input: unknown, cookie: string) =>
  typeOf.get(name) === 'query' ? world.query(name, input, cookie) : world.mutate(name, input, cookie)

async function ask({ path, ...init }: Ask, cookie: string) {
  const response = await world.request(path, { ...init, cookie })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const text = Buffer.from(bytes).toString('utf8')
  return { status: response.status, bytes, code: /"app":\{"code":"(\w+)"/.exec(text)?.[1] ?? null }
}

async function textOf(workbook: Uint8Array): Promise<string> {
  const table = await openTable(workbook, { fileName: 'x.xlsx' })
  const cells: string[] = []
  for await (const row of table.rows()) for (const cell of row.cells) cells.push(cell?.text ?? '')
  return cells.join('\n')
}

function expectOnly(admin: keyof typeof subtrees, text: string, shows: (t: Things) => readonly string[]): void {
  for (const unit of subtrees[admin]) for (const mark of shows(units[unit])) expect(text).toContain(mark)
  for (const unit of foreignOf(admin)) {
    for (const mark of marksOf(units[unit])) expect([unit, text.includes(mark) ? mark : null]).toEqual([unit, null])
  }
}

test('every procedure and route that an admin may call has a line, and no line is left over', () => {
  const called = declared.filter(({ permission }) => theirPermissions.includes(permission)).map(({ name }) => name)
  expect(Object.keys(procedures).sort()).toEqual(called.sort())
  const asked = routes.filter(({ permission }) => theirPermissions.includes(permission))
  expect(Object.keys(httpRoutes).sort()).toEqual(asked.map(({ method, path }) => `${method} ${path}`).sort())
  for (const [name, entry] of [...Object.entries(procedures), ...Object.entries(httpRoutes)]) {
    expect([name, Object.keys(entry).length]).not.toEqual([name, 0])
  }
})

describe.each(admins)('the admin of %s', (admin) => {
  test.each(Object.entries(procedures).filter(([, { list }]) => list))(
    '%s: own things only',
    async (name, { list }) => {
      const answer = await call(name, list?.input, cookies[admin])
      expect(answer.code).toBeNull()
      expectOnly(admin, JSON.stringify(answer.data), list?.shows ?? (() => []))
    },
  )

  test.each(Object.entries(procedures).filter(([, { count }]) => count))('%s: own count', async (name, { count }) => {
    const answer = await call(name, count?.input ?? {}, cookies[admin])
    expect(answer.code).toBeNull()
    expect(count?.of(answer.data as never)).toBe(subtrees[admin].length * (count?.each ?? 0))
  })

  test.each(Object.entries(procedures).filter(([, { on }]) => on))("%s: others' ids", async (name, { on }) => {
    for (const unit of foreignOf(admin)) {
      const made = await on?.(units[unit], units[admin], (asked, input) => world.mutate(asked, input, cookies[admin]))
      for (const input of Array.isArray(made) ? made : [made]) {
        expect([unit, input, (await call(name, input, cookies[admin])).code]).toEqual([unit, input, 'notFound'])
      }
    }
  })

  test.each(Object.entries(procedures).filter(([, { hides }]) => hides))(
    '%s: tells nothing',
    async (name, { hides }) => {
      for (const unit of foreignOf(admin)) {
        const answer = await call(name, hides?.(units[unit]), cookies[admin])
        expect(answer.code).toBeNull()
        for (const mark of marksOf(units[unit])) expect(JSON.stringify(answer.data)).not.toContain(mark)
      }
    },
  )

  test.each(Object.entries(httpRoutes).filter(([, { list }]) => list))(
    '%s: own things only',
    async (_name, { list }) => {
      const answer = await ask(list?.ask ?? { path: '' }, cookies[admin])
      expect([answer.status, answer.code]).toEqual([200, null])
      expectOnly(admin, await textOf(answer.bytes), list?.shows ?? (() => []))
    },
  )

  test.each(Object.entries(httpRoutes).filter(([, { on }]) => on))("%s: others' ids", async (_name, { on }) => {
    for (const unit of foreignOf(admin)) {
      const asked = await on?.(units[unit])
      const answer = await ask(asked ?? { path: '' }, cookies[admin])
      expect([unit, answer.status, answer.code]).toEqual([unit, 404, 'notFound'])
    }
  })
})

test('positive control: from above the same ids are found, and the same lists hold everything below', async () => {
  // Reads only: what changes things is found by its owner in permissions.test.ts.
  const reads = Object.entries(procedures).filter(([name]) => typeOf.get(name) === 'query')
  for (const [name, { on }] of reads) {
    const made = await on?.(units.room, units.branch, (asked, input) => world.mutate(asked, input, cookies.group))
    for (const input of made === undefined ? [] : Array.isArray(made) ? made : [made]) {
      expect([name, (await call(name, input, cookies.group)).code]).not.toEqual([name, 'notFound'])
    }
  }
  for (const [name, { list }] of reads) {
    if (!list) continue
    const text = JSON.stringify((await call(name, list.input, cookies.group)).data)
    for (const unit of ['group', 'branch', 'room', 'beside'] as const) {
      for (const mark of list.shows(units[unit])) expect(text, name).toContain(mark)
    }
  }
})

test('what is done to all that a filter finds is done to the own subtree alone', async () => {
  const all = { filter: {}, expectedCount: 1 }
  const done = await world.mutate('learners.setEnabled', { selection: all, enabled: false }, cookies.room)
  expect(done.data).toEqual({ changed: 1, unchanged: 0 })
  const passwords = await ask(json('/api/learners/first-passwords', { selection: all }), cookies.beside)
  expect(passwords.status).toBe(200)
  expectOnly('beside', await textOf(passwords.bytes), (t) => [t.learnerName])
  const rows = await world.deps.db.learner.findMany({ select: { id: true, enabled: true, accountId: true } })
  const touched = rows.filter((row) => !row.enabled || row.accountId !== null).map((row) => row.id)
  expect(touched.sort()).toEqual([units.room.learnerId, units.beside.learnerId].sort())
})
