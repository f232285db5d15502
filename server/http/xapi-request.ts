import type { Context } from 'hono'
import { AppError } from '../core/app-error.ts'
import { readBody } from './read-body.ts'

/** Five hundred statements of ten kilobytes; a usual one has one. */
export const maxXapiBytes = 5 * 1024 * 1024

/** A refusal in the standard's words: a status and a sentence in English, for whoever connects a platform. */
export class XapiRefusal extends Error {
  readonly status: 400 | 413 | 501
  constructor(status: 400 | 413 | 501, sentence: string) {
    super(sentence)
    this.name = 'XapiRefusal'
    this.status = status
  }
}

export type XapiRequest = {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly version: string | undefined
  readonly authorization: string | undefined
  readonly contentType: string
  readonly params: ReadonlyMap<string, string>
  /** The content as text; empty where there is none. */
  content(): Promise<string>
}

/** Headers that stand in the form instead (1.0.3 part three 1.3). */
const formHeaders = [
  'authorization',
  'x-experience-api-version',
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
]

/**
 * The request as the standard means it. A POST with `?method=` is another one in disguise, for senders that can neither set
 * headers nor use PUT: what would stand in headers, in the address and in the content stands in its form.
 */
export async function readXapiRequest(c: Context): Promise<XapiRequest> {
  const search = new URL(c.req.url).searchParams
  const disguised = c.req.method === 'POST' ? search.get('method') : null
  if (disguised === null) {
    return {
      method: c.req.method === 'PUT' || c.req.method === 'POST' ? c.req.method : 'GET',
      version: c.req.header('x-experience-api-version'),
      authorization: c.req.header('authorization'),
      contentType: c.req.header('content-type') ?? '',
      params: single(search),
      content: async () => decode(await read(c)),
    }
  }
  if (!/^(?:GET|HEAD|PUT|POST)$/.test(disguised))
    throw new XapiRefusal(400, `"method=${disguised.slice(0, 20)}" is none of GET, HEAD, PUT and POST.`)
  if ([...search.keys()].length > 1)
    throw new XapiRefusal(400, 'With "method" in the address, every other parameter belongs into the form.')
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new XapiRefusal(400, 'With "method" in the address, the Content-Type is application/x-www-form-urlencoded.')
  const form = new URLSearchParams(decode(await read(c)))
  const header = (name: string) => {
    const key = [...form.keys()].find((one) => one.toLowerCase() === name)
    return key === undefined ? c.req.header(name) : (form.get(key) ?? undefined)
  }
  const content = form.get('content') ?? ''
  const params = new URLSearchParams(
    [...form].filter(([key]) => key !== 'content' && !formHeaders.includes(key.toLowerCase())),
  )
  const formType = [...form.keys()].find((one) => one.toLowerCase() === 'content-type')
  return {
    method: disguised === 'PUT' || disguised === 'POST' ? disguised : 'GET',
    version: header('x-experience-api-version'),
    authorization: header('authorization'),
    contentType: formType === undefined ? 'application/json' : (form.get(formType) ?? ''),
    params: single(params),
    content: async () => content,
  }
}

function single(search: URLSearchParams): Map<string, string> {
  const params = new Map<string, string>()
  for (const [key, value] of search) {
    if (params.has(key)) throw new XapiRefusal(400, `The parameter "${key.slice(0, 40)}" is given twice.`)
    params.set(key, value)
  }
  return params
}

async function read(c: Context): Promise<Uint8Array> {
  try {
    return await readBody(c, maxXapiBytes)
  } catch (error) {
    if (error instanceof AppError && error.code === 'fileTooLarge')
      throw new XapiRefusal(
        413,
        `A request holds ${maxXapiBytes} bytes at most. Send the statements in smaller batches.`,
      )
    throw error
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new XapiRefusal(400, 'The content is not UTF-8.')
  }
}
