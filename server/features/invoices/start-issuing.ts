import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { RedInvoiceRequest } from '../../platform/invoice-providers/invoice-provider.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { loadFinanceSettings } from '../centre/finance-settings.ts'
import { invoiceIssue } from './invoices.queues.ts'
import { changeRequestState, type InvoiceRecord, type RequestRecord } from './invoices.store.ts'
import { issueContent, nextIssueSerial } from './issuing.rules.ts'
import { findAsked } from './issuing.store.ts'
import { changeRedState, type RedRequestRecord } from './red-requests.store.ts'

export type Starting = Pick<Deps, 'clock' | 'jobs' | 'invoiceProvider' | 'settings'>

/** Whether what is approved goes to a provider by itself: one is set up here, and the centre chose it. */
export async function issuesByProvider(deps: Pick<Deps, 'invoiceProvider'>, db: Readable): Promise<boolean> {
  return deps.invoiceProvider !== null && (await loadFinanceSettings(db)).invoiceWay === 'provider'
}

/**
 * Hands an approved request to the provider: what it is asked is written down with a serial of its own, and a job asks it
 * once this is committed. Throws `invoiceProviderMissing`, `sellerDetailsMissing`, `conflict`.
 */
export async function startIssuing(
  deps: Starting,
  tx: Transaction,
  actor: Actor,
  request: RequestRecord,
): Promise<void> {
  if (!deps.invoiceProvider) throw new AppError('invoiceProviderMissing')
  const seller = sellerOf(await loadCentre(tx))
  const finance = await loadFinanceSettings(tx)
  const asked = await findAsked(tx, 'invoice', request.id)
  const serial = nextIssueSerial(request.id, asked?.serial ?? null)
  const at = deps.clock.now()
  await changeRequestState(tx, actor, {
    id: request.id,
    organisationId: request.organisationId,
    from: 'approved',
    to: 'issuing',
    at,
    action: 'invoiceRequest.issuing',
    after: { serial, provider: deps.invoiceProvider.name },
    issuing: {
      issueSerial: serial,
      issueContent: issueContent({
        serial,
        details: request.details,
        amountFen: request.amountFen,
        orderNumber: request.order.number,
        seller,
        itemName: finance.invoiceItemName,
        taxRateBasisPoints: finance.invoiceTaxRateBp,
        callbackUrl: callbackUrlOf(deps),
      }),
      providerNumber: null,
      nextQueryAt: at,
      queryCount: 0,
      issueFailure: null,
    },
  })
  await deps.jobs.send(tx, invoiceIssue, { about: 'invoice', id: request.id })
}

/** The same for a red one: the provider that issued the blue one flushes it. */
export async function startRedIssuing(
  deps: Starting,
  tx: Transaction,
  actor: Actor,
  red: RedRequestRecord,
  blue: Pick<InvoiceRecord, 'number' | 'amountFen'>,
): Promise<void> {
  if (!deps.invoiceProvider) throw new AppError('invoiceProviderMissing')
  const serial = nextIssueSerial(red.id, red.issueSerial)
  const at = deps.clock.now()
  const content: RedInvoiceRequest = {
    serial,
    blueNumber: blue.number,
    blueTotalFen: blue.amountFen,
    reason: red.reason,
    seller: sellerOf(await loadCentre(tx)),
    callbackUrl: callbackUrlOf(deps),
  }
  await changeRedState(tx, actor, {
    red,
    from: 'requested',
    to: 'issuing',
    at,
    action: 'redRequest.issuing',
    after: { serial, provider: deps.invoiceProvider.name },
    issuing: {
      issueSerial: serial,
      issueContent: content,
      providerNumber: null,
      nextQueryAt: at,
      queryCount: 0,
      issueFailure: null,
    },
  })
  await deps.jobs.send(tx, invoiceIssue, { about: 'red', id: red.id })
}

function sellerOf(centre: { sellerName: string; sellerTaxNumber: string }): { name: string; taxNumber: string } {
  const { sellerName: name, sellerTaxNumber: taxNumber } = centre
  if (name === '' || taxNumber === '') throw new AppError('sellerDetailsMissing')
  return { name, taxNumber }
}

function callbackUrlOf({ settings }: Starting): string {
  return `${settings.linkBase}/api/invoices/callbacks`
}
