import { describe, expect, test } from 'vitest'
import { bankOfFileName, bankOfText } from '../../server/features/statements/banks.rules.ts'
import { accountInFileName, readBanner } from '../../server/features/statements/banner.rules.ts'
import { findHeader } from '../../server/features/statements/find-header.rules.ts'
import { directionOfWord } from '../../server/features/statements/flag-words.rules.ts'
import { senseOfParts } from '../../server/features/statements/header-words.rules.ts'
import { chooseRemarks, isGeneric, joinRemarks } from '../../server/features/statements/remark-columns.rules.ts'

const row = (number: number, ...texts: readonly string[]) => ({
  number,
  cells: texts.map((text) => (text === '' ? undefined : { text, kind: 'text' as const, precisionLost: false })),
})

describe('what a heading means', () => {
  test.each([
    [
      'when',
      '交易日期 记账日期 入账日期 发生日期 交易时间 时间戳 交易时间戳 会计日期 日期 交易日 发生时间 记账时间 TransactionDate',
    ],
    [
      'in',
      '贷方 贷方发生额 收入 收入金额 转入金额 存入 存入金额 贷方金额（收入） 收入金额（+元） 贷方发生额/元(收入) 收款金额 贷 Credit 收入(贷) 贷方交易金额',
    ],
    [
      'out',
      '借方 借方发生额 支出 支出金额 转出金额 支取 支取金额 借方金额（支出） 支出金额（-元） 借方发生额/元(支取) 付款金额 借 Debit 支出(借)',
    ],
    ['amount', '发生额 交易金额 金额 金额(元) 发生额（元） 收支金额(元) 交易额 Amount'],
    [
      'flag',
      '借贷标志 收付标志 收支标识 借贷标记 借/贷 收/支 交易方向 收入/支出标志 来往账标志 资金流向 收支类型 借贷方向',
    ],
    [
      'balance',
      '余额 账户余额 联机余额 交易后余额 本次余额 账面余额 余额/元 账户结余(元) 交易后余额[After-transactionbalance]',
    ],
    [
      'name',
      '对方户名 对方账户名称 对方单位 对手名称 对方名称 收(付)方名称 收/付款人名称 对方账号名称 交易对手户名 往来户名 对方单位名称 对手账户名',
    ],
    [
      'account',
      '对方账号 对方帐号 对手账号 对方账户号 收(付)方账号 收/付款人账号 对方账号/卡号 对方银行账号 交易对手账号',
    ],
    ['payerName', '付款人名称 付款人户名 付款户名 汇款人名称'],
    ['payerAccount', '付款人账号 付款账号 付款人账户'],
    ['payeeName', '收款人名称 收款户名 收款人户名'],
    ['payeeAccount', '收款人账号 收款账号 收款人账户'],
    [
      'serial',
      '流水号 交易流水号 交易流水 柜员流水号 核心流水号 日志号 交易参考号 账务流水号 银行流水号 账户明细编号-交易流水号 交易编号 业务参考号',
    ],
    ['remark', '附言 用途 备注 交易附言 客户附言 转账附言 交易用途 备注信息 付款用途 留言 交易描述'],
    ['summary', '摘要 交易摘要 摘要说明 业务摘要'],
    ['kind', '交易类型 业务类型 业务名称 交易种类'],
    ['ownAccount', '账号 本方账号 查询账号 卡号 交易账号'],
    ['ownName', '户名 账户名称 本方账户名称'],
    ['reference', '商户订单号'],
    ['reversal', '冲账标志 冲正标志'],
  ])('%s: %s', (meaning, headings) => {
    const found = headings.split(' ').map((heading) => [heading, senseOfParts([heading])?.meaning])
    expect(found).toEqual(headings.split(' ').map((heading) => [heading, meaning]))
  })

  test.each(
    '对方行名 对方开户行 收(付)方开户行行号 交易行名 对方省市 凭证号 凭证种类 起息日 币种 手续费 累计借金额 名义付款人名称 母(子)公司账号 流程实例号 序号 交易渠道 企业业务编号 可疑列'.split(
      ' ',
    ),
  )('%s means nothing to us', (heading) => {
    expect(senseOfParts([heading])).toBeNull()
  })

  test('parts of several rows are taken together, a bank column under 对方 is no name', () => {
    expect(senseOfParts(['发生额/元', '借方'])?.meaning).toBe('out')
    expect(senseOfParts(['对方信息', '户名'])?.meaning).toBe('name')
    expect(senseOfParts(['对方信息', '账号'])?.meaning).toBe('account')
    expect(senseOfParts(['对方信息', '开户行'])).toBeNull()
    expect(senseOfParts(['交易日期', 'Transaction Date'])?.meaning).toBe('when')
  })
})

describe('the header', () => {
  test('is the row that names most, whatever the banner says', () => {
    const header = findHeader([
      row(1, '账户名称', '某中心', '账号', '8110501012345678901'),
      row(2, '起始日期', '20260301', '借方金额', '10.00'),
      row(4, '交易日期', '借方金额', '贷方金额', '余额', '对方户名'),
      row(5, '20260301', '', '1.00', '2.00', '某公司'),
    ])
    expect(header).toMatchObject({ row: 4, rows: 1, complete: true })
  })

  test('of two rows without merged cells fills the group to the right and no further', () => {
    const header = findHeader([
      row(1, '日期', '发生额/元', '', '余额/元', '对方户名', '备注'),
      row(2, '', '借方', '贷方', '', '', ''),
      row(3, '20260301', '', '1.00', '2.00', '某公司', ''),
    ])
    expect(header).toMatchObject({ row: 1, rows: 2 })
    expect(header?.headings).toEqual(['日期', '发生额/元 借方', '发生额/元 贷方', '余额/元', '对方户名', '备注'])
  })

  test('is not where nothing names a day and an amount', () => {
    expect(findHeader([row(1, '姓名', '备注', '账号'), row(2, '何佳振', '', '6222')])).toBeNull()
  })
})

describe('flags', () => {
  test.each(['贷', '贷方', 'C', 'CR', '收', '收入', '转入', '来账', '+', '贷-C', '存入', '贷(收入)'])(
    '%s is in',
    (word) => {
      expect(directionOfWord(word)).toBe('in')
    },
  )
  test.each(['借', '借方', 'D', 'dr', '付', '支出', '转出', '往账', '-', '借-D', '支取', '扣账'])(
    '%s is out',
    (word) => {
      expect(directionOfWord(word)).toBe('out')
    },
  )
  test.each(['', '1', '2', '借贷', '不计收支', '转账'])('%j is neither', (word) => {
    expect(directionOfWord(word)).toBeNull()
  })
  test("staff's words come first", () => {
    expect(directionOfWord('借', { inWords: ['借'], outWords: ['贷'] })).toBe('in')
    expect(directionOfWord('1', { inWords: ['1'] })).toBe('in')
  })
})

describe('banners', () => {
  test.each([
    [['账号: 4301020919100345678'], ['户名: 某培训中心']],
    [
      ['账　　号', '4301020919100345678'],
      ['账户名称', '某培训中心'],
    ],
    [['查询账号:', '4301020919100345678', '户  名:', '某培训中心']],
    [['账号：4301020919100345678    户名：某培训中心    币种：人民币']],
    [['#账号：[4301020919100345678]'], ['#户名：[某培训中心]']],
    [
      ['查询账号[ Inquirer account number ]', '4301020919100345678'],
      ['公司名称', '某培训中心'],
    ],
    [
      ['银行账号', '4301 0209 1910 0345 678'],
      ['单位名称', '某培训中心'],
    ],
    [
      ['Account No.', '4301020919100345678'],
      ['Account Name', '某培训中心'],
    ],
  ])('%j', (...rows) => {
    const banner = readBanner(rows.map((texts, index) => row(index + 1, ...texts)))
    expect(banner).toMatchObject({ account: '4301020919100345678', name: '某培训中心' })
  })

  test('nobody else is taken for us', () => {
    const banner = readBanner([
      row(1, '对方账号', '6222020001112223334', '起始日期', '20260301'),
      row(2, '记录条数', '57'),
    ])
    expect(banner).toEqual({ account: null, name: null, bank: null })
  })

  test('a bank is told by its name, its code and a branch, a firm is none', () => {
    expect(bankOfText('中国农业银行南京城东支行')).toBe('中国农业银行')
    expect(bankOfText('张家港农村商业银行股份有限公司')).toBe('张家港农村商业银行')
    expect(bankOfText('开户行:徽商银行合肥分行')).toBe('徽商银行')
    expect(bankOfText('银行码')).toBeNull()
    expect(bankOfText('平安建设集团有限公司')).toBeNull()
    expect(bankOfFileName('SPDB_01.xls')).toBe('上海浦东发展银行')
    expect(bankOfFileName('CBHB_02.xls')).toBe('渤海银行')
    expect(bankOfFileName('CMB_01.xlsx')).toBe('招商银行')
    expect(bankOfFileName('民生3月.csv')).toBe('中国民生银行')
    expect(bankOfFileName('abcdef.csv')).toBeNull()
  })

  test('an account may stand in the name of the file, a moment is none', () => {
    expect(accountInFileName('明细_4301020919100345678_202603.xlsx')).toBe('4301020919100345678')
    expect(accountInFileName('export20260331101112.csv')).toBeNull()
  })
})

describe('what was said', () => {
  test.each(
    '转账 跨行转账 网银转账 汇兑来账 电子汇入 转账存入 对公收费 结息 退汇 大额实时来账 普通贷记来账 行内转账 代发工资 冲账'.split(
      ' ',
    ),
  )('%s is the word of the bank', (text) => {
    expect(isGeneric(text)).toBe(true)
  })

  test.each('培训费 PX26DGZXRV 货款 往来款 付检测师考前培训费 会务费 代付南京苏科工程质量检测有限公司'.split(' '))(
    '%s was said',
    (text) => {
      expect(isGeneric(text)).toBe(false)
    },
  )

  const rowsOf = (...rows: readonly (readonly string[])[]) => rows.map((texts, index) => row(index, ...texts).cells)
  const columns = [
    { column: 0, meant: false, rank: 0 },
    { column: 1, meant: true, rank: 1 },
  ]

  test('摘要 is left to the bank where another column has the text', () => {
    expect(chooseRemarks(columns, rowsOf(['转账', '培训费'], ['来账', ''], ['结息', '']))).toEqual([1])
  })

  test('摘要 is the text where the other column is empty or has the words of the bank', () => {
    expect(chooseRemarks(columns, rowsOf(['培训费', ''], ['PX26DGZXRV', '']))).toContain(0)
    expect(chooseRemarks(columns, rowsOf(['培训费', '转账'], ['PX26DGZXRV', '来账']))).toEqual([0])
  })

  test('texts of two columns are joined once', () => {
    expect(joinRemarks(['培训费', '', 'PX26DGZXRV'])).toBe('培训费 PX26DGZXRV')
    expect(joinRemarks(['培训费PX26DGZXRV', 'PX26DGZXRV'])).toBe('培训费PX26DGZXRV')
    expect(joinRemarks(['PX26DGZXRV', '培训费PX26DGZXRV'])).toBe('培训费PX26DGZXRV')
    expect(joinRemarks(['转账', '培训费'])).toBe('培训费')
    expect(joinRemarks(['转账', '来账'])).toBe('转账')
    expect(joinRemarks(['', ''])).toBe('')
  })
})
