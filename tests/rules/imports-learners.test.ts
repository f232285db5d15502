import { describe, expect, test } from 'vitest'
import { residentIdOf } from '../../prisma/seed/credit-codes.ts'
import type { CellFlag, SourceRow } from '../../server/features/imports/import-row.rules.ts'
import { issueSentencesChinese } from '../../server/features/imports/sentences-zh-cn.rules.ts'
import { createDepartments, type Department } from '../../server/features/learners/learner-departments.rules.ts'
import { judgeLearnerCells, learnerImportFields } from '../../server/features/learners/learner-import.rules.ts'
import { decideLearner, type KnownLearner } from '../../server/features/learners/learner-import-decision.rules.ts'

const id = residentIdOf('32010219900101123')
/** The 18th character of the number that everything here is derived from. */
const goodCheck = id.charAt(17)

const department = (namePath: string, changes: Partial<Department> = {}): Department => ({
  id: namePath,
  path: `/${namePath.split('/').join('/')}/`,
  name: namePath.split('/').at(-1) ?? '',
  namePath,
  codes: [],
  open: true,
  ...changes,
})
const departments = createDepartments([
  department('集团', { codes: ['91320500MA1X2Y3Z4A'] }),
  department('集团/研发部'),
  department('集团/一部'),
  department('集团/一部/办公室'),
  department('集团/二部'),
  department('集团/二部/办公室'),
  department('集团/旧部', { open: false }),
  department('集团/苏州工程检测有限公司', { codes: ['A017'] }),
])
const context = { today: new Date('2026-11-22T00:00:00Z'), departments }

type Cells = Partial<Record<(typeof learnerImportFields)[number]['field'], string>>
const row = (cells: Cells, more: { flags?: Record<string, CellFlag>; hidden?: boolean } = {}): SourceRow => ({
  number: 2,
  hidden: more.hidden ?? false,
  cells: learnerImportFields.map(({ field }) => ({ name: '张三', idNumber: id, ...cells })[field] ?? ''),
  flags: more.flags
    ? Object.fromEntries(
        Object.entries(more.flags).map(([field, flag]) => [
          learnerImportFields.findIndex((one) => one.field === field),
          flag,
        ]),
      )
    : null,
})
const judge = (cells: Cells, more: Parameters<typeof row>[1] = {}) => judgeLearnerCells(row(cells, more), context)
const issuesOf = (cells: Cells, more: Parameters<typeof row>[1] = {}) => judge(cells, more).issues

describe('an ID number', () => {
  test.each([
    ['as it should be', id],
    ['with full-width digits', [...id].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')],
    ['with blanks', `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`],
    ['with no-break spaces and a line break', `\u00a0${id}\u00a0\n`],
    ['with the apostrophe that keeps it text', `'${id}`],
    ['with an invisible mark, as pasted from a chat', `\u202d${id}\u202c`],
    ['with hyphens', `${id.slice(0, 6)}-${id.slice(6)}`],
  ])('%s is taken', (_how, idNumber) => {
    expect(judge({ idNumber })).toMatchObject({ values: { idNumber: id }, issues: [], identity: `id:${id}` })
  })

  const ending = residentIdOf('34052419800101001')
  test.each(['x', 'X', 'ｘ', 'Ⅹ', '×', 'х'])('may end in %s for X', (x) => {
    expect(ending.endsWith('X')).toBe(true)
    expect(judge({ idNumber: ending.slice(0, 17) + x }).values.idNumber).toBe(ending)
  })

  test('with a wrong check character: says which it should be', () => {
    const wrong = id.slice(0, 17) + (goodCheck === '1' ? '2' : '1')
    const [issue] = issuesOf({ idNumber: wrong })
    expect(issue).toMatchObject({
      code: 'idCheckCharacter',
      level: 'error',
      field: 'idNumber',
      details: { position: 18, expected: goodCheck, found: wrong.charAt(17) },
      marks: [17],
      repair: null,
    })
    expect(issue && issueSentencesChinese[issue.code](issue)).toContain(`第 18 位校验不对，应为 ${goodCheck}`)
  })

  test('one digit short, or with one too many: says how many', () => {
    const [short] = issuesOf({ idNumber: id.slice(1) })
    expect(short).toMatchObject({ code: 'idLength', details: { length: 17, expected: 18 } })
    expect(short && issueSentencesChinese[short.code](short)).toContain('少一位')
    const [long] = issuesOf({ idNumber: `${id}1` })
    expect(long && issueSentencesChinese[long.code](long)).toContain('多一位')
  })

  test('of a day that does not exist, or is to come', () => {
    expect(issuesOf({ idNumber: residentIdOf('32010219900231123') })).toMatchObject([
      { code: 'idDate', details: { date: '19900231' }, marks: [6, 7, 8, 9, 10, 11, 12, 13] },
    ])
    expect(issuesOf({ idNumber: residentIdOf('32010220990101123') })).toMatchObject([{ code: 'idDate' }])
  })

  test('with letters for digits: the repair is proposed where it makes a whole number of it', () => {
    const at = id.indexOf('0')
    const wrong = `${id.slice(0, at)}O${id.slice(at + 1)}`
    expect(issuesOf({ idNumber: wrong })).toMatchObject([
      { code: 'idCharacter', details: { position: at + 1, character: 'O' }, repair: id, marks: [at] },
    ])
    const [issue] = issuesOf({ idNumber: `${id.slice(0, 3)}某${id.slice(4)}` })
    expect(issue).toMatchObject({ code: 'idCharacter', repair: null, marks: [3] })
  })

  test('of 15 digits is refused with the reason', () => {
    expect(issuesOf({ idNumber: '320102900101123' })).toMatchObject([{ code: 'idOld15' }])
  })

  test('whose last digits a spreadsheet dropped: precision is lost', () => {
    const cells = { idNumber: `${id.slice(0, 15)}000` }
    const judged = judge(cells, { flags: { idNumber: 'precisionLost' } })
    expect(judged.issues).toMatchObject([{ code: 'idPrecisionLost', field: 'idNumber' }])
    // Nobody is looked up by a number that is not theirs.
    expect(judged.identity).toBeNull()
    expect(issuesOf({ idNumber: '3.20102E+17' })).toMatchObject([{ code: 'idPrecisionLost' }])
  })

  test('that is missing', () => {
    expect(judge({ idNumber: '' })).toMatchObject({
      identity: null,
      issues: [{ code: 'valueMissing', field: 'idNumber' }],
    })
  })
})

describe('other documents', () => {
  test.each([
    ['护照', 'E12345678', null],
    ['护照', 'E12', 'passportFormat'],
    ['港澳居民来往内地通行证', 'H12345678', null],
    ['回乡证', 'M1234567801', null],
    ['港澳通行证', 'X12345678', 'permitFormat'],
    ['台胞证', '12345678', null],
    ['台湾居民来往大陆通行证', '1234', 'permitFormat'],
    ['驾照', id, 'idTypeUnknown'],
  ])('%s %s', (idType, idNumber, code) => {
    expect(issuesOf({ idType, idNumber }).map((issue) => issue.code)).toEqual(code === null ? [] : [code])
  })

  test('a passport number without a type asks for the type', () => {
    expect(issuesOf({ idNumber: 'E12345678' })).toMatchObject([{ code: 'idTypeNeeded', field: 'idNumber' }])
  })

  test('a resident number under another type is only noticed', () => {
    expect(issuesOf({ idType: '护照', idNumber: id })).toMatchObject([{ code: 'idTypeDiffers', level: 'warning' }])
  })
})

describe('a name', () => {
  test.each([
    ['张三', '张三'],
    [' 张　三 ', '张三'],
    ['欧阳\u200b修', '欧阳修'],
    ['阿卜杜拉・买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉.买买提', '阿卜杜拉·买买提'],
    ['JANE  DOE', 'JANE DOE'],
    ['𠮷田', '𠮷田'],
  ])('%s is taken as %s', (name, taken) => {
    expect(judge({ name })).toMatchObject({ values: { name: taken }, issues: [] })
  })

  test.each([
    ['', 'valueMissing'],
    ['13800000000', 'nameLooksLikeNumber'],
    [id, 'nameIsIdNumber'],
    ['张三2', 'nameCharacters'],
    ['张三(离职)', 'nameCharacters'],
    ['某'.repeat(51), 'valueTooLong'],
  ])('%s is refused: %s', (name, code) => {
    expect(issuesOf({ name })).toMatchObject([{ code, level: 'error', field: 'name' }])
  })
})

describe('a mobile', () => {
  test.each(['13912345678', '+86 139-1234-5678', '１３９１２３４５６７８', '13912345678.0', "'13912345678"])(
    '%s is taken',
    (mobile) => {
      expect(judge({ mobile })).toMatchObject({ values: { mobile: '13912345678' }, issues: [] })
    },
  )

  test('that is none says how many digits it has, and proposes what it may be', () => {
    expect(issuesOf({ mobile: '1391234567' })).toMatchObject([
      { code: 'mobileFormat', details: { length: 10 }, repair: null },
    ])
    expect(issuesOf({ mobile: '139l234567O' })).toMatchObject([{ repair: '13912345670', marks: [3, 10] }])
    expect(issuesOf({ mobile: '13912345678/13812345678' })).toMatchObject([{ repair: '13912345678' }])
  })

  test('that is empty says nothing', () => {
    expect(judge({ mobile: ' ' }).values.mobile).toBeNull()
  })
})

test.each([
  ['a@example.com', 'a@example.com', null],
  [' Li.Lei＠Example.COM ', 'Li.Lei@example.com', null],
  ['a@example。com', null, 'a@example.com'],
  ['nobody', null, null],
])('the e-mail address %s', (email, taken, repair) => {
  const { values, issues } = judge({ email })
  expect(values.email).toBe(taken)
  expect(issues).toMatchObject(taken === null ? [{ code: 'emailFormat', repair }] : [])
})

test.each([
  ['本科', '本科'],
  ['大学本科', '本科'],
  ['专科', '大专'],
  ['研究生', '硕士研究生'],
  ['博 士', '博士研究生'],
])('the education %s is %s', (education, level) => {
  expect(judge({ education })).toMatchObject({ values: { education: level }, issues: [] })
})

test('an education that nobody knows stays as it is written, and is noticed', () => {
  expect(judge({ education: '肄业' })).toMatchObject({
    values: { education: '肄业' },
    issues: [{ code: 'educationUnknown', level: 'warning' }],
  })
})

describe('a department', () => {
  test.each([
    ['研发部', '集团/研发部'],
    [' 研 发 部 ', '集团/研发部'],
    ['集团/研发部', '集团/研发部'],
    ['集团 > 研发部', '集团/研发部'],
    ['一部／办公室', '集团/一部/办公室'],
    ['集团', '集团'],
    ['A017', '集团/苏州工程检测有限公司'],
    ['苏州工程检测', '集团/苏州工程检测有限公司'],
  ])('%s is %s', (text, namePath) => {
    expect(judge({ department: text })).toMatchObject({ values: { department: { namePath } }, issues: [] })
  })

  test('that is unknown is an error that names the nearest, never a default', () => {
    expect(judge({ department: '研发布' })).toMatchObject({
      values: { department: null },
      issues: [
        { code: 'departmentUnknown', level: 'error', details: { nearest: '集团/研发部' }, repair: '集团/研发部' },
      ],
    })
    // Alike enough to be named, not enough to be put in for them.
    expect(issuesOf({ department: '技术研发中心' })).toMatchObject([
      { details: { nearest: '集团/研发部' }, repair: null },
    ])
    expect(issuesOf({ department: 'xyz' })).toMatchObject([{ details: { nearest: null }, repair: null }])
  })

  test('whose name several have is an error that lists them', () => {
    expect(issuesOf({ department: '办公室' })).toMatchObject([
      { code: 'departmentAmbiguous', details: { paths: '集团/一部/办公室、集团/二部/办公室' } },
    ])
  })

  test('that is disabled takes nobody in', () => {
    expect(issuesOf({ department: '旧部' })).toMatchObject([
      { code: 'departmentDisabled', details: { path: '集团/旧部' } },
    ])
  })

  test('a whole path wins over the end of a longer one', () => {
    const tree = createDepartments([
      department('集团'),
      department('集团/办公室'),
      department('集团/一部'),
      department('集团/一部/办公室'),
    ])
    expect(tree.find('集团/办公室')).toMatchObject({ found: 'one', department: { namePath: '集团/办公室' } })
  })
})

test('formulas, failed formulas and hidden rows are said', () => {
  const formula = issuesOf({ name: '张三' }, { flags: { name: 'formula' }, hidden: true })
  expect(formula.map(({ code, level }) => [code, level])).toEqual([
    ['rowHidden', 'warning'],
    ['formulaTaken', 'warning'],
  ])
  expect(issuesOf({ post: '#N/A' }, { flags: { post: 'failed' } })).toMatchObject([
    { code: 'formulaFailed', level: 'error', field: 'post', details: { value: '#N/A' } },
  ])
})

describe('what a row does', () => {
  const known: KnownLearner = {
    id: 'learner',
    organisationId: '集团/研发部',
    organisationPath: '/集团/研发部/',
    name: '张三',
    idType: 'residentId',
    mobile: '13800000000',
    email: '',
    post: '检测员',
    education: '本科',
    enabled: true,
    identityLocked: false,
  }
  const decide = (cells: Cells, person: KnownLearner | undefined) => decideLearner(judge(cells).values, person, context)

  test('somebody unknown is new', () => {
    expect(decide({}, undefined)).toMatchObject({ outcome: 'new', subjectId: null })
  })

  test('a known person changes by the cells that say something else; empty cells change nothing', () => {
    expect(decide({ mobile: '', post: '', education: '' }, known)).toMatchObject({ outcome: 'unchanged', changes: [] })
    expect(decide({ mobile: '13900000000', department: '一部', education: '研究生' }, known)).toMatchObject({
      outcome: 'changed',
      subjectId: 'learner',
      changes: [
        { field: 'mobile', before: '13800000000', after: '13900000000' },
        { field: 'department', before: '集团/研发部', after: '集团/一部' },
        { field: 'education', before: '本科', after: '硕士研究生' },
      ],
    })
  })

  test('another name under a known number is a change that is pointed out', () => {
    expect(decide({ name: '李四' }, known)).toMatchObject({
      outcome: 'changed',
      issues: [{ code: 'nameDiffers', level: 'warning', details: { before: '张三' } }],
    })
  })

  test('a person of another organisation is an error that does not say where they are', () => {
    const decision = decide({}, { ...known, organisationPath: '/别家/', organisationId: '别家' })
    expect(decision).toMatchObject({ outcome: 'error', subjectId: null, changes: [] })
    expect(decision.issues).toEqual([
      { code: 'personElsewhere', level: 'error', field: null, details: {}, repair: null, marks: [] },
    ])
  })

  test('nothing is done to a disabled person', () => {
    expect(decide({ mobile: '13900000000' }, { ...known, enabled: false })).toMatchObject({
      outcome: 'error',
      changes: [],
      issues: [{ code: 'personDisabled' }],
    })
  })
})
