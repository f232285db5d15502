import { defineTexts } from './texts.ts'

/** The desk's rail and what its pages share. */
const chinese = {
  today: '今日',
  vouchers: '凭证',
  orders: '订单',
  invoices: '发票',
  mail: '通知',
  plans: '计划',
  organisations: '单位',
  accounts: '账号',
  jobs: '任务',
  settings: '设置',
  reviewer: '审核',
  finance: '财务',
  systemAdmin: '系统管理员',
  userMenu: (v: { name: string; role: string }) => `${v.name} ${v.role}，账号`,
  ownAccount: '我的账号',
  languageNow: '切换到 English',
  themeNow: (v: { theme: string }) => `明暗：${v.theme}`,
  logOut: '退出登录',
  notStaff: '这里是工作人员的桌面',
  notStaffText: '您的账号不是工作人员。回首页办自己的事。',
  deskNotOpened: '桌面没打开',
  more: (v: { count: number }) => `再看 ${v.count} 条`,
  loadingMore: '正在取',
  shown: (v: { count: number }) => `已列出 ${v.count} 条`,
  shownAll: (v: { count: number }) => `共 ${v.count} 条`,
  listFailed: '列表没打开',
  yes: '是',
  no: '否',
  save: '保存',
  saved: '已保存',
  saving: '正在保存',
  change: '改',
  state: '状态',
}

export type DeskTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./desk-frame.en.ts'))
