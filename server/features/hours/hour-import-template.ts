import { formatHours } from '../../core/hours.ts'
import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import { idTypeNames } from '../learners/learner-id.rules.ts'
import { type HourImportContext, hourImportFields } from './hour-import.rules.ts'
import type { PlanHours } from './hours.schema.ts'

const widths: Readonly<Record<string, number>> = {
  name: 12,
  idType: 24,
  idNumber: 24,
  training: 40,
  hourKind: 12,
  hours: 10,
  studiedOn: 14,
  evidence: 36,
}

/** The workbook for 线下档案 of a plan: an empty sheet, what to know, and filled-in rows to look at. */
export function hourTemplate({
  rule,
  startsOn,
  endsOn,
  planName,
}: HourImportContext & { planName: string }): SheetToWrite[] {
  const choices: Readonly<Record<string, readonly string[]>> = {
    idType: Object.values(idTypeNames),
    hourKind: ['必修', '选修'],
  }
  const columns = hourImportFields.map(({ field, heading, required }) => ({
    heading,
    required,
    // As text an ID number keeps all 18 digits; a day may be typed in whatever way, and hours are a number.
    format: field === 'hours' ? ('general' as const) : ('text' as const),
    widthCharacters: widths[field] ?? 16,
    ...(choices[field] ? { choices: choices[field], choicesError: 'warning' as const } : {}),
  }))
  return [
    { name: '线下档案', columns, rows: [] },
    { name: '填写说明', wrap: true, widthsCharacters: [16, 90], rows: notes(rule, startsOn, endsOn, planName) },
    {
      name: '示例',
      columns: columns.map(({ heading, required, format, widthCharacters }) => ({
        heading,
        required,
        format,
        widthCharacters,
      })),
      rows: [
        [
          '张三',
          '居民身份证',
          '990000199001011239',
          '安全生产专题讲座',
          '选修',
          3,
          startsOn,
          '签到表，结业证第 26-018 号',
        ],
        ['张三', '', '990000199001011239', '工程检测新规范', '必修', 6.5, startsOn, ''],
        ['JANE DOE', '护照', 'E12345678', '安全生产专题讲座', '选修', 3, startsOn, ''],
      ],
    },
  ]
}

const heading = (value: string) => ({ value, look: 'heading' as const })

function notes(rule: PlanHours, startsOn: string, endsOn: string, planName: string) {
  return [
    [heading('列'), heading('怎么填')],
    ['培训计划', `${planName}，${startsOn} 至 ${endsOn}。${ruleSentence(rule)}`],
    ['姓名', '必填，和身份证上一样，用来核对。'],
    ['证件类型', '不填就是居民身份证；护照、港澳和台湾的通行证请在下拉框里选。'],
    [
      '身份证号',
      '必填。按它找学员，不在册的人不能导入，请先在“学员管理”里添加。这一列已经设成文本：从别处粘贴时请选“只粘贴文本”，不然后三位会变成 0。',
    ],
    ['培训名称', '必填，2 到 100 个字。同一次培训请写一样的名称，方便按培训查看和审核。'],
    ['学时类型', '必填，必修或选修。'],
    ['学时', '必填，例如 3、3.5、3.25，最多两位小数；多出来的小数不会四舍五入，要改好再传。'],
    ['培训日期', '必填，例如 2026-05-08 或 2026年5月8日。跨几天的培训写结束那天。不能是将来的日期。'],
    ['证明', '可以空着。写清凭什么认定：证书编号、签到表、通知文号等，审核的人会看。'],
    ['', ''],
    ['一个人几次培训', '一次培训写一行，同一个人可以有很多行。'],
    [
      '传过的再传',
      '同一个人、同一天、同样的名称、类型和学时就是同一条，已经录过的不会再录一遍。录错了请在系统里更正或撤回，不要改表再传。',
    ],
    ['出错的行', '导入前会逐行列出来。可以直接改，也可以下载标红的表格改好再传。'],
  ]
}

function ruleSentence(rule: PlanHours): string {
  const kind = (name: string, min: number, cap: number | null) =>
    min === 0 && cap === null
      ? ''
      : `${name}${min > 0 ? `至少 ${formatHours(min)}` : ''}${min > 0 && cap !== null ? '、' : ''}${cap === null ? '' : `最多计 ${formatHours(cap)}`}；`
  const parts = `${kind('必修', rule.compulsoryMin, rule.compulsoryCap)}${kind('选修', rule.electiveMin, rule.electiveCap)}`
  return `共要 ${formatHours(rule.requiredHours)} 学时${parts === '' ? '' : `，${parts.slice(0, -1)}`}。`
}
