import { defineTexts } from './texts.ts'

/** 个人资料: one's own mobile, e-mail, and what a learner may see and change. */
const chinese = {
  profileTitle: '个人资料',
  notOpened: '没打开',
  contact: '联系方式',
  contactText: '手机号在这里确认过，就能用来登录。忘了密码，重设的链接发到邮箱。',
  mobile: '手机号',
  email: '邮箱',
  notSet: '还没填',
  idNumber: '证件号码',
  organisation: '单位',
  post: '岗位',
  education: '学历',
  educationHint: '比如大专、本科',
  educationSaved: '学历已保存',
  organisationChanges: '姓名、证件、单位和岗位由单位管理员维护，有错请找他们改。',
  save: '保存',

  mobileTitle: '换手机号',
  mobileNow: '现在的手机号',
  mobileNew: '新手机号',
  mobileWrong: '手机号是 1 开头的 11 位数字，请再看一遍。',
  mobileSame: '这就是现在用的手机号，不用换。',
  mobileLogsIn: (v: { mobile: string }) => `手机号换成了 ${v.mobile}，以后可以用它登录。`,
  mobileTaken: (v: { mobile: string }) =>
    `手机号换成了 ${v.mobile}，用来联系您。这个号码已经是另一个账号的登录名，所以不能用它登录这个账号，请用您别的账号名登录。`,
  password: '登录密码',
  passwordHint: '确认是您本人',
  passwordMissing: '请输入登录密码。',
  goOn: '下一步',
  sending: '正在核对',
  waitBeforeRetry: (v: { wait: string }) => `请等 ${v.wait}`,
  digitsLead: (v: { to: string; mobile: string }) =>
    `验证码已发到 ${v.to}。输入邮件里的 6 位数字，手机号就换成 ${v.mobile}。`,
  digits: '6 位数字',
  digitsUntil: (v: { time: string }) => `${v.time} 前有效，最多试 5 次`,
  digitsMissing: '请输入邮件里的 6 位数字。',
  confirm: '确认更换',
  confirming: '正在核对',
  sendAnew: '没收到，或者号码填错了，重来一次',
  done: '好了',

  emailTitle: '换邮箱',
  emailNow: '现在的邮箱',
  emailNew: '新邮箱',
  emailWrong: '邮箱格式不对，比如 wang@example.com。',
  emailText: '换好后，会通知原来的邮箱。',
  saveEmail: '换成这个邮箱',
  saving: '正在保存',
  emailChanged: (v: { email: string }) => `邮箱换成了 ${v.email}`,
}

export type ContactTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./contact.en.ts'))
