import { isResidentIdNumber, normaliseMobile } from '../../core/ids.ts'
import { normaliseMailAddress } from '../../core/mail-address.ts'
import { cleanNumber, cleanText, matchKey } from '../imports/cell-text.rules.ts'
import {
  type ImportFieldDefinition,
  type JudgedCells,
  rowError,
  rowWarning,
  type SourceRow,
} from '../imports/import-row.rules.ts'
import type { Issue } from '../imports/imports.schema.ts'
import type { Department, Departments } from './learner-departments.rules.ts'
import { idTypeNames, readIdNumber, readIdType } from './learner-id.rules.ts'
import { educationLevels } from './learners.rules.ts'
import type { IdType } from './learners.schema.ts'

export const learnerImportFields = [
  {
    field: 'name',
    heading: '姓名',
    required: true,
    synonyms: [
      '学员姓名',
      '名字',
      '人员姓名',
      '员工姓名',
      '真实姓名',
      '学员',
      '参训人员',
      '参训人员姓名',
      '学员名称',
      'Name',
      'Full name',
    ],
  },
  {
    field: 'idType',
    heading: '证件类型',
    required: false,
    synonyms: ['证件种类', '证件名称', '身份证件类型', '证件类别', 'ID type'],
  },
  {
    field: 'idNumber',
    heading: '身份证号',
    required: true,
    secret: true,
    synonyms: [
      '身份证号码',
      '身份证',
      '证件号码',
      '证件号',
      '证件编号',
      '居民身份证号',
      '居民身份证号码',
      '公民身份号码',
      '公民身份证号码',
      '身份证件号码',
      '身份号码',
      'ID',
      'ID No',
      'ID No.',
      'ID number',
    ],
  },
  {
    field: 'mobile',
    heading: '手机号',
    required: false,
    synonyms: [
      '手机',
      '手机号码',
      '联系电话',
      '联系手机',
      '移动电话',
      '电话',
      '电话号码',
      '联系方式',
      '本人手机',
      'Mobile',
      'Phone',
      'Mobile phone',
    ],
  },
  {
    field: 'email',
    heading: '邮箱',
    required: false,
    synonyms: ['电子邮箱', '电子邮件', '邮件', '邮箱地址', '电子邮件地址', 'E-mail', 'Email'],
  },
  {
    field: 'department',
    heading: '所属部门',
    required: false,
    synonyms: [
      '组织机构',
      '部门',
      '所属单位',
      '科室',
      '所在部门',
      '部门名称',
      '机构',
      '所属机构',
      '所属组织机构',
      '所属组织',
      '工作部门',
      '所在科室',
      '单位',
      '单位部门',
      '工作单位',
      'Department',
      'Organisation',
      'Organization',
    ],
  },
  {
    field: 'post',
    heading: '职务',
    required: false,
    synonyms: [
      '岗位',
      '职称',
      '职位',
      '工种',
      '职务/岗位',
      '岗位/职务',
      '职务职称',
      '岗位名称',
      '工作岗位',
      'Post',
      'Position',
      'Job title',
    ],
  },
  {
    field: 'education',
    heading: '学历',
    required: false,
    synonyms: ['文化程度', '最高学历', '教育程度', '学历层次', 'Education'],
  },
] as const satisfies readonly ImportFieldDefinition[]

/** Index of a cell by its field. */
const at = Object.fromEntries(learnerImportFields.map(({ field }, index) => [field, index])) as Record<
  (typeof learnerImportFields)[number]['field'],
  number
>

/** What a row says of a person; null where it says nothing, which changes nothing. */
export type LearnerValues = {
  readonly name: string
  readonly idType: IdType | null
  readonly idNumber: string
  readonly mobile: string | null
  readonly email: string | null
  readonly department: Department | null
  readonly post: string | null
  readonly education: string | null
}

export type LearnerImportContext = { readonly today: Date; readonly departments: Departments }

/** Limits of learners.schema.ts: one line on a certificate. */
const mostCharacters = 50

/** What one row of a learners' file says, and what is wrong with it. */
export function judgeLearnerCells(row: SourceRow, context: LearnerImportContext): JudgedCells<LearnerValues> {
  const issues: Issue[] = []
  const text = (field: keyof typeof at) => row.cells[at[field]] ?? ''
  if (row.hidden) issues.push(rowWarning('rowHidden', null))
  let lost = false
  if (row.flags) {
    for (const [index, flag] of Object.entries(row.flags)) {
      const field = learnerImportFields[Number(index)]?.field
      if (!field) continue
      if (flag === 'formula') issues.push(rowWarning('formulaTaken', field))
      else if (flag === 'failed') issues.push(rowError('formulaFailed', field, { value: text(field) }))
      else if (field === 'idNumber') lost = true
    }
  }

  const name = readName(text('name'), context.today, issues)
  const typeText = text('idType')
  const idType = typeText === '' ? null : readIdType(typeText)
  if (typeText !== '' && idType === null && matchKey(typeText) !== '') {
    issues.push(rowError('idTypeUnknown', 'idType', { known: Object.values(idTypeNames).join('、') }))
  }
  const { idNumber, sound } = readNumber(text('idNumber'), idType, typeText !== '', lost, context.today, issues)
  const mobile = readMobile(text('mobile'), issues)

  return {
    values: {
      name,
      idType,
      idNumber,
      mobile,
      email: readEmail(text('email'), issues),
      department: readDepartment(text('department'), context.departments, issues),
      post: readLine(text('post'), 'post', issues),
      education: readEducation(text('education'), issues),
    },
    issues,
    identity: sound ? `id:${idNumber}` : null,
    singles: mobile === null ? [] : [{ issue: mobileTwice, value: mobile }],
  }
}

const mobileTwice = rowWarning('mobileTwice', 'mobile')
const missing = rowError('valueMissing', 'name')
const missingId = rowError('valueMissing', 'idNumber')

const commonName = /^[\u4e00-\u9fff]{2,4}$/
const nameCharacter = /[\p{L}\p{M}\p{Co} ·.'’-]/u
const between = /(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu

function readName(text: string, today: Date, issues: Issue[]): string {
  if (commonName.test(text)) return text
  // 张 三 is written apart to fill the column; the dots of other peoples' names come in many forms.
  const name = cleanText(text)
    .replace(between, '')
    .replace(/\s*[·•・‧∙⋅.](?=\s*\p{Script=Han})\s*/gu, '·')
  const characters = [...name]
  if (name === '') issues.push(missing)
  else if (isResidentIdNumber(name.toUpperCase(), today)) issues.push(rowError('nameIsIdNumber', 'name'))
  else if (/^[\d\s.,+-]+$/.test(name)) issues.push(rowError('nameLooksLikeNumber', 'name'))
  else if (characters.length > mostCharacters) {
    issues.push(rowError('valueTooLong', 'name', { max: mostCharacters, length: characters.length }))
  } else {
    const marks = characters.flatMap((character, index) => (nameCharacter.test(character) ? [] : [index]))
    const [first] = marks
    if (first !== undefined) {
      issues.push(rowError('nameCharacters', 'name', { character: characters[first] ?? '' }, { marks }))
    }
  }
  return name
}

function readNumber(
  text: string,
  idType: IdType | null,
  typeGiven: boolean,
  lost: boolean,
  today: Date,
  issues: Issue[],
): { idNumber: string; sound: boolean } {
  const type = idType ?? 'residentId'
  const { idNumber, issue } = readIdNumber(text, type, idType !== null, today)
  if (idNumber === '') {
    issues.push(missingId)
    return { idNumber, sound: false }
  }
  if (lost) {
    issues.push(rowError('idPrecisionLost', 'idNumber', {}, { marks: [15, 16, 17] }))
    return { idNumber, sound: false }
  }
  // A type that nobody knows is the error; what its numbers look like is not known either.
  if (typeGiven && idType === null) return { idNumber, sound: false }
  if (issue) issues.push({ ...issue, level: 'error', field: 'idNumber', marks: marksIn(text, idNumber, issue.marks) })
  else if (type !== 'residentId' && isResidentIdNumber(idNumber, today)) {
    issues.push(rowWarning('idTypeDiffers', 'idType'))
  }
  return { idNumber, sound: issue === null }
}

/** Where characters of the normalised number stand in the cell's text; none where blanks or signs lie between. */
function marksIn(text: string, idNumber: string, marks: readonly number[]): readonly number[] {
  return [...text].length === [...idNumber].length ? marks : []
}

const plainMobile = /^1[3-9]\d{9}$/

function readMobile(text: string, issues: Issue[]): string | null {
  if (text === '') return null
  if (plainMobile.test(text)) return text
  const cleaned = cleanNumber(text).replace(/\.0+$/, '')
  if (cleaned === '') return null
  const mobile = normaliseMobile(cleaned)
  if (mobile !== null) return mobile
  const digits = cleaned.replace(/[OQ]/g, '0').replace(/[IL|]/g, '1')
  // Two numbers in one cell: the first one is theirs.
  const repair = normaliseMobile(digits) ?? normaliseMobile(digits.split(/[^\d+-]+/)[0] ?? '')
  const marks = [...text].flatMap((character, index) => (/[A-Za-z|]/.test(character) ? [index] : []))
  issues.push(rowError('mobileFormat', 'mobile', { length: cleaned.replace(/\D/g, '').length }, { repair, marks }))
  return null
}

const plainEmail = /^[a-z0-9_]+(?:[.-][a-z0-9_]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,8}$/

function readEmail(text: string, issues: Issue[]): string | null {
  if (text === '') return null
  if (text.length < 100 && plainEmail.test(text)) return text
  const cleaned = cleanText(text).replaceAll(' ', '')
  if (cleaned === '') return null
  const email = normaliseMailAddress(cleaned)
  if (email !== null) return email
  const repair = normaliseMailAddress(
    cleaned
      .replace(/[。，,、]/g, '.')
      .replace(/\.+$/, '')
      .replace(/[#＃]/, '@'),
  )
  issues.push(rowError('emailFormat', 'email', {}, { repair }))
  return null
}

function readDepartment(text: string, departments: Departments, issues: Issue[]): Department | null {
  if (text === '' || cleanText(text) === '') return null
  const answer = departments.find(text)
  if (answer.found === 'one') {
    if (answer.department.open) return answer.department
    issues.push(rowError('departmentDisabled', 'department', { path: answer.department.namePath }))
  } else if (answer.found === 'several') {
    issues.push(rowError('departmentAmbiguous', 'department', { paths: answer.paths.slice(0, 10).join('、') }))
  } else {
    const { nearest, likely } = answer
    issues.push(rowError('departmentUnknown', 'department', { nearest }, { repair: likely ? nearest : null }))
  }
  return null
}

function readLine(text: string, field: 'post' | 'education', issues: Issue[]): string | null {
  const line = cleanText(text)
  if (line === '') return null
  if (line.length <= mostCharacters) return line
  issues.push(rowError('valueTooLong', field, { max: mostCharacters, length: line.length }))
  return null
}

const educationWords: Readonly<Record<(typeof educationLevels)[number], readonly string[]>> = {
  初中及以下: ['初中', '小学', '初中毕业', '小学毕业', '文盲'],
  高中: ['高中毕业', '普通高中'],
  中专: ['中技', '职高', '技校', '中职', '职业高中', '中等专科', '中专/职高', '中专毕业', '职中'],
  大专: ['专科', '大学专科', '高职', '大专毕业', '专科毕业', '高等专科', '大专(高职)'],
  本科: ['大学本科', '大学', '本科毕业', '学士', '大本', '全日制本科', '函授本科', '大学毕业'],
  硕士研究生: ['硕士', '研究生', '研究生毕业', '硕士毕业', '在职研究生', '工程硕士'],
  博士研究生: ['博士', '博士毕业', '博士后'],
}
const educationOf = new Map<string, string>(
  educationLevels.flatMap((level) => [level, ...educationWords[level]].map((word) => [matchKey(word), level] as const)),
)

function readEducation(text: string, issues: Issue[]): string | null {
  if (text === '') return null
  const level = educationOf.get(text) ?? educationOf.get(matchKey(text))
  if (level !== undefined) return level
  const line = readLine(text, 'education', issues)
  if (line !== null) issues.push(rowWarning('educationUnknown', 'education', { known: educationLevels.join('、') }))
  return line
}
