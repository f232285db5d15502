import { For, type JSX, Show } from 'solid-js'
import { KeyHint } from './key-hint.tsx'
import './pick-list.css'

export interface PickRow {
  readonly id: string
  readonly title: JSX.Element
  /** At the right of the title: an amount. */
  readonly aside?: JSX.Element | undefined
  /** Under it: whose it is. */
  readonly text?: JSX.Element | undefined
  readonly keyHint?: string | undefined
}

/** A few things of which one is taken by a click, by its key, or by arrows and Enter in the box above. */
export function PickList(props: {
  label: string
  rows: readonly PickRow[]
  /** Which one Enter takes. */
  at?: number | undefined
  /** Which one is taken. */
  chosen?: string | null | undefined
  onPick: (id: string) => void
}): JSX.Element {
  return (
    <ul class="pick-list" aria-label={props.label}>
      <For each={props.rows}>
        {(row, index) => (
          <li>
            <button
              type="button"
              class="pick-row"
              classList={{ 'pick-row-at': props.at === index(), 'pick-row-chosen': props.chosen === row.id }}
              aria-pressed={props.chosen === undefined ? undefined : props.chosen === row.id}
              aria-keyshortcuts={row.keyHint}
              // The box above keeps the focus, and with it its arrows.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => props.onPick(row.id)}
            >
              <Show when={row.keyHint}>{(key) => <KeyHint keys={key()} />}</Show>
              <span class="pick-row-words">
                <span class="pick-row-title">
                  {row.title}
                  <span>{row.aside}</span>
                </span>
                <Show when={row.text}>
                  <span class="pick-row-text">{row.text}</span>
                </Show>
              </span>
            </button>
          </li>
        )}
      </For>
    </ul>
  )
}
