import { type ColumnFacts, factsOf, mostly } from './column-facts.rules.ts'
import { readDate } from './dates.rules.ts'
import type { Header } from './find-header.rules.ts'
import type { ColumnMeaning } from './header-words.rules.ts'
import { chooseRemarks } from './remark-columns.rules.ts'
import type { StatementCells } from './statement-cells.rules.ts'
import type { ColumnMapping } from './statement-reading.schema.ts'

type Candidate = ColumnFacts & { readonly rank: number }

export type ColumnChoice = {
  readonly mapping: ColumnMapping
  /** A day and an amount were found, and what stands in the columns agrees with their headings. */
  readonly sure: boolean
  /** There is a column for the day and one for amounts: lines can be read. */
  readonly usable: boolean
}

/** Which column means what, by the headings and by a sample of the lines under them. */
export function chooseColumns(header: Header, rows: readonly StatementCells[]): ColumnChoice {
  const facts = Array.from({ length: widthOf(header, rows) }, (_, column) => factsOf(column, rows))
  const of = (meaning: ColumnMeaning): Candidate[] =>
    facts
      .flatMap((one) => {
        const sense = header.senses[one.column]
        return sense?.meaning === meaning ? [{ ...one, rank: sense.rank }] : []
      })
      .toSorted((one, other) => one.rank - other.rank || other.filled - one.filled)
  const unknown = facts.filter((one) => header.senses[one.column] == null)
  const rowCount = rows.length

  const when = chooseWhen(of('when'), rows) ?? guessWhen(unknown, rowCount)
  const money = chooseMoney(of, unknown, rowCount)
  const balance = firstFilled(of('balance').filter((one) => mostly(one.amounts, one)))
  const parties = chooseParties(of)
  const summaries = [...of('summary'), ...of('kind')]
  const remarks = chooseRemarks(
    [
      ...of('remark').map(({ column, rank }) => ({ column, rank, meant: true })),
      ...of('summary').map(({ column, rank }) => ({ column, rank, meant: false })),
    ],
    rows,
  )
  const mapping = withoutHoles({
    headerRow: header.row - 1,
    headerRows: header.rows,
    date: when?.date ?? 0,
    time: when?.time,
    ...money,
    balance,
    ...parties,
    serial: of('serial').find((one) => one.filled > 0 && (one.distinct > 1 || rowCount <= 2))?.column,
    remarks: remarks.slice(0, 10),
    summaries: summaries
      .filter((one) => one.filled > 0 && !remarks.includes(one.column))
      .map(({ column }) => column)
      .slice(0, 10),
    reference: firstFilled(of('reference')),
    reversal: of('reversal')[0]?.column,
  })
  const usable = when !== null && (money.in ?? money.out ?? money.amount) !== undefined
  const named =
    (mapping.name ?? mapping.account ?? mapping.payerName ?? mapping.payeeName ?? mapping.reference) !== undefined
  return { mapping, usable, sure: usable && header.complete && named && agrees(mapping, facts) }
}

function widthOf(header: Header, rows: readonly StatementCells[]): number {
  return Math.min(256, Math.max(header.headings.length, ...rows.slice(0, 200).map((cells) => cells.length)))
}

function firstFilled(candidates: readonly ColumnFacts[]): number | undefined {
  return (candidates.find((one) => one.filled > 0) ?? candidates[0])?.column
}

/** Optional fields are left out, not undefined. */
function withoutHoles(fields: { [Key in keyof ColumnMapping]: ColumnMapping[Key] | undefined }): ColumnMapping {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ColumnMapping
}

function agrees(mapping: ColumnMapping, facts: readonly ColumnFacts[]): boolean {
  const dates = facts[mapping.date]
  if (!dates || !mostly(dates.dates, dates)) return false
  return [mapping.in, mapping.out, mapping.amount, mapping.balance].every((column) => {
    const one = column === undefined ? undefined : facts[column]
    return one === undefined || one.filled === 0 || mostly(one.amounts, one)
  })
}

type When = { readonly date: number; readonly time?: number | undefined }

/**
 * 交易时间 before 交易日期 before 记账日期: a column with both day and time is best, then a day with a time beside it. A
 * time that stands in a column of another day (入账时间) is taken when the days agree.
 */
function chooseWhen(candidates: readonly Candidate[], rows: readonly StatementCells[]): When | null {
  const dates = candidates.filter((one) => one.dates > 0 && one.dates >= one.filled * 0.5)
  const timeOnly = candidates.find((one) => mostly(one.times, one))
  let best: { when: When; cost: number } | null = null
  for (const one of dates) {
    const whole = one.datesWithTime > 0
    const time = whole
      ? undefined
      : (timeOnly?.column ?? dates.find((two) => two !== one && tellsTimeOf(two, one, rows))?.column)
    // Half filled is no column of days.
    const gaps = one.filled < rows.length * 0.5 ? 4 : 0
    const cost = one.rank + gaps + (whole || time !== undefined ? 0 : 0.5)
    if (best === null || cost < best.cost) best = { when: { date: one.column, time }, cost }
  }
  // No day can be read, or there is no line: the heading alone says it.
  const [first] = candidates
  return best?.when ?? (first ? { date: first.column } : null)
}

function tellsTimeOf(one: Candidate, day: Candidate, rows: readonly StatementCells[]): boolean {
  if (one.datesWithTime === 0) return false
  return rows.every((cells) => {
    const [a, b] = [readDate(cells[one.column], null), readDate(cells[day.column], null)]
    return typeof a === 'string' || typeof b === 'string' || a.date === b.date
  })
}

/** A column whose heading we do not know and that holds nothing but days; and the time beside it. */
function guessWhen(unknown: readonly ColumnFacts[], rowCount: number): When | null {
  const days = unknown.find((one) => one.filled >= rowCount * 0.8 && one.dates === one.filled && one.filled > 0)
  if (!days) return null
  const time =
    days.datesWithTime > 0 ? undefined : unknown.find((one) => one.times === one.filled && one.filled === days.filled)
  return { date: days.column, time: time?.column }
}

type Money = Pick<{ [Key in keyof ColumnMapping]?: ColumnMapping[Key] | undefined }, 'in' | 'out' | 'amount' | 'flag'>

function chooseMoney(
  of: (meaning: ColumnMeaning) => Candidate[],
  unknown: readonly ColumnFacts[],
  rowCount: number,
): Money {
  // A column of words under such a heading is a flag; one of unreadable amounts is still the one.
  const numeric = (one: ColumnFacts) => one.amounts >= one.filled * 0.5 || one.flags === 0
  const byAmounts = (one: ColumnFacts, other: ColumnFacts) => Number(other.amounts > 0) - Number(one.amounts > 0)
  const incoming = of('in').filter(numeric).toSorted(byAmounts)
  const outgoing = of('out').filter(numeric).toSorted(byAmounts)
  const amounts = of('amount').filter(numeric).toSorted(byAmounts)
  const flagged = [...of('flag'), ...of('in'), ...of('out'), ...of('amount'), ...of('kind'), ...unknown].filter(
    (one) => one.filled >= rowCount * 0.8 && (mostly(one.flags, one) || onlyTwo(one, of('flag'))),
  )
  const flag = flagged[0]?.column
  const amount = firstFilled(amounts)
  const pair = { in: firstFilled(incoming), out: firstFilled(outgoing) }
  const pairFilled = [...incoming, ...outgoing].some((one) => one.filled > 0)
  if (pair.in !== undefined && pair.out !== undefined && (pairFilled || amount === undefined)) return pair
  if (amount !== undefined) return { amount, flag }
  if (pair.in === undefined && pair.out === undefined) return {}
  // 借方金额 with 借贷标志 beside it is a column of amounts; 收款金额 alone is a list of what came in.
  return flag === undefined ? pair : { amount: pair.in ?? pair.out, flag }
}

/** 1 and 2, 0 and 1: a flag by its heading, whatever its words are. */
function onlyTwo(one: ColumnFacts, flags: readonly Candidate[]): boolean {
  return one.distinct <= 2 && flags.some(({ column }) => column === one.column)
}

type Parties = Pick<
  { [Key in keyof ColumnMapping]?: ColumnMapping[Key] | undefined },
  'name' | 'account' | 'payerName' | 'payerAccount' | 'payeeName' | 'payeeAccount' | 'ownAccount' | 'ownName'
>

function chooseParties(of: (meaning: ColumnMeaning) => Candidate[]): Parties {
  const party = of('party')
  const isAccount = (one: ColumnFacts) => one.accounts > one.words
  let name = firstFilled([...of('name'), ...party.filter((one) => !isAccount(one))])
  let account = firstFilled([...of('account'), ...party.filter(isAccount)])
  const [firstName] = of('name').filter((one) => one.column === name)
  const [firstAccount] = of('account').filter((one) => one.column === account)
  // A bank that heads them the wrong way round.
  if (firstName && firstAccount && mostly(firstName.accounts, firstName) && mostly(firstAccount.words, firstAccount)) {
    ;[name, account] = [account, name]
  }
  const [ownAccounts, ownNames] = [of('ownAccount'), of('ownName')]
  let ownAccount = firstFilled(ownAccounts)
  let ownName = firstFilled(ownNames)
  const pairs = {
    payerName: firstFilled(of('payerName')),
    payerAccount: firstFilled(of('payerAccount')),
    payeeName: firstFilled(of('payeeName')),
    payeeAccount: firstFilled(of('payeeAccount')),
  }
  const hasPairs = Object.values(pairs).some((column) => column !== undefined)
  if (name === undefined && account === undefined && !hasPairs) {
    // 户名 and 账号 without anybody's 对方: ours when all lines have the same, theirs when not.
    const theirName = ownNames.find((one) => one.distinct > 1)
    if (theirName) {
      name = theirName.column
      account = ownAccounts.find((one) => one.distinct > 1)?.column
      ownName = ownNames.find((one) => one !== theirName)?.column
      ownAccount = ownAccounts.find((one) => one.column !== account)?.column
    }
  } else if (account === undefined && !hasPairs) {
    const theirs = ownAccounts.find(
      (one) => one.distinct > 1 && ownAccounts.some((two) => two !== one && two.distinct === 1),
    )
    if (theirs) {
      account = theirs.column
      ownAccount = ownAccounts.find((one) => one.distinct === 1)?.column
    }
  }
  const theirs = { name, account }
  return name !== undefined || account !== undefined
    ? { ...theirs, ownAccount, ownName }
    : { ...pairs, ownAccount, ownName }
}
