import { accountKey } from './statement-cells.rules.ts'
import type { LineDirection } from './statement-reading.schema.ts'

export type ReversibleLine = {
  readonly date: string
  readonly direction: LineDirection
  readonly amountFen: number
  readonly counterpartyName: string
  readonly counterpartyAccount: string
  readonly remark: string
  readonly summary: string
  /** What stands in the bank's column for cancelled bookings. */
  readonly marked: string
}

export type Reversal = {
  /** The line that takes back. */
  readonly index: number
  readonly kind: 'reversal' | 'returned'
  /** The line that is taken back; null where this file does not have it. */
  readonly reverses: number | null
}

const reversalWords = /冲正|冲账|冲帐|冲销|抹账|抹帐|冲回|红冲|反交易|冲抵原|reversal/iu
const reversalSummaries = /^(?:撤销|红字|蓝字|反记|错账|补正|更正)/u
const wasReversed = /被冲|已冲|被抹|已抹|被撤/u
const returnedWords =
  /退汇|退票|(?:来账|汇款|转账|付款|原路|失败|业务|款项|往账|跨行|汇兑)(?:被)?退回|^退回|^(?:失败)?冲退|账号户名不符|户名账号不符|户名不符|账号不符/u
const notMarked = /^(?:0|n|no|否|正常|未冲.*|非冲.*|false|无)$/iu

/** What a line says of itself. */
function claimOf(line: ReversibleLine): 'reversal' | 'reversed' | 'returned' | null {
  const own = `${line.summary} ${line.marked}`
  if (wasReversed.test(`${own} ${line.remark}`)) return 'reversed'
  if (line.amountFen < 0) return 'reversal'
  if (reversalWords.test(own) || reversalSummaries.test(line.summary)) return 'reversal'
  // What a payer writes may hold any word; the bank's begins with it.
  if (/^[(（【[]?(?:冲正|冲账|冲销|抹账|红冲|冲回)/u.test(line.remark)) return 'reversal'
  if (line.marked !== '' && !notMarked.test(line.marked)) return 'reversal'
  if (returnedWords.test(line.summary) || returnedWords.test(line.remark)) return 'returned'
  return null
}

/** So many lines of one amount are looked through for the one that is taken back, from the nearest on. */
const mostToLookThrough = 500
const mostAfter = 50

/**
 * Finds what takes something back, and what: the nearest line before it with the same other side and amount that it undoes,
 * each once. A negative amount undoes one of its own side, a positive one a line of the other side. Within a day banks do
 * not always keep the order, so a line of the same day may also stand after.
 * @param order the places of the lines from the oldest to the newest
 */
export function findReversals(lines: readonly ReversibleLine[], order: readonly number[]): Reversal[] {
  /** Of each amount the lines that have it, from the oldest. */
  const byAmount = new Map<number, number[]>()
  const places = new Map<number, number>()
  for (const index of order) {
    const amount = Math.abs(lines[index]?.amountFen ?? 0)
    const same = byAmount.get(amount)
    places.set(index, same?.length ?? 0)
    if (same) same.push(index)
    else byAmount.set(amount, [index])
  }
  const taken = new Set<number>()
  const found: Reversal[] = []
  const claims = lines.map(claimOf)
  const accounts = lines.map(({ counterpartyAccount }) => accountKey(counterpartyAccount))
  for (const index of order) {
    const line = lines[index]
    const claim = claims[index]
    if (!line || (claim !== 'reversal' && claim !== 'returned') || taken.has(index)) continue
    const same = byAmount.get(Math.abs(line.amountFen)) ?? []
    const place = places.get(index) ?? 0
    const isUndone = (other: number) => {
      const earlier = lines[other]
      if (earlier === undefined || taken.has(other) || !undoes(line, earlier)) return false
      const [account = '', otherAccount = ''] = [accounts[index], accounts[other]]
      return account !== '' && otherAccount !== '' ? account === otherAccount : sameName(line, earlier)
    }
    const before = same.slice(Math.max(0, place - mostToLookThrough), place).findLast(isUndone)
    const later = before === undefined ? same.slice(place + 1, place + 1 + mostAfter) : []
    // A bank that marks both: the first of the two is the one that was taken back.
    if (
      claim === 'reversal' &&
      line.amountFen > 0 &&
      later.some((other) => claims[other] === 'reversal' && isUndone(other))
    ) {
      continue
    }
    const reverses = before ?? later.find((other) => lines[other]?.date === line.date && isUndone(other)) ?? null
    // Money that goes out again and did not come in this file is a payment out like others.
    if (claim === 'returned' && line.direction === 'out' && reverses === null) continue
    taken.add(index)
    if (reverses !== null) taken.add(reverses)
    found.push({ index, kind: claim === 'returned' && line.direction === 'in' ? 'returned' : 'reversal', reverses })
  }
  return found
}

function undoes(line: ReversibleLine, earlier: ReversibleLine): boolean {
  if (line.amountFen < 0) return earlier.amountFen === -line.amountFen && earlier.direction === line.direction
  return earlier.amountFen === line.amountFen && earlier.direction !== line.direction
}

/** A bank that says who it was in one of the two lines only means the same. */
function sameName(one: ReversibleLine, other: ReversibleLine): boolean {
  const [a, b] = [one.counterpartyName, other.counterpartyName]
  return a === b || a === '' || b === ''
}
