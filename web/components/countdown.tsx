import { createEffect, createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { formatClock, formatDateTime, formatDuration } from '../texts/format.ts'
import { t } from '../texts/shared.zh-CN.ts'
import './countdown.css'
import { ProgressLine } from './progress-card.tsx'

export interface CountdownProps {
  /** ISO time of the deadline, and of the start that the line is measured from. */
  deadline: string
  startedAt: string
  /** Once, when the time is over. */
  onEnd?: (() => void) | undefined
}

const dayMs = 86_400_000

/** The deadline, what is left of it, and a line that shortens. Seconds run only on the last day. */
export function Countdown(props: CountdownProps): JSX.Element {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), 1000)
  onCleanup(() => clearInterval(timer))
  const left = () => Math.max(0, Date.parse(props.deadline) - now())
  const whole = () => Math.max(1, Date.parse(props.deadline) - Date.parse(props.startedAt))
  let ended = false
  createEffect(() => {
    if (left() > 0 || ended) return
    ended = true
    clearInterval(timer)
    props.onEnd?.()
  })
  const when = () => formatDateTime(props.deadline, new Date(now()))
  return (
    <div class="countdown" classList={{ 'countdown-over': left() === 0, 'countdown-urgent': left() < dayMs }}>
      <div class="countdown-line">
        <span class="countdown-deadline">
          {left() > 0 ? t('deadline', { when: when() }) : t('deadlinePassed', { when: when() })}
        </span>
        <Show when={left() > 0}>
          <span class="countdown-left" role="timer">
            {t('leftLabel')}{' '}
            <strong class="countdown-clock">{left() < dayMs ? formatClock(left()) : formatDuration(left())}</strong>
          </span>
        </Show>
      </div>
      <ProgressLine done={left()} total={whole()} label={t('leftLabel')} tone={left() < dayMs ? 'waiting' : 'ink'} />
    </div>
  )
}
