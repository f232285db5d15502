import { createSignal } from 'solid-js'

/** From here on a page is a desk: 1024 px, the narrowest desk of look.md. */
const query = globalThis.matchMedia?.('(min-width: 1024px)')
const [wide, setWide] = createSignal(query?.matches ?? false)
query?.addEventListener('change', (event) => setWide(event.matches))

/** Whether there is room for a desk. Follows the window. */
export const isWide: () => boolean = wide
