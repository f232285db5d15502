import { onCleanup, onMount } from 'solid-js'

/** After this long a page has what it needs itself, in milliseconds. */
const settledMs = 1_500

/**
 * Loads the pages that come next while there is a network: where no service worker keeps them, the signal may be gone
 * when somebody needs them. One that does not arrive is asked for again by the page that needs it.
 */
export function loadAhead(...pages: readonly (() => Promise<unknown>)[]): void {
  onMount(() => {
    const timer = setTimeout(() => {
      for (const page of pages) void page().catch(() => {})
    }, settledMs)
    onCleanup(() => clearTimeout(timer))
  })
}
