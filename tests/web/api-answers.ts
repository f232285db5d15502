import { vi } from 'vitest'

type Input = Record<string, unknown>
export type Answer = { result: { data: unknown } } | { error: unknown }
/** What the server would say, by procedure. One that is not named here is an error that fails the test. */
export type Answers = Record<string, (input: Input) => Answer | Promise<Answer>>

export const data = (value: unknown): Answer => ({ result: { data: value } })

export const refusal = (code: string, details: Input = {}): Answer => ({
  error: { message: code, code: -32009, data: { code: 'CONFLICT', httpStatus: 409, app: { code, details } } },
})

/** Answers the page's requests; every call is kept in the order that it was made. */
export function answerWith(answers: Answers): { path: string; input: Input }[] {
  const calls: { path: string; input: Input }[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const paths = new URL(address, 'http://localhost').pathname.replace('/trpc/', '').split(',')
    const inputs = JSON.parse(String(init.body)) as Record<string, Input>
    const results = paths.map((path, index) => {
      const input = inputs[String(index)] ?? {}
      calls.push({ path, input })
      const answer = answers[path]
      if (!answer) throw new Error(`nobody answers ${path}`)
      return answer(input)
    })
    return Response.json(await Promise.all(results))
  })
  return calls
}
