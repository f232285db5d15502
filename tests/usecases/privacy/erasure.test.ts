import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { verifyAudit } from '../../../server/features/audit/verify-audit.ts'
import { privacyRemoveFiles } from '../../../server/features/privacy/privacy.queues.ts'
import { removeErasedFiles } from '../../../server/features/privacy/remove-erased-files.ts'
import { FileMissing } from '../../../server/platform/file-store.ts'
import { makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { sealUntil } from '../audit/seal-until.ts'
import { type ArrangedPerson, arrangePerson, whereItStands } from './arrange-person.ts'

let world: World
let boss: { id: string; cookie: string }
beforeAll(async () => {
  world = await openWorld()
  boss = await makeStaff(world, 'systemAdmin')
})
afterAll(() => world.close())

const ask = async (person: ArrangedPerson, reason = '换工作了') => {
  const id = newId()
  const answer = await world.mutate('privacy.askErasure', { id, reason }, person.cookie)
  return { id, ...answer }
}
const erase = (id: string, name: string) =>
  world.mutate('privacy.decideErasure', { id, verdict: 'erase', name, answer: '已按申请办理' }, boss.cookie)
/** What the worker does with the files of who was erased; twice, as after a crash. */
async function workRemovals(): Promise<void> {
  for (const { id, data } of await world.boss.fetch(privacyRemoveFiles.name, { batchSize: 100 })) {
    const payload = privacyRemoveFiles.payload.parse(data)
    await removeErasedFiles(world.deps, payload)
    await removeErasedFiles(world.deps, payload)
    await world.boss.complete(privacyRemoveFiles.name, id)
  }
}
const namesOf = (person: ArrangedPerson) => [
  person.name,
  person.formerName,
  person.idNumber,
  person.mobile,
  person.email,
]

describe('an erasure', () => {
  test('leaves nothing in the whole database that names the person, while what the law keeps stays', async () => {
    const [person, other] = [await arrangePerson(world), await arrangePerson(world)]
    // The name stands in many tables first: else the search below could not fail.
    const before = await whereItStands(world, namesOf(person))
    const tables = new Set(before.map((line) => line.split(' ')[0]))
    for (const table of [
      'learners',
      'accounts',
      'audit_entries',
      'notices',
      'certificates',
      'hour_records',
      'notice_attempts',
      'mail_bounces',
      'course_openings',
    ]) {
      expect(tables, table).toContain(`public.${table}`)
    }
    await sealUntil(world, 1)
    const { id, code } = await ask(person)
    expect(code).toBeNull()
    const done = await erase(id, person.name)
    expect(done.code).toBeNull()
    expect(done.data).toMatchObject({
      state: 'done',
      learner: { name: '已注销学员', idNumberMasked: '', erased: true },
    })
    expect(await whereItStands(world, namesOf(person))).toEqual([])
    // Sealed texts too: what is left of them can be opened, and says nothing of the person.
    const { db, secrets, files } = world.deps
    expect(await db.importChunk.count({ where: { importId: person.importId } })).toBe(0)
    const imported = await db.import.findUniqueOrThrow({ where: { id: person.importId } })
    expect(imported).toMatchObject({ fileKey: null, state: 'committed' })
    expect((imported.columns as { samples: string }).samples).toBe('')
    // Its key is in a job, which was sent with the erasure: a server that dies here leaves no file that nobody knows of.
    expect((await files.get(person.fileKey)).length).toBeGreaterThan(0)
    await workRemovals()
    await expect(files.get(person.fileKey)).rejects.toBeInstanceOf(FileMissing)
    expect((await files.get(other.fileKey)).length).toBeGreaterThan(0)
    expect((await db.learningStatement.findUniqueOrThrow({ where: { id: person.statementId } })).body).toBeNull()
    const learner = await db.learner.findUniqueOrThrow({ where: { id: person.learnerId } })
    expect(secrets.decrypt(learner.idNumberEncrypted, `learners.id_number:${person.learnerId}`)).toBe('')
    expect(learner).toMatchObject({ accountId: null, enabled: false, mobile: '', email: '', post: '', education: '' })
    expect(await db.account.findUnique({ where: { id: person.accountId } })).toBeNull()
    expect(await db.session.count({ where: { accountId: person.accountId } })).toBe(0)

    // The books, the hours and the register stay as they were, and name nobody.
    expect(await db.order.count({ where: { id: person.orderId, state: 'paid' } })).toBe(1)
    const [paid] = await db.$queryRaw<{ fen: bigint }[]>`SELECT order_paid_fen(${person.orderId}::uuid) AS fen`
    expect(paid?.fen).toBe(80_000n)
    expect(await db.enrolment.count({ where: { learnerId: person.learnerId, state: 'confirmed' } })).toBe(1)
    expect(await db.hourRecord.aggregate({ where: { learnerId: person.learnerId }, _sum: { hours: true } })).toEqual({
      _sum: { hours: 3000 },
    })
    expect(await db.planProgress.findMany({ where: { learnerId: person.learnerId } })).toMatchObject([
      { compulsoryApproved: 2000, electiveApproved: 1000 },
    ])
    const certificate = await db.certificate.findUniqueOrThrow({ where: { id: person.certificateId } })
    expect(certificate).toMatchObject({ state: 'valid', learnerName: '已注销学员', idNumberMasked: '', hours: 3000 })
    const checked = await world.query('certificates.check', { code: certificate.code })
    expect(checked.data).toMatchObject({ state: 'valid', nameMasked: '已注销', hours: 3000 })

    // Nobody else lost anything.
    const theirs = await whereItStands(world, namesOf(other))
    expect(new Set(theirs.map((line) => line.split(' ')[0]))).toEqual(tables)
    expect(await db.importChunk.count({ where: { importId: other.importId } })).toBe(1)
    expect((await world.query('learners.me', undefined, other.cookie)).data.name).toBe(other.name)
  })

  test('keeps the audit trail whole: every entry is there, its redactions are counted, and nothing else may change', async () => {
    const person = await arrangePerson(world)
    const { db } = world.deps
    const { id } = await ask(person)
    const count = await db.auditEntry.count()
    await sealUntil(world, count)
    const head = await db.auditSeal.findFirstOrThrow({ orderBy: { position: 'desc' } })
    expect(await verifyAudit(world.deps)).toMatchObject({ broken: null })
    const { redacted: before } = await verifyAudit(world.deps)
    await erase(id, person.name)
    await sealUntil(world, await db.auditEntry.count())
    const after = await verifyAudit(world.deps)
    expect(after.broken).toBeNull()
    expect(after.redacted).toBeGreaterThan(before)
    // What was sealed before is sealed as it was, and the erasure's own entry says what it touched.
    expect((await db.auditSeal.findUniqueOrThrow({ where: { position: head.position } })).hash).toEqual(head.hash)
    const entry = await db.auditEntry.findFirstOrThrow({
      where: { action: 'learner.erased', subjectId: person.learnerId },
    })
    const redacted = (entry.after as { redacted: string[] }).redacted
    expect(redacted.length).toBe(after.redacted - before)
    const logIn = await db.auditEntry.findFirstOrThrow({ where: { actorId: person.accountId } })
    expect(logIn).toMatchObject({ actorName: '已注销学员', actorKind: 'account' })

    // Somebody who changes more of such an entry than the erasure did is found out.
    const touched = BigInt(redacted[0]?.split(':')[0] ?? 0)
    await db.$executeRaw`ALTER TABLE audit_entries DISABLE TRIGGER USER`
    await db.$executeRaw`UPDATE audit_entries SET actor_name = 'x' WHERE id = ${touched}`
    await db.$executeRaw`ALTER TABLE audit_entries ENABLE TRIGGER USER`
    expect((await verifyAudit(world.deps)).broken).toMatchObject({ entryId: String(touched), fault: 'changed' })
    await db.$executeRaw`ALTER TABLE audit_entries DISABLE TRIGGER USER`
    await db.$executeRaw`UPDATE audit_entries SET actor_name = '已注销学员' WHERE id = ${touched}`
    await db.$executeRaw`ALTER TABLE audit_entries ENABLE TRIGGER USER`
  })

  test('the trigger lets an erasure change names and values, and nothing else, and nobody who may not change the table', async () => {
    const { db } = world.deps
    const erasing = (sql: string) =>
      db.$transaction([db.$executeRaw`SELECT set_config('xueshi.erasing', 'on', true)`, db.$executeRawUnsafe(sql)])
    await expect(db.$executeRaw`UPDATE audit_entries SET actor_name = 'x'`).rejects.toThrow(/append-only/)
    for (const change of [
      "ip = '1.1.1.1'",
      "action = 'x'",
      'subject_id = gen_random_uuid()',
      'actor_id = NULL',
      'at = now()',
    ]) {
      await expect(erasing(`UPDATE audit_entries SET ${change}`), change).rejects.toThrow(/append-only/)
    }
    await expect(erasing('DELETE FROM audit_entries')).rejects.toThrow(/append-only/)
    await expect(erasing('UPDATE audit_entries SET after = NULL WHERE after IS NOT NULL')).rejects.toThrow(
      /append-only/,
    )
    const role = `reader_${newId().replaceAll('-', '')}`
    await db.$executeRawUnsafe(`CREATE ROLE ${role}`)
    await db.$executeRawUnsafe(`GRANT SELECT ON audit_entries TO ${role}`)
    await expect(
      db.$transaction([
        db.$executeRawUnsafe(`SET LOCAL ROLE ${role}`),
        db.$executeRaw`SELECT set_config('xueshi.erasing', 'on', true)`,
        db.$executeRaw`UPDATE audit_entries SET actor_name = 'x'`,
      ]),
    ).rejects.toThrow(/permission denied/)
    await db.$executeRawUnsafe(`DROP OWNED BY ${role}`)
    await db.$executeRawUnsafe(`DROP ROLE ${role}`)
  })

  test('lets the same person be entered anew, as somebody of whom nothing is known', async () => {
    const person = await arrangePerson(world)
    const { id } = await ask(person)
    await erase(id, person.name)
    const again = newId()
    const answer = await world.mutate(
      'learners.create',
      {
        id: again,
        organisationId: person.organisation.id,
        idType: 'residentId',
        idNumber: person.idNumber,
        name: person.name,
        mobile: '',
        email: '',
        post: '',
        education: '',
      },
      person.admin,
    )
    expect(answer.code).toBeNull()
    expect((await world.query('hours.ofLearner', { learnerId: again }, person.admin)).data.records).toEqual([])
  })

  test('is done once, and nobody acts on who was erased', async () => {
    const person = await arrangePerson(world)
    const { id } = await ask(person)
    expect((await erase(id, '别人')).details).toEqual({ field: 'name' })
    expect((await erase(id, person.name)).code).toBeNull()
    expect((await erase(id, person.name)).code).toBe('dataRequestDecided')
    expect((await world.query('learners.me', undefined, person.cookie)).code).toBe('notSignedIn')
    const row = (await world.query('learners.get', { id: person.learnerId }, person.admin)).data
    const changed = {
      id: person.learnerId,
      organisationId: person.organisation.id,
      updatedAt: row.updatedAt,
      name: '新名字',
      mobile: '',
      email: '',
      post: '',
      education: '',
    }
    expect((await world.mutate('learners.update', changed, person.admin)).code).toBe('learnerErased')
    expect(
      (await world.mutate('learners.unmask', { id: person.learnerId, reason: '核对身份' }, boss.cookie)).code,
    ).toBe('learnerErased')
    const enabled = await world.mutate(
      'learners.setEnabled',
      { selection: { ids: [person.learnerId] }, enabled: true, reason: '' },
      person.admin,
    )
    expect(enabled.data).toEqual({ changed: 0, unchanged: 1 })
    expect(
      (
        await world.mutate(
          'privacy.recordErasure',
          { id: newId(), learnerId: person.learnerId, reason: '' },
          boss.cookie,
        )
      ).code,
    ).toBe('learnerErased')
  })
})

describe('an erasure is refused with what stands in its way', () => {
  const blocked = async (person: ArrangedPerson) => {
    const { code, details } = await ask(person)
    return { code, why: details.why }
  }

  test('unspent value of study cards', async () => {
    const person = await arrangePerson(world)
    const { db } = world.deps
    const batchId = newId()
    const walletId = newId()
    await db.studyCardBatch.create({
      data: {
        id: batchId,
        orderId: person.orderId,
        organisationId: person.organisation.id,
        planId: person.plan.id,
        expiresOn: new Date('2036-01-01'),
      },
    })
    await db.studyCardWallet.create({ data: { id: walletId, learnerId: person.learnerId, batchId } })
    await db.$executeRaw`
      INSERT INTO ledger_accounts (id, kind, owner_id) VALUES (gen_random_uuid(), 'cardBatch', ${batchId}::uuid), (gen_random_uuid(), 'wallet', ${walletId}::uuid)`
    await db.$executeRaw`
      INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
      SELECT gen_random_uuid(), ${newId()}, 'recharged', b.id, w.id, 500, 'cardOperation', ${newId()}::uuid FROM ledger_accounts b, ledger_accounts w
      WHERE b.owner_id = ${batchId}::uuid AND w.owner_id = ${walletId}::uuid`
    const answer = await ask(person)
    expect(answer).toMatchObject({
      code: 'erasureBlocked',
      details: { why: 'wallet', amountFen: 500, planName: person.plan.name },
    })
    expect((await world.query('privacy.mine', undefined, person.cookie)).data.obstacles).toHaveLength(1)
  })

  test('an order that is open, an enrolment under way, a refund, hours in review, an office', async () => {
    const person = await arrangePerson(world)
    const { db } = world.deps
    await db.order.update({ where: { id: person.orderId }, data: { state: 'open' } })
    expect(await blocked(person)).toEqual({ code: 'erasureBlocked', why: 'order' })
    await db.order.update({ where: { id: person.orderId }, data: { state: 'paid' } })

    const hour = await db.hourRecord.create({
      data: {
        id: newId(),
        learnerId: person.learnerId,
        planId: person.plan.id,
        organisationId: person.organisation.id,
        organisationPath: person.organisation.path,
        kind: 'elective',
        source: 'offline',
        title: '讲座',
        hours: 100,
        studiedOn: new Date(),
        createdByName: '王芳',
      },
    })
    expect(await blocked(person)).toEqual({ code: 'erasureBlocked', why: 'hours' })
    await db.hourRecord.update({ where: { id: hour.id }, data: { state: 'rejected', rejectedReason: '材料不全' } })

    await db.organisationAdmin.create({ data: { accountId: person.accountId, organisationId: person.organisation.id } })
    expect(await blocked(person)).toEqual({ code: 'erasureBlocked', why: 'account' })
    await db.organisationAdmin.deleteMany({ where: { accountId: person.accountId } })

    const { id, code } = await ask(person)
    expect(code).toBeNull()
    // What comes in between stands in the way of the decision too, and nothing is half erased.
    await db.order.update({ where: { id: person.orderId }, data: { state: 'open' } })
    expect(await erase(id, person.name)).toMatchObject({ code: 'erasureBlocked', details: { why: 'order' } })
    expect((await world.query('privacy.request', { id }, boss.cookie)).data).toMatchObject({
      state: 'requested',
      obstacles: [{ why: 'order' }],
    })
    expect((await db.learner.findUniqueOrThrow({ where: { id: person.learnerId } })).name).toBe(person.name)
  })
})

describe('requests', () => {
  test('one at a time; the same sent twice is one; the learner can take it back; staff refuse with a reason', async () => {
    const person = await arrangePerson(world)
    const first = await ask(person)
    expect(
      (await world.mutate('privacy.askErasure', { id: first.id, reason: '换工作了' }, person.cookie)).code,
    ).toBeNull()
    expect((await ask(person)).code).toBe('dataRequestOpen')
    expect((await world.query('privacy.waiting', undefined, boss.cookie)).data.erasures).toBeGreaterThan(0)
    expect((await world.mutate('privacy.withdrawErasure', { id: first.id }, person.cookie)).data).toMatchObject({
      state: 'refused',
      answer: '',
    })
    const second = await ask(person)
    const refuse = (answer: string) =>
      world.mutate('privacy.decideErasure', { id: second.id, verdict: 'refuse', answer }, boss.cookie)
    expect((await refuse('否')).code).toBe('inputInvalid')
    expect((await refuse('合同纠纷没有结束，法律要求保留')).data).toMatchObject({
      state: 'refused',
      decidedByName: expect.any(String),
    })
    expect((await world.query('privacy.mine', undefined, person.cookie)).data.erasure).toMatchObject({
      state: 'refused',
      answer: '合同纠纷没有结束，法律要求保留',
    })
    const { rows } = (await world.query('privacy.requests', { state: 'refused', limit: 1 }, boss.cookie)).data
    expect(rows[0]).toMatchObject({ id: second.id, learner: { name: person.name } })
  })

  test('a learner decides about nobody else, and only system admins decide', async () => {
    const [person, other] = [await arrangePerson(world), await arrangePerson(world)]
    const { id } = await ask(person)
    expect((await world.mutate('privacy.withdrawErasure', { id }, other.cookie)).code).toBe('notFound')
    expect((await world.mutate('privacy.askErasure', { id, reason: '' }, other.cookie)).code).toBe(
      'idempotencyKeyReused',
    )
    const reviewer = await makeStaff(world, 'reviewer', 'finance')
    expect(
      (
        await world.mutate(
          'privacy.decideErasure',
          { id, verdict: 'erase', name: person.name, answer: '' },
          reviewer.cookie,
        )
      ).code,
    ).toBe('notAllowed')
    expect((await world.query('privacy.requests', {}, person.admin)).code).toBe('notAllowed')
  })

  test('staff record what somebody without an account asked for', async () => {
    const learner = await makeLearner(world, await makeOrganisation(world))
    const id = newId()
    const answer = await world.mutate(
      'privacy.recordErasure',
      { id, learnerId: learner.id, reason: '来信申请' },
      boss.cookie,
    )
    expect(answer.data).toMatchObject({ state: 'requested', learner: { id: learner.id } })
    expect((await erase(id, learner.name)).data).toMatchObject({ state: 'done' })
    expect(await whereItStands(world, [learner.idNumber, learner.mobile])).toEqual([])
  })
})
