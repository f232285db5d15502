import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Deps } from '../../../server/deps.ts'
import { rewriteFunction } from '../../support/rewrite-function.ts'
import { openWorld, type World } from '../../support/world.ts'
import { mortal } from '../payments/mortal-deps.ts'
import { openLane } from './ledger-lane.ts'
import { type MoveName, moves } from './ledger-moves.ts'
import { type Command, findProblems, observed, runLane, type Sending, startKilling, type Tally } from './run-moves.ts'

/**
 * The ledger under everything that moves it, at random: orders are paid by lines and by credit, too much and by mistake,
 * refunds are made, cards given out, recharged, taken back, spent, given back, run out and are prolonged, and finance
 * corrects; sent twice, at the same moment, by processes that die and over connections that are ended. After each of them
 * every account that it could touch holds what it should, to the fen, is the sum of its entries and is not below zero; the
 * whole proof of the books is made again and again meanwhile. LEDGER_RUNS, LEDGER_SEED and LEDGER_PATH play as many, or
 * one again.
 */
const runs = Number(process.env['LEDGER_RUNS'] ?? 5)
const lanes = 5
const perLane = 400
const proofEveryMs = 1500
const killAfterSent = 30

/** What costs a millisecond comes often, what writes invoices and notices too comes as often as it has to. */
const weights: Record<MoveName, number> = {
  pay: 9,
  payByCredit: 10,
  undo: 2,
  refund: 2,
  recharge: 7,
  takeBack: 5,
  open: 12,
  close: 11,
  expire: 3,
  revive: 4,
  correct: 34,
  race: 1,
}
const sendings: readonly { readonly arbitrary: fc.Arbitrary<Sending>; readonly weight: number }[] = [
  { arbitrary: fc.constant<Sending>('once'), weight: 70 },
  { arbitrary: fc.constant<Sending>('again'), weight: 10 },
  { arbitrary: fc.constant<Sending>('together'), weight: 10 },
  { arbitrary: fc.constant<Sending>('crash'), weight: 10 },
]
const command: fc.Arbitrary<Command> = fc.record({
  name: fc.oneof(
    ...(Object.keys(moves) as MoveName[]).map((name) => ({ arbitrary: fc.constant(name), weight: weights[name] })),
  ),
  sending: fc.oneof(...sendings),
  a: fc.nat(1000),
  b: fc.nat(1000),
  amount: fc.nat(1500),
  awaits: fc.integer({ min: 1, max: 60 }),
})
const commandsOf = (length: number) => fc.array(command, { minLength: length, maxLength: length })

let world: World
let looking: ReturnType<typeof observed>
beforeAll(async () => {
  world = await openWorld()
  looking = observed(world)
})
afterAll(async () => {
  await looking.close()
  await world.close()
})

test('ten thousand operations, with crashes and replays: the invariants hold after each', async () => {
  const tally: Tally = { commands: 0, sent: 0, done: 0, refused: 0, died: 0 }
  let proofs = 0
  let ended = 0
  const property = fc.asyncProperty(
    fc.array(commandsOf(perLane), { minLength: lanes, maxLength: lanes }),
    async (commands) => {
      const opened = []
      for (const _ of commands) opened.push(await openLane(looking.world, world.deps))
      const killer = startKilling(looking.world, tally, killAfterSent)
      let running = true
      const prover = (async () => {
        const found: object[] = []
        while (running) {
          await new Promise((resolve) => setTimeout(resolve, proofEveryMs))
          found.push(...(await findProblems(looking.world)))
          if (found.length > 0) break
          proofs++
        }
        return found
      })()
      try {
        await Promise.all(opened.map((lane, index) => runLane(lane, commands[index] ?? [], tally)))
      } finally {
        running = false
        ended += await killer.stop()
      }
      expect(JSON.stringify(await prover)).toEqual('[]')
      expect(JSON.stringify(await findProblems(world))).toEqual('[]')
    },
  )
  const { failed, seed, counterexamplePath, errorInstance } = await fc.check(property, {
    numRuns: runs,
    endOnFailure: true,
    ...(process.env['LEDGER_SEED'] ? { seed: Number(process.env['LEDGER_SEED']) } : {}),
    ...(process.env['LEDGER_PATH'] ? { path: process.env['LEDGER_PATH'] } : {}),
  })
  if (failed) throw new Error(`LEDGER_SEED=${seed} LEDGER_PATH=${counterexamplePath}\n${String(errorInstance)}`)
  console.info(`ledger: ${JSON.stringify({ ...tally, proofs, connectionsEnded: ended })}`)
  expect(tally.sent).toBeGreaterThanOrEqual(runs * 2000)
  expect(tally.died).toBeGreaterThan(0)
}, 600_000)

describe('positive controls: a broken ledger is caught', () => {
  /** Plays on statements, and on the posting function, that are rewritten, until something is caught; the sentence that says what. */
  async function caught(rewrite: (sql: string) => string, names: readonly MoveName[]): Promise<string> {
    const broken = await openWorld()
    await rewriteFunction(broken, 'ledger_post', rewrite)
    const deps: Deps = mortal(broken.deps, { life: { left: null, dead: false }, rewrite })
    try {
      const tally: Tally = { commands: 0, sent: 0, done: 0, refused: 0, died: 0 }
      const chosen = commandsOf(400).map((commands) =>
        commands.map((one, index) => ({
          ...one,
          name: index % 3 === 0 ? 'pay' : (names[index % names.length] ?? one.name),
        })),
      )
      const [commands = []] = fc.sample(chosen, { numRuns: 1, seed: 7 })
      const lane = await openLane(broken, deps)
      const failure = await runLane(lane, commands, tally).then(
        () => null,
        (error: unknown) => String(error),
      )
      return failure ?? JSON.stringify(await findProblems(broken))
    } finally {
      await broken.close()
    }
  }
  test('one fen too much in a posting', async () => {
    const rewrite = (sql: string) => sql.replace('p.amount, p.cause_type', '1 + $&')
    expect(await caught(rewrite, ['payByCredit', 'correct'])).toMatch(/should hold \d+ and holds \d+/)
  })

  test('a key that nobody knows again: what is sent again is booked again', async () => {
    const rewrite = (sql: string) =>
      sql
        .replace('SELECT p.id, p.key, p.kind', 'SELECT p.id, p.key || gen_random_uuid(), p.kind')
        .replace(
          'WHERE t.idempotency_key = ',
          "WHERE t.created_at = now()::timestamptz(3) AND left(t.idempotency_key, length('correction:') + 36) = ",
        )
    expect(await caught(rewrite, ['correct'])).toMatch(/(?:again|together|crash) correct [^\n]+\nError: .*should hold/)
  })

  test('no locks: two at once take more than there is', async () => {
    const rewrite = (sql: string) => sql.replaceAll(/FOR (?:NO KEY )?UPDATE(?: OF \w+)?/g, '')
    expect(await caught(rewrite, ['race', 'recharge'])).toMatch(/holds -\d+|should hold/)
  })
})
