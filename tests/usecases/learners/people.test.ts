import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { residentIdOf } from '../../../prisma/seed/credit-codes.ts'
import { newId } from '../../../server/core/ids.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let company: MadeOrganisation
let department: MadeOrganisation
let other: MadeOrganisation
let admin: { id: string; cookie: string }
let stranger: { id: string; cookie: string }
let reviewer: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  company = await makeOrganisation(world)
  department = await makeOrganisation(world, { parent: company, billing: false, name: '质检部' })
  other = await makeOrganisation(world)
  admin = await makeAdmin(world, company)
  stranger = await makeAdmin(world, other)
  reviewer = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

let counter = 0
const freshIdNumber = () => residentIdOf(`32050119910203${String(++counter).padStart(3, '0')}`)
const auditOf = (subjectId: string) =>
  world.deps.db.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })

const form = (organisation: MadeOrganisation, values: object = {}) => ({
  id: newId(),
  organisationId: organisation.id,
  idType: 'residentId',
  idNumber: freshIdNumber(),
  name: '王小明',
  mobile: '138 0013 8000',
  email: 'wang@example.com',
  post: '检测员',
  education: '本科',
  ...values,
})

describe('adding somebody', () => {
  test('whom nobody knows: a new learner, whose ID number is sealed, found by hash and shown masked', async () => {
    const idNumber = freshIdNumber()
    expect((await world.mutate('learners.lookUp', { idType: 'residentId', idNumber }, admin.cookie)).data).toEqual({
      known: false,
    })
    const input = form(department, { idNumber: ` ${idNumber.slice(0, 6)} ${idNumber.slice(6)}` })
    const made = await world.mutate('learners.create', input, admin.cookie)
    expect(made.data).toMatchObject({
      id: input.id,
      name: '王小明',
      mobile: '13800138000',
      idNumberMasked: `${idNumber.slice(0, 6)}********${idNumber.slice(-4)}`,
      organisation: { id: department.id, name: '质检部', names: [company.name, '质检部'] },
      account: 'none',
      enabled: true,
    })
    const stored = await world.deps.db.learner.findUniqueOrThrow({ where: { id: input.id } })
    expect(JSON.stringify({ ...stored, idNumberMasked: '' })).not.toContain(idNumber)
    const trail = await auditOf(input.id)
    expect(trail.map((one) => one.action)).toEqual(['learner.created'])
    expect(JSON.stringify(trail.map((one) => one.after))).not.toContain(idNumber)
  })

  test('the same form sent twice, also at once, makes one learner; with another ID number under the same id it is refused', async () => {
    const input = form(company)
    const answers = await Promise.all([1, 2, 3].map(() => world.mutate('learners.create', input, admin.cookie)))
    expect(answers.map((one) => one.data?.id)).toEqual([input.id, input.id, input.id])
    expect((await auditOf(input.id)).length).toBe(1)
    const reused = await world.mutate('learners.create', { ...input, idNumber: freshIdNumber() }, admin.cookie)
    expect(reused.code).toBe('idempotencyKeyReused')
  })

  test('two who add the same person at the same moment: one is made, the other learns of it', async () => {
    const idNumber = freshIdNumber()
    const answers = await Promise.all(
      [1, 2].map(() => world.mutate('learners.create', form(company, { idNumber }), admin.cookie)),
    )
    expect(answers.map((one) => one.code).sort()).toEqual(['learnerKnown', null].sort())
    expect(answers.find((one) => one.code)?.details).toMatchObject({ name: '王小明' })
  })

  test("a known person of one's own is shown, of another's only that there is one", async () => {
    const learner = await makeLearner(world, department)
    const asked = { idType: 'residentId', idNumber: learner.idNumber }
    const own = await world.mutate('learners.lookUp', asked, admin.cookie)
    expect(own.data).toMatchObject({ known: true, elsewhere: false, learner: { id: learner.id, name: learner.name } })
    const elsewhere = await world.mutate('learners.lookUp', asked, stranger.cookie)
    expect(elsewhere.data).toEqual({ known: true, elsewhere: true })
    const made = await world.mutate('learners.create', form(other, { idNumber: learner.idNumber }), stranger.cookie)
    expect(made).toMatchObject({ code: 'learnerElsewhere', details: {} })
    const staff = await world.mutate('learners.lookUp', asked, reviewer.cookie)
    expect(staff.data).toMatchObject({ elsewhere: false, learner: { id: learner.id } })
  })

  test.each([
    ['residentId', '11010119900307123', 'shape'],
    ['residentId', '110101199002301234', 'birthDate'],
    ['residentId', '110101199003071230', 'checkCharacter'],
    ['hkMacauPermit', 'X12345678', 'shape'],
  ])('%s %s is refused: %s', async (idType, idNumber, reason) => {
    const made = await world.mutate('learners.create', form(company, { idType, idNumber }), admin.cookie)
    expect(made).toMatchObject({ code: 'idNumberInvalid', details: { reason, idType } })
  })

  test("into another's organisation is not found, into a disabled one is refused", async () => {
    expect((await world.mutate('learners.create', form(other), admin.cookie)).code).toBe('notFound')
    const closed = await makeOrganisation(world, { parent: company, enabled: false, billing: false })
    const refused = await world.mutate('learners.create', form(closed), admin.cookie)
    expect(refused.code).toBe('organisationNotActive')
  })
})

describe('taking a person over from another organisation', () => {
  const prove = (learner: { idNumber: string; name: string; mobile: string }, cookie = stranger.cookie) =>
    world.mutate('learners.prove', { idNumber: learner.idNumber, name: learner.name, mobile: learner.mobile }, cookie)

  test('who knows name and mobile sees the details and moves them; history stays, and those they leave are told', async () => {
    const learner = await makeLearner(world, department)
    const proven = await prove(learner)
    expect(proven.data.learner).toMatchObject({ name: learner.name, mobile: learner.mobile })
    const moved = await world.mutate(
      'learners.transfer',
      { proof: proven.data.proof, organisationId: other.id, post: '工程师' },
      stranger.cookie,
    )
    expect(moved.data).toMatchObject({ id: learner.id, post: '工程师', organisation: { id: other.id } })
    expect((await world.query('learners.get', { id: learner.id }, admin.cookie)).code).toBe('notFound')
    const trail = await auditOf(learner.id)
    expect(trail.map((one) => [one.action, one.organisationId])).toEqual([
      ['learner.transferred', department.id],
      ['learner.transferred', other.id],
    ])
    const notices = await world.deps.db.notice.findMany({
      where: { kind: 'learnerTransferred', subjectId: learner.id },
    })
    expect(notices.map((one) => [one.channel, one.recipient]).sort()).toEqual(
      [
        ['app', admin.id],
        ['email', expect.stringMatching(/^finance\d+@example\.com$/)],
      ].sort(),
    )
    expect(JSON.stringify(notices)).not.toContain(learner.idNumber)
    // Sent again, the answer is the same and nothing happens twice.
    const again = await world.mutate(
      'learners.transfer',
      { proof: proven.data.proof, organisationId: other.id },
      stranger.cookie,
    )
    expect(again.data).toMatchObject({ id: learner.id })
    expect((await auditOf(learner.id)).length).toBe(2)
  })

  test('a wrong name, a wrong mobile, nobody and somebody without a mobile are one answer', async () => {
    const learner = await makeLearner(world, company)
    const silent = await makeLearner(world, company, { mobile: '' })
    const nobody = { idNumber: freshIdNumber(), name: '无此人', mobile: '13900001111' }
    const asker = await makeAdmin(world, other)
    const answers = [
      await prove({ ...learner, name: '别的人' }, asker.cookie),
      await prove({ ...learner, mobile: '13900001111' }, asker.cookie),
      await prove({ ...silent, mobile: '13900001111' }, asker.cookie),
      await prove(nobody, asker.cookie),
    ]
    for (const { status, code, details } of answers)
      expect({ status, code, details }).toEqual({ status: 403, code: 'proofRefused', details: {} })
    expect((await prove({ ...silent, mobile: '' }, asker.cookie)).code).toBe('inputInvalid')
  })

  test('guesses about one person are slowed down, whoever makes them; those about nobody alike', async () => {
    const learner = await makeLearner(world, company)
    for (const idNumber of [learner.idNumber, freshIdNumber()]) {
      const codes: (string | null)[] = []
      for (let i = 0; i < 6; i++) {
        const asker = await makeAdmin(world, other)
        codes.push((await prove({ idNumber, name: learner.name, mobile: `1390000000${i}` }, asker.cookie)).code)
      }
      expect(codes).toEqual([...Array(5).fill('proofRefused'), 'tooManyAttempts'])
    }
  })

  test('one account cannot try many people; a right answer between does not free it', async () => {
    const asker = await makeAdmin(world, other)
    const known = await makeLearner(world, company)
    const codes: (string | null)[] = []
    for (let i = 0; i < 12; i++) {
      codes.push((await prove({ idNumber: freshIdNumber(), name: '无此人', mobile: '13900001111' }, asker.cookie)).code)
      if (i === 4) expect((await prove(known, asker.cookie)).code).toBeNull()
    }
    expect(codes.filter((code) => code === 'proofRefused').length).toBe(10)
    expect(codes.at(-1)).toBe('tooManyAttempts')
  })

  test('a proof is only good for a quarter of an hour, for who proved it, for an own organisation, and while nobody moved the person', async () => {
    const learner = await makeLearner(world, company)
    const asker = await makeAdmin(world, other)
    const { proof } = (await prove(learner, asker.cookie)).data
    const transfer = (cookie: string, organisationId = other.id, token = proof) =>
      world.mutate('learners.transfer', { proof: token, organisationId }, cookie)
    expect((await transfer(stranger.cookie)).code).toBe('proofExpired')
    expect(
      (await transfer(asker.cookie, other.id, `${proof.slice(0, -1)}${proof.endsWith('0') ? '1' : '0'}`)).code,
    ).toBe('proofExpired')
    expect((await transfer(asker.cookie, company.id)).code).toBe('notFound')
    world.clock.advance(15 * 60_000 + 1)
    expect((await transfer(asker.cookie)).code).toBe('proofExpired')
    const second = (await prove(learner, asker.cookie)).data.proof
    await world.mutate(
      'learners.move',
      { selection: { ids: [learner.id] }, organisationId: department.id },
      admin.cookie,
    )
    expect((await transfer(asker.cookie, other.id, second)).code).toBe('conflict')
  })
})

describe('changing a learner', () => {
  const change = (view: { id: string; updatedAt: string; organisation: { id: string } }, values: object) => ({
    id: view.id,
    updatedAt: view.updatedAt,
    organisationId: view.organisation.id,
    name: '李静',
    mobile: '',
    email: '',
    post: '',
    education: '',
    ...values,
  })
  const load = async (id: string) => (await world.query('learners.get', { id }, admin.cookie)).data

  test('everything but the ID number, with what differs in the trail', async () => {
    const learner = await makeLearner(world, company, { name: '李静' })
    const view = await load(learner.id)
    const input = change(view, { name: '李 静怡', mobile: learner.mobile, organisationId: department.id })
    const changed = await world.mutate('learners.update', input, admin.cookie)
    expect(changed.data).toMatchObject({ name: '李 静怡', organisation: { id: department.id } })
    const found = await world.query('learners.list', { search: '静怡' }, admin.cookie)
    expect(found.data.rows.map((one: { id: string }) => one.id)).toContain(learner.id)
    const [entry] = await auditOf(learner.id)
    expect(entry).toMatchObject({
      action: 'learner.updated',
      before: { name: '李静', organisationId: company.id },
      after: { name: '李 静怡', organisationId: department.id },
    })
  })

  test('two people at once: the second is told, and nothing of the first is lost', async () => {
    const learner = await makeLearner(world, company, { name: '李静' })
    const view = await load(learner.id)
    const answers = await Promise.all(
      ['检测员', '质量员'].map((post) =>
        world.mutate('learners.update', change(view, { post, mobile: learner.mobile }), admin.cookie),
      ),
    )
    expect(answers.map((one) => one.code).sort()).toEqual(['conflict', null].sort())
    const winner = answers.find((one) => one.code === null)
    expect((await load(learner.id)).post).toBe(winner?.data.post)
    // Positive control: with what is there now the same change goes through.
    const now = await load(learner.id)
    expect(
      (await world.mutate('learners.update', change(now, { post: '主任', mobile: '' }), admin.cookie)).data.post,
    ).toBe('主任')
  })

  test("another's learner is not found, nor is another's organisation to move to", async () => {
    const theirs = await makeLearner(world, other)
    const view = (await world.query('learners.get', { id: theirs.id }, stranger.cookie)).data
    expect((await world.mutate('learners.update', change(view, {}), admin.cookie)).code).toBe('notFound')
    const mine = await makeLearner(world, company)
    const own = await load(mine.id)
    expect((await world.mutate('learners.update', change(own, { organisationId: other.id }), admin.cookie)).code).toBe(
      'notFound',
    )
  })

  test('the account follows: name, mobile and what logs in; an account that is also an admin keeps its own', async () => {
    const account = await makeAccount(world, { name: '李静' })
    const learner = await makeLearner(world, company, { name: '李静', accountId: account.id })
    await world.deps.db.logInName.create({ data: { accountId: account.id, kind: 'mobile', value: learner.mobile } })
    const view = await load(learner.id)
    expect(view.mobileLogsIn).toBe(true)
    const changed = await world.mutate(
      'learners.update',
      change(view, { mobile: '13911112222', email: 'li@example.com' }),
      admin.cookie,
    )
    expect(changed.data.mobileLogsIn).toBe(true)
    const followed = await world.deps.db.account.findUniqueOrThrow({
      where: { id: account.id },
      include: { logInNames: true },
    })
    expect(followed).toMatchObject({
      mobile: '13911112222',
      email: 'li@example.com',
      logInNames: [{ value: '13911112222' }],
    })

    const shared = await makeAdmin(world, company)
    const both = await makeLearner(world, company, { accountId: shared.id })
    const bothView = await load(both.id)
    expect(bothView.accountIsShared).toBe(true)
    await world.mutate('learners.update', change(bothView, { email: 'taken-over@example.com' }), admin.cookie)
    expect((await world.deps.db.account.findUniqueOrThrow({ where: { id: shared.id } })).email).toBe('')
  })

  test('the ID number itself only by staff, with a reason, and they log in by the new one', async () => {
    const account = await makeAccount(world, { name: '李静' })
    const learner = await makeLearner(world, company, { name: '李静', accountId: account.id })
    const view = await load(learner.id)
    const idNumber = freshIdNumber()
    const input = {
      id: learner.id,
      updatedAt: view.updatedAt,
      idType: 'residentId',
      idNumber,
      reason: '身份证录错一位',
    }
    expect((await world.mutate('learners.changeIdNumber', input, admin.cookie)).code).toBe('notAllowed')
    expect((await world.mutate('learners.changeIdNumber', { ...input, reason: '错' }, reviewer.cookie)).code).toBe(
      'inputInvalid',
    )
    const taken = await makeLearner(world, other)
    const known = await world.mutate('learners.changeIdNumber', { ...input, idNumber: taken.idNumber }, reviewer.cookie)
    expect(known).toMatchObject({ code: 'learnerKnown', details: { learnerId: taken.id } })
    const changed = await world.mutate('learners.changeIdNumber', input, reviewer.cookie)
    expect(changed.data.idNumberMasked.slice(-4)).toBe(idNumber.slice(-4))
    expect((await world.mutate('learners.changeIdNumber', input, reviewer.cookie)).code).toBe('conflict')
    const [name] = await world.deps.db.logInName.findMany({ where: { accountId: account.id } })
    expect(name).toMatchObject({
      kind: 'idNumber',
      value: (await world.deps.db.learner.findUniqueOrThrow({ where: { id: learner.id } })).idNumberHash,
    })
    const trail = JSON.stringify((await auditOf(learner.id)).map((one) => [one.before, one.after]))
    expect(trail).toContain('身份证录错一位')
    expect(trail).not.toContain(idNumber)
  })
})

describe('a whole ID number', () => {
  const ask = (id: string, cookie: string, reason = '核对证书上的号码') =>
    world.mutate('learners.unmask', { id, reason }, cookie)

  test('is for staff and for admins with the right, each time with a reason and in the trail', async () => {
    const learner = await makeLearner(world, department)
    expect((await ask(learner.id, admin.cookie)).code).toBe('notAllowed')
    expect((await world.query('learners.rights', undefined, admin.cookie)).data).toEqual({
      unmask: false,
      changeIdNumber: false,
    })
    const trusted = await makeAdmin(world, company)
    await world.deps.db.organisationAdmin.updateMany({ where: { accountId: trusted.id }, data: { mayUnmask: true } })
    expect((await ask(learner.id, trusted.cookie, '看看')).code).toBe('inputInvalid')
    expect((await ask(learner.id, trusted.cookie)).data).toEqual({ idNumber: learner.idNumber })
    expect((await ask(learner.id, reviewer.cookie)).data).toEqual({ idNumber: learner.idNumber })
    const trail = await auditOf(learner.id)
    expect(trail.map((one) => [one.action, one.actorId, one.after])).toEqual([
      ['learner.unmasked', trusted.id, { reason: '核对证书上的号码' }],
      ['learner.unmasked', reviewer.id, { reason: '核对证书上的号码' }],
    ])
    const theirs = await makeLearner(world, other)
    expect((await ask(theirs.id, trusted.cookie)).code).toBe('notFound')
  })

  test('the right holds for the organisation that it was given for, not for another that the same person administers', async () => {
    const person = await makeAccount(world)
    await world.deps.db.organisationAdmin.create({
      data: { accountId: person.id, organisationId: company.id, mayUnmask: true },
    })
    await world.deps.db.organisationAdmin.create({ data: { accountId: person.id, organisationId: other.id } })
    const theirs = await makeLearner(world, other)
    const cookie = await world.openSession(person.id, other.id)
    expect((await ask(theirs.id, cookie)).code).toBe('notAllowed')
  })
})
