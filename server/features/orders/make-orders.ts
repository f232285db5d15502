import { createHash } from 'node:crypto'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { makeOrderNumber } from '../../core/order-number.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation, type Readable, type Transaction } from '../../platform/database.ts'
import { loadCentre, loadPayeeAccounts } from '../centre/centre-facts.ts'
import { invoiceDetailsOf } from '../invoices/invoice-details.rules.ts'
import type { InvoiceDetails } from '../invoices/invoices.schema.ts'
import { requestBeforePayment } from '../invoices/request-first.ts'
import { checkInvoiceDetails } from '../organisations/check-invoice-details.ts'
import { checkBillingReady, loadBillingFacts } from '../organisations/load-billing.ts'
import { loadOrganisation, type OrganisationFacts } from '../organisations/load-organisation.ts'
import { statementsMatch } from '../statements/statements.queues.ts'
import { expiresAt } from './orders.rules.ts'
import { addOrder, type NewOrder } from './orders.store.ts'

/** 31^6 numbers a year: a second collision in a row means that something else is wrong. */
const numberTries = 5

export type RandomBytes = () => Uint8Array
export const randomBytes: RandomBytes = () => crypto.getRandomValues(new Uint8Array(16))

/**
 * The unit that an order is made out to. Throws `notFound`, `organisationNotActive`, `billingProfileIncomplete`,
 * `billingTitleMismatch`, `billingTaxNumberMismatch`.
 */
export async function loadPayer(
  deps: { readonly db: Readable },
  actor: AccountActor,
  organisationId: string,
): Promise<OrganisationFacts> {
  const organisation = await loadOrganisation(deps, actor, organisationId)
  if (!organisation.open) throw new AppError('organisationNotActive', { organisationName: organisation.name })
  checkBillingReady(await loadBillingFacts(deps.db, organisation.id))
  return organisation
}

export type OrderTerms = Pick<NewOrder, 'payeeAccountId' | 'expiresAt' | 'createdAt'>

/** Where an order that is made now is paid, and until when. Throws `payeeAccountMissing`. */
export async function loadTerms(deps: Pick<Deps, 'db' | 'clock'>): Promise<OrderTerms> {
  const [centre, [payee]] = await Promise.all([loadCentre(deps.db), loadPayeeAccounts(deps.db)])
  if (!payee) throw new AppError('payeeAccountMissing')
  const createdAt = deps.clock.now()
  return { payeeAccountId: payee.id, expiresAt: expiresAt(createdAt, centre.orderPaymentHours), createdAt }
}

/**
 * Runs `work` in one transaction and gives it order numbers. A taken key is either what `work` makes, sent twice at once
 * (`wasMade` says so), or a number that another order has: then it is done again with others.
 */
export async function withOrderNumbers(
  deps: Pick<Deps, 'db' | 'jobs'>,
  { madeAt, wasMade, random }: { madeAt: Date; wasMade: () => Promise<boolean>; random: RandomBytes },
  work: (tx: Transaction, nextNumber: () => string) => Promise<void>,
): Promise<void> {
  const year = Number(shanghaiDay(madeAt).slice(0, 4))
  for (let tries = 1; ; tries++) {
    try {
      await inTransaction(deps, async (tx) => {
        await work(tx, () => freshNumber(year, random))
        // The money may be on a statement already: people transfer first and order then.
        await deps.jobs.send(tx, statementsMatch, {})
      })
      return
    } catch (error) {
      // The same request at the same moment also finds its people in an order: in the one that it asks for.
      const taken = isUniqueViolation(error)
      if (!taken && !(error instanceof AppError)) throw error
      if (await wasMade()) return
      if (!taken || tries >= numberTries) throw error
    }
  }
}

function freshNumber(year: number, random: RandomBytes): string {
  for (let tries = 1; tries <= numberTries; tries++) {
    const number = makeOrderNumber(year, random())
    if (number !== null) return number
  }
  throw new AppError('unavailable')
}

/**
 * Adds an order with its audit row; 先开票后付款 asks for its invoice at once, with these details or the billing profile's.
 * Throws `billingTitleMismatch`, `billingTaxNumberMismatch` for details that name somebody else.
 */
export async function addNewOrder(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: AccountActor,
  order: NewOrder,
  details?: InvoiceDetails,
): Promise<void> {
  const { number, kind, mode, planId, amountFen } = order
  await addOrder(tx, order)
  await writeAudit(tx, actor, {
    action: 'order.created',
    subjectType: 'order',
    subjectId: order.id,
    organisationId: order.organisationId,
    after: { number, kind, mode, planId, amountFen },
  })
  if (mode === 'invoiceFirst') {
    await requestBeforePayment(deps, tx, actor, {
      id: newId(),
      order,
      details: await invoiceDetailsFor(tx, order.organisationId, details),
    })
  }
}

/**
 * What the invoice of a unit's order says before it is paid: what was typed, which has to be its registration's, or the
 * billing profile, which no order is made without. Throws `billingTitleMismatch`, `billingTaxNumberMismatch`,
 * `billingProfileIncomplete`.
 */
export async function invoiceDetailsFor(
  tx: Transaction,
  organisationId: string,
  details: InvoiceDetails | undefined,
): Promise<InvoiceDetails> {
  if (details) {
    await checkInvoiceDetails(tx, organisationId, details)
    return details
  }
  const facts = await loadBillingFacts(tx, organisationId)
  checkBillingReady(facts)
  const known = invoiceDetailsOf(facts.profile)
  if (!known) throw new AppError('billingProfileIncomplete', { missing: '', organisationId: facts.owner.id })
  return known
}

/** So many orders can come of one request: above any tree's number of units that send people at once. */
export const mostOrdersAtOnce = 200

/**
 * The id of the n-th order that one request makes: the client's own for the first, ids derived from it for the others, so
 * that the request sent again finds all of them.
 */
export function orderIdOf(requestId: string, n: number): string {
  if (n === 0) return requestId
  const digest = createHash('sha256').update(`${requestId}:${n}`).digest()
  return newId(Number.parseInt(requestId.replaceAll('-', '').slice(0, 12), 16), digest.subarray(0, 10))
}

export function orderIdsOf(requestId: string): string[] {
  return Array.from({ length: mostOrdersAtOnce }, (_, n) => orderIdOf(requestId, n))
}
