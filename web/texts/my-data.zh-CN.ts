import './errors-study.ts'
import { defineTexts } from './texts.ts'

/** 我的数据, on the learner's phone. */
const chinese = {
  title: '我的数据',
  notOpened: '我的数据没打开',
  kept: '中心保存着',
  person: '姓名、证件号、手机和邮箱',
  enrolments: '报名',
  hours: '学时记录',
  certificates: '证书',
  cards: '学习卡明细',
  notices: '通知',
  entries: (v: { count: number }) => `${v.count} 条`,
  sheets: (v: { count: number }) => `${v.count} 张`,
  exportTitle: '带走一份',
  exportText: '一个压缩包：表格、证书，和完整的数据文件。',
  exportNow: '下载我的数据',
  exporting: '正在整理',
  eraseTitle: '注销并删除',
  eraseText:
    '中心会删除您的姓名、证件号、联系方式和账号。订单和学时依法保存，但不再写明是谁。删除后不能恢复，证书查询会显示已注销。',
  blocked: '现在还不能申请',
  why: '说明（可不填）',
  askNow: '申请注销',
  confirm: '确定申请注销',
  cancel: '先不申请',
  asking: '正在提交',
  asked: '已申请注销，等中心办理',
  askedText: '中心办理前，您可以撤回。',
  withdraw: '撤回申请',
  withdrawn: '已撤回',
  refused: '注销申请没有通过',
  again: '再次申请',
}
export type MyDataTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./my-data.en.ts'))
