import type { ChangedField, FileNote, FileNoteCode, Issue, IssueCode } from './imports.schema.ts'

/** What each column is called where a sentence names it. */
export const fieldNamesChinese: Readonly<Record<ChangedField, string>> = {
  name: '姓名',
  idType: '证件类型',
  idNumber: '身份证号',
  mobile: '手机号',
  email: '邮箱',
  department: '所属部门',
  post: '职务',
  education: '学历',
  subjects: '报考科目',
  enrolment: '报名',
  training: '培训名称',
  hourKind: '学时类型',
  hours: '学时',
  studiedOn: '培训日期',
  evidence: '证明',
  amount: '充值金额',
}

const nameOf = (field: unknown) => fieldNamesChinese[field as ChangedField] ?? String(field ?? '')

/** One short sentence for every issue: what is wrong and what to do. The error workbook and the pages say the same. */
export const issueSentencesChinese: Readonly<Record<IssueCode, (issue: Issue) => string>> = {
  valueMissing: (i) => `${nameOf(i.field)}没有填。`,
  valueTooLong: ({ field, details: d }) => `${nameOf(field)}太长，最多 ${d.max} 个字，现在是 ${d.length} 个。`,
  formulaFailed: ({ field, details: d }) => `${nameOf(field)}是公式，算出来是 ${d.value || '空的'}，请改成文字。`,
  formulaTaken: (i) => `${nameOf(i.field)}是公式，已取它的结果，请看一眼对不对。`,
  rowHidden: () => '这一行在表格里是隐藏的，也会导入。',
  nameLooksLikeNumber: () => '姓名是一串数字，是不是填错列了？',
  nameIsIdNumber: () => '姓名这一格填的是身份证号，是不是填错列了？',
  nameCharacters: ({ details: d }) => `姓名里有“${d.character}”，请只留姓名。`,
  idPrecisionLost: () => '这一格是数字格式，后几位已经丢了，请改成文本后重新填写。',
  idLength: ({ details: d }) => {
    const missing = Number(d.expected) - Number(d.length)
    return missing > 0
      ? `身份证号少${missing === 1 ? '一' : ` ${missing} `}位，要 18 位。`
      : `身份证号多${missing === -1 ? '一' : ` ${-missing} `}位，要 18 位。`
  },
  idCharacter: ({ details: d, repair }) =>
    `身份证号第 ${d.position} 位是“${d.character}”${repair ? '，看着像数字' : ''}，请核对。`,
  idOld15: () => '这是 15 位的旧身份证号，已经停用，请填 18 位的。',
  idDate: ({ details: d }) => `身份证号里的出生日期 ${d.date} 不存在，请核对。`,
  idCheckCharacter: ({ details: d }) =>
    `身份证号第 18 位校验不对，应为 ${d.expected}；也可能是前面有一位写错了，请对照证件。`,
  idTypeUnknown: ({ details: d }) => `没有这种证件类型，可以填：${d.known}。`,
  idTypeNeeded: () => '像是护照或通行证的号码，请在“证件类型”里写明是哪一种。',
  idTypeDiffers: () => '号码是身份证号，证件类型却是别的，请看一眼对不对。',
  passportFormat: () => '护照号是 7 到 20 位字母和数字，请核对。',
  permitFormat: ({ details: d }) =>
    d.type === 'hkMacauPermit' ? '港澳通行证号是 H 或 M 加 8 位数字，请核对。' : '台湾通行证号是 8 位数字，请核对。',
  mobileFormat: ({ details: d }) => `手机号要 11 位、1 开头，这里有 ${d.length} 位数字，请核对。`,
  mobileTwice: ({ details: d }) => `手机号和第 ${d.row} 行一样，请看一眼对不对。`,
  emailFormat: () => '邮箱写得不对，应像 name@example.com。',
  departmentUnknown: ({ details: d }) =>
    d.nearest ? `没有这个部门，最接近的是“${d.nearest}”。` : '没有这个部门，请先在“组织机构”里添加，或者改成已有的。',
  departmentAmbiguous: ({ details: d }) => `有几个部门叫这个名字，请写明是哪一个：${d.paths}。`,
  departmentDisabled: ({ details: d }) => `部门“${d.path}”已停用，请换一个。`,
  educationUnknown: ({ details: d }) => `学历照原样保留。常用的是：${d.known}。`,
  personTwice: ({ details: d }) => `和第 ${d.row} 行是同一个人，请删掉一行。`,
  personElsewhere: () => '已在其他单位，请用“新增学员”凭本人信息调入。',
  personDisabled: () => '这位学员已停用，请先启用再导入。',
  identityLocked: ({ details: d }) =>
    `这位学员（${d.before}）已有确认的报名，姓名和证件类型不能再改。确有错误请联系培训中心更正。`,
  nameDiffers: ({ details: d }) => `这个身份证号原来登记的姓名是“${d.before}”，请确认是同一个人。`,
  subjectUnknown: ({ details: d }) =>
    `这个计划没有“${d.name}”这个科目，可以填：${d.known || '这个计划不分科目，请留空'}。`,
  subjectsMissing: () => '没有填报考科目，会存为草稿，提交前再选。',
  enrolledElsewhere: () => '这个人已由其他单位报了这个计划。',
  enrolmentFixed: ({ details: d }) =>
    d.state === 'confirmed' ? '报名已确认，科目不能再改。' : '报名正在审核，请先撤回提交再改科目。',
  personUnknown: () => '学员里没有这个身份证号，请先在“学员管理”里添加，或者核对号码。',
  titleShort: () => '培训名称太短，至少 2 个字。',
  hourKindUnknown: ({ details: d }) => `学时类型“${d.value}”不认得，请填“必修”或“选修”。`,
  hoursFormat: () => '学时要写数字，例如 3 或 3.5。',
  hoursDigits: () => '学时最多两位小数，不会四舍五入，请改成准确的数。',
  hoursRange: ({ details: d }) => `学时要大于 0，一次培训最多 ${d.most}。`,
  dayFormat: () => '培训日期看不懂，请写成 2026-05-08 这样。',
  dayFuture: ({ details: d }) => `培训日期 ${d.day} 还没有到，请核对。`,
  dayOutsidePlan: ({ details: d }) => `培训日期不在计划的时间（${d.from} 至 ${d.to}）里，请看一眼对不对。`,
  hoursTwice: ({ details: d }) => `和第 ${d.row} 行是同一次培训，请删掉一行。`,
  hoursElsewhere: () => '这位学员在其他单位，不能由本单位录入。',
  notInPlan: () => '这位学员还没有参加这个计划，学时会先记着。',
  aboveCap: ({ details: d }) =>
    `${d.kind === 'compulsory' ? '必修' : '选修'}最多计 ${d.cap} 学时，超出的部分记录但不计入。`,
  rejectedBefore: ({ details: d }) => `同样的一条以前被驳回过：${d.reason}。请确认已经改好。`,
  withdrawnBefore: () => '同样的一条以前撤回过，请确认要重新录入。',
  amountFormat: () => '金额要大于 0，最多两位小数，例如 50 或 128.5；不会四舍五入，请改成准确的数。',
  rechargeElsewhere: () => '这位学员在其他单位，不能由本单位充值。',
  alreadyRecharged: ({ details: d }) => `${d.day} 已经按表格从这批学习卡充过 ${d.amount}，不会再充一遍。`,
  rechargedBefore: ({ details: d }) =>
    `${d.day} 已经按表格从这批学习卡充过 ${d.amount}，这次会再充一笔，请看一眼对不对。`,
  changedMeanwhile: () => '预览之后，这位学员刚被别人添加或改过，这一行没有写入，请重新核对。',
}

/** Joined as a cell of the error workbook has room for it; errors come first. */
export function reasonChinese(issues: readonly Issue[]): string {
  return issues.map((issue) => issueSentencesChinese[issue.code](issue)).join('')
}

/** For rows that were corrected on the page, whose cells in the file are still as they were. */
export const correctedChinese = '已在页面上改好，以系统里的为准；这一行可以删掉。'

export const noteSentencesChinese: Readonly<Record<FileNoteCode, (note: FileNote) => string>> = {
  headerNotFound: () => '前 50 行里没有找到表头，请指出每一列是什么。',
  columnMissing: ({ details: d }) => `没有找到“${nameOf(d.field)}”这一列，请指出是哪一列。`,
  columnTwice: ({ details: d }) => `“${nameOf(d.field)}”有两列，用了前面一列，没有用“${d.heading}”。`,
  columnsUnknown: ({ details: d }) => `这些列不会导入：${d.headings}。`,
  otherSheets: ({ details: d }) => `只读了工作表“${d.taken}”，没有读：${d.others}。`,
  hiddenRows: ({ details: d }) => `有 ${d.count} 行在表格里是隐藏的，也会导入。`,
  reasonColumn: () => '这是改过的错误报告，“错误原因”一列不会导入。',
  noRows: () => '表头下面一行也没有。',
}
