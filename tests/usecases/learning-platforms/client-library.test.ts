import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import xapi, { type Activity, type Actor, type Statement } from '@xapi/xapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approvedHours, makeStudying, verbs } from '../../support/learning.ts'
import { openWorld, type World } from '../../support/world.ts'

const XAPI = xapi.default

/** An LMS with a client library that is not ours (@xapi/xapi), over real HTTP. */
let world: World
let close: () => void
let endpoint = ''
beforeAll(async () => {
  world = await openWorld()
  const server = createServer(getRequestListener(world.app.fetch))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi/`
  close = () => server.close()
})
afterAll(async () => {
  close()
  await world.close()
})

/** It knows the 1.0 versions by name, and sends the one that it is told. */
const versions = ['1.0.0', '1.0.3', '2.0.0' as '1.0.3'] as const

describe.each(versions)('version %s', (version) => {
  test('hours come in by the library: stated, read back, paged and taken back', async () => {
    const { platform, course, learner } = await makeStudying(world)
    const lms = new XAPI({ endpoint, auth: XAPI.toBasicAuth(platform.accessKey, platform.secret), version })
    const actor: Actor = { objectType: 'Agent', account: { homePage: platform.homePage, name: learner.idNumber } }
    const object: Activity = { objectType: 'Activity', id: course.activityId }
    const statement = (verb: string, duration: string): Statement => ({
      actor,
      verb: { id: verb, display: { 'zh-CN': '学习' } },
      object,
      result: { duration, completion: verb === verbs.completed },
    })

    const about = await lms.getAbout()
    expect(about.data.version).toEqual(['1.0.3', '2.0.0'])

    const one = await lms.sendStatement({ statement: statement(verbs.progressed, 'PT45M') })
    expect(one.data).toHaveLength(1)
    const several = await lms.sendStatements({
      statements: [statement(verbs.progressed, 'PT1H30M'), statement(verbs.completed, 'PT2H15M')],
    })
    expect(several.data).toHaveLength(2)
    expect(await approvedHours(world, learner.id, course.planId)).toBe(300)

    const [id = ''] = one.data
    const back = await lms.getStatement({ statementId: id })
    expect(back.data).toMatchObject({ id, actor, result: { duration: 'PT45M' } })

    const list = await lms.getStatements({ limit: 2, ascending: true, attachments: false })
    expect(list.data.statements).toHaveLength(2)
    const more = await lms.getMoreStatements({ more: list.data.more ?? '' })
    expect(more.data).toMatchObject({ statements: [{ actor }] })

    const [completed = ''] = several.data.slice(-1)
    await lms.voidStatement({ actor, statementId: completed })
    expect(await approvedHours(world, learner.id, course.planId)).toBe(200)
    expect((await lms.getVoidedStatement({ voidedStatementId: completed })).data).toMatchObject({ id: completed })
  })

  test('the library hears a refusal with its sentence', async () => {
    const { platform, learner, course } = await makeStudying(world)
    const wrong = new XAPI({ endpoint, auth: XAPI.toBasicAuth(platform.accessKey, 'wrong'), version })
    await expect(wrong.getStatements({})).rejects.toMatchObject({ response: { status: 401 } })
    const lms = new XAPI({ endpoint, auth: XAPI.toBasicAuth(platform.accessKey, platform.secret), version })
    const malformed = {
      actor: { account: { homePage: platform.homePage, name: learner.id } },
      verb: { id: 'completed' },
      object: { id: course.activityId },
    } as unknown as Statement
    await expect(lms.sendStatement({ statement: malformed })).rejects.toMatchObject({
      response: { status: 400, data: { error: expect.stringContaining('verb.id') } },
    })
    await expect(
      lms.setState({
        agent: { mbox: 'mailto:a@b.cn', objectType: 'Agent' },
        activityId: course.activityId,
        stateId: 'bookmark',
        state: { page: 3 },
      }),
    ).rejects.toMatchObject({ response: { status: 501 } })
  })
})
