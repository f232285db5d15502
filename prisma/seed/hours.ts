import { formatHours } from '../../server/core/hours.ts'
import { addWorkingHours, shanghaiDay } from '../../server/core/working-time.ts'
import { loadCentre } from '../../server/features/centre/centre-facts.ts'
import type { SeededOrganisations } from './organisations.ts'
import type { SeededPeople } from './people.ts'
import type { SeededPlans } from './plans.ts'
import { actorOf, type Scene } from './scene.ts'

type Training = {
  readonly title: string
  readonly kind: 'compulsory' | 'elective'
  readonly source: 'online' | 'offline'
  /** Hundredths of an hour. */
  readonly hours: number
  readonly names: readonly string[]
  readonly studiedDaysAgo: number
  readonly recordedDaysAgo: number
  readonly state: 'approved' | 'pending' | 'rejected'
  readonly evidence?: string
  readonly reason?: string
  /** Recorded by the group's admin; an organisation's own where nothing is said. */
  readonly byGroup?: true
}

/** Named so by platforms.ts too. */
export const platform = '继续教育学习平台'

/** 20.00 compulsory hours at least and at most, and 10.00 elective: 刘洋 has 22.00 of them, and 6.00 wait for the centre. */
const rule = { compulsoryMin: 2000, compulsoryCap: 2000, electiveMin: 1000 }

const trainings: readonly Training[] = [
  {
    title: '《安全生产法》与岗位责任',
    kind: 'compulsory',
    source: 'online',
    hours: 1200,
    names: ['刘洋', '周立新', '徐建平', '谢明辉'],
    studiedDaysAgo: 10,
    recordedDaysAgo: 10,
    state: 'approved',
  },
  {
    title: '工程检测新规范宣贯',
    kind: 'compulsory',
    source: 'offline',
    hours: 600,
    names: ['刘洋', '周立新', '郑雅文', '谢明辉'],
    studiedDaysAgo: 9,
    recordedDaysAgo: 8,
    state: 'approved',
    evidence: '签到表，培训通知 12 号',
  },
  {
    title: '见证取样案例研讨',
    kind: 'elective',
    source: 'offline',
    hours: 400,
    names: ['刘洋', '周立新', '何志强'],
    studiedDaysAgo: 8,
    recordedDaysAgo: 7,
    state: 'approved',
    evidence: '签到表',
  },
  {
    title: '现场检测线下实训',
    kind: 'elective',
    source: 'offline',
    hours: 600,
    names: ['刘洋', '周立新', '何志强', '徐建平', '谢明辉'],
    studiedDaysAgo: 5,
    recordedDaysAgo: 1,
    state: 'pending',
    evidence: '实训签到表和照片，已存档',
  },
  {
    title: '消防安全知识讲座',
    kind: 'elective',
    source: 'offline',
    hours: 200,
    names: ['郑雅文', '何志强'],
    studiedDaysAgo: 4,
    recordedDaysAgo: 3,
    state: 'pending',
    evidence: '',
  },
  {
    title: '办公软件应用',
    kind: 'elective',
    source: 'offline',
    hours: 800,
    names: ['郑雅文'],
    studiedDaysAgo: 12,
    recordedDaysAgo: 11,
    state: 'rejected',
    reason: '没有写明证明，请补上签到表或证书编号后重新录入。',
  },
  {
    title: '地基基础检测技术交流',
    kind: 'compulsory',
    source: 'offline',
    hours: 350,
    names: ['张伟东', '彭晓峰', '王丽娟'],
    studiedDaysAgo: 3,
    recordedDaysAgo: 1,
    state: 'pending',
    evidence: '会议签到表',
    byGroup: true,
  },
]

/** Hours of this year's plan in every state: most wait for the centre, those of one group for a second admin. */
export async function seedHours(
  { tx, at, idAt, note }: Scene,
  plans: SeededPlans,
  organisations: SeededOrganisations,
  people: SeededPeople,
): Promise<void> {
  await tx.plan.update({ where: { id: plans.knowledge }, data: rule })
  await tx.organisation.update({ where: { id: organisations.hongye.id }, data: { hoursApproval: 'secondAdmin' } })
  const [learners, { calendar, hoursReviewHours }] = await Promise.all([
    tx.learner.findMany({ select: { id: true, name: true, organisationId: true, organisationPath: true } }),
    loadCentre(tx),
  ])
  const records = trainings.flatMap((training) => {
    const recordedAt = at(training.recordedDaysAgo, '16:20')
    const decidedAt = at(Math.max(0, training.recordedDaysAgo - 1), '10:15')
    const online = training.source === 'online'
    const recorder = training.byGroup ? people.groupAdmin : people.zhongzhengAdmin
    const decided = !online && training.state !== 'pending'
    return training.names.flatMap((name) => {
      const learner = learners.find((one) => one.name === name)
      if (!learner) throw new Error(`the demo has no learner ${name}`)
      const id = idAt(recordedAt)
      const about = { subjectType: 'hours', subjectId: id, organisationId: learner.organisationId }
      if (!online) {
        note(recordedAt, actorOf(recorder), {
          ...about,
          action: 'hours.recorded',
          after: { training: training.title, studyHours: formatHours(training.hours) },
        })
      }
      if (decided) {
        note(decidedAt, actorOf(people.reviewer), {
          ...about,
          action: `hours.${training.state}`,
          before: { state: 'pending' },
          after: { state: training.state, ...(training.reason ? { reason: training.reason } : {}) },
        })
      }
      return [
        {
          id,
          learnerId: learner.id,
          planId: plans.knowledge,
          organisationId: learner.organisationId,
          organisationPath: learner.organisationPath,
          kind: training.kind,
          source: training.source,
          title: training.title,
          hours: training.hours,
          studiedOn: new Date(shanghaiDay(at(training.studiedDaysAgo, '12:00'))),
          evidence: training.evidence ?? '',
          state: training.state,
          stateSince: decided ? decidedAt : recordedAt,
          dueAt: online ? null : addWorkingHours(recordedAt, hoursReviewHours, calendar),
          // The statement that it comes from has the record's id (platforms.ts).
          statementId: online ? id : null,
          decidedById: decided ? people.reviewer.id : null,
          decidedByName: decided ? people.reviewer.name : '',
          rejectedReason: training.reason ?? null,
          createdById: online ? null : recorder.id,
          createdByName: online ? platform : recorder.name,
          createdAt: recordedAt,
        },
      ]
    })
  })
  await tx.hourRecord.createMany({ data: records })
}
