import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { requestsPerSlot } from '../../../server/features/learning-platforms/authenticate-platform.ts'
import {
  approvedHours,
  basic,
  makePlatform,
  makeStudying,
  outcomeOf,
  statementOf,
  verbs,
  xapi,
} from '../../support/learning.ts'
import { makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/** What xAPI 1.0.3 part three asks of whoever takes statements; the numbers are those of its sections. */
let world: World
let studying: Awaited<ReturnType<typeof makeStudying>>
beforeAll(async () => {
  world = await openWorld()
  studying = await makeStudying(world)
})
afterAll(() => world.close())

const send = (method: string, path: string, options: Parameters<typeof xapi>[4] = {}) =>
  xapi(world, studying.platform, method, path, options)
const statement = (options: Parameters<typeof statementOf>[1] = {}): Record<string, unknown> =>
  statementOf(studying, options)

describe('versions (3.3) and About (2.8)', () => {
  test('About says both versions to anybody, whatever version was asked for', async () => {
    const answer = await xapi(world, null, 'GET', '/about', { headers: { 'x-experience-api-version': null } })
    expect(answer).toMatchObject({ status: 200, body: { version: ['1.0.3', '2.0.0'] } })
    expect(answer.headers.get('x-experience-api-version')).toBe('2.0.0')
  })

  test.each([
    ['1.0', '1.0.3'],
    ['1.0.0', '1.0.3'],
    ['1.0.9', '1.0.3'],
    ['2.0.0', '2.0.0'],
  ])('%s is spoken, as %s', async (asked, answered) => {
    const answer = await send('GET', '/statements', { headers: { 'x-experience-api-version': asked } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-experience-api-version')).toBe(answered)
  })

  test.each([null, '0.95', '1.1.0', '3.0.0', 'newest'])('%s is refused with a sentence', async (asked) => {
    const answer = await send('GET', '/statements', { headers: { 'x-experience-api-version': asked } })
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining('1.0.3') } })
    expect(answer.headers.get('x-experience-api-version')).toMatch(/^[12]\.0\.\d$/)
  })
})

describe('who sends (4.0)', () => {
  test('a key and secret as Basic, and as Bearer', async () => {
    const { accessKey, secret } = studying.platform
    for (const authorization of [
      basic(studying.platform),
      `Bearer ${accessKey}:${secret}`,
      `basic ${basic(studying.platform).slice(6)}`,
    ])
      expect((await send('GET', '/statements', { headers: { authorization } })).status).toBe(200)
  })

  test.each([
    ['nothing', null],
    ['another secret', 'Basic bHBfeDp5'],
    ['what is no base64', 'Basic %%%'],
    ['a key without a secret', `Basic ${Buffer.from('key').toString('base64')}`],
    ['another scheme', 'Digest username="a"'],
  ])('%s is 401 and says how', async (_what, authorization) => {
    const answer = await xapi(world, null, 'POST', '/statements', { body: statement(), headers: { authorization } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain('Basic')
  })

  test('a platform that is switched off is 403: it is known, and may not', async () => {
    const off = await makePlatform(world)
    const { cookie } = await makeStaff(world, 'systemAdmin')
    const { id, name, homePage, durationMeaning, version } = { ...off, durationMeaning: 'total' }
    await world.mutate(
      'learningPlatforms.update',
      { id, version, name, homePage, durationMeaning, enabled: false },
      cookie,
    )
    expect((await xapi(world, off, 'POST', '/statements', { body: statement() })).status).toBe(403)
    // With a wrong secret nobody learns that there is such a platform.
    expect((await xapi(world, { ...off, secret: 'x' }, 'POST', '/statements', { body: statement() })).status).toBe(401)
  })

  test('an old secret is dead the moment a new one is made', async () => {
    const platform = await makePlatform(world)
    const { cookie } = await makeStaff(world, 'systemAdmin')
    const renewed = await world.mutate('learningPlatforms.renewSecret', { id: platform.id, version: 1 }, cookie)
    expect((await xapi(world, platform, 'GET', '/statements')).status).toBe(401)
    expect((await xapi(world, { ...platform, secret: renewed.data.secret }, 'GET', '/statements')).status).toBe(200)
  })

  test('too many requests are 429 with a time to wait, of one platform and not of others', async () => {
    const [hasty, other] = [await makePlatform(world), await makePlatform(world)]
    const statuses: number[] = []
    for (let i = 0; i < requestsPerSlot + 1; i++) statuses.push((await xapi(world, hasty, 'GET', '/statements')).status)
    expect(statuses.slice(0, requestsPerSlot).every((status) => status === 200)).toBe(true)
    const refused = await xapi(world, hasty, 'GET', '/statements')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await xapi(world, other, 'GET', '/statements')).status).toBe(200)
    world.clock.advance(11_000)
    expect((await xapi(world, hasty, 'GET', '/statements')).status).toBe(200)
  })

  test('a page of another site gets no permission to send: a key that a page holds is everybody’s', async () => {
    const preflight = await world.app.request('/xapi/statements', {
      method: 'OPTIONS',
      headers: { origin: 'https://lms.example.com', 'access-control-request-method': 'POST' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    expect(
      (await send('POST', '/statements', { body: statement() })).headers.get('access-control-allow-origin'),
    ).toBeNull()
  })
})

describe('POST (2.1.2)', () => {
  test('one statement: 200 and its id', async () => {
    const one = statement({ duration: 'PT1M' })
    expect(await send('POST', '/statements', { body: one })).toMatchObject({ status: 200, body: [one.id] })
  })

  test('one without an id is given one', async () => {
    const { id: _id, ...rest } = statement()
    const answer = await send('POST', '/statements', { body: rest })
    expect(answer.body).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  })

  test('several: their ids in their order', async () => {
    const several = [statement(), statement({ verb: 'https://w3id.org/xapi/video/verbs/played' }), statement()]
    const answer = await send('POST', '/statements', { body: several })
    expect(answer).toMatchObject({ status: 200, body: several.map(({ id }) => id) })
  })

  test('ids in capitals are the same ids', async () => {
    const one = statement()
    const answer = await send('POST', '/statements', { body: { ...one, id: String(one.id).toUpperCase() } })
    expect(answer.body).toEqual([one.id])
  })

  test('an empty batch is a batch', async () => {
    expect(await send('POST', '/statements', { body: [] })).toMatchObject({ status: 200, body: [] })
  })

  test('the same again is the same again, and nothing is counted twice', async () => {
    const own = await makeStudying(world)
    const one = statementOf(own, { duration: 'PT45M', timestamp: '2026-05-08T10:00:00+08:00' })
    const post = () => xapi(world, own.platform, 'POST', '/statements', { body: one })
    expect(await post()).toMatchObject({ status: 200, body: [one.id] })
    expect(await post()).toMatchObject({ status: 200, body: [one.id] })
    // The same moment, written otherwise.
    const otherwise = { ...one, timestamp: '2026-05-08T02:00:00.000Z' }
    expect((await xapi(world, own.platform, 'POST', '/statements', { body: otherwise })).status).toBe(200)
    expect(await approvedHours(world, own.learner.id, own.course.planId)).toBe(100)
  })

  test('another statement under a known id is 409, and the whole batch with it', async () => {
    const one = statement({ duration: 'PT1M', timestamp: '2026-05-08T10:00:00Z' })
    await send('POST', '/statements', { body: one })
    const fresh = statement()
    for (const other of [
      { ...one, result: { duration: 'PT2M' } },
      { ...one, timestamp: '2026-05-08T10:00:01Z' },
      { ...one, actor: { mbox: 'mailto:else@example.com' } },
    ]) {
      expect(await send('POST', '/statements', { body: [fresh, other] })).toMatchObject({
        status: 409,
        body: { id: one.id },
      })
    }
    expect(await world.deps.db.learningStatement.count({ where: { statementId: String(fresh.id) } })).toBe(0)
  })

  test('ids are each platform’s own', async () => {
    const other = await makePlatform(world)
    const one = statement()
    await send('POST', '/statements', { body: one })
    const theirs = await xapi(world, other, 'POST', '/statements', { body: { ...one, result: { duration: 'PT9M' } } })
    expect(theirs.status).toBe(200)
  })

  test.each([
    ['one malformed statement', [statementLike(), { ...statementLike(), verb: { id: 'done' } }]],
    [
      'one id twice',
      [
        { ...statementLike(), id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0' },
        { ...statementLike(), id: 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0' },
      ],
    ],
    ['what is no statement', [statementLike(), 'x']],
  ])('a batch with %s is refused as a whole', async (_what, batch) => {
    const before = await world.deps.db.learningStatement.count()
    const answer = await send('POST', '/statements', { body: batch })
    expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } })
    expect(await world.deps.db.learningStatement.count()).toBe(before)
  })

  test('a refusal names the statement and the place', async () => {
    const wrong = { ...statementLike(), result: { duration: 'one hour' } }
    const { body } = await send('POST', '/statements', { body: [statementLike(), wrong] })
    expect(body).toEqual({ error: expect.stringMatching(/^Statement 2 of the batch: "result\.duration"/) })
  })

  test.each([
    ['what is no JSON', { raw: '{"actor"', headers: { 'content-type': 'application/json' } }],
    ['no content at all', { raw: '', headers: { 'content-type': 'application/json' } }],
    ['another content type', { raw: '[]', headers: { 'content-type': 'text/plain' } }],
    [
      'bytes that are no UTF-8',
      { raw: new Uint8Array([0x22, 0xff, 0x22]), headers: { 'content-type': 'application/json' } },
    ],
    ['a parameter that it does not know', { body: [], path: '?dryRun=true' }],
  ] as const)('%s is 400', async (_what, options) => {
    const { path = '', ...rest } = options as { path?: string } & Parameters<typeof xapi>[4]
    expect((await send('POST', `/statements${path}`, rest)).status).toBe(400)
  })

  test('content types carry parameters', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON;charset=UTF-8'])
      expect((await send('POST', '/statements', { body: statement(), headers: { 'content-type': type } })).status).toBe(
        200,
      )
  })

  test('attachments with their data are refused with a sentence, those with an address are taken', async () => {
    const multipart = await send('POST', '/statements', {
      raw: '--x\r\nContent-Type:application/json\r\n\r\n{}\r\n--x--',
      headers: { 'content-type': 'multipart/mixed; boundary=x' },
    })
    expect(multipart).toMatchObject({ status: 400, body: { error: expect.stringContaining('fileUrl') } })
    const attached = {
      usageType: 'urn:u',
      display: { en: 'a' },
      contentType: 'text/plain',
      length: 1,
      sha2: 'a',
      fileUrl: 'https://a.example.com/f',
    }
    expect((await send('POST', '/statements', { body: { ...statement(), attachments: [attached] } })).status).toBe(200)
  })

  test('too much at once is 413', async () => {
    const many = Array.from({ length: 501 }, () => statementLike())
    expect((await send('POST', '/statements', { body: many })).status).toBe(413)
    const long = { ...statement(), result: { response: 'x'.repeat(5 * 1024 * 1024) } }
    expect((await send('POST', '/statements', { body: long })).status).toBe(413)
  })

  test('what cannot be credited is stored all the same: a platform’s queue does not stop at it', async () => {
    const stranger = statement({ verb: verbs.completed, actor: { mbox: 'mailto:nobody@example.com' } })
    const answer = await send('POST', '/statements', { body: [stranger, statement({ duration: 'PT1M' })] })
    expect(answer.status).toBe(200)
    expect(await outcomeOf(world, stranger.id)).toBe('refused learnerUnknown')
  })
})

describe('PUT (2.1.1)', () => {
  const put = (id: unknown, body: unknown) => send('PUT', `/statements?statementId=${id}`, { body })

  test('204 without content, and again', async () => {
    const one = statement()
    expect(await put(one.id, one)).toMatchObject({ status: 204, body: null })
    expect((await put(one.id, one)).status).toBe(204)
  })

  test('the id of the address is the statement’s', async () => {
    const { id, ...rest } = statement()
    expect((await put(id, rest)).status).toBe(204)
    expect((await send('GET', `/statements?statementId=${id}`)).body).toMatchObject({ id })
  })

  test.each([
    ['another id in the statement', () => [newId(), statement()] as const],
    ['no id', () => ['', statement()] as const],
    ['an id that is none', () => ['12', statement()] as const],
    ['several statements', () => [newId(), [statement()]] as const],
  ])('%s is 400', async (_what, make) => {
    const [id, body] = make()
    expect((await put(id, body)).status).toBe(400)
  })

  test('another statement under a known id is 409', async () => {
    const one = statement()
    await put(one.id, one)
    expect((await put(one.id, { ...one, result: { success: false } })).status).toBe(409)
  })
})

describe('the other way to ask (1.3)', () => {
  const form = (values: Record<string, string>) => new URLSearchParams(values).toString()
  const disguised = (method: string, values: Record<string, string>, query = '') =>
    xapi(world, null, 'POST', `/statements?method=${method}${query}`, {
      raw: form({ Authorization: basic(studying.platform), 'X-Experience-API-Version': '1.0.3', ...values }),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-experience-api-version': null },
    })

  test('PUT and GET in a form', async () => {
    const one = statement()
    const put = await disguised('PUT', {
      statementId: String(one.id),
      content: JSON.stringify(one),
      'Content-Type': 'application/json',
    })
    expect(put.status).toBe(204)
    expect(await disguised('GET', { statementId: String(one.id) })).toMatchObject({ status: 200, body: { id: one.id } })
  })

  test('with something else in the address, as another type, or of another method it is 400', async () => {
    expect((await disguised('PUT', {}, '&statementId=1')).status).toBe(400)
    expect((await disguised('DELETE', {})).status).toBe(400)
    expect((await send('POST', '/statements?method=PUT', { body: statement() })).status).toBe(400)
  })
})

test.each(['/activities/state', '/activities/profile', '/agents/profile', '/agents', '/activities'])(
  '%s is kept by the platform itself: 501, honestly',
  async (path) => {
    for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
      const answer = await send(method, path, method === 'GET' ? {} : { body: {} })
      expect(answer).toMatchObject({ status: 501, body: { error: expect.any(String) } })
    }
  },
)

test('what the standard does not have is 404, as JSON and not as a page', async () => {
  expect(await send('GET', '/else')).toMatchObject({ status: 404, body: { error: expect.any(String) } })
})

function statementLike() {
  return {
    actor: { mbox: 'mailto:gu@example.com' },
    verb: { id: verbs.progressed },
    object: { id: 'https://lms.example.com/course/1' },
  }
}
