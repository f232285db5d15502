import { For, type JSX, Show } from 'solid-js'
import './field-strips.css'

export interface OtherStrip {
  readonly id: string
  /** As on the box in the picture and in the comparison. */
  readonly number: number
  readonly label: string
  /** A small `PictureStrip`. */
  readonly strip: JSX.Element
}

export interface FieldStripsProps {
  /** `3 付款人，放大摆正`. */
  title: JSX.Element
  /** How sure the reader was. */
  aside?: JSX.Element | undefined
  /** The chosen field: a large `PictureStrip` and what it was read as. */
  children: JSX.Element
  others: readonly OtherStrip[]
  onChoose: (id: string) => void
}

/** Under the picture: one field enlarged with what was read, the others small, each with its number. */
export function FieldStrips(props: FieldStripsProps): JSX.Element {
  return (
    <div class="field-strips">
      <div class="field-strips-head">
        <strong>{props.title}</strong>
        <Show when={props.aside}>
          <span class="field-strips-aside">{props.aside}</span>
        </Show>
      </div>
      <div class="field-strips-chosen">{props.children}</div>
      <Show when={props.others.length > 0}>
        <ul class="field-strips-others">
          <For each={props.others}>
            {(other) => (
              <li>
                <button
                  type="button"
                  class="field-strips-other"
                  aria-label={`${other.number} ${other.label}`}
                  onClick={() => props.onChoose(other.id)}
                >
                  <span class="field-strips-number">{other.number}</span>
                  <span class="field-strips-strip">{other.strip}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}
