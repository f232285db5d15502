import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deps } from '../../../server/deps.ts'
import { askForInvoice } from '../../../server/features/invoices/ask-for-invoice.ts'
import { compareWithProvider } from '../../../server/features/invoices/sweep-issuing.ts'
import { type BehaviourChange, goodBehaviour } from '../../../server/sandbox-tax/behaviour.schema.ts'
import { type IssuingWorld, openIssuingWorld } from '../../support/issuing-world.ts'
import type { MadeRequest } from '../../usecases/invoices/arrange.ts'
import { type Life, mortal } from '../payments/mortal-deps.ts'
import { seededRandom } from '../payments/seeded-random.ts'

/**
 * A provider that fails, loses answers, issues twice and sends callbacks late, double or forged, to workers that die at any
 * await and ask several at once. Afterwards every request has one invoice here, and every other one that the provider
 * issued for it is known to finance. FAULT_SEED plays a schedule again, FAULT_SCHEDULES as many as it says.
 */
const schedules = Number(process.env['FAULT_SCHEDULES'] ?? 12)
const firstSeed = Number(process.env['FAULT_SEED'] ?? 1)
const seeds = Array.from({ length: process.env['FAULT_SEED'] ? 1 : schedules }, (_, index) => firstSeed + index)
const mostAwaits = 60

let at: IssuingWorld
beforeAll(async () => {
  at = await openIssuingWorld({ readsPdfs: false })
})
afterAll(() => at.close())

type Random = ReturnType<typeof seededRandom>

function badBehaviour(random: Random): BehaviourChange {
  return {
    ...goodBehaviour,
    workingS: random.pick([0, 0, 3, 100]),
    outcome: random.pick(['issued', 'issued', 'failsFirst']),
    failTimes: 1 + random.below(3),
    duplicate: random.pick(['never', 'never', 'atOnce', 'again']),
    answer: random.pick(['normal', 'normal', 'error', 'unsigned', 'lost']),
    callbackDelayS: random.pick([0, 5, 400]),
    callbackCopies: random.below(4),
    callbackFault: random.pick(['none', 'none', 'none', 'signature', 'stranger', 'stale']),
    filesDelayS: random.pick([0, 0, 60]),
    files: random.pick(['all', 'all', 'damaged', 'none']),
  }
}

/** One worker, or several at once, that may die on the way. */
async function workers(requests: readonly MadeRequest[], random: Random): Promise<void> {
  const count = 1 + random.below(3)
  const work = Array.from({ length: count }, async () => {
    const life: Life = { left: random.chance(0.5) ? 1 + random.below(mostAwaits) : null, dead: false }
    const deps: Deps = mortal(at.world.deps, { life })
    const { id } = random.pick(requests)
    // Whoever dies leaves nothing behind but what was committed; two who meet may disagree, and one of them stops.
    await askForInvoice(at.asking(deps), { about: 'invoice', id }).catch(() => undefined)
  })
  await Promise.all(work)
}

/** What is not as it should be, in words. */
async function wrongOf(request: MadeRequest): Promise<string[]> {
  const wrong: string[] = []
  const row = await at.stateOf(request)
  if (row.state !== 'issued') wrong.push(`${request.id} is ${row.state}: ${row.issueFailure}`)
  if (row.invoices.length !== 1) wrong.push(`${request.id} has ${row.invoices.length} invoices`)
  if ((await at.mailsOf(request)).length !== 1) wrong.push(`${request.id} was not mailed once`)
  const there = (await at.issuedBy(request)).map(({ number }) => number)
  if (!there.includes(row.invoices[0]?.number ?? ''))
    wrong.push(`${request.id} has one that the provider does not know`)
  const told = (await at.troublesOf(request)).join('\n')
  for (const number of there)
    if (number !== row.invoices[0]?.number && !told.includes(number)) wrong.push(`nobody knows of ${number}`)
  return wrong
}

async function play(seed: number): Promise<{ requests: MadeRequest[]; log: string[] }> {
  const random = seededRandom(seed)
  const log: string[] = []
  await at.tax.control.behave(goodBehaviour)
  const requests = await Promise.all([at.approved(), at.approved(), at.approved()])
  for (let step = 0; step < 8; step++) {
    const behaviour = badBehaviour(random)
    await at.tax.control.behave(behaviour)
    log.push(JSON.stringify(behaviour))
    await workers(requests, random)
    if (random.chance(0.5)) await at.tax.control.tick()
    if (random.chance(0.2)) {
      const { issueSerial } = await at.stateOf(random.pick(requests))
      await at.tax.control.forge(issueSerial ?? '').catch(() => undefined)
    }
    at.world.clock.advance(random.pick([1_000, 8_000, 95_000, 600_000]))
  }
  await at.tax.control.behave(goodBehaviour)
  await at.workOn(12)
  at.world.clock.advance(3_600_000)
  await at.workOn(3)
  await at.tax.control.tick()
  await compareWithProvider(at.world.deps)
  return { requests, log }
}

test.each(seeds)('schedule %i ends with one invoice for each request, and no other unknown', async (seed) => {
  const { requests, log } = await play(seed)
  for (const request of requests) expect(await wrongOf(request), log.join('\n')).toEqual([])
})

test('positive control: without the comparison and the callbacks, second ones stay unknown', async () => {
  await at.tax.control.behave({ ...goodBehaviour, duplicate: 'atOnce', callbackCopies: 0 })
  const request = await at.approved()
  await at.workOn(3)
  expect(await wrongOf(request)).toEqual([expect.stringMatching(/^nobody knows of \d{20}$/)])
})
