import { defineTexts } from './texts.ts'

/** What a slip's state is called wherever slips are listed. */
const chinese = {
  draft: '凭证没交完',
  submitted: '待审核',
  approved: '已通过',
  rejected: '凭证被驳回',
}

export type VoucherStatesTexts = typeof chinese
export const t = defineTexts(chinese, () => import('./voucher-states.en.ts'))
