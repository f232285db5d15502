import { createEffect, For, type JSX, on, Show } from 'solid-js'
import { formatCount } from '../texts/format.ts'
import './tabs.css'

export interface LinkTab {
  readonly label: string
  readonly href: string
  readonly count?: number | undefined
  readonly current: boolean
}

/** Tabs that are addresses: 待审核 38, 已通过. The same link shows the same list tomorrow. */
export function LinkTabs(props: { tabs: readonly LinkTab[]; label: string }): JSX.Element {
  let list: HTMLElement | undefined
  createEffect(
    on(
      () => props.tabs.findIndex((tab) => tab.current),
      () => list && requestAnimationFrame(() => list && showCurrent(list)),
    ),
  )
  return (
    <nav class="tabs-list" aria-label={props.label} ref={list}>
      <For each={props.tabs}>
        {(tab) => (
          <a class="tabs-tab" href={tab.href} aria-current={tab.current ? 'page' : undefined}>
            {tab.label}
            <Show when={tab.count !== undefined}>
              <span class="tabs-count">{formatCount(tab.count ?? 0)}</span>
            </Show>
          </a>
        )}
      </For>
    </nav>
  )
}

/** More tabs than fit are scrolled sideways; the current one is in view. */
function showCurrent(list: HTMLElement): void {
  const tab = list.querySelector<HTMLElement>('[aria-current="page"]')
  if (!tab) return
  const [frame, place] = [list.getBoundingClientRect(), tab.getBoundingClientRect()]
  if (place.right > frame.right) list.scrollLeft += place.right - frame.right
  else if (place.left < frame.left) list.scrollLeft -= frame.left - place.left
}

export interface CountTab {
  readonly label: string
  readonly count: number
  readonly current: boolean
  readonly tone?: 'plain' | 'rejected' | undefined
  readonly onChoose: () => void
}

/** Three counts that are also filters: 新增, 更新, 错误. */
export function CountTabs(props: { tabs: readonly CountTab[]; label: string }): JSX.Element {
  return (
    <fieldset class="count-tabs" aria-label={props.label}>
      <For each={props.tabs}>
        {(tab) => (
          <button
            type="button"
            class={`count-tab count-tab-${tab.tone ?? 'plain'}`}
            aria-pressed={tab.current}
            onClick={() => tab.onChoose()}
          >
            <span class="count-tab-number">{formatCount(tab.count)}</span>
            <span class="count-tab-label">{tab.label}</span>
          </button>
        )}
      </For>
    </fieldset>
  )
}
