import { newId } from '../../server/core/ids.ts'
import { personNameKey } from '../../server/core/names.ts'
import { addWorkingHours } from '../../server/core/working-time.ts'
import { loadCentre } from '../../server/features/centre/centre-facts.ts'
import { makeFormCodes } from '../../server/features/enrolments/enrolments.rules.ts'
import { storeIdNumber } from '../../server/features/learners/id-numbers.ts'
import { residentIdOf } from './credit-codes.ts'
import type { OrganisationKey, SeededOrganisations } from './organisations.ts'
import type { SeededPeople } from './people.ts'
import type { SeededPlans } from './plans.ts'
import { actorOf, type Scene } from './scene.ts'

/** People who are enrolled, besides those of people.ts: name, the 17 digits before the check digit, post, unit. */
const learners: readonly (readonly [name: string, first17: string, post: string, organisation: OrganisationKey])[] = [
  ['陈国栋', '32041119860918331', '检测员', 'zhongzhengLab'],
  ['孙丽萍', '32041119940212402', '见证取样员', 'zhongzhengLab'],
  ['吴志刚', '32041119810705251', '检测员', 'zhongzhengLab'],
  ['郑雅文', '32040219961130482', '资料员', 'zhongzhengStaff'],
  ['徐建平', '32048119790426211', '见证取样员', 'zhongzhengBranch'],
  ['高秀英', '32048119880819362', '检测员', 'zhongzhengBranch'],
  ['罗文斌', '32048119930103171', '检测员', 'zhongzhengBranch'],
  ['许晓东', '32048119871215291', '试验员', 'zhongzhengBranch'],
  ['谢明辉', '32041119840330151', '技术负责人', 'zhongzheng'],
  ['韩雪梅', '32041119910617462', '质量负责人', 'zhongzheng'],
  ['冯立群', '42011119830911371', '检测员', 'hongyeResearch'],
  ['邓淑华', '42010619890225442', '见证取样员', 'hongyeResearch'],
  ['彭晓峰', '42011119921008531', '检测员', 'hongyeFoundations'],
]

type End = 'draft' | 'submitted' | 'rejected' | 'confirmed' | 'withdrawn' | 'revoked'
type Entry = {
  readonly name: string
  readonly plan: 'course' | 'knowledge'
  readonly end: End
  /** When it was submitted, or begun where it was not. */
  readonly daysAgo: number
  readonly time?: string
  readonly reason?: string
  /** How many of the course's subjects, from the first on; all where nothing is said. */
  readonly subjects?: number
}

/** Enrolments in every state. Who is confirmed and in no order yet waits to be paid for. */
const entries: readonly Entry[] = [
  { name: '陈国栋', plan: 'course', end: 'draft', daysAgo: 1, subjects: 2 },
  { name: '孙丽萍', plan: 'course', end: 'submitted', daysAgo: 1, time: '16:20' },
  { name: '吴志刚', plan: 'course', end: 'submitted', daysAgo: 1, time: '16:20', subjects: 2 },
  {
    name: '马晓燕',
    plan: 'course',
    end: 'rejected',
    daysAgo: 6,
    reason: '资料员不用报现场实操考核，请改选科目后再提交。',
  },
  { name: '周立新', plan: 'course', end: 'confirmed', daysAgo: 6 },
  { name: '郑雅文', plan: 'course', end: 'confirmed', daysAgo: 6, subjects: 2 },
  { name: '徐建平', plan: 'course', end: 'confirmed', daysAgo: 6 },
  { name: '谢明辉', plan: 'course', end: 'confirmed', daysAgo: 8 },
  { name: '韩雪梅', plan: 'course', end: 'confirmed', daysAgo: 8 },
  { name: '高秀英', plan: 'course', end: 'confirmed', daysAgo: 8 },
  { name: '罗文斌', plan: 'course', end: 'withdrawn', daysAgo: 7 },
  { name: '许晓东', plan: 'course', end: 'revoked', daysAgo: 9, reason: '单位来电：本人已离职。' },
  { name: '刘洋', plan: 'knowledge', end: 'confirmed', daysAgo: 14 },
  { name: '周立新', plan: 'knowledge', end: 'confirmed', daysAgo: 14 },
  { name: '何志强', plan: 'knowledge', end: 'confirmed', daysAgo: 14 },
  { name: '徐建平', plan: 'knowledge', end: 'confirmed', daysAgo: 14 },
  { name: '郑雅文', plan: 'knowledge', end: 'confirmed', daysAgo: 12 },
  { name: '谢明辉', plan: 'knowledge', end: 'confirmed', daysAgo: 12 },
  { name: '冯立群', plan: 'course', end: 'submitted', daysAgo: 8, time: '09:10' },
  { name: '邓淑华', plan: 'course', end: 'submitted', daysAgo: 1, time: '15:30' },
  { name: '彭晓峰', plan: 'course', end: 'confirmed', daysAgo: 5 },
]

export type SeededEnrolment = { readonly id: string; readonly organisation: OrganisationKey }
/** By name and plan: `周立新 course`. */
export type SeededEnrolments = ReadonlyMap<string, SeededEnrolment>

export async function seedEnrolments(
  scene: Scene,
  plans: SeededPlans,
  organisations: SeededOrganisations,
  people: SeededPeople,
): Promise<SeededEnrolments> {
  const { tx, at, idAt } = scene
  await seedLearners(scene, organisations)
  const [known, subjects, { calendar, enrolmentReviewHours }, plan] = await Promise.all([
    tx.learner.findMany({ select: { id: true, name: true, organisationId: true, organisationPath: true } }),
    tx.planSubject.findMany({ where: { planId: plans.course }, orderBy: { position: 'asc' } }),
    loadCentre(tx),
    tx.plan.findUniqueOrThrow({ where: { id: plans.knowledge } }),
  ])
  const codes = makeFormCodes(entries.length)
  const made = entries.map((entry, index) => {
    const learner = known.find((one) => one.name === entry.name)
    if (!learner) throw new Error(`the demo has no learner ${entry.name}`)
    const submittedAt = at(entry.daysAgo, entry.time ?? '09:30')
    const chosen = entry.plan === 'course' ? subjects.slice(0, entry.subjects ?? subjects.length) : []
    const feeFen =
      entry.plan === 'course' ? chosen.reduce((sum, subject) => sum + subject.feeFen, 0n) : plan.feePerLearnerFen
    return { entry, learner, chosen, feeFen, submittedAt, id: idAt(submittedAt), formCode: codes[index] ?? '' }
  })
  await tx.enrolment.createMany({
    data: made.map(({ id, entry, learner, submittedAt, formCode }) => ({
      id,
      planId: plans[entry.plan],
      learnerId: learner.id,
      organisationId: learner.organisationId,
      organisationPath: learner.organisationPath,
      formCode,
      stateSince: submittedAt,
      createdById: people.zhongzhengAdmin.id,
      createdAt: submittedAt,
    })),
  })
  const agreed = (end: End) => end !== 'draft' && end !== 'withdrawn'
  await tx.enrolmentSubject.createMany({
    data: made.flatMap(({ id, entry, chosen }) =>
      chosen.map((subject) => ({
        enrolmentId: id,
        subjectId: subject.id,
        feeFen: agreed(entry.end) ? subject.feeFen : null,
      })),
    ),
  })
  for (const { id, entry, learner, chosen, feeFen, submittedAt } of made) {
    const maker = learner.organisationPath.startsWith(organisations.hongye.path)
      ? people.groupAdmin
      : people.zhongzhengAdmin
    const about = { subjectType: 'enrolment', subjectId: id, organisationId: learner.organisationId }
    scene.note(submittedAt, actorOf(maker), {
      ...about,
      action: 'enrolment.created',
      after: { name: learner.name, subjects: chosen.map(({ name }) => name).join('、') },
    })
    if (entry.end === 'draft') continue
    const dueAt = addWorkingHours(submittedAt, enrolmentReviewHours, calendar)
    const decidedAt = at(entry.daysAgo - 1, '10:40')
    const decided = entry.end === 'confirmed' || entry.end === 'rejected' || entry.end === 'revoked'
    const state = entry.end
    await tx.enrolment.update({
      where: { id },
      data: {
        state,
        stateSince: decided || state === 'withdrawn' ? decidedAt : submittedAt,
        version: decided ? 3 : 2,
        ...(agreed(state) ? { feeFen, submittedAt, submittedById: maker.id, dueAt } : {}),
        ...(decided ? { decidedAt, decidedById: people.reviewer.id } : {}),
        ...(entry.reason ? { reason: entry.reason } : {}),
      },
    })
    if (state === 'withdrawn') {
      const change = { before: { state: 'draft' }, after: { state } }
      scene.note(decidedAt, actorOf(maker), { ...about, action: 'enrolment.withdrawn', ...change })
      continue
    }
    const submitted = { before: { state: 'draft' }, after: { state: 'submitted', feeFen: Number(feeFen) } }
    scene.note(submittedAt, actorOf(maker), { ...about, action: 'enrolment.submitted', ...submitted })
    if (!decided) continue
    const reason = entry.reason ? { reason: entry.reason } : {}
    const first = state === 'revoked' ? 'confirmed' : state
    scene.note(decidedAt, actorOf(people.reviewer), {
      ...about,
      action: `enrolment.${first}`,
      before: { state: 'submitted' },
      after: { state: first, ...(first === 'rejected' ? reason : {}) },
    })
    if (state === 'revoked') {
      const change = { before: { state: 'confirmed' }, after: { state, ...reason } }
      scene.note(at(entry.daysAgo - 2, '11:05'), actorOf(people.reviewer), {
        ...about,
        action: 'enrolment.revoked',
        ...change,
      })
    }
  }
  const keyOf = (path: string) =>
    (Object.keys(organisations) as OrganisationKey[]).find((key) => organisations[key].path === path)
  return new Map(
    made.flatMap(({ id, entry, learner }) => {
      const organisation = keyOf(learner.organisationPath)
      return organisation ? [[`${entry.name} ${entry.plan}`, { id, organisation }] as const] : []
    }),
  )
}

async function seedLearners({ deps, tx, at }: Scene, organisations: SeededOrganisations): Promise<void> {
  const createdAt = at(90, '14:00')
  await tx.learner.createMany({
    data: learners.map(([name, first17, post, organisation], index) => {
      const id = newId(createdAt.getTime() + index)
      return {
        id,
        organisationId: organisations[organisation].id,
        organisationPath: organisations[organisation].path,
        name,
        nameKey: personNameKey(name),
        ...storeIdNumber(deps, id, residentIdOf(first17)),
        mobile: `137000001${String(index).padStart(2, '0')}`,
        post,
        education: '大专',
        createdAt,
      }
    }),
  })
}
