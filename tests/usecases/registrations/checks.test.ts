import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { checkRegistration } from '../../../server/features/registrations/check-registration.ts'
import type { RegistrationCheck } from '../../../server/features/registrations/registrations.schema.ts'
import { makeOrganisation, makeStaff } from '../../support/people.ts'
import {
  freshCode,
  freshPicture,
  type HandedIn,
  handedIn,
  licenceReading,
  openApplicant,
  work,
} from '../../support/registrations.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let reviewer: { cookie: string }
beforeAll(async () => {
  world = await openWorld()
  reviewer = await makeStaff(world, 'reviewer')
})
afterAll(() => world.close())

const review = async (sent: { id: string }) =>
  (await world.query('registrations.review', { id: sent.id }, reviewer.cookie)).data
const own = async (sent: HandedIn) => (await sent.applicant.query('registrations.get', { id: sent.id })).data
const verdicts = (view: { checks: RegistrationCheck[] }) =>
  Object.fromEntries(view.checks.map((check) => [check.code, `${check.verdict} ${check.finding}`]))

describe('what the licence says is held against what was typed', () => {
  test('agreeing, for the applicant and for the reviewer, with the place on the picture', async () => {
    const sent = await handedIn(world)
    expect(verdicts(await own(sent))).toEqual({
      licenceCode: 'pass codeAgrees',
      licenceName: 'pass nameAgrees',
      licenceValid: 'pass licenceEndNotShown',
      codeCharacter: 'pass characterRight',
    })
    const view = await review(sent)
    expect(verdicts(view)).toMatchObject({ codeTaken: 'pass codeFree', fileSeen: 'pass fileNew' })
    expect(view.checked).toBe(true)
    expect(view.files[0].fields).toContainEqual(
      expect.objectContaining({ name: 'name', value: sent.form.name, confidence: 'high' }),
    )
  })

  test('differing, with both values', async () => {
    const name = '苏州市甲乙建设工程质量检测有限公司'
    const code = freshCode()
    const other = freshCode()
    const sent = await handedIn(world, {
      code,
      name: '苏州市甲己建设工程质量检测有限公司',
      reading: licenceReading({ creditCode: other, name, validUntil: '2020-05-18' }),
    })
    const view = await own(sent)
    expect(view.checks).toContainEqual(
      expect.objectContaining({ code: 'licenceCode', verdict: 'fail', found: other, expected: code }),
    )
    expect(view.checks).toContainEqual(
      expect.objectContaining({ code: 'licenceName', verdict: 'warn', finding: 'nameNear', found: name }),
    )
    expect(verdicts(view)['licenceValid']).toBe('fail licenceExpired')
  })

  test('runs again with every change: a corrected name agrees', async () => {
    const code = freshCode()
    const sent = await handedIn(world, {
      code,
      name: '苏州丁工程检测有限公司',
      reading: licenceReading({ creditCode: code, name: '苏州戊工程检测有限公司' }),
    })
    expect(verdicts(await own(sent))['licenceName']).toBe('warn nameNear')
    const form = { ...sent.form, name: '苏州戊工程检测有限公司' }
    await sent.applicant.mutate('registrations.saveForm', { id: sent.id, version: sent.version, form })
    expect((await own(sent)).checked).toBe(false)
    await checkRegistration(world.deps, { registrationId: sent.id })
    expect(verdicts(await own(sent))['licenceName']).toBe('pass nameAgrees')
    expect((await own(sent)).checked).toBe(true)
  })

  test('says that the licence is being read while it is, and that it cannot be when nothing can open it', async () => {
    const applicant = openApplicant(world)
    const id = newId()
    await applicant.mutate('registrations.begin', { id, code: freshCode(), mobile: '13800138000' })
    const view = async () => (await applicant.query('registrations.get', { id })).data
    expect(await view()).toMatchObject({ checked: true, checks: [] })
    const bytes = (await freshPicture()).subarray(0, 400)
    const { fileId } = await applicant.upload(id, { bytes })
    await checkRegistration(world.deps, { registrationId: id })
    expect(verdicts(await view())['licenceCode']).toBe('pending licenceInReading')
    expect((await view()).checked).toBe(false)
    await work(world, fileId, licenceReading({}))
    await checkRegistration(world.deps, { registrationId: id })
    expect(verdicts(await view())['licenceCode']).toBe('fail licenceUnreadable')
    expect((await view()).files[0]).toMatchObject({ state: 'unreadable', errorCode: 'fileDamaged' })
    expect((await view()).missing).toContain('licence')
  })

  test('a qualification is made a picture of and not read', async () => {
    const sent = await handedIn(world)
    const { fileId } = await sent.applicant.upload(sent.id, { purpose: 'qualification' })
    await work(world, fileId, licenceReading({ name: '不该读' }))
    const file = (await own(sent)).files.find((one: { id: string }) => one.id === fileId)
    expect(file).toMatchObject({ state: 'read', purpose: 'qualification', hasPicture: true, fields: [] })
  })
})

describe('who it may be the same as', () => {
  test('an organisation of a like name, with its details and what is shared', async () => {
    const organisation = await makeOrganisation(world, { name: '无锡市太湖交通工程试验检测有限公司' })
    const sent = await handedIn(world, { name: '无锡太湖交通工程试验检测有限公司' })
    const view = await review(sent)
    expect(view.duplicates).toMatchObject([
      { type: 'organisation', id: organisation.id, code: organisation.creditCode, state: 'enabled', shares: ['name'] },
    ])
    expect(view.duplicates[0].score).toBeGreaterThan(0.75)
    expect(verdicts(view)['nameSimilar']).toBe('warn nameSimilar')
    // Whose names are alike is the centre's affair.
    const codes = (await own(sent)).checks.map((check: RegistrationCheck) => check.code)
    expect(codes).not.toContain('nameSimilar')
  })

  test('another application with the same code, file or contact; at most five, the surest first', async () => {
    const code = freshCode()
    const bytes = await freshPicture()
    const first = await handedIn(world, { code, name: '常州市丰收检测有限公司', bytes })
    const second = await handedIn(world, {
      name: '镇江市远山检测有限公司',
      bytes,
      form: { email: first.form.email.toUpperCase() },
    })
    expect(verdicts(await review(second))).toMatchObject({
      fileSeen: 'fail fileUsedElsewhere',
      contactSeen: 'warn contactUsedElsewhere',
      codeTaken: 'pass codeFree',
    })
    const third = await handedIn(world, { code, name: '常州市丰收检测有限公司' })
    const view = await review(third)
    expect(view.duplicates[0]).toMatchObject({ id: first.id, shares: ['code', 'name'], score: 1 })
    expect(verdicts(view)).toMatchObject({ codeTaken: 'warn codeAlsoApplied', nameSimilar: 'warn nameRegistered' })
    for (let count = 0; count < 6; count++) await handedIn(world, { name: '常州市丰收检测有限公司' })
    await checkRegistration(world.deps, { registrationId: third.id })
    const many = await review(third)
    expect(many.duplicates).toHaveLength(5)
    expect(many.duplicates[0].id).toBe(first.id)
    const like = many.checks.find((check: RegistrationCheck) => check.code === 'nameSimilar')
    expect(like.details).toMatchObject({ count: 7, score: 1 })
  })

  test('nobody’s drafts are compared', async () => {
    const code = freshCode()
    const draft = openApplicant(world)
    await draft.mutate('registrations.begin', { id: newId(), code, mobile: '13500000001' })
    const sent = await handedIn(world, {
      code,
      name: '淮安市白马湖水利科学研究院',
      form: { mobile: '13500000001' },
    })
    expect((await review(sent)).duplicates).toEqual([])
  })
})
