import { formatHours } from '../../core/hours.ts'
import type { CertificateNoticeKind } from './certificate-notices.rules.ts'
import { openFact as open } from './notice-phrases.ts'
import { type NoticeTemplate, withoutStop } from './notice-text.ts'
import { phrasesChinese as say } from './phrases.zh-cn.ts'

export const certificateTemplatesChinese: { readonly [K in CertificateNoticeKind]: NoticeTemplate<K> } = {
  certificateIssued: (a, revealed) => ({
    title: `证书已发放：${a.planName}`,
    sentence: `您在“${a.planName}”的学时已经达标，证书 ${a.certificateNumber} 已于 ${a.issuedOn} 发放。`,
    facts: [
      ['培训计划', a.planName],
      ['证书编号', a.certificateNumber],
      ['学时', formatHours(a.hours)],
      ['发证日期', a.issuedOn],
      ...(a.replacesNumber === null ? [] : [['代替证书', a.replacesNumber] as const]),
      ['在线查验', a.checkUrl],
      ...open('查看证书', revealed),
    ],
    steps: ['登录后可以查看和下载证书（PDF）。证书上的二维码可以查验真伪。'],
  }),
  certificatesIssued: (a) => ({
    title: `证书已发放：${a.planName} ${say.people(a.count)}`,
    sentence: `${say.someOf(a)}在“${a.planName}”的学时已经达标，证书已经发放，可以查看和批量下载。`,
    facts: [],
    steps: [],
  }),
  certificateRevoked: (a, revealed) => ({
    title: `证书已作废：${a.certificateNumber}`,
    sentence: `您在“${a.planName}”的证书 ${a.certificateNumber} 已由培训中心作废：${withoutStop(a.reason)}。`,
    facts: [
      ['培训计划', a.planName],
      ['证书编号', a.certificateNumber],
      ['作废原因', a.reason],
      ...open('查看', revealed),
    ],
    steps: ['作废的证书请不要再使用，查验时会显示已作废。不应该作废的话，请联系培训中心。'],
  }),
  learnerCertificateRevoked: (a) => ({
    title: `学员证书已作废：${a.learnerName}`,
    sentence: `${a.learnerName}在“${a.planName}”的证书 ${a.certificateNumber} 已由培训中心作废：${withoutStop(a.reason)}。`,
    facts: [],
    steps: [],
  }),
}
