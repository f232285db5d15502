import { afterAll, beforeAll, expect, test } from 'vitest'
import { throttlePolicies } from '../../../server/features/accounts/throttle.rules.ts'
import { countTry } from '../../../server/features/accounts/throttle.store.ts'
import { openWorld, type World } from '../../support/world.ts'
import { goodPassword, makeUser, openBrowser } from './browser.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const free = throttlePolicies.name.waits.filter((wait) => wait === 0).length + 1

/** Wrong guesses at one name, all at once, from one address; how many got each answer. */
async function attack(name: string, guesses: number, ip: string): Promise<Record<string, number>> {
  const answers = await Promise.all(
    Array.from({ length: guesses }, (_, i) => openBrowser(world, { ip }).logIn(name, `wrong-guess-${i}`)),
  )
  const counts: Record<string, number> = {}
  for (const { code } of answers) counts[code ?? 'in'] = (counts[code ?? 'in'] ?? 0) + 1
  return counts
}

test('of 60 guesses at the same moment no more are compared than are free', async () => {
  const user = await makeUser(world)
  expect(await attack(user.logInName, 60, '198.51.100.7')).toEqual({ logInRefused: free, tooManyAttempts: 60 - free })
})

test('thirty guesses in one batched request are thirty guesses', async () => {
  const user = await makeUser(world)
  const calls = Array.from({ length: 30 }, (_, i) => [
    String(i),
    { name: user.logInName, password: `wrong-guess-${i}` },
  ])
  const response = await world.request(`/trpc/${calls.map(() => 'accounts.logIn').join()}?batch=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.99.7' },
    body: JSON.stringify(Object.fromEntries(calls)),
  })
  const answers = (await response.json()) as { error: { data: { app: { code: string } } } }[]
  expect(answers.filter((answer) => answer.error.data.app.code === 'logInRefused')).toHaveLength(free)
  expect(answers.filter((answer) => answer.error.data.app.code === 'tooManyAttempts')).toHaveLength(30 - free)
})

test('the control: a count that reads first and writes afterwards lets more through', async () => {
  const key = 'control'
  const waits: readonly number[] = throttlePolicies.name.waits
  const readThenWrite = async (): Promise<boolean> => {
    const row = await world.deps.db.logInThrottle.findUnique({ where: { bucket: key } })
    if (row?.blockedUntil && row.blockedUntil > world.clock.now()) return false
    const failures = (row?.failures ?? 0) + 1
    const wait = waits[Math.min(failures, waits.length) - 1] ?? 0
    const data = {
      failures,
      windowEndsAt: world.clock.now(),
      blockedUntil: new Date(world.clock.now().getTime() + wait * 1000),
    }
    await world.deps.db.logInThrottle.upsert({ where: { bucket: key }, create: { bucket: key, ...data }, update: data })
    return true
  }
  await readThenWrite()
  const naive = await Promise.all(Array.from({ length: 60 }, readThenWrite))
  const bucket = { key: 'atomic', policy: throttlePolicies.name }
  const atomic = await Promise.all(Array.from({ length: 60 }, () => countTry(world.deps.db, bucket, world.clock.now())))
  expect(naive.filter(Boolean).length).toBeGreaterThan(free)
  expect(atomic.filter((counted) => 'closedUntil' in counted)).toHaveLength(free)
})

test('the wait is said, doubles with each further failure, and is forgotten after a day', async () => {
  const user = await makeUser(world)
  const browser = openBrowser(world)
  for (let i = 0; i < free; i++) expect((await browser.logIn(user.logInName, 'wrong')).code).toBe('logInRefused')
  expect(await browser.logIn(user.logInName, 'wrong')).toMatchObject({
    status: 429,
    code: 'tooManyAttempts',
    details: { retryAfterSeconds: 2 },
  })
  // Not even the right password is looked at while the bucket is closed.
  expect((await browser.logIn(user.logInName, goodPassword)).code).toBe('tooManyAttempts')
  world.clock.advance(2000)
  expect((await browser.logIn(user.logInName, 'wrong')).code).toBe('logInRefused')
  expect((await browser.logIn(user.logInName, 'wrong')).details).toEqual({ retryAfterSeconds: 4 })
  world.clock.advance(24 * 3600_000)
  for (let i = 0; i < free; i++) expect((await browser.logIn(user.logInName, 'wrong')).code).toBe('logInRefused')
})

test('a right password starts the count anew', async () => {
  const user = await makeUser(world)
  const ip = '192.0.2.33'
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < free - 1; i++)
      expect((await openBrowser(world, { ip }).logIn(user.logInName, 'wrong')).code).toBe('logInRefused')
    expect((await openBrowser(world, { ip }).logIn(user.logInName, goodPassword)).status).toBe(200)
  }
})

test('an attack never keeps the owner out of a browser they used before, not even from their own network', async () => {
  const user = await makeUser(world)
  const ip = '198.51.101.20'
  const mine = openBrowser(world, { ip })
  await mine.logIn(user.logInName, goodPassword)
  await mine.mutate('accounts.logOut')
  for (let wave = 0; wave < 3; wave++) {
    await attack(user.logInName, 30, ip)
    await attack(user.logInName, 30, `198.51.${102 + wave}.9`)
  }
  expect((await openBrowser(world, { ip }).logIn(user.logInName, goodPassword)).code).toBe('tooManyAttempts')
  expect((await mine.logIn(user.logInName, 'slip of the finger')).code).toBe('logInRefused')
  expect((await mine.logIn(user.logInName, goodPassword)).status).toBe(200)
})

test('an attack from elsewhere does not keep the owner out of a new browser on their own network', async () => {
  const user = await makeUser(world)
  await Promise.all([1, 2, 3].map((net) => attack(user.logInName, 30, `203.0.${net}.9`)))
  expect((await openBrowser(world, { ip: '192.0.77.5' }).logIn(user.logInName, goodPassword)).status).toBe(200)
})

test('failures in the owner’s own browser count there alone', async () => {
  const user = await makeUser(world)
  const ip = '192.0.78.5'
  const mine = openBrowser(world, { ip })
  await mine.logIn(user.logInName, goodPassword)
  let tries = 0
  while ((await mine.logIn(user.logInName, 'wrong')).code === 'logInRefused') tries += 1
  expect(tries).toBe(throttlePolicies.device.waits.filter((wait) => wait === 0).length + 1)
  expect((await openBrowser(world, { ip }).logIn(user.logInName, goodPassword)).status).toBe(200)
})

test('a device cookie counts for the accounts that were logged in to with it, and for no other', async () => {
  const [mine, theirs] = [await makeUser(world), await makeUser(world)]
  const ip = '192.0.79.5'
  const shared = openBrowser(world, { ip })
  await shared.logIn(mine.logInName, goodPassword)
  await shared.logIn(theirs.logInName, goodPassword)
  await attack(mine.logInName, 20, ip)
  await attack(theirs.logInName, 20, ip)
  expect((await shared.logIn(mine.logInName, goodPassword)).status).toBe(200)
  expect((await shared.logIn(theirs.logInName, goodPassword)).status).toBe(200)

  const third = await makeUser(world)
  await attack(third.logInName, 20, ip)
  expect((await shared.logIn(third.logInName, goodPassword)).code).toBe('tooManyAttempts')
})

test('a device cookie that was made up or changed is worth nothing', async () => {
  const [user, victim] = [await makeUser(world), await makeUser(world)]
  const ip = '192.0.80.5'
  const browser = openBrowser(world, { ip })
  await browser.logIn(user.logInName, goodPassword)
  const cookie = browser.cookies.get('__Host-xueshi-device') ?? ''
  await attack(victim.logInName, 20, ip)
  for (const forged of [
    cookie.replaceAll(user.id, victim.id),
    `${victim.id}.abc.def.${'0'.repeat(64)}`,
    '~~..~',
    'x'.repeat(5000),
  ]) {
    const cookies = new Map([['__Host-xueshi-device', forged]])
    expect((await openBrowser(world, { ip, cookies }).logIn(victim.logInName, goodPassword)).code).toBe(
      'tooManyAttempts',
    )
  }
})

test('one address that tries a list of names is stopped; the right ones of its neighbours do not reopen it for it', async () => {
  const ip = '198.18.0.9'
  const limit = throttlePolicies.network.waits.filter((wait) => wait === 0).length + 1
  const answers: (string | null)[] = []
  for (let i = 0; i < limit + 20; i++)
    answers.push((await openBrowser(world, { ip }).logIn(`name${i}`, 'a-common-password')).code)
  expect(answers.filter((code) => code === 'logInRefused')).toHaveLength(limit)
  expect(answers.slice(limit).every((code) => code === 'tooManyAttempts')).toBe(true)
  const user = await makeUser(world)
  world.clock.advance(1000)
  expect((await openBrowser(world, { ip }).logIn(user.logInName, goodPassword)).status).toBe(200)
  expect((await openBrowser(world, { ip }).logIn('one-more', 'a-common-password')).code).toBe('logInRefused')
  expect((await openBrowser(world, { ip }).logIn('and-another', 'a-common-password')).code).toBe('tooManyAttempts')
})

test('a whole classroom logs in at once from one address', async () => {
  const ip = '198.19.0.9'
  const users = await Promise.all(Array.from({ length: 25 }, () => makeUser(world)))
  const waves = await Promise.all(users.map((user) => openBrowser(world, { ip }).logIn(user.logInName, goodPassword)))
  expect(waves.map((answer) => answer.status)).toEqual(users.map(() => 200))
  const left = await world.deps.db.logInThrottle.findUnique({ where: { bucket: 'network:198.19.0.0/24' } })
  expect(left).toMatchObject({ failures: 0, blockedUntil: null })
})

test('a try that is refused in one bucket is counted in none', async () => {
  const user = await makeUser(world)
  const ip = '198.20.0.9'
  await attack(user.logInName, 80, ip)
  const network = await world.deps.db.logInThrottle.findUnique({ where: { bucket: 'network:198.20.0.0/24' } })
  expect(network?.failures).toBe(free)
})

test('buckets that are forgotten are dropped by the tries that follow', async () => {
  await attack('somebody', 5, '198.21.0.9')
  const before = await world.deps.db.logInThrottle.count()
  world.clock.advance(2 * 24 * 3600_000)
  for (let i = 0; i < before / 2; i++) await openBrowser(world, { ip: '198.22.0.9' }).logIn('x', 'wrong')
  const forgotten = await world.deps.db.logInThrottle.count({ where: { windowEndsAt: { lt: world.clock.now() } } })
  expect(before).toBeGreaterThan(10)
  expect(forgotten).toBe(0)
})
