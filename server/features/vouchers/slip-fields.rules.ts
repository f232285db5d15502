/** What a machine reads on a payment slip, in the order in which people go through it. */
export const slipFieldNames = [
  'amountFen',
  'amountInWords',
  'payerName',
  'payerAccount',
  'payerBank',
  'payeeName',
  'payeeAccount',
  'payeeBank',
  'orderNo',
  'serialNo',
  'paidAt',
  'remark',
] as const
export type SlipFieldName = (typeof slipFieldNames)[number]
