import { phraseOf, type StatementCells } from './statement-cells.rules.ts'

/**
 * Which columns hold what was said about a payment, and which only the bank's word for the booking. By what stands in them:
 * 摘要 is the payer's text at one bank (BoCom) and `汇兑来账` at the next (ICBC, CCB, ABC, BOC, where 用途, 附言 or 备注
 * hold the text). Learnt from the exports under tests/fixtures/statements.
 */

const how =
  '(?:跨行|同行|行内|行外|他行|本行|网银|网上|网上银行|企业网银|企业|个人|手机|手机银行|电子|电汇|大额|小额|大小额|实时|超级网银|普通|批量|对公|对私|单位|同城|异地|系统内|系统|柜台|柜面|自助|内部|银企|直连|银企直连|跨境|人民币|活期|定期|银联|第三方|快捷|互联|互联网|汇兑|贷记|借记|资金|自动|集中|单笔|委托|代理|商户|账户|帐户|转账|收付|清算|支付|二代|农信银|支付系统|现金|往来|普通贷记)'
const what =
  '(?:转账|转帐|转入|转出|转存|转支|汇入|汇出|汇款|汇兑|来账|来帐|往账|往帐|存入|存款|支取|取款|贷记|借记|划转|划款|划拨|收入|支出|入账|入帐|进账|付款|收款|支付|结算|清算|交易|业务|存取款|付费|来账业务|往账业务|收付)'
const kinds = new RegExp(`^(?:${how}|${what}){1,5}$`, 'u')
const others =
  /^(?:对公收费|收费|扣费|手续费|转账手续费|汇款手续费|汇划费|工本费|账户管理费|年费|扣税|缴税|税款|财税库银|实时缴税|电子缴税|批量代扣|代扣|代付|代收|代发|代发工资|工资|结息|利息|利息收入|存款利息|活期结息|付息|收息|计息|入息|退汇|退票|退款|来账退汇|退回|冲账|冲正|冲销|抹账|冲回|红字|提现|充值|消费|pos|pos消费|商户结算|商户入账|其他|其它|其他代收|无|普通汇兑|贷款|还款|放款|报销|b2b|b2c|在线支付|交易付款|pay|transfer|tfr|汇|转|存|支|取)$/iu

/** The bank's word for a kind of booking: it says nothing about what was paid. */
export function isGeneric(text: string): boolean {
  const word = text.replace(/[\s\p{P}]+/gu, '')
  return word === '' || kinds.test(word) || others.test(word)
}

export type RemarkCandidate = {
  readonly column: number
  /** 附言, 用途, 备注 are meant for it; 摘要 may be. */
  readonly meant: boolean
  readonly rank: number
}

/** The columns of what was said, in the order of the sheet. `rows`: a sample of the lines. */
export function chooseRemarks(candidates: readonly RemarkCandidate[], rows: readonly StatementCells[]): number[] {
  const judged = candidates.map((one) => ({ ...one, ...judge(rows.map((cells) => phraseOf(cells[one.column]))) }))
  const meant = judged.filter((one) => one.meant)
  const said = judged.filter(
    (one) => one.filled > 0 && !one.generic && (one.meant || !one.repeats || meant.length === 0),
  )
  // A column for it that is empty so far may be filled further down.
  const waiting = meant.filter((one) => one.filled === 0)
  const chosen = said.length > 0 ? [...said, ...waiting] : meant.length > 0 ? meant : judged
  return chosen.map(({ column }) => column).toSorted((one, other) => one - other)
}

/** Above this share of bookings' words a column is the bank's own. */
const genericShare = 0.6

function judge(texts: readonly string[]): { filled: number; generic: boolean; repeats: boolean } {
  const filled = texts.filter((text) => text !== '')
  const generic = filled.filter(isGeneric).length
  const short = filled.filter((text) => text.length <= 8).length
  // Few different short texts over many rows are kinds, in words that we do not know.
  const repeats = filled.length >= 15 && new Set(filled).size <= filled.length / 4 && short >= filled.length * 0.9
  return { filled: filled.length, generic: filled.length > 0 && generic >= filled.length * genericShare, repeats }
}

/** The texts of a line's remark columns as one: bookings' words beside a real text are left out, repetitions too. */
export function joinRemarks(texts: readonly string[]): string {
  const filled = texts.filter((text) => text !== '')
  if (filled.length < 2) return filled[0] ?? ''
  const said = filled.filter((text) => !isGeneric(text))
  const kept: string[] = []
  for (const text of said.length > 0 ? said : filled.slice(0, 1)) {
    if (kept.some((one) => one.includes(text))) continue
    const within = kept.findIndex((one) => text.includes(one))
    if (within >= 0) kept[within] = text
    else kept.push(text)
  }
  return kept.join(' ')
}
