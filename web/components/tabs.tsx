import { Tabs as Primitive } from '@kobalte/core/tabs'
import { For, type JSX, Show } from 'solid-js'
import './tabs.css'

export interface Tab<V extends string> {
  readonly value: V
  readonly label: string
  readonly count?: number | undefined
}

export interface TabsProps<V extends string> {
  tabs: readonly Tab<V>[]
  value: V
  onChange: (value: V) => void
  /** Heard: what the tabs choose. */
  label: string
  /** The chosen tab's panel. */
  children: (value: V) => JSX.Element
}

/** Different sides of one thing on one page. Tabs that are filters of a list are `LinkTabs`. */
export function Tabs<V extends string>(props: TabsProps<V>): JSX.Element {
  return (
    <Primitive value={props.value} onChange={(value) => props.onChange(value as V)} class="tabs">
      <Primitive.List class="tabs-list tabs-spread" aria-label={props.label}>
        <For each={props.tabs}>
          {(tab) => (
            <Primitive.Trigger value={tab.value} class="tabs-tab">
              {tab.label}
              <Show when={tab.count !== undefined}>
                <span class="tabs-count">{tab.count}</span>
              </Show>
            </Primitive.Trigger>
          )}
        </For>
      </Primitive.List>
      <For each={props.tabs}>
        {(tab) => (
          <Primitive.Content value={tab.value} class="tabs-panel">
            {props.children(tab.value)}
          </Primitive.Content>
        )}
      </For>
    </Primitive>
  )
}
