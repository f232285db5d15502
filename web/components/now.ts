import { createSignal, onCleanup } from 'solid-js'

/**
 * The time, as a signal that ticks: every minute for words like 今天, every second for a clock that runs. The timer lives
 * as long as the component that asked.
 */
export function createNow(everyMs = 30_000): () => Date {
  const [now, setNow] = createSignal(new Date())
  const timer = setInterval(() => setNow(new Date()), everyMs)
  onCleanup(() => clearInterval(timer))
  return now
}
