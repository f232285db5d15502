import type {
  Course,
  Platform,
  ReadCourse,
  StatementRow,
} from '../../server/features/learning-platforms/learning-platforms.schema.ts'

/** Platforms, courses and statements for tests of /desk/platforms. */
const uuid = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`

export const platform: Platform = {
  id: uuid(1),
  name: '蓝天在线学习平台',
  homePage: 'https://lms.example.com',
  accessKey: 'lp_8xGQm2Zr0aVbK3Yd',
  durationMeaning: 'total',
  enabled: true,
  version: 1,
  lastSeenAt: '2026-05-08T01:20:00.000Z',
  createdAt: '2026-03-01T02:00:00.000Z',
  courses: 18,
  refused: 42,
}

export const platforms: Platform[] = [
  platform,
  {
    ...platform,
    id: uuid(2),
    name: '江苏省专业技术人员继续教育公共服务平台（省人力资源和社会保障厅主办）',
    homePage: 'https://jxjy.jshrss.example.gov.cn/account/oauth',
    durationMeaning: 'each',
    refused: 1000,
    courses: 214,
  },
  { ...platform, id: uuid(3), name: '旧平台', enabled: false, lastSeenAt: null, courses: 0, refused: 0 },
]

export const courses: Course[] = [
  ['安全生产法与岗位责任', 'compulsory', 400],
  ['建设工程质量检测管理办法（住房和城乡建设部令第 57 号）解读与实务', 'compulsory', 600],
  ['职业道德', 'elective', 200],
].map(([title, kind, hours], at) => ({
  id: uuid(10 + at),
  platformId: platform.id,
  platformName: platform.name,
  activityId: `https://lms.example.com/course/view.php?id=${100 + at}`,
  title: String(title),
  planId: uuid(50),
  planName: '2026 年专业技术人员公共知识培训',
  planYear: 2026,
  kind: kind === 'elective' ? 'elective' : 'compulsory',
  hours: Number(hours),
  retired: false,
}))

const row = (n: number, change: Partial<StatementRow>): StatementRow => ({
  id: uuid(100 + n),
  statementId: uuid(200 + n),
  platformId: platform.id,
  platformName: platform.name,
  verb: 'progressed',
  activityId: 'https://lms.example.com/course/view.php?id=100',
  learner: {
    id: uuid(60),
    name: '顾晓岚',
    idNumberMasked: '320411********2613',
    organisationName: '江苏蓝天建设工程质量检测有限公司',
  },
  actor: '',
  courseTitle: '安全生产法与岗位责任',
  planName: '2026 年专业技术人员公共知识培训',
  kind: 'compulsory',
  seconds: 2700,
  hours: 100,
  outcome: 'recorded',
  reason: null,
  happenedAt: '2026-05-08T01:20:00.000Z',
  receivedAt: '2026-05-08T01:20:02.000Z',
  ...change,
})

const refused = { hours: null, outcome: 'refused' } as const
export const statements: StatementRow[] = [
  row(1, {}),
  row(2, { verb: 'completed', seconds: null, hours: 300 }),
  row(3, { ...refused, reason: 'notTakingPart' }),
  row(4, { ...refused, reason: 'learnerUnknown', learner: null, actor: '王芳 · 110101********2615' }),
  row(5, { ...refused, reason: 'courseUnknown', courseTitle: null, planName: null, kind: null }),
  row(6, { verb: 'terminated', hours: null, outcome: 'noted', reason: 'verbNotCounted' }),
  row(7, { hours: null, outcome: 'noted', reason: 'noGrowth' }),
  row(8, { hours: 100, outcome: 'voided' }),
  row(9, { ...refused, reason: 'actorForeign', learner: null, actor: 'a***@example.com' }),
]

export const readCourses: ReadCourse[] = [
  {
    line: 1,
    text: '',
    activityId: 'https://lms.example.com/course/view.php?id=7',
    title: '岗位责任',
    planNumber: 'ZJ2601',
    planId: uuid(50),
    planName: '2026 年专业技术人员公共知识培训',
    kind: 'elective',
    hours: 400,
    known: true,
    problem: null,
  },
  {
    line: 2,
    text: 'https://lms.example.com/course/view.php?id=9\t没有这个\t必修\t2\t消防安全',
    activityId: 'https://lms.example.com/course/view.php?id=9',
    title: '消防安全',
    planNumber: '没有这个',
    planId: null,
    planName: '',
    kind: 'compulsory',
    hours: 200,
    known: false,
    problem: 'plan',
  },
]
