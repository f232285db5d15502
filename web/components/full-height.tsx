import type { JSX } from 'solid-js'
import './full-height.css'

/** Takes all the height that its column leaves: a picture to look into. */
export function FullHeight(props: { children: JSX.Element }): JSX.Element {
  return <div class="full-height">{props.children}</div>
}
