import { compact } from './statement-cells.rules.ts'
import type { LineDirection } from './statement-reading.schema.ts'

/** From the bank's side, as statements are: 贷 is money in, 借 money out. */
const inWords =
  /^(?:贷|贷方|贷记|收|收入|收款|收方|收到|转入|存入|存|进|进账|入|入账|汇入|来账|来帐|来|流入|c|cr|credit|\+|in|入金|收款方|贷\(收入\)|c-?贷|贷-?c)$/iu
const outWords =
  /^(?:借|借方|借记|付|付款|付方|付出|支|支出|支付|转出|支取|取|取出|出|出账|汇出|往账|往帐|往|流出|扣账|扣款|d|dr|debit|-|out|出金|付款方|借\(支出\)|d-?借|借-?d)$/iu
const inPart = /贷|收入|转入|存入|汇入|来账|流入|进账|入账|收款|收方/u
const outPart = /借|支出|转出|支取|汇出|往账|流出|出账|付款|付方|扣账/u

/** What the word of a flag column (借贷标志) says; null when it says neither. */
export function directionOfWord(
  word: string,
  words: { readonly inWords?: readonly string[] | undefined; readonly outWords?: readonly string[] | undefined } = {},
): LineDirection | null {
  const text = compact(word)
  if (words.inWords?.some((one) => compact(one) === text)) return 'in'
  if (words.outWords?.some((one) => compact(one) === text)) return 'out'
  if (inWords.test(text)) return 'in'
  if (outWords.test(text)) return 'out'
  if (text.length > 12) return null
  const [isIn, isOut] = [inPart.test(text), outPart.test(text)]
  if (isIn === isOut) return null
  return isIn ? 'in' : 'out'
}

/** The word alone is a flag: for telling a flag column by what stands in it. */
export function isFlagWord(word: string): boolean {
  const text = compact(word)
  return inWords.test(text) || outWords.test(text)
}
