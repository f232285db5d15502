import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Study } from '../../server/features/study/study.schema.ts'
import { checked } from './certificate-samples.ts'
import { learnerMe } from './study-samples.ts'

/** What a server with one learner says to their pages. `signedIn` turns false when they log out. */
export function createLearnerServer(first: Study) {
  const state = { study: first, signedIn: true, opened: [] as unknown[], asked: 0 }
  const entry = {
    id: '01890000-0000-7000-8000-000000000900',
    at: '2026-04-16T02:00:00.000Z',
    bookedOn: '2026-04-16',
    kind: 'recharged',
    learner: { id: '', name: '', idNumberMasked: '' },
    organisation: null,
    plan: { id: '', number: 'ZJ2601', name: '2026 年专业技术人员公共知识培训' },
    batch: { id: '', orderNumber: '', organisationName: '' },
    amountFen: 32_000,
    operationId: null,
    byName: '',
    reason: null,
  }
  const procedures: Record<string, (input: unknown) => unknown> = {
    'accounts.me': () => (state.signedIn ? learnerMe : null),
    'accounts.logOut': () => {
      state.signedIn = false
      return null
    },
    'study.home': () => {
      state.asked++
      return { ...state.study, at: new Date().toISOString() }
    },
    'studyCards.myEntries': () => ({ rows: [entry], nextCursor: null }),
    'studyCards.openMine': (input) => {
      state.opened.push(input)
      return { balanceFen: 0, plans: [] }
    },
    'centre.get': () => ({ name: '江苏建科建筑技术培训中心', nameEn: 'Jiangsu Jianke', telephone: '025-83278888' }),
    'certificates.get': () => ({ code: 'K7M29QXR4TBW' }),
    'certificates.check': () => checked,
    'notices.unreadCount': () => ({ unread: 1 }),
    'notices.list': () => ({ rows: [], nextCursor: null }),
  }
  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer): boolean => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith('/trpc/')) return false
    const inputs = body.length > 0 ? (JSON.parse(body.toString()) as Record<string, unknown>) : {}
    const replies = pathname
      .replace('/trpc/', '')
      .split(',')
      .map((path, at) => {
        const procedure = procedures[path]
        if (procedure) return { result: { data: procedure(inputs[String(at)]) } }
        return { error: { message: path, code: -32004, data: { app: { code: 'notFound', details: {} } } } }
      })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(replies))
    return true
  }
  return { state, answer }
}
