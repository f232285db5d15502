import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { codeOf } from '../../../server/features/accounts/one-time-secrets.rules.ts'
import { makeStaff } from '../../support/people.ts'
import { formFor, freshCode, handedIn, openApplicant } from '../../support/registrations.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf } from '../accounts/browser.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const mailedDigits = async (email: string) => {
  const mail = await world.deps.db.notice.findFirstOrThrow({
    where: { channel: 'email', recipient: email, kind: 'registrationCode' },
    orderBy: { id: 'desc' },
  })
  const { secretId } = mail.data as { secretId: string }
  return { mail, digits: codeOf(world.deps.secrets, { purpose: 'registrationResume', id: secretId }) }
}

describe('where it stands, by code and mobile', () => {
  test('is said to who knows both, from anywhere', async () => {
    const { id, code, form, dueAt } = await handedIn(world)
    const answer = await openApplicant(world).mutate('registrations.resume', {
      code: code.toLowerCase(),
      mobile: `+86 ${form.mobile}`,
    })
    expect(answer.data.registrations).toMatchObject([
      { id, code, name: form.name, state: 'pending', dueAt, rejectedReason: null, mine: false },
    ])
    expect(answer.data.registrations[0].mailTo).toBe(`c***@example.com`)
  })

  test('with the reason once it is rejected', async () => {
    const { id, code, form, version } = await handedIn(world)
    const reviewer = await makeStaff(world, 'reviewer')
    await world.mutate('registrations.reject', { id, version, reason: '执照不清楚' }, reviewer.cookie)
    const answer = await openApplicant(world).mutate('registrations.resume', { code, mobile: form.mobile })
    expect(answer.data.registrations).toMatchObject([{ state: 'rejected', rejectedReason: '执照不清楚' }])
  })

  test('its own browser may go on at once', async () => {
    const { applicant, code, form } = await handedIn(world)
    const answer = await applicant.mutate('registrations.resume', { code, mobile: form.mobile })
    expect(answer.data.registrations).toMatchObject([{ mine: true }])
  })

  test('another person’s newer draft with the same code and mobile does not hide what was handed in', async () => {
    const { id, code, form } = await handedIn(world)
    await openApplicant(world).mutate('registrations.begin', { id: newId(), code, mobile: form.mobile })
    const answer = await openApplicant(world).mutate('registrations.resume', { code, mobile: form.mobile })
    expect(answer.data.registrations[0]).toMatchObject({ id, state: 'pending' })
    expect(answer.data.registrations).toHaveLength(2)
  })

  test('a wrong mobile and a code that nobody has are one answer', async () => {
    const { code, form } = await handedIn(world)
    const wrongMobile = await openApplicant(world).mutate('registrations.resume', { code, mobile: '13700000001' })
    const wrongCode = await openApplicant(world).mutate('registrations.resume', {
      code: freshCode(),
      mobile: form.mobile,
    })
    expect(wrongMobile).toEqual(wrongCode)
    expect(wrongMobile).toMatchObject({ status: 404, code: 'registrationNotFound' })
  })

  test('who tries mobiles on a code waits; somebody elsewhere does not', async () => {
    const { code, form } = await handedIn(world)
    const prober = openApplicant(world, '203.0.113.50')
    let refused = null
    for (let tries = 0; tries < 20 && !refused; tries++) {
      const mobile = `1370000${String(tries).padStart(4, '0')}`
      const answer = await prober.mutate('registrations.resume', { code, mobile })
      if (answer.code === 'tooManyAttempts') refused = answer
    }
    expect(refused?.details['retryAfterSeconds']).toBeGreaterThan(0)
    // The right mobile is refused just so, and counts no more than a wrong one.
    expect((await prober.mutate('registrations.resume', { code, mobile: form.mobile })).code).toBe('tooManyAttempts')
    expect((await openApplicant(world).mutate('registrations.resume', { code, mobile: form.mobile })).code).toBeNull()
  })
})

describe('going on in another browser', () => {
  test('takes the digits that were mailed, once', async () => {
    const { id, code, form } = await handedIn(world)
    const other = openApplicant(world)
    const named = { id, code, mobile: form.mobile }
    const asked = await other.mutate('registrations.sendResumeCode', named)
    expect(asked.data).toMatchObject({ mailTo: 'c***@example.com' })
    const { mail, digits } = await mailedDigits(form.email)
    expect(JSON.stringify(mail)).not.toContain(digits)
    const wrong = String((Number(digits) + 1) % 1_000_000).padStart(6, '0')
    expect(await other.mutate('registrations.confirmResume', { ...named, digits: wrong })).toMatchObject({
      status: 403,
      code: 'codeNotRight',
      details: { why: 'wrong', triesLeft: 4 },
    })
    expect((await other.query('registrations.get', { id })).code).toBe('notFound')
    const confirmed = await other.mutate('registrations.confirmResume', { ...named, digits })
    expect(confirmed.data).toMatchObject({ id })
    expect((await other.query('registrations.get', { id })).data).toMatchObject({ form })
    expect(await auditOf(world, id, 'registration.resumed')).toHaveLength(1)
    const third = openApplicant(world)
    expect(await third.mutate('registrations.confirmResume', { ...named, digits })).toMatchObject({
      code: 'codeNotRight',
      details: { why: 'used' },
    })
  })

  test('digits expire, and stop working when the address is changed', async () => {
    const { applicant, id, code, form, version } = await handedIn(world)
    const other = openApplicant(world)
    const named = { id, code, mobile: form.mobile }
    await other.mutate('registrations.sendResumeCode', named)
    const first = await mailedDigits(form.email)
    world.clock.advance(11 * 60_000)
    expect(await other.mutate('registrations.confirmResume', { ...named, digits: first.digits })).toMatchObject({
      details: { why: 'expired' },
    })
    await other.mutate('registrations.sendResumeCode', named)
    const second = await mailedDigits(form.email)
    await applicant.mutate('registrations.saveForm', { id, version, form: { ...form, email: 'new@example.com' } })
    expect(await other.mutate('registrations.confirmResume', { ...named, digits: second.digits })).toMatchObject({
      code: 'codeNotRight',
      details: { why: 'replaced' },
    })
  })

  test('a draft without an address cannot be gone on with elsewhere', async () => {
    const form = formFor('苏州无邮箱检测有限公司')
    const [id, code] = [newId(), freshCode()]
    await openApplicant(world).mutate('registrations.begin', { id, code, mobile: form.mobile })
    const answer = await openApplicant(world).mutate('registrations.sendResumeCode', { id, code, mobile: form.mobile })
    expect(answer).toMatchObject({ status: 409, code: 'registrationMailMissing' })
  })

  test('digits are mailed to nobody for another id than the one that the code and mobile name', async () => {
    const [mine, theirs] = [await handedIn(world), await handedIn(world)]
    const answer = await mine.applicant.mutate('registrations.sendResumeCode', {
      id: theirs.id,
      code: mine.code,
      mobile: mine.form.mobile,
    })
    expect(answer).toMatchObject({ status: 404, code: 'registrationNotFound' })
    expect(await world.deps.db.notice.count({ where: { recipient: theirs.form.email } })).toBe(0)
  })
})
