import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { makePlatform, makeStudying, statementOf, verbs, xapi } from '../../support/learning.ts'
import { openWorld, type World } from '../../support/world.ts'

/** What xAPI 1.0.3 part three asks of whoever gives statements back; the numbers are those of its sections. */
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

describe('GET (2.1.3)', () => {
  test('a statement comes back as it was sent, with what a server adds', async () => {
    const one: Record<string, unknown> = {
      ...statement({ duration: 'PT1.50S' }),
      context: { extensions: { 'urn:x': { kept: null } } },
    }
    await send('POST', '/statements', { body: one })
    const answer = await send('GET', `/statements?statementId=${one.id}`)
    expect(answer.body).toEqual({
      ...one,
      stored: expect.any(String),
      timestamp: expect.any(String),
      version: '1.0.0',
      authority: {
        objectType: 'Agent',
        name: studying.platform.name,
        account: { homePage: expect.any(String), name: studying.platform.accessKey },
      },
    })
    expect(answer.headers.get('last-modified')).toContain('GMT')
    expect(new Date(answer.headers.get('x-experience-api-consistent-through') ?? '').getTime()).not.toBeNaN()
  })

  test('an authority that a sender claims is not believed', async () => {
    const one: Record<string, unknown> = { ...statement(), authority: { mbox: 'mailto:chief@example.com' } }
    await send('POST', '/statements', { body: one })
    const { body } = await send('GET', `/statements?statementId=${one.id}`)
    expect(body).toMatchObject({ authority: { name: studying.platform.name } })
  })

  test('HEAD answers without a body', async () => {
    const one = statement()
    await send('POST', '/statements', { body: one })
    expect(await send('HEAD', `/statements?statementId=${one.id}`)).toMatchObject({ status: 200, body: null })
    expect(await send('HEAD', `/statements?statementId=${newId()}`)).toMatchObject({ status: 404, body: null })
  })

  test('what is not there, and what another platform sent, is 404', async () => {
    const other = await makePlatform(world)
    const one = statement()
    await send('POST', '/statements', { body: one })
    expect((await send('GET', `/statements?statementId=${newId()}`)).status).toBe(404)
    expect((await xapi(world, other, 'GET', `/statements?statementId=${one.id}`)).status).toBe(404)
    expect((await xapi(world, other, 'GET', '/statements')).body).toEqual({ statements: [], more: '' })
  })

  test.each([
    `statementId=${newId()}&voidedStatementId=${newId()}`,
    `statementId=${newId()}&limit=1`,
    'statementid=1',
    'statementId=1',
    'limit=-1',
    'limit=1&limit=2',
    'ascending=yes',
    'since=yesterday',
    'verb=completed',
    'agent=me',
    'format=pretty',
  ])('?%s is 400', async (query) => {
    expect((await send('GET', `/statements?${query}`)).status).toBe(400)
  })

  test.each([
    'registration=fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
    'attachments=true',
    'format=ids',
    'related_agents=true',
  ])('?%s is 501: it says so instead of answering wrongly', async (query) => {
    expect((await send('GET', `/statements?${query}`)).status).toBe(501)
  })

  test('a list is paged to its end, the newest first or the oldest, and cut by verb, activity, agent and time', async () => {
    const own = await makeStudying(world)
    const mine = (path: string) => xapi(world, own.platform, 'GET', path)
    const sent = []
    for (let i = 0; i < 7; i++) {
      const one = statementOf(own, { duration: `PT${i + 1}M`, verb: i % 2 === 0 ? verbs.progressed : verbs.completed })
      await xapi(world, own.platform, 'POST', '/statements', { body: one })
      world.clock.advance(1000)
      sent.push(one)
    }
    const walk = async (query: string) => {
      const ids: unknown[] = []
      let path = `/statements?${query}`
      for (let pages = 0; path !== ''; pages++) {
        expect(pages).toBeLessThan(10)
        const { status, body } = await mine(path)
        expect(status).toBe(200)
        const page = body as { statements: { id: string }[]; more: string }
        ids.push(...page.statements.map(({ id }) => id))
        path = page.more.replace(/^\/xapi/, '')
      }
      return ids
    }
    const ids = sent.map(({ id }) => id)
    expect(await walk('limit=3')).toEqual([...ids].reverse())
    expect(await walk('limit=3&ascending=true')).toEqual(ids)
    expect(await walk('limit=0&ascending=true')).toEqual(ids)
    expect(await walk(`verb=${encodeURIComponent(verbs.completed)}&ascending=true&limit=2`)).toEqual([
      ids[1],
      ids[3],
      ids[5],
    ])
    expect(await walk(`activity=${encodeURIComponent(own.course.activityId)}`)).toHaveLength(7)
    expect(await walk('activity=urn%3Aelse')).toEqual([])
    const agent = encodeURIComponent(
      JSON.stringify({ account: { homePage: own.platform.homePage, name: own.learner.idNumber } }),
    )
    expect(await walk(`agent=${agent}`)).toHaveLength(7)
    const { stored } = (await mine(`/statements?statementId=${ids[3]}`)).body as { stored: string }
    expect(await walk(`since=${encodeURIComponent(stored)}&ascending=true`)).toEqual(ids.slice(4))
    expect(await walk(`until=${encodeURIComponent(stored)}&ascending=true`)).toEqual(ids.slice(0, 4))
  })
})
