import type { Readable } from '../../platform/database.ts'
import { loadPayeeAccounts } from '../centre/centre-facts.ts'
import { loadOrdersFor } from '../enrolments/people-on-orders.ts'
import { loadOrdersPlacedBy, loadQuotedOrders } from '../orders/quoted-orders.ts'
import { loadPayerTree } from '../organisations/payer-tree.ts'
import { loadUnseenTransfers, type UnseenTransfer } from '../payments/unseen-transfers.ts'
import type { OpenLine } from '../statements/open-lines.ts'
import { type ClaimedSlip, loadSlips, loadSlipsWaiting } from '../vouchers/claimed-slips.ts'
import { isPersonName } from './match-names.rules.ts'
import type { MatchFacts, OrderFacts, PaymentFacts, VoucherFacts } from './matching.schema.ts'
import { findDismissed } from './thoughts.store.ts'

/** Everything that the matching rules compare these lines with, in a few bulk queries. */
export async function loadMatchFacts(db: Readable, lines: readonly OpenLine[]): Promise<MatchFacts> {
  const [orders, transfers, waiting, dismissed, accounts] = await Promise.all([
    loadQuotedOrders(db),
    loadUnseenTransfers(db),
    loadSlipsWaiting(db),
    findDismissed(db),
    loadPayeeAccounts(db),
  ])
  const [people, organisations, slips] = await Promise.all([
    loadPeople(db, lines),
    loadPayerTree(
      db,
      orders.map((order) => order.organisationId),
    ),
    loadSlips(
      db,
      transfers.flatMap(({ voucherId }) => voucherId ?? []),
    ),
  ])
  const slipOf = new Map(slips.map((slip) => [slip.id, slip]))
  return {
    lines: lines.map(
      ({ id, day, time, amountFen, allocatedFen, counterpartyName, counterpartyAccount, remark, payeeAccountId }) => ({
        id,
        date: day,
        time,
        amountFen,
        leftFen: amountFen - allocatedFen,
        counterpartyName,
        counterpartyAccount,
        remark,
        payeeAccountId,
      }),
    ),
    orders: orders.map((order): OrderFacts => {
      const peopleNames = people.get(order.id)
      return peopleNames ? { ...order, peopleNames } : order
    }),
    payments: transfers.map((transfer) => toPayment(transfer, slipOf.get(transfer.voucherId ?? ''))),
    vouchers: waiting.flatMap(toVoucher),
    organisations: organisations.map((organisation) => ({
      ...organisation,
      aliases: organisation.aliases.map((alias) => ({ ...alias, confirmed: true as const })),
    })),
    dismissed,
    ownAccounts: accounts.map(({ name, account }) => ({ name, account })),
  }
}

/** Of the people on orders and those who placed them only the ones that a line names: all of a centre's are many. */
async function loadPeople(db: Readable, lines: readonly OpenLine[]): Promise<Map<string, string[]>> {
  const names = [...new Set(lines.map((line) => line.counterpartyName.trim()).filter(isPersonName))]
  const found = (await Promise.all([loadOrdersFor(db, names), loadOrdersPlacedBy(db, names)])).flat()
  const people = new Map<string, string[]>()
  for (const { orderId, name } of found) {
    const known = people.get(orderId)
    if (!known) people.set(orderId, [name])
    else if (!known.includes(name)) known.push(name)
  }
  return people
}

function toPayment(transfer: UnseenTransfer, slip: ClaimedSlip | undefined): PaymentFacts {
  return {
    id: transfer.id,
    orderId: transfer.orderId,
    amountFen: transfer.amountFen,
    leftFen: transfer.leftFen,
    movedOn: transfer.movedOn,
    payerName: slip?.payerName ?? null,
    payerAccount: slip?.payerAccount ?? null,
    serial: slip?.serial ?? null,
  }
}

/** A slip without an amount shows no money that a line could agree with. */
function toVoucher({ id, orderId, amountFen, payerName, payerAccount, paidOn, remark }: ClaimedSlip): VoucherFacts[] {
  return amountFen === null ? [] : [{ id, orderId, amountFen, payerName, payerAccount, paidOn, remark }]
}
