import type {
  Candidate,
  EnrolmentCounts,
  EnrolmentRow,
  EnrolmentState,
  EnrolmentView,
  PaymentStatus,
} from '../../server/features/enrolments/enrolments.schema.ts'
import type { PlanView } from '../../server/features/plans/plans.schema.ts'
import { learnerRow, organisation } from './people-samples.ts'

const at = '2026-05-08T02:00:00.000Z'
const later = '2036-05-08T09:30:00.000Z'

export const plan: PlanView = {
  id: '01970000-0000-7000-8000-0000000020aa',
  number: '20260301161802103',
  name: '2026 年第二期见证取样员、试验检测人员（公路水运工程）继续教育与专项技术能力提升培训班',
  publisher: '江苏建科建筑技术培训中心',
  standard: 'hours',
  requiredHours: 3000,
  compulsoryMin: 0,
  compulsoryCap: null,
  electiveMin: 0,
  electiveCap: null,
  year: 2026,
  startsAt: at,
  endsAt: later,
  mode: 'offline',
  capacity: 120,
  seatsLeft: 97,
  lateChangesAllowed: false,
  feePerLearnerFen: 0,
  openingFeeFen: null,
  certificates: true,
  certificateTitle: '培训合格证书',
  certificateNeedsPayment: true,
  subjects: [
    { id: '01970000-0000-7000-8000-0000000020a1', name: '见证取样员', feeFen: 80_000 },
    { id: '01970000-0000-7000-8000-0000000020a2', name: '主体结构检测与钢结构无损检测', feeFen: 120_000 },
  ],
  place: '南京市山西路 1 号',
  enrolmentOpensAt: null,
  enrolmentClosesAt: null,
  enrolment: { open: true, why: null, until: later, late: false },
  state: 'published',
  takesOrders: true,
}

export const closedPlan: PlanView = {
  ...plan,
  enrolmentClosesAt: at,
  enrolment: { open: false, why: 'closed', until: at, late: false },
}

const statuses: Readonly<Record<EnrolmentState, PaymentStatus>> = {
  draft: 'none',
  submitted: 'none',
  confirmed: 'due',
  rejected: 'none',
  withdrawn: 'none',
  revoked: 'none',
}

export function enrolment(index: number, state: EnrolmentState, more: Partial<EnrolmentRow> = {}): EnrolmentRow {
  const { id, name, idType, idNumberMasked, mobile, enabled } = learnerRow(index)
  const [subject] = plan.subjects
  const submitted = state !== 'draft' && state !== 'withdrawn'
  return {
    id: `01970000-0000-7000-8000-0000000030${String(index).padStart(2, '0')}`,
    version: index + 1,
    plan: { id: plan.id, number: plan.number, name: plan.name },
    learner: { id, name, idType, idNumberMasked, mobile, enabled },
    organisation: { ...organisation, names: [organisation.name] },
    state,
    stateSince: at,
    paymentStatus: statuses[state],
    subjects: subject ? [{ ...subject, retired: false }] : [],
    feeFen: 80_000,
    reason: state === 'rejected' ? '身份证号与姓名对不上，请核对证件后重新提交' : null,
    submittedAt: submitted ? at : null,
    dueAt: submitted ? later : null,
    decidedAt: state === 'confirmed' || state === 'rejected' ? at : null,
    order: null,
    refundId: null,
    createdAt: at,
    ...more,
  }
}

const nothing: Partial<EnrolmentRow> = { subjects: [], feeFen: null }

/** Two drafts, the second without subjects; one in review, one that came back, one that is confirmed. */
export const enrolments: readonly EnrolmentRow[] = [
  enrolment(0, 'draft'),
  enrolment(2, 'draft', nothing),
  enrolment(3, 'submitted'),
  enrolment(4, 'rejected'),
  enrolment(5, 'confirmed'),
]

export const counts: EnrolmentCounts = {
  total: 5,
  byState: { draft: 2, submitted: 1, confirmed: 1, rejected: 1, withdrawn: 0, revoked: 0 },
  byPayment: { none: 4, due: 1, underWay: 0, paid: 0, refunded: 0 },
  notOrdered: 1,
  notOrderedFen: 80_000,
}

export function enrolmentView(row: EnrolmentRow): EnrolmentView {
  const editable = row.state === 'draft' || row.state === 'rejected'
  return {
    ...row,
    formCode: row.state === 'confirmed' ? '23456789AB' : null,
    history: [
      { at, what: 'created', byName: '陈雨桐', reason: null, feeFen: null, orderNumber: null },
      ...(row.state === 'rejected'
        ? ([
            { at, what: 'submitted', byName: '陈雨桐', reason: null, feeFen: 80_000, orderNumber: null },
            { at, what: 'rejected', byName: '培训中心', reason: row.reason, feeFen: null, orderNumber: null },
          ] as const)
        : []),
    ],
    may: {
      changeSubjects: editable,
      submit: editable,
      withdrawSubmission: row.state === 'submitted',
      remove: row.state === 'draft',
      withdraw: editable,
      decide: false,
      revoke: false,
    },
  }
}

/** Everybody of the tree; the third is in the plan already, the seventh is switched off. */
export const candidates: readonly Candidate[] = Array.from({ length: 8 }, (_, index) => ({
  ...learnerRow(index),
  inPlan: index === 2 ? { enrolmentId: enrolments[1]?.id ?? '', state: 'draft', elsewhere: false } : null,
}))
