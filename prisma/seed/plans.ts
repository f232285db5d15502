import { newId } from '../../server/core/ids.ts'
import type { Scene } from './scene.ts'

/** The ids of the demo's plans. */
export type SeededPlans = {
  readonly knowledge: string
  readonly sampling: string
  readonly lastYear: string
  /** On site, by subject, open for enrolment, and running today. */
  readonly course: string
  /** On site, by subject, about to begin; its enrolment is over. */
  readonly full: string
  /** Next year's, not published. */
  readonly nextYear: string
}

const place = '南京市鼓楼区北京西路 12 号 教学楼 3 楼'

/** 报考科目 of a course for 见证取样员, with their fees in fen. */
const subjects = [
  { name: '法律法规与职业道德', feeFen: 20_000n },
  { name: '建筑材料见证取样', feeFen: 60_000n },
  { name: '现场实操考核', feeFen: 40_000n },
]

/** Plans of every state and kind, around today. */
export async function seedPlans({ tx, now, at, idAt }: Scene, publisher: string): Promise<SeededPlans> {
  const year = Number(at(0, '12:00').toISOString().slice(0, 4))
  const publishedAt = new Date(Math.min(Date.parse(`${year}-01-04T09:00:00+08:00`), at(1, '09:00').getTime()))
  const plan = { publisher, requiredHours: 3000 }
  const plans = {
    knowledge: idAt(publishedAt),
    sampling: idAt(publishedAt),
    lastYear: idAt(new Date(`${year - 1}-03-01T01:00:00Z`)),
    course: idAt(at(20, '09:10')),
    full: idAt(at(40, '09:10')),
    nextYear: idAt(at(2, '16:10')),
  }
  await tx.plan.createMany({
    data: [
      {
        ...plan,
        id: plans.knowledge,
        number: `${year}0104161802103`,
        name: `${year}年专业技术人员公共知识培训`,
        year,
        startsAt: new Date(`${year}-01-04T00:00:00+08:00`),
        // As in the manual, where the plan of 2021 could be taken until the end of 2022: the demo takes orders on any day.
        endsAt: new Date(`${year + 1}-12-31T23:59:59+08:00`),
        mode: 'online',
        lateChangesAllowed: true,
        feePerLearnerFen: 24_000n,
        state: 'published',
        stateSince: publishedAt,
      },
      {
        ...plan,
        id: plans.sampling,
        number: `${year}0104162309274`,
        name: `${year}年第二期见证取样员培训`,
        year,
        startsAt: new Date(`${year}-01-04T00:00:00+08:00`),
        endsAt: new Date(`${year + 1}-03-31T23:59:59+08:00`),
        mode: 'offline',
        place,
        capacity: 200,
        feePerLearnerFen: 320_000n,
        state: 'published',
        stateSince: publishedAt,
      },
      {
        ...plan,
        id: plans.lastYear,
        number: `${year - 1}0301133105629`,
        name: `${year - 1}年专业技术人员公共知识培训`,
        year: year - 1,
        startsAt: new Date(`${year - 1}-03-01T00:00:00+08:00`),
        endsAt: new Date(Math.min(now.getTime(), Date.parse(`${year - 1}-12-31T23:59:59+08:00`))),
        mode: 'online',
        feePerLearnerFen: 24_000n,
        state: 'closed',
        stateSince: publishedAt,
      },
      {
        ...plan,
        id: plans.course,
        number: `${digitsOf(at(20, '09:10'))}17402`,
        name: `${year}年第三期见证取样员培训班`,
        year,
        startsAt: at(2, '00:00'),
        endsAt: at(-25, '23:59'),
        mode: 'offline',
        place,
        capacity: 60,
        feePerLearnerFen: 0n,
        enrolmentOpensAt: at(18, '09:00'),
        enrolmentClosesAt: at(-9, '17:00'),
        state: 'published',
        stateSince: at(20, '10:00'),
      },
      {
        ...plan,
        id: plans.full,
        number: `${digitsOf(at(40, '09:10'))}52816`,
        name: `${year}年第四期见证取样员培训班`,
        year,
        startsAt: at(-6, '00:00'),
        endsAt: at(-20, '23:59'),
        mode: 'offline',
        place,
        capacity: 40,
        feePerLearnerFen: 0n,
        enrolmentOpensAt: at(38, '09:00'),
        enrolmentClosesAt: at(3, '17:00'),
        state: 'published',
        stateSince: at(40, '10:00'),
      },
      {
        ...plan,
        id: plans.nextYear,
        number: `${digitsOf(at(2, '16:10'))}36095`,
        name: `${year + 1}年专业技术人员公共知识培训`,
        year: year + 1,
        startsAt: new Date(`${year + 1}-01-04T00:00:00+08:00`),
        endsAt: new Date(`${year + 2}-12-31T23:59:59+08:00`),
        mode: 'online',
        lateChangesAllowed: true,
        feePerLearnerFen: 24_000n,
        copiedFromId: plans.knowledge,
        state: 'draft',
        stateSince: at(2, '16:10'),
      },
    ],
  })
  await tx.planSubject.createMany({
    data: [plans.course, plans.full].flatMap((planId) =>
      subjects.map((subject, position) => ({ id: newId(), planId, position, ...subject })),
    ),
  })
  return plans
}

/** `202603011618`, as the numbers of the manual begin. */
function digitsOf(moment: Date): string {
  return new Date(moment.getTime() + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 12)
}
