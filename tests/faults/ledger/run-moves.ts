import { AppError } from '../../../server/core/app-error.ts'
import type { Deps } from '../../../server/deps.ts'
import { checkBooks } from '../../../server/features/ledger/prove-ledger.ts'
import { atOneMoment, openDatabase, unavailableOr } from '../../../server/platform/database.ts'
import type { World } from '../../support/world.ts'
import { Killed, type Life, mortal } from '../payments/mortal-deps.ts'
import { type Balances, difference, type Lane, readBalances } from './ledger-lane.ts'
import { type Choice, type Move, type MoveName, moves } from './ledger-moves.ts'

/**
 * How it is sent. `once`; `again`: the same id a second time; `together`: twice at the same moment; `crash`: by a process
 * that dies after so many awaits, and then again by one that lives.
 */
export type Sending = 'once' | 'again' | 'together' | 'crash'
export type Command = Choice & { readonly name: MoveName; readonly sending: Sending; readonly awaits: number }

/** What was done in a run, for the figures. */
export type Tally = { commands: number; sent: number; done: number; refused: number; died: number }

/** Does one thing after the other in a lane; throws, with what was done, at the first that is not as it should be. */
export async function runLane(lane: Lane, commands: readonly Command[], tally: Tally): Promise<void> {
  for (const command of commands) {
    const move = await moves[command.name](lane, command)
    if (!move) continue
    lane.log.push(`${command.sending} ${move.text}`)
    tally.commands++
    try {
      await run(lane, move, command, tally)
    } catch (error) {
      throw new Error(`${lane.log.slice(-12).join('\n')}\n${String(error)}`, { cause: error })
    }
  }
}

async function run(lane: Lane, move: Move, { sending, awaits }: Command, tally: Tally): Promise<void> {
  const { answer, isLost } = await send(lane, move, sending, awaits, tally)
  const isDone = answer === null || (isLost && (await move.doneBefore?.(answer)) === true)
  if (isDone) tally.done++
  else tally.refused++
  const moved = isDone ? await move.moved(lane.holds) : new Map<string, number>()
  const wrong = await compare(lane, move, moved)
  if (wrong) throw new Error(`${isDone ? 'done' : `refused with ${answer?.code}`}: ${wrong}`)
  if (isDone) await move.done?.()
  if (sending !== 'again' || !isDone) return
  // The same again changes nothing.
  await attempt(lane.deps, move, tally)
  const repeated = await compare(lane, move, new Map())
  if (repeated) throw new Error(`sent again: ${repeated}`)
}

/** What holds otherwise than it should after a move, in words; what holds as it should is known from now on. */
async function compare(lane: Lane, move: Move, moved: Balances): Promise<string | null> {
  const after = await readBalances(lane, move.orders)
  const wrong = difference(lane.holds, after, moved)
  for (const [name, held] of after) lane.holds.set(name, held)
  return wrong
}

/** Null when it was done, else what it was refused with; `isLost`: an answer before this one may have been lost. */
async function send(
  lane: Lane,
  move: Move,
  sending: Sending,
  awaits: number,
  tally: Tally,
): Promise<{ answer: AppError | null; isLost: boolean }> {
  if (sending === 'together') {
    const answers = await Promise.all([attempt(lane.deps, move, tally), attempt(lane.deps, move, tally)])
    const [first = null] = answers
    // One of them was done: the other one's refusal says so.
    const answer = answers.some((one) => one === null) ? null : first
    return answer instanceof Lost ? untilAnswered(lane, move, tally) : { answer, isLost: true }
  }
  if (sending === 'crash') {
    const life: Life = { left: awaits, dead: false }
    await attempt(mortal(lane.deps, { life }), move, tally)
    return untilAnswered(lane, move, tally)
  }
  const answer = await attempt(lane.deps, move, tally)
  return answer instanceof Lost ? untilAnswered(lane, move, tally) : { answer, isLost: false }
}

/** The connection was lost or the process died: whether it was done nobody knows. */
class Lost extends AppError {
  constructor(cause: unknown) {
    super('unavailable', {}, { cause })
  }
}

async function attempt(deps: Deps, move: Move, tally: Tally): Promise<AppError | null> {
  tally.sent++
  try {
    await move.send(deps)
    return null
  } catch (thrown) {
    const error = unavailableOr(thrown)
    if (error instanceof Killed || (error instanceof AppError && error.code === 'unavailable')) {
      tally.died++
      return new Lost(error)
    }
    if (error instanceof AppError) return error
    throw error
  }
}

/** Sent once more, as a phone does, until there is an answer. */
async function untilAnswered(
  lane: Lane,
  move: Move,
  tally: Tally,
): Promise<{ answer: AppError | null; isLost: boolean }> {
  for (let tries = 0; tries < 20; tries++) {
    const answer = await attempt(lane.deps, move, tally)
    if (!(answer instanceof Lost)) return { answer, isLost: true }
  }
  throw new Error('the database does not come back')
}

/**
 * Ends a connection in the middle of its transaction after so many things were sent, again and again, as a failing network
 * does; those of `observed` worlds are left alone.
 */
export function startKilling(world: World, tally: Tally, afterSent: number): { stop(): Promise<number> } {
  let [running, killed, next] = [true, 0, tally.sent + afterSent]
  const ended = (async () => {
    while (running) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      if (tally.sent < next) continue
      const rows = await world.deps.db.$queryRaw<{ done: boolean }[]>`
        SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'xueshi' AND state <> 'idle' AND xact_start IS NOT NULL
        ORDER BY random() LIMIT 1`
      if (rows.length === 0) continue
      killed++
      next = tally.sent + afterSent
    }
  })()
  return {
    async stop() {
      running = false
      await ended
      return killed
    },
  }
}

/** The same world through connections that nobody ends: for what a test looks at. */
export function observed(world: World): { readonly world: World; close(): Promise<void> } {
  const url = new URL(world.databaseUrl)
  url.searchParams.set('application_name', 'observer')
  const { db, close } = openDatabase(url.href, 6)
  return { world: { ...world, deps: { ...world.deps, db } }, close }
}

/** The whole proof, at one moment, whatever goes on. */
export async function findProblems(world: World): Promise<readonly object[]> {
  const { problems } = await atOneMoment(world.deps, checkBooks, { timeoutMs: 60_000 })
  return problems
}
