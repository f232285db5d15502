import { auditSeal } from '../features/audit/audit.queues.ts'
import { noticeMail } from '../features/notices/notices.queues.ts'
import { ordersExpire } from '../features/orders/orders.queues.ts'
import {
  orderCheckAmount,
  voucherCompress,
  voucherRead,
  voucherSettle,
  voucherTidy,
} from '../features/vouchers/vouchers.queues.ts'

/** Every queue, by name. The worker's handlers are typed by these keys: a queue without a handler does not compile. */
export const allQueues = {
  'voucher.compress': voucherCompress,
  'voucher.read': voucherRead,
  'order.check-amount': orderCheckAmount,
  'voucher.settle': voucherSettle,
  'voucher.tidy': voucherTidy,
  'orders.expire': ordersExpire,
  'notice.mail': noticeMail,
  'audit.seal': auditSeal,
} as const

export type QueueName = keyof typeof allQueues
