import './errors-study.ts'
import { defineTexts } from './texts.ts'

export const withoutStop = (text: string) => text.replace(/[。.\s]+$/u, '')

/** 证书管理 of an organisation, and what a certificate says. */
const chinese = {
  title: '证书管理',
  one: '证书',
  list: '证书名单',
  search: '姓名、证书编号、身份证号',
  filters: '证书状态',
  all: '全部',
  valid: '有效',
  revoked: '已作废',
  plan: '培训计划',
  unit: '组织机构',
  empty: '还没有证书',
  emptyText: '学员缴了费、学时达标以后，证书自动发放，列在这里，可以下载和打印。',
  nothing: '没有符合条件的证书',
  nothingText: '换一个筛选条件，或者清除筛选再看。',
  notOpened: '证书没取到',
  counted: (v: { valid: number; revoked: number }) =>
    v.revoked === 0 ? `有效 ${v.valid} 份` : `有效 ${v.valid} 份，作废 ${v.revoked} 份`,
  number: '证书编号',
  name: '姓名',
  idNumber: '证件号码',
  organisation: '单位',
  planNumber: '计划编号',
  publisher: '发布单位',
  year: '所属年份',
  hours: '学时',
  hoursWords: (v: { hours: string }) => `${v.hours} 学时`,
  hoursOf: (v: { compulsory: string; elective: string }) => `必修 ${v.compulsory}，选修 ${v.elective}`,
  issuedOn: '发证日期',
  centre: '发证单位',
  state: '状态',
  titleOf: '证书名称',
  code: '查验码',
  openCheck: '打开查验页',
  copyLink: '复制查验链接',
  download: '下载证书 PDF',
  pack: (v: { count: number }) => `打包下载 ${v.count} 份`,
  packing: (v: { count: number }) => `正在打包 ${v.count} 份证书，下载会自动开始，保存到浏览器的下载文件夹。`,
  packTooMany: (v: { count: number; most: number }) =>
    `共 ${v.count} 份，一次最多打包 ${v.most} 份。请先按培训计划或组织机构筛选。`,
  export: '导出 Excel',
  exporting: '正在导出',
  revokedBecause: (v: { day: string; reason: string }) => `已于 ${v.day} 作废：${withoutStop(v.reason)}。`,
  replaces: '代替的证书',
  seeNew: (v: { number: string }) => `看新证书 ${v.number}`,
  see: '查看',
  close: '收起',
}

export type CertificatesTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./certificates.en.ts'))
