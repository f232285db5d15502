import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { shanghaiDay } from '../../../server/core/working-time.ts'
import type { Deps } from '../../../server/deps.ts'
import { askForCertificates } from '../../../server/features/certificates/ask-for-certificates.ts'
import { issueCertificates, sweepCertificates } from '../../../server/features/certificates/issue-certificates.ts'
import { tellLearners, tellOrganisations } from '../../../server/features/certificates/tell-of-certificates.ts'
import { makePaid } from '../../../server/features/orders/load-order.ts'
import { findOrderForUpdate } from '../../../server/features/orders/orders.store.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { addHours, makeCertified, makeEarner, makeFreePlan } from '../../support/earned.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { makeOrder } from '../../support/orders.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { withoutRowLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makeCentre } from '../notices/arrange.ts'
import { planForm } from '../plans/arrange.ts'

let world: World
let organisation: MadeOrganisation
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  organisation = await makeOrganisation(world)
})
afterAll(() => world.close())

const certificatesOf = (planId: string) =>
  world.deps.db.certificate.findMany({ where: { planId }, orderBy: { number: 'asc' } })

/** What waits in a queue of certificates, as committed. */
async function asked(queue = 'certificates.issue'): Promise<Record<string, unknown>[]> {
  const rows = await world.deps.db.$queryRaw<{ data: Record<string, unknown> }[]>`
    SELECT data FROM pgboss.job WHERE name = ${queue} AND state = 'created' ORDER BY created_on`
  return rows.map((row) => row.data)
}

test('who has the hours and a paid place gets one certificate that says what is true then', async () => {
  world.clock.set('2026-12-31T16:30:00Z')
  const plan = await makeFreePlan(world, '2026 年桩基检测培训')
  await world.deps.db.plan.update({
    where: { id: plan.id },
    data: { compulsoryCap: 1800, certificateTitle: '结业证书' },
  })
  const learner = await makeEarner(world, plan, organisation, { name: '欧阳小明' })
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(1)
  const [certificate] = await certificatesOf(plan.id)
  const { idNumberMasked } = await world.deps.db.learner.findUniqueOrThrow({ where: { id: learner.id } })
  expect(certificate).toMatchObject({
    // Already the next year in Shanghai.
    number: 'XS2027000001',
    learnerId: learner.id,
    learnerName: '欧阳小明',
    idNumberMasked,
    title: '结业证书',
    planName: '2026 年桩基检测培训',
    planNumber: plan.number,
    publisher: '江苏建科建筑技术培训中心',
    year: 2026,
    compulsoryHours: 1800,
    electiveHours: 1200,
    hours: 3000,
    organisationId: organisation.id,
    organisationName: organisation.name,
    centreName: '苏州检测培训中心',
    issuedOn: new Date('2027-01-01'),
    state: 'valid',
  })
  expect(certificate?.code).toMatch(/^[23456789A-HJKMNP-Z]{12}$/)
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(0)
  const audit = await world.deps.db.auditEntry.findMany({ where: { subjectId: certificate?.id ?? '' } })
  expect(audit).toMatchObject([{ action: 'certificate.issued', actorKind: 'system', organisationId: organisation.id }])
  expect(audit[0]?.after).toMatchObject({ number: 'XS2027000001', hours: 3000 })
  world.clock.set(new Date())
})

test.each<[string, (plan: MadePlan, learner: { id: string; compulsoryId: string }) => Promise<unknown>]>([
  [
    'whose hours do not suffice',
    (plan, learner) => addHours(world, learner, plan, -500, { correctsId: learner.compulsoryId }),
  ],
  [
    'who has too few of one kind',
    (plan) => world.deps.db.plan.update({ where: { id: plan.id }, data: { electiveMin: 1300 } }),
  ],
  [
    'whose enrolment was revoked',
    (plan) =>
      world.deps.db.enrolment.updateMany({
        where: { planId: plan.id },
        data: { state: 'revoked', reason: '重复报名' },
      }),
  ],
  [
    'whose plan gives none',
    (plan) => world.deps.db.plan.update({ where: { id: plan.id }, data: { certificates: false } }),
  ],
  [
    'who was erased',
    (_plan, learner) => world.deps.db.learner.update({ where: { id: learner.id }, data: { erasedAt: new Date() } }),
  ],
])('nobody gets one %s', async (_who, prevent) => {
  const plan = await makeFreePlan(world)
  const learner = await makeEarner(world, plan, organisation)
  await prevent(plan, learner)
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(0)
  expect(await certificatesOf(plan.id)).toEqual([])
})

test('nobody gets one whose place is not paid', async () => {
  const plan = await makeOfflinePlan(world)
  await makeEarner(world, plan, organisation)
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(0)
})

test('a plan that does not ask for payment gives one to whoever has the hours, enrolled or not', async () => {
  const plan = await makeFreePlan(world)
  await world.deps.db.plan.update({ where: { id: plan.id }, data: { certificateNeedsPayment: false } })
  const learner = await makeLearner(world, organisation)
  await addHours(world, learner, plan, 3000)
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(1)
})

test('one that was revoked is not issued again by itself', async () => {
  const plan = await makeFreePlan(world)
  const { id } = await makeCertified(world, plan, organisation)
  await world.deps.db.certificate.update({
    where: { id },
    data: { state: 'revoked', revokedAt: new Date(), revokedReason: '姓名有误' },
  })
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(0)
})

/** Two workers on the same plan and one on another, at once. Says what every number and learner got. */
async function race(deps: Deps) {
  const [plan, other] = [await makeFreePlan(world), await makeFreePlan(world)]
  const people = []
  for (let i = 0; i < 6; i++) people.push(await makeEarner(world, plan, organisation))
  for (let i = 0; i < 3; i++) await makeEarner(world, other, organisation)
  const year = Number(shanghaiDay(world.clock.now()).slice(0, 4))
  const seriesOf = async () => (await world.deps.db.certificateSeries.findUnique({ where: { year } }))?.last ?? 0
  const before = await seriesOf()
  const runs = await Promise.allSettled([
    issueCertificates(deps, { planId: plan.id }),
    issueCertificates(deps, { planId: plan.id }),
    issueCertificates(deps, { planId: other.id }),
  ])
  const issued = await world.deps.db.certificate.findMany({
    where: { planId: { in: [plan.id, other.id] } },
    orderBy: { number: 'asc' },
  })
  return {
    refused: runs.filter((run) => run.status === 'rejected').length,
    issued,
    taken: (await seriesOf()) - before,
  }
}

test('several workers at once issue one to each, with numbers that follow each other without a gap', async () => {
  for (let round = 0; round < 3; round++) {
    const { refused, issued, taken } = await race(world.deps)
    expect({ refused, taken, learners: new Set(issued.map((one) => one.learnerId)).size }).toEqual({
      refused: 0,
      taken: 9,
      learners: 9,
    })
    const numbers = issued.map((one) => Number(one.number.slice(-6)))
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
  }
})

test('positive control: without the lock on the series they get into each other’s way', async () => {
  let clashes = 0
  for (let round = 0; round < 10 && clashes === 0; round++) clashes += (await race(withoutRowLocks(world.deps))).refused
  expect(clashes).toBeGreaterThan(0)
})

test('what changes hours, payments or openings asks in its own transaction, and the sweep asks for what was missed', async () => {
  const plan = await makeFreePlan(world)
  await world.deps.db.$executeRaw`DELETE FROM pgboss.job WHERE name LIKE 'certificates.%'`
  await expect(
    inTransaction(world.deps, async (tx) => {
      await askForCertificates(world.deps, tx, plan.id)
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  expect(await asked()).toEqual([])
  await sweepCertificates(world.deps)
  expect(await asked()).not.toContainEqual({ planId: plan.id })
  await makeEarner(world, plan, organisation)
  await sweepCertificates(world.deps)
  expect(await asked()).toContainEqual({ planId: plan.id })
})

test('an enrolment order that becomes paid asks for its plan', async () => {
  const plan = await makeOfflinePlan(world)
  const learner = await makeLearner(world, organisation)
  const enrolment = await makeEnrolment(world, { plan, learner, organisation, state: 'confirmed' })
  const order = await makeOrder(world, organisation)
  await world.deps.db.order.update({ where: { id: order.id }, data: { kind: 'enrolments', planId: plan.id } })
  await world.deps.db.enrolment.update({ where: { id: enrolment.id }, data: { orderId: order.id } })
  await addHours(world, learner, plan, 3000)
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(0)
  await world.deps.db.$executeRaw`DELETE FROM pgboss.job WHERE name LIKE 'certificates.%'`
  await inTransaction(world.deps, async (tx) => {
    const locked = await findOrderForUpdate(tx, order.id)
    if (locked) await makePaid(world.deps, tx, systemActor('test'), locked)
  })
  expect(await asked()).toEqual([{ planId: plan.id }])
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(1)
})

test('a plan’s new rule asks for those who suffice by it now, in the transaction that saves it; nothing else of it asks', async () => {
  const { cookie } = await makeStaff(world, 'reviewer')
  const dayOf = (days: number) => new Date(world.clock.now().getTime() + days * 86_400_000).toISOString()
  const form = planForm({
    startsAt: dayOf(0),
    endsAt: dayOf(90),
    enrolmentOpensAt: null,
    enrolmentClosesAt: null,
    subjects: [],
    feePerLearnerFen: 10_000,
  })
  let { version } = (await world.mutate('plans.create', form, cookie)).data
  const plan = { id: form.id }
  const save = async (change: Partial<typeof form>) => {
    const answer = await world.mutate('plans.update', { ...form, ...change, version }, cookie)
    expect(answer.code).toBeNull()
    version = answer.data.version
  }
  const askedFor = async () => (await asked()).filter(({ planId }) => planId === plan.id).length
  await save({ certificateNeedsPayment: false, requiredHours: 2000 })
  expect(await askedFor(), 'nobody has hours of a draft').toBe(0)
  version = (await world.mutate('plans.publish', { id: plan.id, version }, cookie)).data.version
  await save({ requiredHours: 3000 })
  expect(await askedFor()).toBe(1)

  await addHours(world, await makeLearner(world, organisation), plan, 3000)
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(0)
  await save({ place: '苏州工业园区 8 号' })
  await save({ certificates: false, certificateNeedsPayment: false })
  expect(await askedFor()).toBe(1)
  await save({ certificates: true, certificateNeedsPayment: false })
  expect(await askedFor()).toBe(2)
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(1)
  const late = { ...form, certificateNeedsPayment: true, version: version - 1 }
  expect((await world.mutate('plans.update', late, cookie)).code).toBe('conflict')
  expect(await askedFor()).toBe(2)
})

test('somebody free of charge is asked for when they are confirmed', async () => {
  const plan = await makeFreePlan(world)
  const learner = await makeLearner(world, organisation)
  const { id, version } = await makeEnrolment(world, { plan, learner, organisation, state: 'submitted' })
  await world.deps.db.$executeRaw`DELETE FROM pgboss.job WHERE name LIKE 'certificates.%'`
  const { cookie } = await makeStaff(world, 'reviewer')
  const answer = await world.mutate('enrolments.decide', { confirm: [{ id, version }], reject: [] }, cookie)
  expect(answer.data).toMatchObject({ confirmed: 1 })
  expect(await asked()).toEqual([{ planId: plan.id }])
})

test('a department is named with its organisation', async () => {
  const plan = await makeFreePlan(world)
  const group = await makeOrganisation(world, { name: '湖北鸿业集团有限公司' })
  const firm = await makeOrganisation(world, { name: '湖北鸿业检测有限公司', parent: group })
  const department = await makeOrganisation(world, { name: '检测一部', parent: firm, billing: false })
  await world.deps.db.organisation.update({
    where: { id: department.id },
    data: { kind: 'department', creditCode: null },
  })
  await makeEarner(world, plan, department)
  await makeEarner(world, plan, firm)
  await issueCertificates(world.deps, { planId: plan.id })
  expect((await certificatesOf(plan.id)).map((one) => one.organisationName).toSorted()).toEqual([
    '湖北鸿业检测有限公司',
    '湖北鸿业检测有限公司 › 检测一部',
  ])
})

test('the learner is told in the app and by mail, and the organisation once of all of them', async () => {
  const plan = await makeFreePlan(world, '见证取样员培训')
  const firm = await makeOrganisation(world)
  const department = await makeOrganisation(world, { parent: firm, billing: false })
  const admin = await makeAdmin(world, firm)
  const account = await makeAccount(world)
  await makeEarner(world, plan, firm, { name: '王芳', accountId: account.id })
  await makeEarner(world, plan, department, { name: '李强' })
  await world.deps.db.learner.updateMany({ where: { name: '李强' }, data: { email: 'liqiang@example.com' } })
  await world.deps.db.$executeRaw`DELETE FROM pgboss.job WHERE name LIKE 'certificates.%'`
  expect(await issueCertificates(world.deps, { planId: plan.id })).toBe(2)

  const [learners] = await asked('certificates.tell')
  const [organisations] = await asked('certificates.tell-organisations')
  // Told again, as after a worker that died, nobody hears it twice.
  for (let i = 0; i < 2; i++) {
    await tellLearners(world.deps, learners as { certificateIds: string[] })
    await tellOrganisations(world.deps, organisations as { planId: string; issuedAt: string })
  }
  const inApp = (await world.query('notices.list', {}, await world.openSession(account.id))).data.rows
  expect(inApp).toHaveLength(1)
  expect(inApp[0]).toMatchObject({ kind: 'certificateIssued', page: '/learner', subjectType: 'certificate' })
  expect(inApp[0].sentence).toMatch(/“见证取样员培训”.*证书 XS\d{10} 已于/)
  const mails = await world.deps.db.notice.findMany({ where: { kind: 'certificateIssued', channel: 'email' } })
  expect(mails.map((mail) => mail.recipient)).toEqual(['liqiang@example.com'])
  const atFirm = (await world.query('notices.list', {}, admin.cookie)).data.rows
  expect(atFirm).toHaveLength(1)
  expect(atFirm[0]).toMatchObject({ kind: 'certificatesIssued', page: `/certificates?plan=${plan.id}` })
  expect(atFirm[0].sentence).toContain('王芳、李强在“见证取样员培训”')
})
