import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { type JSX, Show } from 'solid-js'
import './tree-name.css'

export interface TreeNameProps {
  /** 0 for the root. */
  depth: number
  /** Null for a leaf. */
  expanded: boolean | null
  /** What the arrow does, heard: 展开 检测一部. */
  toggleLabel: string
  onToggle: () => void
  children: JSX.Element
}

/** The name of a row in a table that is a tree: indented, with an arrow where something is below it. */
export function TreeName(props: TreeNameProps): JSX.Element {
  return (
    <span class="tree-name" style={{ '--tree-depth': props.depth }}>
      <Show when={props.expanded !== null} fallback={<span class="tree-name-arrow" />}>
        <button
          type="button"
          class="tree-name-arrow"
          tabindex={-1}
          aria-expanded={props.expanded === true}
          aria-label={props.toggleLabel}
          title={props.toggleLabel}
          onClick={() => props.onToggle()}
        >
          <Show when={props.expanded} fallback={<ChevronRight size={16} />}>
            <ChevronDown size={16} />
          </Show>
        </button>
      </Show>
      <span class="tree-name-words">{props.children}</span>
    </span>
  )
}
