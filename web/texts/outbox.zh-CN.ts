import { defineTexts } from './texts.ts'

const chinese = {
  title: '待上传',
  emptyTitle: '都传好了',
  emptyText: '拍了还没传上去的图片会排在这里，有信号就自动传。',
  waitingTitle: '正在等',
  offline: '现在没有网络。图片存在这台手机里，有信号就自动传。',
  online: '有信号就自动传，这一页可以关掉。',
  seeVoucher: '看这份凭证',
  seeRegistration: '看这份注册申请',
  refusedTitle: '传不了的',
  chooseThis: '选这个',
  sentTitle: '刚传好的',
  askTitle: '这是哪个订单的回单？',
  askText: (v: { count: number }) => `${v.count} 个文件，还没有归到订单。`,
  noOrders: '没有待缴费的订单',
  noOrdersText: '先下单，再回到这里选。文件还留在手机里。',
  newOrder: '新订单',
  ordersNotOpened: '订单没取到，文件还在手机里',
  forget: '都不要了',
  forgotten: '去掉了',
  tooMany: '一份凭证最多 5 个文件，先交前 5 个，其余的留在这里。',
  pictureOf: (v: { index: number; count: number }) => `${v.index}/${v.count}`,
  noPicture: '还没有能看的图',
  remove: '不要这张',
  removing: '正在去掉',
  removed: '去掉了 1 张',
  nextPicture: '下一张',
  notOnDevice: '手机存储不够，图片只留在这一页。请别关页面，等它传完。',
  fileCompressing: '正在把图片弄正、压小',
  fileReading: '正在读图上的字',
  fileUnreadable: '这张用不了',
  pages: (v: { count: number }) => `共 ${v.count} 页，读了第 1 页`,
}

export type OutboxTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./outbox.en.ts'))
