import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../server/core/app-error.ts'
import type { RequestContext } from '../../server/trpc/init.ts'
import { t, withAppErrors } from '../../server/trpc/init.ts'
import { api, onSignedOut } from '../../web/api.ts'
import { ConnectionLost } from '../../web/texts/errors.ts'

/** A router of the server's own make, small enough to fail in every way that the web has to understand. */
const open = t.procedure.use(withAppErrors)
const router = t.router({
  samples: t.router({
    double: open.input(z.object({ value: z.number() })).query(({ input }) => input.value * 2),
    refuse: open.input(z.object({ code: z.enum(['notSignedIn', 'voucherAlreadyDecided']) })).mutation(({ input }) => {
      throw new AppError(input.code, { by: '周敏' })
    }),
  }),
})

interface Caller {
  query(input: unknown): Promise<unknown>
  mutate(input: unknown): Promise<unknown>
}
const samples = (api as unknown as { samples: Record<string, Caller> }).samples
const procedure = (name: string): Caller => {
  const found = samples[name]
  if (!found) throw new Error(name)
  return found
}

const requests: Request[] = []
let answer: ((request: Request) => Promise<Response>) | null = null

beforeEach(() => {
  requests.length = 0
  answer = null
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const request = new Request(new URL(address, 'http://localhost'), { ...init, signal: null })
    requests.push(request.clone())
    if (answer) return answer(request)
    return fetchRequestHandler({
      endpoint: '/trpc',
      allowMethodOverride: true,
      req: request,
      router,
      createContext: () => ({ deps: { logger: { error: () => {} } } }) as unknown as RequestContext,
    })
  })
})

afterEach(() => vi.unstubAllGlobals())

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('it worked'),
    (error: unknown) => error,
  )
}

test('a question goes by POST with our header, and what was asked stands in no address', async () => {
  expect(await procedure('double').query({ value: 21 })).toBe(42)
  expect(requests[0]?.method).toBe('POST')
  expect(requests[0]?.headers.get('x-xueshi')).toBe('1')
  expect(requests[0]?.url).not.toContain('21')
})

test('a refusal comes back with its code and its details', async () => {
  const error = await failure(procedure('refuse').mutate({ code: 'voucherAlreadyDecided' }))
  expect(error).toBeInstanceOf(AppError)
  expect((error as AppError).code).toBe('voucherAlreadyDecided')
  expect((error as AppError).details).toEqual({ by: '周敏' })
})

test('input that the schema refuses names its field', async () => {
  const error = await failure(procedure('double').query({ value: 'much' }))
  expect((error as AppError).code).toBe('inputInvalid')
  expect((error as AppError).details.field).toBe('value')
})

test('a refusal before the procedure is understood too', async () => {
  answer = async () => Response.json({ app: { code: 'originRefused', details: {} } }, { status: 403 })
  const error = await failure(procedure('double').query({ value: 1 }))
  expect((error as AppError).code).toBe('originRefused')
})

test('a lost connection and an answer that is no answer are told from a refusal', async () => {
  answer = () => Promise.reject(new TypeError('Failed to fetch'))
  expect(await failure(procedure('double').query({ value: 1 }))).toBeInstanceOf(ConnectionLost)
  answer = async () => new Response('<html>Bad Gateway</html>', { status: 502 })
  expect(await failure(procedure('double').query({ value: 1 }))).toBeInstanceOf(ConnectionLost)
})

test('a code that this version of the app does not know is our own failure, not a crash', async () => {
  answer = async () => Response.json({ app: { code: 'fromTheFuture', details: {} } }, { status: 409 })
  expect(((await failure(procedure('double').query({ value: 1 }))) as AppError).code).toBe('internal')
})

test('when the session has ended the app is told, so that it can go to the log-in page', async () => {
  const told = vi.fn()
  onSignedOut(told)
  await failure(procedure('refuse').mutate({ code: 'voucherAlreadyDecided' }))
  expect(told).not.toHaveBeenCalled()
  await failure(procedure('refuse').mutate({ code: 'notSignedIn' }))
  expect(told).toHaveBeenCalledOnce()
})
