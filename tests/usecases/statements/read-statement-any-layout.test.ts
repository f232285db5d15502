import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStatement } from '../../../server/features/statements/read-statement.ts'
import { type InventedLine, lines, ownAccount, ownName } from './invented-lines.ts'
import { csvOf, type Value, xlsOf, xlsxOf } from './lay-statement.ts'

/**
 * Any headings that mean the same, in any order, each value in any of the ways in which banks write it: what is read does
 * not depend on which of them a bank chose.
 */
type Column = { readonly heading: string; readonly value: (line: InventedLine, index: number) => Value }

const isIn = (line: InventedLine) => line.direction === 'in'
const yuan = (fen: number) => (fen / 100).toFixed(2)
const commas = (fen: number) => yuan(fen).replace(/\B(?=(\d{3})+\.)/g, ',')

const dates: ((line: InventedLine) => string)[] = [
  (l) => l.date,
  (l) => l.date.replaceAll('-', ''),
  (l) => l.date.replaceAll('-', '/'),
  (l) => l.date.replaceAll('-', '.'),
  (l) => l.date.replace('-', '年').replace('-', '月').concat('日'),
]
const times: ((line: InventedLine) => string)[] = [(l) => l.time, (l) => l.time.replaceAll(':', '')]
const writings: ((fen: number) => Value)[] = [
  commas,
  yuan,
  (fen) => fen / 100,
  (fen) => `￥${commas(fen)}`,
  (fen) => `${yuan(fen)}元`,
]
const nothings: Value[] = ['', null, '0.00', '--', '-']

const one = <T>(...choices: readonly T[]) => fc.constantFrom(...choices)

const whenColumns = fc.oneof(
  fc
    .tuple(
      one('交易时间', '交易日期', '发生时间', '交易日期时间', '日期', '记账时间'),
      one(...dates.slice(0, 4)),
      one(...times),
    )
    .map(([heading, date, time]): { columns: Column[]; timed: boolean } => ({
      columns: [{ heading, value: (l) => `${date(l)} ${time(l)}` }],
      timed: true,
    })),
  fc
    .tuple(
      one('交易日期', '交易日', '记账日期', '入账日期', '日期'),
      one('交易时间', '时间', '入账时间'),
      one(...dates),
      one(...times),
    )
    .map(([day, clock, date, time]) => ({
      columns: [
        { heading: day, value: date },
        { heading: clock, value: time },
      ],
      timed: true,
    })),
  fc.tuple(one('交易日期', '记账日期', '入账日期', '发生日期', '会计日期'), one(...dates)).map(([heading, date]) => ({
    columns: [{ heading, value: date }],
    timed: false,
  })),
)

const moneyColumns = fc.oneof(
  fc
    .tuple(
      one(
        ['借方发生额', '贷方发生额'],
        ['支出金额', '收入金额'],
        ['转出金额', '转入金额'],
        ['支取', '存入'],
        ['借方', '贷方'],
        ['支出', '收入'],
        ['借方金额（支出）', '贷方金额（收入）'],
        ['付款金额', '收款金额'],
        ['借方发生额/元(支取)', '贷方发生额/元(收入)'],
        ['支出金额（-元）', '收入金额（+元）'],
      ),
      one(...writings),
      one(...nothings),
      fc.boolean(),
    )
    .map(([[out = '', into = ''], write, none, minus]): Column[] => [
      { heading: out, value: (l) => (isIn(l) ? none : write(minus && write === yuan ? -l.amountFen : l.amountFen)) },
      { heading: into, value: (l) => (isIn(l) ? write(l.amountFen) : none) },
    ]),
  fc
    .tuple(
      one('发生额', '交易金额', '金额', '金额(元)', '发生额（元）'),
      one('借贷标志', '收付标志', '借/贷', '交易方向', '收支类型', '借贷方向'),
      one(['借', '贷'], ['付', '收'], ['支出', '收入'], ['转出', '转入'], ['D', 'C'], ['往账', '来账']),
      one(...writings),
    )
    .map(([heading, flag, [out = '', into = ''], write]): Column[] => [
      { heading, value: (l) => write(l.amountFen) },
      { heading: flag, value: (l) => (isIn(l) ? into : out) },
    ]),
  fc
    .tuple(
      one('发生额', '交易金额', '收支金额'),
      one<(fen: number) => Value>(yuan, (fen) => fen / 100, commas),
    )
    .map(([heading, write]): Column[] => [{ heading, value: (l) => write(isIn(l) ? l.amountFen : -l.amountFen) }]),
)

const balanceColumns = fc
  .tuple(one('余额', '账户余额', '交易后余额', '联机余额', '余额/元', '本次余额'), one(...writings))
  .map(([heading, write]): Column[] => [{ heading, value: (l) => write(l.balanceFen) }])

const partyColumns = fc.oneof(
  one(
    ['对方户名', '对方账号'],
    ['对方名称', '对方帐号'],
    ['对方单位', '对方账号'],
    ['对手名称', '对手账号'],
    ['收(付)方名称', '收(付)方账号'],
    ['交易对手户名', '交易对手账号'],
    ['对方账户名称', '对方账户'],
    ['往来单位', '往来账号'],
    ['收/付款人名称', '收/付款人账号'],
  ).map(([name = '', account = '']): Column[] => [
    { heading: name, value: (l) => l.name },
    { heading: account, value: (l) => l.account },
  ]),
  one(['付款人名称', '付款人账号', '收款人名称', '收款人账号'], ['付款户名', '付款账号', '收款户名', '收款账号']).map(
    ([payer = '', payerAccount = '', payee = '', payeeAccount = '']): Column[] => [
      { heading: payer, value: (l) => (isIn(l) ? l.name : ownName) },
      { heading: payerAccount, value: (l) => (isIn(l) ? l.account : ownAccount) },
      { heading: payee, value: (l) => (isIn(l) ? ownName : l.name) },
      { heading: payeeAccount, value: (l) => (isIn(l) ? ownAccount : l.account) },
    ],
  ),
)

const remarkColumns = fc.oneof(
  fc
    .tuple(
      one('附言', '用途', '备注', '交易附言', '客户附言', '交易用途', '转账附言'),
      one('摘要', '交易摘要', '业务摘要', '交易类型', '业务类型'),
    )
    .map(([said, kind]): Column[] => [
      { heading: said, value: (l) => l.remark },
      { heading: kind, value: (l) => l.kind },
    ]),
  one('摘要', '用途', '交易摘要').map((heading): Column[] => [{ heading, value: (l) => l.remark }]),
  fc.constant<Column[]>([
    { heading: '摘要', value: (l) => l.kind },
    { heading: '用途', value: (l, index) => (index % 2 === 0 ? l.remark : '') },
    { heading: '附言', value: (l, index) => (index % 2 === 0 ? '' : l.remark) },
  ]),
)

const noise = fc.subarray<Column>([
  { heading: '序号', value: (_l, index) => index + 1 },
  { heading: '币种', value: () => '人民币' },
  { heading: '对方开户行', value: (l) => (l.name === '' ? '' : '中国银行南京城东支行') },
  { heading: '凭证号', value: (_l, index) => `0012${index}` },
  { heading: '起息日', value: (l) => l.date },
  { heading: '交易渠道', value: () => '网上银行' },
  { heading: '对方行号', value: (l) => (l.name === '' ? '' : '104760047865') },
  { heading: '手续费', value: () => '0.00' },
  { heading: '流程实例号', value: () => '' },
  { heading: '柜员号', value: () => 'A0012' },
])

const layouts = fc
  .record({
    when: whenColumns,
    money: moneyColumns,
    balance: fc.option(balanceColumns),
    parties: partyColumns,
    remarks: remarkColumns,
    serial: fc.option(
      one('流水号', '交易流水号', '交易流水', '核心流水号', '柜员流水号', '日志号', '银行流水号', '交易参考号'),
    ),
    noise,
    ownColumn: fc.option(one('本方账号', '账号', '查询账号')),
    banner: one<Value[][]>(
      [['账户明细'], ['账号', ownAccount, '户名', ownName]],
      [[`账号:${ownAccount}`, `户名:${ownName}`]],
      [['交易明细查询'], [], ['账户名称', ownName], ['账户号', ownAccount], ['查询日期', '20260301-20260331']],
    ),
    foot: one<Value[][]>(
      [],
      [['合计', '', '88.00', '99.00']],
      [['收入合计：8笔，共1元'], ['打印时间：2026-04-01 10:00:00']],
    ),
    newestFirst: fc.boolean(),
    kind: one('xlsx', 'xls', 'csv', 'csv-utf8'),
  })
  .chain((layout) => {
    const columns: Column[] = [
      ...layout.when.columns,
      ...layout.money,
      ...(layout.balance ?? []),
      ...layout.parties,
      ...layout.remarks,
      ...layout.noise,
      ...(layout.serial === null ? [] : [{ heading: layout.serial, value: (l: InventedLine) => l.serial }]),
      ...(layout.ownColumn === null ? [] : [{ heading: layout.ownColumn, value: () => ownAccount }]),
    ]
    return fc.record({
      layout: fc.constant(layout),
      columns: fc.shuffledSubarray(columns, { minLength: columns.length, maxLength: columns.length }),
    })
  })

test('whatever headings, order and writing a bank chose', async () => {
  await fc.assert(
    fc.asyncProperty(layouts, async ({ layout, columns }) => {
      const from = layout.newestFirst ? lines.toReversed() : lines
      const grid: Value[][] = [
        ...layout.banner,
        columns.map(({ heading }) => heading),
        ...from.map((line, index) => columns.map(({ value }) => value(line, index))),
        ...layout.foot,
      ]
      const bytes =
        layout.kind === 'xlsx'
          ? xlsxOf(grid)
          : layout.kind === 'xls'
            ? xlsOf(grid)
            : csvOf(grid, { encoding: layout.kind === 'csv' ? 'gbk' : 'utf-8-bom' })
      const reading = await readStatement(bytes, { fileName: 'statement' })
      const context = JSON.stringify({ headers: reading.headers, mapping: reading.mapping, kind: layout.kind })
      expect(reading, context).toMatchObject({
        problem: null,
        rowErrors: [],
        gaps: [],
        confident: true,
        account: ownAccount,
      })
      const found = reading.lines.map((l) => ({
        date: l.date,
        time: l.time,
        direction: l.direction,
        amountFen: l.amountFen,
        name: l.counterpartyName,
        account: l.counterpartyAccount,
        remark: l.remark,
        serial: l.serial,
        balanceFen: l.balanceFen,
      }))
      expect(found, context).toEqual(
        from.map((l) => ({
          date: l.date,
          time: layout.when.timed ? l.time : null,
          direction: l.direction,
          amountFen: l.amountFen,
          name: l.name,
          account: l.account,
          remark: l.remark,
          serial: layout.serial === null ? null : l.serial,
          balanceFen: layout.balance === null ? null : l.balanceFen,
        })),
      )
    }),
    { numRuns: Number(process.env['LAYOUT_RUNS'] ?? 150) },
  )
})
