import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { linkTokenOf } from '../../../server/features/accounts/one-time-secrets.rules.ts'
import { checkRegistration } from '../../../server/features/registrations/check-registration.ts'
import { forgetDrafts } from '../../../server/features/registrations/forget-drafts.ts'
import { tidyRegistration } from '../../../server/features/registrations/work-registration-files.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { freshCode, type HandedIn, handedIn, licenceReading, openApplicant } from '../../support/registrations.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, goodPassword, openBrowser } from '../accounts/browser.ts'

let world: World
let reviewer: { id: string; name: string; cookie: string }
let second: { id: string; name: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  reviewer = await makeStaff(world, 'reviewer')
  second = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const approve = (sent: { id: string; version: number }, more: object = {}, cookie = reviewer.cookie) =>
  world.mutate('registrations.approve', { id: sent.id, version: sent.version, ...more }, cookie)
const reject = (sent: { id: string; version: number }, reason = '营业执照拍得不全', cookie = reviewer.cookie) =>
  world.mutate('registrations.reject', { id: sent.id, version: sent.version, reason }, cookie)
const rowOf = (id: string) => world.deps.db.registration.findUniqueOrThrow({ where: { id } })
const mailsTo = (recipient: string) => world.deps.db.notice.findMany({ where: { channel: 'email', recipient } })
const jobsAbout = async (id: string) => {
  const rows = await world.deps.db.$queryRaw<
    { name: string }[]
  >`SELECT name FROM pgboss.job WHERE data->>'registrationId' = ${id} AND state = 'created' ORDER BY name`
  return rows.map((row) => row.name)
}

describe('approval', () => {
  test('makes the organisation, its first account and the mail with the link, all at once', async () => {
    const sent = await handedIn(world)
    const answer = await approve(sent, { note: '电话核实过', memberNo: 'a 118' })
    expect(answer.code).toBeNull()
    const { organisationId, accountId, logInNames, oneTimePassword, mailedTo } = answer.data
    expect(logInNames).toEqual([sent.code, 'A118', sent.form.mobile])
    expect(mailedTo).toBe(sent.form.email)
    expect(await world.deps.db.organisation.findUnique({ where: { id: organisationId } })).toMatchObject({
      name: sent.form.name,
      creditCode: sent.code,
      memberNo: 'A118',
      parentId: null,
      path: `/${organisationId}/`,
      contactName: sent.form.contactName,
      mobile: sent.form.mobile,
      email: sent.form.email,
      address: sent.form.address,
      enabled: true,
    })
    expect(await world.deps.db.organisationAdmin.findMany({ where: { organisationId } })).toMatchObject([
      { accountId, mayUnmask: true },
    ])
    expect(await rowOf(sent.id)).toMatchObject({
      state: 'approved',
      organisationId,
      decidedById: reviewer.id,
      decidedByName: reviewer.name,
      approvalNote: '电话核实过',
    })
    expect(await auditOf(world, sent.id, 'registration.approved')).toMatchObject([
      { actorId: reviewer.id, organisationId, after: { note: '电话核实过', memberNo: 'A118' } },
    ])
    const [mail] = await mailsTo(sent.form.email)
    expect(mail).toMatchObject({ kind: 'registrationApproved', state: 'queued', organisationId })
    expect(await jobsAbout(sent.id)).toContain('registration.tidy')
    expect(oneTimePassword).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){2}$/)
  })

  test('the read-out password logs in by every name, and asks for one of their own', async () => {
    const sent = await handedIn(world)
    const { logInNames, oneTimePassword } = (await approve(sent, { memberNo: 'A119' })).data
    for (const name of logInNames) {
      const entered = await openBrowser(world).logIn(name, oneTimePassword)
      expect([name, entered.data?.next]).toEqual([name, 'passwordChange'])
    }
  })

  test('the mailed link opens the account once; the link stands in no table and on no page of staff', async () => {
    const sent = await handedIn(world)
    await approve(sent)
    const mail = await world.deps.db.notice.findFirstOrThrow({ where: { recipient: sent.form.email } })
    const { secretId } = mail.data as { secretId: string }
    const token = linkTokenOf(world.deps.secrets, { purpose: 'activation', id: secretId })
    const secret = await world.deps.db.oneTimeSecret.findUniqueOrThrow({ where: { id: secretId } })
    expect(secret.expiresAt.getTime() - world.clock.now().getTime()).toBe(72 * 3_600_000)
    const everything = JSON.stringify([mail, secret, await world.deps.db.auditEntry.findMany()], (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(everything).not.toContain(token)
    const page = await world.query('notices.getMail', { id: mail.id }, reviewer.cookie)
    expect(page.data.text).toContain('/activate#••••')
    expect(JSON.stringify(page.data)).not.toContain(token)

    const browser = openBrowser(world)
    const opened = await browser.mutate('accounts.setPasswordByLink', {
      purpose: 'activation',
      token,
      next: goodPassword,
    })
    expect(opened.data).toMatchObject({ next: 'open', me: { organisation: { name: sent.form.name } } })
    expect(
      await openBrowser(world).mutate('accounts.setPasswordByLink', {
        purpose: 'activation',
        token,
        next: `${goodPassword}-2`,
      }),
    ).toMatchObject({ code: 'linkNotUsable' })
  })

  test('sent again by the same reviewer it is the same answer, until somebody takes the account into use', async () => {
    const sent = await handedIn(world)
    const first = await approve(sent)
    const again = await approve(sent)
    expect(again.data).toEqual({ ...first.data, logInNames: expect.arrayContaining(first.data.logInNames) })
    expect(await mailsTo(sent.form.email)).toHaveLength(1)
    const browser = openBrowser(world)
    await browser.logIn(sent.code, first.data.oneTimePassword)
    await browser.mutate('accounts.changePassword', { next: goodPassword })
    expect(await approve(sent)).toMatchObject({ code: 'registrationAlreadyDecided' })
  })

  test('a mobile that somebody else logs in with is left to them', async () => {
    const first = await handedIn(world)
    await approve(first)
    const sent = await handedIn(world, { form: { mobile: first.form.mobile } })
    const answer = await approve(sent)
    expect(answer.data.logInNames).toEqual([sent.code])
  })

  test('drops the files as received and keeps the pictures', async () => {
    const sent = await handedIn(world)
    const before = await world.deps.db.registrationFile.findUniqueOrThrow({ where: { id: sent.fileId } })
    await tidyRegistration(world.deps, { registrationId: sent.id })
    await expect(world.deps.files.get(before.originalKey ?? '')).resolves.toBeInstanceOf(Buffer)
    await approve(sent)
    await tidyRegistration(world.deps, { registrationId: sent.id })
    await expect(world.deps.files.get(before.originalKey ?? '')).rejects.toThrow(/no file/)
    expect(await world.deps.db.registrationFile.findUnique({ where: { id: sent.fileId } })).toMatchObject({
      originalKey: null,
      pictureKey: before.pictureKey,
    })
    expect((await sent.applicant.fetchFile(sent.fileId, 'picture')).status).toBe(200)
  })

  test('is refused when the code was registered meanwhile', async () => {
    const code = freshCode()
    const [first, other] = [await handedIn(world, { code }), await handedIn(world, { code })]
    expect((await approve(first)).code).toBeNull()
    expect(await approve(other, {}, second.cookie)).toMatchObject({ status: 409, code: 'registrationCodeTaken' })
    expect(await rowOf(other.id)).toMatchObject({ state: 'pending', organisationId: null })
    expect(await jobsAbout(other.id)).toContain('registration.check')
    await checkRegistration(world.deps, { registrationId: other.id })
    const view = await world.query('registrations.review', { id: other.id }, reviewer.cookie)
    expect(view.data.checks).toContainEqual(expect.objectContaining({ code: 'codeTaken', finding: 'codeRegistered' }))
  })

  test('two applications with one code at the same moment make one organisation', async () => {
    const code = freshCode()
    const [first, other] = [await handedIn(world, { code }), await handedIn(world, { code })]
    const answers = await Promise.all([approve(first), approve(other, {}, second.cookie)])
    expect(answers.map((answer) => answer.code).sort()).toEqual(['registrationCodeTaken', null].sort())
    expect(await world.deps.db.organisation.count({ where: { creditCode: code } })).toBe(1)
  })

  test('a member number is once', async () => {
    const [first, other] = [await handedIn(world), await handedIn(world)]
    await approve(first, { memberNo: 'A200' })
    expect(await approve(other, { memberNo: 'a200' })).toMatchObject({ code: 'memberNoTaken' })
    expect(await approve(other, { memberNo: '二百' })).toMatchObject({ code: 'memberNoInvalid' })
    expect((await approve(other, { memberNo: 'A201' })).code).toBeNull()
  })

  test('who applied with a member number gets the credit code of the licence from staff', async () => {
    const credit = freshCode()
    const sent = await handedIn(world, { code: 'B317', reading: licenceReading({ creditCode: credit }) })
    const view = await world.query('registrations.review', { id: sent.id }, reviewer.cookie)
    expect(view.data).toMatchObject({ creditCodeNeeded: true, readCreditCode: credit })
    expect(await approve(sent)).toMatchObject({ code: 'registrationCreditCodeNeeded' })
    expect(await approve(sent, { creditCode: '123' })).toMatchObject({ code: 'creditCodeInvalid' })
    const answer = await approve(sent, { creditCode: credit })
    expect(answer.data.logInNames).toEqual([credit, 'B317', sent.form.mobile])
    expect(await world.deps.db.organisation.findUnique({ where: { id: answer.data.organisationId } })).toMatchObject({
      creditCode: credit,
      memberNo: 'B317',
    })
  })

  test('an older organisation code goes with the credit code that holds it, and with no other', async () => {
    const credit = freshCode()
    const sent = await handedIn(world, { code: `${credit.slice(8, 16)}-${credit.slice(16, 17)}` })
    expect(await approve(sent, { creditCode: freshCode() })).toMatchObject({ code: 'creditCodeInvalid' })
    const answer = await approve(sent, { creditCode: credit })
    expect(answer.data.logInNames.slice(0, 2)).toEqual([credit, credit.slice(8, 17)])
  })
})

describe('rejection', () => {
  test('says why, mails it with the way back, and the corrected one is reviewed anew', async () => {
    const sent = await handedIn(world)
    expect((await reject(sent, '营业执照上的名称是“苏州好检测有限公司”，请照着填')).data).toEqual({ ok: true })
    const seen = (await sent.applicant.query('registrations.get', { id: sent.id })).data
    expect(seen).toMatchObject({ state: 'rejected', rejectedReason: expect.stringContaining('苏州好检测') })
    const [mail] = await mailsTo(sent.form.email)
    expect(mail).toMatchObject({ kind: 'registrationRejected', state: 'queued', organisationId: null })
    const page = await world.query('notices.getMail', { id: mail?.id }, reviewer.cookie)
    expect(page.data.text).toContain('苏州好检测有限公司')
    expect(page.data.text).toContain(`/register/${sent.id}`)

    world.clock.advance(60_000)
    const form = { ...sent.form, name: '苏州好检测有限公司' }
    const again = await sent.applicant.mutate('registrations.submit', { id: sent.id, version: seen.version, form })
    expect(again.code).toBeNull()
    expect(await rowOf(sent.id)).toMatchObject({ state: 'pending', rejectedReason: null, decidedById: null })
    expect((await reject({ id: sent.id, version: again.data.version })).code).toBeNull()
    expect(await mailsTo(sent.form.email)).toHaveLength(2)
  })

  test('needs a reason', async () => {
    const sent = await handedIn(world)
    expect(await reject(sent, ' ')).toMatchObject({ status: 400, code: 'inputInvalid' })
  })

  test('a rejected one cannot be approved before it is sent again', async () => {
    const sent = await handedIn(world)
    await reject(sent)
    expect(await approve(sent)).toMatchObject({
      code: 'registrationAlreadyDecided',
      details: { by: reviewer.name, state: 'rejected' },
    })
  })
})

describe('two reviewers', () => {
  test('at the same moment, one decides and the other is told who; the positive control: alone both can', async () => {
    for (const round of [1, 2, 3]) {
      const sent = await handedIn(world)
      const answers = await Promise.all([approve(sent), reject(sent, `第 ${round} 次`, second.cookie)])
      const refused = answers.filter((answer) => answer.code !== null)
      expect(refused).toMatchObject([{ status: 409, code: 'registrationAlreadyDecided' }])
      const row = await rowOf(sent.id)
      expect(refused[0]?.details).toMatchObject({ by: row.decidedByName, state: row.state })
      const decisions = await world.deps.db.auditEntry.count({
        where: { subjectId: sent.id, action: { in: ['registration.approved', 'registration.rejected'] } },
      })
      expect(decisions).toBe(1)
    }
    expect((await approve(await handedIn(world))).code).toBeNull()
    expect((await reject(await handedIn(world), '请重拍', second.cookie)).code).toBeNull()
  })

  test('both approving make one organisation', async () => {
    const sent = await handedIn(world)
    const answers = await Promise.all([approve(sent), approve(sent, {}, second.cookie)])
    expect(answers.filter((answer) => answer.code === null)).toHaveLength(1)
    expect(await world.deps.db.organisation.count({ where: { creditCode: sent.code } })).toBe(1)
    expect(await mailsTo(sent.form.email)).toHaveLength(1)
  })

  test('a decision on what the applicant changed meanwhile is refused', async () => {
    const sent = await handedIn(world)
    const form = { ...sent.form, address: '换了地址' }
    await sent.applicant.mutate('registrations.saveForm', { id: sent.id, version: sent.version, form })
    expect(await approve(sent)).toMatchObject({ status: 409, code: 'registrationChanged' })
    expect(await reject(sent)).toMatchObject({ code: 'registrationChanged' })
    expect((await approve({ id: sent.id, version: sent.version + 1 })).code).toBeNull()
  })

  test('the worker’s reading is no change of the applicant’s', async () => {
    const sent = await handedIn(world)
    expect((await rowOf(sent.id)).version).toBe(sent.version)
  })
})

describe('the queue', () => {
  let queued: HandedIn[]

  beforeAll(async () => {
    await world.deps.db.registrationCheck.deleteMany()
    await world.deps.db.registrationFile.deleteMany()
    await world.deps.db.registration.deleteMany()
    queued = []
    world.clock.set('2026-03-10T09:00:00+08:00')
    for (const name of ['苏州甲检测有限公司', '苏州乙检测有限公司', '苏州丙检测有限公司']) {
      const reading = name.includes('甲') ? { reading: licenceReading({ name: '无锡检测有限公司' }) } : {}
      queued.push(await handedIn(world, { name, form: { contactName: `${name.charAt(2)}先生` }, ...reading }))
      world.clock.advance(60 * 60_000)
    }
  })

  const names = (answer: { data: { rows: { name: string }[] } }) => answer.data.rows.map((row) => row.name)
  const queue = (input: object = {}) => world.query('registrations.queue', input, reviewer.cookie)

  test('is in the order in which they are due, page by page', async () => {
    const first = await queue({ limit: 2 })
    expect(names(first)).toEqual(['苏州甲检测有限公司', '苏州乙检测有限公司'])
    expect(first.data.rows[0]).toMatchObject({
      code: queued[0]?.code,
      state: 'pending',
      checked: true,
      worst: { code: 'licenceName', verdict: 'fail', found: '无锡检测有限公司' },
    })
    const rest = await queue({ limit: 2, cursor: first.data.nextCursor })
    expect([names(rest), rest.data.nextCursor]).toEqual([['苏州丙检测有限公司'], null])
  })

  test.each([
    ['a part of the name', () => '乙检', ['苏州乙检测有限公司']],
    ['a contact', () => '丙先生', ['苏州丙检测有限公司']],
    ['a code from its start', () => (queued[0]?.code ?? '').toLowerCase().slice(0, 18), ['苏州甲检测有限公司']],
    ['a mobile', () => queued[2]?.form.mobile ?? '', ['苏州丙检测有限公司']],
    ['a wildcard that is none', () => '%', []],
  ])('is searched by %s', async (_what, search, found) => {
    expect(names(await queue({ search: search() }))).toEqual(found)
  })

  test('counts what waits, what is due within two working hours and what is late', async () => {
    const counts = async () => (await world.query('registrations.queueCounts', undefined, reviewer.cookie)).data
    world.clock.set('2026-03-10T17:00:00+08:00')
    // Half an hour of today and an hour and a half of tomorrow: until 10:30.
    expect(await counts()).toEqual({ pending: 3, dueSoon: 2, overdue: 0 })
    world.clock.set('2026-03-11T09:30:00+08:00')
    expect(await counts()).toEqual({ pending: 3, dueSoon: 2, overdue: 1 })
  })

  test('what was decided is the newest first', async () => {
    for (const one of queued.slice(0, 2)) {
      await reject(one)
      world.clock.advance(1000)
    }
    const first = await queue({ state: 'rejected', limit: 1 })
    expect(names(first)).toEqual(['苏州乙检测有限公司'])
    expect(names(await queue({ state: 'rejected', limit: 1, cursor: first.data.nextCursor }))).toEqual([
      '苏州甲检测有限公司',
    ])
    expect(names(await queue())).toEqual(['苏州丙检测有限公司'])
  })

  test.each(['nonsense', `${'x'.repeat(20)}|${newId()}`])('a cursor that is none is refused: %s', async (cursor) => {
    expect((await queue({ cursor })).code).toBe('inputInvalid')
  })
})

test('nobody but reviewers and system admins reviews', async () => {
  const sent = await handedIn(world)
  const organisation = await makeOrganisation(world)
  const cookies = [
    (await makeStaff(world, 'finance')).cookie,
    (await makeAdmin(world, organisation)).cookie,
    undefined,
  ] as const
  for (const cookie of cookies) {
    const code = cookie === undefined ? 'notSignedIn' : 'notAllowed'
    expect((await world.query('registrations.review', { id: sent.id }, cookie)).code).toBe(code)
    expect((await world.mutate('registrations.approve', { id: sent.id, version: sent.version }, cookie)).code).toBe(
      code,
    )
  }
  const systemAdmin = await makeStaff(world, 'systemAdmin')
  expect((await approve(sent, {}, systemAdmin.cookie)).code).toBeNull()
})

test('drafts that nobody can come back to are removed, what was touched or handed in stays', async () => {
  world.clock.set(new Date())
  const applicant = openApplicant(world)
  const begin = async () => {
    const id = newId()
    await applicant.mutate('registrations.begin', { id, code: freshCode(), mobile: '13800138000' })
    await applicant.upload(id)
    return id
  }
  const [old, fresh] = [await begin(), await begin()]
  const sent = await handedIn(world)
  const long = new Date(Date.now() - 40 * 86_400_000)
  await world.deps.db.registration.updateMany({ where: { id: { in: [old, sent.id] } }, data: { createdAt: long } })
  await forgetDrafts(world.deps)
  // Its audit rows are of today: somebody has touched it.
  expect(await world.deps.db.registration.findUnique({ where: { id: old } })).not.toBeNull()
  world.clock.advance(31 * 86_400_000)
  await world.deps.db.registration.updateMany({ where: { id: fresh }, data: { createdAt: world.clock.now() } })
  await forgetDrafts(world.deps)
  const left = await world.deps.db.registration.findMany({ where: { id: { in: [old, fresh, sent.id] } } })
  expect(left.map((row) => row.id).sort()).toEqual([fresh, sent.id].sort())
})
