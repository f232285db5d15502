import type { Deps } from '../../deps.ts'
import { inTransaction, type Readable } from '../../platform/database.ts'
import { loadOrdersNamed } from '../orders/name-orders.ts'
import { loadPayerTree } from '../organisations/payer-tree.ts'
import { type ClaimedRow, findSlipsInReview } from './claimed-slips.store.ts'
import { claimedBy } from './claimed-slips.ts'
import { loadShownMoney } from './shown-money.ts'
import { checkStatementLine, type ShownMoney } from './statement-check.rules.ts'
import { replaceCheck } from './voucher-checks.store.ts'
import { effectiveOf } from './vouchers.rules.ts'
import type { Check } from './vouchers.schema.ts'

const slipsAtOnce = 200

/**
 * Looks whether the statements show the money of the vouchers in review, as they are imported by now, and writes that one
 * check anew where it says something else. Vouchers whose checks have not run yet are left to those. Returns how many
 * say something else now.
 */
export async function checkStatementLines(deps: Pick<Deps, 'db'>): Promise<number> {
  let changed = 0
  let after: string | null = null
  for (;;) {
    const rows = await findSlipsInReview(deps.db, after, slipsAtOnce)
    changed += await checkSome(deps, rows)
    after = rows.at(-1)?.id ?? null
    if (rows.length < slipsAtOnce) return changed
  }
}

async function checkSome(deps: Pick<Deps, 'db'>, rows: readonly ClaimedRow[]): Promise<number> {
  const facts = await loadFacts(deps.db, rows)
  let changed = 0
  for (const row of rows) {
    const before = row.statementLine
    const known = facts.get(row.id)
    if (!before || !known) continue
    const check = checkStatementLine({ ...known, effective: effectiveOf(row.claims, row.readings) })
    claim(facts, row.id, check)
    if (isSame(before, check)) continue
    if (await inTransaction(deps, (tx) => replaceCheck(tx, row.id, row.version, check))) changed++
  }
  return changed
}

type Known = Omit<Parameters<typeof checkStatementLine>[0], 'effective' | 'statement'> & {
  readonly statement: (ShownMoney & { readonly claimed: Set<string> }) | null
}

async function loadFacts(db: Readable, rows: readonly ClaimedRow[]): Promise<Map<string, Known>> {
  const orders = await loadOrdersNamed(
    db,
    rows.map((row) => row.orderId),
  )
  const tree = new Map(
    (
      await loadPayerTree(
        db,
        rows.map((row) => row.organisationId),
      )
    ).map((node) => [node.id, node]),
  )
  const slips = rows.flatMap((row) => {
    const order = orders.get(row.orderId)
    const { amountFen, paidOn } = claimedBy(row)
    return order ? [{ id: row.id, amountFen, paidOn, order }] : []
  })
  const shown = await loadShownMoney(db, slips)
  return new Map(
    rows.flatMap((row): [string, Known][] => {
      const [order, payer, statement] = [orders.get(row.orderId), tree.get(row.organisationId), shown.get(row.id)]
      if (!order || !payer) return []
      const related = payer.parentIds.flatMap((id) => tree.get(id)?.name ?? [])
      const aliases = payer.aliases.map(({ payerNameKey, payerAccount }) => ({ payerName: payerNameKey, payerAccount }))
      return [
        [
          row.id,
          {
            order,
            payer: { name: payer.name, aliases, related },
            statement: statement ? { ...statement, claimed: new Set(statement.claimed) } : null,
          },
        ],
      ]
    }),
  )
}

/** What one slip claims the slips after it hear of; what it no longer claims is free for them. */
function claim(facts: ReadonlyMap<string, Known>, voucherId: string, { details, finding }: Check): void {
  const lineId = finding === 'statementLineOtherPayer' ? null : details['lineId']
  for (const [id, { statement }] of facts) {
    if (id === voucherId || typeof lineId !== 'string') continue
    statement?.claimed.add(lineId)
  }
}

function isSame(a: Check, b: Check): boolean {
  const told = ({ verdict, finding, found, expected, details }: Check) =>
    JSON.stringify([
      verdict,
      finding,
      found,
      expected,
      Object.entries(details).toSorted(([x], [y]) => (x < y ? -1 : 1)),
    ])
  return told(a) === told(b)
}
