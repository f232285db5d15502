import { type JSX, Show } from 'solid-js'
import './figure-row.css'

export interface FigureRowProps {
  /** How much: stands first, in a column of its own. */
  figure: JSX.Element
  tone?: 'plain' | 'waiting' | 'rejected' | undefined
  /** What it waits for: 等中心审核. */
  title: JSX.Element
  /** One button at the right. */
  action?: JSX.Element | undefined
  /** Of what, since when, until when. */
  children?: JSX.Element
}

/** A line of a card that begins with a number, says what the number waits for, and offers what can be done. */
export function FigureRow(props: FigureRowProps): JSX.Element {
  return (
    <div class={`figure-row figure-row-${props.tone ?? 'plain'}`}>
      <span class="figure-row-figure">{props.figure}</span>
      <div class="figure-row-words">
        <span class="figure-row-title">{props.title}</span>
        <Show when={props.children}>
          <div class="figure-row-text">{props.children}</div>
        </Show>
      </div>
      <Show when={props.action}>
        <div class="figure-row-action">{props.action}</div>
      </Show>
    </div>
  )
}
