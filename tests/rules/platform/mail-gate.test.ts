import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMailGate, type MailGate } from '../../../server/platform/mail-gate.ts'

/** The gate reads the clock of the process and sleeps by its timers: both are the test's. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

type Waiting = { answer: boolean | null }
const ask = (gate: MailGate): Waiting => {
  const waiting: Waiting = { answer: null }
  void gate.pass().then((answer) => {
    waiting.answer = answer
  })
  return waiting
}
const soon = () => vi.advanceTimersByTimeAsync(0)
const passed = (all: readonly Waiting[]) => all.filter((one) => one.answer === true).length

test('while the server takes mail everybody passes at once', async () => {
  const gate = createMailGate({ onBack: () => undefined })
  const all = Array.from({ length: 50 }, () => ask(gate))
  await soon()
  expect(passed(all)).toBe(50)
})

test('a server that is away is asked by one mail at a time, less and less often, four times a minute in the end', async () => {
  const gate = createMailGate({ onBack: () => undefined })
  gate.failed()
  let tries = 0
  const triesAt: number[] = []
  const startedMs = performance.now()
  // Eight workers that never stop asking, as a queue of ten thousand mails makes them.
  const work = async () => {
    for (;;) {
      if (!(await gate.pass())) continue
      tries += 1
      triesAt.push(Math.round((performance.now() - startedMs) / 1000))
      gate.failed()
    }
  }
  for (let i = 0; i < 8; i++) void work()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(triesAt.slice(0, 6)).toEqual([1, 3, 7, 15, 30, 45])
  const firstMinute = tries
  await vi.advanceTimersByTimeAsync(600_000)
  expect(tries - firstMinute).toBeLessThanOrEqual(40)
  expect(tries - firstMinute).toBeGreaterThanOrEqual(39)
})

test('one that is back opens for all who wait, and says so once', async () => {
  const back = vi.fn()
  const gate = createMailGate({ onBack: back })
  gate.failed()
  gate.failed()
  gate.failed()
  const all = Array.from({ length: 6 }, () => ask(gate))
  await vi.advanceTimersByTimeAsync(999)
  expect(passed(all)).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(passed(all)).toBe(1)
  gate.reached()
  gate.reached()
  await soon()
  expect(passed(all)).toBe(6)
  expect(back).toHaveBeenCalledTimes(1)
})

test('several that fail together are one failure', async () => {
  const gate = createMailGate({ onBack: () => undefined })
  for (let i = 0; i < 8; i++) gate.failed()
  const one = ask(gate)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(one.answer).toBe(true)
})

test('a mail that passed and was never heard of holds the others up for two seconds, not for ever', async () => {
  const gate = createMailGate({ onBack: () => undefined })
  gate.failed()
  const [first, second] = [ask(gate), ask(gate)]
  await vi.advanceTimersByTimeAsync(1_000)
  expect(passed([first, second])).toBe(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(passed([first, second])).toBe(2)
})

test('who waited half a minute goes back to the queue, and a gate that closes lets nobody wait', async () => {
  const gate = createMailGate({ onBack: () => undefined, firstWaitMs: 120_000, longestWaitMs: 120_000 })
  gate.failed()
  const first = ask(gate)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(first.answer).toBe(false)
  const second = ask(gate)
  await vi.advanceTimersByTimeAsync(1_000)
  gate.close()
  await soon()
  expect(second.answer).toBe(false)
})
