import type { ReadLine } from './match-candidates.rules.ts'
import type { MatchIndex } from './match-index.rules.ts'
import { accountDigits, wholeKey } from './match-names.rules.ts'
import { type Payer, readNamed, readPayer } from './match-payers.rules.ts'
import { readReferences } from './match-references.rules.ts'
import type { LineFacts, MatchFacts } from './matching.schema.ts'

const figures: Readonly<Record<string, number>> = {
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
}
/** 三期 is the third as often as it is three, 两期 is always two. */
const count = /(?:([两二三四五六七八九十]|\d{1,2})(?:笔|单|个订单|份订单|张订单|个班)|(两)期)/
const part = /首付|首期款|预付|定金|订金|部分|尾款|余款|余额|剩余|剩下|一半|分期|第[一二三]笔|先付|补足|补交|补缴|\d0%/

/**
 * The lines that money can be matched from, by id, with all that is read once from each: payers and remarks repeat, so
 * that each different one is read a single time.
 */
export function readLines(index: MatchIndex, facts: MatchFacts): ReadLine[] {
  const dismissed = new Map<string, Set<string>>()
  for (const { lineId, targetKey } of facts.dismissed) {
    const keys = dismissed.get(lineId)
    if (keys) keys.add(targetKey)
    else dismissed.set(lineId, new Set([targetKey]))
  }
  const payers = new Map<string, Payer>()
  const payerOf = ({ counterpartyName, counterpartyAccount }: LineFacts) => {
    const key = `${counterpartyName}\n${counterpartyAccount}`
    const known = payers.get(key)
    if (known) return known
    const payer = readPayer(index, counterpartyName, counterpartyAccount)
    payers.set(key, payer)
    return payer
  }
  const ownNames = new Set((facts.ownAccounts ?? []).map(({ name }) => wholeKey(name)).filter((key) => key !== ''))
  const ownAccounts = new Set((facts.ownAccounts ?? []).map(({ account }) => accountDigits(account)))
  const none: ReadonlySet<string> = new Set()
  return facts.lines
    .filter(({ leftFen, counterpartyAccount }) => leftFen > 0 && !ownAccounts.has(accountDigits(counterpartyAccount)))
    .filter(({ counterpartyName }) => !ownNames.has(wholeKey(counterpartyName)))
    .toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map((line) => ({
      facts: line,
      payer: payerOf(line),
      named: readNamed(index, line.remark),
      reading: readReferences(index.numbers, line.remark),
      count: countIn(line.remark),
      saysPart: part.test(line.remark),
      dismissed: dismissed.get(line.id) ?? none,
    }))
}

function countIn(remark: string): number | null {
  const match = count.exec(remark.normalize('NFKC'))
  const written = match?.[1] ?? match?.[2]
  if (written === undefined) return null
  const counted = figures[written] ?? Number(written)
  return counted >= 2 && counted <= 20 ? counted : null
}
