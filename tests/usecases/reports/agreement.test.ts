import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ArchiveRow } from '../../../server/features/reports/archive.schema.ts'
import { moneyFigureNames } from '../../../server/features/reports/money-reports.schema.ts'
import { addFigures } from '../../../server/features/reports/reports.rules.ts'
import { type PlanFigures, planFigureNames } from '../../../server/features/reports/reports.schema.ts'
import { makeBatch, recharge } from '../../support/cards.ts'
import { makeAdmin, makeLearner, makeStaff } from '../../support/people.ts'
import { makeReportsWorld, type ReportsWorld } from '../../support/reports-world.ts'
import { openWorld, type World } from '../../support/world.ts'

/**
 * One fact, one number, wherever it is asked for: reports against each other, against the lists, against finance's figures
 * and against the ledger, in centres made by chance. A seed that fails makes the same centre again.
 */
const seeds = [1, 2, 3]

let world: World
let staff: string
let made: ReportsWorld

beforeAll(async () => {
  world = await openWorld()
  staff = (await makeStaff(world, 'finance', 'reviewer', 'systemAdmin')).cookie
})
afterAll(() => world.close())

const ask = async (name: string, input: object, cookie = staff) => {
  const answer = await world.query(name, input, cookie)
  expect(answer.code, name).toBeNull()
  return answer.data
}
const all = async (name: string, input: object, cookie = staff) => {
  const rows = []
  let cursor: string | null = null
  do {
    const page: { rows: unknown[]; nextCursor: string | null } = await ask(name, { ...input, limit: 7, cursor }, cookie)
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== null)
  // biome-ignore lint/suspicious/noExplicitAny: rows of whichever report was asked for
  return rows as any[]
}
const figuresOf = (row: PlanFigures) => Object.fromEntries(planFigureNames.map((name) => [name, row[name]]))
const centre = { of: 'centre' } as const
const sum = (rows: readonly Record<string, number>[], name: string) =>
  rows.reduce((total, row) => total + (row[name] ?? 0), 0)

describe.each(seeds)('a centre made by chance, seed %i on top of those before', (seed) => {
  beforeAll(async () => {
    made = await makeReportsWorld(world, seed)
  })

  test('plans add up to their totals, and to the units at every level of the tree', async () => {
    const plans = await all('reports.plans', centre)
    const { plans: count, ...totals } = await ask('reports.planTotals', centre)
    expect(count).toBe(plans.length)
    expect(addFigures(planFigureNames, plans)).toEqual(totals)
    expect(totals.participants).toBeGreaterThan(10)
    const walk = async (parentId: string | undefined, planId: string | undefined): Promise<PlanFigures> => {
      const rows = await all('reports.units', { ...centre, parentId, planId })
      const { totals: head } = await ask('reports.units', { ...centre, parentId, planId, limit: 1 })
      expect(addFigures(planFigureNames, rows)).toEqual(head)
      for (const row of rows.filter((one) => one.hasUnits && !one.itself)) {
        expect(await walk(row.id, planId)).toEqual(figuresOf(row))
      }
      return head
    }
    expect(await walk(undefined, undefined)).toEqual(totals)
    for (const plan of plans.slice(0, 2)) expect(await walk(undefined, plan.id)).toEqual(figuresOf(plan))
  })

  test('an organisation sees of the plans what the centre sees of its subtree', async () => {
    for (const top of made.tops) {
      const { cookie } = await makeAdmin(world, top)
      const { plans: _, ...theirs } = await ask('reports.planTotals', { of: 'own' }, cookie)
      const { totals } = await ask('reports.units', { ...centre, parentId: top.id })
      expect(theirs).toEqual(totals)
      expect(await ask('reports.archiveTotals', { of: 'own' }, cookie)).toEqual(
        await ask('reports.archiveTotals', { ...centre, organisationId: top.id }),
      )
      expect(await ask('reports.moneyTotals', { of: 'own' }, cookie)).toEqual(
        await ask('reports.moneyTotals', { ...centre, organisationId: top.id }),
      )
    }
  })

  test('who reached the hours and who is certified: the plan report, the learning records and the tables', async () => {
    const plans = await all('reports.plans', centre)
    const rows: ArchiveRow[] = await all('reports.archive', centre)
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
    const totals = await ask('reports.archiveTotals', centre)
    const has = (row: ArchiveRow) => row.missing === 0
    expect(totals).toEqual({
      count: rows.length,
      certified: rows.filter((row) => row.state === 'certified').length,
      reached: rows.filter(has).length,
      waiting: rows.filter((row) => !has(row) && row.compulsoryPending + row.electivePending > 0).length,
      counted: sum(rows as never, 'counted'),
      pending: sum(rows as never, 'compulsoryPending') + sum(rows as never, 'electivePending'),
    })
    for (const plan of plans) {
      const own = rows.filter((row) => row.plan.id === plan.id)
      expect(plan.learners).toBe(own.length)
      expect(plan.reached).toBe(own.filter(has).length)
      expect(plan.certified).toBe(own.filter((row) => row.certificate?.state === 'valid').length)
      expect(plan.participants).toBe(own.filter((row) => row.way === 'enrolment' || row.way === 'opening').length)
      for (const [state, fits] of Object.entries(filters)) {
        const found = await all('reports.archive', { ...centre, planId: plan.id, state })
        expect(found, state).toEqual(own.filter(fits))
        const { count } = await ask('reports.archiveTotals', { ...centre, planId: plan.id, state })
        expect(count, state).toBe(found.length)
      }
    }
    const [sql] = await world.deps.db.$queryRaw<{ reached: number; part: number; valid: number }[]>`
      SELECT (SELECT count(*)::int FROM plan_progress g JOIN plans p ON p.id = g.plan_id
              WHERE hours_reached(p, g.compulsory_approved, g.elective_approved)) AS reached,
             (SELECT count(*)::int FROM learners l, plans p WHERE takes_part(l.id, p.id)) AS part,
             (SELECT count(*)::int FROM certificates WHERE state = 'valid') AS valid`
    expect([sum(plans, 'reached'), sum(plans, 'participants'), sum(plans, 'certified')]).toEqual([
      sql?.reached,
      sql?.part,
      sql?.valid,
    ])
  })

  test('money: the plan report, 对账报表, 对账管理, finance’s figures and the ledger', async () => {
    const plans = await all('reports.plans', centre)
    const byPlan = await all('reports.money', { ...centre, group: 'plan' })
    const { totals, months } = await ask('reports.moneyTotals', centre)
    for (const plan of plans) {
      const row = byPlan.find((one) => one.plan?.id === plan.id)
      expect([plan.paidFen, plan.refundedFen]).toEqual([row?.paidFen ?? 0, row?.refundedFen ?? 0])
    }
    const cells = await all('reports.money', { ...centre, group: 'monthPlan' })
    const onlyMoney = moneyFigureNames.filter((name) => name !== 'orders')
    expect(addFigures(onlyMoney, cells)).toEqual(addFigures(onlyMoney, [totals]))
    expect(addFigures(onlyMoney, byPlan)).toEqual(addFigures(onlyMoney, [totals]))
    expect(sum(months, 'paidFen')).toBe(totals.paidFen)
    for (const { month } of months) {
      const { totals: one } = await ask('reports.moneyTotals', { ...centre, from: month, to: month })
      expect(
        addFigures(
          onlyMoney,
          cells.filter((cell) => cell.month === month),
        ),
      ).toEqual(addFigures(onlyMoney, [one]))
    }

    const year = new Date(world.clock.now().getTime() - 380 * 86_400_000).toISOString().slice(0, 10)
    const today = new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const figures = await ask('finance.figures', { from: year, to: today })
    expect([totals.transferFen, totals.onlineFen, totals.refundedFen]).toEqual([
      figures.totals.transferFen,
      figures.totals.onlineFen,
      figures.totals.refundedFen,
    ])
    expect(totals.outstandingFen).toBe(sum(figures.outstanding, 'fen'))

    const [ledger] = await world.deps.db.$queryRaw<{ inOrders: bigint; aside: bigint; ordered: bigint }[]>`
      SELECT (SELECT coalesce(sum(order_paid_fen(id)), 0)::bigint FROM orders) AS "inOrders",
             (SELECT coalesce(sum(amount_fen), 0)::bigint FROM ledger_transfers WHERE kind = 'refundFromOrder') AS aside,
             (SELECT sum(amount_fen)::bigint FROM orders WHERE state IN ('open', 'paid')) AS ordered`
    expect(totals.paidFen).toBe(Number((ledger?.inOrders ?? 0n) + (ledger?.aside ?? 0n)))
    expect(totals.orderedFen).toBe(Number(ledger?.ordered))

    const online = await ask('reconciliationOverview.totalsAll', { way: 'online' })
    expect(online.states.find((one: { state: string }) => one.state === 'approved')?.amountFen ?? 0).toBe(
      totals.onlineFen,
    )
    const credit = await ask('reconciliationOverview.totalsAll', { way: 'credit' })
    expect(credit.amountFen).toBe(totals.creditFen)
    const awaiting = await ask('reconciliationOverview.totalsAll', { way: 'awaiting' })
    expect(awaiting.amountFen).toBe(totals.outstandingFen)
  })

  test('invoices: by month, by unit and by plan, and what 对账报表 says of them', async () => {
    const { totals, months } = await ask('reports.invoiceTotals', centre)
    const byUnit = await all('reports.invoices', { ...centre, group: 'unit' })
    const byPlan = await all('reports.invoices', { ...centre, group: 'plan' })
    const byMonth = await all('reports.invoices', { ...centre, group: 'month' })
    expect(sum(byUnit, 'netFen')).toBe(totals.netFen)
    expect(sum(byPlan, 'netFen')).toBe(totals.netFen)
    expect(sum(byPlan, 'netTaxFen')).toBe(totals.netTaxFen)
    expect(sum(byMonth, 'requests')).toBe(totals.requests)
    expect(sum(byUnit, 'issued')).toBe(totals.issued)
    expect(sum(months, 'issuedFen') + sum(months, 'redFen')).toBe(totals.netFen)
    const { totals: money } = await ask('reports.moneyTotals', centre)
    expect(money.invoicedFen).toBe(totals.netFen)
    const [sql] = await world.deps.db.$queryRaw<{ requests: number; net: bigint }[]>`
      SELECT (SELECT count(*)::int FROM invoice_requests WHERE state <> 'withdrawn') AS requests,
             (SELECT sum(amount_fen)::bigint FROM invoices) AS net`
    expect([totals.requests, totals.netFen]).toEqual([sql?.requests, Number(sql?.net)])
  })

  test('充值明细: what came onto cards is what the ledger moved, and what the operations say', async () => {
    for (const [at, top] of made.tops.entries()) {
      const { cookie } = await makeAdmin(world, top)
      const batch = await makeBatch(world, top, { valueFen: 90_000 })
      const lines = await Promise.all(
        [11_111, 22_222, 1].map(async (amountFen) => ({
          id: (await makeLearner(world, top)).id,
          amountFen: amountFen + at,
        })),
      )
      await recharge(world, cookie, batch.id, lines)
      const own = await ask('studyCards.entryTotals', {}, cookie)
      expect(own.inFen).toBe(lines.reduce((total, line) => total + line.amountFen, 0))
    }
    const totals = await ask('studyCards.entryTotals', { kind: 'recharged' })
    const [sql] = await world.deps.db.$queryRaw<{ ledger: bigint; lines: bigint }[]>`
      SELECT (SELECT sum(amount_fen)::bigint FROM ledger_transfers WHERE kind = 'recharged') AS ledger,
             (SELECT sum(x.amount_fen)::bigint FROM card_operation_lines x JOIN card_operations o ON o.id = x.operation_id
              WHERE o.kind = 'recharge' AND o.state = 'done') AS lines`
    expect([totals.inFen, totals.inFen]).toEqual([Number(sql?.ledger), Number(sql?.lines)])
  })
})

const filters: Record<string, (row: ArchiveRow) => boolean> = {
  reached: (row) => row.missing === 0,
  notReached: (row) => row.missing > 0,
  waiting: (row) => row.missing > 0 && row.compulsoryPending + row.electivePending > 0,
  certified: (row) => row.certificate?.state === 'valid',
  uncertified: (row) => row.missing === 0 && row.certificate?.state !== 'valid',
}
