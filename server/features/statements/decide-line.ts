import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { holdLines, type LineMoney } from './hold-lines.ts'
import { setIgnored, setTakenUp } from './line-states.store.ts'
import { findLineViews } from './statement-lines.store.ts'
import { statementsMatch } from './statements.queues.ts'
import { checkIgnorable, checkTakeUp, reasonOf } from './statements.rules.ts'
import type { IgnoreLineInput, StatementLineView } from './statements.schema.ts'

type LineDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/**
 * Puts a line aside that pays none of our orders, with the reason; what was suggested for it is dropped. Throws
 * `notFound`, `lineNotOpen` once something of it is allocated.
 */
export async function ignoreLine(
  deps: LineDeps,
  actor: AccountActor,
  input: IgnoreLineInput,
): Promise<StatementLineView> {
  return decide(deps, input.lineId, async (tx, line) => {
    checkIgnorable(line)
    await setIgnored(tx, actor, line, {
      reason: reasonOf(input),
      byId: actor.accountId,
      byName: actor.name,
      now: deps.clock.now(),
    })
    // Its part in a suggestion about several lines is gone too.
    await deps.jobs.send(tx, statementsMatch, {})
  })
}

/** Takes up a line that was ignored, by its category or by staff. Throws `notFound`, `lineNotOpen` for what is no money in. */
export async function takeUpLine(
  deps: LineDeps,
  actor: AccountActor,
  { lineId }: { lineId: string },
): Promise<StatementLineView> {
  return decide(deps, lineId, async (tx, line) => {
    checkTakeUp(line)
    await setTakenUp(tx, actor, line, deps.clock.now())
    await deps.jobs.send(tx, statementsMatch, {})
  })
}

async function decide(
  deps: LineDeps,
  lineId: string,
  change: (tx: Transaction, line: LineMoney) => Promise<void>,
): Promise<StatementLineView> {
  return inTransaction(deps, async (tx) => {
    const line = (await holdLines(tx, [lineId])).get(lineId)
    if (!line) throw new AppError('notFound')
    await change(tx, line)
    const [view] = await findLineViews(tx, [lineId])
    if (!view) throw new AppError('notFound')
    return view
  })
}
