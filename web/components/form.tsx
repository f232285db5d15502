import type { JSX } from 'solid-js'
import './layout.css'

/**
 * Fields that are sent together: Enter on the keyboard and the button do the same. The button may stand in a shell's
 * action bar: `<Button type="submit" form={id}>`. Errors are ours to say, so the browser's bubbles are off.
 */
export function Form(props: {
  id?: string | undefined
  onSubmit: () => void
  gap?: 1 | 2 | 3 | 4 | 5 | 6 | undefined
  children: JSX.Element
}): JSX.Element {
  return (
    <form
      id={props.id}
      class={`stack stack-${props.gap ?? 4}`}
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      {props.children}
    </form>
  )
}
