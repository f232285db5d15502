import type { JSX } from 'solid-js'
import './code-block.css'

/** Text for machines, in lines as they are: a command, a message. Scrolls inside of its own frame, also by the keyboard. */
export function CodeBlock(props: { label: string; children: JSX.Element }): JSX.Element {
  return (
    <section class="code-block" aria-label={props.label} tabindex="0">
      <pre>{props.children}</pre>
    </section>
  )
}
