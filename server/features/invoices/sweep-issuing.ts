import { newId } from '../../core/ids.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import type { ListedInvoice } from '../../platform/invoice-providers/invoice-provider.ts'
import { invoiceIssue } from './invoices.queues.ts'
import { readIssueSerial } from './issuing.rules.ts'
import { findAsked, findKnownNumbers, insertCallback, listDue, wasToldOfTwice } from './issuing.store.ts'
import { tellOfTrouble, troubles } from './tell-of-trouble.ts'

const batchSize = 500
const dayMs = 86_400_000

/** Queues a question for each that is due: their jobs were lost, or whoever asked last died. Returns how many. */
export async function sweepIssuing(deps: Pick<Deps, 'db' | 'clock' | 'jobs'>): Promise<number> {
  return inTransaction(deps, async (tx) => {
    const due = await listDue(tx, deps.clock.now(), batchSize)
    for (const { about, id } of due) await deps.jobs.send(tx, invoiceIssue, { about, id })
    return due.length
  })
}

/**
 * Holds what the provider says it issued today and yesterday against what we hold: an invoice that it issued besides the
 * one that we know, by its own mistake or after it had said no, is told to finance, once. One that is on its way to us is
 * left alone. Returns how many were told of. Throws `invoiceProviderUnavailable`.
 */
export async function compareWithProvider(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'invoiceProvider' | 'logger'>,
): Promise<number> {
  const provider = deps.invoiceProvider
  if (!provider) return 0
  const now = deps.clock.now()
  let told = 0
  for (const day of [shanghaiDay(new Date(now.getTime() - dayMs)), shanghaiDay(now)]) {
    const listed = await provider.listIssued(day)
    const known = await findKnownNumbers(
      deps.db,
      listed.map(({ number }) => number),
    )
    for (const invoice of listed) {
      if (known.has(invoice.number)) continue
      if (await inTransaction(deps, (tx) => tellOfUnknown(deps, tx, invoice))) told++
    }
  }
  return told
}

async function tellOfUnknown(
  deps: Pick<Deps, 'clock' | 'jobs' | 'logger'>,
  tx: Transaction,
  { serial, number }: ListedInvoice,
): Promise<boolean> {
  const id = readIssueSerial(serial)?.id
  const asked = id === undefined ? null : ((await findAsked(tx, 'invoice', id)) ?? (await findAsked(tx, 'red', id)))
  // Not ours: the same number at the provider may serve another program.
  if (!asked) return false
  const isComing = asked.state === 'issuing' && asked.serial === serial && (asked.number ?? number) === number
  if (isComing || (await wasToldOfTwice(tx, serial, number))) return false
  await tellOfTrouble(deps, tx, asked.requestId, troubles.issuedTwice(number))
  const body = JSON.stringify({ listed: true, serial, number })
  await insertCallback(tx, { id: newId(), serial, verdict: 'issuedTwice', body, receivedAt: deps.clock.now() })
  return true
}
