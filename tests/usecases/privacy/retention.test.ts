import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { retentionRules } from '../../../server/features/privacy/retention.rules.ts'
import { type RetentionCategory, retentionCategories } from '../../../server/features/privacy/retention.schema.ts'
import { runRetention } from '../../../server/features/privacy/run-retention.ts'
import { FileMissing } from '../../../server/platform/file-store.ts'
import { makeOrder } from '../../support/orders.ts'
import { makeAccount, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { arrangePerson, whereItStands } from './arrange-person.ts'

let world: World
let boss: string
let start: Date
beforeEach(async () => {
  world = await openWorld()
  boss = (await makeStaff(world, 'systemAdmin')).cookie
  start = world.clock.now()
})
afterEach(() => world.close())

const dayMs = 86_400_000
const daysAgo = (days: number) => new Date(start.getTime() - days * dayMs)
const preview = async (category: RetentionCategory, keepDays: number) =>
  (await world.query('privacy.previewRetention', { category, keepDays }, boss)).data
const save = (category: RetentionCategory, keepDays: number) =>
  world.mutate('privacy.saveRetention', { category, keepDays }, boss)
const rowOf = async (category: RetentionCategory) =>
  (await world.query('privacy.retention', undefined, boss)).data.find(
    (row: { category: string }) => row.category === category,
  )
const runs = (category: RetentionCategory) => world.deps.db.retentionRun.findMany({ where: { category } })
/** Just before and just after what the product proposes. */
const around = (category: RetentionCategory) => {
  const { proposedDays } = retentionRules[category]
  return { kept: daysAgo(proposedDays - 1), outdated: daysAgo(proposedDays + 1) }
}

describe('each kind of data goes when its time has come, and not a day sooner', () => {
  test('xAPI statements lose what they said and stay as rows', async () => {
    const person = await arrangePerson(world)
    const { db } = world.deps
    const { kept, outdated } = around('learningStatements')
    await db.learningStatement.updateMany({ data: { receivedAt: outdated } })
    await db.learningStatement.update({ where: { id: person.statementId }, data: { receivedAt: kept } })
    expect(await preview('learningStatements', 365)).toMatchObject({ count: 1 })
    await runRetention(world.deps)
    const rows = await db.learningStatement.findMany()
    expect(rows.map((row) => [row.id === person.statementId, row.body === null]).sort()).toEqual([
      [false, true],
      [true, false],
    ])
    expect(await runs('learningStatements')).toMatchObject([{ erased: 1 }])
  })

  test('notices go with their tries; what has not left yet stays', async () => {
    const { db } = world.deps
    const { kept, outdated } = around('notices')
    const add = async (createdAt: Date, state: 'sent' | 'queued') => {
      const id = newId()
      await db.notice.create({
        data: {
          id,
          eventKey: id,
          kind: 'learnerTransferred',
          channel: 'email',
          recipient: 'a@example.com',
          data: {},
          subjectType: 'learner',
          subjectId: id,
          state,
          createdAt,
        },
      })
      await db.noticeAttempt.create({ data: { id: newId(), noticeId: id, outcome: 'sent' } })
      return id
    }
    const [, young, waiting] = [await add(outdated, 'sent'), await add(kept, 'sent'), await add(outdated, 'queued')]
    await runRetention(world.deps)
    expect((await db.notice.findMany()).map((row) => row.id).sort()).toEqual([young, waiting].sort())
    expect(await db.noticeAttempt.count()).toBe(2)
  })

  test('sessions, one-time secrets and failed log-ins', async () => {
    const { db } = world.deps
    const { kept, outdated } = around('sessions')
    const account = await makeAccount(world)
    const session = (name: string, expiresAt: Date, revokedAt: Date | null) =>
      db.session.create({
        data: {
          id: newId(),
          tokenHash: Buffer.from(name),
          accountId: account.id,
          ip: '',
          userAgent: name,
          expiresAt,
          revokedAt,
        },
      })
    await session('ended long ago', outdated, null)
    await session('revoked long ago', kept, outdated)
    await session('ended lately', kept, null)
    await session('alive', new Date(start.getTime() + dayMs), null)
    await db.oneTimeSecret.createMany({
      data: [outdated, kept].map((expiresAt) => ({
        id: newId(),
        purpose: 'activation' as const,
        subjectId: newId(),
        expiresAt,
      })),
    })
    await db.logInThrottle.createMany({
      data: [
        { bucket: 'old', failures: 1, windowEndsAt: outdated },
        { bucket: 'closed', failures: 9, windowEndsAt: outdated, blockedUntil: kept },
      ],
    })
    expect(await preview('sessions', 183)).toMatchObject({ count: 4 })
    await runRetention(world.deps)
    expect(
      (await db.session.findMany({ where: { accountId: account.id } })).map((row) => row.userAgent).sort(),
    ).toEqual(['alive', 'ended lately'])
    expect(await db.oneTimeSecret.count()).toBe(1)
    expect((await db.logInThrottle.findMany()).map((row) => row.bucket)).toEqual(['closed'])
    expect(await runs('sessions')).toMatchObject([{ erased: 4 }])
    // The log of who logged in is the audit trail, and stays.
    expect((await world.query('audit.verify', undefined, boss)).data.broken).toBeNull()
  })

  test('answers kept for who sends twice, jobs that gave up, and requests that were decided', async () => {
    const { db } = world.deps
    const learner = await makeLearner(world, await makeOrganisation(world))
    for (const category of ['repeatedAnswers', 'givenUpJobs', 'dataRequests'] as const) {
      const { kept, outdated } = around(category)
      for (const at of [kept, outdated]) {
        if (category === 'repeatedAnswers') {
          await db.idempotentResult.create({
            data: {
              key: newId(),
              accountId: newId(),
              action: 'x',
              inputHash: Buffer.from('x'),
              result: {},
              createdAt: at,
            },
          })
        } else if (category === 'givenUpJobs') {
          await db.givenUpJob.create({ data: { id: newId(), queue: 'x', payload: {}, error: 'x', givenUpAt: at } })
        } else {
          await db.personalDataRequest.create({
            data: {
              id: newId(),
              learnerId: learner.id,
              kind: 'erasure',
              state: 'refused',
              stateSince: at,
              requestedById: newId(),
              requestedByName: '',
              decidedById: newId(),
            },
          })
        }
      }
    }
    // One that nobody decided stays, however old.
    await db.personalDataRequest.create({
      data: {
        id: newId(),
        learnerId: learner.id,
        kind: 'erasure',
        stateSince: daysAgo(4000),
        requestedById: newId(),
        requestedByName: '',
      },
    })
    await runRetention(world.deps)
    expect([
      await db.idempotentResult.count(),
      await db.givenUpJob.count(),
      await db.personalDataRequest.count(),
    ]).toEqual([1, 1, 2])
  })

  test('workbooks of imports, by the days that are set', async () => {
    const person = await arrangePerson(world)
    const { db, files } = world.deps
    await db.import.updateMany({ data: { stateSince: daysAgo(40) } })
    await save('importFiles', 60)
    await runRetention(world.deps)
    expect(await db.importChunk.count()).toBe(1)
    await save('importFiles', 30)
    expect(await preview('importFiles', 30)).toMatchObject({ count: 1 })
    await runRetention(world.deps, ['importFiles'])
    expect(await db.importChunk.count()).toBe(0)
    await expect(files.get(person.fileKey)).rejects.toBeInstanceOf(FileMissing)
    expect(await runs('importFiles')).toMatchObject([{ erased: 1 }])
  })

  test('pictures and contacts of rejected registrations; approved and waiting ones stay', async () => {
    const { db, files } = world.deps
    const { kept, outdated } = around('rejectedRegistrations')
    const add = async (state: 'rejected' | 'approved' | 'pending', stateSince: Date) => {
      const id = newId()
      const approved = state === 'approved' ? { organisationId: (await makeOrganisation(world)).id } : {}
      const key = `registrations/${id}/original`
      await db.registration.create({
        data: {
          id,
          code: id.slice(0, 18),
          codeKind: 'creditCode',
          name: '苏州检测',
          contactName: '李强',
          mobile: '13912345678',
          email: 'li@example.com',
          address: '南京',
          state,
          stateSince,
          submittedAt: stateSince,
          ...(state === 'rejected' ? { rejectedReason: '照片不清楚' } : {}),
          dueAt: stateSince,
          ...approved,
          ...(state === 'pending' ? {} : { decidedAt: stateSince, decidedById: newId(), decidedByName: '李强' }),
        },
      })
      await db.registrationFile.create({
        data: {
          id: newId(),
          registrationId: id,
          purpose: 'licence',
          state: 'read',
          originalName: '执照.jpg',
          kind: 'jpeg',
          sizeBytes: 1,
          sha256: '0'.repeat(64),
          originalKey: key,
          reading: {},
        },
      })
      await files.put(key, Buffer.from('x'))
      return { id, key }
    }
    const gone = await add('rejected', outdated)
    const stay = [await add('rejected', kept), await add('approved', outdated), await add('pending', outdated)]
    await runRetention(world.deps)
    await expect(files.get(gone.key)).rejects.toBeInstanceOf(FileMissing)
    expect(await db.registration.findUniqueOrThrow({ where: { id: gone.id } })).toMatchObject({
      name: '苏州检测',
      contactName: '',
      mobile: '',
      email: '',
      address: '',
      state: 'rejected',
      rejectedReason: '照片不清楚',
    })
    for (const one of stay) expect((await files.get(one.key)).toString()).toBe('x')
    expect(await db.registrationFile.count()).toBe(3)
    await runRetention(world.deps)
    expect(await runs('rejectedRegistrations')).toMatchObject([{ erased: 1 }])
  })

  test('slips that paid nothing; those that paid something stay for good', async () => {
    const { db, files } = world.deps
    const organisation = await makeOrganisation(world)
    const order = await makeOrder(world, organisation)
    const { kept, outdated } = around('unusedSlips')
    const add = async (state: 'draft' | 'rejected' | 'approved', stateSince: Date) => {
      const id = newId()
      const key = `vouchers/${id}/original`
      await db.voucher.create({
        data: {
          id,
          orderId: order.id,
          organisationId: organisation.id,
          state,
          stateSince,
          submittedAt: stateSince,
          dueAt: stateSince,
          invoiceDetails: {},
          createdById: newId(),
          ...(state === 'rejected' ? { rejectedCode: 'other' } : {}),
        },
      })
      await db.voucherFile.create({
        data: {
          id: newId(),
          voucherId: id,
          position: 1,
          state: 'read',
          originalName: '回单.jpg',
          kind: 'jpeg',
          sizeBytes: 1,
          sha256: id.replaceAll('-', '').padEnd(64, '0'),
          originalKey: key,
          reading: { fields: {} },
          createdById: newId(),
        },
      })
      await files.put(key, Buffer.from('x'))
      return key
    }
    const gone = [await add('draft', outdated), await add('rejected', outdated)]
    const stay = [await add('rejected', kept), await add('approved', daysAgo(20_000))]
    expect(await preview('unusedSlips', 365)).toMatchObject({ count: 2 })
    await runRetention(world.deps)
    for (const key of gone) await expect(files.get(key)).rejects.toBeInstanceOf(FileMissing)
    for (const key of stay) expect((await files.get(key)).toString()).toBe('x')
    const rows = await db.voucherFile.findMany({ where: { removedAt: { not: null } } })
    expect(rows.map((row) => [row.originalKey, row.reading, row.originalName, row.sha256.length])).toEqual([
      [null, null, '', 64],
      [null, null, '', 64],
    ])
  })

  test('learners who never came; who came once stays', async () => {
    const { db } = world.deps
    const organisation = await makeOrganisation(world)
    const { kept, outdated } = around('idleLearners')
    const person = await arrangePerson(world)
    const idle = await makeLearner(world, organisation, { name: '从未来过的人' })
    const young = await makeLearner(world, organisation)
    await db.$executeRaw`UPDATE learners SET created_at = ${outdated}, updated_at = ${outdated}`
    await db.$executeRaw`UPDATE learners SET created_at = ${kept}, updated_at = ${kept} WHERE id = ${young.id}::uuid`
    expect(await preview('idleLearners', 3 * 365)).toMatchObject({ count: 1 })
    await runRetention(world.deps)
    expect((await db.learner.findUniqueOrThrow({ where: { id: idle.id } })).erasedAt).not.toBeNull()
    expect(await whereItStands(world, [idle.name, idle.idNumber, idle.mobile])).toEqual([])
    expect((await db.learner.findMany({ where: { erasedAt: null } })).map((row) => row.id).sort()).toEqual(
      [person.learnerId, young.id].sort(),
    )
    await runRetention(world.deps)
    expect(await runs('idleLearners')).toMatchObject([{ erased: 1 }])
  })
})

test('what must stay stays, however old and whatever is set to the least', async () => {
  const person = await arrangePerson(world)
  const { db } = world.deps
  for (const category of retentionCategories) {
    expect((await save(category, retentionRules[category].leastDays)).code).toBeNull()
  }
  const counts = async () => [
    await db.order.count(),
    await db.orderItem.count(),
    await db.ledgerTransfer.count(),
    await db.enrolment.count(),
    await db.hourRecord.count(),
    await db.certificate.count(),
    await db.learner.count({ where: { erasedAt: null } }),
    await db.planProgress.count(),
    await db.learningStatement.count(),
  ]
  const before = await counts()
  const entries = await db.auditEntry.count()
  world.clock.advance(40 * 365 * dayMs)
  await runRetention(world.deps)
  expect(await counts()).toEqual(before)
  expect(await db.auditEntry.count()).toBeGreaterThan(entries)
  const [paid] = await db.$queryRaw<{ fen: bigint }[]>`SELECT order_paid_fen(${person.orderId}::uuid) AS fen`
  expect(paid?.fen).toBe(80_000n)
})

describe('setting it', () => {
  test('nobody keeps anything shorter than the law asks, and it is written down who set what', async () => {
    expect((await save('notices', 100)).code).toBe('retentionTooShort')
    expect((await save('notices', 100)).details).toEqual({ category: 'notices', leastDays: 183 })
    expect((await world.query('privacy.previewRetention', { category: 'dataRequests', keepDays: 30 }, boss)).code).toBe(
      'retentionTooShort',
    )
    expect((await save('notices', 200)).code).toBeNull()
    expect(await rowOf('notices')).toMatchObject({
      keepDays: 200,
      proposedDays: 730,
      leastDays: 183,
      changed: { byName: expect.any(String) },
      lastRun: null,
    })
    const entry = await world.deps.db.auditEntry.findFirstOrThrow({ where: { action: 'retention.changed' } })
    expect([entry.before, entry.after]).toEqual([
      { category: 'notices', keepDays: 730 },
      { category: 'notices', keepDays: 200 },
    ])
  })

  test('a rule that stands below the least, from before, does not count', async () => {
    await world.deps.db.retentionRule.create({
      data: { category: 'notices', keepDays: 1, updatedById: newId(), updatedByName: '' },
    })
    expect(await rowOf('notices')).toMatchObject({ keepDays: 183 })
  })

  test('many rows go in several transactions, and the night says how many', async () => {
    const { db } = world.deps
    const { outdated } = around('repeatedAnswers')
    await db.$executeRaw`
      INSERT INTO idempotent_results (key, account_id, action, input_hash, result, created_at)
      SELECT gen_random_uuid(), gen_random_uuid(), 'x', 'x', '{}', ${outdated} FROM generate_series(1, 1234)`
    await runRetention(world.deps)
    expect(await db.idempotentResult.count()).toBe(0)
    expect(await runs('repeatedAnswers')).toMatchObject([{ erased: 1234 }])
    expect(await rowOf('repeatedAnswers')).toMatchObject({ lastRun: { erased: 1234 } })
    const entry = await db.auditEntry.findFirstOrThrow({ where: { action: 'retention.erased' } })
    expect(entry.after).toMatchObject({ category: 'repeatedAnswers', erased: 1234 })
  })
})
