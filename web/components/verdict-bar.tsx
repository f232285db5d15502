import { children, For, type JSX, Show } from 'solid-js'
import { KeyHint } from './key-hint.tsx'
import './verdict-bar.css'

export interface VerdictKey {
  readonly keys: readonly string[]
  readonly text: string
}

export interface VerdictBarProps {
  /** Leads the effects: 通过后一起办完，有一项不成就都不办. */
  intro?: JSX.Element | undefined
  /** What deciding will do, one a cell. */
  effects?: readonly JSX.Element[] | undefined
  /** Between the effects and the buttons: an amount to type, a sentence. */
  before?: JSX.Element | undefined
  /** The buttons, the main one first. */
  children?: JSX.Element
  keys?: readonly VerdictKey[] | undefined
}

/** The foot of a review: what will happen, the buttons that decide, and the keys. */
export function VerdictBar(props: VerdictBarProps): JSX.Element {
  // Made once: asking whether it is there would make a second one, with boxes and refs of its own.
  const before = children(() => props.before)
  const hasBefore = () => before.toArray().some((part) => part !== null && part !== undefined && part !== false)
  return (
    <div class="verdict-bar">
      <Show when={(props.effects && props.effects.length > 0) || hasBefore()}>
        <div class="verdict-bar-part">
          <Show when={props.effects && props.effects.length > 0}>
            <Show when={props.intro}>
              <p class="verdict-bar-intro">{props.intro}</p>
            </Show>
            <ul class="verdict-bar-effects">
              <For each={props.effects}>{(effect) => <li>{effect}</li>}</For>
            </ul>
          </Show>
          {before()}
        </div>
      </Show>
      <div class="verdict-bar-part">
        <div class="verdict-bar-buttons">{props.children}</div>
        <Show when={props.keys && props.keys.length > 0}>
          <ul class="verdict-bar-keys">
            <For each={props.keys}>
              {(key) => (
                <li>
                  <KeyHint keys={key.keys} />
                  {key.text}
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </div>
  )
}

export interface ReasonChoice<V extends string> {
  readonly value: V
  readonly label: string
  readonly keyHint: string
  /** What the checks point at stands out. */
  readonly suggested?: boolean | undefined
}

/** Reasons one key away, in two columns. */
export function ReasonList<V extends string>(props: {
  label: string
  choices: readonly ReasonChoice<V>[]
  chosen: V | null
  onChoose: (value: V) => void
}): JSX.Element {
  return (
    <ul class="reason-list" aria-label={props.label}>
      <For each={props.choices}>
        {(choice) => (
          <li>
            <button
              type="button"
              class="reason-list-choice"
              classList={{ 'reason-list-suggested': Boolean(choice.suggested) }}
              aria-pressed={props.chosen === choice.value}
              aria-keyshortcuts={choice.keyHint}
              onClick={() => props.onChoose(choice.value)}
            >
              <KeyHint keys={choice.keyHint} />
              <span>{choice.label}</span>
            </button>
          </li>
        )}
      </For>
    </ul>
  )
}
