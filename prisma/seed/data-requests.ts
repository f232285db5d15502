import type { PersonKey, SeededPeople } from './people.ts'
import { actorOf, type Scene } from './scene.ts'

type Entry = {
  readonly learner: string
  readonly kind: 'erasure' | 'export'
  readonly by: PersonKey
  readonly asked: readonly [daysAgo: number, time: string]
  readonly reason: string
  readonly decided?: {
    readonly state: 'done' | 'refused'
    readonly at: readonly [daysAgo: number, time: string]
    readonly answer: string
  }
}

/** One that waits for a system admin, one that could not be done, and a file that a learner took with them. */
const entries: readonly Entry[] = [
  {
    learner: '刘洋',
    kind: 'export',
    by: 'learner',
    asked: [12, '20:16'],
    reason: '',
    decided: { state: 'done', at: [12, '20:16'], answer: '' },
  },
  {
    learner: '吴志刚',
    kind: 'erasure',
    by: 'systemAdmin',
    asked: [9, '10:30'],
    reason: '电话申请，说已经离职',
    decided: { state: 'refused', at: [8, '11:05'], answer: '没能确认是本人申请，请带身份证到中心办理。' },
  },
  {
    learner: '罗文斌',
    kind: 'erasure',
    by: 'systemAdmin',
    asked: [2, '15:40'],
    reason: '本人带身份证来中心申请：已离职，不再参加培训',
  },
]

/** What learners asked for about their personal data 个人信息. */
export async function seedDataRequests({ tx, at, idAt, note }: Scene, people: SeededPeople): Promise<void> {
  const learners = await tx.learner.findMany({ where: { name: { in: entries.map((entry) => entry.learner) } } })
  for (const entry of entries) {
    const learner = learners.find((one) => one.name === entry.learner)
    if (!learner) continue
    const [by, askedAt, { decided }] = [people[entry.by], at(...entry.asked), entry]
    const decidedAt = decided ? at(...decided.at) : null
    const id = idAt(askedAt)
    await tx.personalDataRequest.create({
      data: {
        id,
        learnerId: learner.id,
        kind: entry.kind,
        reason: entry.reason,
        requestedById: by.id,
        requestedByName: by.name,
        createdAt: askedAt,
        stateSince: decidedAt ?? askedAt,
        ...(decided
          ? { state: decided.state, answer: decided.answer, decidedById: by.id, decidedByName: by.name }
          : {}),
      },
    })
    const subject = { subjectType: 'dataRequest', subjectId: id, organisationId: learner.organisationId }
    if (entry.kind === 'export') {
      const own = { subjectType: 'learner', subjectId: learner.id, organisationId: learner.organisationId }
      note(askedAt, actorOf(by), { ...own, action: 'learner.dataExported', after: { own: true } })
      continue
    }
    const what = { learnerId: learner.id }
    note(askedAt, actorOf(by), { ...subject, action: 'dataRequest.requested', after: { ...what, kind: entry.kind } })
    if (decided && decidedAt)
      note(decidedAt, actorOf(by), {
        ...subject,
        action: 'dataRequest.refused',
        after: { ...what, answer: decided.answer },
      })
  }
}
