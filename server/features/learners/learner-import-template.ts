import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import { idTypeNames } from './learner-id.rules.ts'
import { type LearnerImportContext, learnerImportFields } from './learner-import.rules.ts'
import { educationLevels } from './learners.rules.ts'

/** The workbook for 导入学员: an empty sheet with lists to choose from, what to know, and filled-in rows to look at. */
export function learnerTemplate({ departments }: LearnerImportContext): SheetToWrite[] {
  const open = departments.all.filter((one) => one.open).map((one) => one.namePath)
  const choices: Readonly<Record<string, readonly string[]>> = {
    idType: Object.values(idTypeNames),
    education: educationLevels,
    department: open,
  }
  const columns = learnerImportFields.map(({ field, heading, required }) => ({
    heading,
    required,
    // Text keeps all 18 digits of an ID number; as an amount a program keeps fifteen.
    format: 'text' as const,
    widthCharacters: widths[field],
    // Asked about, not refused: a department's name alone and 专科 for 大专 are understood too.
    ...(choices[field] ? { choices: choices[field], choicesError: 'warning' as const } : {}),
  }))
  const place = open[1] ?? open[0] ?? ''
  return [
    { name: '学员', columns, rows: [] },
    { name: '填写说明', wrap: true, widthsCharacters: [16, 90], rows: notes(departments.root.name) },
    {
      name: '示例',
      columns: columns.map(({ heading, required, format, widthCharacters }) => ({
        heading,
        required,
        format,
        widthCharacters,
      })),
      rows: examples.map((row) => row.map((cell) => (cell === departmentHere ? place : cell))),
    },
  ]
}

const widths: Readonly<Record<(typeof learnerImportFields)[number]['field'], number>> = {
  name: 12,
  idType: 24,
  idNumber: 24,
  mobile: 16,
  email: 26,
  department: 36,
  post: 16,
  education: 14,
}

/** Stands for a department of the organisation that the template is for. */
const departmentHere = '（部门）'

/** Made-up people: the numbers check, the area codes 990000 belong to nobody. */
const examples = [
  ['张三', '居民身份证', '990000199001011239', '13800000000', 'zhangsan@example.com', departmentHere, '检测员', '本科'],
  ['李四', '', '990000198512120029', '13900000000', '', departmentHere, '工程师', '硕士研究生'],
  ['JANE DOE', '护照', 'E12345678', '', 'jane@example.com', departmentHere, '', ''],
]

const heading = (value: string) => ({ value, look: 'heading' as const })

function notes(organisation: string) {
  return [
    [heading('列'), heading('怎么填')],
    ['姓名', '必填，和身份证上一样。'],
    ['证件类型', '不填就是居民身份证；护照、港澳和台湾的通行证请在下拉框里选。'],
    [
      '身份证号',
      '必填，18 位，最后一位可以是 X。这一列已经设成文本：从别处粘贴时请选“只粘贴文本”，不然后三位会变成 0。',
    ],
    ['手机号', '11 位。学员用它登录、收通知；没有可以空着。'],
    ['邮箱', '可以空着。'],
    [
      '所属部门',
      `在下拉框里选，也可以写部门名称、完整路径（如“${organisation}/研发部”）或代码。空着就直接归到“${organisation}”。没有的部门要先在“组织机构”里添加，不会自动新建。`,
    ],
    ['职务', '可以空着。'],
    ['学历', '可以空着；“专科”“硕士”这样的常见写法也认得。'],
    ['', ''],
    [
      '已有的学员',
      '按身份证号认人。表里写了的就更新，空着的格子不改动原来的内容。同一个文件传两次，第二次不会有任何变化。',
    ],
    ['别的列', '可以留着，不会导入。列的先后随意，上面有标题行也没关系。'],
    ['出错的行', '导入前会逐行列出来。可以在手机上直接改，也可以下载标红的表格改好再传。'],
  ]
}
