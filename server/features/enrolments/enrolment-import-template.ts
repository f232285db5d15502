import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import { learnerTemplate } from '../learners/learner-import-template.ts'
import type { EnrolmentImportContext } from './enrolment-import.rules.ts'

/** The workbook for 批量报名: the learners' one with a column for the subjects of this plan. */
export function enrolmentTemplate(context: EnrolmentImportContext): SheetToWrite[] {
  const [people, notes, examples] = learnerTemplate(context)
  if (!people?.columns || !notes || !examples?.columns) return []
  const names = context.plan.subjects.filter((subject) => !subject.retired).map((subject) => subject.name)
  const all = names.join('、')
  const subjects = { heading: '报考科目', required: false, format: 'text' as const, widthCharacters: 30 }
  const choices = names.length > 1 ? [...names, all] : names
  return [
    {
      ...people,
      name: '报名',
      columns: [
        ...people.columns,
        { ...subjects, ...(choices.length > 0 ? { choices, choicesError: 'warning' as const } : {}) },
      ],
    },
    {
      ...notes,
      rows: [
        ...rowsOf(notes),
        ['', ''],
        [
          '报考科目',
          names.length > 0
            ? `这个计划可以报：${all}。几个科目之间用“、”隔开，全报就写“全部”。可以先空着，提交前再选。`
            : '这个计划不分科目，这一列留空。',
        ],
        ['已有的学员', '按身份证号认人，只报名，不改动学员资料；不在册的人会新建学员再报名。'],
        ['导入之后', `存为“${context.plan.name}”的报名草稿，勾选后再提交审核。`],
      ],
    },
    {
      ...examples,
      columns: [...examples.columns, subjects],
      rows: rowsOf(examples).map((row, index) => [...row, index === 0 ? all : (names[0] ?? '')]),
    },
  ]
}

/** Our own templates are written row after row. */
function rowsOf({ rows }: SheetToWrite): (readonly (string | { readonly value: string })[])[] {
  return Array.isArray(rows) ? [...rows] : []
}
