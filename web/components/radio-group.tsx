import { createUniqueId, For, type JSX, Show } from 'solid-js'
import './checkbox.css'
import { useField } from './field.tsx'

export interface Choice<V extends string> {
  readonly value: V
  readonly label: string
  readonly hint?: string | undefined
  readonly disabled?: boolean | undefined
}

export interface RadioGroupProps<V extends string> {
  choices: readonly Choice<V>[]
  value: V | null
  onChange: (value: V) => void
  /** Heard; not needed inside a `Field`. */
  label?: string | undefined
  /** Beside each other instead of under each other. */
  row?: boolean | undefined
}

/** One of a few, all of them visible. */
export function RadioGroup<V extends string>(props: RadioGroupProps<V>): JSX.Element {
  const name = createUniqueId()
  const field = useField()
  return (
    <div
      role="radiogroup"
      id={field.id}
      class="radio-group"
      classList={{ 'radio-group-row': Boolean(props.row) }}
      aria-label={props.label}
      aria-labelledby={props.label ? undefined : field.labelId}
      aria-describedby={field['aria-describedby']}
      aria-invalid={field['aria-invalid']}
    >
      <For each={props.choices}>
        {(choice) => (
          <label class="radio">
            <input
              type="radio"
              class="radio-dot"
              name={name}
              checked={props.value === choice.value}
              disabled={choice.disabled}
              onChange={() => props.onChange(choice.value)}
            />
            <span class="radio-words">
              {choice.label}
              <Show when={choice.hint}>
                <span class="radio-hint">{choice.hint}</span>
              </Show>
            </span>
          </label>
        )}
      </For>
    </div>
  )
}

/** Two to four short choices in one control. */
export function Segmented<V extends string>(props: Omit<RadioGroupProps<V>, 'row'>): JSX.Element {
  const name = createUniqueId()
  const field = useField()
  return (
    <div
      role="radiogroup"
      id={field.id}
      class="segmented"
      aria-label={props.label}
      aria-labelledby={props.label ? undefined : field.labelId}
      aria-describedby={field['aria-describedby']}
    >
      <For each={props.choices}>
        {(choice) => (
          <label class="segmented-part">
            <input
              type="radio"
              name={name}
              checked={props.value === choice.value}
              disabled={choice.disabled}
              onChange={() => props.onChange(choice.value)}
            />
            {choice.label}
          </label>
        )}
      </For>
    </div>
  )
}
