import { describe, expect, test } from 'vitest'
import { cleanText, matchKey } from '../../server/features/imports/cell-text.rules.ts'
import {
  chooseColumns,
  findLayout,
  type LeadingRow,
  missingFields,
  notesOnColumns,
} from '../../server/features/imports/columns.rules.ts'
import { rowError, rowWarning } from '../../server/features/imports/import-row.rules.ts'
import {
  correctedKey,
  type StoredRow,
  sameChanges,
  sumRows,
  withCells,
} from '../../server/features/imports/import-rows.rules.ts'
import { checkCommittable, importTransitions } from '../../server/features/imports/imports.rules.ts'
import { fileNoteCodes, importStates, issueCodes } from '../../server/features/imports/imports.schema.ts'
import { issueSentencesEnglish, noteSentencesEnglish } from '../../server/features/imports/sentences-en.rules.ts'
import { issueSentencesChinese, noteSentencesChinese } from '../../server/features/imports/sentences-zh-cn.rules.ts'
import { learnerImportFields } from '../../server/features/learners/learner-import.rules.ts'

const leading = (...rows: (readonly (string | null)[])[]): LeadingRow[] =>
  rows.map((cells, index) => ({
    number: index + 1,
    cells: cells.map((text) => (text === null ? undefined : { text, covered: false })),
  }))
const find = (...rows: (readonly (string | null)[])[]) =>
  findLayout(leading(...rows), learnerImportFields, ['错误原因'])
const columnsOf = (layout: ReturnType<typeof find>) =>
  Object.fromEntries(learnerImportFields.map(({ field }, index) => [field, layout?.columns[index] ?? null]))

describe('headings', () => {
  test('are found under a title and a line of hints', () => {
    const layout = find(
      ['2026 年度参训学员花名册'],
      [null, '填表人：张三'],
      ['序号', '姓名', '身份证号码', '联系电话', '所在部门'],
    )
    expect(layout?.headerRow).toBe(3)
    expect(columnsOf(layout)).toMatchObject({ name: 1, idNumber: 2, mobile: 3, department: 4, email: null })
  })

  test.each([
    ['姓 名 *', 'name'],
    ['学员姓名（必填）', 'name'],
    ['Name', 'name'],
    ['　姓名　', 'name'],
    ['手机号（11位）', 'mobile'],
    ['身份证件号码', 'idNumber'],
    ['证件号码\n（文本格式）', 'idNumber'],
    ['组织机构', 'department'],
    ['文化程度', 'education'],
    ['岗位/职务', 'post'],
    ['E-Mail', 'email'],
    ['ＩＤ', 'idNumber'],
  ])('%s is the column of %s', (heading, field) => {
    const other = field === 'mobile' ? '姓名' : '手机'
    expect(columnsOf(find([other, heading]))[field]).toBe(1)
  })

  test('a title of one word, or people below, are not taken for headings', () => {
    expect(find(['学员'], ['张三', '13800000000'])).toBeNull()
  })

  test('of two rows that name as many columns, the first', () => {
    expect(find(['姓名', '身份证号'], ['姓名', '身份证号'])?.headerRow).toBe(1)
  })

  test('a title that is spread over all columns names none of them', () => {
    const title: LeadingRow = {
      number: 1,
      cells: ['姓名', '姓名'].map((text, index) => ({ text, covered: index > 0 })),
    }
    expect(findLayout([title], learnerImportFields, [])).toBeNull()
  })

  test('the reasons of an error report are no column', () => {
    const layout = find(['姓名', '身份证号', '错误原因'])
    expect(layout?.headings.map((one) => one.heading)).toEqual(['姓名', '身份证号'])
  })

  test('what was not taken is said: twice the same, unknown ones, required ones that are missing', () => {
    const layout = find(['姓名', '手机', '联系电话', '工号', '序号'])
    if (!layout) throw new Error('no layout')
    expect(notesOnColumns(layout, learnerImportFields)).toEqual([
      { code: 'columnMissing', details: { field: 'idNumber' } },
      { code: 'columnTwice', details: { field: 'mobile', heading: '联系电话' } },
      { code: 'columnsUnknown', details: { headings: '工号' } },
    ])
    expect(missingFields(layout.columns, learnerImportFields)).toEqual(['idNumber'])
  })

  test('a person may say otherwise', () => {
    const layout = find(['姓名', '身份证号', '号码'])
    if (!layout) throw new Error('no layout')
    const chosen = chooseColumns(layout, learnerImportFields, { name: 0, idNumber: 2 })
    expect(chosen.headings.map((one) => one.field)).toEqual(['name', null, 'idNumber'])
  })
})

test('texts are cleaned of what nobody sees', () => {
  expect(cleanText('\u00a0张\u3000三\u200b\n')).toBe('张 三')
  expect(cleanText('ＡＢＣ１２３')).toBe('ABC123')
  expect(matchKey('* 姓 名 （必填）：')).toBe('姓名')
})

describe('rows and their sums', () => {
  const good: StoredRow = { number: 2, cells: ['a', 'b'], outcome: 'new', identity: 'x' }
  const rows: StoredRow[] = [
    good,
    { ...good, number: 3, outcome: 'unchanged', issues: [rowWarning('rowHidden', null)] },
    {
      ...good,
      number: 4,
      outcome: 'error',
      issues: [rowError('emailFormat', 'email', {}, { repair: 'a@b.cn' }), rowWarning('rowHidden', null)],
    },
    { ...good, number: 5, corrected: true },
  ]

  test('each row counts once by its outcome; warnings are those of good rows', () => {
    expect(sumRows(rows)).toEqual({
      counts: { new: 2, changed: 0, unchanged: 1, error: 1, warning: 1 },
      issues: {
        'warning:rowHidden:': [2, 0],
        'error:emailFormat:email': [1, 1],
        [correctedKey]: [1, 0],
      },
    })
  })

  test('a corrected cell is plain text; the others keep what was odd about them', () => {
    const odd: StoredRow = { ...good, flags: { 0: 'precisionLost', 1: 'formula' } }
    expect(withCells(odd, new Map([[0, 'z']]))).toMatchObject({ cells: ['z', 'b'], flags: { 1: 'formula' } })
    expect(
      withCells(
        odd,
        new Map([
          [0, 'z'],
          [1, 'y'],
        ]),
      ).flags,
    ).toBeNull()
  })

  test('changes are the same only with the same values before', () => {
    const change = { field: 'mobile', before: '1', after: '2' }
    expect(sameChanges([change], [{ ...change }])).toBe(true)
    expect(sameChanges([change], [{ ...change, before: '3' }])).toBe(false)
    expect(sameChanges([change], [])).toBe(false)
  })
})

test('what may be committed', () => {
  const counts = { new: 1, changed: 0, unchanged: 0, error: 1, warning: 0 }
  expect(() => checkCommittable({ counts, missing: [] }, 'goodOnly')).not.toThrow()
  expect(() => checkCommittable({ counts, missing: [] }, 'allOrNothing')).toThrow('importHasErrors')
  expect(() => checkCommittable({ counts: { ...counts, new: 0 }, missing: [] }, 'goodOnly')).toThrow(
    'importNothingGood',
  )
  expect(() => checkCommittable({ counts, missing: ['name'] }, 'goodOnly')).toThrow('importNeedsMapping')
})

test('the table of states names every state, and nothing follows the ends', () => {
  expect(Object.keys(importTransitions).sort()).toEqual([...importStates].sort())
  for (const end of ['committed', 'failed', 'cancelled'] as const) expect(importTransitions[end]).toEqual([])
})

test('every issue and note has a sentence in both languages, whatever its details', () => {
  for (const code of issueCodes) {
    const issue = rowError(code, 'idNumber')
    for (const sentence of [issueSentencesChinese[code](issue), issueSentencesEnglish[code](issue)]) {
      expect(sentence.length).toBeGreaterThan(5)
    }
  }
  for (const code of fileNoteCodes) {
    const note = { code, details: { field: 'name' } }
    expect(noteSentencesChinese[code](note)).toMatch(/。$/)
    expect(noteSentencesEnglish[code](note)).toMatch(/\.$/)
  }
})
