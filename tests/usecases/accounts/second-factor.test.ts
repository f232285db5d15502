import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../support/world.ts'
import { auditOf, authenticatorCode, goodPassword, makeUser, openBrowser } from './browser.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** Staff with an authenticator; the browser in which it was set up, its secret and the recovery codes. */
async function makeProtected() {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const { secret } = (await browser.mutate('accounts.beginSecondFactor')).data
  const confirmed = await browser.mutate('accounts.confirmSecondFactor', { code: authenticatorCode(world, secret) })
  expect(confirmed.status).toBe(200)
  world.clock.advance(30_000)
  return { user, browser, secret: String(secret), recoveryCodes: confirmed.data.recoveryCodes as string[] }
}

async function waiting(user: { logInName: string }, browser = openBrowser(world)) {
  expect((await browser.logIn(user.logInName, goodPassword)).data.next).toBe('secondFactor')
  return browser
}

test('staff set up an authenticator and get ten recovery codes, this once', async () => {
  const user = await makeUser(world, { name: '王芳', staffRoles: ['finance'] })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const offer = (await browser.mutate('accounts.beginSecondFactor')).data
  expect(offer.secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
  expect(offer.otpauthUrl).toContain(`secret=${offer.secret.replaceAll(' ', '')}`)
  expect(decodeURIComponent(offer.otpauthUrl)).toContain('学时:王芳')
  expect(offer.qr.size).toBeGreaterThan(37)
  expect(offer.qr.path).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/)
  const stored = await world.deps.db.account.findUniqueOrThrow({ where: { id: user.id } })
  expect(stored.totpSecret).not.toContain(offer.secret.replaceAll(' ', ''))
  expect(stored.totpConfirmedAt).toBeNull()

  const before = browser.cookies.get('__Host-xueshi')
  expect((await browser.mutate('accounts.confirmSecondFactor', { code: '000000' })).code).toBe('secondFactorWrong')
  const confirmed = await browser.mutate('accounts.confirmSecondFactor', {
    code: authenticatorCode(world, offer.secret),
  })
  expect(confirmed.data).toMatchObject({ next: 'open', me: { secondFactor: { enabled: true, recoveryCodesLeft: 10 } } })
  expect(new Set(confirmed.data.recoveryCodes).size).toBe(10)
  expect(browser.cookies.get('__Host-xueshi')).not.toBe(before)
  const hashes = await world.deps.db.recoveryCode.findMany({ where: { accountId: user.id } })
  for (const code of confirmed.data.recoveryCodes) expect(JSON.stringify(hashes)).not.toContain(code)
  expect((await browser.mutate('accounts.beginSecondFactor')).code).toBe('conflict')
})

test('the QR code holds exactly the address', async () => {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const { qr, otpauthUrl } = (await browser.mutate('accounts.beginSecondFactor')).data
  const { encode } = await import('uqr')
  const { data } = encode(otpauthUrl, { ecc: 'M', border: 4 })
  const drawn = data.map((row) => row.map(() => false))
  for (const [, x, y, width] of qr.path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  }
  expect(drawn).toEqual(data)
  expect(qr.size).toBe(data.length)
})

test('a log-in then waits for a code and can do nothing else', async () => {
  const { user, secret } = await makeProtected()
  const browser = await waiting(user)
  expect(browser.cookies.has('__Host-xueshi-device')).toBe(false)
  expect((await browser.query('accounts.me')).data).toMatchObject({ gate: 'secondFactor', profile: null })
  for (const [procedure, input] of [
    ['accounts.logOutEverywhere', {}],
    ['accounts.changePassword', { current: goodPassword, next: 'another-lamp-47-river' }],
    ['accounts.beginSecondFactor', {}],
    ['accounts.confirmSecondFactor', { code: authenticatorCode(world, secret) }],
    ['accounts.removeSecondFactor', { password: goodPassword }],
  ] as const) {
    expect([procedure, (await browser.mutate(procedure, input)).code]).toEqual([procedure, 'secondFactorNeeded'])
  }
  const before = browser.cookies.get('__Host-xueshi')
  const stolen = openBrowser(world, { cookies: new Map(browser.cookies) })
  expect(await browser.mutate('accounts.enterSecondFactor', { code: authenticatorCode(world, secret) })).toMatchObject({
    status: 200,
    data: { next: 'open', usedRecoveryCode: false, me: { accountId: user.id } },
  })
  expect(browser.cookies.get('__Host-xueshi')).not.toBe(before)
  expect(browser.cookies.has('__Host-xueshi-device')).toBe(true)
  expect((await browser.query('accounts.listSessions')).status).toBe(200)
  expect((await stolen.query('accounts.me')).data).toBeNull()
  expect((await browser.mutate('accounts.enterSecondFactor', { code: '000000' })).code).toBe('conflict')
})

test('a code that was used once is used up, also the one that confirmed the authenticator', async () => {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  const { secret } = (await browser.mutate('accounts.beginSecondFactor')).data
  const code = authenticatorCode(world, secret)
  await browser.mutate('accounts.confirmSecondFactor', { code })
  const replay = await waiting(user)
  expect((await replay.mutate('accounts.enterSecondFactor', { code })).code).toBe('secondFactorWrong')
  const next = authenticatorCode(world, secret, 1)
  expect((await replay.mutate('accounts.enterSecondFactor', { code: next })).status).toBe(200)
  const again = await waiting(user)
  expect((await again.mutate('accounts.enterSecondFactor', { code: next })).code).toBe('secondFactorWrong')
})

test('one code sent by two at the same moment opens one session', async () => {
  const { user, secret } = await makeProtected()
  const browsers = [await waiting(user), await waiting(user), await waiting(user), await waiting(user)]
  const code = authenticatorCode(world, secret)
  const answers = await Promise.all(browsers.map((browser) => browser.mutate('accounts.enterSecondFactor', { code })))
  expect(answers.map((answer) => answer.code ?? 'in').toSorted()).toEqual([
    'in',
    'secondFactorWrong',
    'secondFactorWrong',
    'secondFactorWrong',
  ])
})

test('codes of two steps ago and of another secret are wrong', async () => {
  const { user, secret } = await makeProtected()
  world.clock.advance(10 * 60_000)
  const browser = await waiting(user)
  for (const code of [
    authenticatorCode(world, secret, -2),
    authenticatorCode(world, secret, 2),
    authenticatorCode(world, 'MZXW6YTBOI'),
    'abcdef',
  ]) {
    expect(await browser.mutate('accounts.enterSecondFactor', { code })).toMatchObject({
      status: 401,
      code: 'secondFactorWrong',
    })
  }
})

test('a recovery code opens once, however it is typed', async () => {
  const { user, recoveryCodes } = await makeProtected()
  const [code = ''] = recoveryCodes
  const browser = await waiting(user)
  const answer = await browser.mutate('accounts.enterSecondFactor', { code: code.toLowerCase().replace('-', ' ') })
  expect(answer).toMatchObject({
    status: 200,
    data: { usedRecoveryCode: true, me: { secondFactor: { recoveryCodesLeft: 9 } } },
  })
  expect((await (await waiting(user)).mutate('accounts.enterSecondFactor', { code })).code).toBe('secondFactorWrong')
  const other = await makeProtected()
  expect(
    (await (await waiting(other.user)).mutate('accounts.enterSecondFactor', { code: recoveryCodes[1] })).code,
  ).toBe('secondFactorWrong')
  expect(await auditOf(world, user.id, 'account.secondFactorEntered')).toMatchObject([
    { after: { by: 'recoveryCode' } },
  ])
})

test('codes cannot be guessed: sixty at once from as many sessions and addresses, five are looked at', async () => {
  const { user, browser: mine, secret } = await makeProtected()
  const thieves = await Promise.all(Array.from({ length: 12 }, () => waiting(user)))
  const answers = await Promise.all(
    thieves.flatMap((thief, t) =>
      Array.from({ length: 5 }, (_, i) =>
        thief.mutate('accounts.enterSecondFactor', { code: `${100000 + t * 10 + i}` }),
      ),
    ),
  )
  const looked = answers.filter((answer) => answer.code === 'secondFactorWrong')
  expect(looked).toHaveLength(5)
  expect(answers.filter((answer) => answer.code === 'tooManyAttempts')).toHaveLength(55)
  // The owner, in a browser that was in before, is not kept out by that.
  await mine.mutate('accounts.logOut')
  await waiting(user, mine)
  expect((await mine.mutate('accounts.enterSecondFactor', { code: authenticatorCode(world, secret) })).status).toBe(200)
})

test('the wait for a code ends after a quarter of an hour, asked or not', async () => {
  const { user, secret } = await makeProtected()
  const browser = await waiting(user)
  for (let minute = 0; minute < 14; minute += 7) {
    world.clock.advance(7 * 60_000)
    expect((await browser.query('accounts.me')).data?.gate).toBe('secondFactor')
  }
  world.clock.advance(2 * 60_000)
  expect((await browser.mutate('accounts.enterSecondFactor', { code: authenticatorCode(world, secret) })).code).toBe(
    'notSignedIn',
  )
})

test('setting it up makes the other open sessions of the account wait for a code too', async () => {
  const user = await makeUser(world, { staffRoles: ['finance'] })
  const [desk, other] = [openBrowser(world), openBrowser(world)]
  await desk.logIn(user.logInName, goodPassword)
  await other.logIn(user.logInName, goodPassword)
  const { secret } = (await desk.mutate('accounts.beginSecondFactor')).data
  await desk.mutate('accounts.confirmSecondFactor', { code: authenticatorCode(world, secret) })
  expect((await other.query('accounts.listSessions')).code).toBe('secondFactorNeeded')
  expect((await desk.query('accounts.listSessions')).status).toBe(200)
})

test('taking it away asks for the password', async () => {
  const { user, browser } = await makeProtected()
  expect((await browser.mutate('accounts.removeSecondFactor', { password: 'wrong' })).code).toBe('passwordWrong')
  expect((await browser.mutate('accounts.removeSecondFactor', { password: goodPassword })).data.secondFactor).toEqual({
    enabled: false,
    required: false,
    recoveryCodesLeft: 0,
  })
  expect((await openBrowser(world).logIn(user.logInName, goodPassword)).data.next).toBe('open')
  expect((await browser.mutate('accounts.removeSecondFactor', { password: goodPassword })).code).toBe('conflict')
  expect(await auditOf(world, user.id, 'account.secondFactorRemoved')).toHaveLength(1)
})

test('it is for staff alone', async () => {
  const user = await makeUser(world)
  const browser = openBrowser(world)
  await browser.logIn(user.logInName, goodPassword)
  expect((await browser.mutate('accounts.beginSecondFactor')).code).toBe('notAllowed')
  expect((await openBrowser(world).mutate('accounts.beginSecondFactor')).code).toBe('notSignedIn')
})

test('where the centre requires it, staff do nothing before they have one, and keep it', async () => {
  const strict = await openWorld({ staffTotp: 'required' })
  try {
    const user = await makeUser(strict, { staffRoles: ['reviewer'] })
    const browser = openBrowser(strict)
    expect((await browser.logIn(user.logInName, goodPassword)).data).toMatchObject({
      next: 'secondFactorSetup',
      me: { secondFactor: { required: true } },
    })
    expect((await browser.query('accounts.listSessions')).code).toBe('secondFactorSetupNeeded')
    const { secret } = (await browser.mutate('accounts.beginSecondFactor')).data
    expect(
      (await browser.mutate('accounts.confirmSecondFactor', { code: authenticatorCode(strict, secret) })).data.next,
    ).toBe('open')
    expect((await browser.mutate('accounts.removeSecondFactor', { password: goodPassword })).code).toBe('notAllowed')
    const learner = await makeUser(strict)
    expect((await openBrowser(strict).logIn(learner.logInName, goodPassword)).data.next).toBe('open')
  } finally {
    await strict.close()
  }
})
