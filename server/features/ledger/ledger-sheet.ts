import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import type { AccountRow, LedgerEntry } from './ledger.schema.ts'
import { ledgerKindsEnglish } from './ledger-kinds.en.words.ts'
import { ledgerKindsChinese } from './ledger-kinds.zh-cn.words.ts'

export type SheetLocale = 'zh-CN' | 'en'

type SheetTexts = {
  readonly title: string
  readonly columns: readonly string[]
  readonly system: string
  readonly kinds: typeof ledgerKindsChinese
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
    kinds: ledgerKindsChinese,
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
    kinds: ledgerKindsEnglish,
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
    name: account.name || t.kinds[account.kind],
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
      t.kinds[row.other.kind],
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
    t.kinds[kind],
    name.replace(/[\\/:*?"<>|\s]+/g, ''),
    shanghaiTime(now.toISOString()).slice(0, 10),
  ]
  return `${parts.filter(Boolean).join('-')}.xlsx`
}
