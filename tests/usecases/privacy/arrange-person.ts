import { residentIdOf } from '../../../prisma/seed/credit-codes.ts'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { storeRows } from '../../../server/features/imports/chunks.ts'
import { hashIdNumber } from '../../../server/features/learners/id-numbers.ts'
import { sealBody } from '../../../server/features/learning-platforms/statement-bodies.ts'
import { postTransfers } from '../../../server/features/ledger/post-transfers.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import type { World } from '../../support/world.ts'

/** Somebody who has left a trace in everything that this product keeps, under a name that nobody else has. */
export type ArrangedPerson = {
  readonly learnerId: string
  readonly accountId: string
  readonly name: string
  readonly formerName: string
  readonly idNumber: string
  readonly mobile: string
  readonly email: string
  readonly organisation: MadeOrganisation
  readonly plan: MadePlan
  readonly orderId: string
  readonly certificateId: string
  readonly statementId: string
  readonly fileKey: string
  readonly importId: string
  /** The learner's own session, and their organisation's admin's. */
  readonly cookie: string
  readonly admin: string
}

let counter = 0

export async function arrangePerson(world: World): Promise<ArrangedPerson> {
  counter++
  const { db, secrets, files } = world.deps
  const organisation = await makeOrganisation(world)
  const admin = (await makeAdmin(world, organisation)).cookie
  const learnerId = newId()
  const [name, formerName] = [`欧阳靖雯${counter}`, `欧阳靖文${counter}`]
  const idNumber = residentIdOf(`32010119880808${String(100 + counter)}`)
  const mobile = `138${String(10_000_000 + counter)}`
  const email = `jingwen${counter}@example.org`
  const call = async (procedure: string, input: object, cookie: string) => {
    const answer = await world.mutate(procedure, input, cookie)
    if (answer.code !== null) throw new Error(`${procedure}: ${answer.code} ${JSON.stringify(answer.details)}`)
    return answer.data
  }
  const person = { mobile, email, post: '检测员', education: '本科' }
  const made = await call(
    'learners.create',
    { id: learnerId, organisationId: organisation.id, idType: 'residentId', idNumber, name: formerName, ...person },
    admin,
  )
  await call(
    'learners.update',
    { id: learnerId, organisationId: organisation.id, updatedAt: made.updatedAt, name, ...person },
    admin,
  )
  await call('learners.givePassword', { id: learnerId }, admin)
  const { accountId } = await db.learner.findUniqueOrThrow({ where: { id: learnerId } })
  if (accountId === null) throw new Error('no account')
  await db.account.update({ where: { id: accountId }, data: { mustChangePassword: false } })
  const cookie = await world.openSession(accountId)
  const { updatedAt } = (await world.query('learners.me', undefined, cookie)).data
  await call('learners.updateMine', { updatedAt, education: '硕士研究生' }, cookie)

  const plan = await makeOfflinePlan(world)
  const order = await makeOrder(world, organisation, { state: 'paid', amountFen: 80_000 })
  const enrolment = await makeEnrolment(world, { plan, learner: { id: learnerId }, organisation, state: 'confirmed' })
  await db.enrolment.update({ where: { id: enrolment.id }, data: { orderId: order.id, reason: null } })
  await db.orderEnrolment.create({ data: { orderId: order.id, enrolmentId: enrolment.id, feeFen: 80_000n } })
  const payeeId = (await db.payeeAccount.findFirstOrThrow()).id
  await inTransaction(world.deps, (tx) =>
    postTransfers(tx, systemActor('test'), [
      {
        idempotencyKey: newId(),
        kind: 'paymentReceived',
        debit: { kind: 'bank', ownerId: payeeId },
        credit: { kind: 'order', ownerId: order.id },
        amountFen: fen(80_000),
        causeType: 'payment',
        causeId: newId(),
      },
    ]),
  )
  const whose = { organisationId: organisation.id, organisationPath: organisation.path }
  const statementId = await addStatement(world, learnerId, `${name} ${idNumber}`)
  await db.hourRecord.createMany({
    data: [
      { kind: 'compulsory' as const, hours: 2000, evidence: `${name}的结业证` },
      { kind: 'elective' as const, hours: 1000, evidence: '' },
    ].map((one) => ({
      id: newId(),
      learnerId,
      planId: plan.id,
      ...whose,
      source: 'offline' as const,
      title: `${name} 2026 年线下培训`,
      studiedOn: new Date('2026-05-02'),
      state: 'approved' as const,
      createdById: accountId,
      createdByName: name,
      ...one,
    })),
  })
  await db.courseOpening.create({
    data: {
      id: newId(),
      learnerId,
      planId: plan.id,
      ...whose,
      amountFen: 0n,
      openedById: accountId,
      openedByName: name,
    },
  })
  const certificateId = newId()
  await db.certificate.create({
    data: {
      id: certificateId,
      number: `XS2026${String(900_000 + counter)}`,
      code: Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => 'ABCDEFGHJKMNPQRS'[byte % 16]).join(''),
      learnerId,
      planId: plan.id,
      ...whose,
      organisationName: organisation.name,
      learnerName: name,
      idNumberMasked: `320101********${idNumber.slice(-4)}`,
      title: '培训合格证书',
      planNumber: plan.number,
      planName: plan.name,
      publisher: '',
      year: 2026,
      hours: 3000,
      compulsoryHours: 2000,
      electiveHours: 1000,
      centreName: '培训中心',
      issuedOn: new Date('2026-06-01'),
    },
  })
  await addNotices(world, { learnerId, accountId, name, email, organisationId: organisation.id })
  const { importId, fileKey } = await addImport(
    world,
    organisation,
    `${name},${idNumber},${mobile}`,
    hashIdNumber(world.deps, idNumber),
  )
  await files.put(fileKey, secrets.encryptBytes(Buffer.from(`${name},${idNumber}`), `imports.file:${importId}`))
  return {
    learnerId,
    accountId,
    name,
    formerName,
    idNumber,
    mobile,
    email,
    organisation,
    plan,
    orderId: order.id,
    certificateId,
    statementId,
    fileKey,
    importId,
    cookie,
    admin,
  }
}

/** A statement of a platform about them, and one that could not be told whose it is. */
async function addStatement(world: World, learnerId: string, said: string): Promise<string> {
  const { db } = world.deps
  const platformId = newId()
  await db.learningPlatform.create({
    data: {
      id: platformId,
      name: '平台',
      homePage: 'https://lms.example.org',
      accessKey: platformId,
      secretHash: Buffer.from('x'),
      createdById: newId(),
    },
  })
  const add = async (whose: string | null) => {
    const id = newId()
    await db.learningStatement.create({
      data: {
        id,
        platformId,
        statementId: newId(),
        body: sealBody(world.deps, id, { actor: { name: said } }),
        sha256: id,
        verb: 'completed',
        activityId: 'https://lms.example.org/1',
        learnerId: whose,
        outcome: 'refused',
        reason: 'learnerUnknown',
        happenedAt: new Date(),
      },
    })
    return id
  }
  await add(null)
  return add(learnerId)
}

async function addNotices(
  world: World,
  of: { learnerId: string; accountId: string; name: string; email: string; organisationId: string },
): Promise<void> {
  const { db } = world.deps
  const data = {
    kind: 'learnerTransferred',
    learnerId: of.learnerId,
    learnerName: of.name,
    idNumberMasked: '320101********1234',
  }
  const one = {
    kind: 'learnerTransferred',
    data,
    subjectType: 'learner',
    subjectId: of.learnerId,
    state: 'sent' as const,
  }
  const mail = newId()
  await db.notice.createMany({
    data: [
      { ...one, id: newId(), eventKey: newId(), channel: 'app', recipient: of.accountId, accountId: of.accountId },
      { ...one, id: mail, eventKey: newId(), channel: 'email', recipient: of.email },
      // To somebody else, about them.
      {
        ...one,
        id: newId(),
        eventKey: newId(),
        channel: 'email',
        recipient: 'admin@example.com',
        organisationId: of.organisationId,
      },
    ],
  })
  await db.noticeAttempt.create({
    data: { id: newId(), noticeId: mail, outcome: 'sent', detail: `<${of.email}> accepted` },
  })
  await db.mailBounce.create({ data: { id: newId(), address: of.email, bouncedAt: new Date(), detail: of.email } })
}

async function addImport(world: World, organisation: MadeOrganisation, said: string, identity: string) {
  const importId = newId()
  const fileKey = `imports/${importId}/file`
  await world.deps.db.import.create({
    data: {
      id: importId,
      kind: 'learners',
      organisationId: organisation.id,
      createdById: newId(),
      createdByName: '王芳',
      state: 'committed',
      fileName: '名单.xlsx',
      fileKind: 'xlsx',
      fileKey,
      sha256: '0'.repeat(64),
      sizeBytes: 1,
      columns: {
        headings: [],
        columns: [],
        samples: world.deps.secrets.encrypt(JSON.stringify({ 0: [said] }), `imports.columns:${importId}`),
        chosen: null,
      },
    },
  })
  await inTransaction(world.deps, (tx) =>
    storeRows(world.deps, tx, importId, 2, [
      { number: 2, cells: said.split(','), outcome: 'unchanged', identity } as never,
    ]),
  )
  return { importId, fileKey }
}

/** Every column of every table of the database as text: where it holds one of the values. */
export async function whereItStands(world: World, values: readonly string[]): Promise<string[]> {
  const { db } = world.deps
  const tables = await db.$queryRaw<{ schema: string; name: string }[]>`
    SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`
  const found: string[] = []
  for (const { schema, name } of tables) {
    for (const value of values) {
      // Bytes are written as hexadecimal digits.
      const asBytes = Buffer.from(value).toString('hex')
      const rows = await db.$queryRawUnsafe<{ row: string }[]>(
        `SELECT t::text AS row FROM "${schema}"."${name}" t WHERE position($1 IN t::text) > 0 OR position($2 IN t::text) > 0 LIMIT 3`,
        value,
        asBytes,
      )
      found.push(...rows.map(({ row }) => `${schema}.${name} holds ${value}: ${row.slice(0, 300)}`))
    }
  }
  return found
}
