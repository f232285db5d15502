import { AppError } from '../../core/app-error.ts'
import { type Fen, parseYuan, subtractFen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { loadOrdersNear, searchForMoney } from '../orders/orders-for-money.ts'
import { loadOrganisationsOfPayer } from '../organisations/payer-tree.ts'
import { type AllocationRow, findAllocationsOfLine, findLiveAllocations } from './desk-allocations.store.ts'
import {
  type DeskLineRow,
  findBeside,
  findDeskLine,
  findDeskLines,
  findEarlierOf,
  findFileAndAccount,
} from './desk-lines.store.ts'
import { toRows } from './desk-lines.ts'
import { loadChoices, thoughtOf, toOrderChoices } from './desk-thoughts.ts'
import type { AllocationView, FindOrdersInput, LineBeside, MatchLine, OrderChoice } from './matching-desk.schema.ts'

/** Lines around it, earlier ones of its payer, and orders that are listed where no search is made. */
const mostBeside = 3
const mostEarlier = 3
const mostNear = 8
const mostFound = 20

/** One line with all that is known and thought of it. Throws `notFound`. */
export async function loadDeskLine(deps: Pick<Deps, 'db'>, { id }: { id: string }): Promise<MatchLine> {
  const { db } = deps
  const line = await findDeskLine(db, id)
  if (!line) throw new AppError('notFound')
  const thought = thoughtOf(line)
  const others = (thought ? (thought.suggestion ?? thought.tie).lineIds : []).filter((one) => one !== id)
  const wantsOrder = line.state === 'unmatched' && line.direction === 'in' && !thought
  const [[row], place, allocations, choices, joined, before, after, nearest, history] = await Promise.all([
    toRows(db, [line]),
    findFileAndAccount(db, line),
    findAllocationsOfLine(db, id),
    thought ? loadChoices(db, thought, line.accountId) : [],
    others.length > 0 ? findDeskLines(db, others) : [],
    findBeside(db, line, -1, mostBeside),
    findBeside(db, line, 1, mostBeside),
    wantsOrder ? nearestTo(deps, line) : [],
    historyOf(deps, line),
  ])
  if (!row || !place) throw new AppError('notFound')
  return {
    ...row,
    ...place,
    fileId: line.fileId,
    direction: line.direction,
    balanceFen: line.balanceFen,
    allocations: allocations.map(toAllocation),
    choices,
    between: thought?.tie?.between ?? null,
    joined: joined.map(toBeside),
    before: before.toReversed().map(toBeside),
    after: after.map(toBeside),
    nearest,
    history,
  }
}

/**
 * Orders that a line may be split over by hand: by number, organisation or amount in any state; without words those that
 * it is likeliest for. Throws `notFound`.
 */
export async function findOrdersForLine(deps: Pick<Deps, 'db'>, input: FindOrdersInput): Promise<OrderChoice[]> {
  const line = await findDeskLine(deps.db, input.lineId)
  if (!line) throw new AppError('notFound')
  if (input.search === '') return nearestTo(deps, line)
  const found = await searchForMoney(deps.db, {
    text: input.search,
    amountFen: parseYuan(input.search),
    limit: mostFound,
  })
  return toOrderChoices(deps.db, found, line.accountId)
}

async function nearestTo({ db }: Pick<Deps, 'db'>, line: DeskLineRow): Promise<OrderChoice[]> {
  const organisationIds = await loadOrganisationsOfPayer(db, {
    name: line.counterpartyName,
    account: line.counterpartyAccount,
  })
  const near = await loadOrdersNear(db, { organisationIds, amountFen: leftOf(line), limit: mostNear })
  return toOrderChoices(db, near, line.accountId)
}

function leftOf(line: DeskLineRow): Fen {
  return subtractFen(line.amountFen, line.allocatedFen)
}

async function historyOf({ db }: Pick<Deps, 'db'>, line: DeskLineRow): Promise<MatchLine['history']> {
  const earlier = await findEarlierOf(db, line, mostEarlier)
  const live = await findLiveAllocations(
    db,
    earlier.map((one) => one.id),
  )
  return earlier.flatMap(({ id, day, amountFen }) => {
    const own = live.filter((one) => one.lineId === id)
    const last = own.at(-1)
    if (!last) return []
    return [
      {
        lineId: id,
        day,
        amountFen,
        orderCount: new Set(own.map((one) => one.orderId)).size,
        organisations: [...new Set(own.map((one) => one.organisationName))],
        decidedByName: last.decidedByName,
        automatic: last.automatic,
      },
    ]
  })
}

function toBeside(row: DeskLineRow): LineBeside {
  const { id, day, time, direction, amountFen, counterpartyName, remark, category, state } = row
  return { id, day, time, direction, amountFen, counterpartyName, remark, category, state }
}

export function toAllocation(row: AllocationRow): AllocationView {
  return {
    id: row.id,
    lineId: row.lineId,
    orderId: row.orderId,
    orderNumber: row.orderNumber,
    organisationName: row.organisationName,
    paymentId: row.paymentId,
    amountFen: row.amountFen,
    settled: row.settled,
    automatic: row.automatic,
    score: row.score,
    reasons: row.reasons ?? [],
    decidedByName: row.decidedByName,
    createdAt: row.createdAt.toISOString(),
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoneByName: row.undoneByName,
    undoneReason: row.undoneReason,
  }
}
