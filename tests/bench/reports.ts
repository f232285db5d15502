import { makeManyReports } from '../support/many-reports.ts'
import { makeAdmin, makeStaff } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { percentile, withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const learners = 200_000
const pageLimitMs = 2000
const archiveLimitMs = 300
/** What an export may take above what the process holds anyway. */
const memoryLimitMb = 96
const rounds = 4

/**
 * Reports of a centre with 200,000 learners in two plans each, through HTTP and all: the pages as people open them, and
 * the learning records as a workbook, row by row while the memory of the process is looked at.
 */
export async function benchReports(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    const { big, department, plan } = await makeManyReports(world, learners)
    const staff = (await makeStaff(world, 'finance', 'reviewer')).cookie
    const admin = (await makeAdmin(world, big)).cookie
    const small = (await makeAdmin(world, department)).cookie
    const centre = { of: 'centre' }
    const pages: Record<string, () => Promise<unknown>> = {
      'reports: plans, the centre': () => ask(world, 'plans', centre, staff),
      'reports: plans, a fifth of it': () => ask(world, 'plans', { of: 'own' }, admin),
      'reports: totals of plans, the centre': () => ask(world, 'planTotals', centre, staff),
      'reports: a plan by unit': () =>
        Promise.all([
          ask(world, 'units', { ...centre, planId: plan.id }, staff),
          ask(world, 'unitHead', { ...centre, planId: plan.id }, staff),
        ]),
      'reports: all plans by unit': () =>
        Promise.all([ask(world, 'units', centre, staff), ask(world, 'unitHead', centre, staff)]),
      'reports: 对账报表': () =>
        Promise.all([ask(world, 'money', centre, staff), ask(world, 'moneyTotals', centre, staff)]),
      'reports: invoices': () =>
        Promise.all([ask(world, 'invoices', centre, staff), ask(world, 'invoiceTotals', centre, staff)]),
      'reports: totals of learning records': () => ask(world, 'archiveTotals', centre, staff),
    }
    const measures: Measure[] = []
    for (const [name, page] of Object.entries(pages)) measures.push(await timed(name, pageLimitMs, [page]))
    for (const state of [undefined, 'reached', 'notReached', 'waiting', 'certified', 'uncertified']) {
      const questions = [staff, admin, small].flatMap((cookie) =>
        [undefined, plan.id].map((planId) => async () => {
          const filter = { of: cookie === staff ? 'centre' : 'own', state, planId }
          const { nextCursor } = await ask(world, 'archive', filter, cookie)
          if (nextCursor) await ask(world, 'archive', { ...filter, cursor: nextCursor }, cookie)
        }),
      )
      // Two pages each.
      measures.push(await timed(`reports: learning records, ${state ?? 'all'}`, 2 * archiveLimitMs, questions))
    }
    for (const search of ['程雨辰', '雨辰', '王', '1234']) {
      const question = () => ask(world, 'archive', { ...centre, search }, staff)
      measures.push(await timed(`reports: records of ${search}`, archiveLimitMs, [question]))
    }
    measures.push(...(await measureExport(world, staff)))
    return measures
  })
}

async function ask(world: World, name: string, input: object, cookie: string) {
  const answer = await world.query(`reports.${name}`, input, cookie)
  if (answer.code !== null) throw new Error(`${name}: ${answer.code}`)
  return answer.data
}

/** The slowest question of the quietest round: whatever else the machine does only adds to a round. */
async function timed(name: string, limit: number, questions: readonly (() => Promise<unknown>)[]): Promise<Measure> {
  const slowest: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const times: number[] = []
    for (const question of questions) {
      const startMs = performance.now()
      await question()
      times.push(performance.now() - startMs)
    }
    // The first round warms up what a server that has been running has warm.
    if (round > 0) slowest.push(Math.max(...times))
  }
  const ours = Math.min(...slowest)
  return {
    name,
    ours,
    limit,
    unit: 'ms',
    ratio: ours / limit,
    better: 'lower',
    note: `the slowest of ${questions.length}, in the quietest of ${rounds} rounds; the middle round ${percentile(slowest, 0.5).toFixed(0)}`,
  }
}

/** The whole of the learning records as a workbook, its bytes thrown away as they come. */
async function measureExport(world: World, cookie: string): Promise<Measure[]> {
  const { count } = await ask(world, 'archiveTotals', { of: 'centre' }, cookie)
  const run = async (): Promise<{ ms: number; bytes: number; extraMb: number }> => {
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    let peak = before
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss)
    }, 100)
    const startMs = performance.now()
    const response = await world.request('/api/reports/export', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ report: 'archive', filter: { of: 'centre' } }),
      cookie,
    })
    if (response.status !== 200 || !response.body) throw new Error(`the export was answered ${response.status}`)
    let bytes = 0
    for await (const chunk of response.body) bytes += chunk.length
    clearInterval(timer)
    return { ms: performance.now() - startMs, bytes, extraMb: (peak - before) / 1_000_000 }
  }
  // The first warms up: what the process holds anyway is held then.
  await run()
  const { ms, bytes, extraMb } = await run()
  const rate = count / (ms / 1000)
  return [
    {
      name: 'reports: export of learning records',
      ours: rate,
      limit: 5000,
      unit: 'rows/s',
      ratio: rate / 5000,
      better: 'higher',
      note: `${count} rows, ${(bytes / 1_000_000).toFixed(1)} MB in ${(ms / 1000).toFixed(1)} s`,
    },
    {
      name: 'reports: memory of that export',
      ours: extraMb,
      limit: memoryLimitMb,
      unit: 'MB above before',
      ratio: extraMb / memoryLimitMb,
      better: 'lower',
    },
  ]
}
