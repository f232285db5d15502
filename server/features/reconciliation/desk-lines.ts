import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { addFen, subtractFen, zeroFen } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { loadFinanceSettings } from '../centre/finance-settings.ts'
import { loadOrdersNamed } from '../orders/name-orders.ts'
import { type AllocationRow, findLiveAllocations, sumAutomatic } from './desk-allocations.store.ts'
import { type DeskLineRow, findDeskPage, findStatementAccounts, sumDeskLines } from './desk-lines.store.ts'
import { choicesOf, mostNamed, ordersOf, thoughtOf, toSuggested } from './desk-thoughts.ts'
import type { MatchLineRow, MatchLinesInput, MatchTotals, MatchTotalsInput } from './matching-desk.schema.ts'

/**
 * Lines that brought money in, with what is thought of each and what became of it: those that want an order the oldest
 * first, the others the newest first. The cursor is the last row's day and id.
 */
export async function listDeskLines(deps: Pick<Deps, 'db'>, input: MatchLinesInput): Promise<Page<MatchLineRow>> {
  const { cursor, limit, state, ...filter } = input
  const rows = await findDeskPage(
    deps.db,
    { ...filter, state: state ?? null },
    cursor ? parseCursor(cursor) : null,
    limit,
  )
  const page = toPage(rows, limit, (row) => `${row.day}|${row.id}`)
  return { ...page, rows: await toRows(deps.db, page.rows) }
}

/** How much of what passes the filters is in which state: the tabs' counts and the sums at the foot. */
export async function sumDesk(deps: Pick<Deps, 'db'>, input: MatchTotalsInput): Promise<MatchTotals> {
  const [sums, automatic, { autoSettle }, accounts] = await Promise.all([
    sumDeskLines(deps.db, input),
    sumAutomatic(deps.db),
    loadFinanceSettings(deps.db),
    findStatementAccounts(deps.db),
  ])
  const sumOf = (state: MatchLineRow['state']) => sums.find((one) => one.state === state)
  const left = (state: MatchLineRow['state']) => ({
    count: sumOf(state)?.count ?? 0,
    amountFen: sumOf(state)?.leftFen ?? zeroFen,
  })
  return {
    states: {
      unmatched: left('unmatched'),
      suggested: left('suggested'),
      // What is allocated of a line counts here, though the line waits for an order for the rest.
      matched: { count: sumOf('matched')?.count ?? 0, amountFen: addFen(...sums.map((one) => one.allocatedFen)) },
      ignored: left('ignored'),
    },
    automatic,
    autoSettle,
    accounts,
  }
}

/** How many lines want a hand: for the desk's rail. */
export async function countDesk(deps: Pick<Deps, 'db'>): Promise<{ unmatched: number; suggested: number }> {
  const sums = await sumDeskLines(deps.db, { search: '' })
  const countOf = (state: MatchLineRow['state']) => sums.find((one) => one.state === state)?.count ?? 0
  return { unmatched: countOf('unmatched'), suggested: countOf('suggested') }
}

/** Rows of the desk with the names of their orders, asked for all at once. */
export async function toRows(db: Readable, rows: readonly DeskLineRow[]): Promise<MatchLineRow[]> {
  const thoughts = rows.map(thoughtOf)
  const [named, live] = await Promise.all([
    loadOrdersNamed(
      db,
      thoughts.flatMap((thought) => (thought ? ordersOf(choicesOf(thought)) : [])),
    ),
    findLiveAllocations(
      db,
      rows.filter((row) => row.allocatedFen > 0).map((row) => row.id),
    ),
  ])
  return rows.map((row, at) => {
    const thought = thoughts[at] ?? null
    return {
      ...toLine(row),
      suggestion: thought && toSuggested(row, thought, named),
      paid: paidBy(live.filter((one) => one.lineId === row.id)),
    }
  })
}

function toLine(row: DeskLineRow): Omit<MatchLineRow, 'suggestion' | 'paid'> {
  return {
    id: row.id,
    day: row.day,
    time: row.time,
    row: row.row,
    amountFen: row.amountFen,
    leftFen: subtractFen(row.amountFen, row.allocatedFen),
    counterpartyName: row.counterpartyName,
    counterpartyAccount: row.counterpartyAccount,
    remark: row.remark,
    serial: row.serial,
    category: row.category,
    state: row.state,
    stateSince: row.stateSince.toISOString(),
    ignoredReason: row.ignoredReason,
    ignoredByName: row.ignoredByName,
  }
}

function paidBy(live: readonly AllocationRow[]): MatchLineRow['paid'] {
  if (live.length === 0) return null
  const orders = new Map(
    live.map(({ orderId, orderNumber, organisationName }) => [
      orderId,
      { id: orderId, number: orderNumber, organisationName },
    ]),
  )
  return {
    orders: [...orders.values()].slice(0, mostNamed),
    orderCount: orders.size,
    automatic: live.some((one) => one.automatic),
  }
}

function parseCursor(cursor: string): { day: string; id: string } {
  const [day = '', id = ''] = cursor.split('|')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)) || !idSchema.safeParse(id).success)
    throw new AppError('inputInvalid', { field: 'cursor' })
  return { day, id }
}
