import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkBuckets } from '../../../server/features/certificates/check-throttle.rules.ts'
import { makeCertified, makeFreePlan } from '../../support/earned.ts'
import { makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makeCentre } from '../notices/arrange.ts'

let world: World
let made: Awaited<ReturnType<typeof makeCertified>>
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  world.clock.set('2026-11-22T02:00:00Z')
  const organisation = await makeOrganisation(world)
  made = await makeCertified(world, await makeFreePlan(world, '见证取样员培训'), organisation, { name: '欧阳𠮷明' })
})
afterAll(() => world.close())

/** A stranger's question, from a network of its own unless one is named. */
let networks = 0
async function check(input: object, ip = `203.0.${networks++ % 250}.7`) {
  const search = encodeURIComponent(JSON.stringify(input))
  const response = await world.request(`/trpc/certificates.check?input=${search}`, {
    headers: { 'x-forwarded-for': ip },
  })
  const body = (await response.json()) as {
    result?: { data: unknown }
    error?: { data: { app: { code: string; details: { retryAfterSeconds?: number } } } }
  }
  return { status: response.status, data: body.result?.data, refusal: body.error?.data.app ?? null }
}

const shown = {
  state: 'valid',
  nameMasked: '欧**明',
  planName: '见证取样员培训',
  hours: 3200,
  centreName: '苏州检测培训中心',
  issuedOn: '2026-11-22',
  revokedOn: null,
  replaced: false,
}

test('a stranger is told these things and nothing else', async () => {
  expect((await check({ code: made.code })).data).toEqual(shown)
})

test.each([
  [
    'in small letters and groups',
    () => `${made.code.slice(0, 4)} ${made.code.slice(4, 8)}-${made.code.slice(8)}`.toLowerCase(),
  ],
  ['as the whole address', () => ` https://xueshi.example.cn/c/${made.code}?from=wechat`],
])('the code can be typed %s', async (_how, typed) => {
  expect((await check({ code: typed() })).data).toEqual(shown)
})

test('a number is checked with the whole name, however it is typed', async () => {
  expect((await check({ number: made.number.toLowerCase(), name: '欧阳𠮷明' })).data).toEqual(shown)
  const spaced = `${made.number.slice(0, 6)} ${made.number.slice(6)}`
  expect((await check({ number: spaced, name: ' 欧阳 𠮷明 ' })).data).toEqual(shown)
})

test('what is none says nothing, whichever part of it is wrong', async () => {
  for (const input of [
    { code: '222222222222' },
    { code: 'nonsense' },
    { code: made.code.slice(1) },
    { number: made.number, name: '欧阳小明' },
    { number: made.number, name: '欧' },
    { number: 'XS2026999999', name: '欧阳𠮷明' },
  ])
    expect(await check(input)).toEqual({ status: 200, data: null, refusal: null })
})

test('a revoked one says so, and since when', async () => {
  const organisation = await makeOrganisation(world)
  const { id, code } = await makeCertified(world, await makeFreePlan(world), organisation)
  world.clock.set('2026-11-30T16:30:00Z')
  await world.deps.db.certificate.update({
    where: { id },
    data: { state: 'revoked', revokedAt: world.clock.now(), revokedReason: '姓名有误', revokedByName: '张老师' },
  })
  const { data } = await check({ code })
  expect(data).toMatchObject({ state: 'revoked', revokedOn: '2026-12-01' })
  expect(JSON.stringify(data)).not.toMatch(/姓名有误|张老师/)
})

test('who tries codes out waits, and is told how long; others do not', async () => {
  const ip = '198.51.100.9'
  let refused = null
  for (let tries = 0; tries < 200 && !refused; tries++) refused = (await check({ code: '222222222222' }, ip)).refusal
  expect(refused).toMatchObject({ code: 'tooManyAttempts', details: { retryAfterSeconds: 5 } })
  expect((await check({ code: made.code }, ip)).refusal).toMatchObject({ code: 'tooManyAttempts' })
  expect((await check({ code: made.code }, '198.51.101.9')).data).toEqual(shown)
  world.clock.advance(6_000)
  expect((await check({ code: made.code }, ip)).data).toEqual(shown)
})

test('an office that checks hundreds of real ones is never in its own way', async () => {
  for (let i = 0; i < 150; i++) expect((await check({ code: made.code }, '192.0.2.4')).refusal).toBeNull()
})

test('names tried on a number from many networks are slowed down together, and the codes stay open', async () => {
  const [, everybody] = checkBuckets('name', '203.0.113.1')
  const free = everybody?.policy.waits.findIndex((wait) => wait > 0) ?? 0
  let refused = 0
  for (let i = 0; i <= free + 1; i++) {
    const { refusal } = await check({ number: made.number, name: `王${i}` }, `10.${Math.floor(i / 200)}.${i % 200}.1`)
    if (refusal) refused++
  }
  expect(refused).toBeGreaterThan(0)
  expect((await check({ code: made.code })).data).toEqual(shown)
}, 60_000)
