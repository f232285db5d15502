import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { listMyCertificates } from '../../../server/features/certificates/list-certificates.ts'
import { addHours, makeCertified, makeFreePlan } from '../../support/earned.ts'
import type { MadePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAccount, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let plan: MadePlan
let reviewer: { id: string; name: string; cookie: string }
beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  plan = await makeFreePlan(world, '见证取样员培训')
  reviewer = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const revoke = (id: string, reason = '姓名录入有误') =>
  world.mutate('certificates.revoke', { id, reason }, reviewer.cookie)
const reissue = (certificateId: string, id = newId(), reason = '姓名已更正') =>
  world.mutate('certificates.reissue', { id, certificateId, reason }, reviewer.cookie)
const rename = (learnerId: string, name: string) =>
  world.deps.db.learner.update({ where: { id: learnerId }, data: { name, nameKey: name } })

test('a revoked one is invalid for good, with who, when and why, and learner and organisation are told', async () => {
  const admin = await makeAdmin(world, organisation)
  const account = await makeAccount(world)
  const { id, number, code } = await makeCertified(world, plan, organisation, { accountId: account.id })
  const answer = await revoke(id)
  expect(answer.data).toMatchObject({
    state: 'revoked',
    revokedReason: '姓名录入有误',
    revokedByName: reviewer.name,
    revokedAt: world.clock.now().toISOString(),
    doubt: null,
    now: { refusal: null },
  })
  expect((await world.query('certificates.check', { code })).data).toMatchObject({ state: 'revoked', replaced: false })
  const told = async (cookie: string) => (await world.query('notices.list', {}, cookie)).data.rows
  expect(await told(await world.openSession(account.id))).toMatchObject([{ kind: 'certificateRevoked' }])
  expect(await told(admin.cookie)).toMatchObject([
    {
      kind: 'learnerCertificateRevoked',
      page: `/certificates/${id}`,
      sentence: expect.stringContaining('姓名录入有误'),
    },
  ])
  const audit = await world.deps.db.auditEntry.findFirst({ where: { subjectId: id, action: 'certificate.revoked' } })
  expect(audit).toMatchObject({
    actorName: reviewer.name,
    before: { state: 'valid' },
    after: { reason: '姓名录入有误' },
  })
  expect(await revoke(id)).toMatchObject({ code: 'certificateRevoked', details: { number } })
})

test('two who revoke at once: one does, the other is told', async () => {
  const { id } = await makeCertified(world, plan, organisation)
  const codes = (await Promise.all([revoke(id), revoke(id), revoke(id)])).map((answer) => answer.code)
  expect(codes.toSorted()).toEqual(['certificateRevoked', 'certificateRevoked', null])
})

test('what one says cannot be changed, nor can a revoked one become valid again', async () => {
  const { id } = await makeCertified(world, plan, organisation)
  const { db } = world.deps
  await expect(db.certificate.update({ where: { id }, data: { hours: 9900 } })).rejects.toThrow()
  await revoke(id)
  await expect(
    db.certificate.update({ where: { id }, data: { state: 'valid', revokedAt: null, revokedReason: null } }),
  ).rejects.toThrow()
  await expect(db.certificate.delete({ where: { id } })).rejects.toThrow()
})

test('another is issued in its place with the corrected name, a number of its own, and the old one says so', async () => {
  const { id, number, code, learner } = await makeCertified(world, plan, organisation, { name: '王晓明' })
  await rename(learner.id, '王小明')
  const newOne = newId()
  const answer = await reissue(id, newOne)
  expect(answer.data).toMatchObject({
    id: newOne,
    learnerName: '王小明',
    state: 'valid',
    hours: 3200,
    replaces: { id, number },
    replacedBy: null,
  })
  expect(answer.data.number).not.toBe(number)
  const old = await world.query('certificates.getForStaff', { id }, reviewer.cookie)
  expect(old.data).toMatchObject({
    state: 'revoked',
    revokedReason: '姓名已更正',
    learnerName: '王晓明',
    replacedBy: { id: newOne, number: answer.data.number },
  })
  const checked = (await world.query('certificates.check', { code })).data
  expect(checked).toMatchObject({ state: 'revoked', replaced: true, nameMasked: '王*明' })
  expect(JSON.stringify(checked)).not.toContain(answer.data.number)
  expect(await listMyCertificates(world.deps.db, learner.id)).toMatchObject([{ id: newOne }, { id }])
  const audit = await world.deps.db.auditEntry.findFirst({ where: { subjectId: newOne } })
  expect(audit).toMatchObject({
    action: 'certificate.reissued',
    actorName: reviewer.name,
    after: { reason: '姓名已更正' },
  })
})

test('in the place of one that was revoked before, and only once', async () => {
  const { id } = await makeCertified(world, plan, organisation)
  await revoke(id)
  const newOne = newId()
  const [first, again] = [await reissue(id, newOne), await reissue(id, newOne)]
  expect(again.data).toEqual(first.data)
  expect(await reissue(id)).toMatchObject({ code: 'certificateReplaced', details: { number: first.data.number } })
  const other = await makeCertified(world, plan, organisation)
  expect(await reissue(other.id, newOne)).toMatchObject({ code: 'idempotencyKeyReused' })
})

test('two who reissue at once: there is one more', async () => {
  const { id, learner } = await makeCertified(world, plan, organisation)
  const answers = await Promise.all([reissue(id), reissue(id)])
  expect(answers.map((answer) => answer.code).toSorted()).toEqual(['certificateReplaced', null])
  expect(await world.deps.db.certificate.count({ where: { learnerId: learner.id } })).toBe(2)
})

test('hours that were taken away afterwards revoke nothing by themselves; staff see it, and no new one is issued', async () => {
  const { id, learner } = await makeCertified(world, plan, organisation)
  await addHours(world, learner, plan, -500, { correctsId: learner.compulsoryId })
  const view = await world.query('certificates.getForStaff', { id }, reviewer.cookie)
  expect(view.data).toMatchObject({ state: 'valid', doubt: 'hours', now: { hours: 2700, refusal: 'hours' } })
  expect(await reissue(id)).toMatchObject({
    code: 'certificateNotEarned',
    details: { why: 'hours', hours: 2700, requiredHours: 3000 },
  })
  expect(await world.deps.db.certificate.findUnique({ where: { id } })).toMatchObject({ state: 'valid' })
})

test('a certificate that does not exist, and a reason that says nothing', async () => {
  expect(await revoke(newId())).toMatchObject({ code: 'notFound' })
  expect(await reissue(newId())).toMatchObject({ code: 'notFound' })
  const { id } = await makeCertified(world, plan, organisation)
  expect(await revoke(id, ' ')).toMatchObject({ code: 'inputInvalid', details: { field: 'reason' } })
})
