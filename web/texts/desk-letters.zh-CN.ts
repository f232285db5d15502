import { defineTexts } from './texts.ts'

/** 确认书 as staff work them off. */
const chinese = {
  title: '确认书',
  scan: '扫码或输入编号',
  scanHint: '扫信上的二维码，或输入编号后回车，一封接一封；扫完在空框里回车，全部记为收到。',
  notFound: (v: { code: string }) => `没有编号 ${v.code} 的确认书，请核对后再输。`,
  notACode: '这不是确认书的编号，编号是 10 位字母和数字。',
  wasReceived: (v: { code: string; when: string }) => `${v.code} 在 ${v.when} 已经记过收到。`,
  wasCancelled: (v: { code: string }) => `${v.code} 单位已经取消，请和单位确认是不是寄错了。`,
  already: (v: { code: string }) => `${v.code} 刚才已经扫过。`,
  note: '备注',
  notePlaceholder: '可不填：缺附件、公章不清……',
  ticked: (v: { count: number }) => `已扫或已勾 ${v.count} 封`,
  receiveTicked: '记为收到',
  receiving: '正在记录',
  receive: '记为收到',
  keyReceive: '记为收到',
  keyReceiveTicked: '勾选的都记为收到',
  keyScan: '扫码框',
  receivedToast: (v: { count: number }) => `已记 ${v.count} 封收到，单位稍后会收到通知`,
  skippedToast: (v: { count: number }) => `有 ${v.count} 封早已记过或已取消，没有改动`,
  putBack: '撤销收到',
  puttingBack: '正在撤销',
  putBackToast: '已撤销，又回到等待收到',
  receivedBy: '签收人',
  noteOf: '备注',
  tooMany: (v: { most: number }) => `一次最多 ${v.most} 封，请先把这些记完`,
  empty: '没有在路上的确认书',
  emptyText: '单位打印的确认书会出现在这里，寄到后扫码记为收到。',
  print: '再打印一份',
  seeOrganisation: '看单位',
}

export type DeskLettersTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./desk-letters.en.ts'))
