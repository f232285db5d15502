import { For, type JSX, Show } from 'solid-js'
import './hours-ring.css'

export interface HoursRingProps {
  /** Hundredths of an hour, as everywhere: what the whole ring stands for, and how much of it is done and in review. */
  required: number
  done: number
  pending: number
  /** In the middle: the figure, and what it is of. */
  figure: JSX.Element
  caption: JSX.Element
  /** Heard instead of the strokes. */
  label: string
}

/** The usual ring has thirty strokes, one an hour. A plan that asks for more than these has thirty larger ones. */
const mostStrokes = 40
const usualStrokes = 30

const size = 168
const outer = size / 2 - 1
const inner = outer - 17

/** A ring of strokes, one an hour: done, in review, not yet. An hour that is done in part fills part of its stroke. */
export function HoursRing(props: HoursRingProps): JSX.Element {
  const strokes = () => strokesOf(props.required)
  return (
    <div class="hours-ring" role="img" aria-label={props.label}>
      <svg viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
        <For each={Array.from({ length: strokes() }, (_, i) => i)}>
          {(at) => {
            const from = () => (props.required / strokes()) * at
            const share = (amount: number) => Math.min(1, Math.max(0, (amount - from()) / (props.required / strokes())))
            const done = () => share(props.done)
            const pending = () => share(props.done + props.pending)
            return (
              <>
                <Show when={pending() < 1}>
                  <path class="hours-ring-open" d={stroke(at, strokes(), 0, 1)} />
                </Show>
                <Show when={pending() > done()}>
                  <path class="hours-ring-pending" d={stroke(at, strokes(), done(), pending())} />
                </Show>
                <Show when={done() > 0}>
                  <path class="hours-ring-done" d={stroke(at, strokes(), 0, done())} />
                </Show>
              </>
            )
          }}
        </For>
      </svg>
      <div class="hours-ring-words" aria-hidden="true">
        <span class="hours-ring-figure">{props.figure}</span>
        <span class="hours-ring-caption">{props.caption}</span>
      </div>
    </div>
  )
}

export function strokesOf(required: number): number {
  const hours = Math.ceil(required / 100)
  return hours >= 4 && hours <= mostStrokes ? hours : usualStrokes
}

/** From `start` to `end` of the stroke's own width, clockwise from the top; between two strokes a quarter of one is free. */
function stroke(at: number, count: number, start: number, end: number): string {
  const step = (2 * Math.PI) / count
  const gap = Math.min(step * 0.24, 0.06)
  const angle = (share: number) => at * step + gap / 2 + share * (step - gap) - Math.PI / 2
  const point = (radius: number, share: number) =>
    `${(size / 2 + radius * Math.cos(angle(share))).toFixed(2)} ${(size / 2 + radius * Math.sin(angle(share))).toFixed(2)}`
  return `M${point(outer, start)}A${outer} ${outer} 0 0 1 ${point(outer, end)}L${point(inner, end)}A${inner} ${inner} 0 0 0 ${point(inner, start)}Z`
}

/** Beside the ring: what its strokes mean, and how many of each there are. */
export function RingLegend(props: {
  parts: readonly { readonly tone: 'done' | 'pending' | 'open'; readonly label: string; readonly value: string }[]
}): JSX.Element {
  return (
    <dl class="ring-legend">
      <For each={props.parts}>
        {(part) => (
          <div class="ring-legend-part">
            <dt>
              <span class={`ring-legend-mark ring-legend-${part.tone}`} />
              {part.label}
            </dt>
            <dd>{part.value}</dd>
          </div>
        )}
      </For>
    </dl>
  )
}

/** The ring at the left, words and legend at the right; under one another where the phone is too narrow for both. */
export function RingRow(props: { ring: JSX.Element; children: JSX.Element }): JSX.Element {
  return (
    <div class="ring-row">
      {props.ring}
      <div class="ring-row-words">{props.children}</div>
    </div>
  )
}
