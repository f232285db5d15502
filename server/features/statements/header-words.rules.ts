import { compact } from './statement-cells.rules.ts'

/**
 * What the heading of a column means, by the words that banks use. More banks exist than any list holds, so headings are
 * taken apart: whose it is (对方, 本方, 付款人, 收款人), what it is (户名, 账号), which side (贷方, 收入, 转入, 存入).
 */
export type ColumnMeaning =
  | 'when'
  | 'in'
  | 'out'
  | 'amount'
  | 'flag'
  | 'balance'
  | 'name'
  | 'account'
  | 'party'
  | 'payerName'
  | 'payerAccount'
  | 'payeeName'
  | 'payeeAccount'
  | 'serial'
  | 'remark'
  | 'summary'
  | 'kind'
  | 'reference'
  | 'reversal'
  | 'ownAccount'
  | 'ownName'

/** `rank`: the lower of two columns of one meaning is the likelier. */
export type HeadingSense = { readonly meaning: ColumnMeaning; readonly rank: number }

const units =
  /[([（【]?(?:单位|币种)?[:：]?(?:[-+]?(?:人民币)?元|rmb|cny|人民币|¥|￥)[)\]）】]|[/:：](?:人民币)?元(?=[\s([（]|$)|(?:rmb|cny)$/giu
const marks = /[\s()[\]{}（）【】［］<>《》「」"'`“”‘’*★#:：、,，.。|/\\_+＋=-]/gu
const latin = /[a-z0-9&.'’\s]+/giu

/** Banks in Hong Kong and Macao: the characters of headings, one to one. */
const traditionalCharacters =
  '對戶號賬帳時間貸額餘轉備註結單類發憑證記標誌進匯餘業務幣種貨說據錄稱碼櫃員開機構項參費總數銀'
const simplified = '对户号账帐时间贷额余转备注结单类发凭证记标志进汇余业务币种货说据录称码柜员开机构项参费总数银'
const traditional = new RegExp(`[${traditionalCharacters}]`, 'gu')

/** A heading or a label in the characters that the rules know. */
export function inSimplified(text: string): string {
  return text.replace(traditional, (character) => simplified[traditionalCharacters.indexOf(character)] ?? character)
}

/**
 * The forms in which a heading is looked up: whole, what stands before a bracket, its Chinese part, its Latin part
 * (`交易流水号[ Transaction reference number ]`, `贷方发生额（收入）`, `金额/元`).
 */
export function headingKeys(heading: string): readonly string[] {
  const text = inSimplified(heading.normalize('NFKC').toLowerCase())
  const bare = text.replace(units, '')
  const keys = [
    bare.replace(marks, ''),
    bare.replace(/[([【<].*$/u, '').replace(marks, ''),
    bare.replace(latin, '').replace(marks, ''),
    text.replace(/[^a-z\s]/gu, ' ').replace(/\s+/gu, ''),
  ]
  return [...new Set(keys.filter((key) => key !== '' && key.length <= 60))]
}

type Words = readonly [RegExp, ColumnMeaning | null, number]

const own = '(?:交易|本方|我方|己方|本单位|本公司|本户|查询|自身|当前)'
const other =
  '(?:交易对手方?|交易对方|交易对象|对手方|对手|对方|对家|往来方|往来|来往|收付款?方|收付款?人|收付款?单位|收付|付收款?方|付收款?人|付款收款人|收款付款人|付款人收款人|收款人付款人|付款方收款方|收款方付款方)'
const payer =
  '(?:付款人|付款方|付款单位|付款户|付款账户|付款帐户|付款客户|付方|汇款人|汇款方|汇款单位|汇出方|转出方|转出|缴款人|缴费人|交款人|付款|打款人|打款方)'
const payee = '(?:收款人|收款方|收款单位|收款户|收款账户|收款帐户|收款客户|收方|受款人|受益人|汇入方|转入方|转入|收款)'
const infix = '(?:信息|客户|单位|企业|公司|银行|开户|的|收付款|账户|帐户)?'
const nameEnd =
  '(?:户名|名称|名|姓名|全称|账户名称?|帐户名称?|账号名称?|帐号名称?|单位名称?|单位|公司名称?|公司|户名称|客户名称?|客户名|企业名称?|商户名称)'
const accountEnd =
  '(?:账号|帐号|账户号码?|帐户号码?|账户账号|卡号|账号卡号|卡账号|账卡号|账户卡号|银行账号|银行帐号|账号码|户口号码?|账户编号)'
const debit = '(?:借方|借记|借|支出|转出|支取|取出|付款|付出|支付|付方|流出|出账|出帐|汇出|支款)'
const credit = '(?:贷方|贷记|贷|收入|转入|存入|收款|收方|流入|进账|进帐|入账|入帐|汇入|来账|存款)'
const sum = '(?:发生额|交易额|发生金额|交易金额|金额|数额|发生数|发生|额)'

const rules: readonly Words[] = [
  // Columns that would be taken for others.
  [
    /名义|母子公司|预留|个性化|冻结|虚拟户|虚拟子|手续费|费率|汇率|利率|累计|笔数|合计|期初|期末|上期|上日|昨日|起息|止息|生效|打印|复核|授权|经办|审核|申请人|签发|有效期|到期/u,
    null,
    0,
  ],
  [
    /(?:行名|行名称|行号|行行号|行行名|行名行号|开户行|开户银行|所属行|发卡行|银行|银行名称|机构|机构号|机构名称?|机构代码|网点|网点号|网点名称?|分行名|分行|支行|行别|省市|地址|地区|城市|国家|联行号|清算号|swift码?|归属地|银行号)$/u,
    null,
    0,
  ],
  [
    /^(?:付款银行|交易渠道|渠道|币种|货币|币别|交易货币|交易币种|账户币种|钞汇标[志识]?|钞汇|序号|编号|行次|no|状态|交易状态|处理状态|账户状态|回单编号|回单号码?|电子回单号|凭证.*|票据.*|传票.*|支票.*|.*柜员号?|操作员|柜员|终端号?|设备号|页码|附件.*|交易分析码|交易码|交易代码|摘要代码|摘要码|产品.*|子账号序号|账户序号|册号|.*类别码|内部编号|商务支付订单号|.*申请号|客户业务编号|企业业务编号|记录标识号?|退款状态|退款类型|公众账号id|特约商户号|用户标识|代金券.*)$/u,
    null,
    0,
  ],
  [/^(?:currency|tradecurrency|channel|no|status|valuedate|branch|bank|exchangerate)$/u, null, 0],
  // Which way the money went.
  [
    /^(?:借贷|收付|收支|进出|来往账|往来账?|资金|交易|出入账?|转入转出|收入支出|借方贷方|dc|dr?cr?|cd|借贷方)(?:标志位?|标识|标记|方向|流向|标|别|性质|符号|区分)$/u,
    'flag',
    0,
  ],
  [
    /^(?:借贷|收支|收付|进出|方向|流向|资金流向|借贷方|往来|来往|dc|drcr|debitcredit|收付款|借或贷|收或支|收付类型|收支类型|借贷标志码|借贷类型|往来类型|进出类型|出入金?)$/u,
    'flag',
    0,
  ],
  [/^(?:debitcreditflag|debitcreditindicator|drcrflag|crdr|creditdebit|direction|dcflag)$/u, 'flag', 0],
  // Cancelled bookings.
  [/(?:冲账|冲正|冲销|冲补|抹账|撤销|红蓝字?|冲抵|被冲)(?:标[志识记]|状态|类型)?$/u, 'reversal', 0],
  // Balance.
  [/(?:可用余额|可用)$/u, 'balance', 5],
  [/(?:余额|结余|余额数|账面余|balance|余额方向前)$/u, 'balance', 0],
  [
    /^(?:balance|accountbalance|runningbalance|aftertransactionbalance|closingbalance|availablebalance)$/u,
    'balance',
    1,
  ],
  // Serial numbers.
  [/^(?:企业|客户|渠道|前置|外部|第三方|商户|上送|业务)(?:流水|流水号|流水编号|流水单号|参考号)$/u, 'serial', 2],
  [
    /(?:账户明细编号交易流水号|账务流水号|资金流水单号|(?:交易|银行|核心|主机|柜员|系统|账户|记账|记帐|会计|明细|全局|平台|网银|入账|原|唯一)*流水(?:号码?|编号|单号|序号)?)$/u,
    'serial',
    0,
  ],
  [/^(?:核心|主机|交易|系统|会计)?(?:日志号?|日志编号)$/u, 'serial', 1],
  [
    /^(?:交易编号|交易号|交易单号|交易序号|交易参考号|交易唯一标识|交易标识号?|明细编号|明细序号|账户明细编号|交易id|业务参考号|业务单号|微信支付业务单号|微信订单号|支付宝交易号|支付宝流水号|银行参考号|参考号|业务编号)$/u,
    'serial',
    3,
  ],
  [
    /^(?:transactionreferencenumber|transactionid|transactionno|transactionnumber|serialno|serialnumber|reference(?:no|number)?|transactionref(?:no)?|journalno|sequenceno|traceno)$/u,
    'serial',
    1,
  ],
  // The merchant's own number.
  [/^(?:商户|商家|外部|客户|原)?订单(?:号码?|编号)$/u, 'reference', 1],
  [/^(?:商户订单号|商家订单号|外部订单号|商户单号|业务凭证号|merchantorderno)$/u, 'reference', 0],
  // Dates and times; what is in them, their values say.
  [/^(?:交易|发生)(?:日期?)?(?:时间|时间戳|日期时间|日期及时间|时刻|日时)$/u, 'when', 0],
  [/^(?:交易|发生)(?:日期?|年月日)$/u, 'when', 1],
  [
    /^(?:日期时间|时间|时间戳|日期及时间|日期|日|操作时间|业务发生时间|业务日期|业务时间|账单时间|支付时间|完成时间|交易完成时间|交易创建时间|到账时间|到账日期|收款时间|收款日期|付款时间|付款日期|转账日期|转账时间|收付日期|交易发生日|交易发生日期)$/u,
    'when',
    2,
  ],
  [
    /^(?:记账|记帐|入账|入帐|账务|帐务|会计|过账|过帐|清算|结算|核算|登记|处理|系统|主机|平台|核心|交割|创建)(?:日期?|时间戳?|日期时间)$/u,
    'when',
    3,
  ],
  [
    /^(?:transactiondate|transactiontime|date|time|datetime|tradedate|tradetime|timestamp|txndate|txntime|transactiondatetime)$/u,
    'when',
    1,
  ],
  [/^(?:bookingdate|postingdate|postdate|accountingdate|bookdate)$/u, 'when', 3],
  // Money.
  [new RegExp(`^(?:本期|本次|交易|本币|原币)?${credit}(?:方)?${sum}?(?:${credit}${sum}?)*(?:方)?$`, 'u'), 'in', 0],
  [new RegExp(`^(?:本期|本次|交易|本币|原币)?${debit}(?:方)?${sum}?(?:${debit}${sum}?)*(?:方)?$`, 'u'), 'out', 0],
  [new RegExp(`^${sum}${credit}$`, 'u'), 'in', 0],
  [new RegExp(`^${sum}${debit}$`, 'u'), 'out', 0],
  [/^(?:应结订单金额)$/u, 'in', 1],
  [/^(?:退款金额)$/u, 'out', 1],
  [
    /^(?:credit|creditamount|creditamt|deposit|deposits|moneyin|paidin|income|receipts?|amountin|credits|cramount|cr)$/u,
    'in',
    0,
  ],
  [
    /^(?:debit|debitamount|debitamt|withdrawals?|moneyout|paidout|expense|expenditure|payments?|amountout|debits|dramount|dr)$/u,
    'out',
    0,
  ],
  [
    new RegExp(
      `^(?:收支|收付|借贷|收付款|交易|变动|业务|记账|入账|出入账?|资金变动|资金|本次|实际|实际交易|转账|本币|原币|账务)?${sum}$`,
      'u',
    ),
    'amount',
    0,
  ],
  [/^(?:订单金额|收入支出金额|收入支出|收入支出额)$/u, 'amount', 2],
  [/^(?:amount|transactionamount|tradeamount|amt|txnamount)$/u, 'amount', 0],
  // Who.
  [new RegExp(`^${other}${infix}${accountEnd}(?:卡号)?$`, 'u'), 'account', 0],
  [new RegExp(`^${other}${infix}${nameEnd}$`, 'u'), 'name', 0],
  [new RegExp(`^${other}${nameEnd}(?:姓名|名称|户名)$`, 'u'), 'name', 0],
  [/^(?:收付款?|付收款?|往来|来往)?(?:对方|对手方?)(?:账号|帐号)(?:及|和|与)?(?:户名|名称)$/u, 'name', 3],
  [new RegExp(`^${other}(?:账户|帐户|信息)?$`, 'u'), 'party', 0],
  [
    /^(?:counterpartyname|counterparty|othername|oppositename|payeepayername|payerpayeename|beneficiaryorpayer|accountnameofcounterparty|reciprocalaccountname|counterpartyaccountname)$/u,
    'name',
    0,
  ],
  [
    /^(?:counterpartyaccount|counterpartyaccountno|counterpartyaccountnumber|oppositeaccount|reciprocalaccount|reciprocalaccountno|accountnumberofcounterparty)$/u,
    'account',
    0,
  ],
  [new RegExp(`^${payer}${infix}(?:${accountEnd}|账户|帐户)$`, 'u'), 'payerAccount', 0],
  [new RegExp(`^${payee}${infix}(?:${accountEnd}|账户|帐户)$`, 'u'), 'payeeAccount', 0],
  [new RegExp(`^${payer}${infix}${nameEnd}$`, 'u'), 'payerName', 0],
  [new RegExp(`^${payee}${infix}${nameEnd}$`, 'u'), 'payeeName', 0],
  [/^(?:付款人|付款方|汇款人|付款单位|付方|缴款人)$/u, 'payerName', 1],
  [/^(?:收款人|收款方|收款单位|受款人)$/u, 'payeeName', 1],
  [/^(?:付款账户|付款帐户|转出账户)$/u, 'payerAccount', 1],
  [/^(?:收款账户|收款帐户|转入账户)$/u, 'payeeAccount', 1],
  [/^(?:payersname|payername|payer|remitter|remittername)$/u, 'payerName', 1],
  [/^(?:payeesname|payeename|payee|beneficiary|beneficiaryname)$/u, 'payeeName', 1],
  [/^(?:debitaccountno|payeraccount|payeraccountno|payeraccountnumber)$/u, 'payerAccount', 1],
  [/^(?:payeesaccountnumber|payeeaccount|payeeaccountno|beneficiaryaccount)$/u, 'payeeAccount', 1],
  [new RegExp(`^(?:${own}|客户)?(?:${accountEnd}|账户|帐户)$`, 'u'), 'ownAccount', 0],
  [
    new RegExp(
      `^(?:${own}|客户)?(?:户名|账户名称?|帐户名称?|账号名称|帐号名称|单位名称|公司名称|客户名称|账户户名)$`,
      'u',
    ),
    'ownName',
    0,
  ],
  [new RegExp(`^${own}${nameEnd}$`, 'u'), 'ownName', 0],
  [/^(?:accountno|accountnumber|account)$/u, 'ownAccount', 0],
  [/^(?:accountname)$/u, 'ownName', 0],
  // What was said.
  [
    /^(?:转账|汇款|汇划|交易|客户|付款|付款人|网银|备注|回单|来账|汇兑|支付|对方|收付款|业务)*(?:附言|留言)(?:信息|内容|及备注)?$/u,
    'remark',
    0,
  ],
  [
    /^(?:转账|汇款|交易|资金|付款|款项|支付|费用|收付款|摘要|业务|支付款|客户|来账|附言)*(?:用途|事由|缘由)(?:信息|说明|附言|备注|摘要|及附言)*$/u,
    'remark',
    1,
  ],
  [
    /^(?:交易|客户|转账|付款|汇款|业务|账务|自定义|账单|补充|其他|其它|摘要|附加)*(?:备注)(?:信息|内容|说明|\d)?$/u,
    'remark',
    2,
  ],
  [
    /^(?:款项说明|资金说明|交易说明|说明|附加信息|其它摘要|其他摘要|扩展摘要|补充信息|补充说明|详细信息|详细说明|明细说明|交易详情|交易描述|描述|交易内容|内容|客户摘要|附加摘要|备用摘要|用户摘要|摘要备注|摘要附言|摘要用途|备注摘要|用途摘要|摘要及附言|摘要及备注|汇款信息)$/u,
    'remark',
    3,
  ],
  [/^(?:remarks?|purpose|narrative|paymentdetails|postscript|usage|memo|message|comments?|notes?)$/u, 'remark', 2],
  [/^(?:交易|业务|账务|中文)?摘要(?:信息|内容|说明|描述|名称)?$/u, 'summary', 0],
  [/^(?:description|details|particulars|summary|abstract)$/u, 'summary', 0],
  [
    /^(?:交易|业务|账务|资金|记账|费用|收费|账目|结算)(?:类型|类别|种类|名称|方式|分类|性质|大类|小类|品种|科目)$/u,
    'kind',
    0,
  ],
  [/^(?:业务摘要|交易类型名称|交易场景|类型|transactiontype|businesstype|type)$/u, 'kind', 1],
]

/**
 * The sense of a column whose heading stands in several rows (发生额 over 借方): of the whole, else of the lowest that is
 * known, else of the next above it.
 */
export function senseOfParts(parts: readonly string[]): HeadingSense | null {
  const filled = parts.filter((part) => part !== '')
  const whole = lookUp(filled.join(' '))
  if (whole !== undefined) return whole
  for (const part of filled.toReversed()) {
    const sense = lookUp(part)
    if (sense !== undefined) return sense
  }
  return null
}

/** Undefined: a heading we do not know. Null: one we know and do not need. */
function lookUp(heading: string): HeadingSense | null | undefined {
  for (const key of headingKeys(heading)) {
    for (const [words, meaning, rank] of rules) {
      if (!words.test(key)) continue
      return meaning === null ? null : { meaning, rank }
    }
  }
  return undefined
}

/** One text for headings that are one column: for signatures and for headers that are repeated on every page. */
export function headingKey(heading: string): string {
  return compact(heading).toLowerCase()
}
