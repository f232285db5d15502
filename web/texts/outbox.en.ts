import type { OutboxTexts } from './outbox.zh-CN.ts'
import { plural } from './plural.ts'
import type { Translation } from './texts.ts'

export const en: Translation<OutboxTexts> = {
  title: 'To send',
  emptyTitle: 'Everything is sent',
  emptyText: 'Pictures that are not sent yet wait here and go by themselves when there is signal.',
  waitingTitle: 'Waiting',
  offline: 'No network right now. The pictures are kept on this phone and go by themselves.',
  online: 'They go by themselves; you may close this page.',
  seeVoucher: 'See this slip',
  refusedTitle: 'Cannot be sent',
  chooseThis: 'Choose',
  sentTitle: 'Just sent',
  askTitle: 'Which order does this slip pay?',
  askText: (v) => `${plural(v.count, 'file')} without an order.`,
  due: (v) => `${v.amount} due`,
  noOrders: 'No order to pay',
  noOrdersText: 'Make the order first, then choose it here. The files stay on this phone.',
  newOrder: 'New order',
  ordersNotOpened: 'The orders did not open; the files are still on this phone',
  forget: 'Discard them',
  forgotten: 'Discarded',
  tooMany: 'Five files at most for one slip: the first five go now, the rest stays here.',
}
