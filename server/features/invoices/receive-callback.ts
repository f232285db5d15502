import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import {
  type CallbackMessage,
  type CallbackReading,
  CallbackRefused,
  type CallbackReply,
} from '../../platform/invoice-providers/invoice-provider.ts'
import { listInvoices, lockRequest } from './invoices.store.ts'
import { readIssueSerial } from './issuing.rules.ts'
import {
  type Asked,
  type CallbackVerdict,
  countRecentCallbacks,
  findAsked,
  insertCallback,
  lockAsked,
  wasToldOfTwice,
} from './issuing.store.ts'
import { askSoon } from './steer-issuing.ts'
import { tellOfTrouble, troubles } from './tell-of-trouble.ts'

type Receiving = Pick<Deps, 'db' | 'clock' | 'jobs' | 'invoiceProvider' | 'logger'>

/** Refused messages of a kind that are kept in an hour; beyond them only the log says that there are more. */
const keptRefusals = 200
const hourMs = 3_600_000

/**
 * A message in the invoice provider's name. Its signature, time and app are checked by the adapter. Nothing that it says is
 * taken over: what it is about is asked for at once, and the answer counts. One that names an invoice besides the one that
 * we hold tells finance that there may be two. Kept with what was made of it, in the same transaction, or it comes again.
 * Throws `notFound` where no provider is set up.
 */
export async function receiveInvoiceCallback(deps: Receiving, message: CallbackMessage): Promise<CallbackReply> {
  const provider = deps.invoiceProvider
  if (!provider) throw new AppError('notFound')
  let reading: CallbackReading
  try {
    reading = provider.readCallback(message)
  } catch (error) {
    if (!(error instanceof CallbackRefused)) throw error
    await recordRefused(deps, error, message)
    return provider.reply(false)
  }
  await inTransaction(deps, async (tx) => {
    const verdict = await take(deps, tx, reading)
    const row = { id: newId(), serial: reading.serial, receivedAt: deps.clock.now() }
    await insertCallback(tx, { ...row, verdict, body: message.body })
  })
  return provider.reply(true)
}

async function take(deps: Receiving, tx: Transaction, { about, serial, number }: CallbackReading) {
  const id = readIssueSerial(serial)?.id
  const asked = id === undefined ? null : await findAsked(tx, about, id)
  if (!asked) return 'unknownSerial' satisfies CallbackVerdict
  // The request first, as everywhere.
  await lockRequest(tx, asked.requestId)
  const now = await lockAsked(tx, about, asked.id)
  if (now?.state === 'issuing' && now.serial === serial) {
    await askSoon(deps, tx, asked)
    return 'asked' satisfies CallbackVerdict
  }
  if (number === null || (await holds(tx, asked, number))) return 'repeated' satisfies CallbackVerdict
  if (!(await wasToldOfTwice(tx, serial, number)))
    await tellOfTrouble(deps, tx, asked.requestId, troubles.issuedTwice(number))
  return 'issuedTwice' satisfies CallbackVerdict
}

/** Whether the invoice of this number is one of the request's. */
async function holds(tx: Transaction, asked: Asked, number: string): Promise<boolean> {
  return (await listInvoices(tx, asked.requestId)).some((invoice) => invoice.number === number)
}

async function recordRefused(deps: Receiving, refused: CallbackRefused, message: CallbackMessage): Promise<void> {
  const verdict: CallbackVerdict = refused.why
  deps.logger.info('invoice.callbackRefused', { why: verdict })
  const now = deps.clock.now()
  await inTransaction(deps, async (tx) => {
    if ((await countRecentCallbacks(tx, verdict, new Date(now.getTime() - hourMs))) >= keptRefusals) return
    await insertCallback(tx, { id: newId(), serial: refused.serial, verdict, body: message.body, receivedAt: now })
  })
}
