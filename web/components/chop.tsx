import { type JSX, Show } from 'solid-js'
import './chop.css'

/** settled is done and good, waiting needs time or somebody, rejected needs a hand now, neutral is neither. */
export type StateTone = 'settled' | 'waiting' | 'rejected' | 'neutral'

export interface ChopProps {
  tone: StateTone
  /** The state's word. */
  children: JSX.Element
  /** Since when, or until when: `今天 13:52`, `剩 14:32`. */
  since?: JSX.Element | undefined
  /** A deadline that is close is as loud as the chop. */
  sinceUrgent?: boolean | undefined
}

/** The state of a thing: word, colour, shape, and since when. Settled is outlined, waiting tinted, rejected filled. */
export function Chop(props: ChopProps): JSX.Element {
  return (
    <span class="chop-line">
      <span class={`chop chop-${props.tone}`}>{props.children}</span>
      <Show when={props.since}>
        <span class="chop-since" classList={{ 'chop-since-urgent': Boolean(props.sinceUrgent) }}>
          {props.since}
        </span>
      </Show>
    </span>
  )
}

/** The same in a table row: a small square and the word. */
export function StateMark(props: { tone: StateTone; children: JSX.Element }): JSX.Element {
  return (
    <span class={`state-mark state-mark-${props.tone}`}>
      <span class="state-mark-square" aria-hidden="true" />
      {props.children}
    </span>
  )
}
