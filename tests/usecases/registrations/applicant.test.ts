import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makeAccount, makeOrganisation, makeStaff } from '../../support/people.ts'
import { formFor, freshCode, freshPicture, handedIn, openApplicant } from '../../support/registrations.ts'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf } from '../accounts/browser.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const rowOf = (id: string) => world.deps.db.registration.findUniqueOrThrow({ where: { id } })
const begin = async (applicant = openApplicant(world), code = freshCode()) => {
  const id = newId()
  const form = formFor('苏州开工检测有限公司')
  const answer = await applicant.mutate('registrations.begin', { id, code, mobile: form.mobile })
  return { applicant, id, code, form, answer }
}

describe('the code comes first', () => {
  test('a credit code that nobody has: not registered, go on', async () => {
    const code = freshCode()
    const answer = await openApplicant(world).mutate('registrations.checkCode', { code: ` ${code.toLowerCase()} ` })
    expect(answer.data).toEqual({
      code,
      kind: 'creditCode',
      doubtful: false,
      registered: false,
      inProgress: false,
      mine: null,
    })
  })

  test('a code of an organisation is registered, and nothing can be begun with it', async () => {
    const organisation = await makeOrganisation(world)
    const applicant = openApplicant(world)
    expect((await applicant.mutate('registrations.checkCode', { code: organisation.creditCode })).data).toMatchObject({
      registered: true,
    })
    expect((await begin(applicant, organisation.creditCode)).answer).toMatchObject({
      status: 409,
      code: 'registrationCodeTaken',
    })
  })

  test('the older organisation code within a registered credit code is registered too', async () => {
    const done = await handedIn(world)
    const reviewer = await makeStaff(world, 'reviewer')
    await world.mutate('registrations.approve', { id: done.id, version: done.version }, reviewer.cookie)
    const older = done.code.slice(8, 17)
    const answer = await openApplicant(world).mutate('registrations.checkCode', { code: older })
    expect(answer.data).toMatchObject({ code: older, kind: 'organisationCode', registered: true })
  })

  test('a name that somebody logs in with is registered, also where it is no organisation’s code', async () => {
    const account = await makeAccount(world)
    await world.deps.db.logInName.create({ data: { value: 'B4711', kind: 'memberNo', accountId: account.id } })
    expect((await openApplicant(world).mutate('registrations.checkCode', { code: 'b4711' })).data).toMatchObject({
      kind: 'memberNo',
      registered: true,
    })
  })

  test('a wrong check character is a mark, not a wall', async () => {
    const { applicant, id, answer } = await begin(openApplicant(world), '91350203M0001QAY9B')
    expect(answer.code).toBeNull()
    expect(await rowOf(id)).toMatchObject({ codeKind: 'creditCode', codeDoubtful: true })
    expect((await applicant.query('registrations.get', { id })).data).toMatchObject({ codeDoubtful: true })
  })

  test.each(['', '9132', '91320500MA1X2Y3ZI', '91320500IA1X2Y3Z4A', '江苏建科', 'A1234567890'])(
    '%j is none',
    async (code) => {
      const answer = await openApplicant(world).mutate('registrations.checkCode', { code })
      expect(answer.status).toBe(400)
      expect(answer.code).toBe(code === '' ? 'inputInvalid' : 'registrationCodeInvalid')
    },
  )

  test('somebody’s application that waits is said, and whose it is only to its own browser', async () => {
    const waiting = await handedIn(world)
    const { applicant, id, code } = waiting
    expect((await applicant.mutate('registrations.checkCode', { code })).data).toMatchObject({
      inProgress: true,
      mine: { id, state: 'pending' },
    })
    expect((await openApplicant(world).mutate('registrations.checkCode', { code })).data).toMatchObject({
      inProgress: true,
      mine: null,
    })
  })

  test('a network that tries out codes waits, another one does not', async () => {
    const prober = openApplicant(world, '198.51.100.9')
    let refused = null
    for (let tries = 0; tries < 70 && !refused; tries++) {
      const answer = await prober.mutate('registrations.checkCode', { code: freshCode() })
      if (answer.code) refused = answer
    }
    expect(refused).toMatchObject({ status: 429, code: 'tooManyAttempts' })
    expect((await openApplicant(world).mutate('registrations.checkCode', { code: freshCode() })).code).toBeNull()
  })
})

describe('a draft', () => {
  test('is begun once, whatever is sent twice', async () => {
    const { applicant, id, code, form } = await begin()
    const again = await applicant.mutate('registrations.begin', { id, code, mobile: form.mobile })
    expect(again.data).toEqual({ id, version: 1 })
    expect(await auditOf(world, id, 'registration.begun')).toHaveLength(1)
    expect(await applicant.mutate('registrations.begin', { id, code: freshCode(), mobile: form.mobile })).toMatchObject(
      {
        code: 'idempotencyKeyReused',
      },
    )
  })

  test('two of the same at one moment make one', async () => {
    const applicant = openApplicant(world)
    const input = { id: newId(), code: freshCode(), mobile: '13800138000' }
    const answers = await Promise.all(Array.from({ length: 4 }, () => applicant.mutate('registrations.begin', input)))
    expect(answers.map((answer) => answer.data)).toEqual(answers.map(() => ({ id: input.id, version: 1 })))
    expect(await auditOf(world, input.id, 'registration.begun')).toHaveLength(1)
  })

  test('whose answer got lost is opened again by the same call, and later by nothing', async () => {
    const { id, code, form } = await begin()
    const lost = openApplicant(world)
    expect((await lost.mutate('registrations.begin', { id, code, mobile: form.mobile })).code).toBeNull()
    expect((await lost.query('registrations.get', { id })).code).toBeNull()
    await lost.mutate('registrations.saveForm', { id, version: 1, form })
    const stranger = openApplicant(world)
    expect((await stranger.mutate('registrations.begin', { id, code, mobile: form.mobile })).code).toBe(
      'idempotencyKeyReused',
    )
  })

  test('keeps what was typed, with gaps, and is found again by its browser', async () => {
    const { applicant, id, form } = await begin()
    const half = { ...form, contactName: '', email: '' }
    const saved = await applicant.mutate('registrations.saveForm', { id, version: 1, form: half })
    expect(saved.data).toEqual({ version: 2 })
    expect((await applicant.mutate('registrations.saveForm', { id, version: 2, form: half })).data).toEqual({
      version: 2,
    })
    expect((await applicant.query('registrations.get', { id })).data).toMatchObject({
      version: 2,
      state: 'draft',
      form: half,
      missing: ['contactName', 'email', 'licence'],
    })
    const { rows } = (await applicant.query('registrations.mine')).data
    expect(rows).toMatchObject([{ id, state: 'draft', mine: true }])
  })

  test('that was changed on another device refuses the older form; a file added meanwhile does not matter', async () => {
    const { applicant, id, form } = await begin()
    await applicant.upload(id)
    expect((await applicant.mutate('registrations.saveForm', { id, version: 1, form })).data).toEqual({ version: 3 })
    const older = await applicant.mutate('registrations.saveForm', {
      id,
      version: 2,
      form: { ...form, address: '另一个地址' },
    })
    expect(older).toMatchObject({ status: 409, code: 'registrationChanged', details: { version: 3 } })
    expect(await rowOf(id)).toMatchObject({ address: form.address })
  })

  test('cannot be handed in with gaps', async () => {
    const { applicant, id, form } = await begin()
    const answer = await applicant.mutate('registrations.submit', { id, version: 1, form: { ...form, address: ' ' } })
    expect(answer).toMatchObject({
      status: 400,
      code: 'registrationIncomplete',
      details: { missing: 'address,licence' },
    })
    await applicant.upload(id, { purpose: 'qualification' })
    expect(await applicant.mutate('registrations.submit', { id, version: 1, form })).toMatchObject({
      code: 'registrationIncomplete',
      details: { missing: 'licence' },
    })
  })

  test('can be withdrawn, and is gone with its files; what was handed in stays', async () => {
    const { applicant, id, code, form } = await begin()
    await applicant.upload(id)
    const [file] = await world.deps.db.registrationFile.findMany({ where: { registrationId: id } })
    expect((await applicant.mutate('registrations.withdraw', { id })).code).toBeNull()
    expect(await world.deps.db.registration.findUnique({ where: { id } })).toBeNull()
    await expect(world.deps.files.get(file?.originalKey ?? '')).rejects.toThrow(/no file/)
    expect(await auditOf(world, id, 'registration.withdrawn')).toHaveLength(1)
    expect((await applicant.query('registrations.get', { id })).code).toBe('notFound')
    const sent = await handedIn(world, { code, form })
    expect((await sent.applicant.mutate('registrations.withdraw', { id: sent.id })).code).toBe('conflict')
  })
})

describe('handing in', () => {
  test('makes it pending, names the deadline, and again changes nothing', async () => {
    // A Friday afternoon: one working day of 8.5 hours ends on Monday at the same time.
    world.clock.set('2026-03-13T15:00:00+08:00')
    const sent = await handedIn(world)
    expect(await rowOf(sent.id)).toMatchObject({ state: 'pending', name: sent.form.name })
    expect(new Date(sent.dueAt)).toEqual(new Date('2026-03-16T15:00:00+08:00'))
    world.clock.advance(3_600_000)
    const again = await sent.applicant.mutate('registrations.submit', {
      id: sent.id,
      version: sent.version,
      form: sent.form,
    })
    expect(again.data).toEqual({ version: sent.version, dueAt: sent.dueAt })
    expect(await auditOf(world, sent.id, 'registration.pending')).toHaveLength(1)
  })

  test('holidays and made-up days count as the calendar says', async () => {
    const day = (text: string, kind: 'holiday' | 'workday', name: string) => ({ day: new Date(text), kind, name })
    await world.deps.db.calendarDay.createMany({
      data: [
        ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map((text) =>
          day(text, 'holiday', '国庆节'),
        ),
        day('2026-10-10', 'workday', '补班'),
      ],
    })
    world.clock.set('2026-09-30T16:30:00+08:00')
    expect(new Date((await handedIn(world)).dueAt)).toEqual(new Date('2026-10-08T16:30:00+08:00'))
    world.clock.set('2026-10-09T17:00:00+08:00')
    expect(new Date((await handedIn(world)).dueAt)).toEqual(new Date('2026-10-10T17:00:00+08:00'))
  })

  test('is refused when the organisation was registered meanwhile', async () => {
    const code = freshCode()
    const [first, second] = [await handedIn(world, { code }), await begin(openApplicant(world), code)]
    await second.applicant.upload(second.id)
    const reviewer = await makeStaff(world, 'reviewer')
    await world.mutate('registrations.approve', { id: first.id, version: first.version }, reviewer.cookie)
    expect(
      await second.applicant.mutate('registrations.submit', { id: second.id, version: 1, form: second.form }),
    ).toMatchObject({ status: 409, code: 'registrationCodeTaken' })
  })

  test('what waits can be corrected, stays whole, and starts its review anew', async () => {
    const { applicant, id, version, form, fileId } = await handedIn(world)
    const gap = await applicant.mutate('registrations.saveForm', { id, version, form: { ...form, email: '' } })
    expect(gap).toMatchObject({ code: 'registrationIncomplete', details: { missing: 'email' } })
    expect((await applicant.mutate('registrations.removeFile', { id, fileId })).code).toBe('registrationIncomplete')
    const saved = await applicant.mutate('registrations.saveForm', {
      id,
      version,
      form: { ...form, address: '江苏省苏州市吴中区' },
    })
    expect(saved.data).toEqual({ version: version + 1 })
    expect(await rowOf(id)).toMatchObject({ state: 'pending', checkedAt: null })
  })
})

describe('files', () => {
  test('are taken as they are, once, and queued', async () => {
    const { applicant, id } = await begin()
    const [bytes, fileId] = [await freshPicture(), newId()]
    const answers = await Promise.all(Array.from({ length: 4 }, () => applicant.upload(id, { bytes, fileId })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const files = await world.deps.db.registrationFile.findMany({ where: { registrationId: id } })
    expect(files).toMatchObject([{ id: fileId, purpose: 'licence', kind: 'jpeg', originalName: '营业执照.jpg' }])
    expect(await world.deps.files.get(files[0]?.originalKey ?? '')).toEqual(bytes)
    const jobs = await world.deps.db.$queryRaw`SELECT name FROM pgboss.job WHERE data->>'fileId' = ${fileId}`
    expect(jobs).toEqual([{ name: 'registration.compress' }])
  })

  test.each([
    ['licence', 3],
    ['qualification', 5],
  ] as const)('at most so many of a kind: %s %i', async (purpose, max) => {
    const { applicant, id } = await begin()
    for (let count = 0; count < max; count++) expect((await applicant.upload(id, { purpose })).status).toBe(200)
    expect(await applicant.upload(id, { purpose })).toMatchObject({
      status: 400,
      code: 'registrationTooManyFiles',
      details: { max, purpose },
    })
    const other = purpose === 'licence' ? 'qualification' : 'licence'
    expect((await applicant.upload(id, { purpose: other })).status).toBe(200)
  })

  test('of another kind, empty or damaged on the way are refused', async () => {
    const { applicant, id } = await begin()
    expect((await applicant.upload(id, { bytes: new Uint8Array() })).code).toBe('fileEmpty')
    expect((await applicant.upload(id, { bytes: Buffer.from('<svg></svg>') })).code).toBe('fileTypeRefused')
    expect((await applicant.upload(id, { sha256: '0'.repeat(64) })).code).toBe('fileHashMismatch')
  })

  test('can be taken off a draft, bytes and all, twice being no error', async () => {
    const { applicant, id } = await begin()
    const { fileId } = await applicant.upload(id)
    const before = await world.deps.db.registrationFile.findUniqueOrThrow({ where: { id: fileId } })
    expect((await applicant.mutate('registrations.removeFile', { id, fileId })).data).toEqual({ version: 3 })
    expect((await applicant.mutate('registrations.removeFile', { id, fileId })).data).toEqual({ version: 3 })
    expect((await applicant.query('registrations.get', { id })).data.files).toEqual([])
    await expect(world.deps.files.get(before.originalKey ?? '')).rejects.toThrow(/no file/)
    expect((await applicant.fetchFile(fileId, 'original')).status).toBe(404)
  })

  test('taken off what was handed in stay in the store', async () => {
    const { applicant, id, fileId } = await handedIn(world)
    await applicant.upload(id)
    expect((await applicant.mutate('registrations.removeFile', { id, fileId })).code).toBeNull()
    const row = await world.deps.db.registrationFile.findUniqueOrThrow({ where: { id: fileId } })
    expect(row.removedAt).not.toBeNull()
    expect(await world.deps.files.get(row.originalKey ?? '')).toBeInstanceOf(Buffer)
  })

  test('cannot be added and removed for ever', async () => {
    const { applicant, id } = await begin()
    let refused = null
    for (let count = 0; count < 25 && !refused; count++) {
      const sent = await applicant.upload(id)
      if (sent.code) refused = { ...sent, count }
      else await applicant.mutate('registrations.removeFile', { id, fileId: sent.fileId })
    }
    expect(refused).toMatchObject({ code: 'registrationTooManyFiles', count: 20 })
  })
})

describe('another browser', () => {
  const calls = (id: string, fileId: string, form: unknown): [string, unknown][] => [
    ['registrations.saveForm', { id, version: 1, form }],
    ['registrations.removeFile', { id, fileId }],
    ['registrations.submit', { id, version: 1, form }],
    ['registrations.withdraw', { id }],
  ]

  test('with no cookie, and with the cookie of another registration, finds nothing', async () => {
    const theirs = await handedIn(world)
    const mine = await handedIn(world)
    for (const browser of [openApplicant(world), mine.applicant]) {
      expect(await browser.query('registrations.get', { id: theirs.id })).toMatchObject({
        status: 404,
        code: 'notFound',
      })
      for (const [name, input] of calls(theirs.id, theirs.fileId, theirs.form)) {
        expect([name, await browser.mutate(name, input)]).toMatchObject([name, { status: 404, code: 'notFound' }])
      }
      expect(await browser.upload(theirs.id)).toMatchObject({ status: 404, code: 'notFound' })
      for (const form of ['picture', 'thumbnail', 'original']) {
        expect((await browser.fetchFile(theirs.fileId, form)).status).toBe(404)
      }
    }
    // The same calls work from its own browser: the refusals are about whose it is.
    expect((await theirs.applicant.query('registrations.get', { id: theirs.id })).code).toBeNull()
    expect((await theirs.applicant.fetchFile(theirs.fileId, 'picture')).status).toBe(200)
    expect(
      await mine.applicant.mutate('registrations.removeFile', { id: mine.id, fileId: theirs.fileId }),
    ).toMatchObject({
      code: 'notFound',
    })
  })

  test('with a cookie that was made up, changed or is too old finds nothing either', async () => {
    const { applicant, id } = await begin()
    const name = '__Host-xueshi-registration'
    const good = applicant.cookies.get(name) ?? ''
    const [entryId, expires, mac] = good.split('.')
    const forger = openApplicant(world)
    for (const forged of [
      `${entryId}.${expires}.${'0'.repeat(64)}`,
      `${entryId}.${(Number.parseInt(expires ?? '', 36) + 1).toString(36)}.${mac}`,
      id,
    ]) {
      forger.cookies.set(name, forged)
      expect((await forger.query('registrations.get', { id })).code).toBe('notFound')
    }
    forger.cookies.set(name, good)
    expect((await forger.query('registrations.get', { id })).code).toBeNull()
    world.clock.advance(31 * 86_400_000)
    expect((await forger.query('registrations.get', { id })).code).toBe('notFound')
    world.clock.advance(-31 * 86_400_000)
  })

  test('the cookie is for our host alone and out of reach of scripts', async () => {
    const { applicant } = await begin()
    const [line = ''] = applicant.lastSetCookies()
    expect(line).toMatch(/^__Host-xueshi-registration=/)
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(line).toContain(part)
  })

  test('somebody who is signed in, but does not review, finds nothing', async () => {
    const { id, fileId } = await handedIn(world)
    const finance = await makeStaff(world, 'finance')
    expect((await world.query('registrations.get', { id }, finance.cookie)).code).toBe('notFound')
    const file = await world.request(`/api/files/registrations/${fileId}/picture`, { cookie: finance.cookie })
    expect(file.status).toBe(404)
  })

  test('a reviewer sees files of what was handed in, not of drafts', async () => {
    const reviewer = await makeStaff(world, 'reviewer')
    const sent = await handedIn(world)
    const picture = await world.request(`/api/files/registrations/${sent.fileId}/picture`, { cookie: reviewer.cookie })
    expect(picture.headers.get('content-type')).toBe('image/jpeg')
    const original = await world.request(`/api/files/registrations/${sent.fileId}/original`, {
      cookie: reviewer.cookie,
    })
    expect(original.headers.get('content-disposition')).toMatch(/^attachment/)
    const draft = await begin()
    const { fileId } = await draft.applicant.upload(draft.id)
    const hidden = await world.request(`/api/files/registrations/${fileId}/original`, { cookie: reviewer.cookie })
    expect(hidden.status).toBe(404)
    expect((await world.query('registrations.review', { id: draft.id }, reviewer.cookie)).code).toBe('notFound')
  })
})
