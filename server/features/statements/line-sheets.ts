import type { CellToWrite, SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import { signedOf } from './known-lines.rules.ts'
import type { LineCategory } from './statement-reading.schema.ts'
import { partsOfReason } from './statements.rules.ts'
import type { IgnoreReason, StatementLineState, StatementLineView } from './statements.schema.ts'

type SheetTexts = {
  readonly name: string
  readonly headings: readonly [
    day: string,
    time: string,
    moneyIn: string,
    moneyOut: string,
    balance: string,
    counterparty: string,
    account: string,
    remark: string,
    serial: string,
    category: string,
    state: string,
    allocated: string,
    reason: string,
  ]
  readonly categories: Readonly<Record<LineCategory, string>>
  readonly states: Readonly<Record<StatementLineState, string>>
  readonly reasons: Readonly<Record<Exclude<IgnoreReason, 'other'>, string>>
}

const texts: Readonly<Record<'zh-CN' | 'en', SheetTexts>> = {
  'zh-CN': {
    name: '流水',
    headings: [
      '日期',
      '时间',
      '收入',
      '支出',
      '余额',
      '对方户名',
      '对方账号',
      '附言',
      '流水号',
      '类别',
      '对账',
      '已对金额',
      '不对账的原因',
    ],
    categories: {
      payment: '收款',
      out: '付款',
      fee: '手续费',
      interest: '利息',
      settlement: '支付机构结算',
      returned: '退汇',
      refund: '退费',
      withdraw: '提现',
      reversed: '已被冲正',
      reversal: '冲正',
    },
    states: { unmatched: '未对上', suggested: '有建议', matched: '已对上', ignored: '不用对' },
    reasons: { otherIncome: '不是培训费', internalTransfer: '自己账户之间转账', returnedElsewhere: '已在别处退回' },
  },
  en: {
    name: 'Lines',
    headings: [
      'Date',
      'Time',
      'In',
      'Out',
      'Balance',
      'Other side',
      'Its account',
      'Remark',
      'Serial number',
      'Kind',
      'Matching',
      'Matched amount',
      'Why it is not matched',
    ],
    categories: {
      payment: 'Payment in',
      out: 'Payment out',
      fee: 'Fee',
      interest: 'Interest',
      settlement: 'Payout of a payment provider',
      returned: 'Returned transfer',
      refund: 'Refund',
      withdraw: 'Withdrawal',
      reversed: 'Reversed',
      reversal: 'Reversal',
    },
    states: { unmatched: 'not matched', suggested: 'suggested', matched: 'matched', ignored: 'not to be matched' },
    reasons: {
      otherIncome: 'Not a training fee',
      internalTransfer: 'Between our own accounts',
      returnedElsewhere: 'Returned elsewhere',
    },
  },
}

/** Lines as the finance of the centre keeps them: money in and out in columns of their own, texts always as texts. */
export function linesSheet(locale: 'zh-CN' | 'en', lines: AsyncIterable<StatementLineView>): SheetToWrite {
  const t = texts[locale]
  const formats = [
    'date',
    'text',
    'amount',
    'amount',
    'amount',
    'text',
    'text',
    'text',
    'text',
    'text',
    'text',
    'amount',
    'text',
  ] as const
  const widths = [12, 10, 14, 14, 16, 34, 26, 30, 26, 12, 12, 14, 24]
  return {
    name: t.name,
    columns: t.headings.map((heading, index) => ({
      heading,
      format: formats[index] ?? 'text',
      widthCharacters: widths[index] ?? 16,
    })),
    rows: rowsOf(t, lines),
  }
}

async function* rowsOf(t: SheetTexts, lines: AsyncIterable<StatementLineView>): AsyncGenerator<CellToWrite[]> {
  for await (const line of lines) {
    const { direction, amountFen, ignoredReason } = line
    yield [
      line.day,
      line.time ?? '',
      direction === 'in' ? yuan(amountFen) : null,
      direction === 'out' ? yuan(amountFen) : null,
      line.balanceFen === null ? null : yuan(line.balanceFen),
      line.counterpartyName,
      line.counterpartyAccount,
      line.remark,
      line.serial ?? '',
      t.categories[line.category],
      t.states[line.state],
      signedOf(line) > 0 ? yuan(line.allocatedFen) : null,
      ignoredReason === null ? '' : reasonWord(t, ignoredReason),
    ]
  }
}

function reasonWord(t: SheetTexts, reason: string): string {
  const words: Readonly<Record<string, string>> = { ...t.categories, ...t.reasons }
  const { code, text } = partsOfReason(reason)
  return [code === null ? '' : (words[code] ?? ''), text].filter((part) => part !== '').join(' ')
}

/** A spreadsheet's cell: yuan as a number. */
const yuan = (amountFen: number) => amountFen / 100
