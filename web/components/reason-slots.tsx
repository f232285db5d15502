import { For, type JSX } from 'solid-js'
import './reason-slots.css'

/** agrees speaks for it, doubt asks for a look, absent says nothing. */
export type SlotVerdict = 'agrees' | 'doubt' | 'absent'

export interface ReasonSlot {
  readonly label: string
  readonly verdict: SlotVerdict
  /** The reason in a sentence: heard, and shown on pointing. */
  readonly sentence: string
}

/**
 * Why a match is suggested, in slots that are always the same, so that the eye runs down them: tinted green where it
 * agrees, amber with a border where it is doubtful, struck through where it is missing.
 */
export function ReasonSlots(props: { slots: readonly ReasonSlot[] }): JSX.Element {
  return (
    <span class="reason-slots">
      <For each={props.slots}>
        {(slot) => (
          <span class={`reason-slot reason-slot-${slot.verdict}`} title={slot.sentence}>
            <span aria-hidden="true">{slot.label}</span>
            <span class="only-heard">{slot.sentence}</span>
          </span>
        )}
      </For>
    </span>
  )
}

/** 0 to 1000 as a number up to 100: quiet when it is sure, amber when it is not. */
export function Score(props: { value: number; sureFrom: number; doubtBelow: number }): JSX.Element {
  const tone = () => (props.value >= props.sureFrom ? 'sure' : props.value >= props.doubtBelow ? 'quiet' : 'doubt')
  return <span class={`score score-${tone()}`}>{Math.floor(props.value / 10)}</span>
}
