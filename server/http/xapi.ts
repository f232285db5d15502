import type { Context } from 'hono'
import type { z } from 'zod'
import { AppError, type ErrorCode, httpStatus } from '../core/app-error.ts'
import type { Deps } from '../deps.ts'
import { authenticatePlatform } from '../features/learning-platforms/authenticate-platform.ts'
import { findStatement, findStatements, type StatementQuery } from '../features/learning-platforms/find-statements.ts'
import type { LearningPlatform } from '../features/learning-platforms/platforms.store.ts'
import { type ReceivedStatement, storeStatements } from '../features/learning-platforms/store-statements.ts'
import {
  actorSchema,
  momentOf,
  statementSchema,
  timestampSchema,
  uuidSchema,
} from '../features/learning-platforms/xapi-statement.schema.ts'
import { toAppError } from '../trpc/init.ts'
import { defineRoute } from './route.ts'
import { readXapiRequest, XapiRefusal, type XapiRequest } from './xapi-request.ts'

/**
 * Where learning platforms send statements: the Statement Resource of xAPI 1.0.3 and of IEEE 9274.1.1 (2.0), and About. The
 * standard calls such a receiver no LRS: the resources that keep a player's own notes (state, profiles) are answered 501.
 *
 * No CORS: a key that a page holds is everybody's who opens the page, and with it hours could be given to anybody.
 */
const versions = { '1': '1.0.3', '2': '2.0.0' } as const
const versionHeader = 'X-Experience-API-Version'
const mostInBatch = 500

export const xapiAbout = defineRoute({
  method: 'GET',
  path: '/xapi/about',
  permission: 'public',
  crossSite: true,
  async handle(_deps, c) {
    c.header(versionHeader, versions[2])
    return c.json({ version: Object.values(versions) })
  },
})

export const xapiGet = statementsRoute('GET')
export const xapiPut = statementsRoute('PUT')
export const xapiPost = statementsRoute('POST')

function statementsRoute(method: 'GET' | 'PUT' | 'POST') {
  return defineRoute({
    method,
    path: '/xapi/statements',
    permission: 'public',
    crossSite: true,
    handle: (deps, c) => answering(deps, c, () => handleStatements(deps, c)),
  })
}

/** What else the standard has, which is not kept here, and what it does not have. */
export function xapiElsewhere(deps: Deps, c: Context): Promise<Response> {
  return answering(deps, c, async () => {
    c.header(versionHeader, versions[2])
    if (/^\/xapi\/(?:activities|agents)(?:\/|$)/.test(c.req.path))
      throw new XapiRefusal(501, 'Statements are taken here. Documents, activities and agents are not kept.')
    throw new AppError('notFound')
  })
}

async function handleStatements(deps: Deps, c: Context): Promise<Response> {
  // Before anything can be refused: the header stands on every answer.
  c.header(versionHeader, versions[2])
  const request = await readXapiRequest(c)
  const major = majorOf(request.version)
  c.header(versionHeader, versions[major])
  const platform = await authenticatePlatform(deps, request.authorization)
  c.header('X-Experience-API-Consistent-Through', deps.clock.now().toISOString())
  c.header('Cache-Control', 'no-store')
  const version = major === '2' ? '2.0.0' : '1.0.0'
  if (request.method === 'GET') return sendStatements(deps, c, platform, request)
  if (request.method === 'PUT') {
    await storeStatements(deps, platform, [await readOne(request)], version)
    return c.body(null, 204)
  }
  return c.json(await storeStatements(deps, platform, await readBatch(request), version))
}

function majorOf(version: string | undefined): '1' | '2' {
  if (version === undefined) throw new XapiRefusal(400, `The header ${versionHeader} is missing. Send 1.0.3 or 2.0.0.`)
  const major = /^([12])\.0(?:\.\d+)?$/.exec(version.trim())?.[1]
  if (major === '1' || major === '2') return major
  throw new XapiRefusal(400, `Version "${version.slice(0, 20)}" is not spoken here. Send 1.0.3 or 2.0.0.`)
}

// --- Taking --------------------------------------------------------------------------------------------------------

async function readOne(request: XapiRequest): Promise<ReceivedStatement> {
  refuseOthers(request, ['statementId'])
  const id = parameter(request, 'statementId', uuidSchema)
  if (id === undefined) throw new XapiRefusal(400, 'The parameter "statementId" is missing.')
  const value = await readJson(request)
  if (Array.isArray(value)) throw new XapiRefusal(400, 'PUT takes one statement. Send several with POST.')
  const received = check(value, '')
  if (received.parsed.id !== undefined && received.parsed.id !== id)
    throw new XapiRefusal(400, 'The statement’s id is not the "statementId" of the address.')
  return { raw: { ...received.raw, id }, parsed: { ...received.parsed, id } }
}

async function readBatch(request: XapiRequest): Promise<ReceivedStatement[]> {
  refuseOthers(request, [])
  const value = await readJson(request)
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (values.length > mostInBatch)
    throw new XapiRefusal(413, `A request holds ${mostInBatch} statements at most; this one has ${values.length}.`)
  const batch = values.map((one, at) => check(one, Array.isArray(value) ? `Statement ${at + 1} of the batch: ` : ''))
  const ids = batch.flatMap(({ parsed }) => parsed.id ?? [])
  const twice = ids.find((id, at) => ids.indexOf(id) < at)
  if (twice !== undefined) throw new XapiRefusal(400, `The id ${twice} stands on two statements of the batch.`)
  return batch
}

async function readJson(request: XapiRequest): Promise<unknown> {
  if (/^multipart\/mixed\b/i.test(request.contentType)) {
    throw new XapiRefusal(
      400,
      'The data of attachments is not kept here. Send the statements as application/json, attachments with a fileUrl or none.',
    )
  }
  if (!/^application\/json\s*(?:;|$)/i.test(request.contentType))
    throw new XapiRefusal(400, 'The Content-Type of statements is application/json.')
  try {
    return JSON.parse(await request.content())
  } catch (error) {
    if (error instanceof SyntaxError) throw new XapiRefusal(400, 'The content is not JSON.')
    throw error
  }
}

function check(value: unknown, where: string): ReceivedStatement {
  const parsed = statementSchema.safeParse(value)
  if (parsed.success) return { raw: value as Record<string, unknown>, parsed: parsed.data }
  const { path, what } = deepest(parsed.error.issues[0])
  throw new XapiRefusal(400, `${where}${path === '' ? 'the statement' : `"${path}"`} is not as xAPI has it: ${what}.`)
}

/** Where exactly it goes wrong: of the kinds that a value may be, the one that it comes nearest to. */
function deepest(issue: z.core.$ZodIssue | undefined): { path: string; what: string } {
  const path = (issue?.path ?? []).map(String)
  if (issue?.code === 'invalid_union') {
    const inner = issue.errors
      .flatMap((issues) => issues.slice(0, 1))
      .sort((a, b) => b.path.length - a.path.length)
      .at(0)
    if (inner && inner.path.length > 0) {
      const below = deepest(inner)
      return { path: [...path, below.path].filter((part) => part !== '').join('.'), what: below.what }
    }
  }
  return { path: path.join('.'), what: issue?.message.toLowerCase() ?? 'invalid' }
}

// --- Giving back ---------------------------------------------------------------------------------------------------

const understood = [
  'statementId',
  'voidedStatementId',
  'agent',
  'verb',
  'activity',
  'since',
  'until',
  'limit',
  'ascending',
]
const notAnswered = ['registration', 'related_activities', 'related_agents']

async function sendStatements(
  deps: Deps,
  c: Context,
  platform: LearningPlatform,
  request: XapiRequest,
): Promise<Response> {
  refuseOthers(request, [...understood, ...notAnswered, 'format', 'attachments', 'from'])
  const { params } = request
  const format = params.get('format') ?? 'exact'
  if (!['exact', 'ids', 'canonical'].includes(format))
    throw new XapiRefusal(400, '"format" is none of ids, exact and canonical.')
  const withAttachments = flag(request, 'attachments')
  const single = params.has('statementId') || params.has('voidedStatementId')
  if (single && [...params.keys()].some((key) => !['format', 'attachments'].includes(key) && !/tatementId$/.test(key)))
    throw new XapiRefusal(400, 'With a statement’s id only "format" and "attachments" may be asked.')
  if (params.has('statementId') && params.has('voidedStatementId'))
    throw new XapiRefusal(400, 'Ask for "statementId" or for "voidedStatementId", not for both.')
  const absent = notAnswered.find((key) => params.has(key))
  if (absent) throw new XapiRefusal(501, `Statements cannot be filtered by "${absent}" here.`)
  if (format !== 'exact' || withAttachments)
    throw new XapiRefusal(501, 'Statements are given back exactly as they came, without attachments.')

  if (single) {
    const voided = params.has('voidedStatementId')
    const id = parameter(request, voided ? 'voidedStatementId' : 'statementId', uuidSchema) ?? ''
    const { statement, storedAt } = await findStatement(deps, platform, id, voided)
    c.header('Last-Modified', storedAt.toUTCString())
    return c.json(statement)
  }
  const { statements, nextAfter } = await findStatements(deps, platform, queryOf(request))
  const next = new URLSearchParams([...params].filter(([key]) => key !== 'from'))
  if (nextAfter !== null) next.set('from', nextAfter)
  return c.json({ statements, more: nextAfter === null ? '' : `/xapi/statements?${next}` })
}

function queryOf(request: XapiRequest): StatementQuery {
  const moment = (name: string) => {
    const text = parameter(request, name, timestampSchema)
    return text === undefined ? undefined : momentOf(text)
  }
  const limit = request.params.get('limit') ?? '0'
  if (!/^\d{1,9}$/.test(limit)) throw new XapiRefusal(400, '"limit" is a number of 0 or more.')
  return {
    verb: iri(request, 'verb'),
    activity: iri(request, 'activity'),
    agent: agentOf(request.params.get('agent')),
    since: moment('since'),
    until: moment('until'),
    limit: Number(limit),
    ascending: flag(request, 'ascending'),
    after: parameter(request, 'from', uuidSchema),
  }
}

function iri(request: XapiRequest, name: string): string | undefined {
  const text = request.params.get(name)
  if (text !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(text))
    throw new XapiRefusal(400, `"${name}" is no IRI.`)
  return text
}

function agentOf(text: string | undefined) {
  if (text === undefined) return undefined
  try {
    const parsed = actorSchema.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new XapiRefusal(400, '"agent" is no agent in JSON.')
}

function flag(request: XapiRequest, name: string): boolean {
  const text = request.params.get(name) ?? 'false'
  if (text !== 'true' && text !== 'false') throw new XapiRefusal(400, `"${name}" is true or false.`)
  return text === 'true'
}

function parameter(request: XapiRequest, name: string, schema: z.ZodType<string>): string | undefined {
  const text = request.params.get(name)
  if (text === undefined) return undefined
  const parsed = schema.safeParse(text)
  if (!parsed.success) throw new XapiRefusal(400, `The parameter "${name}" is not as xAPI has it.`)
  return parsed.data
}

/** What the standard does not know here is refused, also what it knows in another case (part three 3.2). */
function refuseOthers({ params }: XapiRequest, names: readonly string[]): void {
  const other = [...params.keys()].find((key) => !names.includes(key))
  if (other !== undefined) throw new XapiRefusal(400, `The parameter "${other.slice(0, 40)}" is not understood here.`)
}

// --- Refusing ------------------------------------------------------------------------------------------------------

const sentences: Partial<Record<ErrorCode, string>> = {
  platformNotKnown: 'The access key or the secret is wrong.',
  platformDisabled: 'This platform is switched off. Ask the training centre.',
  statementIdReused: 'A statement with this id is known, and says something else.',
  tooManyAttempts: 'Too many requests. Wait, and send statements in batches.',
  notFound: 'There is no such statement or resource.',
  conflict: 'The same statements came in twice at once. Send them again.',
  unavailable: 'The service is not available at the moment. Send it again.',
}

async function answering(deps: Deps, c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof XapiRefusal) return c.json({ error: error.message }, error.status)
    const known = toAppError(error)
    if (known.kind === 'internal') deps.logger.error('xapi.failed', known.cause ?? known, { path: c.req.path })
    if (known.kind === 'unauthenticated') c.header('WWW-Authenticate', 'Basic realm="xAPI", charset="UTF-8"')
    const wait = known.details.retryAfterSeconds
    if (wait !== undefined) c.header('Retry-After', String(wait))
    const id = known.details.statementId
    const sentence = sentences[known.code] ?? 'Something went wrong on our side. Send it again later.'
    return c.json({ error: sentence, ...(id === undefined ? {} : { id }) }, httpStatus[known.kind])
  }
}
