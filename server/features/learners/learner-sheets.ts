import type { CellToWrite, SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import { idTypeNames } from './learner-id.rules.ts'
import type { AccountState, IdType } from './learners.schema.ts'
import type { LearnerListRow } from './learners.store.ts'

export type SheetLocale = 'zh-CN' | 'en'

type SheetTexts = {
  readonly people: string
  readonly passwords: string
  readonly name: string
  readonly idType: string
  readonly idNumber: string
  readonly mobile: string
  readonly email: string
  readonly department: string
  readonly post: string
  readonly education: string
  readonly enabled: string
  readonly account: string
  readonly createdAt: string
  readonly logInName: string
  readonly oneTimePassword: string
  readonly link: string
  readonly byIdNumber: string
  readonly yes: string
  readonly no: string
  readonly idTypes: Readonly<Record<IdType, string>>
  readonly accounts: Readonly<Record<AccountState, string>>
}

const texts: Readonly<Record<SheetLocale, SheetTexts>> = {
  'zh-CN': {
    people: '学员',
    passwords: '首次密码',
    name: '姓名',
    idType: '证件类型',
    idNumber: '证件号码',
    mobile: '手机号',
    email: '邮箱',
    department: '组织机构',
    post: '职务',
    education: '学历',
    enabled: '启用',
    account: '账号',
    createdAt: '添加时间',
    logInName: '登录账号',
    oneTimePassword: '一次性密码',
    link: '登录网址',
    byIdNumber: '本人证件号码',
    yes: '是',
    no: '否',
    idTypes: idTypeNames,
    accounts: { none: '未开通', given: '已发密码，未登录', active: '已启用' },
  },
  en: {
    people: 'Learners',
    passwords: 'First passwords',
    name: 'Name',
    idType: 'ID type',
    idNumber: 'ID number',
    mobile: 'Mobile',
    email: 'E-mail',
    department: 'Department',
    post: 'Post',
    education: 'Education',
    enabled: 'Enabled',
    account: 'Account',
    createdAt: 'Added at',
    logInName: 'Log in with',
    oneTimePassword: 'One-time password',
    link: 'Log-in page',
    byIdNumber: 'their ID number',
    yes: 'yes',
    no: 'no',
    idTypes: {
      residentId: 'Resident identity card',
      passport: 'Passport',
      hkMacauPermit: 'Mainland travel permit (HK/Macau)',
      taiwanPermit: 'Mainland travel permit (Taiwan)',
    },
    accounts: { none: 'none', given: 'password given, not used', active: 'active' },
  },
}

/** How a department is named in workbooks, which is also how imports read it. */
const placeOf = (row: LearnerListRow) => row.organisationNames.join('/')

/** Shanghai has no summer time: eight hours ahead of UTC all year. */
function shanghaiTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** A row of the export: with the ID number as lists show it, or whole. */
export type LearnerToExport = { readonly row: LearnerListRow; readonly idNumber: string }

/** The workbook of a list; rows come from the database while it is being written. */
export function learnersSheet(locale: SheetLocale, learners: AsyncIterable<LearnerToExport>): SheetToWrite {
  const t = texts[locale]
  return {
    name: t.people,
    columns: [
      { heading: t.name, widthCharacters: 12, format: 'text' },
      { heading: t.idType, widthCharacters: 16 },
      { heading: t.idNumber, widthCharacters: 22, format: 'text' },
      { heading: t.mobile, widthCharacters: 14, format: 'text' },
      { heading: t.email, widthCharacters: 26, format: 'text' },
      { heading: t.department, widthCharacters: 40, format: 'text' },
      { heading: t.post, widthCharacters: 16, format: 'text' },
      { heading: t.education, widthCharacters: 14, format: 'text' },
      { heading: t.enabled, widthCharacters: 8 },
      { heading: t.account, widthCharacters: 18 },
      { heading: t.createdAt, widthCharacters: 20, format: 'dateTime' },
    ],
    rows: rowsOf(learners, ({ row, idNumber }) => [
      row.name,
      t.idTypes[row.idType],
      idNumber,
      row.mobile,
      row.email,
      placeOf(row),
      row.post,
      row.education,
      row.enabled ? t.yes : t.no,
      t.accounts[row.accountState],
      shanghaiTime(row.createdAt),
    ]),
  }
}

async function* rowsOf<Item>(items: AsyncIterable<Item>, cellsOf: (item: Item) => CellToWrite[]) {
  for await (const item of items) yield cellsOf(item)
}

export type PasswordToPrint = {
  readonly row: LearnerListRow
  readonly oneTimePassword: string
  /** What logs in besides the ID number; empty: nothing. */
  readonly mobile: string
}

/** The workbook to hand first passwords out from. */
export function passwordsSheet(locale: SheetLocale, link: string, people: readonly PasswordToPrint[]): SheetToWrite {
  const t = texts[locale]
  return {
    name: t.passwords,
    columns: [
      { heading: t.department, widthCharacters: 36, format: 'text' },
      { heading: t.name, widthCharacters: 12, format: 'text' },
      { heading: t.idNumber, widthCharacters: 22, format: 'text' },
      { heading: t.logInName, widthCharacters: 18, format: 'text' },
      { heading: t.oneTimePassword, widthCharacters: 20, format: 'text' },
      { heading: t.link, widthCharacters: 36, format: 'text' },
    ],
    rows: people.map(({ row, oneTimePassword, mobile }) => [
      placeOf(row),
      row.name,
      row.idNumberMasked,
      mobile === '' ? t.byIdNumber : mobile,
      oneTimePassword,
      link,
    ]),
  }
}

/** What the files are called. */
export function sheetFileName(locale: SheetLocale, of: 'people' | 'passwords', now: Date): string {
  return `${texts[locale][of]}-${shanghaiTime(now).slice(0, 10)}.xlsx`
}
