import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { For, type JSX, Show } from 'solid-js'
import { KeyHint } from './key-hint.tsx'
import './menu.css'

export interface MenuItem {
  readonly label: string
  readonly run: () => void
  readonly icon?: JSX.Element | undefined
  readonly keyHint?: string | undefined
  /** Needs a hand: vermilion. */
  readonly danger?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** A line before it. */
  readonly apart?: boolean | undefined
  /** The chosen one of several. */
  readonly checked?: boolean | undefined
}

export interface MenuProps {
  items: readonly MenuItem[]
  /** What the trigger is called when it shows an icon only. */
  label: string
  /** Inside of the trigger button. */
  children: JSX.Element
  triggerClass?: string | undefined
}

/** A button that opens a short list of things to do. Arrows, letters, Esc work. */
export function Menu(props: MenuProps): JSX.Element {
  return (
    <DropdownMenu gutter={4} modal={false}>
      <DropdownMenu.Trigger class={props.triggerClass ?? 'icon-button'} aria-label={props.label} title={props.label}>
        {props.children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={props.items}>
            {(item) => (
              <>
                <Show when={item.apart}>
                  <DropdownMenu.Separator class="menu-line" />
                </Show>
                <DropdownMenu.Item
                  class="menu-item"
                  classList={{ 'menu-item-danger': Boolean(item.danger), 'menu-item-checked': Boolean(item.checked) }}
                  disabled={Boolean(item.disabled)}
                  onSelect={item.run}
                >
                  {item.icon}
                  <span class="menu-item-label">{item.label}</span>
                  <Show when={item.keyHint}>{(key) => <KeyHint keys={key()} />}</Show>
                </DropdownMenu.Item>
              </>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
