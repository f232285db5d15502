import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import type { Entry, EntryKind } from './card-entries.schema.ts'

export type SheetLocale = 'zh-CN' | 'en'

type SheetTexts = {
  readonly title: string
  readonly columns: readonly string[]
  readonly elsewhere: string
  readonly kinds: Readonly<Record<EntryKind, string>>
}

const texts: Readonly<Record<SheetLocale, SheetTexts>> = {
  'zh-CN': {
    title: '充值明细',
    columns: [
      '时间',
      '入账日期',
      '类型',
      '姓名',
      '身份证号码',
      '组织机构',
      '培训计划名称',
      '学习卡批次',
      '缴费机构',
      '金额',
      '操作人',
      '原因',
    ],
    elsewhere: '已转出',
    kinds: {
      recharged: '充值',
      rechargeTakenBack: '收回',
      courseOpened: '开通课程',
      courseClosed: '关闭课程退回',
      cardsExpired: '到期作废',
      cardsRevived: '延期恢复',
      correction: '更正',
    },
  },
  en: {
    title: 'Recharge details',
    columns: [
      'Time',
      'Booked on',
      'Kind',
      'Name',
      'ID number',
      'Organisation',
      'Training plan',
      'Study-card batch',
      'Paid by',
      'Amount',
      'Done by',
      'Reason',
    ],
    elsewhere: 'moved away',
    kinds: {
      recharged: 'recharged',
      rechargeTakenBack: 'taken back',
      courseOpened: 'course opened',
      courseClosed: 'course closed, given back',
      cardsExpired: 'expired',
      cardsRevived: 'revived',
      correction: 'correction',
    },
  },
}

/** The workbook of 充值明细; rows come from the database while it is being written. */
export function entriesSheet(locale: SheetLocale, found: AsyncIterable<Entry>): SheetToWrite {
  const t = texts[locale]
  const widths = [20, 12, 14, 12, 22, 36, 40, 14, 36, 14, 12, 30]
  const formats = { 0: 'dateTime', 1: 'date', 9: 'amount' } as const
  return {
    name: t.title,
    columns: t.columns.map((heading, index) => ({
      heading,
      widthCharacters: widths[index] ?? 16,
      format: index in formats ? formats[index as keyof typeof formats] : ('text' as const),
    })),
    rows: rowsOf(t, found),
  }
}

async function* rowsOf(t: SheetTexts, found: AsyncIterable<Entry>) {
  for await (const row of found) {
    yield [
      shanghaiTime(row.at),
      row.bookedOn,
      t.kinds[row.kind],
      row.learner.name,
      row.learner.idNumberMasked,
      row.organisation?.name ?? t.elsewhere,
      row.plan.name,
      row.batch.orderNumber,
      row.batch.organisationName,
      row.amountFen / 100,
      row.byName,
      row.reason ?? '',
    ]
  }
}

/** Shanghai has no summer time: eight hours ahead of UTC all year. */
function shanghaiTime(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export function entriesFileName(locale: SheetLocale, now: Date): string {
  return `${texts[locale].title}-${shanghaiTime(now.toISOString()).slice(0, 10)}.xlsx`
}
