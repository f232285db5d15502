import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import type { OrderListRow, OrderView } from '../../server/features/orders/orders.schema.ts'
import type { OverviewRow, OverviewTotals } from '../../server/features/reconciliation/overview.schema.ts'
import { plan } from './enrolment-samples.ts'
import { organisation } from './people-samples.ts'

const longName = '江苏省建筑工程质量检测中心与岩土试验研究中心有限公司昆山高新技术开发区分公司'

function row(index: number, change: Partial<OverviewRow>): OverviewRow {
  return {
    id: newId(Date.parse('2026-05-08T02:00:00Z') - index * 60_000),
    source: 'voucher',
    orderId: `01970000-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
    orderNumber: `PX26M4T8R${'23456789'[index] ?? 'K'}`,
    planName: '2026 年度专业技术人员和事业单位工作人员公共知识培训',
    appliedAt: '2026-05-08T02:30:00.000Z',
    reviewedAt: null,
    applicant: '欧阳志远',
    organisationId: organisation.id,
    organisationName: organisation.name,
    amountFen: fen(320_000),
    movedAt: '2026-05-07T14:08:00',
    state: 'waiting',
    invoiceState: 'filled',
    invoiceRequestId: null,
    invoiceKind: 'normal',
    mode: 'payFirst',
    method: null,
    statement: null,
    ...change,
  }
}

/** One row in every state, with a name as long as names get. */
export const overviewRows: readonly OverviewRow[] = [
  row(0, { organisationName: longName }),
  row(1, {
    state: 'approved',
    reviewedAt: '2026-05-08T06:00:00.000Z',
    invoiceState: 'requested',
    invoiceKind: 'special',
    amountFen: fen(10_050_000),
    statement: 'shown',
  }),
  row(2, { state: 'rejected', reviewedAt: '2026-05-08T06:00:00.000Z', movedAt: '2026-04-17', statement: 'none' }),
  row(3, { state: 'approved', invoiceState: 'issued', mode: 'invoiceFirst', statement: 'part' }),
  row(4, { state: 'reversed', invoiceState: 'redFlushed', amountFen: null, movedAt: null, invoiceKind: null }),
]

export const overviewTotals: OverviewTotals = {
  count: 5,
  amountFen: 11_010_000,
  states: [
    { state: 'waiting', count: 1, amountFen: 320_000 },
    { state: 'approved', count: 2, amountFen: 10_370_000 },
    { state: 'rejected', count: 1, amountFen: 320_000 },
    { state: 'reversed', count: 1, amountFen: 0 },
  ],
}

export const takingPlan = { ...plan, takesOrders: true, number: '20220301161802103', feePerLearnerFen: 32_000 }

export const openOrder: OrderListRow = {
  id: '01970000-0000-7000-8000-000000000201',
  number: 'PX26M4T8RK',
  kind: 'enrolments',
  mode: 'payFirst',
  state: 'open',
  stateSince: '2026-05-08T01:12:00.000Z',
  expiresAt: '2036-05-15T01:12:00.000Z',
  amountFen: 1_280_000,
  paidFen: 0,
  refundedFen: 0,
  outstandingFen: 1_280_000,
  organisationId: organisation.id,
  organisationName: organisation.name,
  planId: takingPlan.id,
  planName: takingPlan.name,
  payee: {
    id: newId(),
    name: '江苏建科建筑技术培训中心',
    bank: '中国工商银行南京山西路支行',
    account: '4301020919100345678',
  },
  cancelReason: null,
  createdById: newId(),
  createdByName: '欧阳志远',
  createdAt: '2026-05-08T01:12:00.000Z',
  peopleCount: 4,
  underWay: { attempt: false, voucher: false },
  paidOnlineFen: 0,
}

export const openOrderView: OrderView = {
  ...openOrder,
  items: [],
  unitCount: 1,
  replacedBy: [],
  replaces: [],
  invoice: null,
  cardBatch: null,
}

export const firstInvoice: NonNullable<OrderView['invoice']> = {
  requestId: '01970000-0000-7000-8000-000000000301',
  state: 'requested',
  stateSince: '2026-05-08T01:12:00.000Z',
  amountFen: 1_280_000,
  requestedAt: '2026-05-08T01:12:00.000Z',
  approvedAt: null,
  rejectedReason: null,
  issuedOn: null,
  payBy: null,
}

export const billing = {
  organisationId: organisation.id,
  organisationName: organisation.name,
  creditCode: '91130100MA0ABCDE1X',
  canEdit: true,
  profile: {
    invoiceKind: 'normal',
    title: organisation.name,
    taxNumber: '91130100MA0ABCDE1X',
    registeredAddress: '',
    registeredTelephone: '',
    bank: '',
    bankAccount: '',
    email: 'caiwu@example.com',
    mobile: '13800000000',
  },
  complete: true,
  missing: [],
  outdated: [],
  exceptionNote: null,
}
