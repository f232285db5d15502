import { type InventedLine, lines, ownAccount, ownName } from './invented-lines.ts'
import { comma, isIn, money, theirBank, total, totalOut } from './lay-columns.ts'
import type { Grid, Value } from './lay-statement.ts'

/** 交易信息 over day and time, 发生额 over 借方 and 贷方, 对方信息 over name and account, as merged cells. */
export const twoRows: Grid = [
  ['南京银行账户交易明细'],
  [`账号：${ownAccount}    户名：${ownName}    币种：人民币`],
  ['序号', '交易信息', null, '发生额（元）', null, '余额（元）', '对方信息', null, null, '备注', '流水号'],
  [null, '日期', '时间', '借方', '贷方', null, '户名', '账号', '开户行', null, null],
  ...lines.map((l, index): Value[] => [
    index + 1,
    l.date,
    l.time,
    money('out')(l),
    money('in')(l),
    comma(l.balanceFen),
    l.name,
    l.account,
    theirBank(l),
    l.remark,
    l.serial,
  ]),
  ['合计', null, null, comma(totalOut), comma(total), null, null, null, null, null, null],
]

/** Pages with their own header, 承前页 and 本页小计, as printed statements are saved. */
export const paged: Grid = [
  ['徽商银行对账单'],
  ['账户名称', ownName, '', '账号', ownAccount],
  ...[lines.slice(0, 4), lines.slice(4, 8), lines.slice(8)].flatMap((page, index): Value[][] => [
    ['交易日期', '交易时间', '流水号', '摘要', '借方金额', '贷方金额', '余额', '对方账户名称', '对方账号', '附言'],
    [
      '',
      '',
      '',
      '承前页',
      '',
      '',
      comma(
        (lines[index * 4]?.balanceFen ?? 0) -
          (isIn(lines[index * 4] ?? (page[0] as InventedLine)) ? 1 : -1) * (lines[index * 4]?.amountFen ?? 0),
      ),
      '',
      '',
      '',
    ],
    ...page.map((l): Value[] => [
      l.date,
      l.time,
      l.serial,
      l.kind,
      money('out')(l),
      money('in')(l),
      comma(l.balanceFen),
      l.name,
      l.account,
      l.remark,
    ]),
    ['', '', '', '本页小计', '1.00', '2.00', '', '', '', ''],
    [],
  ]),
  ['打印时间：2026-04-01 10:00:00', '', '', '第3页 共3页'],
]
