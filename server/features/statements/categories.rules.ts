import type { LineCategory, LineDirection } from './statement-reading.schema.ts'

export type CategorisedLine = {
  readonly direction: LineDirection
  readonly amountFen: number
  readonly counterpartyName: string
  readonly counterpartyAccount: string
  readonly remark: string
  readonly summary: string
  readonly reference: string | null
}

/** Payment companies whose transfers are the takings of many orders; their names, whatever the licence calls them. */
const providers =
  /财付通|微信支付|支付宝|蚂蚁(?:集团|金服|科技)|银联商务|中国银联|网联清算|通联支付|拉卡拉|随行付|汇付|快钱支付|快钱|易宝支付|富友支付|合众易宝|新国都|国通星驿|嘉联支付|银盛支付|乐刷|收钱吧|京东支付|网银在线|抖音支付|抖音合众|美团支付|钱袋宝|翼支付|天翼电子商务|和包支付|中移电子商务|首信易|连连支付|连连银通|宝付|杉德支付|海科融通|现代金融控股|待清算商户|备付金|商户待清算/u
const settlementWords =
  /商户结算|结算款|清算款|收单(?:结算|清算|入账|资金)|商户(?:入账|清算|资金)|T\+[01]结算|聚合支付结算|备付金/u
const interestWords = /结息|利息|付息|季息|计息|入息|interest/iu
const feeWords =
  /手续费|工本费|管理费|汇划费|账户费|年费|月费|短信费|网银费|邮电费|电子汇划|对公收费|收费|扣费|服务费|收单|证书费|回单费|询证|函证|维护费|佣金|\bfee\b/iu
const refundWords = /退(?:还)?(?:[^汇票税]{0,8}?)(?:费|款)|退款|退费|退还|退学|退培训|退订|refund/iu
const withdrawWords = /提现|转出到银行卡|余额转出|withdraw/iu
const banks = /银行|信用社|农商行|信用合作联社|支付|财务公司|手续费|收入|应付|应收|利息|结算户|过渡/u
const interestParties = /^(?:应付|应收|存款|活期|单位)?.{0,6}利息|利息支出|应付.*息/u

/** What a line is, by its own words and nobody else's lines; reversals and returns are found before, together. */
export function categoryOf(line: CategorisedLine, ownName: string | null): LineCategory {
  const said = `${line.remark} ${line.summary}`
  const name = line.counterpartyName
  // The bank itself: it has no name, or one of its own accounts'.
  const bankItself = name === '' || interestParties.test(name) || (banks.test(name) && !/支付|财务公司/u.test(name))
  if (line.direction === 'in') {
    if (mentionsOrder(line)) return 'payment'
    if (interestWords.test(said) && bankItself) return 'interest'
    if (providers.test(name) || (settlementWords.test(said) && bankItself)) return 'settlement'
    if (feeWords.test(said) && /退|返/u.test(said) && bankItself && line.counterpartyAccount === '') return 'fee'
    return 'payment'
  }
  if (withdrawWords.test(said) && (bankItself || name === ownName)) return 'withdraw'
  if (refundWords.test(said)) return 'refund'
  if (interestWords.test(said) && bankItself) return 'interest'
  if (feeWords.test(said) && (bankItself || providers.test(name))) return 'fee'
  // A provider's file: money out under a merchant's order number goes back to who paid the order.
  return line.reference === null ? 'out' : 'refund'
}

/** Somebody paid an order through a payment company: its own number, or ours in what was said. */
function mentionsOrder(line: CategorisedLine): boolean {
  if (line.reference !== null) return true
  return /P\s*X\s*2\d(?:[\s-]*[0-9A-Z]){6}/iu.test(line.remark.normalize('NFKC'))
}
