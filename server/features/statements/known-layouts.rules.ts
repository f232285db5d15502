import { headingKeys } from './header-words.rules.ts'

/** An export that is known: all of these headings, whatever else there is. The first that fits is it. */
export type KnownLayout = { readonly layout: string; readonly bank: string; readonly labels: readonly string[] }

const layouts: readonly KnownLayout[] = [
  known(
    'ICBC_01',
    '中国工商银行',
    '凭证号 对方账号 交易时间 借贷标志 对方单位 用途 摘要 附言 余额 转出金额 转入金额 本方账号',
  ),
  known(
    'CCB_02',
    '中国建设银行',
    '账号 账户名称 交易时间 借方发生额（支取） 贷方发生额（收入） 余额 对方户名 对方账号 记账日期 摘要 备注 账户明细编号-交易流水号 企业流水号 个性化信息名称1',
  ),
  known(
    'CCB_01',
    '中国建设银行',
    '记账日期 交易时间 借方 贷方 余额 对方户名 对方账号 摘要 备注 账户明细编号-交易流水号 企业流水号 本方账号',
  ),
  known('BCM_01', '交通银行', '交易时间 摘要 凭证种类 凭证号码 发生额 币种 余额 对方账号 对方户名 借贷标志'),
  known(
    'CMB_01',
    '招商银行',
    '交易日 交易时间 起息日 交易类型 借方金额 贷方金额 余额 流水号 业务摘要 收(付)方名称 收(付)方账号',
  ),
  known(
    'ABC_01(有账号1)',
    '中国农业银行',
    '交易时间 收入金额 支出金额 账户余额 交易行名 对方省市 对方账号 对方户名 交易用途 摘要',
  ),
  known(
    'BOC_01',
    '中国银行',
    '交易类型 付款人账号 付款人名称 收款人账号 收款人名称 交易日期 交易时间 交易金额 交易后余额 交易流水号 摘要 用途 交易附言',
  ),
  known(
    'ALIPAY',
    '支付宝',
    '账务流水号 业务流水号 商户订单号 发生时间 对方账号 收入金额 支出金额 账户余额 业务类型 备注',
  ),
  known('ICBC_03', '中国工商银行', '本方账号 对方账号 交易时间 借贷标志 对方单位 用途 摘要 附言 发生额 余额'),
  known(
    'CCB_03',
    '中国建设银行',
    '交易时间 借方发生额/元(支取) 贷方发生额/元(收入) 余额 对方户名 对方账号 摘要 备注 账户明细编号-交易流水号',
  ),
  known('CMBC_01', '中国民生银行', '交易流水号 交易时间 对方账号名称 对方账号 客户附言 借方发生额 贷方发生额 账户余额'),
  known(
    'CIB_01',
    '兴业银行',
    '银行流水号 交易时间 户名 账号 对方户名 对方账号 摘要 借方金额（支出） 贷方金额（收入） 账户余额',
  ),
  known(
    'CDB_01',
    '国家开发银行',
    '交易参考号 交易时间 收入/支出标志 收款账号 收款户名 付款账号 付款户名 摘要 发生额（元） 交易后余额（元）',
  ),
  // Last: its headings are everybody's.
  known('ICBC_02', '中国工商银行', '日期 交易类型 对方户名 对方账号 摘要 借方发生额 贷方发生额 余额'),
]

function known(layout: string, bank: string, labels: string): KnownLayout {
  return { layout, bank, labels: labels.split(' ').map((label) => headingKeys(label)[0] ?? label) }
}

/** The known export that has this header; null when it is none of them. `ICBC_02` must have nothing but its headings. */
export function layoutOf(headings: readonly string[]): KnownLayout | null {
  const filled = headings.filter((heading) => heading.trim() !== '')
  const keys = new Set(
    filled.flatMap((heading) => [...headingKeys(heading), ...heading.split(' ').flatMap(headingKeys)]),
  )
  for (const one of layouts) {
    if (!one.labels.every((label) => keys.has(label))) continue
    if (one.layout === 'ICBC_02' && filled.length > one.labels.length) continue
    return one
  }
  return null
}
