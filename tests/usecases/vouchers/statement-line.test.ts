import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { checkStatementLines } from '../../../server/features/vouchers/check-statement-lines.ts'
import { checkVoucher } from '../../../server/features/vouchers/check-voucher.ts'
import type { Check } from '../../../server/features/vouchers/vouchers.schema.ts'
import { countJobs, runMatching } from '../../support/matching.ts'
import { type MadeOrder, makeOrder, makePayee } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeLine } from '../../support/statements.ts'
import { submitted } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let reviewer: { id: string; cookie: string }
let finance: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-11-20T04:00:00Z')
  reviewer = await makeStaff(world, 'reviewer')
  finance = await makeStaff(world, 'finance')
})
afterAll(() => world.close())

let turn = 0
beforeEach(async () => {
  turn++
  organisation = await makeOrganisation(world, { name: `苏州第${turn}流水核对检测有限公司` })
  admin = await makeAdmin(world, organisation)
})

const own = (amountFen: number) => amountFen + turn
const placed = () =>
  makeOrder(world, organisation, { amountFen: own(320_000), createdAt: new Date('2026-11-10T02:00:00Z') })

/** A slip in review, of a day. */
async function slip(order: MadeOrder, paidAt: string | null, cookie = admin.cookie): Promise<{ id: string }> {
  const voucher = await submitted(world, cookie, order)
  await world.deps.db.voucher.update({ where: { id: voucher.id }, data: { paidAt } })
  await checkVoucher({ ...world.deps, comparePictures: async () => ({ same: false }) }, { voucherId: voucher.id })
  return voucher
}

async function checksOf(voucher: { id: string }): Promise<Check[]> {
  const answer = await world.query('vouchers.review', { id: voucher.id }, reviewer.cookie)
  return answer.data.checks
}
const said = async (voucher: { id: string }) => {
  const check = (await checksOf(voucher)).find((one) => one.code === 'statementLine')
  return `${check?.verdict} ${check?.finding}`
}

/** An imported statement of our account over these days, without lines. */
async function imported(firstDay: string, lastDay: string, importedAt: string): Promise<void> {
  await world.deps.db.statementFile.create({
    data: {
      id: newId(),
      state: 'imported',
      originalName: '流水.xlsx',
      sizeBytes: 1,
      sha256: newId().replaceAll('-', ''),
      fileKey: `statements/${newId()}`,
      payeeAccountId: await makePayee(world),
      lineCount: 0,
      newCount: 0,
      firstDay: new Date(firstDay),
      lastDay: new Date(lastDay),
      createdById: newId(),
      createdByName: '财务',
      importedAt: new Date(importedAt),
    },
  })
}

describe('a slip and the statement', () => {
  test('waits until its day is imported, and then shows the line; no other check is touched', async () => {
    const voucher = await slip(await placed(), '2026-11-12')
    expect(await said(voucher)).toBe('pending statementNotImported')
    const others = (await checksOf(voucher)).filter((check) => check.code !== 'statementLine')
    const line = await makeLine(world, {
      amountFen: own(320_000),
      name: organisation.name,
      day: '2026-11-13',
      account: `1${turn}`,
    })
    await runMatching(world)
    expect(await said(voucher)).toBe('pass statementLineAgrees')
    const checks = await checksOf(voucher)
    expect(checks.filter((check) => check.code !== 'statementLine')).toEqual(others)
    expect(checks.find((check) => check.code === 'statementLine')?.details).toMatchObject({
      lineId: line.id,
      lineDay: '2026-11-13',
    })
    expect(await checkStatementLines(world.deps)).toBe(0)
  })

  test('an imported day without the money asks for a look; the day of the export itself is not over', async () => {
    const voucher = await slip(await placed(), '2026-10-12')
    await imported('2026-10-01', '2026-10-12', '2026-10-12T09:00:00Z')
    await runMatching(world)
    expect(await said(voucher)).toBe('pending statementNotImported')
    await imported('2026-10-10', '2026-10-14', '2026-10-14T09:00:00Z')
    await runMatching(world)
    expect(await said(voucher)).toBe('warn statementLineMissing')
  })

  test('two slips that claim one line: the second asks for a look, and with two lines each has its own', async () => {
    const [first, second] = [await slip(await placed(), '2026-11-12'), await slip(await placed(), '2026-11-12')]
    await makeLine(world, { amountFen: own(320_000), name: organisation.name, day: '2026-11-12', account: `1${turn}` })
    await checkStatementLines(world.deps)
    expect([await said(first), await said(second)]).toContain('warn statementLineShared')
    await makeLine(world, { amountFen: own(320_000), name: organisation.name, day: '2026-11-12', account: `1${turn}` })
    await checkStatementLines(world.deps)
    await checkStatementLines(world.deps)
    expect([await said(first), await said(second)]).toEqual(['pass statementLineAgrees', 'pass statementLineAgrees'])
  })

  test('money that went to another order fails with that order', async () => {
    const other = await placed()
    const line = await makeLine(world, {
      amountFen: own(320_000),
      name: organisation.name,
      day: '2026-11-12',
      account: `1${turn}`,
    })
    const parts = [{ orderId: other.id, amountFen: own(320_000), allocationId: newId() }]
    expect((await world.mutate('reconciliation.allocate', { lineId: line.id, parts }, finance.cookie)).code).toBeNull()
    const voucher = await slip(await placed(), '2026-11-12')
    expect(await said(voucher)).toBe('fail statementLineTaken')
    const check = (await checksOf(voucher)).find((one) => one.code === 'statementLine')
    expect(check?.details).toMatchObject({ orderNumber: other.number })
    // Its organisation hears nothing of whose money it was.
    const seen = await world.query('vouchers.get', { id: voucher.id }, admin.cookie)
    expect(seen.data.checks.find((one: Check) => one.code === 'statementLine')).toMatchObject({
      finding: 'statementNotImported',
      details: {},
    })
  })

  test('a voucher that changed while the lines were read is left to its own checks', async () => {
    const voucher = await slip(await placed(), '2026-11-12')
    await makeLine(world, { amountFen: own(320_000), name: organisation.name, day: '2026-11-12', account: `1${turn}` })
    const moving = {
      db: new Proxy(world.deps.db, {
        get: (db, name) =>
          name === '$transaction'
            ? async (...given: unknown[]) => {
                await db.voucher.update({ where: { id: voucher.id }, data: { version: { increment: 1 } } })
                return (db.$transaction as (...all: unknown[]) => unknown)(...given)
              }
            : Reflect.get(db, name),
      }),
    }
    expect(await checkStatementLines(moving)).toBe(0)
    expect(await said(voucher)).toBe('pending statementNotImported')
  })
})

describe('what has lines matched anew', () => {
  const sends = async (work: () => Promise<unknown>) => {
    const before = await countJobs(world, 'reconciliation.match')
    await work()
    return (await countJobs(world, 'reconciliation.match')) - before
  }
  test('a new order', async () => {
    const { planId } = await placed()
    const sent = await sends(async () => {
      const answer = await world.mutate(
        'orders.createStudyCardOrder',
        { id: newId(), organisationId: organisation.id, planId, amountFen: 100_000, mode: 'payFirst' },
        admin.cookie,
      )
      expect(answer.code).toBeNull()
    })
    expect(sent).toBe(1)
  })
  test('a slip that is handed in, a line that is given away, and one that is taken back', async () => {
    const order = await placed()
    expect(await sends(() => submitted(world, admin.cookie, order))).toBe(1)
    const line = await makeLine(world, { amountFen: own(1_000), day: '2026-11-12', account: `1${turn}` })
    const allocationId = newId()
    const parts = [{ orderId: order.id, amountFen: own(1_000), allocationId }]
    expect(
      await sends(() => world.mutate('reconciliation.allocate', { lineId: line.id, parts }, finance.cookie)),
    ).toBeGreaterThanOrEqual(1)
    expect(
      await sends(() => world.mutate('reconciliation.undo', { allocationId, reason: '认错' }, finance.cookie)),
    ).toBeGreaterThanOrEqual(1)
  })
})
