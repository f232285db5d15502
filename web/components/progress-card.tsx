import { type JSX, Show } from 'solid-js'
import { formatCount } from '../texts/format.ts'
import './progress-card.css'

export interface ProgressCardProps {
  title: string
  done: number
  /** null while nobody knows: then words alone. */
  total: number | null
  /** What it is doing and how long it may take. */
  text?: JSX.Element | undefined
  aside?: JSX.Element | undefined
  /** That the page can be left. */
  note?: JSX.Element | undefined
  action?: JSX.Element | undefined
}

/** Something that takes a while: says what, how far, and that it can be left alone. */
export function ProgressCard(props: ProgressCardProps): JSX.Element {
  return (
    <section class="progress-card" aria-label={props.title}>
      <div class="progress-card-head">
        <h3>{props.title}</h3>
        <Show when={props.total !== null}>
          <span class="progress-card-count">
            {formatCount(props.done)} / {formatCount(props.total ?? 0)}
          </span>
        </Show>
      </div>
      <Show when={props.total !== null}>
        <ProgressLine done={props.done} total={props.total ?? 0} label={props.title} />
      </Show>
      <Show when={props.text || props.aside}>
        <div class="progress-card-line">
          <span>{props.text}</span>
          <span>{props.aside}</span>
        </div>
      </Show>
      <Show when={props.note || props.action}>
        <div class="progress-card-line progress-card-note">
          <span>{props.note}</span>
          <span>{props.action}</span>
        </div>
      </Show>
    </section>
  )
}

/** The line alone. */
export function ProgressLine(props: {
  done: number
  total: number
  label: string
  tone?: 'ink' | 'waiting' | undefined
}): JSX.Element {
  const share = () => (props.total > 0 ? Math.min(1, Math.max(0, props.done / props.total)) : 0)
  return (
    <div
      class={`progress-line progress-line-${props.tone ?? 'ink'}`}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share() * 100)}
    >
      <span class="progress-line-done" style={{ width: `${share() * 100}%` }} />
    </div>
  )
}
