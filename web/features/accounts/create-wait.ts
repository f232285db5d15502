import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { formatDuration } from '../../texts/format.ts'

/**
 * How long somebody has to wait after `tooManyAttempts`, as words that count down (`4 分钟`, `40 秒`); empty when they may
 * try again.
 */
export function createWait(error: () => unknown): { left: () => string } {
  const [leftMs, setLeftMs] = createSignal(0)
  let timer: ReturnType<typeof setInterval> | undefined
  createEffect(
    on(error, (refusal) => {
      clearInterval(timer)
      const seconds =
        refusal instanceof AppError && refusal.code === 'tooManyAttempts' ? refusal.details.retryAfterSeconds : null
      if (typeof seconds !== 'number') {
        setLeftMs(0)
        return
      }
      const until = Date.now() + seconds * 1000
      const tick = () => {
        setLeftMs(Math.max(0, until - Date.now()))
        if (leftMs() === 0) clearInterval(timer)
      }
      tick()
      timer = setInterval(tick, 1000)
    }),
  )
  onCleanup(() => clearInterval(timer))
  return { left: () => (leftMs() > 0 ? formatDuration(Math.max(1000, leftMs())) : '') }
}
