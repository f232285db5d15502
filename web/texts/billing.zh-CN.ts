import { defineTexts } from './texts.ts'

const chinese = {
  title: '开票资料',
  firstLead:
    '第一次登录，先填好开票资料：抬头和税号要与注册的一致，填好才能下单。现在没有也可以先返回，以后在“我的”里填。',
  lead: '每次开票都照这份资料预先填好。抬头和税号要和单位注册信息一致。',
  notOpened: '开票资料没打开',
  kind: '发票类型',
  normal: '增值税电子普通发票',
  special: '增值税专用发票（纸质）',
  specialHint: '能抵扣，要填地址、电话、开户行、账号',
  invoiceTitle: '发票抬头',
  taxNumber: '纳税人识别号',
  registeredAddress: '税务局注册地址',
  registeredTelephone: '税务局注册电话',
  bank: '开户行',
  bankAccount: '开户行账号',
  email: '用户邮箱',
  emailHint: '电子发票开好就发到这里',
  mobile: '手机号',
  remark: '备注',
  remarkHint: '会印在发票上',
  missing: (v: { what: string }) => `请填${v.what}。`,
  titleWrong: '抬头至少 2 个字，和营业执照上的名称一样。',
  taxNumberWrong: '税号是 15 到 20 位数字和大写字母，现在一般就是 18 位统一社会信用代码。',
  registeredAddressWrong: '地址最多 100 个字，不能换行。',
  registeredTelephoneWrong: '电话只能有数字、括号和横线。',
  bankWrong: '银行名称最多 100 个字。',
  bankAccountWrong: '账号是 6 到 32 位数字。',
  emailWrong: '邮箱格式不对，比如 caiwu@example.com。',
  mobileWrong: '手机号是 1 开头的 11 位数字。',
  remarkWrong: '备注最多 200 个字，不能换行。',
  mismatchTitle: (v: { registered: string }) =>
    `要和注册的单位名称一样：${v.registered}。名称真的改了，请联系培训中心。`,
  mismatchTaxNumber: (v: { creditCode: string }) =>
    `要和注册的统一社会信用代码一样：${v.creditCode}。真的不同，请联系培训中心。`,
  useRegistered: '用注册的名称',
  useCreditCode: '用注册的代码',
  exception: (v: { note: string }) => `中心已同意和注册信息不同：${v.note}`,
  departmentNote: (v: { organisation: string }) => `部门开票用${v.organisation}的资料，由该单位的管理员修改。`,
  save: '保存',
  saving: '正在保存',
  saved: '开票资料已保存',
}

export type BillingTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./billing.en.ts'))
