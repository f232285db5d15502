import { nameContains, nameKey, nameSimilarity } from '../../core/names.ts'
import { findOrderNumbers } from '../../core/order-number.ts'
import type { SlipLine, StatementFacts } from '../statements/slip-lines.ts'
import type { CheckFacts } from './voucher-checks.rules.ts'
import type { Check, CheckFinding, CheckVerdict, Effective } from './vouchers.schema.ts'

/** What is known of the money of a slip: what the statements show, and which of their lines other slips claim. */
export type ShownMoney = StatementFacts & { readonly claimed: ReadonlySet<string> }

type Facts = {
  readonly effective: Pick<Effective, 'amountFen' | 'paidAt' | 'payerName' | 'payerAccount'>
  readonly order: { readonly id: string; readonly number: string }
  readonly payer: CheckFacts['payer']
  /** Null where it is not known how much was paid: then there is nothing to look for. */
  readonly statement: ShownMoney | null
}

/** Above this, a name is the same one cut off or typed with an error (facts.md, containment .85). */
const closeName = 0.85

/**
 * Whether the bank's statement shows the money of a slip: a line of just this sum, around its day, that quotes the order
 * or is from whom the slip or the order names. The slip is a claim, the statement is the truth (domain.md): a line that
 * paid another order already fails, one that another slip claims too or a day that is imported without such a line asks
 * for a look, and a day that is not imported yet waits.
 */
export function checkStatementLine({ effective, order, payer, statement }: Facts): Check {
  const day = effective.paidAt?.value.slice(0, 10) ?? null
  if (!statement) return said('pending', 'statementNotImported', null, day, null)
  const away = (line: SlipLine) => (day === null ? 0 : Math.abs(Date.parse(line.day) - Date.parse(day)))
  const isFree = (line: SlipLine) => !line.taken || line.orders.some(({ id }) => id === order.id)
  // A line that quotes another order is that order's, whoever paid it.
  const mine = statement.lines
    .filter((line) => !quotesAnother(line, order.number))
    .toSorted((a, b) => away(a) - away(b))
  const quoting = mine.filter((line) => quotes(line, order.number))
  const known = [...quoting, ...mine.filter((line) => isPayer(line, effective, payer))]
  const agrees = known.find((line) => isFree(line) && (quoting.includes(line) || !statement.claimed.has(line.id)))
  if (agrees) return said('pass', 'statementLineAgrees', agrees.day, day, agrees)
  const shared = known.find(isFree)
  if (shared) return said('warn', 'statementLineShared', shared.day, day, shared)
  const [taken] = known
  if (taken) {
    const orderNumber = taken.orders[0]?.number ?? ''
    return said('fail', 'statementLineTaken', taken.day, day, taken, { orderNumber })
  }
  const stranger = mine.find((line) => !line.taken && !statement.claimed.has(line.id))
  if (stranger && day !== null) {
    const expected = effective.payerName?.value ?? payer.name
    return said('warn', 'statementLineOtherPayer', stranger.counterpartyName || null, expected, stranger)
  }
  if (statement.covered) return said('warn', 'statementLineMissing', null, day, null)
  return said('pending', 'statementNotImported', null, day, null)
}

function said(
  verdict: CheckVerdict,
  finding: CheckFinding,
  found: string | null,
  expected: string | null,
  line: SlipLine | null,
  details: Check['details'] = {},
): Check {
  const shown: Check['details'] = line
    ? {
        lineId: line.id,
        lineRow: line.row,
        lineDay: line.day,
        lineTime: line.time,
        lineFen: line.amountFen,
        lineName: line.counterpartyName,
        lineAccount: line.counterpartyAccount,
        lineRemark: line.remark,
        lineSerial: line.serial,
      }
    : {}
  return { code: 'statementLine', verdict, finding, found, expected, field: null, details: { ...shown, ...details } }
}

function quotes(line: SlipLine, orderNumber: string): boolean {
  return findOrderNumbers(line.remark).some(({ candidates }) => candidates.includes(orderNumber))
}

/** Numbers that stand there without doubt, and ours is none of them. */
function quotesAnother(line: SlipLine, orderNumber: string): boolean {
  const found = findOrderNumbers(line.remark)
  return found.some(({ repairs }) => repairs === 0) && !found.some(({ candidates }) => candidates.includes(orderNumber))
}

function isPayer(line: SlipLine, effective: Facts['effective'], payer: Facts['payer']): boolean {
  const { counterpartyName: name, counterpartyAccount } = line
  const account = digits(counterpartyAccount)
  const said = digits(effective.payerAccount?.value ?? '')
  if (account !== '' && (account === said || payer.aliases.some((alias) => digits(alias.payerAccount) === account)))
    return true
  const key = nameKey(name)
  if (key === '') return false
  if (isNear(name, payer.name) || (effective.payerName && isNear(name, effective.payerName.value))) return true
  if (payer.aliases.some((alias) => nameKey(alias.payerName) === key)) return true
  return payer.related.some((related) => nameKey(related) === key)
}

function isNear(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b) || nameContains(a, b) || nameSimilarity(a, b) >= closeName
}

function digits(account: string): string {
  return account.normalize('NFKC').replace(/\D/g, '')
}

/**
 * What the organisation may know of it: that the statement shows its money, or does not yet. Whose money a line brought
 * and what it paid is not theirs to see.
 */
export function statementLineForOrganisation(check: Check): Check {
  const { finding, details } = check
  if (finding === 'statementLineAgrees')
    return { ...check, details: { lineDay: details['lineDay'] ?? null }, expected: null }
  if (finding === 'statementLineMissing') return { ...check, details: {} }
  return { ...check, verdict: 'pending', finding: 'statementNotImported', found: null, expected: null, details: {} }
}
