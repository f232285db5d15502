import { fen } from '../../server/core/money.ts'
import type { DataRequest, MyData } from '../../server/features/privacy/personal-data.schema.ts'
import type { RetentionRow } from '../../server/features/privacy/retention.schema.ts'
import type { ArchiveRow, ArchiveTotals } from '../../server/features/reports/archive.schema.ts'
import type { InvoiceFigures, MoneyFigures } from '../../server/features/reports/money-reports.schema.ts'
import type { PlanFigures, PlanReportRow, UnitReportRow } from '../../server/features/reports/reports.schema.ts'
import { plan } from './enrolment-samples.ts'
import { department, organisation } from './people-samples.ts'

const uuid = (n: number) => `01970000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const figures: PlanFigures = {
  enrolled: 1280,
  confirmed: 1204,
  paid: 1100,
  refunded: 6,
  opened: 210,
  participants: 1310,
  learners: 1402,
  reached: 731,
  certified: 702,
  paidFen: 352_000_00,
  refundedFen: 1_920_00,
}

const reportPlan: PlanReportRow['plan'] = {
  id: plan.id,
  number: plan.number,
  name: '2026 年度专业技术人员和事业单位工作人员公共知识培训（第一期）',
  year: 2026,
  mode: 'online',
  state: 'published',
  requiredHours: 3000,
}
export const planRows: PlanReportRow[] = [{ ...figures, id: plan.id, plan: reportPlan }]
export const unitRows: UnitReportRow[] = [
  { ...figures, id: organisation.id, name: organisation.name, itself: false, hasUnits: true },
  { ...figures, id: department.id, name: department.name, itself: false, hasUnits: false },
]
export const unitHead = { plan: reportPlan, above: [{ id: organisation.id, name: organisation.name }] }

const archiveRow = (n: number, change: Partial<ArchiveRow>): ArchiveRow => ({
  id: `${uuid(300 + n)}:${plan.id}`,
  learner: { id: uuid(300 + n), name: '阿卜杜热合曼·麦麦提吐尔逊', idNumberMasked: '320411********2613' },
  organisation: { ...organisation, names: [organisation.name] },
  plan: { id: plan.id, number: plan.number, name: reportPlan.name, year: 2026 },
  way: 'enrolment',
  compulsoryApproved: 2400,
  electiveApproved: 1000,
  compulsoryPending: 0,
  electivePending: 0,
  counted: 3400,
  required: 3000,
  missing: 0,
  state: 'certified',
  certificate: { id: uuid(400 + n), number: `XS202600000${n}`, state: 'valid', issuedOn: '2026-06-01' },
  ...change,
})
export const archiveRows: ArchiveRow[] = [
  archiveRow(1, {}),
  archiveRow(2, { state: 'reached', certificate: null, way: 'unpaid' }),
  archiveRow(3, {
    state: 'waiting',
    certificate: null,
    way: 'opening',
    counted: 2650,
    missing: 350,
    compulsoryPending: 400,
  }),
  archiveRow(4, { state: 'missing', certificate: null, way: 'none', counted: 0, missing: 3000, compulsoryApproved: 0 }),
]
export const archiveTotals: ArchiveTotals = {
  count: 4,
  certified: 1,
  reached: 2,
  waiting: 1,
  counted: 9450,
  pending: 400,
}

const moneyFigures: MoneyFigures = {
  orders: 12,
  orderedFen: 410_000_00,
  transferFen: 300_000_00,
  onlineFen: 52_000_00,
  toCreditFen: 480_00,
  creditFen: 3_200_00,
  movedFen: 0,
  paidFen: 354_720_00,
  refundedFen: 1_920_00,
  outstandingFen: 55_280_00,
  invoicedFen: 298_000_00,
}
export const money = {
  rows: ['2026-05', '2026-04'].map((month) => ({
    ...moneyFigures,
    id: month,
    month,
    plan: { id: plan.id, number: plan.number, name: reportPlan.name },
  })),
  totals: {
    totals: moneyFigures,
    months: ['2026-02', '2026-04', '2026-05'].map((month) => ({
      month,
      transferFen: 100_000_00,
      onlineFen: 26_000_00,
      paidFen: 126_000_00,
      refundedFen: 0,
    })),
  },
}

const invoiceFigures: InvoiceFigures = {
  requests: 9,
  requestedFen: 300_000_00,
  issued: 8,
  issuedFen: 298_000_00,
  issuedTaxFen: 8_679_61,
  red: 1,
  redFen: -3_200_00,
  redTaxFen: -93_20,
  netFen: 294_800_00,
  netTaxFen: 8_586_41,
  taxUnknown: 2,
}
export const invoices = {
  rows: [{ ...invoiceFigures, id: '2026-05', month: '2026-05', kind: 'special' as const, unit: null, plan: null }],
  totals: {
    totals: invoiceFigures,
    months: [
      { month: '2026-04', issuedFen: 100_000_00, redFen: 0 },
      { month: '2026-05', issuedFen: 198_000_00, redFen: -3_200_00 },
    ],
  },
}

export const dataRequest: DataRequest = {
  id: uuid(500),
  kind: 'erasure',
  state: 'requested',
  stateSince: '2026-05-08T02:00:00.000Z',
  createdAt: '2026-05-08T02:00:00.000Z',
  reason: '已经退休，不再参加培训',
  answer: '',
  requestedByName: '欧阳小娟',
  decidedByName: '',
  learner: { id: uuid(2), name: '欧阳小娟', idNumberMasked: '320411********2613', erased: false },
  organisation,
  obstacles: [],
  stays: { orders: 2, hours: 4, certificates: 1, cardLines: 3 },
}
export const obstacle = {
  why: 'wallet' as const,
  amountFen: fen(30_00),
  planName: reportPlan.name,
  orderNumber: null,
}

export const myData: MyData = {
  counts: { enrolments: 2, hours: 4, certificates: 1, openings: 1, cardLines: 3, notices: 7 },
  obstacles: [],
  erasure: null,
}

export const retentionRows: RetentionRow[] = [
  { category: 'importFiles', keepDays: 30, proposedDays: 30, leastDays: 7, changed: null, lastRun: null },
  {
    category: 'learningStatements',
    keepDays: 400,
    proposedDays: 365,
    leastDays: 183,
    changed: { byName: '王磊', at: '2026-05-08T02:00:00.000Z' },
    lastRun: { erased: 12, at: '2026-05-08T02:00:00.000Z' },
  },
]
