import type {
  RegistrationCheck,
  RegistrationFinding,
} from '../../server/features/registrations/registrations.schema.ts'

/** What a sentence about a check may use. */
export type RegistrationCheckFacts = Pick<RegistrationCheck, 'code' | 'finding' | 'details' | 'found' | 'expected'>

/** The values that stand in a sentence, ready for reading. */
export interface RegistrationCheckValues {
  /** How many names are alike. */
  readonly count: number
  /** `2036 年 5 月 8 日`; empty where none was read. */
  readonly day: string
  /** The other organisation's name, the most similar one, or the code that would be right. */
  readonly name: string
  readonly shared: 'mobile' | 'email' | 'both'
}

/** A finding without a sentence does not compile; an empty one is left out. */
export type RegistrationFindingTexts = Readonly<Record<RegistrationFinding, (v: RegistrationCheckValues) => string>>

const contact = (v: RegistrationCheckValues) =>
  v.shared === 'both' ? '手机和邮箱' : v.shared === 'email' ? '邮箱' : '手机'

/** What it found, in a few words. Stands alone in a queue and leads a check's row. */
export const registrationTitlesChinese: RegistrationFindingTexts = {
  licenceMissing: () => '还没有营业执照',
  licenceInReading: () => '正在读执照',
  licenceUnreadable: () => '执照没读出来',
  codeAgrees: () => '代码与执照一致',
  codeContained: () => '组织机构代码在执照的信用代码里',
  codeNear: () => '代码与执照差一位',
  codeDiffers: () => '代码与执照不一致',
  codeNotRead: () => '执照上没读出代码',
  codeOfMember: () => '用会员号注册，执照上有信用代码',
  nameAgrees: () => '名称与执照一致',
  nameNear: () => '名称与执照不完全一致',
  nameDiffers: () => '名称与执照不一致',
  nameNotRead: () => '执照上没读出名称',
  nameMissing: () => '还没有填单位全称',
  licenceInForce: () => '执照在有效期内',
  licenceEndsSoon: (v) => `执照快到期了，到 ${v.day}`,
  licenceExpired: (v) => `执照已过期，到 ${v.day}`,
  licenceEndNotShown: () => '执照没写营业期限',
  characterRight: () => '代码校验位正确',
  characterWrong: () => '代码校验位对不上',
  codeFree: () => '代码没有注册过',
  codeRegistered: () => '代码已经注册过',
  codeAlsoApplied: () => '同一代码还有别的申请',
  nameUnlike: () => '没有名称相近的单位',
  nameSimilar: (v) => (v.count > 1 ? `有 ${v.count} 个名称相近的` : `与“${v.name}”相近`),
  nameRegistered: (v) => `已有同名单位“${v.name}”`,
  fileNew: () => '执照图片没有用过',
  fileUsedElsewhere: () => '这张执照在别处用过',
  contactNew: () => '联系方式没有用过',
  contactUsedElsewhere: (v) => `${contact(v)}与“${v.name}”的一样`,
}

/** The one thing to do about it, said to the applicant. */
export const registrationAdviceChinese: RegistrationFindingTexts = {
  licenceMissing: () => '请拍一张营业执照，四个角都要拍到。',
  licenceInReading: () => '几秒就好，可以接着往下填。',
  licenceUnreadable: () => '请在亮处平放着再拍一张，字要看得清。实在不行也可以提交，由老师看图核对。',
  codeAgrees: () => '',
  codeContained: () => '',
  codeNear: () => '请对照执照看一遍。填错了就用执照上的代码注册；没填错就提交，由老师核对。',
  codeDiffers: () => '请确认拍的是本单位的执照。代码填错了，就用执照上的代码注册。',
  codeNotRead: () => '不影响提交，老师会看图核对。',
  codeOfMember: () => '',
  nameAgrees: () => '',
  nameNear: () => '注册的单位全称要与执照一字不差，开发票也用它。',
  nameDiffers: () => '注册的单位全称要与执照一字不差，开发票也用它。',
  nameNotRead: () => '请对照执照看一遍，要一字不差。',
  nameMissing: () => '请照执照填上。',
  licenceInForce: () => '',
  licenceEndsSoon: () => '现在可以注册，换了新执照请告诉培训中心。',
  licenceExpired: () => '有新的执照请拍新的；正在换照的，提交后请打电话说明。',
  licenceEndNotShown: () => '',
  characterRight: () => '',
  characterWrong: () => '少数代码确实这样。请再对照执照看一遍，没错就接着办，由老师核对。',
  codeFree: () => '',
  codeRegistered: () => '请直接登录，忘了密码可以找回。',
  codeAlsoApplied: () => '',
  nameUnlike: () => '',
  nameSimilar: () => '',
  nameRegistered: () => '',
  fileNew: () => '',
  fileUsedElsewhere: () => '',
  contactNew: () => '',
  contactUsedElsewhere: () => '',
}

/** What the reviewer may want to think about. */
export const registrationReviewChinese: RegistrationFindingTexts = {
  ...registrationAdviceChinese,
  licenceMissing: () => '没有执照不能通过，请驳回，让单位补上。',
  licenceInReading: () => '读图和核对要几秒，等不及可以先看图。',
  licenceUnreadable: () => '请看图自己核对名称和代码。',
  codeContained: () => '用旧的组织机构代码注册，它是信用代码的第 9 到 17 位。',
  codeNear: () => '看图上是哪一个字：读错了不用管，填错了请驳回。',
  codeDiffers: () => '可能拍错了执照，或者代码填错了。',
  codeNotRead: () => '请看图自己核对。',
  codeOfMember: () => '通过时要填信用代码，开票用。',
  nameNear: () => '看图上是怎么写的：读错了不用管，填错了请驳回，发票抬头要用它。',
  nameDiffers: () => '可能拍错了执照，或者名称填错了。',
  nameNotRead: () => '请看图自己核对。',
  licenceEndsSoon: () => '',
  licenceExpired: () => '执照过期，一般要换新的再注册。',
  characterWrong: (v) =>
    v.name ? `按规则应当是 ${v.name}。确有少数代码不合规则，请看图核对。` : '确有少数代码不合规则，请看图核对。',
  codeRegistered: () => '同一代码不能注册两次，请驳回，告诉单位直接登录。',
  codeAlsoApplied: () => '请看下面是谁的申请，只能通过一份。',
  nameSimilar: () => '看下面是不是同一家单位，或者是它的分公司。',
  nameRegistered: () => '看下面是不是同一家单位重复注册。',
  fileUsedElsewhere: () => '同一张图片交过两次，请看下面是谁的。',
  contactUsedElsewhere: () => '同一个人给几个单位办事也常见，请留意。',
}

/** Where a compared value is from. */
export const registrationSourcesChinese = {
  licence: '执照',
  typed: '填的',
  longTerm: '长期',
}

/** What the fields of a licence are called. */
export const licenceFieldsChinese = {
  creditCode: '代码',
  name: '名称',
  kind: '类型',
  legalRepresentative: '法人代表',
  registeredCapital: '注册资本',
  registeredOn: '成立日期',
  validFrom: '起始日期',
  validUntil: '有效期至',
  address: '住所',
}
