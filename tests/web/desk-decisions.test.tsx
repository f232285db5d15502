import '../../web/texts/errors-desk.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fen } from '../../server/core/money.ts'
import { ToastRegion } from '../../web/components/toast.tsx'
import { type Decision, decide, isPutAside, putAsideCount } from '../../web/features/vouchers/decisions.ts'
import { press, show } from './show.ts'

/** What the server would say, by procedure; every call is kept. */
let answers: Record<string, (input: Record<string, unknown>) => unknown>
const calls: { path: string; input: Record<string, unknown> }[] = []
const refreshed = vi.fn(async () => {})
const opened: string[] = []
const after = { refresh: refreshed, open: (id: string) => void opened.push(id) }

const refusal = (code: string, details: Record<string, unknown> = {}) => ({
  error: { message: code, code: -32009, data: { code: 'CONFLICT', httpStatus: 409, app: { code, details } } },
})
const inTenSeconds = () => new Date(Date.now() + 10_000).toISOString()

beforeEach(() => {
  vi.useFakeTimers()
  calls.length = 0
  opened.length = 0
  refreshed.mockClear()
  answers = {
    'vouchers.decide': () => ({ result: { data: { decisionId: 'd', effectiveAt: inTenSeconds() } } }),
    'vouchers.undo': () => ({ result: { data: { voucherId: 'v' } } }),
    'vouchers.review': () => ({ result: { data: { decision: null } } }),
  }
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const paths = new URL(address, 'http://localhost').pathname.replace('/trpc/', '').split(',')
    const inputs = JSON.parse(String(init.body)) as Record<string, Record<string, unknown>>
    const results = paths.map((path, index) => {
      const input = inputs[String(index)] ?? {}
      calls.push({ path, input })
      return answers[path]?.(input)
    })
    return Response.json(results)
  })
})

afterEach(async () => {
  // Every decision is followed to its end, so that nothing is put aside for the next test.
  await vi.advanceTimersByTimeAsync(120_000)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const voucher = (id: string, name = '徐州永固工程咨询有限公司') => ({ id, version: 2, organisationName: name })
const approval = (id: string, amountFen = 198_000): Decision => ({
  voucher: voucher(id),
  input: { verdict: 'approve', amountFen: fen(amountFen) },
})
const toasts = (place: HTMLElement) => [...place.querySelectorAll('.toast-text')].map((one) => one.textContent)

test('a decided voucher leaves the queue at once, in the version that was seen and in no other', async () => {
  const running = decide([approval('v1')], after)
  expect(isPutAside(voucher('v1'))).toBe(true)
  expect(isPutAside({ ...voucher('v1'), version: 3 })).toBe(false)
  await vi.advanceTimersByTimeAsync(50)
  await running
  expect(calls[0]?.input).toMatchObject({ voucherId: 'v1', version: 2, verdict: 'approve', amountFen: 198_000 })
})

test('once it has taken effect nothing is kept aside, so that a voucher sent in again appears', async () => {
  void decide([approval('v1')], after)
  await vi.advanceTimersByTimeAsync(9_000)
  expect(putAsideCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(4_000)
  expect(putAsideCount()).toBe(0)
})

test('what the server refuses comes back with its sentence', async () => {
  const place = show(() => <ToastRegion />)
  answers['vouchers.decide'] = () => refusal('voucherAlreadyDecided', { by: '陈静', verdict: 'approve' })
  void decide([approval('v1')], after)
  await vi.advanceTimersByTimeAsync(50)
  expect(isPutAside(voucher('v1'))).toBe(false)
  expect(toasts(place).join()).toContain('陈静已经通过了')
})

test('a lost connection sends the same decision again, under the same id', async () => {
  const fetchNow = globalThis.fetch
  let lost = 0
  vi.stubGlobal('fetch', (address: string, init: RequestInit) =>
    ++lost <= 2 ? Promise.reject(new TypeError('offline')) : fetchNow(address, init),
  )
  void decide([approval('v1')], after)
  await vi.advanceTimersByTimeAsync(100)
  expect(lost).toBe(3)
  expect(calls.filter(({ path }) => path === 'vouchers.decide')).toHaveLength(1)
  expect(isPutAside(voucher('v1'))).toBe(true)
})

test('Z brings every voucher of a bulk approval back and opens the first', async () => {
  const place = show(() => <ToastRegion />)
  void decide([approval('v1', 100), approval('v2', 200), approval('v3', 300)], after)
  await vi.advanceTimersByTimeAsync(50)
  expect(toasts(place).at(-1)).toBe('已通过 3 张，共 ¥6.00')
  press('z')
  expect(putAsideCount()).toBe(0)
  expect(opened).toEqual(['v1'])
  await vi.advanceTimersByTimeAsync(50)
  expect(calls.filter(({ path }) => path === 'vouchers.undo')).toHaveLength(3)
})

test('an undo that was too late says so, and the voucher stays decided', async () => {
  const place = show(() => <ToastRegion />)
  void decide([approval('v1')], after)
  await vi.advanceTimersByTimeAsync(50)
  answers['vouchers.undo'] = () => refusal('decisionAlreadyEffective')
  press('z')
  await vi.advanceTimersByTimeAsync(50)
  expect(isPutAside(voucher('v1'))).toBe(true)
  expect(toasts(place)).toContain('没能撤销，已经生效了')
})

test('a decision that could not be carried out brings the voucher back and says why', async () => {
  const place = show(() => <ToastRegion />)
  void decide([approval('v1')], after)
  await vi.advanceTimersByTimeAsync(50)
  const decisionId = calls[0]?.input.id
  answers['vouchers.review'] = () => ({
    result: { data: { decision: { id: decisionId, state: 'failed', errorCode: 'voucherChanged' } } },
  })
  await vi.advanceTimersByTimeAsync(12_500)
  expect(isPutAside(voucher('v1'))).toBe(false)
  expect(toasts(place).join()).toContain('徐州永固工程咨询有限公司没有办成。凭证刚刚有了变化')
})

test('while the worker is late the decision is asked about again, and not given up', async () => {
  void decide([approval('v1')], after)
  await vi.advanceTimersByTimeAsync(50)
  const decisionId = calls[0]?.input.id
  let waiting = true
  answers['vouchers.review'] = () => ({
    result: { data: { decision: { id: decisionId, state: waiting ? 'waiting' : 'effective', errorCode: null } } },
  })
  await vi.advanceTimersByTimeAsync(30_000)
  expect(putAsideCount()).toBe(1)
  waiting = false
  await vi.advanceTimersByTimeAsync(31_000)
  expect(putAsideCount()).toBe(0)
})
