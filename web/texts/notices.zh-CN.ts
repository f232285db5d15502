import { defineTexts } from './texts.ts'

const chinese = {
  title: '通知',
  notOpened: '通知没打开',
  emptyTitle: '还没有通知',
  emptyText: '报名、缴费、退费和发票的结果会发到这里。',
  emptyTextLearner: '充值到账、学时审核、证书签发，都会在这里告诉您。',
  newOne: '新',
  readOne: '已读',
  look: '查看',
  seeMail: '寄出的邮件',
  mailTitle: '寄出的邮件',
  mailNotOpened: '邮件没取到',
  mailEmptyTitle: '还没有寄过邮件',
  mailEmptyText: '发票和要您处理的事会寄到单位的邮箱，寄到哪里、有没有寄到，都列在这里。',
  mailQueued: '排队中',
  mailRetrying: '再试中',
  mailSent: '已寄出',
  mailFailed: '没寄到',
  mailFiles: (v: { count: number }) => `附件 ${v.count} 个`,
  problemInvalid: '邮箱地址写得不对，请改正。',
  problemBounced: '这个邮箱收不到信。改成能收信的邮箱，这封会自动再寄。',
  problemOther: '对方邮箱没有收下，培训中心会处理。',
  bounced: (v: { address: string }) =>
    `寄到 ${v.address} 的邮件被退回，之后的也先不寄。请改成能收信的邮箱：收发票的在开票信息里改，收通知的在单位资料里改。改好后会自动再寄。`,
  toBilling: '改开票信息',
  toOrganisation: '改单位资料',
}

export type NoticesTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./notices.en.ts'))
