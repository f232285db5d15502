import { createEffect, type JSX, splitProps } from 'solid-js'
import './checkbox.css'

export interface CheckboxProps extends Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'checked'> {
  checked: boolean
  onChange: (checked: boolean, event: Event & { currentTarget: HTMLInputElement }) => void
  /** Some of what it stands for. */
  indeterminate?: boolean | undefined
  /** The words beside it. Without children give `aria-label`. */
  children?: JSX.Element
}

export function Checkbox(props: CheckboxProps): JSX.Element {
  const [own, rest] = splitProps(props, ['checked', 'onChange', 'indeterminate', 'children', 'class'])
  let input: HTMLInputElement | undefined
  createEffect(() => {
    if (input) input.indeterminate = Boolean(own.indeterminate)
  })
  return (
    <label class={`checkbox${own.class ? ` ${own.class}` : ''}`}>
      <input
        {...rest}
        ref={(element) => {
          input = element
        }}
        type="checkbox"
        class="checkbox-box"
        checked={own.checked}
        onChange={(event) => own.onChange(event.currentTarget.checked, event)}
      />
      {own.children}
    </label>
  )
}
