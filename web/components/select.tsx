import ChevronDown from 'lucide-solid/icons/chevron-down'
import { For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { density } from '../appearance.ts'
import { t } from '../texts/shared.zh-CN.ts'
import { useField } from './field.tsx'
import type { Choice } from './radio-group.tsx'
import './select.css'

export interface SelectProps<V extends string> {
  choices: readonly Choice<V>[]
  value: V | null
  onChange: (value: V) => void
  placeholder?: string | undefined
  /** Heard; not needed inside a `Field`. */
  label?: string | undefined
  disabled?: boolean | undefined
}

const Listbox = lazy(() => import('./select-listbox.tsx'))

/** One of several. On a phone the system's own picker, on the desk a list with type-ahead, loaded when first needed. */
export function Select<V extends string>(props: SelectProps<V>): JSX.Element {
  return (
    <Show when={density() === 'desk'} fallback={<SystemSelect {...props} />}>
      {/* Its own boundary: waiting for the list must not blank the page around it. */}
      <Suspense fallback={<span class="select select-trigger" />}>
        <Listbox
          choices={props.choices}
          value={props.value}
          onChange={(value) => props.onChange(value as V)}
          placeholder={props.placeholder}
          label={props.label}
          disabled={props.disabled}
        />
      </Suspense>
    </Show>
  )
}

function SystemSelect<V extends string>(props: SelectProps<V>): JSX.Element {
  const field = useField()
  return (
    <span class="select">
      <select
        class="select-box"
        id={field.id}
        aria-label={props.label}
        aria-describedby={field['aria-describedby']}
        aria-invalid={field['aria-invalid']}
        aria-required={field['aria-required']}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.value as V)}
      >
        <Show when={props.value === null}>
          <option value="" disabled selected>
            {props.placeholder ?? t('choose')}
          </option>
        </Show>
        <For each={props.choices}>
          {(choice) => (
            <option value={choice.value} selected={choice.value === props.value} disabled={choice.disabled}>
              {choice.label}
            </option>
          )}
        </For>
      </select>
      <ChevronDown size={16} class="select-arrow" />
    </span>
  )
}
