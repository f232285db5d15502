import { defineTexts } from './texts.ts'

/** 证书查验: what anybody may see. */
const chinese = {
  title: '证书查验',
  lead: '查一张证书是不是真的、现在还有没有效。用手机相机或微信扫证书上的二维码，也可以在这里输入。',
  how: '查验方式',
  byCode: '按查验码',
  byNumber: '按编号和姓名',
  code: '查验码',
  codeHint: '证书左下方的 12 位字母和数字，没有 0、1、I、L、O。',
  codeWrong: '查验码是 12 位，请对照证书再看一遍。',
  number: '证书编号',
  numberMissing: '请输入证书编号，在证书右上方。',
  name: '姓名',
  nameHint: '证书上的全名。',
  nameMissing: '请输入证书上的姓名。',
  send: '查验',
  checking: '正在查验',
  waitFirst: (v: { wait: string }) => `${v.wait}后再查`,
  valid: '有效',
  validTitle: '这张证书有效',
  revoked: '已作废',
  revokedTitle: '这张证书已经作废',
  revokedText: (v: { day: string }) => `已于 ${v.day}作废，不能再作为凭据。`,
  replacedText: '已经发了新的证书代替它，请向持证人索取新证书。',
  compare: '姓名只显示一部分，请与证书上的姓名、计划、学时逐项比对，不一致的就不是这张证书。',
  holder: '姓名',
  plan: '培训计划',
  hours: '学时',
  issuedOn: '发证日期',
  centre: '发证单位',
  unknown: '没有查到这张证书',
  unknownCode: '这个查验码没有对应的证书。请对照证书上的查验码再输一遍；一样的话，这张证书不是我们发的。',
  unknownNumber: '没有编号和姓名都一致的证书。请对照证书再看一遍，或者扫证书上的二维码。',
  failed: '没有查成',
  again: '再查一张',
}

export type CertificateCheckTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./certificate-check.en.ts'))
