import { children, type JSX, Show } from 'solid-js'
import { measureFoot } from './measure-foot.ts'
import './desk-column.css'

export interface DeskColumnProps {
  /** A sentence above the buttons at the foot. */
  note?: JSX.Element | undefined
  /** The page's main actions; they stay in sight. */
  foot?: JSX.Element | undefined
  children: JSX.Element
}

/** One readable column on a desk page: forms, cards and stories that need no table. */
export function DeskColumn(props: DeskColumnProps): JSX.Element {
  const foot = children(() => props.foot)
  const hasFoot = () => foot.toArray().some((part) => part !== null && part !== undefined && part !== false)
  return (
    <div class="desk-column">
      <div class="desk-column-scroll">
        <div class="desk-column-content">{props.children}</div>
      </div>
      <Show when={hasFoot()}>
        <div class="desk-column-foot" ref={measureFoot}>
          <div class="desk-column-actions">
            <Show when={props.note}>
              <div class="desk-column-note">{props.note}</div>
            </Show>
            <div class="desk-column-buttons">{foot()}</div>
          </div>
        </div>
      </Show>
    </div>
  )
}
