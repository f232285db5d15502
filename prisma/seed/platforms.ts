import { createAccessKey, createSecret } from '../../server/features/learning-platforms/authenticate-platform.ts'
import type { StatementReason } from '../../server/features/learning-platforms/learning-platforms.schema.ts'
import { sealBody } from '../../server/features/learning-platforms/statement-bodies.ts'
import { platform as platformName } from './hours.ts'
import type { SeededPeople } from './people.ts'
import type { SeededPlans } from './plans.ts'
import type { Scene } from './scene.ts'

const homePage = 'https://lms.example.com'
const activity = (id: number) => `${homePage}/course/view.php?id=${id}`
const verb = (name: string) => `http://adlnet.gov/expapi/verbs/${name}`

const courses = [
  { activityId: activity(101), title: '《安全生产法》与岗位责任', kind: 'compulsory', hours: 1200 },
  { activityId: activity(102), title: '工程质量安全手册解读', kind: 'compulsory', hours: 400 },
  { activityId: activity(103), title: '职业道德', kind: 'elective', hours: 200 },
] as const

type Told = {
  readonly verb: string
  readonly activityId: string
  readonly account: string
  readonly seconds: number | null
  readonly outcome: 'noted' | 'refused'
  readonly reason: StatementReason
  readonly daysAgo: number
}

/** What came of the others: one that nobody is known by, one of an activity that was never set up, one that says no time. */
const told: readonly Told[] = [
  {
    verb: verb('completed'),
    activityId: activity(102),
    account: 'wangfang@lms',
    seconds: 10_800,
    outcome: 'refused',
    reason: 'learnerUnknown',
    daysAgo: 4,
  },
  {
    verb: verb('progressed'),
    activityId: activity(119),
    account: '13900000021',
    seconds: 2700,
    outcome: 'refused',
    reason: 'courseUnknown',
    daysAgo: 2,
  },
  {
    verb: verb('launched'),
    activityId: activity(101),
    account: '13900000021',
    seconds: null,
    outcome: 'noted',
    reason: 'verbNotCounted',
    daysAgo: 1,
  },
]

/** A learning platform with three courses of this year's plan, the statements that its hours came from, and some that do not count. */
export async function seedPlatforms(scene: Scene, plans: SeededPlans, people: SeededPeople): Promise<void> {
  const { deps, tx, at, idAt, now } = scene
  const addedAt = at(30, '10:00')
  const platformId = idAt(addedAt)
  // Nobody has its secret: whoever tries it out makes a new one.
  const { secretHash } = createSecret()
  await tx.learningPlatform.create({
    data: {
      id: platformId,
      name: platformName,
      homePage,
      accessKey: createAccessKey(),
      secretHash,
      lastSeenAt: now,
      createdById: people.systemAdmin.id,
      createdAt: addedAt,
    },
  })
  const rows = courses.map((course) => ({
    ...course,
    id: idAt(addedAt),
    platformId,
    planId: plans.knowledge,
    createdAt: addedAt,
  }))
  await tx.learningCourse.createMany({ data: rows })
  const [course] = rows
  if (!course) throw new Error('the demo has no course')

  const records = await tx.hourRecord.findMany({
    where: { source: 'online', planId: plans.knowledge, statementId: { not: null } },
    orderBy: { id: 'asc' },
  })
  const statement = (one: {
    id: string
    account: string
    verb: string
    activityId: string
    seconds: number | null
    happenedAt: Date
  }) => {
    const statementId = idAt(one.happenedAt)
    const body = {
      id: statementId,
      actor: { account: { homePage, name: one.account } },
      verb: { id: one.verb },
      object: { id: one.activityId },
      ...(one.seconds === null ? {} : { result: { duration: `PT${one.seconds}S` } }),
      timestamp: one.happenedAt.toISOString(),
    }
    return {
      id: one.id,
      platformId,
      statementId,
      body: sealBody(deps, one.id, body),
      sha256: deps.secrets.hash(JSON.stringify(body)),
      verb: one.verb,
      activityId: one.activityId,
      seconds: one.seconds,
      happenedAt: one.happenedAt,
      receivedAt: one.happenedAt,
    }
  }
  await tx.learningStatement.createMany({
    data: [
      ...records.map((record) => ({
        ...statement({
          id: record.id,
          account: record.learnerId,
          verb: verb('completed'),
          activityId: course.activityId,
          // 45 minutes an hour.
          seconds: record.hours * 27,
          happenedAt: record.createdAt,
        }),
        learnerId: record.learnerId,
        courseId: course.id,
        outcome: 'recorded' as const,
        reason: null,
      })),
      ...told.map(({ outcome, reason, daysAgo, ...one }) => {
        const happenedAt = at(daysAgo, '19:40')
        return {
          ...statement({ ...one, id: idAt(happenedAt), happenedAt }),
          learnerId: null,
          courseId: null,
          outcome,
          reason,
        }
      }),
    ],
  })
}
