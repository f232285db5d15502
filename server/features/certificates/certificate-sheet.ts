import { formatHours } from '../../core/hours.ts'
import type { ColumnFormat, SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import type { CertificateDoubt, CertificateState, DeskCertificateRow } from './certificates.schema.ts'

export type SheetLocale = 'zh-CN' | 'en'
export type CertificateToExport = DeskCertificateRow

type SheetTexts = {
  readonly title: string
  readonly columns: readonly string[]
  readonly doubt: string
  readonly states: Readonly<Record<CertificateState, string>>
  readonly doubts: Readonly<Record<CertificateDoubt, string>>
}

const texts: Readonly<Record<SheetLocale, SheetTexts>> = {
  'zh-CN': {
    title: '证书管理',
    columns: [
      '证书编号',
      '姓名',
      '证件号码',
      '单位',
      '培训计划',
      '计划编号',
      '所属年份',
      '学时',
      '必修',
      '选修',
      '发证日期',
      '状态',
      '作废时间',
      '作废原因',
      '代替证书',
      '被代替为',
    ],
    doubt: '现在',
    states: { valid: '有效', revoked: '已作废' },
    doubts: { hours: '学时已不够', payment: '已不在缴费名单' },
  },
  en: {
    title: 'Certificates',
    columns: [
      'Number',
      'Name',
      'ID number',
      'Organisation',
      'Training plan',
      'Plan number',
      'Year',
      'Hours',
      'Compulsory',
      'Elective',
      'Issued on',
      'State',
      'Revoked at',
      'Why revoked',
      'In place of',
      'Replaced by',
    ],
    doubt: 'Today',
    states: { valid: 'valid', revoked: 'revoked' },
    doubts: { hours: 'hours no longer suffice', payment: 'no longer paid' },
  },
}

const widths = [16, 12, 22, 36, 40, 16, 10, 10, 10, 10, 12, 10, 20, 30, 16, 16]
const formats: Readonly<Record<number, ColumnFormat>> = {
  6: 'integer',
  7: 'amount',
  8: 'amount',
  9: 'amount',
  10: 'date',
  12: 'dateTime',
}

/** The workbook of the list; rows come from the database while it is being written. `withDoubts`: what staff alone see. */
export function certificatesSheet(
  locale: SheetLocale,
  withDoubts: boolean,
  found: AsyncIterable<CertificateToExport>,
): SheetToWrite {
  const t = texts[locale]
  return {
    name: t.title,
    columns: [
      ...t.columns.map((heading, index) => ({
        heading,
        widthCharacters: widths[index] ?? 16,
        format: formats[index] ?? ('text' as const),
      })),
      ...(withDoubts ? [{ heading: t.doubt, widthCharacters: 20, format: 'text' as const }] : []),
    ],
    rows: rowsOf(t, withDoubts, found),
  }
}

export function certificatesTitle(locale: SheetLocale): string {
  return texts[locale].title
}

async function* rowsOf(t: SheetTexts, withDoubts: boolean, found: AsyncIterable<CertificateToExport>) {
  for await (const row of found) {
    yield [
      row.number,
      row.learnerName,
      row.idNumberMasked,
      row.organisationName,
      row.planName,
      row.planNumber,
      row.year,
      Number(formatHours(row.hours)),
      Number(formatHours(row.compulsoryHours)),
      Number(formatHours(row.electiveHours)),
      row.issuedOn,
      t.states[row.state],
      row.revokedAt === null ? '' : shanghaiTime(row.revokedAt),
      row.revokedReason ?? '',
      row.replaces?.number ?? '',
      row.replacedBy?.number ?? '',
      ...(withDoubts ? [row.doubt === null ? '' : t.doubts[row.doubt]] : []),
    ]
  }
}

/** Shanghai has no summer time: eight hours ahead of UTC all year. */
function shanghaiTime(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ')
}
