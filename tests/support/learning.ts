import { newId } from '../../server/core/ids.ts'
import type { DurationMeaning } from '../../server/features/learning-platforms/learning-platforms.schema.ts'
import { makePlan } from './orders.ts'
import { type MadeOrganisation, makeLearner, makeOrganisation, makeStaff } from './people.ts'
import type { World } from './world.ts'

/** Arrangement for tests of learning platforms; platforms and courses are made as the desk makes them. */

export type MadePlatform = {
  id: string
  name: string
  homePage: string
  accessKey: string
  secret: string
  version: number
}

export async function makePlatform(
  world: World,
  options: { name?: string; homePage?: string; durationMeaning?: DurationMeaning } = {},
): Promise<MadePlatform> {
  const { cookie } = await makeStaff(world, 'systemAdmin')
  const id = newId()
  const input = {
    id,
    name: options.name ?? '蓝天在线学习平台',
    homePage: options.homePage ?? 'https://lms.example.com',
    durationMeaning: options.durationMeaning ?? 'total',
  }
  const answer = await world.mutate('learningPlatforms.create', input, cookie)
  if (answer.code) throw new Error(answer.code)
  return { ...input, accessKey: answer.data.platform.accessKey, secret: answer.data.secret, version: 1 }
}

export type MadeCourse = { id: string; activityId: string; planId: string }

export async function makeCourse(
  world: World,
  platform: { id: string },
  options: {
    activityId?: string
    planId?: string
    kind?: 'compulsory' | 'elective'
    hours?: number
    title?: string
  } = {},
): Promise<MadeCourse> {
  const { cookie } = await makeStaff(world, 'systemAdmin')
  const activityId = options.activityId ?? `https://lms.example.com/course/${newId()}`
  const planId = options.planId ?? (await makePlan(world))
  const course = {
    activityId,
    title: options.title ?? '安全生产法与岗位责任',
    planId,
    kind: options.kind ?? 'compulsory',
    hours: options.hours ?? 1000,
  }
  const answer = await world.mutate(
    'learningPlatforms.saveCourses',
    { platformId: platform.id, courses: [course] },
    cookie,
  )
  if (answer.code) throw new Error(answer.code)
  const row = await world.deps.db.learningCourse.findFirstOrThrow({ where: { platformId: platform.id, activityId } })
  return { id: row.id, activityId, planId }
}

/** Opens the plan to the learner, as a wallet does. */
export async function takePart(
  world: World,
  learnerId: string,
  planId: string,
  organisation: Pick<MadeOrganisation, 'id' | 'path'>,
): Promise<void> {
  await world.deps.db.courseOpening.create({
    data: {
      id: newId(),
      learnerId,
      planId,
      organisationId: organisation.id,
      organisationPath: organisation.path,
      amountFen: 0n,
      openedById: newId(),
      openedByName: '测试',
    },
  })
}

/** A platform, a course of ten hours and a learner who takes part. */
export async function makeStudying(
  world: World,
  options: { durationMeaning?: DurationMeaning; hours?: number; takesPart?: boolean } = {},
) {
  const platform = await makePlatform(
    world,
    options.durationMeaning ? { durationMeaning: options.durationMeaning } : {},
  )
  const course = await makeCourse(world, platform, options.hours === undefined ? {} : { hours: options.hours })
  const organisation = await makeOrganisation(world)
  const learner = await makeLearner(world, organisation)
  if (options.takesPart !== false) await takePart(world, learner.id, course.planId, organisation)
  return { platform, course, organisation, learner }
}

export type Sent = { status: number; headers: Headers; body: unknown }

/** A request as another system sends it: no cookie, no header of ours. */
export async function xapi(
  world: World,
  platform: Pick<MadePlatform, 'accessKey' | 'secret'> | null,
  method: string,
  path: string,
  options: { body?: unknown; raw?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string | null> } = {},
): Promise<Sent> {
  const headers = new Headers({ 'x-experience-api-version': '1.0.3', origin: 'https://lms.example.com' })
  if (platform) headers.set('authorization', basic(platform))
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
  const response = await world.app.request(`/xapi${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

export function basic({ accessKey, secret }: Pick<MadePlatform, 'accessKey' | 'secret'>): string {
  return `Basic ${Buffer.from(`${accessKey}:${secret}`).toString('base64')}`
}

export const verbs = {
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  progressed: 'http://adlnet.gov/expapi/verbs/progressed',
  passed: 'http://adlnet.gov/expapi/verbs/passed',
  terminated: 'http://adlnet.gov/expapi/verbs/terminated',
  voided: 'http://adlnet.gov/expapi/verbs/voided',
}

/** A statement of the learner in the course. */
export function statementOf(
  studying: { platform: { homePage: string }; course: { activityId: string }; learner: { id: string } },
  options: {
    id?: string
    verb?: string
    duration?: string
    timestamp?: string
    actor?: object
    object?: object
  } = {},
): Record<string, unknown> {
  return {
    id: options.id ?? newId(),
    actor: options.actor ?? { account: { homePage: studying.platform.homePage, name: studying.learner.id } },
    verb: { id: options.verb ?? verbs.progressed },
    object: options.object ?? { id: studying.course.activityId },
    ...(options.duration === undefined ? {} : { result: { duration: options.duration } }),
    ...(options.timestamp === undefined ? {} : { timestamp: options.timestamp }),
  }
}

/** What counts of the learner's hours in the plan: hundredths. */
export async function approvedHours(world: World, learnerId: string, planId: string): Promise<number> {
  const row = await world.deps.db.planProgress.findUnique({ where: { learnerId_planId: { learnerId, planId } } })
  return (row?.compulsoryApproved ?? 0) + (row?.electiveApproved ?? 0)
}

/** What became of a statement. */
export async function outcomeOf(world: World, statementId: unknown): Promise<string> {
  const row = await world.deps.db.learningStatement.findFirstOrThrow({ where: { statementId: String(statementId) } })
  return row.reason && row.outcome !== 'voided' ? `${row.outcome} ${row.reason}` : row.outcome
}
