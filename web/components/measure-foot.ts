import { onCleanup } from 'solid-js'

/** For `ref` of a page's foot: toasts stand above it, however tall it is. */
export function measureFoot(foot: HTMLElement): void {
  const root = document.documentElement
  const observer = new ResizeObserver(() => root.style.setProperty('--toast-bottom', `${foot.offsetHeight + 8}px`))
  observer.observe(foot)
  onCleanup(() => {
    observer.disconnect()
    root.style.removeProperty('--toast-bottom')
  })
}
