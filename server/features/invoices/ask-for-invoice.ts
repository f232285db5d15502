import { AppError } from '../../core/app-error.ts'
import { inTransaction } from '../../platform/database.ts'
import type {
  InvoiceAnswer,
  InvoiceProvider,
  InvoiceRequest,
  RedInvoiceRequest,
} from '../../platform/invoice-providers/invoice-provider.ts'
import { type About, type Asked, takeTurn } from './issuing.store.ts'
import { type AskingWithFiles, askLater, giveUp } from './issuing-turns.ts'
import { takeIssued } from './take-issued.ts'

/**
 * One turn of asking the provider for a blue or a red invoice; a job, repeated until there is an answer that ends it. A turn
 * is taken in a transaction before the question and the answer is applied in one after it, so that a process that dies
 * between any two steps leaves a row that says what to ask next: the first question submits, and every later one asks
 * first whether the serial was heard of.
 */
export async function askForInvoice(deps: AskingWithFiles, { about, id }: { about: About; id: string }): Promise<void> {
  const provider = deps.invoiceProvider
  // Set up no more: it stays as it is until one is, or staff take it back to hand.
  if (!provider) return
  const asked = await inTransaction(deps, (tx) => takeTurn(tx, about, id, deps.clock.now()))
  if (!asked) return
  let answer: InvoiceAnswer
  try {
    answer = await ask(provider, asked)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    deps.logger.info('invoice.notAnswered', { about, id, code: error.code, ...error.details })
    const said = error.code === 'invoiceProviderRefused' ? String(error.details['failure'] ?? '') : null
    await askLater(deps, asked, said, said !== null)
    return
  }
  if (answer.state === 'issued') await takeIssued(deps, provider, asked, answer)
  else if (answer.state === 'failed' && answer.permanent) await giveUp(deps, asked, answer.failure)
  else await askLater(deps, asked, answer.state === 'failed' ? answer.failure : null, false)
}

async function ask(provider: InvoiceProvider, asked: Asked): Promise<InvoiceAnswer> {
  if (asked.questions === 1) return submit(provider, asked)
  const answer = await (asked.about === 'invoice' ? provider.query(asked.serial) : provider.queryRed(asked.serial))
  const mayTryAgain = answer.state === 'unknown' || (answer.state === 'failed' && !answer.permanent)
  return mayTryAgain ? submit(provider, asked) : answer
}

/** What was written down when it began, whatever the settings say now: the same serial never has two contents. */
function submit(provider: InvoiceProvider, { about, content }: Asked): Promise<InvoiceAnswer> {
  return about === 'invoice'
    ? provider.submit(content as unknown as InvoiceRequest)
    : provider.submitRed(content as unknown as RedInvoiceRequest)
}
