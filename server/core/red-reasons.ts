/** Why an invoice is flushed in red, in the tax platform's order: 开票有误, 销货退回, 服务中止, 销售折让. */
export const redReasons = ['wrong', 'returned', 'serviceEnded', 'allowance'] as const

export type RedReason = (typeof redReasons)[number]
