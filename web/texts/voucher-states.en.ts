import type { Translation } from './texts.ts'
import type { VoucherStatesTexts } from './voucher-states.zh-CN.ts'

export const en: Translation<VoucherStatesTexts> = {
  draft: 'Not handed in yet',
  submitted: 'In review',
  approved: 'Approved',
  rejected: 'Rejected',
}
