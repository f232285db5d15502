import type { HourPerson, TrainingRow } from '../../server/features/hours/hour-people.schema.ts'
import type { HourDecisionView, HourGroupRow } from '../../server/features/hours/hour-review.schema.ts'
import type { HourRecordView, HourRow, LearnerHours, PlanProgress } from '../../server/features/hours/hours.schema.ts'
import type { PlanView } from '../../server/features/plans/plans.schema.ts'
import { plan as offlinePlan } from './enrolment-samples.ts'
import { department, organisation } from './people-samples.ts'

const id = (number: number) => `0197000d-0000-7000-8000-${String(number).padStart(12, '0')}`
const unit = { id: department.id, name: department.name, names: [organisation.name, department.name] }

/** 20.00 compulsory hours at least, 24.00 at most, 6.00 elective, 30.00 in all. */
export const hourPlan: PlanView = {
  ...offlinePlan,
  subjects: [],
  compulsoryMin: 2000,
  compulsoryCap: 2400,
  electiveMin: 600,
}
const plan = { id: hourPlan.id, number: hourPlan.number, name: hourPlan.name, year: hourPlan.year }

export const pendingRow: HourRow = {
  id: id(1),
  plan,
  learner: { id: id(101), name: '阿卜杜热合曼·麦麦提吐尔逊', idNumberMasked: '320411********2613' },
  organisation: unit,
  kind: 'elective',
  source: 'offline',
  title: '城市轨道交通工程质量检测新技术与现场安全管理专题讲座（第一讲）',
  hours: 300,
  left: 300,
  studiedOn: '2026-05-07',
  evidence: '签到表和照片，已存档；结业证第 26-018 号',
  reason: '',
  correctsId: null,
  importId: null,
  state: 'pending',
  withdrawn: false,
  stateSince: '2026-05-08T01:30:00.000Z',
  dueAt: '2026-05-11T09:30:00.000Z',
  waitsFor: 'staff',
  decision: null,
  rejectedReason: null,
  decidedByName: '',
  createdByName: '陈雨桐',
  createdAt: '2026-05-08T01:30:00.000Z',
  may: { decide: false, withdraw: true, correct: false },
}
export const approvedRow: HourRow = {
  ...pendingRow,
  id: id(2),
  learner: { id: id(102), name: '周立新', idNumberMasked: '320411********2331' },
  title: '工程检测新规范宣贯',
  state: 'approved',
  dueAt: null,
  waitsFor: null,
  decidedByName: '江苏建科建筑技术培训中心',
  may: { decide: false, withdraw: true, correct: true },
}
export const rejectedRow: HourRow = {
  ...pendingRow,
  id: id(3),
  state: 'rejected',
  dueAt: null,
  waitsFor: null,
  left: 0,
  rejectedReason: '没有写明证明，请补上签到表或证书编号后重新录入。',
  may: { decide: false, withdraw: false, correct: false },
}
export const adjustmentRow: HourRow = {
  ...approvedRow,
  id: id(4),
  source: 'adjustment',
  hours: -100,
  left: -100,
  reason: '签到表上是 2 学时',
  correctsId: approvedRow.id,
  may: { decide: false, withdraw: false, correct: false },
}

export const progress: PlanProgress = {
  plan,
  rule: hourPlan,
  sums: { compulsoryApproved: 1800, electiveApproved: 400, compulsoryPending: 0, electivePending: 300 },
  changedAt: '2026-05-08T01:30:00.000Z',
}
export const record = (row: HourRow, changes: Partial<HourRecordView> = {}): HourRecordView => ({
  ...row,
  trail: [row],
  progress,
  certificate: null,
  ...changes,
})

export const trainings: TrainingRow[] = [
  {
    planId: plan.id,
    kind: 'elective',
    title: pendingRow.title,
    studiedOn: '2026-05-07',
    people: 12,
    approved: 0,
    pending: 3600,
    counts: { pending: 12, approved: 0, rejected: 1, withdrawn: 0 },
    dueAt: '2026-05-11T09:30:00.000Z',
    waitsFor: 'staff',
  },
  {
    planId: plan.id,
    kind: 'compulsory',
    title: approvedRow.title,
    studiedOn: '2026-04-26',
    people: 8,
    approved: 4800,
    pending: 0,
    counts: { pending: 0, approved: 8, rejected: 0, withdrawn: 0 },
    dueAt: null,
    waitsFor: null,
  },
]

export const people: HourPerson[] = [
  {
    learner: pendingRow.learner,
    organisation: unit,
    sums: progress.sums,
    counted: 2200,
    reached: false,
  },
  {
    learner: approvedRow.learner,
    organisation: unit,
    sums: { compulsoryApproved: 2600, electiveApproved: 600, compulsoryPending: 0, electivePending: 0 },
    counted: 3000,
    reached: true,
  },
]

export const group: HourGroupRow = {
  planId: plan.id,
  organisationId: organisation.id,
  kind: 'elective',
  title: pendingRow.title,
  studiedOn: '2026-05-07',
  importId: null,
  waitsFor: 'staff',
  plan: { id: plan.id, number: plan.number, name: plan.name },
  organisation: { id: organisation.id, name: organisation.name },
  count: 12,
  hours: 3600,
  free: 12,
  freeHours: 3600,
  decisions: [],
  from: 300,
  to: 300,
  adjustments: 0,
  evidence: pendingRow.evidence,
  createdByName: '陈雨桐',
  createdAt: '2026-05-08T01:30:00.000Z',
  dueAt: '2026-05-11T09:30:00.000Z',
  own: false,
}
export const groupRows: HourRow[] = [
  { ...pendingRow, may: { decide: true, withdraw: true, correct: false } },
  {
    ...pendingRow,
    id: id(5),
    learner: approvedRow.learner,
    may: { decide: true, withdraw: true, correct: false },
  },
]

export const settledDecision: HourDecisionView = {
  id: id(901),
  verdict: 'approve',
  state: 'effective',
  errorCode: null,
  count: 12,
  settledCount: 12,
  effectiveAt: '2026-05-08T02:00:10.000Z',
}

const page = <Row>(rows: Row[]) => ({ rows, nextCursor: null })
const learnerHours: LearnerHours = { progress: [progress], records: [pendingRow, approvedRow, adjustmentRow] }
const totals = {
  count: 4,
  people: 2,
  approved: 200,
  pending: 300,
  byState: { pending: 1, approved: 2, rejected: 1, withdrawn: 0 },
}
const all = [pendingRow, approvedRow, rejectedRow, adjustmentRow]

/** What the server would say to the pages about hours. */
export const hourAnswers: Record<string, (input: Record<string, unknown>) => unknown> = {
  'plans.list': () => page([hourPlan]),
  'hours.ownReviewCounts': () => ({ waiting: 12, groups: 1, overdue: 0 }),
  'hours.reviewCounts': () => ({ waiting: 12, groups: 1, overdue: 0 }),
  'hours.trainings': () => page(trainings),
  'hours.people': () => page(people),
  'hours.peopleCounts': () => ({ all: 2, reached: 1, short: 1, pending: 1 }),
  'hours.list': () => page(all),
  'hours.totals': () => totals,
  'hours.staffList': () => page(all),
  'hours.staffTotals': () => totals,
  'hours.get': ({ id: asked }) => record(all.find((row) => row.id === asked) ?? pendingRow),
  'hours.ofLearner': () => learnerHours,
  'hours.groups': () => page([{ ...group, waitsFor: 'secondAdmin' }]),
  'hours.groupRows': () => page(groupRows),
  'hours.reviewGroups': () => page([group]),
  'hours.reviewRows': () => page(groupRows),
  'hours.decision': ({ decisionId }) => ({ ...settledDecision, id: decisionId }),
  'hours.check': () => ({ outsidePlan: false, approval: 'staff', people: [] }),
  'hours.approval': () => ({ own: null, approval: 'staff', from: null, admins: 2 }),
}
