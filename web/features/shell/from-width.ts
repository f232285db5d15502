import { createSignal, onCleanup } from 'solid-js'

/** Whether the window is at least so wide, in CSS pixels: a table leaves columns out where there is no room. Follows it. */
export function createFromWidth(widthPx: number): () => boolean {
  const query = matchMedia(`(min-width: ${widthPx}px)`)
  const [wide, setWide] = createSignal(query.matches)
  const follow = () => setWide(query.matches)
  query.addEventListener('change', follow)
  onCleanup(() => query.removeEventListener('change', follow))
  return wide
}
