import type { AccountActor, Actor } from '../../core/actor.ts'
import { systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { providerNamed } from '../../platform/payment-providers/payment-providers.ts'
import { isLive } from './payments.rules.ts'
import type { PaymentView } from './payments.schema.ts'
import { type AttemptRow, findAttempt, mayAskNow } from './payments.store.ts'
import { takeTradeAnswer } from './take-trade-answer.ts'
import { viewPayment } from './view-payment.ts'

type Asking = Pick<Deps, 'db' | 'clock' | 'jobs' | 'providers' | 'logger'>

/**
 * 已完成支付: asks the provider now and says what it answered, by the attempt as it is then. Throws `notFound`,
 * `gatewayUnavailable`: the payer asks again, and the sweep does in any case.
 */
export async function askAboutPayment(deps: Asking, actor: AccountActor, id: string): Promise<PaymentView> {
  const attempt = authorize(actor, await findAttempt(deps.db, id))
  const worthAsking = attempt.state !== 'confirmed' && attempt.state !== 'created'
  if (worthAsking && (await waitForTurn(deps, id))) await ask(deps, actor, attempt)
  return viewPayment(deps, actor, id)
}

/** Between two looks at whether it is our turn to ask, in milliseconds; for as long as some taps before ours take. */
const turnMs = 250
const turns = 12

/**
 * Whoever taps twice waits for the pause between two questions, instead of hearing an answer that was given before. False
 * after three seconds: then so many tap that somebody has asked within the last one, and the row knows what was said.
 */
async function waitForTurn(deps: Pick<Deps, 'db'>, id: string): Promise<boolean> {
  for (let turn = 0; turn < turns; turn++) {
    if (await inTransaction(deps, (tx) => mayAskNow(tx, id))) return true
    await new Promise((resolve) => setTimeout(resolve, turnMs))
  }
  return false
}

/** The same for a job: an attempt that is settled, or gone from a restored database, needs no answer. */
export async function queryPayment(deps: Asking, { paymentId }: { paymentId: string }): Promise<void> {
  const attempt = await findAttempt(deps.db, paymentId)
  if (attempt && attempt.state !== 'confirmed') await ask(deps, systemActor('payment.query'), attempt)
}

async function ask(deps: Asking, actor: Actor, attempt: AttemptRow): Promise<void> {
  const provider = providerNamed(deps.providers, attempt.provider)
  if (provider.merchant !== attempt.merchant) throw new AppError('gatewayUnavailable', { provider: attempt.provider })
  const take = async () => {
    const answer = await provider.query(attempt)
    await inTransaction(deps, (tx) => takeTradeAnswer(deps, tx, actor, attempt, answer))
    return answer.state
  }
  if ((await take()) !== 'waiting') return
  if (!attempt.isOver && isLive(attempt.state)) return
  // Nobody should pay it any more, and somebody could: the provider is asked to take no more money for it.
  try {
    await provider.close(attempt)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // It was paid between the two questions. Where the provider was lost meanwhile, the sweep asks again.
    if (error.code === 'gatewayRefused') await take()
    else if (error.code !== 'gatewayUnavailable') throw error
  }
}
