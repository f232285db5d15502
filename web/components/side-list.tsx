import { For, type JSX, Show } from 'solid-js'
import './side-list.css'

export interface SideRow {
  readonly id: string
  readonly title: JSX.Element
  /** At the right: an amount. */
  readonly aside?: JSX.Element | undefined
  readonly text?: JSX.Element | undefined
  readonly note?: JSX.Element | undefined
  readonly action?: JSX.Element | undefined
  /** The one that is spoken of. */
  readonly chosen?: boolean | undefined
  readonly onOpen?: (() => void) | undefined
}

/** A short list in a pane: what it is, how much, whose. */
export function SideList(props: { label: string; rows: readonly SideRow[] }): JSX.Element {
  return (
    <ul class="side-list" aria-label={props.label}>
      <For each={props.rows}>
        {(row) => (
          <li class="side-row" classList={{ 'side-row-chosen': Boolean(row.chosen) }} data-side-row={row.id}>
            <div class="side-row-words">
              <div class="side-row-title">
                <Show when={row.onOpen} fallback={<span>{row.title}</span>}>
                  <button type="button" class="side-row-open" onClick={() => row.onOpen?.()}>
                    {row.title}
                  </button>
                </Show>
                <span class="side-row-aside">{row.aside}</span>
              </div>
              <Show when={row.text}>
                <div class="side-row-text">{row.text}</div>
              </Show>
              <Show when={row.note}>
                <div class="side-row-note">{row.note}</div>
              </Show>
            </div>
            {row.action}
          </li>
        )}
      </For>
    </ul>
  )
}
