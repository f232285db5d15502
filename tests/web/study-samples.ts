import type { CertificateRow } from '../../server/features/certificates/certificates.schema.ts'
import type { Study, StudyPlan, StudyRecord } from '../../server/features/study/study.schema.ts'

/** A learner's story for tests of its pages: the one of the picture, and others made from it. */
const uuid = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const due = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

export const learnerName = '顾晓岚'
export const unitName = '江苏蓝天建设工程质量检测有限公司'

export function plan(change: Partial<StudyPlan> = {}): StudyPlan {
  return {
    id: uuid(1),
    number: 'ZJ2601',
    name: '2026 年专业技术人员公共知识培训',
    year: 2026,
    publisher: '江苏建科建筑技术培训中心',
    mode: 'online',
    place: '',
    startsAt: '2026-01-01T00:00:00.000Z',
    endsAt: '2026-12-31T15:59:59.000Z',
    over: false,
    rule: { requiredHours: 3000, compulsoryMin: 1800, compulsoryCap: null, electiveMin: 900, electiveCap: 1200 },
    sums: { compulsoryApproved: 1600, electiveApproved: 600, compulsoryPending: 0, electivePending: 600 },
    missing: {
      reached: false,
      reachedWithPending: false,
      counted: 2200,
      aboveCap: 0,
      pending: 600,
      toGo: 800,
      toGoAfterPending: 200,
      items: [
        { kind: 'compulsory', missing: 200, pending: 0 },
        { kind: 'elective', missing: 300, pending: 600 },
        { kind: 'any', missing: 300, pending: 600 },
      ],
    },
    chain: {
      payment: {
        state: 'done',
        point: 'cardsBought',
        at: '2026-04-15T02:00:00.000Z',
        waitsFor: null,
        until: null,
        organisationName: unitName,
      },
      card: {
        state: 'done',
        point: 'opened',
        at: '2026-04-16T02:00:00.000Z',
        waitsFor: null,
        until: null,
        amountFen: 32_000,
      },
      hours: { state: 'now', point: 'inReview', at: null, waitsFor: 'centre', until: due(3) },
      certificate: { state: 'later', point: 'whenReached', at: null, waitsFor: null, until: null, number: '' },
    },
    waiting: [
      {
        id: uuid(20),
        kind: 'elective',
        title: '线下实训',
        hours: 600,
        studiedOn: '2026-04-26',
        organisationName: unitName,
        recordedAt: '2026-05-06T02:00:00.000Z',
        waitsFor: 'staff',
        dueAt: due(3),
      },
    ],
    courses: [
      {
        id: uuid(30),
        title: '安全生产法与岗位责任',
        kind: 'compulsory',
        hours: 400,
        done: 248,
        lastAt: '2026-05-05T11:00:00.000Z',
        url: 'https://lms.example.com/course/1',
        platformName: '蓝天在线学习平台',
      },
      {
        id: uuid(31),
        title: '建设工程质量检测管理办法（住房和城乡建设部令第 57 号）解读与实务',
        kind: 'compulsory',
        hours: 600,
        done: 600,
        lastAt: '2026-04-20T11:00:00.000Z',
        url: 'https://lms.example.com/course/2',
        platformName: '蓝天在线学习平台',
      },
      {
        id: uuid(32),
        title: '职业道德',
        kind: 'elective',
        hours: 200,
        done: 0,
        lastAt: null,
        url: null,
        platformName: '省继续教育网',
      },
    ],
    opening: { feeFen: 20_000, balanceFen: 12_000, missingFen: 0, refusal: 'alreadyOpen', expiresOn: '2027-01-30' },
    ...change,
  }
}

const certificate: CertificateRow = {
  id: uuid(40),
  number: 'XS2025000318',
  state: 'valid',
  learnerId: uuid(2),
  learnerName,
  idNumberMasked: '320411********2613',
  planId: uuid(3),
  planNumber: 'ZJ2501',
  planName: '2025 年专业技术人员公共知识培训',
  publisher: '江苏建科建筑技术培训中心',
  year: 2025,
  title: '培训合格证书',
  hours: 3000,
  compulsoryHours: 2000,
  electiveHours: 1000,
  organisationId: uuid(4),
  organisationName: unitName,
  centreName: '江苏建科建筑技术培训中心',
  issuedOn: '2025-11-20',
  issuedAt: '2025-11-20T02:00:00.000Z',
  revokedAt: null,
  revokedReason: null,
  replaces: null,
  replacedBy: null,
}

const lastYear = plan({
  id: uuid(3),
  name: '2025 年专业技术人员公共知识培训',
  year: 2025,
  startsAt: '2025-01-01T00:00:00.000Z',
  endsAt: '2025-12-31T15:59:59.000Z',
  over: true,
  missing: {
    reached: true,
    reachedWithPending: true,
    counted: 3000,
    aboveCap: 0,
    pending: 0,
    toGo: 0,
    toGoAfterPending: 0,
    items: [],
  },
  waiting: [],
  courses: [],
  opening: null,
})

const record = (n: number, change: Partial<StudyRecord>): StudyRecord => ({
  id: uuid(100 + n),
  planId: uuid(1),
  kind: 'compulsory',
  source: 'offline',
  title: '线下实训',
  hours: 600,
  studiedOn: '2026-04-26',
  state: 'approved',
  stateSince: '2026-05-06T02:00:00.000Z',
  reason: '',
  correctsId: null,
  organisationName: unitName,
  platformName: '',
  ...change,
})

export const records: StudyRecord[] = [
  record(1, { state: 'pending', kind: 'elective' }),
  record(2, {
    source: 'online',
    title: '安全生产法与岗位责任',
    hours: 124,
    studiedOn: '2026-05-05',
    platformName: '蓝天在线学习平台',
  }),
  record(3, {
    title: '现场检测质量控制',
    hours: 800,
    studiedOn: '2026-03-12',
    organisationName: '南京江宁建筑科学研究院检测中心有限责任公司',
  }),
  record(4, {
    title: '现场检测质量控制',
    hours: -100,
    studiedOn: '2026-03-12',
    source: 'adjustment',
    correctsId: uuid(103),
    reason: '多记了一小时',
  }),
  record(5, {
    state: 'rejected',
    title: '安全技术交底',
    hours: 200,
    studiedOn: '2026-02-20',
    reason: '没有签到表，请补上再报。',
  }),
  record(6, { title: '岗前培训', hours: 900, studiedOn: '2026-01-15' }),
  record(7, { planId: uuid(3), title: '年度公需课', hours: 3000, studiedOn: '2025-06-01' }),
]

export function study(change: Partial<Study> = {}): Study {
  return {
    at: new Date().toISOString(),
    learner: { id: uuid(2), name: learnerName, idNumberMasked: '320411********2613', organisationName: unitName },
    balanceFen: 12_000,
    wallets: [
      {
        planId: uuid(1),
        planName: '2026 年专业技术人员公共知识培训',
        organisationName: unitName,
        balanceFen: 12_000,
        expiresOn: '2027-01-30',
        state: 'usable',
      },
    ],
    plans: [plan(), lastYear],
    records,
    recordsCapped: false,
    certificates: [certificate],
    ...change,
  }
}

const done = (at: string) => ({ at, waitsFor: null, until: null })

/** Everything is there: the hours are full and the certificate was issued. */
export const reachedStudy = (): Study =>
  study({
    plans: [
      plan({
        sums: { compulsoryApproved: 2100, electiveApproved: 1400, compulsoryPending: 0, electivePending: 0 },
        missing: {
          reached: true,
          reachedWithPending: true,
          counted: 3300,
          aboveCap: 200,
          pending: 0,
          toGo: 0,
          toGoAfterPending: 0,
          items: [],
        },
        waiting: [],
        chain: {
          payment: {
            state: 'done',
            point: 'paidByOrganisation',
            ...done('2026-04-15T02:00:00.000Z'),
            organisationName: unitName,
          },
          card: null,
          hours: { state: 'done', point: 'reached', ...done('2026-05-07T02:00:00.000Z') },
          certificate: { state: 'done', point: 'issued', ...done('2026-05-07T02:05:00.000Z'), number: 'XS2026000123' },
        },
        opening: null,
      }),
      lastYear,
    ],
    certificates: [
      {
        ...certificate,
        id: uuid(41),
        planId: uuid(1),
        number: 'XS2026000123',
        planName: '2026 年专业技术人员公共知识培训',
        year: 2026,
        hours: 3300,
        issuedOn: '2026-05-07',
      },
      certificate,
      {
        ...certificate,
        id: uuid(42),
        number: 'XS2024000077',
        planName: '2024 年专业技术人员公共知识培训',
        year: 2024,
        issuedOn: '2024-11-02',
        state: 'revoked',
        revokedAt: '2025-01-10T02:00:00.000Z',
        revokedReason: '身份证号登记错误，已重新签发。',
      },
    ],
    balanceFen: 0,
    wallets: [],
  })

/** Money is in the wallet, and the plan waits to be opened; two more plans beside it. */
export const toOpenStudy = (): Study => {
  const waiting = plan({
    sums: { compulsoryApproved: 0, electiveApproved: 0, compulsoryPending: 0, electivePending: 0 },
    missing: {
      reached: false,
      reachedWithPending: false,
      counted: 0,
      aboveCap: 0,
      pending: 0,
      toGo: 3000,
      toGoAfterPending: 3000,
      items: [{ kind: 'any', missing: 3000, pending: 0 }],
    },
    waiting: [],
    chain: {
      payment: { state: 'done', point: 'cardsBought', ...done('2026-04-15T02:00:00.000Z'), organisationName: unitName },
      card: {
        state: 'now',
        point: 'toOpen',
        at: '2026-04-16T02:00:00.000Z',
        waitsFor: 'you',
        until: '2027-01-30T15:59:59.000Z',
        amountFen: 32_000,
      },
      hours: { state: 'now', point: 'toStudy', at: null, waitsFor: 'you', until: '2026-12-31T15:59:59.000Z' },
      certificate: { state: 'later', point: 'whenReached', at: null, waitsFor: null, until: null, number: '' },
    },
    opening: { feeFen: 20_000, balanceFen: 32_000, missingFen: 0, refusal: null, expiresOn: '2027-01-30' },
  })
  return study({
    plans: [
      waiting,
      plan({ id: uuid(5), name: '2026 年第二期见证取样员培训', rule: { ...waiting.rule, requiredHours: 9000 } }),
      lastYear,
    ],
    balanceFen: 32_000,
    wallets: [
      {
        planId: uuid(1),
        planName: waiting.name,
        organisationName: unitName,
        balanceFen: 20_000,
        expiresOn: '2026-12-01',
        state: 'expiring',
      },
      {
        planId: uuid(1),
        planName: waiting.name,
        organisationName: unitName,
        balanceFen: 12_000,
        expiresOn: '2027-01-30',
        state: 'usable',
      },
    ],
  })
}

export const emptyStudy = (): Study => study({ plans: [], records: [], certificates: [], wallets: [], balanceFen: 0 })

export const learnerMe = {
  accountId: uuid(50),
  name: learnerName,
  locale: 'zh-CN',
  gate: 'open',
  staffRoles: [],
  organisation: null,
  organisations: [],
  learner: { id: uuid(2), name: learnerName },
  secondFactor: { enabled: false },
  mobile: '139****0016',
  email: '',
}
