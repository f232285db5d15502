import { systemActor } from '../../server/core/actor.ts'
import { shanghaiDay } from '../../server/core/working-time.ts'
import { certificateNumber, makeCertificateCode } from '../../server/features/certificates/certificates.rules.ts'
import { insertCertificates, type NewCertificate } from '../../server/features/certificates/certificates.store.ts'
import { findIssuer, findStand, setSeries } from '../../server/features/certificates/due-certificates.store.ts'
import type { SeededPeople } from './people.ts'
import type { SeededPlans } from './plans.ts'
import { actorOf, type Scene } from './scene.ts'

/** Who finished last year's plan, with their hours in hundredths: 必修, 选修. */
const finished: readonly (readonly [name: string, compulsory: number, elective: number])[] = [
  ['刘洋', 2000, 1200],
  ['周立新', 2000, 1000],
  ['马晓燕', 2400, 800],
  ['何志强', 1800, 1200],
  ['谢明辉', 3000, 0],
  ['韩雪梅', 2400, 600],
  ['王丽娟', 2000, 1400],
  ['冯立群', 2400, 900],
]
/** Written wrong on the first certificate, corrected by a second one. */
const misspelt = { name: '马晓燕', as: '马小燕', reason: '姓名录入有误，已更正' }
/** Whose hours were corrected after the certificate: staff see that it is doubtful. */
const corrected = { name: '何志强', hours: -300, reason: '同一门课重复录入' }

/**
 * Last year's plan is over: its hours are in, and its certificates were issued. It asked nobody for payment, so that the
 * demo needs no orders of last year.
 */
export async function seedCertificates(scene: Scene, plans: SeededPlans, people: SeededPeople): Promise<void> {
  const { tx, at, idAt } = scene
  const planId = plans.lastYear
  const { year } = await tx.plan.update({ where: { id: planId }, data: { certificateNeedsPayment: false } })
  const issuer = await findIssuer(tx)
  const studiedAt = new Date(`${year}-10-18T02:00:00Z`)
  const issuedAt = new Date(`${year}-11-20T02:00:00Z`)
  const reissuedAt = new Date(`${year}-12-02T06:20:00Z`)
  const found = await tx.learner.findMany({ where: { name: { in: finished.map(([name]) => name) } } })
  const learners = finished.flatMap(([name, compulsory, elective]) => {
    const learner = found.find((one) => one.name === name)
    return learner ? [{ learner, compulsory, elective }] : []
  })
  const record = (learner: (typeof found)[number], kind: 'compulsory' | 'elective', hours: number) => ({
    id: idAt(studiedAt),
    learnerId: learner.id,
    planId,
    organisationId: learner.organisationId,
    organisationPath: learner.organisationPath,
    kind,
    source: 'offline' as const,
    title: kind === 'compulsory' ? '公共知识必修课' : '公共知识选修课',
    hours,
    studiedOn: new Date(`${year}-10-18`),
    evidence: '结业名单',
    state: 'approved' as const,
    stateSince: studiedAt,
    createdByName: '陈雨桐',
    createdAt: studiedAt,
  })
  const records = learners.flatMap(({ learner, compulsory, elective }) => [
    record(learner, 'compulsory', compulsory),
    ...(elective > 0 ? [record(learner, 'elective', elective)] : []),
  ])
  await tx.hourRecord.createMany({ data: records })

  // Ids in the order of numbers.
  const ids = learners.map(() => idAt(issuedAt)).sort()
  let running = 0
  const make = async (
    learnerId: string,
    on: Date,
    more: Partial<NewCertificate> = {},
  ): Promise<NewCertificate | null> => {
    const stand = await findStand(tx, { learnerId, planId })
    if (!stand) return null
    const { requiredHours: _, refusal: _refusal, ...facts } = stand
    running++
    return {
      ...facts,
      id: ids.shift() ?? idAt(on),
      number: certificateNumber(issuer?.prefix ?? 'XS', year, running),
      code: makeCertificateCode(),
      centreName: issuer?.centreName ?? '',
      issuedOn: shanghaiDay(on),
      issuedAt: on,
      replacesId: null,
      ...more,
    }
  }
  const first: NewCertificate[] = []
  for (const { learner } of learners) {
    const one = await make(learner.id, issuedAt, learner.name === misspelt.name ? { learnerName: misspelt.as } : {})
    if (one) first.push(one)
  }
  await insertCertificates(tx, first)
  const about = (one: NewCertificate) => ({
    subjectType: 'certificate',
    subjectId: one.id,
    organisationId: one.organisationId,
  })
  for (const one of first)
    scene.note(issuedAt, systemActor('certificates.issue'), {
      ...about(one),
      action: 'certificate.issued',
      after: { number: one.number, learnerId: one.learnerId, planId, hours: one.hours },
    })

  const wrong = first.find((one) => one.learnerName === misspelt.as)
  const right = wrong ? await make(wrong.learnerId, reissuedAt, { replacesId: wrong.id }) : null
  if (wrong && right) {
    const reviewer = actorOf(people.reviewer)
    const { reason } = misspelt
    await tx.certificate.update({
      where: { id: wrong.id },
      data: {
        state: 'revoked',
        revokedAt: reissuedAt,
        revokedReason: reason,
        revokedById: people.reviewer.id,
        revokedByName: people.reviewer.name,
      },
    })
    await insertCertificates(tx, [right])
    scene.note(reissuedAt, reviewer, {
      ...about(wrong),
      action: 'certificate.revoked',
      before: { state: 'valid' },
      after: { state: 'revoked', number: wrong.number, reason },
    })
    scene.note(reissuedAt, reviewer, {
      ...about(right),
      action: 'certificate.reissued',
      after: { number: right.number, learnerId: right.learnerId, planId, hours: right.hours, reason },
    })
  }
  await setYear(scene, year, running)

  const counted = records.find((one) => found.find(({ id }) => id === one.learnerId)?.name === corrected.name)
  if (!counted) return
  const correctedAt = at(12, '10:05')
  await tx.hourRecord.create({
    data: {
      ...counted,
      id: idAt(correctedAt),
      source: 'adjustment',
      hours: corrected.hours,
      reason: corrected.reason,
      correctsId: counted.id,
      stateSince: correctedAt,
      createdByName: people.reviewer.name,
      createdAt: correctedAt,
    },
  })
}

/** The running numbers go on after those of the demo. */
async function setYear({ tx }: Scene, year: number, last: number): Promise<void> {
  await tx.certificateSeries.create({ data: { year } })
  await setSeries(tx, year, last)
}
