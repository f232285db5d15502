import type { IssueCode } from '../../server/features/imports/imports.schema.ts'
import { defineTexts } from './texts.ts'

/** Each kind of issue in a few words, for counting rows that have it. The sentences are beside the rules on the server. */
const chinese = {
  valueMissing: '没有填',
  valueTooLong: '太长',
  formulaFailed: '公式算不出来',
  formulaTaken: '是公式，取了结果',
  rowHidden: '隐藏的行，也会导入',
  nameLooksLikeNumber: '像是一串数字',
  nameIsIdNumber: '填成了身份证号',
  nameCharacters: '有姓名里不该有的字',
  idPrecisionLost: '数字格式，后几位已经丢了',
  idLength: '位数不对',
  idCharacter: '有不该有的字',
  idOld15: '15 位的旧号码',
  idDate: '出生日期不存在',
  idCheckCharacter: '最后一位校验不对',
  idTypeUnknown: '没有这种证件类型',
  idTypeNeeded: '要写明证件类型',
  idTypeDiffers: '像是居民身份证',
  passportFormat: '护照号格式不对',
  permitFormat: '通行证号格式不对',
  mobileFormat: '不是 11 位手机号',
  mobileTwice: '和前面的行一样',
  emailFormat: '邮箱不完整',
  departmentUnknown: '没有这个部门',
  departmentAmbiguous: '有几个同名的部门',
  departmentDisabled: '部门已停用',
  educationUnknown: '不在常用的学历里，照写',
  personTwice: '同一个人写了两行',
  personElsewhere: '在别的单位',
  personDisabled: '已停用的人',
  identityLocked: '身份已锁定的人',
  nameDiffers: '和在册的姓名不一样',
  subjectUnknown: '没有的科目',
  subjectsMissing: '没填科目',
  enrolledElsewhere: '别的单位已报名',
  enrolmentFixed: '报名已锁定',
  changedMeanwhile: '预览之后有人改过',
} as const satisfies Record<IssueCode, string>

export type ImportIssueWords = typeof chinese
export const issueWordOf = defineTexts(chinese as Record<IssueCode, string>, () => import('./import-issues.en.ts'))
