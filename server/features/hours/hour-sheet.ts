import { shanghaiDay } from '../../core/working-time.ts'
import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import type { HourRow, HourSource } from './hours.schema.ts'

export type HourLocale = 'zh-CN' | 'en'

const texts = {
  'zh-CN': {
    file: '学时',
    sheet: '学时',
    plan: '培训计划',
    planNumber: '计划编号',
    organisation: '组织机构',
    name: '姓名',
    idNumber: '证件号码',
    kind: '学时类型',
    source: '来源',
    title: '培训名称',
    studiedOn: '培训日期',
    hours: '学时',
    left: '现在计',
    evidence: '证明',
    state: '状态',
    since: '状态时间',
    decidedBy: '审核人',
    reason: '原因',
    createdBy: '录入人',
    createdAt: '录入时间',
    compulsory: '必修',
    elective: '选修',
    online: '线上',
    offline: '线下',
    adjustment: '更正',
    pending: '待审核',
    approved: '已通过',
    rejected: '已驳回',
    withdrawn: '已撤回',
  },
  en: {
    file: 'hours',
    sheet: 'Hours',
    plan: 'Training plan',
    planNumber: 'Plan number',
    organisation: 'Unit',
    name: 'Name',
    idNumber: 'ID number',
    kind: 'Kind',
    source: 'Source',
    title: 'Training',
    studiedOn: 'Day',
    hours: 'Hours',
    left: 'Counts now',
    evidence: 'Evidence',
    state: 'State',
    since: 'Since',
    decidedBy: 'Decided by',
    reason: 'Reason',
    createdBy: 'Recorded by',
    createdAt: 'Recorded at',
    compulsory: 'compulsory',
    elective: 'elective',
    online: 'online',
    offline: 'offline',
    adjustment: 'correction',
    pending: 'to approve',
    approved: 'approved',
    rejected: 'rejected',
    withdrawn: 'taken back',
  },
} as const satisfies Record<HourLocale, Record<string, string>>

export function hourFileName(locale: HourLocale, now: Date): string {
  return `${texts[locale].file}-${shanghaiDay(now)}.xlsx`
}

/** The records as a sheet; hours are numbers with two decimals, days are dates. */
export function hourSheet(locale: HourLocale, rows: AsyncIterable<HourRow>): SheetToWrite {
  const t = texts[locale]
  const text = (heading: string, widthCharacters: number) => ({ heading, widthCharacters, format: 'text' as const })
  const hours = (heading: string) => ({ heading, widthCharacters: 10, format: 'amount' as const })
  return {
    name: t.sheet,
    columns: [
      text(t.plan, 34),
      text(t.planNumber, 20),
      text(t.organisation, 34),
      text(t.name, 12),
      text(t.idNumber, 22),
      text(t.kind, 8),
      text(t.source, 8),
      text(t.title, 34),
      { heading: t.studiedOn, widthCharacters: 12, format: 'date' },
      hours(t.hours),
      hours(t.left),
      text(t.evidence, 30),
      text(t.state, 10),
      { heading: t.since, widthCharacters: 18, format: 'dateTime' },
      text(t.decidedBy, 12),
      text(t.reason, 30),
      text(t.createdBy, 12),
      { heading: t.createdAt, widthCharacters: 18, format: 'dateTime' },
    ],
    rows: cellsOf(locale, rows),
  }
}

async function* cellsOf(locale: HourLocale, rows: AsyncIterable<HourRow>) {
  const t = texts[locale]
  const sources: Readonly<Record<HourSource, string>> = {
    online: t.online,
    offline: t.offline,
    adjustment: t.adjustment,
  }
  for await (const row of rows) {
    yield [
      row.plan.name,
      row.plan.number,
      row.organisation.names.join('/') || row.organisation.name,
      row.learner.name,
      row.learner.idNumberMasked,
      t[row.kind],
      sources[row.source],
      row.title,
      row.studiedOn,
      row.hours / 100,
      row.left / 100,
      row.evidence,
      row.withdrawn ? t.withdrawn : t[row.state],
      shanghaiTime(row.stateSince),
      row.decidedByName,
      row.rejectedReason ?? row.reason,
      row.createdByName,
      shanghaiTime(row.createdAt),
    ]
  }
}

/** `2026-05-08 10:30:00` in Shanghai. */
function shanghaiTime(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
