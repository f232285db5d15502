import { For, type JSX } from 'solid-js'
import './key-hint.css'

/** The keys that do it, as small caps of a keyboard. Hidden where there is no keyboard to speak of. */
export function KeyHint(props: { keys: string | readonly string[] }): JSX.Element {
  const keys = () => (typeof props.keys === 'string' ? [props.keys] : props.keys)
  return (
    <span class="key-hint" aria-hidden="true">
      <For each={keys()}>{(key) => <kbd class="key-hint-key">{key}</kbd>}</For>
    </span>
  )
}
