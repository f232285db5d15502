import {
  agricultural,
  beijing,
  bohai,
  chongqing,
  citic,
  construction,
  development,
  everbright,
  financeCompany,
  guangfa,
  huaxia,
  icbcOneAmount,
  industrial,
  jiangsu,
  minsheng,
  pingAn,
  pingAnPairs,
  postal,
  ruralBank,
  shanghai,
  spdb,
  zheshang,
} from './bank-columns.ts'
import { ownAccount, ownName } from './invented-lines.ts'
import { balance, comma, empty, isIn, money, newest, plain, table, total, totalOut, when } from './lay-columns.ts'
import { csvOf, xlsOf, xlsxOf } from './lay-statement.ts'
import { paged, twoRows } from './printed-grids.ts'
import {
  alipayTrades,
  bracketed,
  european,
  fullWidth,
  hongKong,
  serials,
  signed,
  stamps,
  suffixed,
  wechat,
} from './written-columns.ts'

/**
 * The same lines in the columns of banks that the fixtures do not have. The headings are those of real exports; banners,
 * footers and the ways of writing a value are as these banks write them.
 */
export type OtherLayout = {
  readonly name: string
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly bank: string | null
  /** What this layout does not say at all. */
  readonly lacks?: readonly ('time' | 'serial' | 'balance' | 'account' | 'ownAccount' | 'emptyNames' | 'categories')[]
  readonly newestFirst?: boolean
}

export const otherLayouts: readonly OtherLayout[] = [
  {
    name: 'CITIC .xlsx with a banner of twelve rows',
    fileName: '账户明细.xlsx',
    bytes: xlsxOf([
      ['中信银行账户交易明细'],
      ['查询条件'],
      ['开始日期', '20260301', '结束日期', '20260331'],
      ['账户名称', ownName],
      ['币种', '人民币'],
      ['账号', ownAccount],
      ['开户行', '中信银行南京分行'],
      ['借方总笔数', '3', '借方总金额', comma(totalOut)],
      ['贷方总笔数', '8', '贷方总金额', comma(total)],
      [],
      ...table(citic),
    ]),
    bank: '中信银行',
  },
  {
    name: 'SPDB .xls with number cells, times without colons',
    fileName: '交易明细查询.xls',
    bytes: xlsOf([
      ['上海浦东发展银行交易明细'],
      ['账户名称', ownName, '账号', ownAccount],
      ['起始日期', '20260301', '终止日期', '20260331'],
      ...table(spdb),
    ]),
    bank: '上海浦东发展银行',
  },
  {
    name: 'CMBC .csv in GBK, newest first, 0.00 on the other side',
    fileName: '民生.csv',
    bytes: csvOf([['账户名称:', ownName], ['账号:', ownAccount], ...table(minsheng, newest)]),
    bank: '中国民生银行',
    newestFirst: true,
  },
  {
    name: 'CIB .xls with our own account in every row',
    fileName: '兴业银行流水.xls',
    bytes: xlsOf(table(industrial)),
    bank: '兴业银行',
  },
  {
    name: 'PAB .xlsx with columns 借 and 贷 and slashes in the dates',
    fileName: '平安.xlsx',
    bytes: xlsxOf(table(pingAn)),
    bank: '平安银行',
  },
  {
    name: 'PAB .csv with payer and payee beside 借方 and 贷方',
    fileName: 'pingan.csv',
    bytes: csvOf(table(pingAnPairs), { encoding: 'utf-8-bom' }),
    bank: null,
    lacks: ['time', 'serial'],
  },
  {
    name: 'PSBC .xlsx with -- for nothing',
    fileName: '邮储银行.xlsx',
    bytes: xlsxOf([['户名', ownName], ['账号', ownAccount], ['币种', '人民币'], [], ...table(postal)]),
    bank: '中国邮政储蓄银行',
  },
  {
    name: 'Bank of Beijing .csv in UTF-16 with tabs',
    fileName: '明细.csv',
    bytes: csvOf([['北京银行对公账户明细'], ['账号', ownAccount], ...table(beijing)], {
      encoding: 'utf-16le',
      delimiter: '\t',
    }),
    bank: '北京银行',
    lacks: ['serial'],
  },
  {
    name: 'Bank of Jiangsu .xls with 借贷标记 and 摘要 as the only text',
    fileName: '江苏银行.xls',
    bytes: xlsOf([['江苏银行交易明细'], [], ...table(jiangsu)]),
    bank: '江苏银行',
  },
  {
    name: 'a rural bank .xlsx with the time behind the date',
    fileName: '明细查询.xlsx',
    bytes: xlsxOf([
      ['张家港农村商业银行股份有限公司'],
      ['账号：', ownAccount, '户名：', ownName],
      ...table(ruralBank),
      ['合计', '', comma(total), comma(totalOut)],
    ]),
    bank: '张家港农村商业银行',
  },
  {
    name: 'Bank of Shanghai .csv with 转入 and 转出 as a flag, newest first',
    fileName: '上海银行.csv',
    bytes: csvOf([[`账号:${ownAccount}`], [`户名:${ownName}`], ...table(shanghai, newest)], { tabs: true }),
    bank: '上海银行',
    newestFirst: true,
  },
  {
    name: 'CZB .xlsx with 1 for money in and 2 for money out',
    fileName: '浙商银行.xlsx',
    bytes: xlsxOf(table(zheshang)),
    bank: '浙商银行',
    lacks: ['balance'],
  },
  {
    name: 'CEB .xlsx with text amounts and 摘要 as the payer text',
    fileName: '光大.xlsx',
    bytes: xlsxOf([
      ['中国光大银行账户明细'],
      ['账号', ownAccount, '', '账户名称', ownName],
      ['查询区间', '2026-03-01至2026-03-31'],
      ...table(everbright),
    ]),
    bank: '中国光大银行',
  },
  {
    name: 'HXB .xls with 元 and ¥ and two totals below',
    fileName: '华夏.xls',
    bytes: xlsOf([
      ['户名：', ownName],
      ['账号：', ownAccount],
      ['收入总金额', comma(total), '支出总金额', comma(totalOut)],
      ...table(huaxia),
      ['收入合计', '8笔', comma(total)],
      ['支出合计', '3笔', comma(totalOut)],
    ]),
    bank: '华夏银行',
  },
  {
    name: 'CBHB .xlsx with 收支标识',
    fileName: '渤海银行.xlsx',
    bytes: xlsxOf([[`账户名称：${ownName}`], [`账号：${ownAccount}`], ...table(bohai)]),
    bank: '渤海银行',
  },
  {
    name: 'CDB .xls with payer and payee and 收入/支出标志',
    fileName: '国家开发银行.xls',
    bytes: xlsOf(table(development)),
    bank: '国家开发银行',
  },
  {
    name: 'a finance company .xlsx with Chinese dates and a merged title',
    fileName: '财务公司.xlsx',
    bytes: xlsxOf(
      [['结算账户明细', null, null, null], [`户名：${ownName}`], [`账户号：${ownAccount}`], ...table(financeCompany)],
      ['A1:H1'],
    ),
    bank: null,
    lacks: ['time'],
  },
  {
    name: 'WeChat Pay funds .csv with grave accents and its footer',
    fileName: '微信支付资金账单.csv',
    bytes: csvOf(
      [
        ...table(wechat),
        ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额'],
        ['`11', '`8', `\`${plain(total)}`, '`3', `\`${plain(totalOut)}`],
      ],
      { encoding: 'utf-8-bom' },
    ),
    bank: '微信支付',
    lacks: ['account', 'ownAccount', 'emptyNames'],
  },
  {
    name: 'signed amounts with + and -, dates with dots',
    fileName: '流水.xlsx',
    bytes: xlsxOf([[`本方账号: ${ownAccount}`], ...table(signed)]),
    bank: null,
  },
  {
    name: 'English headings, CR and DR behind the amounts, day first',
    fileName: 'statement.csv',
    bytes: csvOf([['Account No.', ownAccount], ['Account Name', ownName], ...table(suffixed)], { encoding: 'utf-8' }),
    bank: null,
    lacks: ['time'],
  },
  {
    name: 'money out in brackets',
    fileName: `${ownAccount}_202603.xlsx`,
    bytes: xlsxOf(table(bracketed)),
    bank: null,
    lacks: ['time', 'serial'],
  },
  {
    name: 'timestamps of a mainframe, a semicolon between fields',
    fileName: 'x.csv',
    bytes: csvOf([['账号', ownAccount], ...table(stamps)], { delimiter: ';' }),
    bank: null,
  },
  {
    name: 'full-width digits',
    fileName: 'x.csv',
    bytes: csvOf([[`账号：${ownAccount}`], ...table(fullWidth)]),
    bank: null,
    lacks: ['time', 'serial'],
  },
  {
    name: 'decimal commas that the running balance proves',
    fileName: 'auszug.csv',
    bytes: csvOf([['Account number', ownAccount], ...table(european)], { delimiter: ';', encoding: 'utf-8' }),
    bank: null,
    lacks: ['time', 'serial'],
  },
  {
    name: 'Excel serials without a date format',
    fileName: `活期明细${ownAccount}.xlsx`,
    bytes: xlsxOf(table(serials)),
    bank: null,
    lacks: ['serial'],
  },
  {
    name: 'a header of two rows with merged groups',
    fileName: 'x.xlsx',
    bytes: xlsxOf(twoRows, ['A3:A4', 'B3:C3', 'D3:E3', 'F3:F4', 'G3:I3', 'J3:J4', 'K3:K4']),
    bank: '南京银行',
  },
  {
    name: 'the same header without merged cells, as .xls',
    fileName: 'x.xls',
    bytes: xlsOf(twoRows),
    bank: '南京银行',
  },
  {
    name: 'pages with repeated headers, amounts carried forward and sub-totals',
    fileName: 'x.xlsx',
    bytes: xlsxOf(paged),
    bank: '徽商银行',
  },
  {
    name: 'CITIC columns in another order under the same headings',
    fileName: 'x.csv',
    bytes: csvOf([['账号', ownAccount], ...table(citic.toReversed())]),
    bank: null,
  },
  {
    name: 'CCB .xls with the unit within the heading',
    fileName: 'x.xls',
    bytes: xlsOf([
      ['开户机构', '中国建设银行南京分行'],
      ['账　　号', ownAccount],
      ['账户名称', ownName],
      ...table(construction),
    ]),
    bank: '中国建设银行',
  },
  {
    name: 'ICBC .xlsx with a flag, the text now in 用途, now in 附言',
    fileName: 'x.xlsx',
    bytes: xlsxOf(table(icbcOneAmount)),
    bank: '中国工商银行',
    lacks: ['serial'],
  },
  {
    name: 'a rural bank with 交易账号 as our own',
    fileName: '重庆农村商业银行.xls',
    bytes: xlsOf(table(chongqing)),
    bank: '重庆农村商业银行',
  },
  {
    name: 'ABC .xls with account and name in one banner cell and totals like lines',
    fileName: '农行.xls',
    bytes: xlsOf([
      ['账户明细'],
      [`账号:${ownAccount} 户名:${ownName} 币种:人民币`],
      ...table(agricultural),
      ['8 收', comma(total)],
      ['3 支', comma(totalOut)],
    ]),
    bank: '中国农业银行',
    lacks: ['serial'],
  },
  {
    name: 'CGB .csv with a minus before all money out',
    fileName: '广发.csv',
    bytes: csvOf([['账号', ownAccount], ...table(guangfa)]),
    bank: '广发银行',
  },
  {
    name: 'traditional characters',
    fileName: 'x.csv',
    bytes: csvOf([['賬戶號碼', ownAccount], ['賬戶名稱', ownName], ...table(hongKong)], { encoding: 'utf-8' }),
    bank: null,
    lacks: ['time', 'serial'],
  },
  {
    name: 'the trades of an Alipay merchant between dashes',
    fileName: 'trades.csv',
    bytes: csvOf([
      ['支付宝交易记录明细查询'],
      ['账号:[finance@example.cn]'],
      ['起始日期:[2026-03-01 00:00:00]    终止日期:[2026-04-01 00:00:00]'],
      ['---------------------------------交易记录明细列表------------------------------------'],
      ...table(alipayTrades),
      ['------------------------------------------------------------------------------------'],
      ['共11笔记录'],
      [`已收入:8笔,${plain(total)}元`],
    ]),
    bank: '支付宝',
    lacks: ['account', 'ownAccount', 'balance', 'categories'],
  },
  {
    name: 'ICBC columns with 借/贷 and newest first',
    fileName: 'ICBC.csv',
    bytes: csvOf(
      [
        ['[HISTORYDETAIL]'],
        ...table(
          [
            ['凭证号', empty],
            ['本方账号', () => ownAccount],
            ['对方账号', (l) => l.account],
            ['交易时间', when],
            ['借/贷', (l) => (isIn(l) ? '贷' : '借')],
            ['借方发生额', money('out')],
            ['贷方发生额', money('in')],
            ['对方行号', empty],
            ['摘要', (l) => l.kind],
            ['用途', (l) => l.remark],
            ['对方单位名称', (l) => l.name],
            ['余额', balance()],
          ],
          newest,
        ),
      ],
      { tabs: true },
    ),
    bank: '中国工商银行',
    lacks: ['serial'],
    newestFirst: true,
  },
]
