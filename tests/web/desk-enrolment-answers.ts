import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import type { EnrolmentRow, EnrolmentView, ReviewGroup } from '../../server/features/enrolments/enrolments.schema.ts'

/** A reviewer's desk for tests: what waits in enrolments, and a server that remembers what was decided. */

const hour = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString()
const id = (kind: string, index: number) => `01970000-0000-7000-8${kind}-${String(index).padStart(12, '0')}`

export const deskReviewer: Me = {
  accountId: id('000', 9),
  name: '陈静',
  locale: 'zh-CN',
  gate: 'open',
  staffRoles: ['reviewer'],
  organisation: null,
  organisations: [],
  learner: null,
  profile: { mobile: '13900000001', email: 'a@example.com', missing: [] },
  secondFactor: { enabled: false, required: false, recoveryCodesLeft: 0 },
}
export const deskFinance: Me = { ...deskReviewer, name: '周敏', staffRoles: ['finance'] }

export const units = [
  { id: id('001', 1), name: '河南洛阳轨道交通工程质量检测鉴定与结构试验研究中心有限公司高新区分公司' },
  { id: id('001', 2), name: '四川省大地兴装饰工程有限公司' },
  { id: id('001', 3), name: '盛源(连云港)新型建材有限公司' },
] as const
export const plans = [
  { id: id('002', 1), number: 'P20260501', name: '2026 年度专业技术人员和事业单位工作人员公共知识培训' },
  { id: id('002', 2), number: 'P20260502', name: '2026 年第二期见证取样员培训' },
] as const
const capacities = [null, 120] as const

const names = ['王杰超', '欧阳小娟', '阿卜杜热合曼·麦麦提吐尔逊', '李敏', '赵一鸣', '钱多多', '孙丽', '周文斌']
const subject = (index: number, feeFen: number) => ({
  id: id('003', index),
  name: index === 1 ? '公共基础知识' : '专业实务（建筑材料与构配件）',
  feeFen,
  retired: false,
})

/** Which unit and plan the first ones, the next ones and so on are of, and when the group is due. */
const groupSizes = [
  { unit: 0, plan: 0, count: 5, due: -2 },
  { unit: 1, plan: 1, count: 8, due: 3 },
  { unit: 2, plan: 1, count: 70, due: 20 },
] as const

export function enrolment(index: number, change: Partial<EnrolmentRow> = {}): EnrolmentRow {
  let before = 0
  const group = groupSizes.find(({ count }) => {
    before += count
    return index < before
  })
  const { unit, plan, due } = group ?? groupSizes[2]
  const subjects = plan === 0 ? [subject(1, 30_000), ...(index % 2 === 0 ? [subject(2, 45_000)] : [])] : []
  return {
    id: id('004', index),
    version: 3,
    plan: plans[plan],
    learner: {
      id: id('005', index),
      name: names[index % names.length] ?? '',
      idType: 'residentId',
      idNumberMasked: `320411********${String(1000 + index)}`,
      mobile: '13900000001',
      enabled: true,
    },
    organisation: { ...units[unit], names: [units[unit].name] },
    state: 'submitted',
    stateSince: inHours(due - 8),
    paymentStatus: 'none',
    subjects,
    feeFen: plan === 0 ? subjects.reduce((sum, one) => sum + one.feeFen, 0) : 80_000,
    reason: null,
    submittedAt: inHours(due - 8),
    dueAt: inHours(due),
    decidedAt: null,
    order: null,
    refundId: null,
    createdAt: inHours(-72),
    ...change,
  }
}

/** One that was in another plan before. */
export const earlierOne = enrolment(900, {
  state: 'confirmed',
  paymentStatus: 'paid',
  order: { id: id('006', 1), number: 'PX26M4T8RK' },
  stateSince: inHours(-2000),
})

export type Procedure = (input: Record<string, unknown>) => unknown

/** What the server says to the review desk. `refuse` throws what a procedure answers with instead, once. */
export function createEnrolmentDesk() {
  const count = groupSizes.reduce((sum, group) => sum + group.count, 0)
  const rows = new Map(Array.from({ length: count }, (_, index) => [id('004', index), enrolment(index)]))
  rows.set(earlierOne.id, earlierOne)
  const decided: Record<string, unknown>[] = []
  const revoked: Record<string, unknown>[] = []
  const waiting = () => [...rows.values()].filter((row) => row.state === 'submitted')
  const cut = ({ planId, organisationId, search }: Record<string, unknown>) => {
    const fits = (row: EnrolmentRow) =>
      (!planId || row.plan.id === planId) &&
      (!organisationId || row.organisation.id === organisationId) &&
      (!search || row.learner.name.includes(String(search)))
    return fits
  }
  const page = (found: EnrolmentRow[], { cursor, limit }: Record<string, unknown>) => {
    const from = cursor ? Number(cursor) : 0
    const size = Number(limit ?? 50)
    return { rows: found.slice(from, from + size), nextCursor: from + size < found.length ? String(from + size) : null }
  }
  const change = (one: unknown, to: Partial<EnrolmentRow>) => {
    const row = rows.get(String(one))
    if (row)
      rows.set(row.id, { ...row, ...to, version: row.version + 1, stateSince: inHours(0), decidedAt: inHours(0) })
  }
  const view = (row: EnrolmentRow): EnrolmentView => ({
    ...row,
    formCode: row.state === 'confirmed' ? 'M4T8RK23HJ' : null,
    history: [
      { at: inHours(-72), what: 'created', byName: '林可', reason: null, feeFen: null, orderNumber: null },
      {
        at: row.submittedAt ?? inHours(-3),
        what: 'submitted',
        byName: '林可',
        reason: null,
        feeFen: row.feeFen,
        orderNumber: null,
      },
      ...(row.state === 'confirmed'
        ? [
            {
              at: row.stateSince,
              what: 'confirmed' as const,
              byName: '陈静',
              reason: null,
              feeFen: row.feeFen,
              orderNumber: null,
            },
          ]
        : []),
    ],
    may: {
      changeSubjects: false,
      submit: false,
      withdrawSubmission: false,
      remove: false,
      withdraw: false,
      decide: row.state === 'submitted',
      revoke: row.state === 'confirmed' && row.paymentStatus === 'due',
    },
  })
  const groups = (): ReviewGroup[] =>
    groupSizes.flatMap(({ unit, plan }) => {
      const mine = waiting().filter((row) => row.organisation.id === units[unit].id && row.plan.id === plans[plan].id)
      const [first] = mine
      if (!first) return []
      return [
        {
          plan: { ...plans[plan], capacity: capacities[plan] },
          organisation: units[unit],
          count: mine.length,
          feeFen: mine.reduce((sum, row) => sum + (row.feeFen ?? 0), 0),
          dueAt: first.dueAt ?? inHours(0),
          submittedAt: first.submittedAt ?? inHours(0),
        },
      ]
    })
  const procedures: Record<string, Procedure> = {
    'accounts.me': () => deskReviewer,
    'enrolments.reviewCounts': () => ({
      submitted: waiting().length,
      overdue: waiting().filter((row) => Date.parse(row.dueAt ?? '') < Date.now()).length,
    }),
    'enrolments.reviewGroups': () => ({ rows: groups(), nextCursor: null }),
    'enrolments.reviewQueue': (input) => page(waiting().filter(cut(input)), input),
    'enrolments.staffList': (input) => {
      const { state, paymentStatus } = input
      const fits = cut(input)
      return page(
        [...rows.values()].filter(
          (row) =>
            fits(row) && (!state || row.state === state) && (!paymentStatus || row.paymentStatus === paymentStatus),
        ),
        input,
      )
    },
    'enrolments.get': (input) => view(rows.get(String(input.id)) ?? enrolment(0)),
    'enrolments.ofLearner': ({ learnerId }) => [
      ...[...rows.values()].filter((row) => row.learner.id === learnerId),
      ...(learnerId === id('005', 0) ? [earlierOne] : []),
    ],
    'enrolments.decide': (input) => {
      decided.push(input)
      const confirm = input.confirm as { id: string }[]
      const reject = input.reject as { id: string; reason: string }[]
      for (const pick of confirm) change(pick.id, { state: 'confirmed', paymentStatus: 'due' })
      for (const pick of reject) change(pick.id, { state: 'rejected', reason: pick.reason })
      return { confirmed: confirm.length, rejected: reject.length }
    },
    'enrolments.revoke': (input) => {
      revoked.push(input)
      for (const pick of input.picks as { id: string }[]) {
        change(pick.id, { state: 'revoked', paymentStatus: 'none', reason: String(input.reason) })
      }
      return { changed: 1 }
    },
    'plans.listAll': () => ({ rows: plans, nextCursor: null }),
    'plans.getForStaff': ({ id: planId }) => ({
      ...plans.find((plan) => plan.id === planId),
      capacity: planId === plans[1].id ? 120 : null,
      seatsLeft: planId === plans[1].id ? 42 : null,
      enrolment: { open: true, why: null, until: inHours(400), late: false },
    }),
    'organisations.get': ({ id: unitId }) => units.find((unit) => unit.id === unitId),
    'registrations.queueCounts': () => ({ pending: 0, dueSoon: 0, overdue: 0 }),
    'registrations.queue': () => ({ rows: [], nextCursor: null }),
    'vouchers.queueCounts': () => ({ submitted: 0, overdue: 0 }),
    'vouchers.queue': () => ({ rows: [], nextCursor: null }),
    'jobs.counts': () => ({ waiting: 0 }),
    'notices.listMail': () => ({ rows: [], nextCursor: null, mailLeaves: true }),
  }
  return { procedures, rows, decided, revoked }
}
