import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { addFen, type Fen, zeroFen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { lockOrder, type OrderRow } from '../orders/load-order.ts'
import { learnAlias } from '../organisations/organisation-names.ts'
import { confirmTransferPayment } from '../payments/confirm-transfer-payment.ts'
import { requestInvoice } from '../payments/request-invoice.ts'
import { checkOpen, holdLines, type LineMoney, leftOf, noteAllocated } from '../statements/hold-lines.ts'
import { statementsMatch } from '../statements/statements.queues.ts'
import { approveVoucher } from '../vouchers/approve-voucher.ts'
import { findAllocations, insertAllocation } from './allocations.store.ts'
import { answerAgain } from './answer-again.ts'
import { findClaims, type OrderClaims } from './claims-of-order.ts'
import type { SettledPart } from './reconciliation.schema.ts'
import { chooseTarget, momentOfLine } from './settling.rules.ts'

/** What of a line goes to an order: `paymentId` and `voucherId` name what is thought to be the same money. */
export type PartToSettle = {
  readonly allocationId: string
  readonly lineId: string
  readonly orderId: string
  readonly amountFen: Fen
  readonly paymentId?: string
  readonly voucherId?: string
}

export type Settlement = {
  readonly parts: readonly PartToSettle[]
  readonly automatic: boolean
  /** Why it was suggested; null for a split by hand. */
  readonly evidence: { readonly score: number; readonly reasons: readonly object[] } | null
  readonly otherAccountAccepted: boolean
}

type SettleDeps = Pick<Deps, 'clock' | 'jobs'>

/**
 * Gives parts of statement lines to orders, in the caller's transaction: for each part the payment that it shows (made
 * here, made by approving the voucher that claims it, or there already), the ledger, the order's state, the invoice
 * request, the payer's name, the notices and the audit rows; all or nothing. Lines are locked first, then orders, each by
 * their ids, so that two clerks and the automaton wait for each other and then see what was done.
 *
 * Throws `lineNotOpen`, `lineTooSmall`, `paymentCovered`, `lineOtherAccount`, `suggestionGone` (what a part names is no
 * longer so), `idempotencyKeyReused`, `allocationUndone`, `notFound`. Parts
 * that were settled before under the same ids answer the same and move nothing.
 */
export async function settleParts(
  deps: SettleDeps,
  tx: Transaction,
  actor: Actor,
  settlement: Settlement,
): Promise<SettledPart[]> {
  const { parts } = settlement
  const lines = await holdLines(
    tx,
    parts.map((part) => part.lineId),
  )
  const orders = new Map<string, OrderRow>()
  for (const orderId of [...new Set(parts.map((part) => part.orderId))].sort())
    orders.set(orderId, await lockOrder(tx, orderId))
  const repeated = await repeatedParts(tx, parts)
  if (repeated) return repeated
  for (const line of lines.values()) {
    checkOpen(line)
    const asked = addFen(...parts.filter((part) => part.lineId === line.id).map((part) => part.amountFen))
    if (asked > leftOf(line)) throw new AppError('lineTooSmall', { leftFen: leftOf(line) })
  }
  if (!settlement.otherAccountAccepted) checkAccounts(parts, lines, orders)
  const settled: SettledPart[] = []
  for (const orderId of orders.keys()) {
    const ofOrder = parts.filter((part) => part.orderId === orderId)
    settled.push(...(await settleOrderParts(deps, tx, actor, settlement, orderId, ofOrder, lines)))
  }
  // What is outstanding, and what slips wait, has changed for other lines.
  await deps.jobs.send(tx, statementsMatch, {})
  return parts.flatMap((part) => settled.find((one) => one.allocationId === part.allocationId) ?? [])
}

async function settleOrderParts(
  deps: SettleDeps,
  tx: Transaction,
  actor: Actor,
  settlement: Settlement,
  orderId: string,
  parts: readonly PartToSettle[],
  lines: ReadonlyMap<string, LineMoney>,
): Promise<SettledPart[]> {
  const settled: SettledPart[] = []
  let newFen = zeroFen
  let firstNew: string | null = null
  // What is named comes first, so that no part of the same sum takes it.
  for (const part of [...parts.filter(namesClaim), ...parts.filter((one) => !namesClaim(one))]) {
    const line = lines.get(part.lineId)
    if (!line) throw new AppError('notFound')
    // Read anew for each part: the one before may have used what was there.
    const claims = await findClaims(tx, orderId)
    const done = await settlePart(deps, tx, actor, settlement, part, line, claims)
    settled.push(done)
    if (done.how !== 'settled') continue
    newFen = addFen(newFen, done.toOrderFen)
    firstNew ??= done.paymentId
  }
  // One request for all that came in by lines alone: an order that is paid by two transfers wants one invoice.
  if (firstNew !== null) {
    const order = await lockOrder(tx, orderId)
    await requestInvoice(deps, tx, actor, order, { paymentId: firstNew, toOrderFen: newFen })
  }
  return settled
}

async function settlePart(
  deps: SettleDeps,
  tx: Transaction,
  actor: Actor,
  { automatic, evidence }: Settlement,
  part: PartToSettle,
  line: LineMoney,
  claims: OrderClaims,
): Promise<SettledPart> {
  const { outstandingFen } = await lockOrder(tx, part.orderId)
  const target = chooseTarget(part, claims, evidence === null ? { outstandingFen } : null)
  const now = deps.clock.now()
  const byId = actor.kind === 'account' ? actor.accountId : null
  const money =
    target.kind === 'payment'
      ? linkPayment(part, target.payment)
      : target.kind === 'voucher'
        ? await settleByVoucher(deps, tx, actor, part, line, target.voucher.record, automatic)
        : await settleNew(deps, tx, actor, part, line)
  await insertAllocation(tx, {
    id: part.allocationId,
    lineId: line.id,
    paymentId: money.paymentId,
    orderId: part.orderId,
    amountFen: part.amountFen,
    settled: money.how !== 'linked',
    automatic,
    decidedById: byId,
    decidedByName: actor.name,
    evidence,
    now,
  })
  await noteAllocated(tx, line, part.amountFen, now)
  const order = await lockOrder(tx, part.orderId)
  // The automaton believes known payers only, so it has nothing to teach.
  if (!automatic) {
    await learnAlias(tx, {
      organisationId: order.organisationId,
      payerName: line.counterpartyName || null,
      payerAccount: line.counterpartyAccount || null,
      voucherId: null,
      allocationId: part.allocationId,
      confirmedById: byId,
    })
  }
  await writeAudit(tx, actor, {
    action: 'statementLine.allocated',
    subjectType: 'statementLine',
    subjectId: line.id,
    organisationId: order.organisationId,
    after: {
      allocationId: part.allocationId,
      orderId: order.id,
      paymentId: money.paymentId,
      amountFen: part.amountFen,
      how: money.how,
      automatic,
      score: evidence?.score ?? null,
    },
  })
  return {
    allocationId: part.allocationId,
    lineId: line.id,
    orderId: order.id,
    orderNumber: order.number,
    amountFen: part.amountFen,
    outstandingFen: order.outstandingFen,
    ...money,
  }
}

function namesClaim(part: PartToSettle): boolean {
  return part.paymentId !== undefined || part.voucherId !== undefined
}

type PartMoney = Pick<SettledPart, 'paymentId' | 'how' | 'toOrderFen' | 'toCreditFen'>

function linkPayment(part: PartToSettle, payment: OrderClaims['payments'][number]): PartMoney {
  if (part.amountFen > payment.leftFen) throw new AppError('paymentCovered', { leftFen: payment.leftFen })
  return { paymentId: payment.id, how: 'linked', toOrderFen: part.amountFen, toCreditFen: zeroFen }
}

async function settleByVoucher(
  deps: SettleDeps,
  tx: Transaction,
  actor: Actor,
  part: PartToSettle,
  line: LineMoney,
  voucher: OrderClaims['vouchers'][number]['record'],
  automatic: boolean,
): Promise<PartMoney> {
  const payment = await approveVoucher(deps, tx, actor, voucher, {
    paymentId: part.allocationId,
    amountFen: part.amountFen,
    decidedAt: deps.clock.now(),
    decidedById: actor.kind === 'account' ? actor.accountId : null,
    statement: { movedAt: momentOfLine(line), bookedOn: line.day, payeeAccountId: line.payeeAccountId },
    audit: { lineId: line.id, automatic },
  })
  const { paymentId, toOrderFen, toCreditFen } = payment
  return { paymentId, how: 'voucher', toOrderFen, toCreditFen }
}

async function settleNew(
  deps: SettleDeps,
  tx: Transaction,
  actor: Actor,
  part: PartToSettle,
  line: LineMoney,
): Promise<PartMoney> {
  const payment = await confirmTransferPayment(deps, tx, actor, {
    paymentId: part.allocationId,
    orderId: part.orderId,
    voucherId: null,
    amountFen: part.amountFen,
    movedAt: momentOfLine(line),
    statement: { bookedOn: line.day, payeeAccountId: line.payeeAccountId },
  })
  const order = await lockOrder(tx, part.orderId)
  await announce(deps, tx, {
    kind: 'paymentReceived',
    paymentId: payment.paymentId,
    orderId: order.id,
    orderNumber: order.number,
    method: 'transfer',
    receivedFen: part.amountFen,
    creditFen: payment.toCreditFen,
    outstandingFen: payment.outstandingFen,
    outcome: payment.outcome,
    organisationId: order.organisationId,
    organisationName: order.organisationName,
  })
  const { paymentId, toOrderFen, toCreditFen } = payment
  return { paymentId, how: 'settled', toOrderFen, toCreditFen }
}

/**
 * What was answered to these ids before; null when they are new. Throws `idempotencyKeyReused` for anything between, and
 * `allocationUndone`.
 */
async function repeatedParts(tx: Transaction, parts: readonly PartToSettle[]): Promise<SettledPart[] | null> {
  const known = await findAllocations(
    tx,
    parts.map((part) => part.allocationId),
  )
  if (known.length === 0) return null
  const made = parts.map((part) => {
    const before = known.find((one) => one.id === part.allocationId)
    const same =
      before?.lineId === part.lineId && before.orderId === part.orderId && before.amountFen === part.amountFen
    if (!same) throw new AppError('idempotencyKeyReused')
    return before
  })
  return answerAgain(tx, made)
}

/** Throws `lineOtherAccount` where an order is to be paid into another account of ours than the line's. */
function checkAccounts(
  parts: readonly PartToSettle[],
  lines: ReadonlyMap<string, LineMoney>,
  orders: ReadonlyMap<string, OrderRow>,
): void {
  for (const { lineId, orderId } of parts) {
    const payee = orders.get(orderId)?.payee
    if (payee && lines.get(lineId)?.payeeAccountId !== payee.id)
      throw new AppError('lineOtherAccount', { account: payee.account })
  }
}
