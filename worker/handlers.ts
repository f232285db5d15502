import type { z } from 'zod'
import { systemActor } from '../server/core/actor.ts'
import { sealAudit } from '../server/features/audit/seal-audit.ts'
import { recordInvoiceDelivery } from '../server/features/invoices/record-delivery.ts'
import { sendNoticeMail } from '../server/features/notices/send-notice-mail.ts'
import { expireOrders } from '../server/features/orders/expire-orders.ts'
import { checkVoucher } from '../server/features/vouchers/check-voucher.ts'
import { compressFile } from '../server/features/vouchers/compress-file.ts'
import { readFile } from '../server/features/vouchers/read-file.ts'
import { settleDecision } from '../server/features/vouchers/settle-decision.ts'
import { tidyVoucher } from '../server/features/vouchers/tidy-voucher.ts'
import type { allQueues, QueueName } from '../server/platform/all-queues.ts'
import type { WorkerDeps } from './deps.ts'

export type Handlers = {
  readonly [Name in QueueName]: (
    deps: WorkerDeps,
    payload: z.output<(typeof allQueues)[Name]['payload']>,
  ) => Promise<unknown>
}

/** Queue -> use-case; a queue that is missing here does not compile. */
export const handlers: Handlers = {
  'voucher.compress': compressFile,
  'voucher.read': readFile,
  'order.check-amount': checkVoucher,
  'voucher.settle': settleDecision,
  'voucher.tidy': tidyVoucher,
  'orders.expire': (deps) => expireOrders(deps, systemActor('orders.expire')),
  'notice.mail': (deps, payload) => sendNoticeMail({ ...deps, afterSent: recordInvoiceDelivery }, payload),
  'audit.seal': sealAudit,
}
