import { afterEach, beforeEach, vi } from 'vitest'

export interface Call {
  readonly path: string
  readonly input: Record<string, unknown>
}

type Reply = { readonly result: { readonly data: unknown } } | { readonly error: unknown }

export const data = (value: unknown): Reply => ({ result: { data: value } })
export const refusal = (code: string, details: Record<string, unknown> = {}): Reply => ({
  error: { message: code, code: -32004, data: { code, httpStatus: 409, app: { code, details } } },
})

/**
 * What the server would say, by procedure, for the tests of one file; every call is kept. A procedure that nobody has
 * an answer for is not found.
 */
export function createAnswers() {
  const answers: Record<string, (input: Record<string, unknown>) => Reply | Promise<Reply>> = {}
  const calls: Call[] = []
  beforeEach(() => {
    for (const path of Object.keys(answers)) delete answers[path]
    calls.length = 0
    vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
      const paths = new URL(address, 'http://localhost').pathname.replace('/trpc/', '').split(',')
      const inputs = JSON.parse(String(init.body ?? '{}')) as Record<string, Record<string, unknown>>
      const replies = paths.map((path, index) => {
        const input = inputs[String(index)] ?? {}
        calls.push({ path, input })
        return answers[path]?.(input) ?? refusal('notFound')
      })
      return Response.json(await Promise.all(replies))
    })
  })
  afterEach(() => void vi.unstubAllGlobals())
  return {
    answers,
    calls,
    inputsOf: (path: string) => calls.filter((call) => call.path === path).map((call) => call.input),
  }
}
