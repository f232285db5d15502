import type {
  LineFacts,
  MatchFacts,
  OrderFacts,
  OrganisationFacts,
  PaymentFacts,
  VoucherFacts,
} from '../../server/features/reconciliation/matching.schema.ts'

/** Short ways to say who ordered and who paid what, for tests of the matching rules. */
export const organisation = (id: string, name: string, more: Partial<OrganisationFacts> = {}): OrganisationFacts => ({
  id,
  name,
  path: `/${id}/`,
  parentIds: [],
  aliases: [],
  ...more,
})

export const order = (
  number: string,
  organisationId: string,
  amountFen: number,
  more: Partial<OrderFacts> = {},
): OrderFacts => ({
  id: number,
  number,
  organisationId,
  amountFen,
  outstandingFen: amountFen,
  state: 'open',
  createdOn: '2026-03-01',
  mode: 'payFirst',
  ...more,
})

export const line = (
  id: string,
  amountFen: number,
  counterpartyName: string,
  remark: string,
  more: Partial<LineFacts> = {},
): LineFacts => ({
  id,
  date: '2026-03-10',
  time: null,
  amountFen,
  leftFen: more.amountFen ?? amountFen,
  counterpartyName,
  counterpartyAccount: '',
  remark,
  payeeAccountId: 'main',
  ...more,
})

export const payment = (
  id: string,
  orderId: string,
  amountFen: number,
  more: Partial<PaymentFacts> = {},
): PaymentFacts => ({
  id,
  orderId,
  amountFen,
  leftFen: amountFen,
  movedOn: '2026-03-10',
  payerName: null,
  payerAccount: null,
  serial: null,
  ...more,
})

export const voucher = (
  id: string,
  orderId: string,
  amountFen: number,
  more: Partial<VoucherFacts> = {},
): VoucherFacts => ({
  id,
  orderId,
  amountFen,
  payerName: null,
  payerAccount: null,
  paidOn: '2026-03-10',
  remark: null,
  ...more,
})

export const facts = (given: Partial<MatchFacts>): MatchFacts => ({
  lines: [],
  orders: [],
  payments: [],
  vouchers: [],
  organisations: [],
  dismissed: [],
  ...given,
})
