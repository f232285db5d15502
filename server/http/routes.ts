import { health, metrics } from './health.ts'
import { invoiceFile, uploadInvoiceFile } from './invoice-files.ts'
import type { Route } from './route.ts'
import { uploadVoucherFile, voucherOriginal, voucherPicture, voucherThumbnail } from './voucher-files.ts'

/** Everything that is not RPC, in one list: app.ts mounts it, the permission test walks it. */
export const routes: readonly Route[] = [
  health,
  metrics,
  uploadVoucherFile,
  voucherPicture,
  voucherThumbnail,
  voucherOriginal,
  uploadInvoiceFile,
  invoiceFile,
]
