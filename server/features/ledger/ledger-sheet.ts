import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import type { LedgerAccountKind, LedgerTransferKind } from './ledger.rules.ts'
import type { AccountRow, LedgerEntry } from './ledger.schema.ts'

export type SheetLocale = 'zh-CN' | 'en'

type SheetTexts = {
  readonly title: string
  readonly columns: readonly string[]
  readonly system: string
  readonly accounts: Readonly<Record<LedgerAccountKind, string>>
  readonly kinds: Readonly<Record<LedgerTransferKind, string>>
}

const texts: Readonly<Record<SheetLocale, SheetTexts>> = {
  'zh-CN': {
    title: '台账',
    columns: [
      '记账时间',
      '账期日',
      '类型',
      '对方账户',
      '对方名称',
      '对方说明',
      '增加',
      '减少',
      '余额',
      '来由',
      '原因',
      '经办人',
    ],
    system: '系统',
    accounts: {
      bank: '银行账户',
      gateway: '支付渠道',
      organisationCredit: '预存款',
      order: '订单',
      refund: '退费',
      cardIssue: '学习卡发放',
      cardBatch: '学习卡批次',
      wallet: '学员账户',
      cardUse: '开课支出',
      cardExpired: '过期学习卡',
    },
    kinds: {
      paymentReceived: '收到缴费',
      overpaymentToCredit: '多收转预存款',
      creditToOrder: '预存款缴费',
      refundFromOrder: '订单退费留出',
      refundFromCredit: '预存款退费留出',
      refundPaid: '退费付出',
      refundToCredit: '退费转预存款',
      refundToOrder: '退费转其他订单',
      refundReturned: '退费失败退回',
      paymentReversed: '撤销误记的缴费',
      creditReversed: '撤销误记的预存款',
      cardsIssued: '发放学习卡',
      cardsTakenBack: '收回学习卡',
      recharged: '充值',
      rechargeTakenBack: '充值收回',
      courseOpened: '开通课程',
      courseClosed: '取消开通',
      cardsExpired: '学习卡过期',
      cardsRevived: '学习卡延期恢复',
      correction: '更正',
    },
  },
  en: {
    title: 'Ledger',
    columns: [
      'Written at',
      'Day of the books',
      'Kind',
      'Other account',
      'Other name',
      'Other note',
      'In',
      'Out',
      'Balance',
      'Cause',
      'Reason',
      'By',
    ],
    system: 'the system',
    accounts: {
      bank: 'Bank account',
      gateway: 'Payment provider',
      organisationCredit: 'Credit',
      order: 'Order',
      refund: 'Refund',
      cardIssue: 'Cards given out',
      cardBatch: 'Card batch',
      wallet: 'Wallet',
      cardUse: 'Courses opened',
      cardExpired: 'Expired cards',
    },
    kinds: {
      paymentReceived: 'Payment received',
      overpaymentToCredit: 'Overpayment to credit',
      creditToOrder: 'Paid from credit',
      refundFromOrder: 'Set aside from an order',
      refundFromCredit: 'Set aside from credit',
      refundPaid: 'Refund paid out',
      refundToCredit: 'Refund to credit',
      refundToOrder: 'Refund to another order',
      refundReturned: 'Refund came back',
      paymentReversed: 'Payment taken back',
      creditReversed: 'Credit taken back',
      cardsIssued: 'Cards given out',
      cardsTakenBack: 'Cards taken back',
      recharged: 'Recharge',
      rechargeTakenBack: 'Recharge taken back',
      courseOpened: 'Course opened',
      courseClosed: 'Course closed',
      cardsExpired: 'Cards expired',
      cardsRevived: 'Cards prolonged',
      correction: 'Correction',
    },
  },
}

const widths = [20, 12, 18, 14, 30, 30, 14, 14, 14, 18, 30, 12]
const formats: Readonly<Record<number, 'dateTime' | 'date' | 'amount'>> = {
  0: 'dateTime',
  1: 'date',
  6: 'amount',
  7: 'amount',
  8: 'amount',
}

/** An account's entries; rows come from the database while it is being written. */
export function ledgerSheet(
  locale: SheetLocale,
  account: Pick<AccountRow, 'kind' | 'name'>,
  found: AsyncIterable<LedgerEntry>,
): SheetToWrite {
  const t = texts[locale]
  return {
    name: account.name || t.accounts[account.kind],
    columns: t.columns.map((heading, index) => ({
      heading,
      widthCharacters: widths[index] ?? 16,
      format: formats[index] ?? ('text' as const),
    })),
    rows: rowsOf(t, found),
  }
}

async function* rowsOf(t: SheetTexts, found: AsyncIterable<LedgerEntry>) {
  for await (const row of found) {
    yield [
      shanghaiTime(row.at),
      row.bookedOn,
      t.kinds[row.kind],
      t.accounts[row.other.kind],
      row.other.name,
      row.other.note,
      row.amountFen > 0 ? row.amountFen / 100 : null,
      row.amountFen < 0 ? -row.amountFen / 100 : null,
      row.balanceFen / 100,
      row.cause.label,
      row.reason ?? '',
      row.by ?? t.system,
    ]
  }
}

/** Shanghai has no summer time: eight hours ahead of UTC all year. */
function shanghaiTime(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export function ledgerFileName(
  locale: SheetLocale,
  { kind, name }: Pick<AccountRow, 'kind' | 'name'>,
  now: Date,
): string {
  const t = texts[locale]
  const parts = [
    t.title,
    t.accounts[kind],
    name.replace(/[\\/:*?"<>|\s]+/g, ''),
    shanghaiTime(now.toISOString()).slice(0, 10),
  ]
  return `${parts.filter(Boolean).join('-')}.xlsx`
}
