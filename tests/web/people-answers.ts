import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '../../server/core/app-error.ts'
import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import { goodRow, learnerRow, learnerView, previewed, tree, wrongRows } from './people-samples.ts'

const pageSize = 50
const people = Array.from({ length: 60 }, (_, index) => learnerRow(index))

type Procedure = (input: Record<string, unknown>) => unknown

/** What a server with one organisation of sixty people and one import would say, to the pages about them. */
function procedures(me: Me): Record<string, Procedure> {
  return {
    'accounts.me': () => me,
    'learners.list': ({ cursor, search }) => {
      const found = search ? people.filter(({ name }) => name.includes(String(search))) : people
      const from = cursor ? Number(cursor) : 0
      const rows = found.slice(from, from + pageSize)
      return { rows, nextCursor: from + pageSize < found.length ? String(from + pageSize) : null }
    },
    'learners.count': () => ({ count: people.length, capped: false }),
    'learners.get': ({ id }) => learnerView(people.find((row) => row.id === id) ?? learnerRow(1)),
    'learners.rights': () => ({ unmask: true, changeIdNumber: true }),
    'organisations.tree': () => tree,
    'organisations.treeOf': () => tree,
    'enrolments.ofLearner': () => [],
    'imports.list': () => ({
      rows: [previewed, { ...previewed, id: learnerRow(0).id, state: 'committing' }],
      nextCursor: null,
    }),
    'imports.get': () => previewed,
    'imports.rows': ({ show }) => ({
      rows: show === 'error' ? wrongRows : [goodRow],
      nextCursor: null,
      version: previewed.version,
      counts: previewed.counts,
    }),
    'notices.unreadCount': () => ({ count: 2 }),
    'vouchers.queueCounts': () => ({ waiting: 0, overdue: 0 }),
    'registrations.queueCounts': () => ({ waiting: 0, overdue: 0 }),
    'jobs.counts': () => ({ failed: 0 }),
    'invoices.listRequests': () => ({ rows: [], nextCursor: null }),
  }
}

/** What a procedure answers, or the refusal that it throws. */
function say(procedure: () => unknown): unknown {
  try {
    return procedure()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    throw thrown
  }
}

const refusal = ({ code, details }: AppError) => ({
  error: { message: code, code: -32009, data: { code: 'CONFLICT', httpStatus: 409, app: { code, details } } },
})

/** Answers requests of pages about people; `instead` says something else for some procedures. Unknown ones are 500. */
export function answerPeople(me: Me, instead: Record<string, Procedure> = {}) {
  const known: Record<string, Procedure> = { ...procedures(me), ...instead }
  return (request: IncomingMessage, response: ServerResponse, body: Buffer): boolean => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith('/trpc/')) return false
    const inputs = JSON.parse(body.toString() || '{}') as Record<string, Record<string, unknown>>
    const results = pathname
      .replace('/trpc/', '')
      .split(',')
      .map((path, index) => {
        const answer = say(() => known[path]?.(inputs[String(index)] ?? {}))
        if (answer instanceof AppError) return refusal(answer)
        return answer === undefined
          ? { error: { message: 'unexpected', code: -32603, data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 } } }
          : { result: { data: answer } }
      })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(results))
    return true
  }
}
